#include <stdio.h>

#include "aiguillage/json.h"
#include "aiguillage/json_cut.h"
#include "aiguillage/str.h"
#include "tests/lib/tap.h"

/* ---- cutting ---- */

static bool collect(void *ctx, const struct json_piece *p, struct err *err)
{
	(void)err;
	str_addf(ctx, "%zu@%zu[%s]", p->number, p->line, p->text);
	return true;
}

static bool cut(const char *text, struct str *out, struct err *err)
{
	FILE *f = fmemopen((void *)text, strlen(text), "r");
	bool ok = json_cut_stream(f, "x.json", collect, out, err);

	fclose(f);
	return ok;
}

static void cuts(const char *text, const char *want)
{
	struct err err = ERR_INIT;
	struct str out;

	str_init(&out);
	if (!ok(cut(text, &out, &err), "« %s »", text))
		printf("#   %s\n", err.msg);
	is_str(out.s, want, "« %s »", text);
	str_done(&out);
}

static void refuses(const char *text, const char *part)
{
	struct err err = ERR_INIT;
	struct str out;

	str_init(&out);
	ok(!cut(text, &out, &err), "« %s » refused", text);
	is_int(err.kind, ERR_DATA, "as bad data");
	if (!ok(strstr(err.msg, part), "« %s »", part))
		printf("#   %s\n", err.msg);
	str_done(&out);
}

static void test_cutting(void)
{
	cuts(" [] ", "");
	cuts("[{\"a\":1},{\"b\":[2,{}]}]", "1@1[{\"a\":1}]2@1[{\"b\":[2,{}]}]");
	cuts("[\n {\"a\":\n1},\n\n {}\n]\n", "1@2[{\"a\":\n1}]2@5[{}]");
	cuts("{\"a\":1}\n{\"a\":2}\n", "1@1[{\"a\":1}]2@2[{\"a\":2}]");
	cuts("{\"a\":1}\n\n{\"a\":2", "1@1[{\"a\":1}]2@3[{\"a\":2]");
	cuts("{\"a\":1}\noups\n{\"a\":2}", "1@1[{\"a\":1}]2@2[oups]3@3[{\"a\":2}]");
	cuts("{\n\"a\":1}\n{\n\"a\":2}", "1@1[{\n\"a\":1}]2@3[{\n\"a\":2}]");
	cuts("[{\"a\":\"]},{\\\"\"}]", "1@1[{\"a\":\"]},{\\\"\"}]");
	cuts("[1, \"x\", null]", "1@1[1]2@1[\"x\"]3@1[null]");
	refuses("[{\"a\":1}", "avant la fin de la liste");
	refuses("[{\"a\":1", "au milieu d’une fiche");
	refuses("[{\"a\":\"1}]", "au milieu d’une fiche");
	refuses("[{}] x", "après la fin");
	refuses("[{},]", "en trop");
	refuses("[{}{}]", "manque une virgule");
	refuses("]", "en trop");
}

/* ---- reading ---- */

static void reads(struct json *j, const char *text, const char *want)
{
	struct csv_row r = { 0 };
	const char *why = "";
	struct str out;

	str_init(&out);
	if (!ok(json_row(j, text, strlen(text), &r, &why), "« %s »", text))
		printf("#   %s\n", why);
	for (size_t i = 0; i < r.n; i++)
		if (*r.cells[i])
			str_addf(&out, "%s=%s;", r.columns[i], r.cells[i]);
	is_str(out.s, want, "« %s »", text);
	str_done(&out);
}

static void spoils(struct json *j, const char *text, size_t n, const char *part)
{
	struct csv_row r = { 0 };
	const char *why = "";

	ok(!json_row(j, text, n, &r, &why), "« %.40s » refused", text);
	if (!ok(strstr(why, part), "« %s »", part))
		printf("#   %s\n", why);
}

static void test_reading(void)
{
	struct err err = ERR_INIT;
	struct json *j = json_new(&err);
	char deep[200] = "{\"a\":";
	const char *surrogate = "{\"a\":\"\\ud800\"}";

	reads(j, "{}", "");
	reads(j, "{\"nom\":\"L\\u2019été\",\"n\":12,\"r\":45.5,\"o\":true,\"z\":null}",
	      "nom=L’été;n=12;r=45.5;o=oui;");
	reads(j, "{\"r\":1,\"nom\":\"x\"}", "nom=x;r=1;");
	reads(j, "{\"adresse\":{\"voie\":\"rue\",\"code\":{\"p\":\"69\"}},\"nom\":\"y\"}",
	      "nom=y;adresse.voie=rue;adresse.code.p=69;");
	reads(j, "{\"l\":[\"a\",\"b|c\"],\"m\":[{\"p\":1},{\"p\":2}],\"v\":[]}",
	      "l=a|b/c;m.p=1|2;");
	reads(j, "{\"avec \\\"guillemets\\\".\":\"x\"}", "avec \"guillemets\".=x;");
	reads(j, "{\"t\":\"une\\nligne\\u001b[31m\"}", "t=une\nligne[31m;");
	spoils(j, "[1]", 3, "pas un objet");
	spoils(j, "12", 2, "pas un objet");
	spoils(j, "{\"a\":}", 6, "pas du JSON");
	spoils(j, "{\"a\":1} x", 9, "pas du JSON");
	spoils(j, surrogate, strlen(surrogate), "impossible");
	spoils(j, "{\"a\":\"\\u0000\"}", 14, "nul");
	spoils(j, "{\"a\":\"\xFF\"}", 9, "UTF-8");
	for (size_t i = strlen(deep), k = 0; k < JSON_MAX_DEPTH; k++)
		deep[i + k] = '[';
	spoils(j, deep, strlen(deep), "niveaux");
	reads(j, "{\"nom\":\"z\"}", "nom=z;");
	json_free(j);
}

int main(void)
{
	test_cutting();
	test_reading();
	return done_testing();
}
