-- annuaire.db, version 2: what the journal says of places and offers, as far as rows and index need it.
-- A copy: the journal is the truth, and « local.etat » of meta tells which state of it is here.

-- A corrected field: the row of that key holds `value`, its source says `source`. Without such a row the
-- correction waits for one.
CREATE TABLE local_value (
	kind TEXT NOT NULL CHECK (kind IN ('place', 'offer')),
	key TEXT NOT NULL CHECK (key <> ''),
	field TEXT NOT NULL CHECK (field <> ''),
	value TEXT NOT NULL,
	source TEXT NOT NULL,
	PRIMARY KEY (kind, key, field)
) STRICT, WITHOUT ROWID;

-- The marks: see journal-002-local.sql.
CREATE TABLE local_mark (
	kind TEXT NOT NULL CHECK (kind IN ('place', 'offer')),
	key TEXT NOT NULL CHECK (key <> ''),
	mark TEXT NOT NULL CHECK (mark IN ('checked', 'gone', 'closed', 'hidden')),
	day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	PRIMARY KEY (kind, key, mark)
) STRICT, WITHOUT ROWID;
