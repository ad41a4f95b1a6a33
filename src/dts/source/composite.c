/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/source/composite.h"

#include <string.h>

#include "base/hash.h"
#include "base/vec.h"
#include "dts/source/makefile.h"

enum {
	PARTS_MAX = 64, /* of one composite, with all that it is made of */
	NESTED_MAX = 8, /* composites that are bases of composites */
};

#define SUFFIX "-dtbs"

/* What is known while a Makefile is read. */
struct parse {
	struct composites *c;
	struct arena *a;
	struct map names;   /* hash of a composite's name -> its index */
	unsigned int depth; /* of conditionals */
};

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

static void
assign(struct parse *p, const struct makefile_line *l)
{
	const char *name = without(p->a, l->text, SUFFIX);
	struct composite *c;
	char *word, *rest = NULL;

	if (!name)
		return;
	c = find_or_add(p, name);
	if (l->how == '?' && c->line)
		return;
	if (l->how != '+')
		*c = (struct composite){ .name = name };
	c->line = l->number;
	if (p->depth)
		c->unclear = "it stands in a conditional";
	else if (!is_plain(name))
		c->unclear = "its name is no plain one";
	for (word = strtok_r(l->value, " \t\r", &rest); word && !c->unclear;
		word = strtok_r(NULL, " \t\r", &rest))
		add_word(p, c, word);
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
	struct makefile m = { .at = text, .end = text + n, .arena = a };
	struct makefile_line line;
	size_t i, total = 0;

	while (makefile_next(&m, &line)) {
		switch (line.kind) {
		case MAKEFILE_IF: p.depth++; break;
		case MAKEFILE_ELSE: break;
		case MAKEFILE_ENDIF: p.depth -= p.depth > 0; break;
		case MAKEFILE_ASSIGNMENT: assign(&p, &line); break;
		}
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

	*c = (struct composites){ 0 };
	f->place.file = path;
	if (!makefile_read(path, &text, f))
		return false;
	f->place.file = NULL;
	if (!text.data)
		return true;
	c->path = path;
	composites_parse(c, (const char *)text.data, text.n, a);
	bytes_free(&text);
	return true;
}
