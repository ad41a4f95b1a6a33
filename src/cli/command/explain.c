/* SPDX-License-Identifier: GPL-2.0-or-later */
/* explain: all about a rule. */
#include <string.h>

#include "base/fatal.h"
#include "base/wrap.h"
#include "cli/command.h"
#include "cli/explain.h"
#include "cli/print.h"
#include "cli/reports.h"
#include "cli/rule_list.h"
#include "rules/dynamic.h"

enum { WIDTH = 90 };

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
	const char *state = rule_default_text(r);

	buf_printf(out, "%s (%s%s%s%s)\n", r->id,
		r->varies ? "the level varies" : level_name(r->level),
		*state ? ", off by default" : "",
		r->state == RULE_FAMILY ? "; on with --select of its family" : "",
		r->strict == STRICT_W1   ? "; on with --strict"
		: r->strict == STRICT_W2 ? "; on with --pedantic"
					 : "");
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
		o->operands.v[0], hint);
	print_fault(NULL, &f);
	return STATUS_FAULT;
}

static bool
is_family(const char *name)
{
	const struct rule *r;
	size_t i;

	for (i = 0; (r = rule_at(i)); i++)
		if (rule_matches(r, name))
			return true;
	return false;
}

static int
explain_other(const struct options *o, struct arena *a)
{
	const char *name = o->operands.v[0], *hint = NULL;
	struct suggest near = { .word = name };
	int status;
	size_t i;

	for (i = 0; rule_at(i); i++) {
		suggest_try(&near, rule_at(i)->id);
		suggest_try(&near, strchr(rule_at(i)->id, '/') + 1);
	}
	/* a slip needs no bindings */
	if (near.best && !rule_is_dynamic(name) && !strchr(name, ','))
		return unknown(o, a, suggest_text(a, &near));
	status = explain_binding(o, a, &near, &hint);
	return status < 0 ? unknown(o, a, hint ? hint : suggest_text(a, &near)) : status;
}

static int
run(const struct options *o, struct arena *a)
{
	const struct string_list none = { 0 };
	const char *name = o->operands.v[0];
	const struct rule *r = rule_find(name);
	struct buf out = { 0 };

	if (!r && !is_family(name))
		return explain_other(o, a);
	if (!r)
		rule_list_write(o, &o->operands, &none, &out);
	else if (wants_json(o))
		rule_json_write(r, &out);
	else
		explain(&out, r);
	return write_document(o, &out, a);
}

const struct command command_explain = {
	.name = "explain",
	.synopsis = "[OPTION...] RULE",
	.group = "Understand",
	.summary = "tell all about a rule or a binding",
	.about =
		"Tells what a rule reports, why it matters, at which level, and what to do "
		"about it, with a sample that is reported and one that is not. RULE may be "
		"a binding, by its rule's name, its $id, or a compatible string.",
	.expected = "one RULE",
	.least = 1,
	.most = 1,
	.formats = FORMATS_DOCUMENT,
	.run = run,
};
