/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare/findings.h"

#include <string.h>

#include "base/hash.h"
#include "compare/paths.h"
#include "report/identity.h"
#include "rules/rule.h"

/* How trees of the two sides are named alike. */
struct naming {
	bool as_one;    /* each side is of one file: that goes by no name */
	size_t skip[2]; /* bytes of the names, below the root, that are not looked at */
};

struct comparing {
	const struct compare_side *sides[2]; /* the old one first */
	struct naming naming;
	struct map trees[2]; /* names of trees -> their numbers among the inputs */
	struct arena scratch;
};

/* A tree's name: the file's, and the part of it. */
struct tree_name {
	const char *file;
	const char *part;
};

static const char *
below_root(const struct compare_side *side, const char *file)
{
	size_t n = side->root ? strlen(side->root) : 0;

	while (n && side->root[n - 1] == '/')
		n--;
	if (!n || strncmp(file, side->root, n) != 0 || file[n] != '/')
		return file;
	file += n;
	return file + strspn(file, "/");
}

static struct tree_name
name_of(const struct comparing *c, size_t k, const char *file, const char *unit)
{
	const char *name = below_root(c->sides[k], file);
	size_t n = strlen(file), skip = c->naming.skip[k];
	struct tree_name out = { "", "" };

	if (!c->naming.as_one)
		out.file = strlen(name) >= skip ? name + skip : name;
	if (unit)
		out.part = strncmp(unit, file, n) ? unit : unit + n;
	return out;
}

static uint64_t
key_of(struct tree_name name, const char *fingerprint)
{
	uint64_t h = hash_long(name.file, strlen(name.file));

	h = hash_mix(h + hash_long(name.part, strlen(name.part)));
	return hash_number(
		h + (fingerprint ? hash_long(fingerprint, strlen(fingerprint)) : 1));
}

static struct tree_name
name_of_diag(const struct comparing *c, size_t k, const struct diag *d)
{
	return name_of(c, k, d->file, d->unit);
}

static struct tree_name
name_of_input(const struct comparing *c, size_t k, const struct report_input *in)
{
	return name_of(c, k, in->file, in->unit);
}

static struct map
trees_of(struct comparing *c, size_t k)
{
	const struct compare_side *side = c->sides[k];
	struct map m = { 0 };

	for (size_t i = 0; i < side->ninputs; i++)
		map_put(&m, &c->scratch,
			key_of(name_of_input(c, k, &side->inputs[i]), NULL), (uint32_t)i);
	return m;
}

/* Whether a tree of the one side has the name of one of the other. */
static bool
any_is_common(struct comparing *c)
{
	struct map old = trees_of(c, 0);

	for (size_t i = 0; i < c->sides[1]->ninputs; i++)
		if (map_get(&old,
			    key_of(name_of_input(c, 1, &c->sides[1]->inputs[i]), NULL))
			!= MAP_ABSENT)
			return true;
	return false;
}

static bool
is_one_file(const struct compare_side *side)
{
	for (size_t i = 1; i < side->ninputs; i++)
		if (strcmp(side->inputs[i].file, side->inputs[0].file) != 0)
			return false;
	return side->ninputs != 0;
}

/* The folder that all names of a side have in common: its length, with the '/'. */
static size_t
common_folder(const struct compare_side *side)
{
	const char *first = side->ninputs ? below_root(side, side->inputs[0].file) : "";
	const char *slash = strrchr(first, '/');
	size_t n = slash ? (size_t)(slash - first) + 1 : 0;

	for (size_t i = 1; i < side->ninputs && n; i++) {
		const char *name = below_root(side, side->inputs[i].file);
		size_t same = 0, end = 0;

		for (; same < n && name[same] == first[same]; same++)
			if (first[same] == '/')
				end = same + 1;
		n = end;
	}
	return n;
}

