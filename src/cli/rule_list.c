/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/rule_list.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/wrap.h"
#include "cli/reports.h"
#include "report/json_put.h"
#include "rules/url.h"

enum { WIDTH = 132 };

static const char *
level_text(const struct rule *r)
{
	return r->varies ? "varies" : level_name(r->level);
}

static const char *
strict_text(const struct rule *r)
{
	return r->strict == STRICT_W1 ? "strict" : "pedantic";
}

const char *
rule_default_text(const struct rule *r)
{
	return r->state == RULE_ON ? "" : r->strict ? strict_text(r) : "off";
}

static json_t *
sample_json(const struct sample *s)
{
	return json_pack("{s:s?, s:s?}", "dts", s->dts, "host", s->host);
}

static json_t *
rule_json(const struct rule *r)
{
	json_t *o = json_object(), *refs = json_array();
	struct arena a = { 0 };
	const char *s, *end;

	for (s = r->refs; s && *s; s = *end ? end + 1 : end) {
		end = s + strcspn(s, "\n");
		json_array_append_new(refs, json_stringn(s, (size_t)(end - s)));
	}
	json_object_set_new(o, "id", json_string(r->id));
	if ((s = rule_url(r, &a)))
		json_object_set_new(o, "url", json_string(s));
	json_object_set_new(o, "level", json_string(level_text(r)));
	json_object_set_new(o, "default", json_boolean(r->state == RULE_ON));
	json_object_set_new(o, "selected", json_boolean(r->state != RULE_OFF));
	json_object_set_new(
		o, "strict", r->strict ? json_string(strict_text(r)) : json_null());
	json_object_set_new(o, "summary", json_string(r->summary));
	json_object_set_new(o, "why", json_string(r->why));
	json_object_set_new(
		o, "levels", r->levels ? json_string(r->levels) : json_null());
	json_object_set_new(o, "fix", json_string(r->fix));
	json_object_set_new(o, "references", refs);
	json_object_set_new(o, "bad", r->bad.dts ? sample_json(&r->bad) : json_null());
	json_object_set_new(o, "good", r->good.dts ? sample_json(&r->good) : json_null());
	arena_free(&a);
	return o;
}

void
rule_json_write(const struct rule *r, struct buf *out)
{
	json_finish(rule_json(r), out);
}

static bool
is_named_in(const struct rule *r, const struct string_list *selectors)
{
	struct arena a = { 0 };
	bool found = false;
	const char *s;
	size_t i, n;

	for (i = 0; i < selectors->n && !found; i++)
		for (s = selectors->v[i]; *s && !found; s += n + (s[n] == ',')) {
			n = strcspn(s, ",");
			found = rule_matches(r, arena_strndup(&a, s, n));
		}
	arena_free(&a);
	return found;
}

static void
put_line(const struct rule *r, struct buf *out)
{
	char first[80];

	snprintf(first, sizeof(first), "%-42s %-8s %-8s ", r->id, level_text(r),
		rule_default_text(r));
	wrap_text(out, first, r->summary, WIDTH);
}

void
rule_list_write(const struct options *o, const struct string_list *select,
	const struct string_list *ignore, struct buf *out)
{
	json_t *all = wants_json(o) ? json_array() : NULL;
	const struct rule *r;
	size_t i;

	for (i = 0; (r = rule_at(i)); i++) {
		if ((select->n && !is_named_in(r, select)) || is_named_in(r, ignore))
			continue;
		if (all)
			json_array_append_new(all, rule_json(r));
		else
			put_line(r, out);
	}
	if (all)
		json_finish(all, out);
}
