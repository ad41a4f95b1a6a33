/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What lint_run() calls and keeps. Expected values: rules/rule.h, and docs/dtc-checks.md
 * for how many findings of one rule are kept of one tree.
 */
#include "rules/rule.h"

#include "support.h"

enum { KEPT = 10000, KEPT_BYTES = 4 << 20 };

#define NO_REG "dtc/unit_address_vs_reg"
#define ODD_NAME "dtc/node_name_chars_strict"

static struct made made;
static struct arena arena;
static struct diag_list diags;

static void
teardown(void)
{
	made_free(&made);
	arena_free(&arena);
	diags = (struct diag_list){ 0 };
}

/* What stands in /, each a finding of NO_REG. */
static void
make_findings(unsigned int from, unsigned int n)
{
	char name[16];

	for (unsigned int i = from; i < from + n; i++) {
		snprintf(name, sizeof(name), "n%u@1", i);
		make_node(&made, name);
		make_end(&made);
	}
}

static struct rule_config *
config_of(const char *selectors)
{
	struct rule_config *c = rule_config_new(&arena, STRICT_NOT, NULL);
	struct fault f = FAULT_INIT(&arena);

	ck_assert_msg(rule_config_select(c, &selectors, 1, &f), "%s", f.message);
	return c;
}

/* Lints the tree by the rules of those names; what was found before goes. */
static void
lint(const char *selectors)
{
	struct lint l = { .tree = &made.tree,
		.file = "tree.dtb",
		.input = 1,
		.arena = &arena,
		.scratch = &made.arena,
		.diags = &diags,
		.config = config_of(selectors) };

	diags = (struct diag_list){ .arena = &arena };
	lint_run(&l);
	diag_sort(&diags);
}

static size_t
found_by(const char *rule)
{
	size_t i, n = 0;

	for (i = 0; i < diags.n; i++)
		n += !strcmp(diags.v[i]->rule->id, rule) && diags.v[i]->node;
	return n;
}

/* The last diagnostic, which says that more were left out. */
static void
must_be_cut(const char *rule, size_t kept)
{
	const struct diag *d = diags.v[diags.n - 1];
	char number[64];

	snprintf(number, sizeof(number), "%zu findings of this rule", kept);
	ck_assert_str_eq(d->rule->id, rule);
	ck_assert_ptr_null(d->node);
	ck_assert_uint_eq(d->input, 1);
	ck_assert_msg(!strncmp(d->message, number, strlen(number)), "%s", d->message);
	ck_assert_ptr_nonnull(strstr(d->message, "not searched for more"));
}

START_TEST(findings_below_the_cap_are_all_there)
{
	make_start(&made);
	make_findings(0, KEPT - 1);
	make_load(&made);
	lint(NO_REG);
	ck_assert_uint_eq(diags.n, KEPT - 1);
	ck_assert_uint_eq(found_by(NO_REG), KEPT - 1);
}
END_TEST

START_TEST(findings_are_cut_by_number)
{
	make_start(&made);
	make_findings(0, KEPT + 50);
	make_load(&made);
	lint(NO_REG);
	ck_assert_uint_eq(diags.n, KEPT + 1);
	ck_assert_uint_eq(found_by(NO_REG), KEPT);
	ck_assert_str_eq(diags.v[0]->node, "/n0@1");
	ck_assert_str_eq(diags.v[KEPT - 1]->node, "/n9999@1");
	must_be_cut(NO_REG, KEPT);
}
END_TEST

/* Their paths are 30,000 bytes each: some 140 of them are 4 MiB. */
START_TEST(findings_are_cut_by_size)
{
	enum { PATH = 30000, NODES = 200 };
	char *name = malloc(PATH + 1);
	size_t i, kept, bytes = 0;

	ck_assert_ptr_nonnull(name);
	memset(name, 'p', PATH);
	name[PATH] = '\0';
	make_start(&made);
	make_node(&made, name);
	free(name);
	make_findings(0, NODES);
	make_end(&made);
	make_load(&made);
	lint(NO_REG);
	kept = found_by(NO_REG);
	for (i = 0; i < kept; i++)
		bytes += strlen(diags.v[i]->node) + strlen(diags.v[i]->message);
	ck_assert_uint_lt(kept, NODES);
	ck_assert_uint_ge(bytes, KEPT_BYTES);
	ck_assert_uint_lt(bytes, KEPT_BYTES + 2 * PATH);
	must_be_cut(NO_REG, kept);
}
END_TEST

