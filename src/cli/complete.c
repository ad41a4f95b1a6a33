/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/complete.h"

#include <getopt.h>
#include <string.h>

#include "bindings/bindings.h"
#include "cli/options/table.h"
#include "host/reader.h"
#include "schema/program/builtin.h"

struct completion {
	struct buf *out;
	struct arena arena;
	struct string_list operands; /* before the word at hand */
	const struct command *command;
	size_t nwords;                   /* of the operands: those of the command */
	const struct option_row *option; /* the word at hand is its argument */
	bool only_files;                 /* behind `--` */
};

/* Offers @prefix and @rest together where they go on with @word. */
static void
offer(struct completion *c, const char *word, const char *prefix, const char *rest,
	const char *what)
{
	size_t n = strlen(prefix);

	if (strncmp(word, prefix, n) != 0
		|| strncmp(word + n, rest, strlen(word + n)) != 0)
		return;
	buf_printf(c->out, "%s%s\t%.*s\n", prefix, rest, (int)strcspn(what, "\n"), what);
}

static void
offer_files(struct completion *c, const char *prefix)
{
	buf_printf(c->out, ":file %s\n", prefix);
}

static const struct option_row *
option_named(struct completion *c, const char *name, size_t n)
{
	const struct option_row *row;
	size_t i;

	for (i = 0; (row = option_at(i)); i++) {
		const char *full = option_name(&c->arena, row);

		if (strlen(full) == n && !memcmp(full, name, n))
			return row;
	}
	return NULL;
}

static const struct option_row *
option_lettered(char letter)
{
	const struct option_row *row;
	size_t i;

	for (i = 0; letter && (row = option_at(i)); i++)
		if (row->letter == letter)
			return row;
	return NULL;
}

/* The option of a cluster as -vWx that takes an argument, and where that begins. */
static const struct option_row *
option_in_cluster(const char *word, size_t *at)
{
	const struct option_row *row;
	size_t i;

	for (i = 1; word[i]; i++) {
		row = option_lettered(word[i]);
		if (!row)
			return NULL;
		*at = i + 1;
		if (row->argument)
			return row;
	}
	return NULL;
}

/* A word before the one at hand: an option's, its argument, or an operand. */
static void
read_word(struct completion *c, const char *word)
{
	const struct option_row *row;
	size_t n, at;

	if (c->option) {
		c->option = NULL;
	} else if (c->only_files || word[0] != '-' || !word[1]) {
		string_list_add(&c->operands, &c->arena, word);
	} else if (!strcmp(word, "--")) {
		c->only_files = true;
	} else if (word[1] == '-') {
		n = strcspn(word, "=");
		row = word[n] ? NULL : option_named(c, word, n);
		if (row && option_has_argument(row) == required_argument)
			c->option = row;
	} else {
		row = option_in_cluster(word, &at);
		if (row && !word[at])
			c->option = row;
	}
}

static void
offer_families(struct completion *c, const char *word, const char *prefix)
{
	const char *last = "", *family;
	const struct rule *r;
	size_t i;

	for (i = 0; (r = rule_at(i)); i++) {
		family = arena_strndup(&c->arena, r->id, strcspn(r->id, "/"));
		if (strcmp(family, last) != 0)
			offer(c, word, prefix, family, "a family of rules");
		last = family;
	}
}

static void
offer_bindings(struct completion *c, const char *word, const char *prefix)
{
	struct program p;
	uint32_t i;

	program_view(&p, builtin_image);
	for (i = 0; i < p.nroots; i++)
		offer(c, word, prefix,
			binding_rule_id(&c->arena, program_string(&p, p.roots[i].id)),
			p.roots[i].title == STRING_NONE
				? "a binding"
				: program_string(&p, p.roots[i].title));
}

static void
offer_rules(struct completion *c, const char *word, const char *prefix)
{
	const struct rule *r;
	size_t i;

	offer_families(c, word, prefix);
	for (i = 0; (r = rule_at(i)); i++) {
		offer(c, word, prefix, r->id, r->summary);
		/* bare names, once they are begun */
		if (word[strlen(prefix)])
			offer(c, word, prefix, strchr(r->id, '/') + 1, r->summary);
	}
	if (!strncmp(word + strlen(prefix), "schema/", strlen("schema/")))
		offer_bindings(c, word, prefix);
}

/* RULE or no-RULE, behind @prefix. */
static void
offer_rule_flags(struct completion *c, const char *word, const char *prefix)
{
	const char *no = arena_printf(&c->arena, "%sno-", prefix);

	if (!strncmp(word, no, strlen(no))) {
		offer_rules(c, word, no);
	} else {
		offer(c, word, prefix, "no-", "do not report");
		offer_rules(c, word, prefix);
	}
}

/* Behind a name and ':' there is a path. */
static bool
offered_behind_colon(struct completion *c, const char *word, const char *prefix)
{
	const char *colon = strchr(word + strlen(prefix), ':');

	if (colon)
		offer_files(
			c, arena_strndup(&c->arena, word, (size_t)(colon + 1 - word)));
	return colon != NULL;
}

static void
offer_formats(struct completion *c, const char *word, const char *prefix)
{
	const struct reporter *r;
	size_t i;

	if (offered_behind_colon(c, word, prefix))
		return;
	for (i = 0; (r = reporter_at(i)); i++)
		if (c->command->formats == FORMATS_REPORT || !strcmp(r->name, "text")
			|| !strcmp(r->name, "json"))
			offer(c, word, prefix, r->name, r->summary);
}

