/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the command's text goes, and in which format. */
#include <stdlib.h>
#include <string.h>

#include "base/suggest.h"
#include "base/vec.h"
#include "cli/options/parse.h"

enum { REPORTERS_MAX = 32 };

static bool
unknown_format(struct parse *p, const char *name)
{
	const char *names[REPORTERS_MAX] = { 0 };
	struct buf all = { 0 };
	size_t i;

	for (i = 0; i < REPORTERS_MAX && reporter_at(i); i++) {
		names[i] = reporter_at(i)->name;
		buf_printf(&all, "%s%s", i ? ", " : "", names[i]);
	}
	fault_set(p->f, "--format %s: expected one of %s%s", name, all.s,
		suggest_from(p->a, name, names, i));
	buf_free(&all);
	return false;
}

bool
add_output(struct parse *p, const char *arg)
{
	const char *colon = strchr(arg, ':');
	size_t n = colon ? (size_t)(colon - arg) : strlen(arg);
	const char *name = arena_strndup(p->a, arg, n);
	struct options *o = p->o;
	struct output *out;

	if (colon && !colon[1])
		return fault_set(
			p->f, "--format %s: expected a path behind the ':'", arg);
	if (!reporter_by_name(name))
		return unknown_format(p, name);
	out = vec_more(p->a, o->outputs, o->noutputs);
	out->reporter = reporter_by_name(name);
	out->path = colon && strcmp(colon + 1, "-") != 0 ? colon + 1 : NULL;
	return true;
}

bool
in_github_actions(void)
{
	const char *actions = getenv("GITHUB_ACTIONS");

	return actions && !strcmp(actions, "true");
}

static bool
is_document(const char *format)
{
	return !strcmp(format, "text") || !strcmp(format, "json");
}

static bool
finish_document(struct parse *p)
{
	const struct options *o = p->o;
	const char *name = o->outputs[0].reporter->name;

	if (o->noutputs > 1)
		return fault_set(
			p->f, "%s: expected --format only once", o->command->name);
	return is_document(name)
	       || fault_set(p->f, "%s: --format %s: expected text or json",
		       o->command->name, name);
}

/* Workflow commands are made to stand among other text. */
static bool
mixes(const char *format)
{
	return !strcmp(format, "text") || !strcmp(format, "github");
}

/* Formats by blanks, where the command line names none. */
static bool
add_outputs_of_environment(struct parse *p)
{
	const char *s = getenv("DTLINT_FORMAT");
	size_t n;

	for (; s && *s; s += n + (s[n] != '\0')) {
		n = strcspn(s, " ");
		if (n && !add_output(p, arena_strndup(p->a, s, n))) {
			p->f->message = arena_printf(
				p->a, "DTLINT_FORMAT: %s", p->f->message);
			return false;
		}
	}
	return true;
}

bool
finish_outputs(struct parse *p)
{
	enum command_formats formats = p->o->command->formats;
	const char *first = NULL;
	struct options *o = p->o;
	size_t i;

	if (!o->noutputs && formats == FORMATS_REPORT && !add_outputs_of_environment(p))
		return false;
	if (!o->noutputs) {
		add_output(p, "text");
		if (in_github_actions() && formats == FORMATS_REPORT)
			add_output(p, "github");
		return true;
	}
	if (formats == FORMATS_DOCUMENT)
		return finish_document(p);
	for (i = 0; i < o->noutputs; i++) {
		const char *name = o->outputs[i].reporter->name;

		if (o->outputs[i].path)
			continue;
		if (first && (!mixes(name) || !strcmp(first, name) || !mixes(first)))
			return fault_set(p->f,
				"--format: both %s and %s go to standard output; give one "
				"a path, as in %s:FILE",
				first, name, name);
		first = name;
	}
	return true;
}
