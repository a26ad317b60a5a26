-- journal.db, version 1: what the counsellor wrote, and the only copy of it. Never rebuilt.

-- What the program remembers from one day to the next: last commune, radius…
CREATE TABLE setting (
	name TEXT PRIMARY KEY CHECK (name <> ''),
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- ---- what such a base held ----

INSERT INTO setting (name, value) VALUES ('commune', '69022'), ('rayon', '20'), ('vide', ''),
	('texte', 'L’Arbresle, « à l’est »');
PRAGMA application_id = 1095321418;
PRAGMA user_version = 1;
