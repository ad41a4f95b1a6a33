/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/suggest.h"
#include "base/wrap.h"
#include "host/reader.h"

enum option_id {
	OPT_ARCH = 256,
	OPT_COLOR,
	OPT_COMPAT_DIR,
	OPT_CONFIG,
	OPT_EXPLAIN,
	OPT_FAIL_ON,
	OPT_FIX,
	OPT_HOST,
	OPT_IGNORE,
	OPT_IN_PLACE,
	OPT_LIST_RULES,
	OPT_LIVE,
	OPT_NO_CONFIG,
	OPT_NO_SCHEMA_CACHE,
	OPT_SCHEMA,
	OPT_SELECT,
	OPT_SHOW_UNDOCUMENTED,
};

struct option_entry {
	int id; /* the letter where there is one */
	const char *name;
	const char *arg; /* NULL: takes none; in brackets: it may be left out */
	const char *help;
};

static const struct option_entry entries[] = {
	{ OPT_HOST, "host", "[KIND:]SOURCE",
		"pair the trees with a host configuration; repeatable" },
	{ OPT_SCHEMA, "schema", "PATH",
		"hold the trees against a binding or a directory of them; repeatable, the "
		"later over the earlier" },
	{ OPT_NO_SCHEMA_CACHE, "no-schema-cache", NULL,
		"neither keep what --schema comes to for the next run nor use what was kept" },
	{ OPT_SHOW_UNDOCUMENTED, "show-undocumented", NULL,
		"report compatible strings that no binding knows" },
	{ OPT_LIVE, "live", "[=ROOT]",
		"lint the tree that this machine was started with, paired with its sysfs; or "
		"those of a copy of /sys below ROOT" },
	{ 'f', "format", "FORMAT[:PATH]",
		"report in this format, to standard output or a file; repeatable" },
	{ OPT_FAIL_ON, "fail-on", "LEVEL",
		"exit with 1 for findings from this level on: error (default), warning, "
		"note, none" },
	{ 'W', "warn", "[no-]RULE", "report a rule, or do not; as in dtc" },
	{ 'E', "error", "[no-]RULE", "report a rule as an error, or do not; as in dtc" },
	{ OPT_SELECT, "select", "RULES", "only these families and rules, by commas" },
	{ OPT_IGNORE, "ignore", "RULES", "all but these families and rules, by commas" },
	{ OPT_FIX, "fix", "[=overlay]",
		"write what findings ask for: the corrected tree, or the source of an overlay, "
		"beside the input" },
	{ OPT_IN_PLACE, "in-place", NULL, "with --fix, replace the input" },
	{ OPT_CONFIG, "config", "FILE",
		"the configuration for all inputs, instead of the .dtlint.yaml found upward "
		"from each" },
	{ OPT_NO_CONFIG, "no-config", NULL, "read no configuration" },
	{ OPT_ARCH, "arch", "NAME",
		"the guest's architecture, where the tree is not to tell" },
	{ OPT_COLOR, "color", "WHEN", "auto (default), always or never" },
	{ 'j', "jobs", "N", "lint on N threads (default: one for each processor)" },
	{ 'v', "verbose", NULL, "leave nothing out of the text report" },
	{ 'o', "output", "FILE", "with schema build, the compiled form to write" },
	{ OPT_LIST_RULES, "list-rules", NULL,
		"list the rules (also with --format json)" },
	{ OPT_COMPAT_DIR, "compat-dir", NULL,
		"show the directory that, first in PATH, has dtlint run for dt-validate and "
		"the like" },
	{ OPT_EXPLAIN, "explain", "RULE",
		"say all about a rule or a binding (also with --format json)" },
	{ 'h', "help", NULL, "show this" },
	{ 'V', "version", NULL, "show the version" },
};

enum { JOBS_MAX = 256 };

enum { NENTRIES = sizeof(entries) / sizeof(*entries) };

