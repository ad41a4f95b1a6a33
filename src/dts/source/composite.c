/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/source/composite.h"

#include <string.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "base/io.h"
#include "base/vec.h"

enum {
	MAKEFILE_MAX = 1 << 20,
	PARTS_MAX = 64, /* of one composite, with all that it is made of */
	NESTED_MAX = 8, /* composites that are bases of composites */
};

#define SUFFIX "-dtbs"

/* What is known while a Makefile is read. */
struct parse {
	struct composites *c;
	struct arena *a;
	struct map names;   /* hash of a composite's name -> its index */
	uint32_t line;      /* of the logical line at hand */
	unsigned int depth; /* of conditionals */
	bool defining;      /* between define and endef */
};

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

/* The next logical line: comments cut off, lines that go on joined. NULL at the end. */
static char *
next_line(const char **at, const char *end, uint32_t *line, struct arena *a)
{
	char *out = NULL;
	size_t n = 0, cap = 0, len;
	bool more = *at < end, comment = false;

	while (more && *at < end) {
		const char *nl = memchr(*at, '\n', (size_t)(end - *at));
		const char *to = nl ? nl : end, *s;

		len = (size_t)(to - *at);
		++*line;
		more = len && to[-1] == '\\';
		if (n + len + 2 > cap) {
			size_t grown = 2 * (n + len + 2);

			out = arena_grow(a, out, cap, grown);
			cap = grown;
		}
		/* a comment goes on as its line does */
		for (s = *at; s < to - more && !comment; s++) {
			comment = *s == '#' && (s == *at || s[-1] != '\\');
			if (!comment)
				out[n++] = *s ? *s : ' ';
		}
		out[n++] = ' ';
		*at = nl ? nl + 1 : end;
	}
	if (out)
		out[n] = '\0';
	return out;
}

static struct composite *
find(const struct parse *p, const char *name)
{
	uint32_t i = map_get(&p->names, hash_long(name, strlen(name)));

	return i != MAP_ABSENT && !strcmp(p->c->v[i].name, name) ? &p->c->v[i] : NULL;
}

static struct composite *
find_or_add(struct parse *p, const char *name)
{
	struct composite *c = find(p, name);

	if (c)
		return c;
	map_put(&p->names, p->a, hash_long(name, strlen(name)), (uint32_t)p->c->n);
	c = vec_add(p->a, p->c);
	*c = (struct composite){ .name = name };
	return c;
}

/* A name that leads to a file of the folder, or of one below it. */
static bool
is_plain(const char *s)
{
	return *s != '/' && !strstr(s, "..") && !strpbrk(s, "$%*?[]\\~'\"");
}

/* The name without the suffix, in @a; NULL where it has another one. */
static const char *
without(struct arena *a, const char *s, const char *suffix)
{
	size_t n = strlen(s), k = strlen(suffix);

	return n > k && !strcmp(s + n - k, suffix) ? arena_strndup(a, s, n - k) : NULL;
}

static void
add_word(struct parse *p, struct composite *c, const char *word)
{
	const char *name;

	if (!is_plain(word)) {
		c->unclear = arena_printf(p->a, "'%s' is no plain name", word);
	} else if (c->parts.n >= PARTS_MAX) {
		c->unclear = arena_printf(
			p->a, "it is made of more than %d parts", PARTS_MAX);
	} else if (!c->base) {
		c->base = without(p->a, word, ".dtb");
		if (!c->base)
			c->unclear = arena_printf(
				p->a, "it begins with '%s', expected a .dtb", word);
	} else if ((name = without(p->a, word, ".dtbo"))) {
		string_list_add(&c->parts, p->a, name);
	} else {
		c->unclear = arena_printf(
			p->a, "'%s' is no overlay, expected a .dtbo", word);
	}
}