static void
offer_hosts(struct completion *c, const char *word, const char *prefix)
{
	const struct host_reader *r;
	size_t i;

	if (offered_behind_colon(c, word, prefix))
		return;
	for (i = 0; (r = host_reader_at(i)); i++)
		offer(c, word, prefix, arena_printf(&c->arena, "%s:", r->kind),
			r->summary);
	offer_files(c, prefix);
}

static void
offer_choices(struct completion *c, const char *word, const char *prefix,
	const struct option_row *row)
{
	const char *s = row->choices;
	size_t n;

	for (; *s; s += n + (s[n] == ' ')) {
		n = strcspn(s, " ");
		offer(c, word, prefix, arena_strndup(&c->arena, s, n), row->help);
	}
}

/* What the option's argument may be; the word begins with @prefix, as "--format=". */
static void
offer_values(struct completion *c, const char *word, const char *prefix,
	const struct option_row *row)
{
	const char *comma;
	size_t i;

	switch (row->value) {
	case VALUE_NONE:
	case VALUE_NUMBER:
	case VALUE_TEXT: break;
	case VALUE_FILE: offer_files(c, prefix); break;
	case VALUE_CHOICE: offer_choices(c, word, prefix, row); break;
	case VALUE_ARCH:
		for (i = 0; arch_name(i); i++)
			offer(c, word, prefix, arch_name(i), "an architecture");
		break;
	case VALUE_FORMAT: offer_formats(c, word, prefix); break;
	case VALUE_HOST: offer_hosts(c, word, prefix); break;
	case VALUE_RULE: offer_rules(c, word, prefix); break;
	case VALUE_RULE_FLAG: offer_rule_flags(c, word, prefix); break;
	case VALUE_RULES:
		comma = strrchr(word + strlen(prefix), ',');
		if (comma)
			prefix = arena_strndup(
				&c->arena, word, (size_t)(comma + 1 - word));
		offer_rules(c, word, prefix);
		break;
	}
}

static void
offer_options(struct completion *c, const char *word)
{
	const struct option_row *row;
	size_t i;

	for (i = 0; (row = option_at(i)); i++) {
		if (!option_is_for(row, c->command) && !(row->becomes && !c->operands.n))
			continue;
		offer(c, word, "", option_name(&c->arena, row), row->help);
		if (row->letter && !word[1])
			offer(c, word, "", arena_printf(&c->arena, "-%c", row->letter),
				row->help);
	}
}

/* The words of commands behind @before, which is "", or "schema " or the like. */
static void
offer_commands(struct completion *c, const char *word, const char *before)
{
	const char *last = "", *next;
	const struct command *k;
	size_t i, n = strlen(before);

	for (i = 0; (k = command_at(i)); i++) {
		if (!k->name || strncmp(k->name, before, n) != 0)
			continue;
		next = arena_strndup(&c->arena, k->name + n, strcspn(k->name + n, " "));
		if (strcmp(next, last) != 0)
			offer(c, word, "", next,
				k->name[n + strlen(next)] ? k->group : k->summary);
		last = next;
	}
}

static void
offer_operand(struct completion *c, const char *word)
{
	const char *first = c->operands.n ? c->operands.v[0] : "";
	const struct string_list *o = &c->operands;
	bool help = c->command == command_at(COMMAND_help);

	if (c->only_files) {
		offer_files(c, "");
	} else if (!c->nwords && o->n == 1 && command_is_family(first)) {
		offer_commands(c, word, arena_printf(&c->arena, "%s ", first));
		offer_files(c, "");
	} else if (help && o->n == 1) {
		offer_commands(c, word, "");
	} else if (help && o->n == 2 && command_is_family(o->v[1])) {
		offer_commands(c, word, arena_printf(&c->arena, "%s ", o->v[1]));
	} else if (c->command == command_at(COMMAND_explain)) {
		offer_rules(c, word, "");
	} else if (c->command == command_at(COMMAND_host_show)) {
		offer_hosts(c, word, "");
	} else if (c->command->most > o->n - c->nwords) {
		if (!o->n)
			offer_commands(c, word, "");
		offer_files(c, "");
	}
}

void
complete_words(struct buf *out, const char *const *words, size_t n)
{
	struct completion c = { .out = out };
	const char *word = n ? words[n - 1] : "", *equals;
	const struct option_row *row;
	size_t i, at = 0;

	for (i = 0; i + 1 < n; i++)
		read_word(&c, words[i]);
	c.command = command_find(&c.operands, &c.nwords);
	if (!c.command)
		c.command = command_at(COMMAND_check);
	equals = !strncmp(word, "--", 2) ? strchr(word, '=') : NULL;
	if (c.option) {
		offer_values(&c, word, "", c.option);
	} else if (c.only_files || word[0] != '-') {
		offer_operand(&c, word);
	} else if (equals) {
		row = option_named(&c, word, (size_t)(equals - word));
		if (row)
			offer_values(&c, word,
				arena_strndup(
					&c.arena, word, (size_t)(equals + 1 - word)),
				row);
	} else if (word[1] && word[1] != '-' && (row = option_in_cluster(word, &at))) {
		offer_values(&c, word, arena_strndup(&c.arena, word, at), row);
	} else {
		offer_options(&c, word);
	}
	arena_free(&c.arena);
}
