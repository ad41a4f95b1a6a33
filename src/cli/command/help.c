/* SPDX-License-Identifier: GPL-2.0-or-later */
/* help: of dtlint, or of one of its commands. */
#include "cli/help.h"

#include <string.h>

#include "base/fatal.h"
#include "base/suggest.h"
#include "cli/print.h"

static int
no_such_command(const struct options *o, struct arena *a)
{
	struct suggest s = { .word = o->operands.v[0] };
	struct fault f = FAULT_INIT(a);
	const struct command *c;
	size_t i;

	for (i = 0; (c = command_at(i)); i++)
		if (c->name)
			suggest_try(&s, c->name);
	fault_set(&f, "help: there is no command '%s'%s", s.word, suggest_text(a, &s));
	print_fault(NULL, &f);
	return STATUS_FAULT;
}

/* Every command whose name begins with that word. */
static void
put_family(const char *family, struct buf *out)
{
	const struct command *c;
	size_t i, n = strlen(family);

	for (i = 0; (c = command_at(i)); i++) {
		if (!c->name || strncmp(c->name, family, n) != 0 || c->name[n] != ' ')
			continue;
		if (out->n)
			buf_puts(out, "\n\n");
		help_page(c, out);
	}
}

static int
run(const struct options *o, struct arena *a)
{
	const struct command *c;
	struct buf out = { 0 };
	size_t nwords;

	c = command_find(&o->operands, &nwords);
	if (!o->operands.n)
		help_overview(&out);
	else if (c && nwords == o->operands.n)
		help_page(c, &out);
	else if (o->operands.n == 1 && command_is_family(o->operands.v[0]))
		put_family(o->operands.v[0], &out);
	else
		return no_such_command(o, a);
	return print_text(&out, a);
}

const struct command command_help = {
	.name = "help",
	.synopsis = "[COMMAND]",
	.group = "Find the way",
	.summary = "tell about dtlint, or about one command",
	.about = "Tells all about a command: what it does, and each option it takes. "
		 "`dtlint COMMAND --help` is the same. Without COMMAND, it lists the "
		 "commands.",
	.expected = "the words of one COMMAND",
	.most = 2,
	.run = run,
};
