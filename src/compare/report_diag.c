/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One finding of a report that is read. */
#include <string.h>

#include "base/vec.h"
#include "compare/report_value.h"
#include "rules/rule.h"

/* Of what could not be done: told when it is read, and no finding for people. */
static bool
is_fault(const char *rule)
{
	static const char *const ids[] = { "input/device-tree", "input/host-config",
		"input/config", "input/binding", "input/fix" };

	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++)
		if (!strcmp(rule, ids[i]))
			return true;
	return false;
}

/* A rule that this program has not: a binding's, or one of another version. */
static const struct rule *
make_rule(struct read_reports *to, const char *id)
{
	uint32_t i = map_put(&to->rules, to->arena, hash_long(id, strlen(id)),
		(uint32_t)to->made_rules.n);
	struct rule *rule;

	if (i < to->made_rules.n)
		return to->made_rules.v[i];
	rule = *vec_add(to->arena, &to->made_rules) = arena_new(to->arena, struct rule);
	if (!strncmp(id, "schema/", strlen("schema/")))
		*rule = *rule_find("schema/violation");
	else
		*rule = (struct rule){ .level = LEVEL_WARNING,
			.summary = "a rule of another version of dtlint" };
	rule->id = id;
	return rule;
}

static const struct rule *
rule_of(struct read_reports *to, const char *id)
{
	const struct rule *r = rule_find(id);

	return r && !strcmp(r->id, id) ? r : make_rule(to, id);
}

static bool
read_level(struct report_reading *r, const struct value *v, enum level *out)
{
	const char *name;

	if (!report_text(r, v, "level", true, &name))
		return false;
	for (*out = LEVEL_NOTE; *out <= LEVEL_ERROR; ++*out)
		if (!strcmp(name, level_name(*out)))
			return true;
	return fault_at_line(r->f, v->line, v->column,
		"'level': expected error, warning or note, found '%s'", name);
}

static bool
read_line(struct report_reading *r, const struct value *v, const char *key, uint32_t *out)
{
	uint64_t n;

	if (!report_number(r, v, key, UINT32_MAX, &n))
		return false;
	*out = (uint32_t)n;
	return true;
}

/* @file is the finding's, which a place does not repeat. */
static bool
read_place(struct report_reading *r, const struct value *v, const char *file,
	struct place *p)
{
	const char *name;
	uint64_t offset, length;

	if (!report_text(r, v, "file", true, &name) || !read_line(r, v, "line", &p->line)
		|| !read_line(r, v, "column", &p->column)
		|| !read_line(r, v, "endLine", &p->end_line)
		|| !read_line(r, v, "endColumn", &p->end_column)
		|| !report_number(r, v, "offset", INT64_MAX, &offset)
		|| !report_number(r, v, "length", INT64_MAX, &length))
		return false;
	p->file = strcmp(name, file) ? name : NULL;
	if (!p->line)
		p->column = p->end_line = p->end_column = 0;
	p->offset = report_get(r, v, "offset") ? (int64_t)offset : -1;
	p->length = (int64_t)length;
	return true;
}

static bool
read_related(struct report_reading *r, const struct value *v, struct diag *d)
{
	const struct value *list = report_get(r, v, "related");

	if (!list)
		return true;
	if (!report_expect(r, list, V_ARRAY))
		return false;
	d->related = arena_array(r->to->arena, struct diag_related, list->n);
	for (uint32_t i = 0; i < list->n; i++) {
		struct diag_related *one = &d->related[d->nrelated++];

		one->place = PLACE_NONE;
		if (!report_expect(r, &list->items[i], V_OBJECT)
			|| !read_place(r, &list->items[i], d->file, &one->place)
			|| !report_text(
				r, &list->items[i], "message", true, &one->message))
			return false;
	}
	return true;
}

/* Source, which has line feeds and tabs in it; as clean as other text but for these. */
static bool
read_source(struct report_reading *r, const struct value *v, const char **out)
{
	const struct value *text = report_need(r, v, "text", V_STRING);
	struct arena *a = r->to->arena;
	char *flat;

	if (!text)
		return false;
	*out = arena_strndup(a, text->s, text->n);
	flat = arena_strdup(a, *out);
	for (char *s = flat; *s; s++)
		if (*s == '\n' || *s == '\t')
			*s = ' ';
	return diag_clean(a, flat) == flat
	       || fault_at_line(r->f, text->line, text->column,
		       "'text': expected source, found control characters");
}

static bool
read_fix(struct report_reading *r, const struct value *v, const char *file,
	struct diag_fix *fix)
{
	const struct value *o = report_get(r, v, "fix"), *list, *certain;

	if (!o)
		return true;
	if (!report_expect(r, o, V_OBJECT)
		|| !report_text(r, o, "title", true, &fix->title)
		|| !report_text(r, o, "told", false, &fix->told)
		|| !(list = report_need(r, o, "edits", V_ARRAY)))
		return false;
	certain = report_get(r, o, "certain");
	fix->certain = certain && certain->kind == V_TRUE;
	fix->edits = arena_array(r->to->arena, struct text_edit, list->n);
	for (uint32_t i = 0; i < list->n; i++) {
		struct text_edit *e = &fix->edits[fix->nedits++];

		e->place = PLACE_NONE;
		if (!report_expect(r, &list->items[i], V_OBJECT)
			|| !read_place(r, &list->items[i], file, &e->place)
			|| !read_source(r, &list->items[i], &e->text))
			return false;
	}
	return true;
}

