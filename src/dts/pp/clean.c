/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/pp/clean.h"

#include <stdbool.h>
#include <string.h>

#include "base/vec.h"
#include "dts/pp/lex.h"

struct cleaner {
	struct arena scratch; /* of what still grows */
	struct pp_clean *out;
	struct pp_names *names;
	const char *s; /* with continued lines joined */
	uint32_t n;
	uint32_t i;
	struct text_shift *joins; /* of @s to the file, or NULL where that is the same */
	uint32_t njoins;
	uint32_t join; /* the one that @i is in */
	uint32_t line; /* in the file: where the line of @i begins */
	uint32_t cap_shifts;
	uint32_t cap_names;
	uint32_t cap_lines;
	bool white;
	bool start; /* no token of the line yet */
};

/* The same for the joined text, for offsets that only grow. */
static uint32_t
file_offset(struct cleaner *c, uint32_t at)
{
	if (!c->joins)
		return at;
	while (c->join + 1 < c->njoins && c->joins[c->join + 1].out <= at)
		c->line = c->joins[++c->join].origin;
	return c->joins[c->join].origin + (at - c->joins[c->join].out);
}

static void
add_shift(struct cleaner *c, uint32_t clean, uint32_t origin)
{
	struct pp_clean *o = c->out;

	if (o->nshifts) {
		struct text_shift *last = &o->shifts[o->nshifts - 1];

		if (origin - clean == last->origin - last->out)
			return;
		if (last->out == clean) {
			last->origin = origin;
			return;
		}
	}
	vec_room(&c->scratch, o->shifts, o->nshifts, c->cap_shifts);
	o->shifts[o->nshifts++] = (struct text_shift){ clean, origin };
}

/* Copies the @n bytes that stand at c->i, and passes them. */
static void
copy(struct cleaner *c, uint32_t n)
{
	struct pp_clean *o = c->out;
	uint32_t end = c->i + n;

	add_shift(c, o->n, file_offset(c, c->i));
	memcpy(o->s + o->n, c->s + c->i, n);
	/* a line that is continued within a token moves what is behind that */
	while (c->joins && c->join + 1 < c->njoins && c->joins[c->join + 1].out < end) {
		c->join++;
		add_shift(c, o->n + (c->joins[c->join].out - c->i),
			c->joins[c->join].origin);
	}
	o->n += n;
	c->i = end;
}

/* The blanks before a token. */
static void
indent(struct cleaner *c)
{
	struct pp_clean *o = c->out;
	uint32_t blanks = c->white;

	if (c->start) {
		uint32_t column = file_offset(c, c->i) - c->line;

		blanks = c->white && column > 1 ? column : blanks;
		c->start = false;
	}
	memset(o->s + o->n, ' ', blanks);
	o->n += blanks;
	c->white = false;
}

static void
newline(struct cleaner *c)
{
	add_shift(c, c->out->n, file_offset(c, c->i));
	c->out->s[c->out->n++] = '\n';
	c->start = true;
	c->white = false;
	c->i++;
	c->line = file_offset(c, c->i);
}

static void
block_comment(struct cleaner *c)
{
	uint32_t begin = file_offset(c, c->i);

	for (c->i += 2; c->i + 1 < c->n; c->i++) {
		if (c->s[c->i] == '*' && c->s[c->i + 1] == '/') {
			c->i += 2;
			c->white = true;
			return;
		}
		if (c->s[c->i] != '\n')
			continue;
		if (c->start)
			c->out->s[c->out->n++] = '\n';
		c->line = file_offset(c, c->i + 1);
	}
	c->out->open_comment = begin;
	c->i = c->n;
}

static void
line_comment(struct cleaner *c)
{
	const char *end = memchr(c->s + c->i, '\n', c->n - c->i);

	c->i = end ? (uint32_t)(end - c->s) : c->n;
	c->white = true;
}

/* Passes white space and comments that do not end the line. */
static void
blanks(struct cleaner *c)
{
	while (c->i < c->n) {
		char ch = c->s[c->i];
		char next = c->i + 1 < c->n ? c->s[c->i + 1] : 0;

		if (pp_class[(uint8_t)ch] & PP_CLASS_BLANK) {
			c->i++;
			c->white = true;
		} else if (ch == '/' && next == '*') {
			block_comment(c);
		} else if (ch == '/' && next == '/') {
			line_comment(c);
		} else {
			return;
		}
	}
}

/* What has no token that could matter: up to the next character that must be looked at. */
static uint32_t
plain_length(const char *s, uint32_t n)
{
	uint32_t i = 0;

	while (i < n && !(pp_class[(uint8_t)s[i]] & PP_CLASS_STOP))
		i++;
	return i;
}

static void
token(struct cleaner *c, bool names)
{
	struct pp_clean *o = c->out;
	uint8_t type = 0;
	uint32_t n = plain_length(c->s + c->i, c->n - c->i);

	indent(c);
	if (!n)
		n = pp_token_length(c->s + c->i, c->n - c->i, &type);
	if (type == PP_NAME && names) {
		vec_room(&c->scratch, o->names, o->nnames, c->cap_names);
		o->names[o->nnames++] = (struct pp_occurrence){ o->n,
			pp_name(c->names, c->s + c->i, n) };
	}
	copy(c, n);
}