struct parse {
	struct options *o;
	struct arena *a;
	struct fault *f;
	bool in_place;
};

/* The index of @word in @table, or -1 with a fault that names what there is. */
static int
one_of(struct parse *p, const char *option, const char *word, const char *const *table,
	size_t n)
{
	struct buf all = { 0 };
	size_t i;

	for (i = 0; i < n; i++)
		if (!strcmp(word, table[i]))
			return (int)i;
	for (i = 0; i < n; i++)
		buf_printf(&all, "%s%s", i ? ", " : "", table[i]);
	fault_set(p->f, "--%s %s: expected one of %s%s", option, word, all.s,
		suggest_from(p->a, word, table, n));
	buf_free(&all);
	return -1;
}

static bool
parse_format(struct parse *p, const char *arg)
{
	const char *colon = strchr(arg, ':'), *names[16] = { 0 };
	size_t n = colon ? (size_t)(colon - arg) : strlen(arg), i;
	const char *name = arena_strndup(p->a, arg, n);
	struct options *o = p->o;
	struct output *out;

	if (colon && !colon[1])
		return fault_set(
			p->f, "--format %s: expected a path behind the ':'", arg);
	for (i = 0; i < 16 && reporter_at(i); i++)
		names[i] = reporter_at(i)->name;
	if (one_of(p, "format", name, names, i) < 0)
		return false;
	o->outputs = arena_grow(p->a, o->outputs, o->noutputs * sizeof(*out),
		(o->noutputs + 1) * sizeof(*out));
	out = &o->outputs[o->noutputs++];
	out->reporter = reporter_by_name(name);
	out->path = colon && strcmp(colon + 1, "-") != 0 ? colon + 1 : NULL;
	return true;
}

static bool
parse_arch(struct parse *p, const char *arg)
{
	struct suggest s = { .word = arg };
	struct buf all = { 0 };
	size_t i;

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

static bool
parse_jobs(struct parse *p, const char *arg)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(arg, &end, 10);
	if (*arg < '0' || *arg > '9' || *end || errno || n < 1 || n > JOBS_MAX)
		return fault_set(
			p->f, "--jobs %s: expected a number from 1 to %d", arg, JOBS_MAX);
	p->o->jobs = n;
	return true;
}

/* Only root may read the flattened tree; what Linux made of it is for all. */
static bool
parse_live(struct parse *p, const char *root)
{
	static const char *const trees[] = { "/sys/firmware/fdt", "/proc/device-tree",
		"/sys/firmware/devicetree/base" };
	struct options *o = p->o;
	const char *tree;
	size_t i;

	for (i = 0; i < sizeof(trees) / sizeof(*trees); i++) {
		tree = arena_printf(p->a, "%s%s", root, trees[i]);
		if (access(tree, R_OK))
			continue;
		string_list_add(&o->operands, p->a, tree);
		string_list_add(&o->hosts, p->a, arena_printf(p->a, "sysfs:%s", root));
		return true;
	}
	return fault_set(p->f,
		"--live: no device tree: there is neither '%s%s' nor '%s%s'", root,
		trees[0], root, trees[1]);
}

static bool
parse_fix(struct parse *p, const char *arg)
{
	static const char *const modes[] = { "tree", "overlay" };
	int i = arg ? one_of(p, "fix", arg, modes, 2) : 0;

	if (i < 0)
		return false;
	p->o->fix = i ? FIX_OVERLAY : FIX_TREE;
	return true;
}

/* --in-place says more of --fix, before or behind it. */
static bool
finish_fix(struct parse *p)
{
	if (!p->in_place)
		return true;
	if (p->o->fix != FIX_TREE)
		return fault_set(p->f, "--in-place %s",
			p->o->fix ? "is not for overlays, which are files of their own"
				  : "says how to --fix; expected both");
	p->o->fix = FIX_IN_PLACE;
	return true;
}

