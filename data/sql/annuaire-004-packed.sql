-- annuaire.db, version 4: the fields of a row are one blob, so that a directory takes less room than the file
-- it was read from and an import writes two short rows a place.
--
-- fields: src/store/directory_record.c tells how they lie there. pack_place(), pack_offer() and key_hash() are
-- functions of Aiguillage: they take the fields in the order of include/aiguillage/place.h.
-- key_hash, source_id: 31 bits of a hash; what it leads to is checked against the text. What can be found by the key of
-- a place has none: an offer of which the key is that of its place and « -o », an identifier that is the key of its
-- place without its source.

-- A text that many fields hold, once. Never one that the counsellor wrote. Removed when no row holds it any more.
CREATE TABLE shared (
	id INTEGER PRIMARY KEY,
	value TEXT NOT NULL
) STRICT;

CREATE TABLE place_packed (
	id INTEGER PRIMARY KEY,
	origin_id INTEGER NOT NULL,
	key_hash INTEGER NOT NULL,
	fields BLOB NOT NULL
) STRICT;

INSERT INTO place_packed (id, origin_id, key_hash, fields)
SELECT id, origin_id, key_hash(key),
	pack_place(key, name, provider, typology, address, address2, postcode, commune, insee, lat, lon, phone,
		emails, sites, booking, hours, accessibility, step_free, reassuring, equipment, description,
		updated, checked, status, siret, source, source_ids, licence, tags, note)
FROM place
ORDER BY id;

CREATE TABLE offer_packed (
	id INTEGER PRIMARY KEY,
	origin_id INTEGER NOT NULL,
	place_id INTEGER NOT NULL REFERENCES place_packed (id),
	key_hash INTEGER,
	fields BLOB NOT NULL
) STRICT;

INSERT INTO offer_packed (id, origin_id, place_id, key_hash, fields)
SELECT offer.id, offer.origin_id, place_id, CASE WHEN offer.key <> place.key || '-o' THEN key_hash(offer.key) END,
	pack_offer(place.key, offer.key, place_key, offer.name, offer.description, type, themes, services, audiences,
		exclusive, audience_note, exclusions, care, cost, cost_note, conditions, reception, access, modes,
		itinerancy, meeting, coverage, offer.hours, hours_text, referrable_by, referral_modes,
		referral_link, referral_note, prescribers, prescriber_keys, programmes, labels, sessions,
		session_minutes, session_dates, seats, partners, partner_keys, contact, offer.status, end_date,
		offer.updated, offer.source, offer.source_ids, lines, quote, offer.tags, offer.note)
FROM offer
JOIN place ON place.id = offer.place_id
ORDER BY offer.id;

-- Every identifier under which sources know a place. Two places may claim the same one: the first
-- answers.
CREATE TABLE place_source (
	source_id INTEGER NOT NULL,
	place_id INTEGER NOT NULL,
	PRIMARY KEY (source_id, place_id)
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO place_source (source_id, place_id)
SELECT key_hash(source_id), place_id
FROM place_source_id
JOIN place ON place.id = place_id
WHERE source_ids <> substr(key, instr(key, '.') + 1)
OR substr(key, 1, instr(key, '.') - 1) NOT IN (SELECT name FROM origin);

CREATE TABLE offer_source (
	source_id INTEGER NOT NULL,
	offer_id INTEGER NOT NULL,
	PRIMARY KEY (source_id, offer_id)
) STRICT, WITHOUT ROWID;

INSERT OR IGNORE INTO offer_source (source_id, offer_id)
SELECT key_hash(source_id), offer_id FROM offer_source_id;

-- The room of the old tables is to be given back, now or at a later start.
INSERT INTO meta (key, value) SELECT 'base.tasser', '1' WHERE EXISTS (SELECT 1 FROM place_packed);

DROP TABLE offer_source_id;
DROP TABLE place_source_id;
DROP TABLE offer;
DROP TABLE place;
ALTER TABLE place_packed RENAME TO place;
ALTER TABLE offer_packed RENAME TO offer;

-- The origin is there to be counted without reading the rows.
CREATE INDEX place_key ON place (key_hash, origin_id);
CREATE INDEX offer_key ON offer (key_hash) WHERE key_hash IS NOT NULL;
CREATE INDEX offer_place ON offer (place_id, origin_id);
