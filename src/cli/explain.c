/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/wrap.h"
#include "cli/commands.h"
#include "cli/explain.h"
#include "cli/print.h"
#include "rules/named.h"

enum { WIDTH = 90 };

static const char *
default_level(const struct rule *r)
{
	return r->varies ? "varies" : level_name(r->level);
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
	const char *s, *end;

	for (s = r->refs; s && *s; s = *end ? end + 1 : end) {
		end = s + strcspn(s, "\n");
		json_array_append_new(refs, json_stringn(s, (size_t)(end - s)));
	}
	json_object_set_new(o, "id", json_string(r->id));
	json_object_set_new(o, "level", json_string(default_level(r)));
	json_object_set_new(o, "default", json_boolean(r->state == RULE_ON));
	json_object_set_new(o, "summary", json_string(r->summary));
	json_object_set_new(o, "why", json_string(r->why));
	json_object_set_new(
		o, "levels", r->levels ? json_string(r->levels) : json_null());
	json_object_set_new(o, "fix", json_string(r->fix));
	json_object_set_new(o, "references", refs);
	json_object_set_new(o, "bad", r->bad.dts ? sample_json(&r->bad) : json_null());
	json_object_set_new(o, "good", r->good.dts ? sample_json(&r->good) : json_null());
	return o;
}

static int
finish_json(json_t *value, struct arena *a)
{
	char *text = json_dumps(value, JSON_INDENT(2));
	struct buf out = { 0 };

	if (!text)
		fatal("out of memory: a rule's documentation");
	buf_puts(&out, text);
	buf_putc(&out, '\n');
	free(text);
	json_decref(value);
	return print_text(&out, a);
}

static bool
wants_json(const struct options *o)
{
	return !strcmp(o->outputs[0].reporter->name, "json");
}

int
list_rules_command(const struct options *o, struct arena *a)
{
	const struct rule *r;
	struct buf out = { 0 };
	json_t *all;
	size_t i;

	if (wants_json(o)) {
		all = json_array();
		for (i = 0; (r = rule_at(i)); i++)
			json_array_append_new(all, rule_json(r));
		return finish_json(all, a);
	}
	for (i = 0; (r = rule_at(i)); i++) {
		char first[80];

		snprintf(first, sizeof(first), "%-42s %-8s %-4s ", r->id,
			default_level(r), r->state == RULE_ON ? "" : "off");
		wrap_text(&out, first, r->summary, 132);
	}
	return print_text(&out, a);
}

void
explain_section(struct buf *out, const char *title, const char *text)
{
	if (!text)
		return;
	buf_printf(out, "\n%s\n", title);
	wrap_text(out, "  ", text, WIDTH);
}

static void
indented(struct buf *out, const char *text)
{
	const char *end;

	for (; *text; text = *end ? end + 1 : end) {
		end = text + strcspn(text, "\n");
		buf_puts(out, end == text ? "" : "    ");
		buf_add(out, text, (size_t)(end - text));
		buf_putc(out, '\n');
	}
}

static void
sample(struct buf *out, const char *title, const struct sample *s)
{
	if (!s->dts)
		return;
	buf_printf(out, "\n%s\n", title);
	indented(out, s->dts);
	if (s->host) {
		buf_puts(out, "\n  paired with the host configuration\n");
		indented(out, s->host);
	}
}

static void
explain(struct buf *out, const struct rule *r)
{
	buf_printf(out, "%s (%s%s)\n", r->id,
		r->varies ? "the level varies" : level_name(r->level),
		r->state == RULE_ON ? "" : ", off by default");
	wrap_text(out, "  ", r->summary, WIDTH);
	explain_section(out, "Why", r->why);
	explain_section(out, "Levels", r->levels);
	sample(out, "Reported", &r->bad);
	sample(out, "Not reported", &r->good);
	explain_section(out, "Fix", r->fix);
	explain_section(out, "References", r->refs);
}

static int
unknown(const struct options *o, struct arena *a, const char *hint)
{
	struct fault f = FAULT_INIT(a);

	fault_set(&f, "--explain: there is no rule '%s'%s (--list-rules lists them)",
		o->explain, hint);
	print_fault(NULL, &f);
	return STATUS_FAULT;
}

int
explain_command(const struct options *o, struct arena *a)
{
	const struct rule *r = rule_find(o->explain);
	struct suggest near = { .word = o->explain };
	const char *hint = NULL;
	struct buf out = { 0 };
	int status;
	size_t i;

	if (!r) {
		for (i = 0; rule_at(i); i++) {
			suggest_try(&near, rule_at(i)->id);
			suggest_try(&near, strchr(rule_at(i)->id, '/') + 1);
		}
		/* a slip needs no bindings */
		if (near.best && !rule_is_named(o->explain))
			return unknown(o, a, suggest_text(a, &near));
		status = explain_binding(o, a, &near, &hint);
		return status < 0 ? unknown(o, a, hint ? hint : suggest_text(a, &near))
				  : status;
	}
	if (wants_json(o))
		return finish_json(rule_json(r), a);
	explain(&out, r);
	return print_text(&out, a);
}