static bool
read_host(struct report_reading *r, const struct value *v, struct diag_host *h)
{
	const struct value *host = report_get(r, v, "host");
	const char **features;

	if (!host)
		return true;
	if (!report_expect(r, host, V_OBJECT)
		|| !report_text(r, host, "file", true, &h->file)
		|| !report_text(r, host, "kind", false, &h->kind)
		|| !read_line(r, host, "line", &h->line)
		|| !report_text(r, host, "pointer", false, &h->pointer)
		|| !report_text(r, host, "device", false, &h->device)
		|| !report_text(r, host, "text", false, &h->text)
		|| !report_texts(r, host, "features", &features, &h->nfeatures))
		return false;
	h->features = features;
	return true;
}

static bool
read_path(struct report_reading *r, const struct value *v, const char *key,
	const struct diag_step **out, size_t *n)
{
	const struct value *list = report_get(r, v, key);
	struct arena *a = r->to->arena;
	struct diag_step *steps;

	if (!list)
		return true;
	if (!report_expect(r, list, V_ARRAY))
		return false;
	*out = steps = arena_array(a, struct diag_step, list->n);
	for (uint32_t i = 0; i < list->n; i++) {
		const struct value *one = &list->items[i];

		if (one->kind == V_INT && one->u <= UINT32_MAX)
			steps[i].index = (uint32_t)one->u;
		else if (report_expect(r, one, V_STRING))
			steps[i].name = diag_clean(a, arena_strndup(a, one->s, one->n));
		else
			return false;
		++*n;
	}
	return true;
}

static bool
read_binding(struct report_reading *r, const struct value *v, struct diag *d)
{
	return report_text(r, v, "schema", false, &d->schema)
	       && report_text(r, v, "keyword", false, &d->keyword)
	       && read_path(r, v, "property_path", &d->property_path, &d->nproperty_path)
	       && read_path(r, v, "schema_path", &d->schema_path, &d->nschema_path)
	       && report_texts(r, v, "labels", &d->labels, &d->nlabels);
}

static bool
read_state(struct report_reading *r, const struct value *v, struct diag *d)
{
	const char *name;

	if (!report_text(r, v, "state", false, &name) || !name)
		return !r->f->message;
	for (d->state = STATE_NEW; d->state <= STATE_FIXED; d->state++)
		if (!strcmp(name, diag_state_name(d->state)))
			return true;
	return fault_at_line(r->f, v->line, v->column,
		"'state': expected new, unchanged or fixed, found '%s'", name);
}

static bool
read_diag(struct report_reading *r, const struct value *v, struct diag *d)
{
	const struct value *place;
	const char *rule, **compatible;

	d->place = PLACE_NONE;
	if (!report_expect(r, v, V_OBJECT) || !report_text(r, v, "rule", true, &rule)
		|| !read_level(r, v, &d->level)
		|| !report_text(r, v, "file", true, &d->file)
		|| !report_text(r, v, "unit", false, &d->unit)
		|| !report_text(r, v, "node", false, &d->node)
		|| !report_text(r, v, "property", false, &d->property)
		|| !report_texts(r, v, "compatible", &compatible, &d->ncompatible)
		|| !report_text(r, v, "fingerprint", true, &d->fingerprint)
		|| !report_text(r, v, "message", true, &d->message)
		|| !report_text(r, v, "why", false, &d->why)
		|| !report_text(r, v, "help", false, &d->help)
		|| !report_text(r, v, "command", false, &d->command)
		|| !(place = report_need(r, v, "place", V_OBJECT))
		|| !read_place(r, place, d->file, &d->place) || !read_related(r, v, d)
		|| !read_fix(r, v, d->file, &d->fix) || !read_host(r, v, &d->host)
		|| !read_binding(r, v, d) || !read_state(r, v, d))
		return false;
	d->compatible = compatible;
	d->rule = rule_of(r->to, rule);
	d->fault = is_fault(rule);
	return true;
}

bool
report_add_diag(struct report_reading *r, const struct value *v, struct diag_list *list)
{
	struct read_reports *to = r->to;
	struct diag *d = arena_new(to->arena, struct diag);
	uint32_t before;
	uint64_t key;

	if (!read_diag(r, v, d))
		return false;
	d->input = report_file_number(r, d->file);
	d->unit_id = map_get(&to->trees, report_tree_key(d->file, d->unit));
	key = hash_mix(report_tree_key(d->file, d->unit)
		       + hash_long(d->fingerprint, strlen(d->fingerprint)));
	/* each list has its own; the same again is of another report */
	key = hash_number(key + (list == &to->diags) + 2 * (list == &to->known));
	before = to->findings.count;
	map_put(&to->findings, to->arena, key, 0);
	if (to->findings.count == before)
		return true;
	d->seq = (uint32_t)list->n;
	diag_append(list, d);
	return true;
}
