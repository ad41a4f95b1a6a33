/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/options/parse.h"

#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "base/suggest.h"
#include "base/vec.h"

enum { NO_LETTER = 256, OPTIONS_MAX = 128 };

static bool
unknown_option(struct parse *p, char *const *argv, int letter)
{
	const char *word = argv[optind - 1];
	const struct option_row *row;
	struct suggest s;
	size_t i;

	if (letter && strncmp(word, "--", 2) != 0)
		return fault_set(p->f, "unknown option '-%c'", letter);
	word = arena_strndup(p->a, word, strcspn(word, "="));
	if (letter)
		return fault_set(p->f, "option '%s' takes no argument", word);
	s = (struct suggest){ .word = word };
	for (i = 0; (row = option_at(i)); i++)
		suggest_try(&s, option_name(p->a, row));
	return fault_set(p->f, "unknown option '%s'%s", word, suggest_text(p->a, &s));
}

static size_t
default_jobs(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > JOBS_MAX ? JOBS_MAX : (size_t)n;
}

static const struct option_row *
row_of(int id)
{
	const struct option_row *row;
	size_t i;

	if (id >= NO_LETTER)
		return option_at((size_t)id - NO_LETTER);
	for (i = 0; (row = option_at(i)); i++)
		if (row->letter == id)
			return row;
	return NULL;
}

static bool
take_option(struct parse *p, const struct option_row *row, const char *arg)
{
	*vec_more(p->a, p->given, p->ngiven) = row;
	return row->take(p, row, arg);
}

static bool
read_words(struct parse *p, int argc, char **argv)
{
	struct option longs[OPTIONS_MAX] = { { 0 } };
	char shorts[2 * OPTIONS_MAX] = "-:", *s = shorts + 2;
	const struct option_row *row;
	struct options *o = p->o;
	size_t i;
	int id;

	for (i = 0; (row = option_at(i)); i++) {
		longs[i] = (struct option){ option_name(p->a, row) + 2,
			option_has_argument(row), NULL,
			row->letter ? row->letter : NO_LETTER + (int)i };
		if (!row->letter)
			continue;
		*s++ = row->letter;
		if (row->argument)
			*s++ = ':';
	}
	optind = 0; /* glibc: start afresh, for whoever parses twice in one process */
	while ((id = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		if (id == 1)
			string_list_add(&o->operands, p->a, optarg);
		else if (id == ':')
			return fault_set(
				p->f, "option '%s' needs an argument", argv[optind - 1]);
		else if (id == '?')
			return unknown_option(p, argv, optopt);
		else if (!take_option(p, row_of(id), optarg))
			return false;
	}
	if (optind < argc) {
		o->host_argv = (const char *const *)argv + optind;
		o->host_argc = (size_t)(argc - optind);
	} else if (argc > 1 && !strcmp(argv[argc - 1], "--")) {
		return fault_set(p->f, "expected the host's command line behind '--'");
	}
	return true;
}

static bool
refuse_options(struct parse *p)
{
	const struct command *c = p->o->command;
	const struct option_row *row;
	size_t i;

	for (i = 0; i < p->ngiven; i++) {
		row = p->given[i];
		if (row == p->command || option_is_for(row, c))
			continue;
		if (!c->name)
			return fault_set(p->f, "%s goes with no other option",
				option_name(p->a, p->command));
		return fault_set(p->f,
			"%s takes no %s ('dtlint help %s' lists what it takes)", c->name,
			option_name(p->a, row), c->name);
	}
	return true;
}

static bool
check_operands(struct parse *p)
{
	const struct options *o = p->o;
	const struct command *c = o->command;
	size_t n = o->operands.n;

	if (o->host_argv && c->host == HOST_COMMAND_INSTEAD)
		return !n || fault_set(p->f, "%s: expected %s", c->name, c->expected);
	if (o->host_argv && c->host == HOST_COMMAND_REFUSED)
		return fault_set(p->f, "%s takes no command line behind '--'",
			c->name ? c->name : option_name(p->a, p->command));
	if ((n >= c->least || o->since) && n <= c->most)
		return true;
	if (!c->name || !c->most)
		return fault_set(p->f, "%s takes no argument, but there is '%s'",
			c->name ? c->name : option_name(p->a, p->command),
			o->operands.v[0]);
	return fault_set(p->f, "%s: expected %s",
		command_id(c) == COMMAND_check ? "no input" : c->name, c->expected);
}

bool
options_parse(struct options *o, int argc, char **argv, struct arena *a, struct fault *f)
{
	struct parse p = { .o = o, .a = a, .f = f };

	*o = (struct options){ .fail_on = FAIL_ON_NOT_GIVEN, .jobs = default_jobs() };
	return read_words(&p, argc, argv) && choose_command(&p) && refuse_options(&p)
	       && finish_live(&p) && check_operands(&p)
	       && rule_config_make(a, NULL, NULL, &o->rules, f) && finish_fix(&p)
	       && finish_outputs(&p);
}
