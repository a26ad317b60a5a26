-- journal.db, version 1: what the counsellor wrote, and the only copy of it. Never rebuilt.

-- What the program remembers from one day to the next: last commune, radius…
CREATE TABLE setting (
	name TEXT PRIMARY KEY CHECK (name <> ''),
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
