-- journal.db, version 6: the optional passphrase. While there is a row here, every column marked
-- « personal », the text of notes and the content of drafts hold sealed values (secret.h); the key that
-- opens them is only known wrapped.

CREATE TABLE secret (
	one INTEGER PRIMARY KEY CHECK (one = 1),
	public TEXT NOT NULL CHECK (public <> ''), -- by which values are sealed while locked
	by_phrase TEXT NOT NULL CHECK (by_phrase <> ''),
	by_code TEXT NOT NULL CHECK (by_code <> ''), -- the printed recovery code
	made TEXT NOT NULL CHECK (made GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*')
) STRICT;
