/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blobs that are refused, and where; and what is read though it looks odd. */
#include "tree_made.h"

/* The load must fail, with these words in the message, at the offset (-1: any). */
static void
check_refused(const uint8_t *blob, size_t n, int64_t offset, const char *words)
{
	uint8_t *exact = malloc(n ? n : 1); /* so that sanitizers see the end */

	memcpy(exact, blob, n);
	ck_assert(!load_bytes(&made, exact, n));
	ck_assert_ptr_nonnull(made.fault.message);
	ck_assert_msg(strstr(made.fault.message, words) != NULL,
		"expected \"…%s…\", got \"%s\"", words, made.fault.message);
	if (offset >= 0)
		ck_assert_int_eq(made.fault.place.offset, offset);
	else
		ck_assert_int_ge(made.fault.place.offset, 0);
	tree_free(&made.tree);
	intern_free(&made.names);
	free(exact);
}

/* Header fields of a sound tree, overwritten. */
static const struct {
	uint32_t field; /* byte offset in the header (5.2) */
	uint32_t value;
	int64_t offset;
	const char *words;
} headers[] = {
	{ 0, 0xd00dfeee, 0, "begins with 0xd00dfeee, expected the magic number" },
	{ 0, 0xedfe0dd0, 0, "begins with 0xedfe0dd0, expected the magic number" },
	{ 4, 0xffffffff, -1, "totalsize" },
	{ 4, 0x7fffffff, -1, "totalsize" },
	{ 4, 0, -1, "outside the file" },
	{ 4, 39, -1, "outside the file" },
	{ 8, 0xfffffffc, 8, "off_dt_struct 0xfffffffc" },
	{ 8, 0x100000, 8, "off_dt_struct 0x100000" },
	{ 8, 0, 8, "off_dt_struct 0x0" },
	{ 12, 0xffffffff, 8, "off_dt_strings 0xffffffff" },
	{ 12, 0x100000, 8, "off_dt_strings 0x100000" },
	{ 16, 0xfffffff8, 8, "off_mem_rsvmap 0xfffffff8" },
	{ 16, 0x100000, 8, "off_mem_rsvmap 0x100000" },
	{ 20, 0, 20, "version 0" },
	{ 20, 1, 20, "version 1" },
	{ 24, 18, 20, "back to 18" },
	{ 24, 0xffffffff, 20, "back to 4294967295" },
	{ 32, 0xffffffff, 8, "outside the file" },
	{ 32, 0x100000, 8, "outside the file" },
	{ 36, 0xffffffff, 8, "outside the file" },
	{ 36, 0x100000, 8, "outside the file" },
};

static void
put32(uint8_t *p, uint32_t v)
{
	fdt32_t be = cpu_to_fdt32(v);

	memcpy(p, &be, 4);
}

START_TEST(bad_headers_are_refused)
{
	size_t n;

	make_guest();
	make_finish(&made);
	n = fdt_totalsize(made.blob);
	put32(made.blob + headers[_i].field, headers[_i].value);
	check_refused(made.blob, n, headers[_i].offset, headers[_i].words);
}
END_TEST

START_TEST(version_1_is_refused)
{
	size_t n;

	made = (struct made){ .blob = malloc(MAKE_SIZE) };
	n = compile_version(1, made.blob, MAKE_SIZE);
	check_refused(made.blob, n, 20, "version 1");
}
END_TEST

START_TEST(every_truncation_is_refused)
{
	size_t n;

	make_guest();
	make_finish(&made);
	n = fdt_totalsize(made.blob);
	check_refused(made.blob, 0, 0, "empty");
	for (size_t i = 1; i < 4; i++)
		check_refused(made.blob, i, (int64_t)i, "truncated");
	for (size_t i = 4; i < n; i++)
		check_refused(made.blob, i, (int64_t)i, "truncated");
	for (size_t i = 40; i < n; i++) { /* the header says so too */
		put32(made.blob + 4, (uint32_t)i);
		check_refused(made.blob, i, -1, "");
	}
}
END_TEST

/* Structure blocks by hand: tokens and other words, names as 4 bytes ("ab\0\0"). */
enum {
	B = FDT_BEGIN_NODE,
	E = FDT_END_NODE,
	P = FDT_PROP,
	Z = FDT_END,
	NAME_A = 0x61000000,
	NAME_AB = 0x61620000,
	NAME_SLASH = 0x612f6200,
	NAME_OPEN = 0x61616161,
};

