/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/run/project.h"
#include "base/io.h"
#include "cli/print.h"

#include <string.h>

#include "base/vec.h"
#include "cli/print.h"
#include "config/config.h"
#include "dts/source/layout.h"

/* A word of -W or -E, and from which strictness on the build has it. */
struct word {
	const char *arg;
	bool as_error;
	enum rule_strict from, to;
};

static const struct word linux_words[] = {
	{ "no-unit_address_vs_reg", false, STRICT_NOT, STRICT_NOT },
	{ "no-avoid_unnecessary_addr_size", false, STRICT_NOT, STRICT_NOT },
	{ "no-alias_paths", false, STRICT_NOT, STRICT_NOT },
	{ "no-graph_child_address", false, STRICT_NOT, STRICT_NOT },
	{ "no-interrupt_map", false, STRICT_NOT, STRICT_NOT },
	{ "no-simple_bus_reg", false, STRICT_NOT, STRICT_NOT },
	{ "no-unique_unit_address", false, STRICT_NOT, STRICT_W1 },
	{ "unique_unit_address_if_enabled", false, STRICT_W1, STRICT_W2 },
	{ "node_name_chars_strict", false, STRICT_W2, STRICT_W2 },
	{ "property_name_chars_strict", false, STRICT_W2, STRICT_W2 },
	{ NULL, false, STRICT_NOT, STRICT_NOT },
};

static const struct word uboot_words[] = {
	{ "no-unit_address_vs_reg", false, STRICT_NOT, STRICT_NOT },
	{ "no-unit_address_format", false, STRICT_NOT, STRICT_NOT },
	{ "no-avoid_unnecessary_addr_size", false, STRICT_NOT, STRICT_NOT },
	{ "no-alias_paths", false, STRICT_NOT, STRICT_NOT },
	{ "no-graph_child_address", false, STRICT_NOT, STRICT_NOT },
	{ "no-graph_port", false, STRICT_NOT, STRICT_NOT },
	{ "no-unique_unit_address", false, STRICT_NOT, STRICT_NOT },
	{ "no-simple_bus_reg", false, STRICT_NOT, STRICT_NOT },
	{ "no-pci_device_reg", false, STRICT_NOT, STRICT_NOT },
	{ "no-pci_bridge", false, STRICT_NOT, STRICT_NOT },
	{ "no-pci_device_bus_num", false, STRICT_NOT, STRICT_NOT },
	{ "node_name_chars_strict", false, STRICT_W2, STRICT_W2 },
	{ "property_name_chars_strict", false, STRICT_W2, STRICT_W2 },
	{ NULL, false, STRICT_NOT, STRICT_NOT },
};

/* Those of its cmake/modules/dts.cmake. */
static const struct word zephyr_words[] = {
	{ "unit_address_vs_reg", true, STRICT_NOT, STRICT_W2 },
	{ "no-unique_unit_address", false, STRICT_NOT, STRICT_W2 },
	{ "unique_unit_address_if_enabled", false, STRICT_NOT, STRICT_W2 },
	{ NULL, false, STRICT_NOT, STRICT_NOT },
};

/* By enum project_kind. */
static const struct {
	const char *name;       /* as layout_find() calls it */
	const char *folders[3]; /* of bindings, the first that is there; from the root */
	const char *makefiles[3]; /* that have dtc's flags, likewise */
	const struct word *words; /* where none of those says any */
	const char *rule;         /* that is on with these bindings, or NULL */
} kinds[] = {
	/* dtbs_check calls dt-validate with -m */
	[PROJECT_LINUX] = { "Linux", { "Documentation/devicetree/bindings", "Bindings" },
		{ "scripts/Makefile.dtbs", "scripts/Makefile.lib" }, linux_words,
		"schema/undocumented-compatible" },
	[PROJECT_U_BOOT] = { "U-Boot", { "dts/upstream/Bindings" },
		{ "scripts/Makefile.dtbs", "scripts/Makefile.lib" }, uboot_words,
		"schema/undocumented-compatible" },
	[PROJECT_ZEPHYR] = { "Zephyr", { NULL }, { NULL }, zephyr_words, NULL },
};

/* devicetree-rebasing is Linux's trees without Linux. */
static enum project_kind
kind_of(const struct layout *l)
{
	enum project_kind k;

	if (!l->kind)
		return PROJECT_NONE;
	if (!strcmp(l->kind, "devicetree-rebasing"))
		return PROJECT_LINUX;
	for (k = PROJECT_LINUX; k < PROJECT_NONE; k++)
		if (!strcmp(l->kind, kinds[k].name))
			break;
	return k;
}

/* Looks at the folder of an input. */
static const struct layout *
look_at(struct projects *p, const char *input)
{
	const char *dir = strcmp(input, "-") ? config_dir_of(input, p->arena) : ".";

	if (p->last.dir && !strcmp(p->last.dir, dir))
		return p->last.layout;
	p->last.dir = dir;
	p->last.layout = layout_find(dir, p->arena);
	p->last.boards = (struct build_flags){ 0 };
	p->last.project = NULL;
	if (p->last.layout->kind)
		build_flags_read(&p->last.boards,
			arena_printf(p->arena, "%s/Makefile", dir), STRICT_NOT, p->arena);
	return p->last.layout;
}

