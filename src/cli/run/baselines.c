/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/run/baselines.h"

#include <string.h>

#include "base/vec.h"
#include "rules/dynamic.h"

static uint32_t
add(struct baselines *b, const char *file, struct fault *f)
{
	struct baseline *one;
	size_t i;

	for (i = 0; i < b->n; i++)
		if (!strcmp(b->v[i]->file, file))
			return (uint32_t)i;
	one = arena_new(b->arena, struct baseline);
	if (!baseline_load(one, file, b->today, b->arena, f))
		return MAP_ABSENT;
	*vec_more(b->arena, b->v, b->n) = one;
	return (uint32_t)i;
}

/* The number of the baseline that holds for a path, or MAP_ABSENT. */
static uint32_t
number_of(struct baselines *b, const char *path, struct fault *f)
{
	const char *dir = strcmp(path, "-") ? config_dir_of(path, b->arena) : ".";
	const struct options *o = b->options;
	const char *file;

	if (b->last.dir && !strcmp(b->last.dir, dir))
		return b->last.number;
	b->last.dir = dir;
	b->last.number = MAP_ABSENT;
	file = o->baseline    ? o->baseline
	       : o->no_config ? NULL
			      : baseline_find_file(path, b->arena);
	if (file)
		b->last.number = add(b, file, f);
	return b->last.number;
}

bool
baselines_read(struct baselines *b, const struct options *o,
	const struct input_list *inputs, struct arena *a, struct fault *f)
{
	size_t i;

	*b = (struct baselines){ .options = o, .arena = a, .today = config_today(a) };
	for (i = 0; i < inputs->n && !f->message; i++)
		number_of(b, inputs->v[i].path, f);
	b->results = arena_array(a, struct report_baseline, b->n);
	for (i = 0; i < b->n; i++)
		b->results[i].file = b->v[i]->file;
	return !f->message;
}

static struct baseline *
baseline_of(struct baselines *b, const char *path)
{
	struct fault none = FAULT_INIT(b->arena);
	size_t before = b->n;
	uint32_t i = number_of(b, path, &none);

	/* what holds for no input, as beside a host's configuration, is not looked at */
	return i < before ? b->v[i] : NULL;
}

void
baselines_apply(struct baselines *b, struct diag_list *diags, struct diag_list *known)
{
	struct arena scratch = { 0 };
	size_t i, to = 0;

	if (!b->n)
		return;
	for (i = 0; i < diags->n; i++) {
		struct diag *d = diags->v[i];
		struct baseline *of = d->fault ? NULL : baseline_of(b, d->file);
		struct baseline_entry *e = NULL;

		if (of)
			e = baseline_find(of,
				baseline_tree(of, d->file, d->unit, &scratch),
				d->fingerprint);
		arena_reset(&scratch);
		if (e)
			e->met = true;
		d->state = !of ? STATE_NONE : e ? STATE_UNCHANGED : STATE_NEW;
		if (!e || e->expired) {
			diags->v[to++] = d;
			continue;
		}
		d->ignored = e->reason ? e->reason : "in the baseline";
		diag_append(known, d);
		b->results[b->last.number].known++;
	}
	diags->n = to;
	arena_free(&scratch);
}

/* What would have been reported is not there any more. */
static bool
would_be_reported(const struct rule_config *c, const char *id)
{
	const struct rule *r = rule_find(id);
	struct rule_flags flags;

	if (r)
		return rule_is_reported(c, r);
	if (!rule_is_dynamic(id))
		return false;
	flags = rule_dynamic_flags(c, rule_find("schema/violation"), id);
	return flags.warn || flags.error;
}

/* The rules that each tree of a baseline was linted with, by its name's hash. */
struct linted {
	struct map by_tree; /* -> index in `rules` */
	const struct rule_config **rules;
};

static uint64_t
key_of(const struct baseline *b, const char *tree)
{
	return hash_number(hash_bytes(tree, strlen(tree)) ^ (uintptr_t)b);
}

static void
note_entries(struct baselines *b, size_t k, const struct linted *l)
{
	const struct baseline *one = b->v[k];
	struct report_baseline *r = &b->results[k];
	struct report_gone *gone = arena_array(b->arena, struct report_gone, one->n);
	size_t i;

	for (i = 0; i < one->n; i++) {
		const struct baseline_entry *e = &one->v[i];
		uint32_t at = map_get(&l->by_tree, key_of(one, e->tree));

		if (e->met || at == MAP_ABSENT
			|| !would_be_reported(l->rules[at], e->rule))
			continue;
		gone[r->ngone++] = (struct report_gone){ .tree = e->tree,
			.fingerprint = e->fingerprint,
			.rule = e->rule,
			.node = e->node,
			.message = e->message };
	}
	r->gone = gone;
}

void
baselines_note_gone(struct baselines *b, const struct report_input *v, size_t n,
	const struct setups *s, const struct input_list *inputs)
{
	struct arena scratch = { 0 };
	struct linted l = { .rules = arena_array(
				    &scratch, const struct rule_config *, inputs->n) };
	struct map by_path = { 0 };
	size_t i;

	for (i = 0; b->n && i < inputs->n; i++) {
		l.rules[i] = s->by_input[i] ? s->by_input[i]->config->rules : NULL;
		map_put(&by_path, &scratch,
			hash_bytes(inputs->v[i].path, strlen(inputs->v[i].path)),
			(uint32_t)i);
	}
	for (i = 0; b->n && i < n; i++) {
		uint32_t at = map_get(&by_path, hash_bytes(v[i].file, strlen(v[i].file)));
		const struct baseline *one = v[i].ok ? baseline_of(b, v[i].file) : NULL;

		if (one && at != MAP_ABSENT && l.rules[at])
			map_put(&l.by_tree, &scratch,
				key_of(one, baseline_tree(
						    one, v[i].file, v[i].unit, &scratch)),
				at);
	}
	for (i = 0; i < b->n; i++)
		note_entries(b, i, &l);
	arena_free(&scratch);
}
