/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/live/check.h"

#include <stdio.h>
#include <string.h>

#include "base/vec.h"
#include "tree/names.h"

#define NEEDS(name) (1u << LIVE_CHECK_##name)

static const char *const names[LIVE_CHECKS] = {
#define CHECK(name, needs) [LIVE_CHECK_##name] = #name,
#include "dts/live/checks.def"
#undef CHECK
};

static const char *const rules[LIVE_CHECKS] = {
#define CHECK(name, needs) [LIVE_CHECK_##name] = "dtc/" #name,
#include "dts/live/checks.def"
#undef CHECK
};

static const uint32_t needs_of[LIVE_CHECKS] = {
#define CHECK(name, needs) [LIVE_CHECK_##name] = (needs),
#include "dts/live/checks.def"
#undef CHECK
};

const char *
live_check_rule(enum live_check c)
{
	return rules[c];
}

void
live_levels_init(struct live_levels *levels)
{
	memset(levels, 0, sizeof(*levels));
	memset(levels->error, true, sizeof(levels->error));
}

static void
raise_category(struct live_levels *l, uint32_t c, bool warn, bool error)
{
	uint32_t i;

	/* each need stands above what needs it: no deeper than the table is long */
	if ((warn && !l->warn[c]) || (error && !l->error[c]))
		for (i = 0; i < c; i++)
			if (needs_of[c] >> i & 1)
				raise_category(l, i, warn, error);
	l->warn[c] = l->warn[c] || warn;
	l->error[c] = l->error[c] || error;
}

static void
lower_category(struct live_levels *l, uint32_t c, bool warn, bool error)
{
	uint32_t i;

	if ((warn && l->warn[c]) || (error && l->error[c]))
		for (i = c + 1; i < LIVE_CHECKS; i++)
			if (needs_of[i] >> c & 1)
				lower_category(l, i, warn, error);
	l->warn[c] = l->warn[c] && !warn;
	l->error[c] = l->error[c] && !error;
}

bool
live_levels_option(struct live_levels *levels, bool warn, bool error, const char *option)
{
	bool off = !strncmp(option, "no-", 3) || !strncmp(option, "no_", 3);
	uint32_t i;

	option += off ? 3 : 0;
	for (i = 0; i < LIVE_CHECKS && strcmp(names[i], option) != 0; i++)
		;
	if (i == LIVE_CHECKS)
		return false;
	(off ? lower_category : raise_category)(levels, i, warn, error);
	return true;
}

struct dts_message *
live_fail(const struct live_report *r, struct live_place place, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	*r->failed = true;
	if (r->silent)
		return NULL;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (place.begin == LIVE_NOWHERE)
		return dts_messages_add(r->text->messages, r->level, r->rule,
			dts_text_place(r->text, 0, 0), "%s", text);
	return dts_text_message(
		r->text, r->level, r->rule, place.begin, place.end, "%s", text);
}

static void
note(const struct live_report *r, struct dts_message *m, struct live_place place,
	const char *text)
{
	if (m && place.begin != LIVE_NOWHERE)
		dts_messages_note(r->text->messages, m,
			dts_text_place(r->text, place.begin, place.end), "%s", text);
}

const char *
live_report_path(const struct live_report *r, const struct live_node *n)
{
	/* of what nobody will see it would cost a lot */
	if (r->silent || r->text->messages->count >= DTS_MESSAGES_MAX)
		return "";
	return live_path(r->tree, n, r->tree->arena);
}

bool
live_too_large(const struct live_tree *t, struct dts_text *text)
{
	if (t->values.n <= LIVE_VALUES_MAX)
		return false;
	dts_messages_add(text->messages, DTS_ERROR, "source/limit",
		dts_text_place(text, 0, 0),
		"the values of all properties are more than %u MiB together",
		LIVE_VALUES_MAX >> 20);
	return true;
}

/* Names */

/* Whether some bit of a small filter says that a name may have been there. */
static bool
may_repeat(uint64_t *seen, atom_t name)
{
	uint64_t bit = UINT64_C(1) << (name * 0x9e3779b1u >> 26), before = *seen;

	*seen |= bit;
	return before & bit;
}

