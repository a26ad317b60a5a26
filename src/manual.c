#include "src/manual.h"

#include <stdlib.h>
#include <string.h>

#include "aiguillage/mem.h"
#include "src/cli/cli.h"
#include "src/tui/tui.h"

#define LINE_BYTES 78	/* mandoc -T lint counts « é » as the 8 bytes of \[u00E9] */
#define BYTES_BEYOND_ASCII 8

/* One word, so that nothing in it is taken for a request; returns its length as mandoc sees it. */
static int add_word(struct str *out, const char *word, size_t n, bool first)
{
	int bytes = 0;

	if (first && (*word == '.' || *word == '\''))
		str_add(out, "\\&");
	for (; n; n--, word++) {
		if (*word == '\\')
			str_add(out, "\\e");
		else if (*word == '"')
			str_add(out, "\\(dq");
		else
			str_addc(out, *word);
		bytes += (unsigned char)*word >= 0xC0 ? BYTES_BEYOND_ASCII :
			 (unsigned char)*word >= 0x80 ? 0 : 1;
	}
	return bytes;
}

static int word_bytes(const char *word, size_t n)
{
	struct str scratch;
	int bytes;

	str_init(&scratch);
	bytes = add_word(&scratch, word, n, false);
	str_done(&scratch);
	return bytes;
}

/* Text lines of mdoc: short ones, and each sentence begins one. */
static void add_text(struct str *out, const char *text, size_t len)
{
	const char *end = text + len;
	bool sentence = false;
	int bytes = 0;

	while (text < end) {
		size_t n = strcspn(text, " ");

		if (n > (size_t)(end - text))
			n = (size_t)(end - text);
		if (bytes && (sentence || bytes + 1 + word_bytes(text, n) > LINE_BYTES)) {
			str_addc(out, '\n');
			bytes = 0;
		} else if (bytes) {
			str_addc(out, ' ');
			bytes++;
		}
		bytes += add_word(out, text, n, bytes == 0);
		sentence = n && text[n - 1] == '.' && text + n + 1 < end;
		text += n;
		while (text < end && *text == ' ')
			text++;
	}
	str_addc(out, '\n');
}

/* A command to copy: its hyphens are those of the keyboard. */
static void add_example(struct str *out, const char *text, size_t n)
{
	str_add(out, ".Dl ");
	for (size_t i = 0; i < n; i++) {
		if (text[i] == '-')
			str_add(out, "\\-");
		else
			add_word(out, text + i, 1, false);
	}
	str_addc(out, '\n');
}

/* Paragraphs of cmd_entry.help; lines that begin with spaces are examples. */
static void add_paragraphs(struct str *out, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n"), spaces = strspn(text, " ");

		if (!n) {
			str_add(out, ".Pp\n");
		} else if (spaces) {
			add_example(out, text + spaces, n - spaces);
		} else {
			add_text(out, text, n);
		}
		text += n + (text[n] == '\n');
	}
}

static void add_options(struct str *out, const struct arg_option *o)
{
	for (; o && o->name; o++) {
		str_addf(out, ".It Fl -%s", o->name);
		if (o->value)
			str_addf(out, " Ar %s", o->value);
		str_addc(out, '\n');
		add_text(out, o->help, strlen(o->help));
	}
}

static void add_command(struct str *out, const struct cmd_entry *cmd)
{
	char *summary = xmalloc(strlen(cmd->summary) + 2);

	strcat(strcpy(summary, cmd->summary), ".");
	str_addf(out, ".Ss %s\n.Dl aiguillage %s", cmd->name, cmd->name);
	str_addf(out, "%s%s%s\n", cmd->options ? " [OPTIONS]" : "", *cmd->operands ? " " : "",
		 cmd->operands);
	str_add(out, ".Pp\n");
	add_text(out, summary, strlen(summary));
	free(summary);
	if (cmd->options) {
		str_add(out, ".Bl -tag -width Ds\n");
		add_options(out, cmd->shared);
		add_options(out, cmd->options);
		str_add(out, ".El\n");
	}
	if (*cmd->help) {
		str_add(out, ".Pp\n");
		add_paragraphs(out, cmd->help);
	}
}

struct key_table {
	struct str *out;
	char screen[100];
	bool any;
};

static void add_key(void *ctx, const struct tui_key *key)
{
	struct key_table *t = ctx;

	if (!t->any || strcmp(t->screen, key->screen) != 0) {
		str_add(t->out, t->any ? ".El\n" : "");
		str_addf(t->out, ".Ss %s\n", *key->screen ? key->screen : "Partout");
		str_add(t->out, ".Bl -tag -width Ds\n");
		strncpy(t->screen, key->screen, sizeof t->screen - 1);
		t->any = true;
	}
	str_add(t->out, ".It ");
	add_word(t->out, key->keys, strlen(key->keys), true);
	str_addc(t->out, '\n');
	add_text(t->out, key->help, strlen(key->help));
}

bool manual_table(struct str *out, const char *name)
{
	if (strcmp(name, "commandes") == 0) {
		for (size_t i = 0; cmds[i]; i++)
			add_command(out, cmds[i]);
		return true;
	}
	if (strcmp(name, "touches") == 0) {
		struct key_table t = { .out = out };

		tui_each_key(add_key, &t);
		str_add(out, t.any ? ".El\n" : "");
		return true;
	}
	return false;
}