static bool
parse_option(struct parse *p, int id, const char *arg)
{
	static const char *const fail_on[] = { "note", "warning", "error", "none" };
	static const char *const color[] = { "auto", "always", "never" };
	struct options *o = p->o;
	int i;

	switch (id) {
	case OPT_HOST: string_list_add(&o->hosts, p->a, arg); return true;
	case OPT_SCHEMA: string_list_add(&o->schemas, p->a, arg); return true;
	case OPT_SELECT: string_list_add(&o->rules.select, p->a, arg); return true;
	case OPT_IGNORE: string_list_add(&o->rules.ignore, p->a, arg); return true;
	case OPT_LIVE: return parse_live(p, arg ? arg : "");
	case OPT_FIX: return parse_fix(p, arg);
	case OPT_IN_PLACE: p->in_place = true; return true;
	case 'o': o->output = arg; return true;
	case OPT_CONFIG: o->config = arg; return true;
	case OPT_NO_SCHEMA_CACHE: o->no_schema_cache = true; return true;
	case OPT_NO_CONFIG: o->no_config = true; return true;
	case OPT_ARCH: return parse_arch(p, arg);
	case 'f': return parse_format(p, arg);
	case 'j': return parse_jobs(p, arg);
	case 'v': o->verbose = true; return true;
	case 'h': o->command = COMMAND_HELP; return true;
	case 'V': o->command = COMMAND_VERSION; return true;
	case OPT_LIST_RULES: o->command = COMMAND_LIST_RULES; return true;
	case OPT_COMPAT_DIR: o->command = COMMAND_COMPAT_DIR; return true;
	case OPT_EXPLAIN:
		o->command = COMMAND_EXPLAIN;
		o->explain = arg;
		return true;
	case OPT_FAIL_ON:
		if ((i = one_of(p, "fail-on", arg, fail_on, 4)) < 0)
			return false;
		o->fail_on = (enum fail_on)i;
		return true;
	case OPT_COLOR:
		if ((i = one_of(p, "color", arg, color, 3)) < 0)
			return false;
		o->color = (enum color)i;
		return true;
	case OPT_SHOW_UNDOCUMENTED:
		rule_request_flag(
			&o->rules, p->a, "schema/undocumented-compatible", false);
		return true;
	default: /* -W and -E */
		rule_request_flag(&o->rules, p->a, arg, id == 'E');
		return true;
	}
}

static bool
unknown_option(struct parse *p, char *const *argv, int letter)
{
	const char *word = argv[optind - 1];
	struct suggest s;
	size_t i;

	if (letter && strncmp(word, "--", 2) != 0)
		return fault_set(p->f, "unknown option '-%c'", letter);
	word = arena_strndup(p->a, word, strcspn(word, "="));
	if (letter)
		return fault_set(p->f, "option '%s' takes no argument", word);
	s = (struct suggest){ .word = word };
	for (i = 0; i < NENTRIES; i++)
		suggest_try(&s, arena_printf(p->a, "--%s", entries[i].name));
	return fault_set(p->f, "unknown option '%s'%s", word, suggest_text(p->a, &s));
}

bool
in_github_actions(void)
{
	const char *actions = getenv("GITHUB_ACTIONS");

	return actions && !strcmp(actions, "true");
}

static bool
finish_outputs(struct parse *p)
{
	const char *first = NULL;
	struct options *o = p->o;
	size_t i;

	if (!o->noutputs) {
		parse_format(p, "text");
		if (in_github_actions()
			&& (o->command == COMMAND_LINT
				|| o->command == COMMAND_SCHEMA_CHECK))
			parse_format(p, "github");
		return true;
	}
	for (i = 0; i < o->noutputs; i++) {
		const char *name = o->outputs[i].reporter->name;
		/* workflow commands are made to stand among other text */
		bool mixes = !strcmp(name, "text") || !strcmp(name, "github");

		if (o->outputs[i].path)
			continue;
		if (first
			&& (!mixes || !strcmp(first, name)
				|| (strcmp(first, "text") != 0
					&& strcmp(first, "github") != 0)))
			return fault_set(p->f,
				"--format: both %s and %s go to standard output; give one "
				"a path, as in %s:FILE",
				first, name, name);
		first = name;
	}
	return true;
}

