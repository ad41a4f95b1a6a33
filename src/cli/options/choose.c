/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which command the command line asks for. */
#include <string.h>
#include <unistd.h>

#include "base/suggest.h"
#include "cli/options/parse.h"

static void
drop_operands(struct options *o, size_t n)
{
	o->operands.v += n;
	o->operands.n -= n;
}

/* What is written like a word, and names no file. */
static bool
may_be_command(const char *word)
{
	return *word != '@' && !strpbrk(word, "/.") && strcmp(word, "-") != 0
	       && access(word, F_OK) != 0;
}

static bool
no_such_command(struct parse *p, const char *word)
{
	struct suggest s = { .word = word };
	const struct command *c;
	size_t i, n;

	for (i = 0; (c = command_at(i)); i++) {
		if (!c->name)
			continue;
		n = strcspn(c->name, " ");
		suggest_try(&s, arena_strndup(p->a, c->name, n));
		if (c->name[n])
			suggest_try(&s, c->name + n + 1);
	}
	return !s.best
	       || fault_set(p->f, "there is neither a command nor a file '%s'%s", word,
		       suggest_text(p->a, &s));
}

/* The second words of commands whose first is @family. */
static bool
no_such_member(struct parse *p, const char *family, const char *word)
{
	struct suggest s = { .word = word ? word : "" };
	struct buf all = { 0 };
	const struct command *c;
	size_t i, n = strlen(family);

	for (i = 0; (c = command_at(i)); i++) {
		if (!c->name || strncmp(c->name, family, n) != 0 || c->name[n] != ' ')
			continue;
		buf_printf(&all, "%s%s", all.n ? ", " : "", c->name + n + 1);
		suggest_try(&s, c->name + n + 1);
	}
	/* a file may have that name: then it takes more to be a slip */
	if (!access(family, F_OK) && (!s.best || !may_be_command(word)))
		buf_free(&all);
	else if (word)
		fault_set(p->f, "%s %s: expected one of %s%s", family, word, all.s,
			suggest_text(p->a, &s));
	else
		fault_set(p->f, "%s: expected one of %s", family, all.s);
	buf_free(&all);
	return !p->f->message;
}

static bool
choose_by_operands(struct parse *p)
{
	struct options *o = p->o;
	size_t nwords;

	o->command = command_find(&o->operands, &nwords);
	if (o->command) {
		drop_operands(o, nwords);
		return true;
	}
	o->command = command_at(COMMAND_check);
	if (!o->operands.n)
		return true;
	if (command_is_family(o->operands.v[0]))
		return no_such_member(
			p, o->operands.v[0], o->operands.n > 1 ? o->operands.v[1] : NULL);
	return !may_be_command(o->operands.v[0]) || no_such_command(p, o->operands.v[0]);
}

/* Help is of the command that was named, if one was. */
static void
choose_help(struct options *o)
{
	size_t nwords;

	if (!command_find(&o->operands, &nwords) && o->operands.n
		&& command_is_family(o->operands.v[0]))
		nwords = 1;
	o->operands.n = nwords;
	o->host_argv = NULL;
	o->command = command_at(COMMAND_help);
}

bool
choose_command(struct parse *p)
{
	const struct command *named, *c;
	size_t nwords;

	if (!p->command)
		return choose_by_operands(p);
	c = command_at(p->command->becomes - 1);
	named = command_find(&p->o->operands, &nwords);
	p->o->command = c;
	if (c == command_at(COMMAND_help)) {
		choose_help(p->o);
		p->ngiven = 0;
	} else if (c == command_at(COMMAND_version)) {
		p->o->operands.n = p->ngiven = 0;
		p->o->host_argv = NULL;
	} else if (named) {
		return fault_set(p->f,
			"%s takes no %s ('dtlint help %s' lists what it takes)",
			named->name, option_name(p->a, p->command), named->name);
	}
	return true;
}