static void
find_naming(struct comparing *c)
{
	if (any_is_common(c))
		return;
	c->naming.as_one = is_one_file(c->sides[0]) && is_one_file(c->sides[1]);
	if (c->naming.as_one)
		return;
	for (size_t k = 0; k < 2; k++)
		c->naming.skip[k] = common_folder(c->sides[k]);
}

/* The trees of side @k that the other one has not. */
static void
list_others(struct comparing *c, size_t k, struct string_list *list, struct arena *a)
{
	for (size_t i = 0; i < c->sides[k]->ninputs; i++) {
		const struct report_input *in = &c->sides[k]->inputs[i];

		if (map_get(&c->trees[!k], key_of(name_of_input(c, k, in), NULL))
			== MAP_ABSENT)
			string_list_add(list, a, in->unit ? in->unit : in->file);
	}
}

static bool
same_name(struct tree_name a, struct tree_name b)
{
	return !strcmp(a.file, b.file) && !strcmp(a.part, b.part);
}

/* The finding of the earlier run, or NULL. */
static struct diag *
find_old(struct comparing *c, const struct map *by_key, const struct diag *d)
{
	struct tree_name name = name_of_diag(c, 1, d);
	uint32_t i = map_get(by_key, key_of(name, d->fingerprint));
	struct diag *old;

	if (i == MAP_ABSENT)
		return NULL;
	old = c->sides[0]->diags->v[i];
	return !strcmp(old->fingerprint, d->fingerprint)
			       && same_name(name, name_of_diag(c, 0, old))
		       ? old
		       : NULL;
}

/* A path with '#' for each number in it, unit addresses too. */
static const char *
without_numbers(const char *path, struct arena *a)
{
	char *copy = arena_strdup(a, path), *to = copy;

	for (const char *s = path; *s;) {
		size_t n = *s == '@' ? strcspn(s, "/") : strspn(s, "0123456789");

		if (n)
			*to++ = '#';
		else
			*to++ = *s;
		s += n ? n : 1;
	}
	*to = '\0';
	return copy;
}

static bool
is_compared(const struct diag *d)
{
	return !d->fault && d->fingerprint;
}

/* Findings that were fixed, and are as new at a node of another number. */
struct renumbered {
	struct map by_key; /* -> the number of the first of those alike */
	uint32_t *next;    /* by finding of the old side: the next one alike, + 1 */
};

/* What a finding is known by, whatever numbers are in the names of its nodes. */
static uint64_t
loose_key(struct comparing *c, size_t k, const struct diag *d)
{
	const char *parts[] = { d->rule->id, d->property,
		d->what ? d->what : identity_words(d->message, &c->scratch),
		without_numbers(d->node, &c->scratch) };
	uint64_t h = key_of(name_of_diag(c, k, d), NULL);

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		h = hash_mix(
			h + i + (parts[i] ? hash_long(parts[i], strlen(parts[i])) : 0));
	return hash_number(h);
}

/* Whether the node of side @k's finding is there in that tree alone. */
static bool
is_alone(struct comparing *c, size_t k, const struct diag *d)
{
	const struct node_paths *paths;
	uint32_t i;

	if (!d->node)
		return false;
	i = map_get(&c->trees[!k], key_of(name_of_diag(c, k, d), NULL));
	paths = i == MAP_ABSENT ? NULL : c->sides[!k]->inputs[i].paths;
	return paths && !node_paths_have(paths, d->node);
}

static void
list_alone(struct comparing *c, struct renumbered *r)
{
	const struct diag_list *old = c->sides[0]->diags;

	r->next = arena_array(&c->scratch, uint32_t, old->n);
	for (size_t i = 0; i < old->n; i++) {
		const struct diag *d = old->v[i];
		uint32_t first;

		if (d->state != STATE_FIXED || !is_alone(c, 0, d))
			continue;
		first = map_put(&r->by_key, &c->scratch, loose_key(c, 0, d), (uint32_t)i);
		if (first == i)
			continue;
		r->next[i] = r->next[first];
		r->next[first] = (uint32_t)i + 1;
	}
}

