-- annuaire.db, version 1: the local copy of the directory. It may be thrown away.
--
-- place and offer hold the fields of include/aiguillage/place.h under the same names. A field that is
-- not known is '' (coordinates: NULL); a list holds | between its items. A row keeps its id as long as
-- its key is there: the packed blocks and the open screens know rows by id.

-- Small facts: generation (grows by 1 at each committed change), fingerprint of the shipped data…
CREATE TABLE meta (
	key TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Where rows come from: the shipped directory, then one for each import. An import replaces the rows
-- of its own origin only.
CREATE TABLE origin (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE CHECK (name <> ''),
	title TEXT NOT NULL,		-- for people
	date TEXT NOT NULL,		-- of the data
	loaded TEXT NOT NULL		-- when we read them
) STRICT;

CREATE TABLE place (
	id INTEGER PRIMARY KEY,
	origin_id INTEGER NOT NULL REFERENCES origin (id),
	key TEXT NOT NULL UNIQUE CHECK (key <> ''), -- ours, stable; what the journal remembers
	name TEXT NOT NULL DEFAULT '',
	provider TEXT NOT NULL DEFAULT '',
	typology TEXT NOT NULL DEFAULT '',
	address TEXT NOT NULL DEFAULT '',
	address2 TEXT NOT NULL DEFAULT '',
	postcode TEXT NOT NULL DEFAULT '',
	commune TEXT NOT NULL DEFAULT '',
	insee TEXT NOT NULL DEFAULT '', -- text: 2A004, 01001
	lat REAL CHECK (lat BETWEEN -90 AND 90),
	lon REAL CHECK (lon BETWEEN -180 AND 180),
	phone TEXT NOT NULL DEFAULT '',
	emails TEXT NOT NULL DEFAULT '',
	sites TEXT NOT NULL DEFAULT '',
	booking TEXT NOT NULL DEFAULT '',
	hours TEXT NOT NULL DEFAULT '', -- opening_hours, as the source gives it
	accessibility TEXT NOT NULL DEFAULT '',
	step_free TEXT NOT NULL DEFAULT '', -- oui, non or empty: unknown
	reassuring TEXT NOT NULL DEFAULT '', -- the same
	equipment TEXT NOT NULL DEFAULT '',
	description TEXT NOT NULL DEFAULT '',
	updated TEXT NOT NULL DEFAULT '', -- date of the source
	checked TEXT NOT NULL DEFAULT '', -- date of our own check
	status TEXT NOT NULL DEFAULT '',
	siret TEXT NOT NULL DEFAULT '',
	source TEXT NOT NULL DEFAULT '',
	source_ids TEXT NOT NULL DEFAULT '',
	licence TEXT NOT NULL DEFAULT '',
	tags TEXT NOT NULL DEFAULT '',
	note TEXT NOT NULL DEFAULT '',
	CHECK ((lat IS NULL) = (lon IS NULL))
) STRICT;

CREATE INDEX place_origin ON place (origin_id);

-- Every identifier under which sources know a place. Two places may claim the same one: the first
-- answers.
CREATE TABLE place_source_id (
	source_id TEXT NOT NULL,
	place_id INTEGER NOT NULL REFERENCES place (id) ON DELETE CASCADE,
	PRIMARY KEY (source_id, place_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX place_source_id_place ON place_source_id (place_id);

CREATE TABLE offer (
	id INTEGER PRIMARY KEY,
	origin_id INTEGER NOT NULL REFERENCES origin (id),
	place_id INTEGER NOT NULL REFERENCES place (id) ON DELETE CASCADE,
	key TEXT NOT NULL UNIQUE CHECK (key <> ''), -- ours, stable
	place_key TEXT NOT NULL DEFAULT '', -- as the source gives it; place_id is what it means
	name TEXT NOT NULL DEFAULT '',
	description TEXT NOT NULL DEFAULT '',
	type TEXT NOT NULL DEFAULT '',
	themes TEXT NOT NULL DEFAULT '',
	services TEXT NOT NULL DEFAULT '',
	audiences TEXT NOT NULL DEFAULT '',
	exclusive TEXT NOT NULL DEFAULT '', -- the part of audiences that is exclusive
	audience_note TEXT NOT NULL DEFAULT '',
	exclusions TEXT NOT NULL DEFAULT '',
	care TEXT NOT NULL DEFAULT '',
	cost TEXT NOT NULL DEFAULT '',
	cost_note TEXT NOT NULL DEFAULT '',
	conditions TEXT NOT NULL DEFAULT '',
	reception TEXT NOT NULL DEFAULT '',
	access TEXT NOT NULL DEFAULT '',
	modes TEXT NOT NULL DEFAULT '',
	itinerancy TEXT NOT NULL DEFAULT '',
	meeting TEXT NOT NULL DEFAULT '',
	coverage TEXT NOT NULL DEFAULT '', -- INSEE codes, EPCI, départements, france
	hours TEXT NOT NULL DEFAULT '',
	hours_text TEXT NOT NULL DEFAULT '', -- when they cannot be written as opening_hours
	referrable_by TEXT NOT NULL DEFAULT '',
	referral_modes TEXT NOT NULL DEFAULT '',
	referral_link TEXT NOT NULL DEFAULT '',
	referral_note TEXT NOT NULL DEFAULT '',
	prescribers TEXT NOT NULL DEFAULT '', -- in words
	prescriber_keys TEXT NOT NULL DEFAULT '', -- keys of places
	programmes TEXT NOT NULL DEFAULT '',
	labels TEXT NOT NULL DEFAULT '',
	sessions TEXT NOT NULL DEFAULT '',
	session_minutes TEXT NOT NULL DEFAULT '',
	session_dates TEXT NOT NULL DEFAULT '',
	seats TEXT NOT NULL DEFAULT '',
	partners TEXT NOT NULL DEFAULT '',
	partner_keys TEXT NOT NULL DEFAULT '', -- keys of places
	contact TEXT NOT NULL DEFAULT '', -- a function, never a name
	status TEXT NOT NULL DEFAULT '',
	end_date TEXT NOT NULL DEFAULT '', -- last day of a ponctuel offer
	updated TEXT NOT NULL DEFAULT '',
	source TEXT NOT NULL DEFAULT '',
	source_ids TEXT NOT NULL DEFAULT '',
	lines TEXT NOT NULL DEFAULT '', -- of the report of the meeting
	quote TEXT NOT NULL DEFAULT '',
	tags TEXT NOT NULL DEFAULT '',
	note TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX offer_place ON offer (place_id, key);
CREATE INDEX offer_origin ON offer (origin_id);

CREATE TABLE offer_source_id (
	source_id TEXT NOT NULL,
	offer_id INTEGER NOT NULL REFERENCES offer (id) ON DELETE CASCADE,
	PRIMARY KEY (source_id, offer_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX offer_source_id_offer ON offer_source_id (offer_id);

-- Packed blocks (search index, gazetteer), made from the rows in the same transaction. Each holds its
-- own checksum.
CREATE TABLE block (
	name TEXT PRIMARY KEY CHECK (name <> ''),
	data BLOB NOT NULL
) STRICT;

-- ---- what such a base held ----

INSERT INTO meta (key, value) VALUES ('generation', '7'), ('livre.empreinte', '0123456789abcdef');
INSERT INTO origin (id, name, title, date, loaded) VALUES
	(1, 'livre', 'Annuaire livré avec Aiguillage', '2024-09-19', '2026-11-24T10:00'),
	(2, 'mednum', 'Lieux de médiation numérique, version 1', '2026-10-01', '2026-11-24T11:00');
INSERT INTO place (id, origin_id, key, name, address, postcode, commune, insee, lat, lon, phone, hours,
	updated, status, source_ids) VALUES
	(3, 1, 'mairie-bibost', 'Mairie de Bibost', '1 place de l’Église', '69690', 'Bibost', '69022',
		45.7975, 4.5483, '04 74 70 00 00', 'Mo 09:00-12:00', '2024-09-19', 'cite', 'M1|M2'),
	(5, 2, 'mednum.a-1', 'Médiathèque « L’Échappée »', '', '69170', 'Tarare', '69243', NULL, NULL,
		'+33474000000', '', '2026-10-01', 'cite', 'a-1');
INSERT INTO place_source_id (source_id, place_id) VALUES ('M1', 3), ('M2', 3), ('a-1', 5);
INSERT INTO offer (id, origin_id, place_id, key, place_key, name, services, status, source_ids) VALUES
	(4, 1, 3, 'S900', 'mairie-bibost', 'Aide aux démarches', 'demarches', 'cite', ''),
	(9, 2, 5, 'mednum.a-1-o', 'mednum.a-1', 'Médiation numérique', 'bases-numerique|demarches', 'cite', 'a-1');
INSERT INTO offer_source_id (source_id, offer_id) VALUES ('a-1', 9);
INSERT INTO block (name, data) VALUES ('index', x'00ff10');
PRAGMA application_id = 1095321409;
PRAGMA user_version = 1;
