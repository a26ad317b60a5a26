# anchor.sh flat|full FILE.csv BASE.db: what the sqlite3 program makes of a CSV file.
#   flat  .import into one table of text, no index
#   full  the same, a unique key, an index on the commune, and FTS5 over what one may type
set -e
rm -f "$3"
if [ "$1" = flat ]; then
	exec sqlite3 "$3" ".bail on" ".import --csv $2 lieux"
fi
exec sqlite3 "$3" ".bail on" ".import --csv $2 lieux" \
	"CREATE UNIQUE INDEX lieux_id ON lieux (id)" \
	"CREATE INDEX lieux_insee ON lieux (code_insee)" \
	"CREATE VIRTUAL TABLE f USING fts5 (nom, structure_parente, adresse, code_postal, commune,
		presentation_resume, presentation_detail, services,
		publics_specifiquement_adresses, content='lieux',
		tokenize='unicode61 remove_diacritics 2')" \
	"INSERT INTO f (f) VALUES ('rebuild')"
