/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each option of options.def takes. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/suggest.h"
#include "cli/options/parse.h"

#define TAKE(id) \
	bool take_##id(struct parse *p, const struct option_row *row, const char *arg)

/* An option without an argument. */
#define TAKE_FLAG(id, field) \
	TAKE(id) \
	{ \
		(void)row, (void)arg; \
		p->o->field = true; \
		return true; \
	}

/* An argument as it is; the last one holds. */
#define TAKE_STRING(id, field) \
	TAKE(id) \
	{ \
		(void)row; \
		p->o->field = arg; \
		return true; \
	}

/* One more argument as it is. */
#define TAKE_LIST(id, field) \
	TAKE(id) \
	{ \
		(void)row; \
		string_list_add(&p->o->field, p->a, arg); \
		return true; \
	}

/* One of the row's choices, by its index. */
#define TAKE_CHOICE(id, field, type) \
	TAKE(id) \
	{ \
		int i = choice(p, row, arg); \
		if (i < 0) \
			return false; \
		p->o->field = (type)i; \
		return true; \
	}

TAKE_LIST(host, hosts)
TAKE_LIST(include, include_dirs)
TAKE_LIST(overlay, overlays)
TAKE_LIST(overlays, overlay_sets)
TAKE_LIST(schema, schemas)
TAKE_LIST(against, against)
TAKE_LIST(allow, allow)
TAKE_LIST(select, rules.select)
TAKE_LIST(ignore, rules.ignore)
TAKE_FLAG(no_schema_cache, no_schema_cache)
TAKE_FLAG(no_config, no_config)
TAKE_FLAG(coverage, coverage)
TAKE_FLAG(statistics, statistics)
TAKE_FLAG(symbols, symbols)
TAKE_FLAG(places, places)
TAKE_FLAG(preprocess, preprocess_only)
TAKE_FLAG(in_place, in_place)
TAKE_FLAG(diff, diff)
TAKE_FLAG(verbose, verbose)
TAKE_FLAG(all, all)
TAKE_FLAG(tree, tree)
TAKE_FLAG(exit_code, exit_code)
TAKE_STRING(config, config)
TAKE_STRING(dependencies, dependencies)
TAKE_STRING(stdin_filename, stdin_name)
TAKE_STRING(source, source)
TAKE_STRING(baseline, baseline)
TAKE_STRING(since, since)
TAKE_STRING(output, output)
TAKE_STRING(core, core)

/* The index of the choice, or -1 with a fault that names what there is. */
static int
choice(struct parse *p, const struct option_row *row, const char *arg)
{
	struct suggest s = { .word = arg };
	const char *word = row->choices;
	struct buf all = { 0 };
	int i = choice_index(row->choices, arg);
	size_t n;

	if (i >= 0)
		return i;
	for (; *word; word += n + (word[n] == ' ')) {
		n = strcspn(word, " ");
		suggest_try(&s, arena_strndup(p->a, word, n));
		buf_printf(&all, "%s%.*s", all.n ? ", " : "", (int)n, word);
	}
	fault_set(p->f, "%s %s: expected one of %s%s", option_name(p->a, row), arg, all.s,
		suggest_text(p->a, &s));
	buf_free(&all);
	return -1;
}

TAKE_CHOICE(fail_on, fail_on, enum fail_on)
TAKE_CHOICE(color, color, enum color)

TAKE(warn)
{
	(void)row;
	rule_request_flag(&p->o->rules, p->a, arg, false);
	return true;
}

TAKE(error)
{
	(void)row;
	rule_request_flag(&p->o->rules, p->a, arg, true);
	return true;
}

TAKE(profile)
{
	struct fault own = FAULT_INIT(p->a);

	if (choice(p, row, arg) < 0)
		return false;
	return profile_add(&p->o->profile, arg, p->a, &own)
	       || fault_set(p->f, "%s %s", option_name(p->a, row), own.message);
}

TAKE(strict)
{
	(void)row, (void)arg;
	if (p->o->rules.strict < STRICT_W1)
		p->o->rules.strict = STRICT_W1;
	return true;
}

TAKE(pedantic)
{
	(void)row, (void)arg;
	p->o->rules.strict = STRICT_W2;
	return true;
}

TAKE(show_undocumented)
{
	(void)row, (void)arg;
	rule_request_flag(&p->o->rules, p->a, "schema/undocumented-compatible", false);
	return true;
}