/* One alike that was not taken yet; or NULL. */
static struct diag *
take_alone(struct comparing *c, struct renumbered *r, const struct diag *d)
{
	uint32_t i = is_alone(c, 1, d) ? map_get(&r->by_key, loose_key(c, 1, d))
				       : MAP_ABSENT;
	const struct diag_list *old = c->sides[0]->diags;
	uint32_t other;

	if (i == MAP_ABSENT || old->v[i]->state == STATE_FIXED)
		return i == MAP_ABSENT ? NULL : old->v[i];
	other = r->next[i];
	if (!other)
		return NULL;
	r->next[i] = r->next[other - 1];
	return old->v[other - 1];
}

/* Those that are new only by the number of their node go to @known. */
static void
match_renumbered(struct comparing *c, struct diag_list *known)
{
	struct diag_list *now = c->sides[1]->diags;
	struct renumbered r = { 0 };
	size_t i, to = 0;

	list_alone(c, &r);
	for (i = 0; i < now->n; i++) {
		struct diag *d = now->v[i], *was;

		was = d->state == STATE_NEW ? take_alone(c, &r, d) : NULL;
		if (was) {
			was->state = d->state = STATE_UNCHANGED;
			diag_append(known, d);
		} else {
			now->v[to++] = d;
		}
	}
	now->n = to;
}

/* Whether the tree of an old finding, or its file, is there now and could not be read. */
static bool
is_unread(struct comparing *c, const struct diag *d)
{
	const char *units[] = { d->unit, NULL };

	for (size_t k = 0; k < 2; k++) {
		uint32_t i = map_get(
			&c->trees[1], key_of(name_of(c, 0, d->file, units[k]), NULL));

		if (i != MAP_ABSENT && !c->sides[1]->inputs[i].ok)
			return true;
	}
	return false;
}

static void
take_fixed(struct comparing *c, struct report_comparison *out, struct arena *a)
{
	const struct diag_list *old = c->sides[0]->diags;
	struct diag **v = arena_array(a, struct diag *, old->n);

	for (size_t i = 0; i < old->n; i++)
		if (is_compared(old->v[i]) && old->v[i]->state == STATE_FIXED
			&& !is_unread(c, old->v[i]))
			v[out->nfixed++] = old->v[i];
	out->fixed = v;
}

void
compare_findings(const struct compare_side *old, const struct compare_side *now,
	struct diag_list *known, struct report_comparison *out, struct arena *a)
{
	struct comparing c = { .sides = { old, now } };
	struct map by_key = { 0 };
	struct diag *d, *was;
	size_t i, to = 0;

	*out = (struct report_comparison){ .old = old->name, .now = now->name };
	find_naming(&c);
	for (i = 0; i < old->diags->n; i++) {
		d = old->diags->v[i];
		if (!is_compared(d))
			continue;
		d->state = STATE_FIXED;
		map_put(&by_key, &c.scratch,
			key_of(name_of_diag(&c, 0, d), d->fingerprint), (uint32_t)i);
	}
	for (i = 0; i < now->diags->n; i++) {
		d = now->diags->v[i];
		was = is_compared(d) ? find_old(&c, &by_key, d) : NULL;
		d->state = was              ? STATE_UNCHANGED
			   : is_compared(d) ? STATE_NEW
					    : STATE_NONE;
		if (was) {
			was->state = STATE_UNCHANGED;
			diag_append(known, d);
		} else {
			now->diags->v[to++] = d;
		}
	}
	now->diags->n = to;
	for (i = 0; i < 2; i++)
		c.trees[i] = trees_of(&c, i);
	match_renumbered(&c, known);
	diag_sort(known);
	take_fixed(&c, out, a);
	list_others(&c, 1, &out->added, a);
	list_others(&c, 0, &out->gone, a);
	arena_free(&c.scratch);
}
