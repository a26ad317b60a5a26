#include "aiguillage/intake.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aiguillage/mem.h"
#include "aiguillage/path.h"
#include "aiguillage/text.h"

#define BLOCK 65536

static bool refuse(struct err *err, const struct intake *in, const char *why)
{
	return err_set(err, ERR_DATA, "%s : %s", in->shown, why);
}

/* ---- what it is not ---- */

struct magic {
	const char *bytes;
	size_t n;
	const char *why;
};

#define ARCHIVE "c’est une archive compressée. Décompressez-la d’abord"
#define PICTURE "c’est une image, pas une liste de lieux"
#define WEB_PAGE \
	"c’est une page web, pas un fichier de données. Le téléchargement a sans doute échoué : " \
	"recommencez-le"

static const struct magic magics[] = {
	{ "\x1F\x8B", 2, ARCHIVE },
	{ "BZh", 3, ARCHIVE },
	{ "\3757zXZ", 5, ARCHIVE },
	{ "7z\xBC\xAF", 4, ARCHIVE },
	{ "Rar!", 4, ARCHIVE },
	{ "\x28\xB5\x2F\xFD", 4, ARCHIVE },
	{ "PK\x03\x04", 4,
	  "c’est une archive (zip) ou un classeur (xlsx, ods). Décompressez-la, ou "
	  "enregistrez le classeur au format CSV" },
	{ "%PDF", 4, "c’est un document PDF. Il faut le fichier de données (CSV ou JSON)" },
	{ "SQLite format 3", 15,
	  "c’est une base SQLite. Il faut le fichier de données (CSV ou JSON)" },
	{ "\x89PNG", 4, PICTURE },
	{ "\xFF\xD8\xFF", 3, PICTURE },
	{ "GIF8", 4, PICTURE },
	{ "\177ELF", 4, "c’est un programme" },
};

#define BINARY "c’est un fichier binaire (il contient des octets nuls), pas du texte"

#define OLE "\xD0\xCF\x11\xE0"

/* It takes the whole of the file to know. */
static bool is_office(const char *p, size_t n)
{
	return workbook_begins(p, n) || (n >= 4 && memcmp(p, OLE, 4) == 0);
}

static bool is_utf16(const char *p, size_t n)
{
	return n >= 2 && (memcmp(p, "\xFF\xFE", 2) == 0 || memcmp(p, "\xFE\xFF", 2) == 0);
}