/* An assignment; @kind is ':' or '=', '+' of what is added, '?' of a default. */
static void
assign(struct parse *p, char *name, char kind, char *value)
{
	struct composite *c;
	char *word, *rest = NULL;
	size_t n = strlen(name);

	while (n && is_blank(name[n - 1]))
		n--;
	if (n <= strlen(SUFFIX)
		|| strncmp(name + n - strlen(SUFFIX), SUFFIX, strlen(SUFFIX)))
		return;
	name[n - strlen(SUFFIX)] = '\0';
	c = find_or_add(p, name);
	if (kind == '?' && c->line)
		return;
	if (kind != '+')
		*c = (struct composite){ .name = name };
	c->line = p->line;
	if (p->depth)
		c->unclear = "it stands in a conditional";
	else if (!is_plain(name))
		c->unclear = "its name is no plain one";
	for (word = strtok_r(value, " \t\r", &rest); word && !c->unclear;
		word = strtok_r(NULL, " \t\r", &rest))
		add_word(p, c, word);
}

static void
read_line(struct parse *p, char *line)
{
	char *op, *value, kind;

	if (*line == '\t')
		return; /* a recipe's */
	line += strspn(line, " ");
	if (begins(line, "endef"))
		p->defining = false;
	if (p->defining)
		return;
	if (begins(line, "define"))
		p->defining = true;
	else if (begins(line, "ifeq") || begins(line, "ifneq") || begins(line, "ifdef")
		 || begins(line, "ifndef"))
		p->depth++;
	else if (begins(line, "endif"))
		p->depth -= p->depth > 0;
	if (p->defining || !(value = strchr(line, '=')))
		return;
	for (op = value; op > line && strchr(":+?", op[-1]);)
		op--;
	kind = *op;
	*op = '\0';
	/* with a ':' in front it is a target's own, or a rule */
	if (!strchr(line, ':'))
		assign(p, line, kind, value + 1);
}

/* Puts the base of a composite that is made of a composite in its place. */
static void
flatten(struct parse *p, struct composite *c)
{
	const struct composite *base;
	struct string_list parts;
	size_t depth, i;

	for (depth = 0; !c->unclear && (base = find(p, c->base)); depth++) {
		if (depth == NESTED_MAX) {
			c->unclear = arena_printf(p->a,
				"its base is made of composites more than %d deep",
				NESTED_MAX);
			return;
		}
		if (base->unclear || !base->base) {
			c->unclear = arena_printf(
				p->a, "its base %s is not understood", base->name);
			return;
		}
		parts = (struct string_list){ 0 };
		for (i = 0; i < base->parts.n; i++)
			string_list_add(&parts, p->a, base->parts.v[i]);
		for (i = 0; i < c->parts.n; i++)
			string_list_add(&parts, p->a, c->parts.v[i]);
		c->parts = parts;
		c->base = base->base;
	}
}

void
composites_parse(struct composites *c, const char *text, size_t n, struct arena *a)
{
	struct parse p = { .c = c, .a = a };
	const char *at = text, *end = text + n;
	uint32_t line = 0;
	size_t i, total = 0;
	char *one;

	for (;;) {
		p.line = line + 1;
		if (!(one = next_line(&at, end, &line, a)))
			break;
		read_line(&p, one);
	}
	for (i = 0; i < c->n; i++) {
		struct composite *k = &c->v[i];

		if (!k->unclear && !k->base)
			k->unclear = "it has no parts";
		else if (!k->unclear && !k->parts.n)
			k->unclear = "it has no overlay";
		if (!k->unclear)
			flatten(&p, k);
		/* those that are made of each other could multiply */
		total += k->parts.n;
		if (k->parts.n > PARTS_MAX * NESTED_MAX || total > n)
			k->unclear = "its parts are too many";
	}
}

bool
composites_read(
	struct composites *c, const char *folder, struct arena *a, struct fault *f)
{
	const char *path = arena_printf(a, "%sMakefile", folder);
	struct bytes text;
	struct stat st;

	*c = (struct composites){ 0 };
	if (lstat(path, &st) || !S_ISREG(st.st_mode))
		return true;
	f->place.file = path;
	if (!io_read(path, MAKEFILE_MAX, &text, f))
		return false;
	f->place.file = NULL;
	c->path = path;
	composites_parse(c, (const char *)text.data, text.n, a);
	bytes_free(&text);
	return true;
}