TAKE(format)
{
	(void)row;
	return add_output(p, arg);
}

TAKE(arch)
{
	struct suggest s = { .word = arg };
	struct buf all = { 0 };
	size_t i;

	(void)row;
	if ((p->o->arch = arch_by_name(arg)))
		return true;
	for (i = 0; arch_name(i); i++) {
		buf_printf(&all, "%s%s", i ? ", " : "", arch_name(i));
		suggest_try(&s, arch_name(i));
	}
	fault_set(p->f, "--arch %s: expected one of %s%s", arg, all.s,
		suggest_text(p->a, &s));
	buf_free(&all);
	return false;
}

TAKE(jobs)
{
	char *end;
	unsigned long n;

	(void)row;
	errno = 0;
	n = strtoul(arg, &end, 10);
	if (*arg < '0' || *arg > '9' || *end || errno || n < 1 || n > JOBS_MAX)
		return fault_set(
			p->f, "--jobs %s: expected a number from 1 to %d", arg, JOBS_MAX);
	p->o->jobs = n;
	return true;
}

/* "3/16" */
TAKE(shard)
{
	unsigned long n, of;
	char *end;

	(void)row;
	errno = 0;
	n = strtoul(arg, &end, 10);
	of = *end == '/' && end[1] >= '0' && end[1] <= '9' ? strtoul(end + 1, &end, 10)
							   : 0;
	if (*arg < '0' || *arg > '9' || *end || errno || n < 1 || n > of
		|| of > SHARDS_MAX)
		return fault_set(p->f,
			"--shard %s: expected I/N, from 1/N to N/N, N at most %d", arg,
			SHARDS_MAX);
	p->o->shard = (uint32_t)n - 1;
	p->o->shards = (uint32_t)of;
	return true;
}

TAKE(live)
{
	(void)row;
	p->o->live = arg ? arg : "";
	return true;
}

/* Only root may read the flattened tree; what Linux made of it is for all. */
bool
finish_live(struct parse *p)
{
	static const char *const trees[] = { "/sys/firmware/fdt", "/proc/device-tree",
		"/sys/firmware/devicetree/base" };
	struct options *o = p->o;
	const char *tree;
	size_t i;

	if (!o->live)
		return true;
	for (i = 0; i < sizeof(trees) / sizeof(*trees); i++) {
		tree = arena_printf(p->a, "%s%s", o->live, trees[i]);
		if (access(tree, R_OK))
			continue;
		string_list_add(&o->operands, p->a, tree);
		string_list_add(&o->hosts, p->a, arena_printf(p->a, "sysfs:%s", o->live));
		return true;
	}
	return fault_set(p->f,
		"--live: no device tree: there is neither '%s%s' nor '%s%s'", o->live,
		trees[0], o->live, trees[1]);
}

TAKE(fix)
{
	int i = arg ? choice(p, row, arg) : 0;

	if (i < 0)
		return false;
	p->o->fix = i ? FIX_OVERLAY : FIX_TREE;
	return true;
}

bool
finish_fix(struct parse *p)
{
	struct options *o = p->o;

	if (!o->in_place && !o->diff)
		return true;
	if (o->in_place && o->diff)
		return fault_set(p->f,
			"--in-place writes what --diff shows; expected one of them");
	if (o->fix != FIX_TREE)
		return fault_set(p->f, "%s %s", o->diff ? "--diff" : "--in-place",
			o->fix ? "is not for overlays, which are files of their own"
			       : "says how to --fix; expected both");
	o->fix = o->diff ? FIX_DIFF : FIX_IN_PLACE;
	return true;
}

/* Help and the version go before any other command. */
static bool
take_command(struct parse *p, const struct option_row *row, const char *arg)
{
	bool overrides = row->letter != 0;

	if (arg)
		string_list_add(&p->o->operands, p->a, arg);
	if (p->command && p->command != row && !p->command->letter && !overrides)
		return fault_set(p->f, "%s and %s are two commands",
			option_name(p->a, p->command), option_name(p->a, row));
	if (!p->command || !p->command->letter)
		p->command = row;
	return true;
}

#define TAKE_COMMAND(id) \
	TAKE(id) \
	{ \
		return take_command(p, row, arg); \
	}

TAKE_COMMAND(list_rules)
TAKE_COMMAND(explain)
TAKE_COMMAND(compat_dir)
TAKE_COMMAND(help)
TAKE_COMMAND(version)