static void
add_words(struct rule_profile *r, const struct word *w, enum rule_strict strict,
	struct arena *a)
{
	for (; w->arg; w++)
		if (strict >= w->from && strict <= w->to)
			*vec_more(a, r->flags, r->nflags) = (struct rule_flag){ w->arg,
				w->as_error };
}

static void
add_flags(struct project *one, enum project_kind kind, enum rule_strict strict,
	struct arena *a)
{
	struct build_flags flags = { 0 };
	const char *const *file = kinds[kind].makefiles;

	for (; one->root && *file && !flags.n; file++)
		build_flags_read(
			&flags, arena_printf(a, "%s/%s", one->root, *file), strict, a);
	if (flags.n)
		build_flags_add(&flags, NULL, &one->rules, a);
	else
		add_words(&one->rules, kinds[kind].words, strict, a);
}

static void
add_schemas(struct project *one, enum project_kind kind, struct arena *a)
{
	const char *const *folder = kinds[kind].folders;
	const char *path;

	for (; one->root && *folder && !one->schemas.n; folder++) {
		path = arena_printf(a, "%s/%s", one->root, *folder);
		if (io_is_directory(path))
			string_list_add(&one->schemas, a, layout_shown(path, a));
	}
}

/* "board" of "dts/board.dts" */
static const char *
target_of(const char *input, struct arena *a)
{
	const char *slash = strrchr(input, '/'), *name = slash ? slash + 1 : input;

	return arena_strndup(a, name, strcspn(name, "."));
}

/* What tells projects apart; everything else about one follows from it. */
static const char *
key_of(const struct project *one, enum project_kind kind, enum rule_strict strict,
	struct arena *a)
{
	struct buf text = { 0 };
	const char *key;
	size_t i;

	buf_printf(&text, "%d %d %s", (int)kind, (int)strict, one->root ? one->root : "");
	for (i = 0; i < one->rules.rules.n; i++)
		buf_printf(&text, " %s", one->rules.rules.v[i]);
	for (i = 0; i < one->rules.nflags; i++)
		buf_printf(&text, " -%c%s", one->rules.flags[i].as_error ? 'E' : 'W',
			one->rules.flags[i].arg);
	key = arena_strndup(a, text.s, text.n);
	buf_free(&text);
	return key;
}

/* The one that is like it, or itself. */
static const struct project *
known(struct projects *p, const struct project *one, enum project_kind kind)
{
	struct project *copy;
	uint32_t number;

	number = map_put(&p->by_key, p->arena, hash_long(one->key, strlen(one->key)),
		(uint32_t)p->n);
	if (number < p->n)
		return p->v[number];
	if (kind == PROJECT_ZEPHYR && !p->told) {
		print_note("Zephyr's bindings are of a format of their own, and not "
			   "checked");
		p->told = true;
	}
	copy = arena_new(p->arena, struct project);
	*copy = *one;
	copy->number = p->n;
	*vec_add(p->arena, p) = copy;
	return copy;
}

static void
fill(struct project *one, enum project_kind kind, enum rule_strict strict,
	struct arena *a)
{
	one->name = kinds[kind].name;
	one->rules.dtc = true;
	add_flags(one, kind, strict, a);
	add_schemas(one, kind, a);
	/* without the tree's bindings it would name nearly every device */
	if (kinds[kind].rule && one->schemas.n)
		string_list_add(&one->rules.rules, a, kinds[kind].rule);
}

const struct project *
project_of(struct projects *p, const struct profile *profile, enum rule_strict strict,
	bool needs_tree, const char *input, struct fault *f)
{
	const struct layout *l = look_at(p, input);
	enum project_kind kind = profile->project, found = kind_of(l);
	struct project one = { 0 };
	bool own;

	if (kind == PROJECT_FOUND)
		kind = found;
	if (kind != PROJECT_NONE && kind == found)
		one.root = l->root;
	if (kind != PROJECT_NONE && kinds[kind].folders[0] && !one.root && needs_tree) {
		fault_set(f,
			"'%s' stands in no tree of %s, whose bindings it could be held "
			"against; --schema names others",
			input, kinds[kind].name);
		return NULL;
	}
	own = one.root && build_flags_has(&p->last.boards, target_of(input, p->arena));
	if (!own && p->last.project && p->last.profile == profile
		&& p->last.strict == strict)
		return p->last.project;
	for (size_t i = 0; i < profile->families.n; i++)
		string_list_add(&one.rules.rules, p->arena, profile->families.v[i]);
	if (kind != PROJECT_NONE)
		fill(&one, kind, strict, p->arena);
	if (own)
		build_flags_add(&p->last.boards, target_of(input, p->arena), &one.rules,
			p->arena);
	one.key = key_of(&one, kind, strict, p->arena);
	if (own)
		return known(p, &one, kind);
	p->last.project = known(p, &one, kind);
	p->last.profile = profile;
	p->last.strict = strict;
	return p->last.project;
}
