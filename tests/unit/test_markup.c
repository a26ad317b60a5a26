#include "aiguillage/markup.h"
#include "tests/lib/tap.h"

static void plain(const char *s, enum text_lines lines, bool found, const char *want)
{
	struct str b;

	str_init(&b);
	is_int(markup_plain(&b, s, lines), found, "« %s »: %s", s, found ? "markup" : "none");
	is_str(b.s, want, "« %s »", s);
	str_done(&b);
}

int main(void)
{
	struct str b;

	plain("", TEXT_ONE_LINE, false, "");
	plain("rien à faire", TEXT_ONE_LINE, false, "rien à faire");
	plain("a < b & c > d", TEXT_ONE_LINE, false, "a < b & c > d");
	plain("<contact@x.fr>", TEXT_ONE_LINE, false, "<contact@x.fr>");
	plain("AT&T ; a&b;", TEXT_ONE_LINE, false, "AT&T ; a&b;");
	plain("&inconnu; &#xZZ; &#0; &#xD800;", TEXT_ONE_LINE, false,
	      "&inconnu; &#xZZ; &#0; &#xD800;");
	plain("caf&eacute; &amp; th&#233; &#xE9; &OElig;uf", TEXT_ONE_LINE, true,
	      "café & thé é Œuf");
	plain("&amp;eacute;", TEXT_ONE_LINE, true, "é");
	plain("a&nbsp;&nbsp;b", TEXT_ONE_LINE, true, "a b");
	plain("a\u00a0: b\u202f!", TEXT_ONE_LINE, false, "a : b !");
	plain("<b>gras</b> et <a href=\"x\">lien</a>", TEXT_ONE_LINE, true, "gras et lien");
	plain("<p>un</p><p>deux</p>", TEXT_MANY_LINES, true, "un\ndeux");
	plain("<p>un</p><p>deux</p>", TEXT_ONE_LINE, true, "un, deux");
	plain("un<br/>deux<BR>trois", TEXT_ONE_LINE, true, "un, deux, trois");
	plain("<ul><li>un</li><li>deux</li></ul>fin", TEXT_MANY_LINES, true, "- un\n- deux\nfin");
	plain("avant<script>x < 1</script>après", TEXT_ONE_LINE, true, "avant, après");
	plain("<!-- caché -->vu", TEXT_ONE_LINE, true, "vu");
	plain("<script>sans fin", TEXT_ONE_LINE, true, "sans fin");
	plain("**important** texte", TEXT_ONE_LINE, false, "important texte");
	plain("&#27;[31m", TEXT_ONE_LINE, true, "[31m");
	str_init(&b);
	str_add(&b, "déjà");
	markup_plain(&b, " <p>x</p>", TEXT_ONE_LINE);
	is_str(b.s, "déjàx", "appended");
	str_done(&b);
	return done_testing();
}