static size_t
default_jobs(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > JOBS_MAX ? JOBS_MAX : (size_t)n;
}

static int
takes_argument(const struct option_entry *e)
{
	if (!e->arg)
		return no_argument;
	return !strncmp(e->arg, "[=", 2) ? optional_argument : required_argument;
}

/* `dtlint host show SOURCE`, and `dtlint host show -- COMMAND...` */
static bool
take_host_show(struct parse *p)
{
	struct options *o = p->o;

	if (o->operands.n != (o->host_argv ? 2 : 3))
		return fault_set(p->f,
			"host show: expected one [KIND:]SOURCE, or a command line behind "
			"'--'");
	o->command = COMMAND_HOST_SHOW;
	o->operands.v += 2;
	o->operands.n -= 2;
	return true;
}

/* `dtlint schema build -o FILE PATH...`, and `dtlint schema info|check PATH...` */
static bool
take_schema(struct parse *p, const char *what)
{
	struct options *o = p->o;

	if (!strcmp(what, "build"))
		o->command = COMMAND_SCHEMA_BUILD;
	else if (!strcmp(what, "info"))
		o->command = COMMAND_SCHEMA_INFO;
	else if (!strcmp(what, "check"))
		o->command = COMMAND_SCHEMA_CHECK;
	else
		return true;
	if (o->operands.n < 3 || o->host_argv)
		return fault_set(p->f,
			"schema %s: expected a PATH: bindings, or a compiled form", what);
	if (o->command == COMMAND_SCHEMA_BUILD && !o->output)
		return fault_set(
			p->f, "schema build: expected -o FILE, the file to write");
	o->operands.v += 2;
	o->operands.n -= 2;
	return true;
}

/* `dtlint why FILE NODE` */
static bool
take_why(struct parse *p)
{
	struct options *o = p->o;

	if (o->operands.n != 3 || o->host_argv)
		return fault_set(p->f,
			"why: expected a FILE and a NODE: a path, an alias "
			"or the only node of a name");
	o->command = COMMAND_WHY;
	o->operands.v++;
	o->operands.n--;
	return true;
}

/* What the first two words make a command of. */
static bool
take_command(struct parse *p, const char *first, const char *second)
{
	if (p->o->command != COMMAND_LINT)
		return true;
	if (!strcmp(first, "host") && !strcmp(second, "show"))
		return take_host_show(p);
	if (!strcmp(first, "why"))
		return take_why(p);
	if (!strcmp(first, "schema") && !take_schema(p, second))
		return false;
	if (p->o->command != COMMAND_LINT)
		return true;
	return !p->o->output
	       || fault_set(p->f, "--output is for 'schema build' alone; reports go "
				  "where --format FORMAT:PATH says");
}

