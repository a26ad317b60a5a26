-- journal.db, version 4: which records of the directory describe one place. The computation groups what
-- resembles; what the counsellor decided wins over it, for good.

CREATE TABLE same_place (
	a TEXT NOT NULL CHECK (a <> ''), -- keys of places, those of annuaire.db
	b TEXT NOT NULL CHECK (b > a),
	same INTEGER NOT NULL CHECK (same IN (0, 1)), -- 1: one place; 0: two
	made TEXT NOT NULL CHECK (made GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;

-- ---- what such a base held, beside what the versions before it held ----

INSERT INTO same_place (a, b, same, made) VALUES ('a-1', 'b-2', 1, '2026-11-05'), ('a-1', 'c-3', 0, '2026-11-05');
PRAGMA user_version = 4;
