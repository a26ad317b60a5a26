/*
 * One row of a file, CSV or JSON, through everything that an import does to it: the first byte
 * chooses the format, the rest are the cells (or the record).  The directory is in a folder of its
 * own, made once; nothing is ever committed.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "aiguillage/import.h"
#include "aiguillage/text.h"
#include "tests/fuzz/session.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const heads[] = {
	("id,pivot,nom,commune,code_postal,adresse,code_insee,latitude,longitude,telephone,"
	 "courriels,site_web,horaires,presentation_detail,date_maj,services,typologie,"
	 "frais_a_charge,modalites_accompagnement,itinerance\n"),
	("id;pivot;nom;commune;code_postal;adresse;horaires;services;publics_accueillis;"
	 "conditions_acces;labels_nationaux\n"),
	"id_fs,lib_fs,code_postal,lib_com,h_lundi,h_mardi,h_mercredi,labellisation,format_fs\n",
	"",
};

static void write_file(const char *path, const uint8_t *data, size_t size)
{
	const char *head = heads[data[0] % 4];
	FILE *f = fopen(path, "wb");

	fputs(head, f);
	fwrite(data + 1, 1, size - 1, f);
	fclose(f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct import_options o = { .source = "essai", .dry_run = true };
	struct import_report r;
	struct err err = ERR_INIT;
	const char *path;
	struct str out;
	bool done;

	if (!s)
		open_base();
	if (!size)
		return 0;
	path = temp("x");
	write_file(path, data, size);
	import_report_init(&r);
	str_init(&out);
	done = import_file(s, path, &o, &r, &err);
	import_report_say(&r, 20, &out);
	import_report_csv(&r, &out);
	if (r.read != r.kept + r.refused || (!done && err.kind == ERR_NONE) || (done && !r.kept) ||
	    !utf8_valid(out.s, out.len))
		abort();
	str_done(&out);
	import_report_done(&r);
	return 0;
}