static const char *unlike_text(const char *p, size_t n)
{
	for (size_t i = 0; i < ARRAY_SIZE(magics); i++)
		if (n >= magics[i].n && memcmp(p, magics[i].bytes, magics[i].n) == 0)
			return magics[i].why;
	if (!is_utf16(p, n) && memchr(p, 0, n))
		return BINARY;
	while (n && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
		p++, n--;
	if (n >= 5 && (strncasecmp(p, "<html", 5) == 0 || strncasecmp(p, "<!doc", 5) == 0))
		return WEB_PAGE;
	if (n >= 5 && (strncasecmp(p, "<?xml", 5) == 0 || strncasecmp(p, "<rss ", 5) == 0))
		return "c’est un document XML. Il faut le fichier de données (CSV ou JSON)";
	return NULL;
}

/* ---- encodings ---- */

const char *intake_encoding_name(enum intake_encoding encoding)
{
	switch (encoding) {
	case INTAKE_UTF8:
	case INTAKE_MIXED:
		return "UTF-8";
	case INTAKE_CP1252:
		return "Windows (CP1252)";
	case INTAKE_UTF16LE:
	case INTAKE_UTF16BE:
		return "UTF-16";
	}
	return "";
}

struct census {
	size_t valid, invalid;	/* characters of several bytes, bytes that are none */
	char tail[4];		/* a character cut by the end of the block */
	size_t n_tail;
	bool nul;
};

static size_t skip_ascii(const char *p, size_t n)
{
	size_t i = 0;
	uint64_t w;

	for (; i + 8 <= n; i += 8) {
		memcpy(&w, p + i, 8);
		/* a byte above 7F, or a zero byte */
		if ((w & 0x8080808080808080u) ||
		    ((w - 0x0101010101010101u) & ~w & 0x8080808080808080u))
			break;
	}
	while (i < n && (signed char)p[i] > 0)
		i++;
	return i;
}

static size_t wanted(unsigned char c)
{
	return c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC2 ? 2 : 1;
}

static void count_block(struct census *c, const char *p, size_t n, bool last)
{
	for (size_t i = skip_ascii(p, n); i < n; i += skip_ascii(p + i, n - i)) {
		size_t need = wanted((unsigned char)p[i]), have = n - i < need ? n - i : need;

		if (!p[i]) {
			c->nul = true;
			i++;
		} else if (have < need && !last && i + 4 > n) {
			memcpy(c->tail, p + i, n - i);
			c->n_tail = n - i;
			return;
		} else if (need > 1 && have == need && utf8_valid(p + i, need)) {
			c->valid++;
			i += need;
		} else {
			c->invalid++;
			i++;
		}
	}
}

/* The tail of a block is joined to the next one, which never is much longer than BLOCK. */
static bool take_census(struct intake *in, struct census *c, struct err *err)
{
	char *buf = xmalloc(BLOCK + sizeof c->tail);
	bool nul_first = false;
	int64_t at = 0;
	ssize_t n;

	*c = (struct census){ 0 };
	do {
		size_t n_tail = c->n_tail;

		memcpy(buf, c->tail, n_tail);
		c->n_tail = 0;
		n = pread(in->fd, buf + n_tail, BLOCK, at);
		if (n >= 0)
			count_block(c, buf, n_tail + (size_t)n, n < BLOCK);
		nul_first |= at == 0 && c->nul;
		at += BLOCK;
	} while (n == BLOCK);
	free(buf);
	c->nul = nul_first; /* further on, it is a cell that is wrong, and its reader says where */
	return n >= 0 || err_set(err, ERR_DATA, "%s ne peut pas être lu : %s", in->shown,
				 path_reason(errno));
}

static bool find_encoding(struct intake *in, struct err *err)
{
	unsigned char bom[3] = { 0 };
	struct census c;

	if (pread(in->fd, bom, sizeof bom, 0) < 0)
		return err_set(err, ERR_DATA, "%s ne peut pas être lu : %s", in->shown,
			       path_reason(errno));
	in->skip = 2;
	if (bom[0] == 0xFF && bom[1] == 0xFE)
		in->encoding = INTAKE_UTF16LE;
	else if (bom[0] == 0xFE && bom[1] == 0xFF)
		in->encoding = INTAKE_UTF16BE;
	if (in->encoding != INTAKE_UTF8)
		return true;
	in->skip = bom[0] == 0xEF && bom[1] == 0xBB && bom[2] == 0xBF ? 3 : 0;
	if (!take_census(in, &c, err))
		return false;
	if (c.nul)
		return refuse(err, in, BINARY);
	if (c.invalid)
		in->encoding = c.valid ? INTAKE_MIXED : INTAKE_CP1252;
	return true;
}

/* ---- the stream ---- */

struct decoder {
	int fd;
	iconv_t cd;
	char in[BLOCK / 4];
	size_t n_in;
	char out[BLOCK];	/* three bytes at most for each that comes in */
	size_t at, n_out;
	bool ended;
};

/* A byte that has no meaning in the encoding becomes U+FFFD, which is reported further on. */
static void convert(struct decoder *d)
{
	char *in = d->in, *out = d->out;
	size_t left = sizeof d->out;

	while (d->n_in && left >= 4) {
		if (iconv(d->cd, &in, &d->n_in, &out, &left) != (size_t)-1 || errno == E2BIG)
			continue;
		if (errno == EINVAL && !d->ended)
			break;
		memcpy(out, "\xEF\xBF\xBD", 3);
		out += 3;
		left -= 3;
		in++;
		d->n_in--;
	}
	memmove(d->in, in, d->n_in);
	d->at = 0;
	d->n_out = (size_t)(out - d->out);
}

static ssize_t decoder_read(void *cookie, char *buf, size_t size)
{
	struct decoder *d = cookie;
	size_t n;

	while (d->at == d->n_out && !(d->ended && !d->n_in)) {
		if (!d->ended) {
			ssize_t k = read(d->fd, d->in + d->n_in, sizeof d->in - d->n_in);

			if (k < 0)
				return -1;
			d->ended = k == 0;
			d->n_in += (size_t)k;
		}
		convert(d);
	}
	n = d->n_out - d->at < size ? d->n_out - d->at : size;
	memcpy(buf, d->out + d->at, n);
	d->at += n;
	return (ssize_t)n;
}

static int decoder_close(void *cookie)
{
	struct decoder *d = cookie;

	iconv_close(d->cd);
	free(d);
	return 0;
}

static FILE *open_decoder(const struct intake *in)
{
	static const cookie_io_functions_t io = { .read = decoder_read, .close = decoder_close };
	const char *from = in->encoding == INTAKE_CP1252 ? "CP1252" :
			   in->encoding == INTAKE_UTF16LE ? "UTF-16LE" : "UTF-16BE";
	struct decoder *d = xcalloc(1, sizeof *d);

	d->fd = in->fd;
	d->cd = iconv_open("UTF-8", from);
	if (d->cd == (iconv_t)-1) {
		free(d);
		return NULL;
	}
	return fopencookie(d, "r", io);
}

bool intake_rewind(struct intake *in, struct err *err)
{
	if (in->stream)
		fclose(in->stream);
	in->stream = NULL;
	if (lseek(in->fd, in->skip, SEEK_SET) >= 0) {
		if (in->encoding == INTAKE_UTF8 || in->encoding == INTAKE_MIXED)
			in->stream = fdopen(dup(in->fd), "r");
		else
			in->stream = open_decoder(in);
	}
	return in->stream || err_set(err, ERR_DATA, "%s ne peut pas être relu : %s", in->shown,
				     path_reason(errno));
}

int64_t intake_position(const struct intake *in)
{
	off_t at = lseek(in->fd, 0, SEEK_CUR);

	return at < 0 ? 0 : at;
}

/* ---- opening ---- */

/* What has no end or cannot be read twice goes into a file without a name. */
static bool spool(struct intake *in, int from, struct err *err)
{
	FILE *temp = tmpfile();
	char *buf;
	ssize_t n;
	bool ok = true;

	if (!temp)
		return err_set(err, ERR_BASE, "Pas de fichier temporaire pour lire %s : %s",
			       in->shown, path_reason(errno));
	buf = xmalloc(BLOCK);
	while (ok && (n = read(from, buf, BLOCK)) != 0) {
		const char *why = n > 0 && !in->size && !is_office(buf, (size_t)n)
				  ? unlike_text(buf, (size_t)n) : NULL;

		if (n < 0)
			ok = errno == EINTR ||
			     err_set(err, ERR_DATA, "%s ne peut pas être lu : %s", in->shown,
				     path_reason(errno));
		else if (why || (in->size += n) > INTAKE_MAX_PIPE)
			ok = refuse(err, in, why ? why : "plus de 256 Mo arrivent sans fin : "
				    "enregistrez les données dans un fichier");
		else if (fwrite(buf, 1, (size_t)n, temp) != (size_t)n)
			ok = err_set(err, ERR_BASE, "Pas de place pour lire %s : %s", in->shown,
				     path_reason(errno));
	}
	free(buf);
	ok = ok && (fflush(temp) == 0 || err_set(err, ERR_BASE, "Pas de place pour lire %s : %s",
						 in->shown, path_reason(errno)));
	if (ok)
		in->fd = dup(fileno(temp));
	fclose(temp);
	return ok;
}

static bool open_file(struct intake *in, const char *path, struct err *err)
{
	struct stat st;
	int fd;
	bool ok;

	if (strcmp(path, "-") == 0)
		return spool(in, STDIN_FILENO, err);
	/* a pipe without writer must not hang; reading then waits as usual */
	fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (fd < 0 || fstat(fd, &st) != 0) {
		if (fd >= 0)
			close(fd);
		return err_set(err, ERR_DATA, "%s ne peut pas être ouvert : %s", in->shown,
			       path_reason(errno));
	}
	if (S_ISREG(st.st_mode)) {
		in->fd = fd;
		in->size = st.st_size;
		return st.st_size <= INTAKE_MAX_FILE ||
		       refuse(err, in, "ce fichier dépasse 2 Go. Découpez-le");
	}
	if (S_ISDIR(st.st_mode)) {
		close(fd);
		return refuse(err, in, "c’est un dossier. Indiquez un fichier");
	}
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
	ok = spool(in, fd, err);
	close(fd);
	return ok;
}

static bool read_head(struct intake *in, struct err *err)
{
	char *buf = xmalloc(INTAKE_HEAD);
	size_t n = fread(buf, 1, INTAKE_HEAD, in->stream);
	bool ok = !ferror(in->stream) ||
		  err_set(err, ERR_DATA, "%s ne peut pas être lu : %s", in->shown,
			  path_reason(errno));

	str_addn(&in->head, buf, n);
	free(buf);
	return ok && intake_rewind(in, err);
}

/* « lieux.xlsx (feuille « Lieux ») », when there are others. */
static void name_sheet(struct intake *in)
{
	struct str b;

	str_init(&b);
	str_addf(&b, "%s (feuille « %s »)", in->shown, in->book.sheet);
	free(in->shown);
	in->shown = str_steal(&b);
	str_done(&b);
}

static bool take_workbook(struct intake *in, struct err *err)
{
	if (!workbook_read(in->fd, in->shown, &in->book, err))
		return false;
	close(in->fd);
	in->fd = in->book.fd;
	in->size = in->book.size;
	if (in->book.others)
		name_sheet(in);
	return true;
}

static bool check_start(struct intake *in, struct err *err)
{
	char start[512];
	ssize_t n = pread(in->fd, start, sizeof start, 0);
	const char *why;

	if (n > 0 && workbook_begins(start, (size_t)n))
		return take_workbook(in, err);
	why = n <= 0 ? NULL : is_office(start, (size_t)n) ? workbook_ole_reason(in->fd)
							 : unlike_text(start, (size_t)n);
	if (n < 0)
		return err_set(err, ERR_DATA, "%s ne peut pas être lu : %s", in->shown,
			       path_reason(errno));
	if (n == 0)
		return refuse(err, in, "le fichier est vide");
	return !why || refuse(err, in, why);
}

bool intake_open(struct intake *in, const char *path, struct err *err)
{
	*in = (struct intake){ .fd = -1 };
	str_init(&in->head);
	in->shown = strcmp(path, "-") == 0 ? xstrdup("L’entrée standard") : path_shown(path);
	if (open_file(in, path, err) && check_start(in, err) && find_encoding(in, err) &&
	    intake_rewind(in, err) && read_head(in, err))
		return true;
	intake_close(in);
	return false;
}

void intake_close(struct intake *in)
{
	if (in->stream)
		fclose(in->stream);
	if (in->fd >= 0)
		close(in->fd);
	free(in->shown);
	workbook_done(&in->book);
	str_done(&in->head);
	*in = (struct intake){ .fd = -1 };
}