static size_t
make_by_hand(const uint32_t *words, size_t n, const char *strings, size_t nstrings)
{
	size_t at_struct = 40 + 16, at_strings = at_struct + n * 4;
	uint32_t header[] = { FDT_MAGIC, (uint32_t)(at_strings + nstrings),
		(uint32_t)at_struct, (uint32_t)at_strings, 40, 17, 16, 0,
		(uint32_t)nstrings, (uint32_t)n * 4 };

	made = (struct made){ .blob = calloc(1, at_strings + nstrings) };
	for (size_t i = 0; i < 10; i++)
		put32(made.blob + i * 4, header[i]);
	for (size_t i = 0; i < n; i++)
		put32(made.blob + at_struct + i * 4, words[i]);
	memcpy(made.blob + at_strings, strings, nstrings);
	return at_strings + nstrings;
}

#define STRUCT_AT 56

/* The strings block is "x\0#address-cells\0open", the last without its NUL. */
static const struct {
	uint32_t words[16];
	size_t n;
	int64_t offset; /* from the start of the structure block, in words; -1: any */
	const char *words_of_fault;
} structs[] = {
	{ { Z }, 1, 0, "no root node" },
	{ { E, Z }, 2, 0, "without a node to end" },
	{ { P, 0, 0, Z }, 4, 0, "outside any node" },
	{ { B, 0, Z }, 3, 2, "node / is not ended" },
	{ { B, 0, B, NAME_A, E, Z }, 6, 5, "node / is not ended" },
	{ { B, 0, B, NAME_A, Z }, 5, 4, "node /a is not ended" },
	{ { B, 0, E, E, Z }, 5, 3, "without a node to end" },
	{ { B, 0, E, B, NAME_A, E, Z }, 7, 3, "second root" },
	{ { B, 0, E, FDT_NOP, Z }, 5, 3, "FDT_NOP behind the root" },
	{ { B, NAME_A, E, Z }, 4, 0, "root node with a name" },
	{ { B, 0, E }, 3, -1, "" },
	{ { B, 0, E, 3 }, 4, -1, "" },
	{ { B, 0 }, 2, -1, "" },
	{ { B, NAME_OPEN }, 2, -1, "" },
	{ { B }, 1, -1, "" },
	{ { B, 0, 5, E, Z }, 5, -1, "" },
	{ { B, 0, 0xffffffff, E, Z }, 5, -1, "" },
	{ { B, 0, P, 0, 0 }, 5, -1, "" },
	/* lengths past the end, those that overflow, and one that libfdt 1.6 loops on */
	{ { B, 0, P, 12, 0, E, Z }, 7, 2, "0xc bytes" },
	{ { B, 0, P, 0x7fffffff, 0, E, Z }, 7, 2, "0x7fffffff bytes" },
	{ { B, 0, P, 0x80000000, 0, E, Z }, 7, 2, "0x80000000 bytes" },
	{ { B, 0, P, 0xfffffff0, 0, E, Z }, 7, 2, "0xfffffff0 bytes" },
	{ { B, 0, P, 0xfffffff4, 0, E, Z }, 7, 2, "0xfffffff4 bytes" },
	{ { B, 0, P, 0xfffffff8, 0, E, Z }, 7, 2, "0xfffffff8 bytes" },
	{ { B, 0, P, 0xffffffff, 0, E, Z }, 7, 2, "0xffffffff bytes" },
	{ { B, 0, P, 4, 0, E, Z }, 7, -1, "" },
	{ { B, 0, P, 0, 0xffffffff, E, Z }, 7, 2, "outside the strings block" },
	{ { B, 0, P, 0, 0x1000, E, Z }, 7, 2, "outside the strings block" },
	{ { B, 0, P, 0, 17, E, Z }, 7, 2, "outside the strings block" }, /* no NUL */
	{ { B, 0, P, 0, 1, E, Z }, 7, 2, "empty" },
	{ { B, 0, B, 0, E, E, Z }, 7, 2, "empty name" },
	{ { B, 0, B, NAME_SLASH, E, E, Z }, 7, 2, "'/'" },
	{ { B, 0, B, NAME_A, E, P, 0, 0, E, Z }, 10, 5, "behind a subnode of /" },
	{ { B, 0, P, 4, 2, 0xffffffff, E, Z }, 8, 5, "<0xffffffff> in node /" },
	{ { B, 0, P, 4, 2, 0x100, E, Z }, 8, 5, "expected at most 255" },
	{ { B, 0, B, NAME_AB, P, 4, 2, 0xffffffff, E, E, Z }, 11, 7, "node /ab" },
};

