/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How properties are read, by the rules of dt-schema's dtschema/dtb.py. */
#include "schema/decode/decode.h"

#include "schema_support.h"

static struct made made;
static struct bound bound;

static void
teardown(void)
{
	made_free(&made);
	bound_free(&bound);
}

static void
setup(void)
{
	bind_text(&bound,
		BINDING("all") "select: true\n"
			       "properties:\n"
			       "  \"#clock-cells\": { $ref: types.yaml#/definitions/uint32 }\n"
			       "  phandle: { $ref: types.yaml#/definitions/uint32 }\n"
			       "  clocks: { $ref: types.yaml#/definitions/phandle-array }\n"
			       "  names: { $ref: types.yaml#/definitions/string-array }\n"
			       "  flag: { type: boolean }\n"
			       "  big: { $ref: types.yaml#/definitions/uint64 }\n"
			       "  either:\n"
			       "    oneOf:\n"
			       "      - $ref: types.yaml#/definitions/uint64\n"
			       "      - $ref: types.yaml#/definitions/int64\n"
			       "  half: { $ref: types.yaml#/definitions/uint16 }\n"
			       "  list: { $ref: types.yaml#/definitions/uint32-array }\n"
			       "  table:\n"
			       "    $ref: types.yaml#/definitions/uint32-matrix\n"
			       "    items: { minItems: 2, maxItems: 2 }\n");
	make_start(&made);
}

static const struct value *
get(const char *path, const char *name)
{
	const struct value *v = decoded(&bound, &made, path, name);

	ck_assert_msg(v != NULL, "%s: no %s", path, name);
	return v;
}

static void
expect_rows(const struct value *v, const uint32_t *lengths, uint32_t n)
{
	ck_assert_uint_eq(v->kind, V_ARRAY);
	ck_assert_uint_eq(v->n, n);
	for (uint32_t i = 0; i < n; i++)
		ck_assert_uint_eq(v->items[i].n, lengths[i]);
}

#define expect_lengths(v, ...) \
	expect_rows((v), (const uint32_t[]){ __VA_ARGS__ }, \
		sizeof((const uint32_t[]){ __VA_ARGS__ }) / 4)

static void
make_clock(const char *name, uint32_t phandle, uint32_t cells)
{
	make_node(&made, name);
	make_cells(&made, "phandle", phandle);
	make_cells(&made, "#clock-cells", cells);
	make_end(&made);
}

START_TEST(scalars)
{
	make_flag(&made, "flag");
	make_strings(&made, "names", "a\0bc");
	make_cells(&made, "big", 1, 2);
	make_cells(&made, "either", 0xffffffff, 0xffffffff);
	make_bytes(&made, "half", "\1\2", 2);
	make_cells(&made, "list", 1, 2, 3);
	make_cells(&made, "table", 1, 2, 3, 4);
	make_cells(&made, "unknown", 1);
	make_load(&made);
	validate(&bound, &made);
	ck_assert_uint_eq(get("/", "flag")->kind, V_TRUE);
	ck_assert_uint_eq(get("/", "names")->n, 2);
	ck_assert_uint_eq(get("/", "names")->items[1].n, 2);
	ck_assert_uint_eq(get("/", "big")->kind, V_INT);
	ck_assert_uint_eq(get("/", "big")->u, 0x100000002);
	/* of a pair dtb.py leaves the signed one */
	ck_assert_uint_eq(get("/", "either")->kind, V_NEGINT);
	ck_assert_int_eq(get("/", "either")->i, -1);
	ck_assert_uint_eq(get("/", "half")->u, 0x102);
	ck_assert_uint_eq(get("/", "half")->bits, 16);
	ck_assert_uint_eq(get("/", "list")->kind, V_CELLS);
	ck_assert_uint_eq(get("/", "list")->n, 3);
	expect_lengths(get("/", "table"), 2, 2);
	ck_assert_uint_eq(get("/", "unknown")->kind, V_BYTES);
}
END_TEST

/* Rows are cut by what each phandle's node counts. */
START_TEST(phandles)
{
	make_clock("c0", 1, 0);
	make_clock("c2", 2, 2);
	make_node(&made, "user");
	make_cells(&made, "clocks", 2, 7, 8, 1, 2, 9, 9);
	make_end(&made);
	make_load(&made);
	validate(&bound, &made);
	expect_lengths(get("/user", "clocks"), 3, 1, 3);
}
END_TEST

/* A last row may be short; what stands behind a phandle to nowhere is not looked at. */
START_TEST(phandles_that_lie)
{
	make_clock("c2", 2, 2);
	make_clock("huge", 3, 0xffffffff);
	make_node(&made, "short");
	make_cells(&made, "clocks", 2, 7);
	make_end(&made);
	make_node(&made, "nowhere");
	make_cells(&made, "clocks", 2, 7, 8, 99, 1);
	make_end(&made);
	make_node(&made, "huge-user");
	make_cells(&made, "clocks", 3, 1, 2);
	make_end(&made);
	make_node(&made, "odd");
	make_bytes(&made, "clocks", "\0\0\0\2\0", 5);
	make_end(&made);
	make_load(&made);
	validate(&bound, &made);
	expect_lengths(get("/short", "clocks"), 2);
	expect_lengths(get("/nowhere", "clocks"), 3);
	ck_assert_uint_eq(get("/huge-user", "clocks")->kind, V_ARRAY);
	ck_assert_uint_eq(get("/odd", "clocks")->kind, V_BYTES);
}
END_TEST

/* No NUL at the end, or other than ASCII: it stays bytes, and so fails its type. */
START_TEST(strings_that_lie)
{
	make_node(&made, "a");
	make_bytes(&made, "names", "ab", 2);
	make_end(&made);
	make_node(&made, "b");
	make_bytes(&made, "names", "\xff", 2);
	make_end(&made);
	make_load(&made);
	validate(&bound, &made);
	ck_assert_uint_eq(get("/a", "names")->kind, V_BYTES);
	ck_assert_uint_eq(get("/b", "names")->kind, V_BYTES);
	ck_assert_uint_eq(bound.n, 2);
	ck_assert_uint_eq(bound.found[0].op, OP_TYPE);
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("decode");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, scalars);
	tcase_add_test(c, phandles);
	tcase_add_test(c, phandles_that_lie);
	tcase_add_test(c, strings_that_lie);
	return run_tests(c);
}