/* In these a quote has no escapes, and <…> is a string. */
static void
header_name(struct cleaner *c)
{
	char close;
	const char *end, *line;

	blanks(c);
	if (c->i >= c->n || (c->s[c->i] != '<' && c->s[c->i] != '"'))
		return;
	close = c->s[c->i] == '<' ? '>' : '"';
	end = memchr(c->s + c->i + 1, close, c->n - c->i - 1);
	line = memchr(c->s + c->i, '\n', c->n - c->i);
	if (!end || (line && line < end))
		return;
	indent(c);
	copy(c, (uint32_t)(end + 1 - (c->s + c->i)));
}

static void
rest_of_line(struct cleaner *c, bool names)
{
	for (blanks(c); c->i < c->n && c->s[c->i] != '\n'; blanks(c))
		token(c, names);
}

/*
 * A line that begins with #. It is a directive, or, as assembler's comments begin like
 * that, text: "#address-cells".
 */
static void
hash_line(struct cleaner *c)
{
	struct pp_clean *o = c->out;
	struct pp_line line = { .name = PP_KNOWN_COUNT };
	uint32_t n = 0, name = UINT32_MAX;
	uint8_t type = 0;

	if (c->i + 1 < c->n && c->s[c->i + 1] == '#') {
		rest_of_line(c, true);
		return;
	}
	indent(c);
	line.hash = o->n;
	copy(c, 1);
	blanks(c);
	if (c->i < c->n && c->s[c->i] != '\n') {
		n = pp_token_length(c->s + c->i, c->n - c->i, &type);
		if (type == PP_NAME)
			name = pp_name(c->names, c->s + c->i, n);
		if (name > PP_SCCS) {
			rest_of_line(c, true);
			return;
		}
		token(c, false);
		line.name = name;
	}
	line.rest = o->n;
	if (name == PP_INCLUDE || name == PP_INCLUDE_NEXT || name == PP_IMPORT)
		header_name(c);
	rest_of_line(c, false);
	line.end = o->n;
	vec_room(&c->scratch, o->lines, o->nlines, c->cap_lines);
	o->lines[o->nlines++] = line;
}

static void
clean(struct cleaner *c)
{
	c->start = true;
	c->line = file_offset(c, 0);
	while (c->i < c->n) {
		blanks(c);
		if (c->i >= c->n)
			break;
		if (c->s[c->i] == '\n')
			newline(c);
		else if (c->start && c->s[c->i] == '#')
			hash_line(c);
		else
			token(c, true);
	}
	if (!c->start)
		c->out->s[c->out->n++] = '\n';
}

/* The length of a continued line's end, from the backslash on; 0: it is none. */
static uint32_t
splice_length(const char *s, uint32_t n)
{
	uint32_t i = 1;

	while (i < n && (pp_class[(uint8_t)s[i]] & PP_CLASS_BLANK))
		i++;
	if (i + 1 < n && s[i] == '\r' && s[i + 1] == '\n')
		return i + 2;
	return i == n ? i : s[i] == '\n' || s[i] == '\r' ? i + 1 : 0;
}

/* The same without a mark of byte order, returns, and newlines behind a backslash. */
static char *
join(struct cleaner *c, const char *text, uint32_t n)
{
	uint32_t cap = 0, i = 0, out = 0, skip;
	char *s = arena_take(&c->scratch, (size_t)n + 1);

	if (n >= 3 && !memcmp(text, "\xef\xbb\xbf", 3))
		i = 3;
	vec_room(&c->scratch, c->joins, c->njoins, cap);
	c->joins[c->njoins++] = (struct text_shift){ 0, i };
	while (i < n) {
		skip = 0;
		if (text[i] == '\\')
			skip = splice_length(text + i, n - i);
		else if (text[i] == '\r' && i + 1 < n && text[i + 1] == '\n')
			skip = 1;
		if (!skip) {
			s[out++] = text[i] == '\r' ? '\n' : text[i];
			i++;
			continue;
		}
		i += skip;
		vec_room(&c->scratch, c->joins, c->njoins, cap);
		if (c->joins[c->njoins - 1].out == out)
			c->njoins--;
		c->joins[c->njoins++] = (struct text_shift){ out, i };
	}
	c->n = out;
	return s;
}

static bool
needs_join(const char *text, uint32_t n)
{
	const char *at = text, *end = text + n;

	if (memchr(text, '\r', n) || (n >= 3 && !memcmp(text, "\xef\xbb\xbf", 3)))
		return true;
	while ((at = memchr(at, '\\', (size_t)(end - at)))) {
		if (splice_length(at, (uint32_t)(end - at)))
			return true;
		at++;
	}
	return false;
}

/* An array that grows no more, in @a. */
#define keep(a, v, n) \
	((n) ? memcpy(arena_room(a, __typeof__(*(v)), n), v, (n) * sizeof(*(v))) : NULL)

void
pp_clean(struct pp_clean *out, struct pp_names *names, const char *text, uint32_t n,
	struct arena *a)
{
	struct cleaner c = { .out = out, .names = names, .s = text, .n = n };

	*out = (struct pp_clean){ .open_comment = UINT32_MAX };
	if (n && needs_join(text, n))
		c.s = join(&c, text, n);
	/* never longer: a blank stands for something, but for the last newline */
	out->s = arena_take(&c.scratch, (size_t)n + 2);
	clean(&c);
	if (!out->nshifts)
		add_shift(&c, 0, 0);
	out->s[out->n] = 0;
	out->s = keep(a, out->s, (size_t)out->n + 1);
	out->shifts = keep(a, out->shifts, out->nshifts);
	out->names = keep(a, out->names, out->nnames);
	out->lines = keep(a, out->lines, out->nlines);
	arena_free(&c.scratch);
}
