/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare/report_value.h"

#include <inttypes.h>
#include <string.h>

const struct value *
report_get(struct report_reading *r, const struct value *object, const char *key)
{
	const struct value *v = value_get(
		object, intern_find(&r->strings, key, strlen(key)));

	return v && v->kind != V_NULL ? v : NULL;
}

static const char *
kind_name(enum value_kind kind)
{
	switch (kind) {
	case V_STRING: return "a string";
	case V_ARRAY: return "an array";
	case V_OBJECT: return "an object";
	default: return "a number";
	}
}

bool
report_expect(struct report_reading *r, const struct value *v, enum value_kind kind)
{
	return v->kind == kind
	       || fault_at_line(r->f, v->line, v->column, "expected %s, found %s",
		       kind_name(kind), value_kind_name(v));
}

const struct value *
report_need(struct report_reading *r, const struct value *object, const char *key,
	enum value_kind kind)
{
	const struct value *v = report_get(r, object, key);

	if (!v) {
		fault_at_line(r->f, object->line, object->column,
			"no '%s', expected a report of 'dtlint -f json'", key);
		return NULL;
	}
	return report_expect(r, v, kind) ? v : NULL;
}

static const char *
text_of(struct report_reading *r, const struct value *v)
{
	struct arena *a = r->to->arena;

	return diag_clean(a, arena_strndup(a, v->s, v->n));
}

bool
report_text(struct report_reading *r, const struct value *object, const char *key,
	bool needed, const char **out)
{
	const struct value *v = report_get(r, object, key);

	*out = NULL;
	if (!v)
		return !needed || report_need(r, object, key, V_STRING);
	if (!report_expect(r, v, V_STRING))
		return false;
	*out = text_of(r, v);
	return true;
}

bool
report_number(struct report_reading *r, const struct value *object, const char *key,
	uint64_t max, uint64_t *out)
{
	const struct value *v = report_get(r, object, key);

	*out = 0;
	if (!v)
		return true;
	if (v->kind != V_INT || v->u > max)
		return fault_at_line(r->f, v->line, v->column,
			"'%s': expected a number from 0 to %" PRIu64, key, max);
	*out = v->u;
	return true;
}

bool
report_texts(struct report_reading *r, const struct value *object, const char *key,
	const char ***out, size_t *n)
{
	const struct value *v = report_get(r, object, key);

	*out = NULL;
	*n = 0;
	if (!v)
		return true;
	if (!report_expect(r, v, V_ARRAY))
		return false;
	*out = arena_array(r->to->arena, const char *, v->n);
	for (uint32_t i = 0; i < v->n; i++) {
		if (!report_expect(r, &v->items[i], V_STRING))
			return false;
		(*out)[(*n)++] = text_of(r, &v->items[i]);
	}
	return true;
}

uint32_t
report_file_number(struct report_reading *r, const char *file)
{
	struct read_reports *to = r->to;

	return map_put(&to->files, to->arena, hash_number(hash_long(file, strlen(file))),
		to->files.count + 1);
}

uint64_t
report_tree_key(const char *file, const char *unit)
{
	return hash_number(hash_mix(hash_long(file, strlen(file)))
			   + (unit ? hash_long(unit, strlen(unit)) : 1));
}
