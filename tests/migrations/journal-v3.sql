-- journal.db, version 3: what is logged of each day: the persons (a code, never a name), the
-- accompaniments, the referrals, the needs that found no answer.
--
-- Every record has a random id, the number of its revision and the post that made it, so that the
-- journals of several posts can be merged in any order; one that was cancelled stays, so that no merge
-- brings it back. Dates are ISO text, vocabularies are codes, lists hold | between their
-- items, '' says that it was not told. Columns marked « personal » are emptied when their time is
-- over, and never leave in an export unless it is asked.

-- The posts whose entries are here; ours is named by setting « poste ».
CREATE TABLE post (
	code TEXT PRIMARY KEY CHECK (code <> ''),
	name TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What links the visits of one person. The code is written on their sheet; nothing else is
-- required.
CREATE TABLE person (
	id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 32),
	revision INTEGER NOT NULL CHECK (revision > 0),
	author TEXT NOT NULL,
	made TEXT NOT NULL,
	changed TEXT NOT NULL,
	removed INTEGER NOT NULL CHECK (removed IN (0, 1)),
	code TEXT NOT NULL, -- personal
	since TEXT NOT NULL CHECK (since = '' OR since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	insee TEXT NOT NULL,
	commune TEXT NOT NULL,
	age TEXT NOT NULL,
	gender TEXT NOT NULL,
	situation TEXT NOT NULL
) STRICT;
CREATE INDEX person_code ON person (code);

-- Fields of La Coop, in its words. ages, genders, situations: CODE=NUMBER for each, of all
-- participants.
CREATE TABLE accompaniment (
	id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 32),
	revision INTEGER NOT NULL CHECK (revision > 0),
	author TEXT NOT NULL,
	made TEXT NOT NULL,
	changed TEXT NOT NULL,
	removed INTEGER NOT NULL CHECK (removed IN (0, 1)),
	day TEXT NOT NULL CHECK (day = '' OR day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	person TEXT NOT NULL,
	insee TEXT NOT NULL,
	commune TEXT NOT NULL,
	ages TEXT NOT NULL,
	genders TEXT NOT NULL,
	situations TEXT NOT NULL,
	activity TEXT NOT NULL,
	minutes TEXT NOT NULL CHECK (minutes NOT GLOB '*[^0-9.]*'),
	channel TEXT NOT NULL,
	place_key TEXT NOT NULL,
	place TEXT NOT NULL,
	address TEXT NOT NULL,
	postcode TEXT NOT NULL,
	place_commune TEXT NOT NULL,
	place_insee TEXT NOT NULL,
	equipment TEXT NOT NULL,
	themes TEXT NOT NULL,
	procedures TEXT NOT NULL,
	procedure_name TEXT NOT NULL, -- personal
	autonomy TEXT NOT NULL,
	level TEXT NOT NULL,
	tags TEXT NOT NULL,
	people TEXT NOT NULL CHECK (people NOT GLOB '*[^0-9.]*'),
	title TEXT NOT NULL,
	referred TEXT NOT NULL,
	redirection TEXT NOT NULL,
	note TEXT NOT NULL -- personal
) STRICT;
CREATE INDEX accompaniment_day ON accompaniment (day);
CREATE INDEX accompaniment_person ON accompaniment (person);

-- The place and the offer as they were that day, beside their keys: they may vanish at the next
-- import. pathway: id of the first referral of the request; after_id: the one that came to nothing.
CREATE TABLE referral (
	id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 32),
	revision INTEGER NOT NULL CHECK (revision > 0),
	author TEXT NOT NULL,
	made TEXT NOT NULL,
	changed TEXT NOT NULL,
	removed INTEGER NOT NULL CHECK (removed IN (0, 1)),
	day TEXT NOT NULL CHECK (day = '' OR day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	person TEXT NOT NULL,
	insee TEXT NOT NULL,
	commune TEXT NOT NULL,
	ages TEXT NOT NULL,
	genders TEXT NOT NULL,
	situations TEXT NOT NULL,
	audiences TEXT NOT NULL,
	needs TEXT NOT NULL,
	words TEXT NOT NULL, -- personal
	barriers TEXT NOT NULL,
	travels TEXT NOT NULL,
	travel TEXT NOT NULL,
	mode TEXT NOT NULL,
	ask TEXT NOT NULL, -- personal
	appointment TEXT NOT NULL,
	contact TEXT NOT NULL,
	followup TEXT NOT NULL CHECK (followup = '' OR followup GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	state TEXT NOT NULL,
	reason TEXT NOT NULL,
	since TEXT NOT NULL CHECK (since = '' OR since GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	history TEXT NOT NULL,
	pathway TEXT NOT NULL,
	step TEXT NOT NULL CHECK (step NOT GLOB '*[^0-9.]*'),
	after_id TEXT NOT NULL,
	target_key TEXT NOT NULL,
	target TEXT NOT NULL,
	offer_key TEXT NOT NULL,
	offer TEXT NOT NULL,
	place_key TEXT NOT NULL,
	place TEXT NOT NULL,
	address TEXT NOT NULL,
	postcode TEXT NOT NULL,
	place_commune TEXT NOT NULL,
	place_insee TEXT NOT NULL,
	phone TEXT NOT NULL,
	hours TEXT NOT NULL,
	typology TEXT NOT NULL,
	programmes TEXT NOT NULL,
	km TEXT NOT NULL CHECK (km NOT GLOB '*[^0-9.]*'),
	note TEXT NOT NULL -- personal
) STRICT;
CREATE INDEX referral_day ON referral (day);
CREATE INDEX referral_person ON referral (person);
CREATE INDEX referral_followup ON referral (followup) WHERE followup <> '';
CREATE INDEX referral_pathway ON referral (pathway);

-- A need that found no answer: criteria of the search, and why.
CREATE TABLE unmet (
	id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 32),
	revision INTEGER NOT NULL CHECK (revision > 0),
	author TEXT NOT NULL,
	made TEXT NOT NULL,
	changed TEXT NOT NULL,
	removed INTEGER NOT NULL CHECK (removed IN (0, 1)),
	day TEXT NOT NULL CHECK (day = '' OR day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
	person TEXT NOT NULL,
	insee TEXT NOT NULL,
	commune TEXT NOT NULL,
	ages TEXT NOT NULL,
	genders TEXT NOT NULL,
	situations TEXT NOT NULL,
	audiences TEXT NOT NULL,
	needs TEXT NOT NULL,
	words TEXT NOT NULL, -- personal
	barriers TEXT NOT NULL,
	reason TEXT NOT NULL,
	radius TEXT NOT NULL CHECK (radius NOT GLOB '*[^0-9.]*'),
	offer_key TEXT NOT NULL,
	place TEXT NOT NULL,
	note TEXT NOT NULL -- personal
) STRICT;
CREATE INDEX unmet_day ON unmet (day);
CREATE INDEX unmet_person ON unmet (person);

-- An erased record: the keyed hash of its id, so that no merge nor restored backup brings it back and
-- nothing tells what it was.
CREATE TABLE tombstone (
	hash TEXT PRIMARY KEY CHECK (hash <> ''),
	day TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]')
) STRICT, WITHOUT ROWID;

-- ---- what such a base held, beside what the versions before it held ----

INSERT INTO post (code, name) VALUES ('p0123456789ab', '');
INSERT INTO setting (name, value) VALUES ('poste', 'p0123456789ab');
INSERT INTO person (
	id, revision, author, made, changed, removed, code, since, insee, commune, age, gender,
	situation
) VALUES (
	'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 2, 'p0123456789ab', '2026-11-03T10:15', '2026-11-04T09:00',
	0, 'K7-42', '2026-11-04', '69010', 'L’Arbresle', '', '', ''
);
INSERT INTO accompaniment (
	id, revision, author, made, changed, removed, day, person, insee, commune, ages, genders,
	situations, activity, minutes, channel, place_key, place, address, postcode, place_commune,
	place_insee, equipment, themes, procedures, procedure_name, autonomy, level, tags, people,
	title, referred, redirection, note
) VALUES (
	'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb', 2, 'p0123456789ab', '2026-11-03T10:15', '2026-11-04T09:00',
	0, '2026-11-03', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '69010', 'L’Arbresle', '60-69=1',
	'feminin=1', '', '', '45', '', '', 'Mairie de Bibost', '', '', '', '', '', '', '', 'retraite',
	'', '', '', '1', '', '', '', 'elle revient avec son fils, « le jeudi »'
);
INSERT INTO referral (
	id, revision, author, made, changed, removed, day, person, insee, commune, ages, genders,
	situations, audiences, needs, words, barriers, travels, travel, mode, ask, appointment,
	contact, followup, state, reason, since, history, pathway, step, after_id, target_key, target,
	offer_key, offer, place_key, place, address, postcode, place_commune, place_insee, phone,
	hours, typology, programmes, km, note
) VALUES (
	'cccccccccccccccccccccccccccccccc', 2, 'p0123456789ab', '2026-11-03T10:15', '2026-11-04T09:00',
	0, '2026-11-03', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '69010', 'L’Arbresle', '60-69=1',
	'feminin=1', '', '', '', '« je ne sais pas m’inscrire »', '', '', '', '',
	'demander Mme la guichetière', '', '', '2026-11-13', '', '', '2026-11-04',
	'2026-11-03=a-faire|2026-11-04=oriente', 'cccccccccccccccccccccccccccccccc', '1', '', '', '',
	'', '', '', 'Mairie de Bibost', '', '', '', '', '', '', '', '', '3.2',
	'elle revient avec son fils, « le jeudi »'
);
INSERT INTO unmet (
	id, revision, author, made, changed, removed, day, person, insee, commune, ages, genders,
	situations, audiences, needs, words, barriers, reason, radius, offer_key, place, note
) VALUES (
	'dddddddddddddddddddddddddddddddd', 2, 'p0123456789ab', '2026-11-03T10:15', '2026-11-04T09:00',
	0, '2026-11-03', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '69010', 'L’Arbresle', '60-69=1',
	'feminin=1', '', '', '', '« je ne sais pas m’inscrire »', '', '', '20', '', 'Mairie de Bibost',
	'elle revient avec son fils, « le jeudi »'
);
INSERT INTO tombstone (hash, day) VALUES ('5f2b', '2026-11-01');
PRAGMA user_version = 3;