static void
repeated_nodes(const struct live_report *r, const struct live_node *parent)
{
	const struct live_tree *t = r->tree;
	struct map seen = { 0 };
	struct dts_message *m;
	struct live_node *n;
	uint32_t first;

	for (n = parent->first_child; n; n = n->next) {
		first = map_get(&seen, n->name);
		if (first == MAP_ABSENT) {
			if (!n->deleted)
				map_put(&seen, t->arena, n->name, n->id);
			continue;
		}
		m = live_fail(r, n->place, "%s: a second node of the name '%s'",
			live_report_path(r, parent), live_name(t, n->name));
		note(r, m, t->nodes[first]->place, "the first one is here");
	}
}

static void
duplicate_node_names(const struct live_report *r)
{
	/* as in dtc, one that is deleted counts behind one that is not */
	live_for_each(r->tree, n)
	{
		bool repeats = false;
		uint64_t seen = 0;

		for (const struct live_node *c = n->first_child; c; c = c->next)
			repeats |= may_repeat(&seen, c->name);
		if (repeats)
			repeated_nodes(r, n);
	}
}

static void
repeated_props(const struct live_report *r, const struct live_node *n)
{
	const struct live_tree *t = r->tree;
	struct dts_message *m;
	struct live_prop *first;

	live_for_each_prop(n, p)
	{
		first = live_prop(t, n, p->name);
		if (first == p)
			continue;
		m = live_fail(r, p->place, "%s: property '%s' is given a second time",
			live_report_path(r, n), live_name(t, p->name));
		note(r, m, first->place, "the first one is here");
	}
}

static void
duplicate_property_names(const struct live_report *r)
{
	live_for_each(r->tree, n)
	{
		bool repeats = false;
		uint64_t seen = 0;

		live_for_each_prop(n, p) repeats |= may_repeat(&seen, p->name);
		if (repeats)
			repeated_props(r, n);
	}
}

static void
node_name_chars(const struct live_report *r)
{
	/* the lexer lets nothing else through that would be wrong */
	live_for_each(r->tree, n)
	{
		const char *name = live_name(r->tree, n->name),
			   *bad = strpbrk(name, "*#?");

		if (bad)
			live_fail(r, n->place, "%s: character '%c' in the name of a node",
				live_report_path(r, n), *bad);
	}
}

static void
node_name_format(const struct live_report *r)
{
	live_for_each(r->tree, n)
	{
		const char *at = strchr(live_name(r->tree, n->name), '@');

		if (at && strchr(at + 1, '@'))
			live_fail(r, n->place,
				"%s: more than one '@' in the name of a node",
				live_report_path(r, n));
	}
}

static void
node_name_not_empty(const struct live_report *r)
{
	live_for_each(r->tree, n)
	{
		const char *name = live_name(r->tree, n->name);

		if (n->parent && !n->detached && (!*name || *name == '@'))
			live_fail(r, n->place,
				"%s: a node without a name before its unit address",
				live_report_path(r, n));
	}
}

static void
property_name_chars(const struct live_report *r)
{
	live_for_each(r->tree, n) live_for_each_prop(
		n, p) if (strchr(live_name(r->tree, p->name), '@'))
		live_fail(r, p->place, "%s: character '@' in the name of property '%s'",
			live_report_path(r, n), live_name(r->tree, p->name));
}

/* The property `name` */

static void
name_is_string(const struct live_report *r)
{
	live_for_each(r->tree, n)
	{
		const struct live_prop *p = live_prop(r->tree, n, NAME_name);

		if (p
			&& (!p->len
				|| memchr(live_value(r->tree, p), 0, p->len)
					   != live_value(r->tree, p) + p->len - 1))
			live_fail(r, p->place, "%s: 'name' is not a string",
				live_report_path(r, n));
	}
}

/* Takes a property out of its node's list for good. */
static void
forget(struct live_node *n, struct live_prop *gone)
{
	struct live_prop **at = &n->first_prop, *before = NULL;

	for (; *at != gone; at = &(*at)->next)
		before = *at;
	*at = gone->next;
	if (n->last_prop == gone)
		n->last_prop = before;
	/* whoever finds it by its name still finds one that is deleted */
	gone->deleted = true;
}

static void
name_properties(const struct live_report *r)
{
	live_for_each(r->tree, n)
	{
		const char *name = live_name(r->tree, n->name);
		uint32_t len = (uint32_t)strcspn(name, "@");
		struct live_prop *p = live_prop_any(r->tree, n, NAME_name);

		if (!p)
			continue;
		if (p->len == len + 1 && !memcmp(live_value(r->tree, p), name, len))
			forget(n, p);
		else
			live_fail(r, p->place,
				"%s: 'name' is not the node's name without its unit address, '%.*s'",
				live_report_path(r, n), (int)len, name);
	}
}

