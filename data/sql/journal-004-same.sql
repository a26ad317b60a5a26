-- journal.db, version 4: which records of the directory describe one place. The computation groups what
-- resembles; what the counsellor decided wins over it, for good.

CREATE TABLE same_place (
	a TEXT NOT NULL CHECK (a <> ''), -- keys of places, those of annuaire.db
	b TEXT NOT NULL CHECK (b > a),
	same INTEGER NOT NULL CHECK (same IN (0, 1)), -- 1: one place; 0: two
	made TEXT NOT NULL CHECK (made GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
