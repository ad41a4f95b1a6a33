/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/source/makefile.h"

#include <string.h>
#include <sys/stat.h>

enum { MAKEFILE_MAX = 1 << 20 };

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* Whether a line begins with a word of make's own. */
static bool
begins(const char *line, const char *word)
{
	size_t n = strlen(word);

	return !strncmp(line, word, n)
	       && (!line[n] || is_blank(line[n]) || line[n] == '(');
}

/* The next logical line; NULL at the end. */
static char *
next_text(struct makefile *m)
{
	char *out = NULL;
	size_t n = 0, cap = 0, len;
	bool more = m->at < m->end, comment = false;

	while (more && m->at < m->end) {
		const char *nl = memchr(m->at, '\n', (size_t)(m->end - m->at));
		const char *to = nl ? nl : m->end, *s;

		len = (size_t)(to - m->at);
		m->line++;
		more = len && to[-1] == '\\';
		if (n + len + 2 > cap) {
			size_t grown = 2 * (n + len + 2);

			out = arena_grow(m->arena, out, cap, grown);
			cap = grown;
		}
		/* a comment goes on as its line does */
		for (s = m->at; s < to - more && !comment; s++) {
			comment = *s == '#' && (s == m->at || s[-1] != '\\');
			if (!comment)
				out[n++] = *s ? *s : ' ';
		}
		out[n++] = ' ';
		m->at = nl ? nl + 1 : m->end;
	}
	if (out)
		out[n] = '\0';
	return out;
}

static bool
read_assignment(char *line, struct makefile_line *out)
{
	char *op, *value = strchr(line, '=');
	size_t n;

	if (!value)
		return false;
	for (op = value; op > line && strchr(":+?", op[-1]);)
		op--;
	out->how = *op;
	for (n = (size_t)(op - line); n && is_blank(line[n - 1]);)
		n--;
	line[n] = '\0';
	out->kind = MAKEFILE_ASSIGNMENT;
	out->value = value + 1;
	/* with a ':' in front it is a target's own, or a rule */
	return !strchr(line, ':');
}

static bool
read_line(struct makefile *m, char *line, struct makefile_line *out)
{
	if (*line == '\t')
		return false; /* a recipe's */
	line += strspn(line, " ");
	out->text = line;
	if (begins(line, "endef"))
		m->defining = false;
	else if (!m->defining)
		m->defining = begins(line, "define");
	if (m->defining)
		return false;
	if (begins(line, "ifeq") || begins(line, "ifneq") || begins(line, "ifdef")
		|| begins(line, "ifndef"))
		out->kind = MAKEFILE_IF;
	else if (begins(line, "else"))
		out->kind = MAKEFILE_ELSE;
	else if (begins(line, "endif"))
		out->kind = MAKEFILE_ENDIF;
	else
		return read_assignment(line, out);
	return true;
}

bool
makefile_next(struct makefile *m, struct makefile_line *out)
{
	char *line;

	do {
		out->number = m->line + 1;
		if (!(line = next_text(m)))
			return false;
	} while (!read_line(m, line, out));
	return true;
}

bool
makefile_read(const char *path, struct bytes *out, struct fault *f)
{
	struct stat st;

	*out = (struct bytes){ 0 };
	return lstat(path, &st) || !S_ISREG(st.st_mode)
	       || io_read(path, MAKEFILE_MAX, out, f);
}