/* Labels */

struct holder {
	struct live_place place;
	const void *what;
};

struct labels_seen {
	struct map map;
	struct holder *v;
	uint32_t n;
	uint32_t cap;
};

static void
hold(const struct live_report *r, struct labels_seen *seen, atom_t label,
	const void *what, struct live_place place)
{
	struct arena *a = r->tree->arena;
	uint32_t i = map_put(&seen->map, a, label, seen->n);
	struct dts_message *m;

	if (i == seen->n) {
		*vec_add(a, seen) = (struct holder){ place, what };
		return;
	}
	if (seen->v[i].what == what)
		return;
	m = live_fail(r, place, "label '%s' is given to more than one thing",
		live_name(r->tree, label));
	note(r, m, seen->v[i].place, "the first one is here");
}

static void
duplicate_label(const struct live_report *r)
{
	struct labels_seen seen = { 0 };
	struct live_tree *t = r->tree;
	const struct live_label *l;
	const struct live_mark *m;

	/* labels of nodes come first, whatever stands before them: dtc looks there first */
	live_for_each(t, n) for (l = n->labels; l; l = l->next) if (!l->deleted)
		hold(r, &seen, l->name, n, l->place);
	if (!t->other_labels)
		return;
	live_for_each(t, n) live_for_each_prop(n, p) for (l = p->labels; l;
							  l = l->next) if (!l->deleted)
		hold(r, &seen, l->name, p, l->place);
	live_for_each(t, n) live_for_each_prop(
		n, p) for (m = p->marks; m; m = m->next) if (m->kind == LIVE_MARK_LABEL)
		hold(r, &seen, m->ref, m, m->place);
}

static void
explicit_phandles(const struct live_report *r)
{
	live_explicit_phandles(r->tree, r);
}

static void
phandle_references(const struct live_report *r)
{
	live_resolve_phandles(r->tree, r);
}

static void
path_references(const struct live_report *r)
{
	live_resolve_paths(r->tree, r);
}

static void
omit_unused_nodes(const struct live_report *r)
{
	struct live_node *n, *next, *top = r->tree->root;

	for (n = top; n; n = next) {
		if (n->omit_if_unused && !n->referenced
			&& !(r->tree->keep_labelled && n->labels))
			live_delete_node(n);
		next = live_next(n, top);
	}
}

typedef void check_run(const struct live_report *r);

static check_run *const runs[LIVE_CHECKS] = {
#define CHECK(name, needs) [LIVE_CHECK_##name] = name,
#include "dts/live/checks.def"
#undef CHECK
};

enum status { NOT_RUN, SILENT, PASSED, FAILED };

struct checks {
	struct live_tree *tree;
	struct dts_text *text;
	const struct live_levels *levels;
	enum status status[LIVE_CHECKS];
};

/* As dtc's run_check(): whether it counts as an error. */
static bool
run(struct checks *c, uint32_t number)
{
	bool error = false, failed = false, loud = c->levels->error[number];
	struct live_report r = { c->tree, c->text, rules[number],
		loud ? DTS_ERROR : DTS_WARNING, !loud && !c->levels->warn[number],
		&failed };
	uint32_t i;

	if (c->status[number] == NOT_RUN) {
		for (i = 0; i < number; i++) {
			if (!(needs_of[number] >> i & 1))
				continue;
			error = error || run(c, i);
			if (c->status[i] != PASSED)
				c->status[number] = SILENT;
		}
		if (c->status[number] == NOT_RUN) {
			runs[number](&r);
			c->status[number] = failed ? FAILED : PASSED;
		}
	}
	return error || (loud && c->status[number] != PASSED);
}

bool
live_check(struct live_tree *t, struct dts_text *text, const struct live_levels *levels,
	bool symbols)
{
	struct checks c = { .tree = t, .text = text, .levels = levels };
	bool error = false;
	uint32_t i;

	t->keep_labelled = symbols;
	for (i = 0; i < LIVE_CHECKS && !error; i++)
		/* semantic checks, which are warnings, need the references */
		if (levels->warn[i] || levels->error[i]
			|| i == LIVE_CHECK_phandle_references)
			error = run(&c, i);
	return !error;
}
