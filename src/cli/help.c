/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/help.h"

#include <getopt.h>
#include <string.h>

#include "base/wrap.h"
#include "cli/options/table.h"
#include "host/reader.h"

enum { WIDTH = 90, LEFT = 28, LEFT_OVERVIEW = 34 };

static void
put_line(struct buf *out, size_t column, const char *left, const char *right)
{
	struct buf first = { 0 };

	buf_printf(&first, "  %-*s ", (int)column, left);
	if (strlen(left) > column) {
		buf_printf(out, "  %s\n", left);
		first.n = 0;
		buf_printf(&first, "%*s", (int)column + 3, "");
	}
	wrap_text(out, first.s, right, WIDTH);
	buf_free(&first);
}

/* A command's first synopsis, with its name. */
static const char *
first_synopsis(struct arena *a, const struct command *c)
{
	return arena_printf(a, "%s%s%.*s", c->name, *c->synopsis ? " " : "",
		(int)strcspn(c->synopsis, "\n"), c->synopsis);
}

void
help_overview(struct buf *out)
{
	const struct command *c;
	const char *group = "";
	struct arena a = { 0 };
	size_t i;

	buf_puts(out,
		"usage: dtlint [check] [OPTION...] INPUT...\n"
		"       dtlint [check] [OPTION...] INPUT... -- HOST-COMMAND...\n"
		"       dtlint COMMAND [OPTION...] [ARGUMENT...]\n"
		"\n"
		"Says what is wrong with device trees: where, why, and what to do.\n");
	for (i = 0; (c = command_at(i)); i++) {
		if (!c->name || !c->group)
			continue;
		if (strcmp(group, c->group) != 0)
			buf_printf(out, "\n%s:\n", c->group);
		group = c->group;
		put_line(out, LEFT_OVERVIEW, first_synopsis(&a, c), c->summary);
	}
	buf_puts(out,
		"\n"
		"Much used with check:\n"
		"  --host SOURCE, -- HOST-COMMAND     pair the trees with what starts the "
		"guest\n"
		"  --schema PATH                      hold them against these bindings\n"
		"  -f, --format FORMAT[:PATH]         report as text, json, sarif, ...\n"
		"  -W, -E [no-]RULE                   report a rule, or as an error, or do "
		"not\n"
		"  --fix                              write the corrected tree\n"
		"\n"
		"'dtlint help COMMAND' tells all about one of them.\n"
		"Exit status: 0 nothing at or above --fail-on, 1 findings, 2 something could "
		"not be done.\n");
	arena_free(&a);
}

static void
put_usage(const struct command *c, struct buf *out)
{
	const char *s = c->synopsis, *end;

	do {
		end = s + strcspn(s, "\n");
		buf_printf(out, "%s dtlint %s%s%.*s\n",
			s == c->synopsis ? "usage:" : "      ", c->name, *s ? " " : "",
			(int)(end - s), s);
		s = *end ? end + 1 : end;
	} while (*s);
}

static void
put_option(const struct option_row *row, struct arena *a, struct buf *out)
{
	const char *argument = row->argument ? row->argument : "";
	const char *blank = option_has_argument(row) == required_argument ? " " : "";
	const char *name = option_name(a, row);

	put_line(out, LEFT,
		row->letter ? arena_printf(
			a, "-%c, %s%s%s", row->letter, name, blank, argument)
			    : arena_printf(a, "    %s%s%s", name, blank, argument),
		row->help);
}

/* Those that stand for commands are told of with the command that needs no name. */
static bool
is_listed(const struct option_row *row, const struct command *c)
{
	return option_is_for(row, c) || (row->becomes && c == command_at(COMMAND_check));
}

static void
put_options(const struct command *c, struct buf *out)
{
	static const char *const titles[NGROUPS] = { "Input options", "Rule options",
		"Output options", "Other options" };
	const struct option_row *row;
	struct arena a = { 0 };
	size_t i, group, n;

	for (group = 0; group < NGROUPS; group++) {
		n = 0;
		for (i = 0; (row = option_at(i)); i++) {
			if (row->group != (enum option_group)group || !is_listed(row, c))
				continue;
			if (!n++)
				buf_printf(out, "\n%s:\n", titles[group]);
			put_option(row, &a, out);
		}
	}
	arena_free(&a);
}

static void
put_readers(struct buf *out)
{
	const struct host_reader *r;
	size_t i;

	buf_puts(out, "\nHost configurations (KIND):\n");
	for (i = 0; (r = host_reader_at(i)); i++)
		put_line(out, LEFT, r->kind, r->summary);
}

static void
put_reporters(struct buf *out)
{
	const struct reporter *r;
	size_t i;

	buf_puts(out, "\nFormats:\n");
	for (i = 0; (r = reporter_at(i)); i++)
		put_line(out, LEFT, r->name, r->summary);
}

void
help_page(const struct command *c, struct buf *out)
{
	put_usage(c, out);
	buf_putc(out, '\n');
	wrap_text(out, "", c->about, WIDTH);
	put_options(c, out);
	if (c->host != HOST_COMMAND_REFUSED)
		put_readers(out);
	if (c->formats == FORMATS_REPORT)
		put_reporters(out);
}
