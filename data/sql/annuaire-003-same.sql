-- annuaire.db, version 3: what the journal says of records that describe the same place, or do not
-- (journal-004-same.sql). A copy, as local_value and local_mark are.
CREATE TABLE local_same (
	a TEXT NOT NULL CHECK (a <> ''), -- keys of places
	b TEXT NOT NULL CHECK (b > a),
	same INTEGER NOT NULL CHECK (same IN (0, 1)),
	PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
