-- What twenty posts log in three years, made up: `n` accompaniments (table wanted), a fifth as many referrals, a
-- twentieth as many unmet needs and a tenth as many persons, into the journal.db of a post that has logged nothing.
-- Numbers mixed by a multiplication stand for chance: the same rows each time.
BEGIN;
CREATE TEMP TABLE town AS
	SELECT column1 AS k, column2 AS insee, column3 AS name FROM (VALUES
		(0, '69022', 'Bibost'), (1, '69243', 'Tarare'), (2, '69010', 'L''Arbresle'), (3, '69006', 'Amplepuis'),
		(4, '69151', 'Pollionnay'), (5, '69208', 'Saint-Forgeux'), (6, '69160', 'Thizy-les-Bourgs'),
		(7, '69086', 'Cublize'), (8, '69066', 'Cours'), (9, '69248', 'Valsonne'));
CREATE TEMP TABLE word AS
	SELECT column1 AS genre, column2 AS k, column3 AS code FROM (VALUES
		('theme', 0, 'e-mail'), ('theme', 1, 'demarches'), ('theme', 2, 'navigation-internet'),
		('need', 0, 'demarches-caf'), ('need', 1, 'imprimante'), ('need', 2, 'bases-numerique'),
		('audience', 0, 'seniors'), ('audience', 1, 'jeunes'), ('audience', 2, 'familles'),
		('barrier', 0, 'mobilite'), ('barrier', 1, 'materiel'), ('barrier', 2, 'psychologique'),
		('age', 0, '60-69'), ('age', 1, '70-plus'), ('age', 2, '25-39'),
		('state', 0, 'venu'), ('state', 1, 'sans-nouvelle'), ('state', 2, 'non-abouti'));
CREATE TEMP TABLE number AS
	WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < (SELECT n FROM wanted))
	SELECT i, i * 2654435761 % 4294967296 AS r, printf('%016x%016x', i * 2654435761 % 4294967296, i) AS id,
		'p' || printf('%012x', i % 20) AS author,
		date('2023-12-01', (i * 48271 % 1090) || ' days') AS day
	FROM n;
INSERT INTO post (code, name) SELECT DISTINCT author, 'Poste ' || author FROM number;
INSERT INTO person SELECT id, 1, author, day || 'T09:00', day || 'T09:00', 0, 'K' || (i % 10) || '-' || i, day, insee,
	name, (SELECT code FROM word WHERE genre = 'age' AND word.k = r % 3), '', ''
	FROM number JOIN town ON town.k = r % 10 WHERE i % 10 = 0;
INSERT INTO accompaniment (id, revision, author, made, changed, removed, day, person, insee, commune, ages, genders,
	situations, activity, minutes, channel, place_key, place, address, postcode, place_commune, place_insee, equipment,
	themes, procedures, procedure_name, autonomy, level, tags, people, title, referred, redirection, note)
	SELECT id, 1, author, day || 'T10:00', day || 'T10:00', 0, day, '', insee, name,
	(SELECT code FROM word WHERE genre = 'age' AND word.k = r % 3) || '=1', 'feminin=1', 'retraite=1', 'individuel',
	cast(15 + r % 4 * 15 AS text), 'lieu-activite', '', '', '', '', name, insee, 'ordinateur',
	(SELECT code FROM word WHERE genre = 'theme' AND word.k = r % 3), '', '', '', '', '', '1', '', '', '',
	'a short note of the day'
	FROM number JOIN town ON town.k = r % 10;
INSERT INTO referral SELECT substr(id, 9) || 'aaaaaaaa', 1, author, day || 'T10:00', day || 'T10:00', 0, day, '', insee,
	name, '', '', '', (SELECT code FROM word WHERE genre = 'audience' AND word.k = r % 3),
	(SELECT code FROM word WHERE genre = 'need' AND word.k = i % 3), 'words of the person',
	(SELECT code FROM word WHERE genre = 'barrier' AND word.k = r % 3), 'non', '', '', '', '', '',
	CASE WHEN day > '2026-11-20' THEN date(day, '10 days') ELSE '' END,
	CASE WHEN day > '2026-11-20' THEN 'oriente' ELSE (SELECT code FROM word WHERE genre = 'state' AND word.k = i % 7 % 3) END,
	CASE WHEN i % 7 % 3 = 2 AND day <= '2026-11-20' THEN 'trop-loin' ELSE '' END, day, '', substr(id, 9) || 'aaaaaaaa', '1', '',
	'', '', '', '', 'S0' || (10 + i % 50), 'Lieu ' || (i % 50), '', '', name, insee, '', '', 'CCAS', '', '4.5', ''
	FROM number JOIN town ON town.k = r % 10 WHERE i % 5 = 0;
INSERT INTO unmet SELECT substr(id, 9) || 'bbbbbbbb', 1, author, day || 'T10:00', day || 'T10:00', 0, day, '', insee, name,
	'', '', '', (SELECT code FROM word WHERE genre = 'audience' AND word.k = r % 3),
	(SELECT code FROM word WHERE genre = 'need' AND word.k = i % 3), '', 'mobilite', 'trop-loin', '10', '', '', ''
	FROM number JOIN town ON town.k = r % 10 WHERE i % 20 = 0;
COMMIT;
