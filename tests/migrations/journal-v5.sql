-- journal.db, version 5: forms that were being filled when the program ended, one of each kind. They are
-- dropped once saved or given up.

CREATE TABLE draft (
	form TEXT PRIMARY KEY CHECK (form <> ''),
	made TEXT NOT NULL CHECK (made GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'),
	content TEXT NOT NULL -- personal; NAME, unit separator, VALUE, record separator
) STRICT, WITHOUT ROWID;

-- ---- what such a base held, beside what the versions before it held ----

INSERT INTO draft (form, made, content) VALUES ('orientation', '2026-11-06T11:02', 'note' || char(31) || 'une note' || char(30));
PRAGMA user_version = 5;