/* One rule's cap is none of another's. */
START_TEST(other_rules_go_on)
{
	make_start(&made);
	make_findings(0, KEPT + 10);
	make_node(&made, "odd_name");
	make_end(&made);
	make_load(&made);
	lint(NO_REG "," ODD_NAME);
	ck_assert_uint_eq(found_by(NO_REG), KEPT);
	ck_assert_uint_eq(found_by(ODD_NAME), 1);
	must_be_cut(NO_REG, KEPT);
}
END_TEST

/* dtc/reg_format is silent where address_cells_is_cell, which nobody asked for, fails. */
START_TEST(prerequisites_are_run_unreported)
{
	make_start(&made);
	make_node(&made, "bus");
	make_cells(&made, "#address-cells", 1, 1);
	make_node(&made, "device@1");
	make_cells(&made, "reg", 1);
	make_end(&made);
	make_end(&made);
	make_load(&made);
	lint("dtc/reg_format");
	ck_assert_uint_eq(diags.n, 0);
	lint("dtc/reg_format,dtc/address_cells_is_cell");
	ck_assert_uint_eq(diags.n, 1);
	ck_assert_uint_eq(found_by("dtc/address_cells_is_cell"), 1);
}
END_TEST

/* Which rules a name calls is kept, for names that are met later too. */
START_TEST(plans_serve_many_trees)
{
	static const char *const last[] = { "one_line", "no-line", "one_line", "a_line" };
	struct lint l = { .tree = &made.tree,
		.file = "tree.dtb",
		.arena = &arena,
		.diags = &diags,
		.config = config_of(ODD_NAME) };
	struct intern names = { 0 };
	unsigned int turn;

	names_init(&names);
	l.plan = rule_plan_new(&arena, l.config);
	for (turn = 0; turn < 4; turn++) {
		struct arena scratch = { 0 };

		make_start(&made);
		make_findings(turn * 2000, 2000);
		make_node(&made, last[turn]);
		make_end(&made);
		make_finish(&made);
		ck_assert(tree_load(&made.tree, &names, made.blob,
			fdt_totalsize(made.blob), &made.fault));
		l.scratch = &scratch;
		diags = (struct diag_list){ .arena = &arena };
		lint_run(&l);
		ck_assert_uint_eq(found_by(ODD_NAME), turn != 1);
		arena_free(&scratch);
		made_free(&made);
		made = (struct made){ 0 };
	}
	intern_free(&names);
}
END_TEST

/* A property that stands twice in a node is looked at by what it means: once. */
START_TEST(repeated_properties_call_a_bus_once)
{
	static const char bus[] = "simple-bus";

	make_start(&made);
	make_cells(&made, "#address-cells", 1);
	make_cells(&made, "#size-cells", 1);
	make_node(&made, "bus");
	make_bytes(&made, "compatible", bus, sizeof(bus));
	make_bytes(&made, "compatible", bus, sizeof(bus));
	make_cells(&made, "#address-cells", 1);
	make_cells(&made, "#size-cells", 1);
	make_node(&made, "device@2");
	make_cells(&made, "reg", 1, 1);
	make_end(&made);
	make_end(&made);
	make_load(&made);
	lint("dtc/simple_bus_reg");
	ck_assert_uint_eq(found_by("dtc/simple_bus_reg"), 1);
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("lint");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_test(c, findings_below_the_cap_are_all_there);
	tcase_add_test(c, findings_are_cut_by_number);
	tcase_add_test(c, findings_are_cut_by_size);
	tcase_add_test(c, other_rules_go_on);
	tcase_add_test(c, prerequisites_are_run_unreported);
	tcase_add_test(c, plans_serve_many_trees);
	tcase_add_test(c, repeated_properties_call_a_bus_once);
	return run_tests(c);
}