START_TEST(bad_structures_are_refused)
{
	static const char strings[] = "x\0#address-cells\0open";
	int64_t offset = structs[_i].offset;
	size_t n = make_by_hand(
		structs[_i].words, structs[_i].n, strings, sizeof(strings) - 1);

	check_refused(made.blob, n, offset < 0 ? -1 : STRUCT_AT + 4 * offset,
		structs[_i].words_of_fault);
}
END_TEST

/* As many as are read, and one more: a name can be the end of another. */
START_TEST(long_names_are_refused)
{
	static const uint32_t good[] = { B, 0, P, 0, 1, E, Z };
	static const uint32_t bad[] = { B, 0, P, 0, 0, E, Z };
	static char strings[1024 + 2];
	size_t n;

	memset(strings, 'x', sizeof(strings) - 1);
	n = make_by_hand(bad, 7, strings, sizeof(strings));
	check_refused(made.blob, n, STRUCT_AT + 8, "longer than 1024 bytes");
	made_free(&made);
	n = make_by_hand(good, 7, strings, sizeof(strings));
	ck_assert_msg(load_bytes(&made, made.blob, n), "%s", made.fault.message);
	ck_assert_uint_eq(strlen(prop_name(&made.tree, made.tree.props)), 1024);
}
END_TEST

START_TEST(hand_made_trees_are_read_too)
{
	/* that the cases above fail for their own fault, not for the way they are made */
	static const uint32_t words[] = { FDT_NOP, B, 0, P, 4, 2, 255, B, NAME_A, P, 0, 0,
		FDT_NOP, E, E, Z };
	static const char strings[] = "x\0#address-cells";
	size_t n = make_by_hand(words, 16, strings, sizeof(strings));

	ck_assert_msg(load_bytes(&made, made.blob, n), "%s", made.fault.message);
	ck_assert_uint_eq(made.tree.nnodes, 2);
	ck_assert_uint_eq(made.tree.nodes->address_cells, 255);
	ck_assert_str_eq(prop_name(&made.tree, made.tree.props + 1), "x");
}
END_TEST

START_TEST(reservations_without_an_end_are_refused)
{
	static const uint32_t words[] = { B, 0, E, Z };
	size_t n = make_by_hand(words, 4, "x", 2);

	for (size_t i = 40; i < n; i++)
		made.blob[i] = 0xa5;
	put32(made.blob + 16, (uint32_t)n / 8 * 8);
	check_refused(made.blob, n, -1, "");
}
END_TEST

/* A chain of @levels nodes below the root. */
static size_t
make_deep(uint32_t levels)
{
	size_t n = 0, words_n = (size_t)levels * 3 + 4, size;
	uint32_t *words = calloc(words_n, sizeof(*words));

	words[n++] = B;
	words[n++] = 0;
	for (uint32_t i = 0; i < levels; i++) {
		words[n++] = B;
		words[n++] = NAME_A;
	}
	for (uint32_t i = 0; i <= levels; i++)
		words[n++] = E;
	words[n++] = Z;
	ck_assert_uint_eq(n, words_n);
	size = make_by_hand(words, n, "x", 2);
	free(words);
	return size;
}

START_TEST(nesting_is_read_up_to_the_limit)
{
	size_t n = make_deep(TREE_DEPTH_MAX);

	ck_assert_msg(load_bytes(&made, made.blob, n), "%s", made.fault.message);
	ck_assert_uint_eq(made.tree.nnodes, TREE_DEPTH_MAX + 1);
	ck_assert_uint_eq(strlen(node_path(&made.tree, made.tree.nodes + TREE_DEPTH_MAX,
				  &made.arena)),
		2 * TREE_DEPTH_MAX);
}
END_TEST

START_TEST(nesting_beyond_the_limit_is_refused)
{
	static const uint32_t levels[] = { TREE_DEPTH_MAX + 1, 10000, 1000000 };
	size_t n = make_deep(levels[_i]);

	check_refused(made.blob, n, STRUCT_AT + 8 * (TREE_DEPTH_MAX + 1), "deeper than");
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof(*(table)))

int
main(void)
{
	TCase *c = tcase_create("load");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_loop_test(c, bad_headers_are_refused, 0, COUNT(headers));
	tcase_add_test(c, version_1_is_refused);
	tcase_add_test(c, every_truncation_is_refused);
	tcase_add_loop_test(c, bad_structures_are_refused, 0, COUNT(structs));
	tcase_add_test(c, long_names_are_refused);
	tcase_add_test(c, hand_made_trees_are_read_too);
	tcase_add_test(c, reservations_without_an_end_are_refused);
	tcase_add_test(c, nesting_is_read_up_to_the_limit);
	tcase_add_loop_test(c, nesting_beyond_the_limit_is_refused, 0, 3);
	return run_tests(c);
}
