-- journal.db, version 2: local knowledge. What the counsellor corrects, adds, marks and notes about the
-- places and offers of the directory wins over every source and outlives every import: it is here, and
-- annuaire.db only follows.

-- A place or an offer that the counsellor said something about.
CREATE TABLE record (
	id INTEGER PRIMARY KEY,
	kind TEXT NOT NULL CHECK (kind IN ('place', 'offer')),
	key TEXT NOT NULL CHECK (key <> ''), -- that of annuaire.db
	added INTEGER NOT NULL CHECK (added IN (0, 1)), -- 1: it exists here only
	kept INTEGER NOT NULL CHECK (kept IN (0, 1)), -- 1: a place of a source where an offer was added
	made TEXT NOT NULL CHECK (made GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	UNIQUE (kind, key)
) STRICT;

-- Its fields (columns of annuaire.db), those that are filled. Of an added record: what it is. Of any
-- other: as it stood when the counsellor spoke of it last, to be read when its source dropped it.
CREATE TABLE record_field (
	record_id INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
	field TEXT NOT NULL CHECK (field <> ''),
	value TEXT NOT NULL CHECK (value <> ''),
	PRIMARY KEY (record_id, field)
) STRICT, WITHOUT ROWID;

-- One field, as the counsellor knows it; '' says that nobody knows.
CREATE TABLE correction (
	record_id INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
	field TEXT NOT NULL CHECK (field <> ''),
	value TEXT NOT NULL,
	source_then TEXT NOT NULL, -- what the source said: it has changed when it says something else
	made TEXT NOT NULL CHECK (made GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	PRIMARY KEY (record_id, field)
) STRICT, WITHOUT ROWID;

-- checked: on that day. gone, hidden: since that day. closed: until that day, included.
CREATE TABLE mark (
	record_id INTEGER NOT NULL REFERENCES record (id) ON DELETE CASCADE,
	mark TEXT NOT NULL CHECK (mark IN ('checked', 'gone', 'closed', 'hidden')),
	day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	PRIMARY KEY (record_id, mark)
) STRICT, WITHOUT ROWID;

-- Private: it goes nowhere else, neither into annuaire.db nor into an export.
CREATE TABLE note (
	record_id INTEGER PRIMARY KEY REFERENCES record (id) ON DELETE CASCADE,
	text TEXT NOT NULL CHECK (text <> ''),
	made TEXT NOT NULL CHECK (made GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')
) STRICT;

-- Drawn anew with each change that annuaire.db must follow; annuaire.db remembers the one that it holds.
CREATE TABLE stamp (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	value TEXT NOT NULL CHECK (value <> '')
) STRICT;

-- ---- what such a base held, beside what the versions before it held ----

INSERT INTO record (id, kind, key, added, kept, made) VALUES
	(1, 'place', 'mairie-bibost', 0, 0, '2026-10-01'), (2, 'offer', 'local-3f9a2c1e', 1, 0, '2026-10-02');
INSERT INTO record_field (record_id, field, value) VALUES (1, 'nom', 'Mairie de Bibost'),
	(2, 'nom', 'Atelier « clic »');
INSERT INTO correction (record_id, field, value, source_then, made) VALUES
	(1, 'telephone', '', '0474000000', '2026-10-01'), (1, 'horaires', 'Mo 09:00-12:00', '', '2026-10-03');
INSERT INTO mark (record_id, mark, day) VALUES (1, 'checked', '2026-10-01'), (2, 'closed', '2026-12-31');
INSERT INTO note (record_id, text, made) VALUES (1, 'sonner à l’arrière
et attendre', '2026-10-01');
INSERT INTO stamp (one, value) VALUES (1, 'a1b2c3d4');
PRAGMA user_version = 2;