bool
options_parse(struct options *o, int argc, char **argv, struct arena *a, struct fault *f)
{
	struct parse p = { .o = o, .a = a, .f = f };
	struct option longs[NENTRIES + 1] = { { 0 } };
	char shorts[2 * NENTRIES + 3] = "-:", *s = shorts + 2;
	size_t i;
	int id;

	for (i = 0; i < NENTRIES; i++) {
		longs[i] = (struct option){ entries[i].name, takes_argument(&entries[i]),
			NULL, entries[i].id };
		if (entries[i].id >= 256)
			continue;
		*s++ = (char)entries[i].id;
		if (entries[i].arg)
			*s++ = ':';
	}
	*o = (struct options){ .fail_on = FAIL_ON_ERROR, .jobs = default_jobs() };
	optind = 0; /* glibc: start afresh, for whoever parses twice in one process */
	while ((id = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		if (id == 1)
			string_list_add(&o->operands, a, optarg);
		else if (id == ':')
			return fault_set(
				f, "option '%s' needs an argument", argv[optind - 1]);
		else if (id == '?')
			return unknown_option(&p, argv, optopt);
		else if (!parse_option(&p, id, optarg))
			return false;
	}
	if (optind < argc) {
		o->host_argv = (const char *const *)argv + optind;
		o->host_argc = (size_t)(argc - optind);
	} else if (!strcmp(argv[argc - 1], "--") && argc > 1) {
		return fault_set(f, "expected the host's command line behind '--'");
	}
	if (!take_command(&p, argc > 1 ? argv[1] : "", argc > 2 ? argv[2] : ""))
		return false;
	return rule_config_make(a, NULL, &o->rules, f) && finish_fix(&p)
	       && finish_outputs(&p);
}

static void
help_list(struct buf *out, const char *title,
	void (*entry)(struct buf *out, size_t i, bool *end))
{
	bool end = false;
	size_t i;

	buf_printf(out, "\n%s:\n", title);
	for (i = 0; !end; i++)
		entry(out, i, &end);
}

static void
help_line(struct buf *out, const char *left, const char *right)
{
	char first[64];

	snprintf(first, sizeof(first), "  %-28.28s ", left);
	if (strlen(left) > 28) {
		buf_printf(out, "  %s\n", left);
		snprintf(first, sizeof(first), "%31s", "");
	}
	wrap_text(out, first, right, 90);
}

static void
help_option(struct buf *out, size_t i, bool *end)
{
	const struct option_entry *e = &entries[i];
	const char *arg, *blank = "";
	char left[64];

	if ((*end = i == NENTRIES))
		return;
	arg = e->arg ? e->arg : "";
	if (takes_argument(e) == required_argument)
		blank = " ";
	if (e->id < 256)
		snprintf(left, sizeof(left), "-%c, --%s%s%s", e->id, e->name, blank, arg);
	else
		snprintf(left, sizeof(left), "    --%s%s%s", e->name, blank, arg);
	help_line(out, left, e->help);
}

static void
help_reader(struct buf *out, size_t i, bool *end)
{
	const struct host_reader *r = host_reader_at(i);

	if (!(*end = !r))
		help_line(out, r->kind, r->summary);
}

static void
help_reporter(struct buf *out, size_t i, bool *end)
{
	const struct reporter *r = reporter_at(i);

	if (!(*end = !r))
		help_line(out, r->name, r->summary);
}

void
options_help(struct buf *out)
{
	buf_puts(out,
		"usage: dtlint [OPTION...] INPUT...\n"
		"       dtlint [OPTION...] INPUT... -- HOST-COMMAND...\n"
		"       dtlint host show [KIND:]SOURCE\n"
		"       dtlint host show -- HOST-COMMAND...\n"
		"       dtlint why FILE NODE\n"
		"       dtlint schema build -o FILE PATH...\n"
		"       dtlint schema info PATH...\n"
		"       dtlint schema check PATH...\n"
		"\n"
		"Says what is wrong with compiled device trees: where, why, and what to do.\n"
		"An INPUT is a DTB or DTBO, a directory (searched for *.dtb and *.dtbo), '-' "
		"for\n"
		"standard input, or @LIST, a file that names inputs. HOST-COMMAND is the "
		"command\n"
		"line that starts the guest; it is read, never run. `host show` prints what is "
		"known\n"
		"of a host as a native configuration. `why` tells which bindings are applied to a "
		"node,\n"
		"and which of its properties none describes; NODE is a path, an alias or a "
		"name.\n"
		"`schema check` holds bindings themselves against dt-schema's meta-schemas.\n");
	help_list(out, "Options", help_option);
	help_list(out, "Host configurations (KIND)", help_reader);
	help_list(out, "Formats", help_reporter);
	buf_puts(out,
		"\n"
		"Exit status: 0 nothing at or above --fail-on, 1 findings, 2 something could "
		"not be done.\n");
}
