/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/program/program.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "doc/yaml_read.h"
#include "schema/compile/compile.h"
#include "schema/run/machine.h"
#include "support.h"

static const char binding[] =
	"$id: http://example.com/schemas/device.yaml#\n"
	"select: { required: [ level ] }\n"
	"properties:\n"
	"  compatible: { contains: { enum: [ 'acme,a', 'acme,b' ] } }\n"
	"  level: { enum: [ 1, 2, -3 ], multipleOf: 2, maximum: 18446744073709551615 }\n"
	"  name: { const: [ one, { two: 3 } ] }\n"
	"patternProperties: { '^x-[0-9]+$': { uniqueItems: true, minItems: 2 } }\n"
	"additionalProperties: false\n"
	"dependentRequired: { level: [ name ] }\n"
	"dependentSchemas: { name: { not: { required: [ other ] } } }\n"
	"if: { required: [ level ] }\n"
	"then: { $ref: '#/$defs/some' }\n"
	"$defs: { some: { allOf: [ { type: object }, { $ref: '#/$defs/none' } ] },\n"
	"         none: { propertyNames: { pattern: '^[a-z-]+$' } } }\n";

static void *image;
static size_t size;

static void
setup(void)
{
	struct fault f;
	struct schema_set s;
	struct value *root;

	schema_set_init(&s);
	f = FAULT_INIT(&s.arena);
	s.builder.arena = &s.arena;
	root = yaml_read(&s.builder, binding, sizeof(binding) - 1, &f);
	ck_assert_msg(root != NULL, "%s", f.message);
	ck_assert_msg(
		schema_set_put(&s, "device.yaml", root, false, &f), "%s", f.message);
	schema_set_finish(&s);
	image = schema_compile(&s, &size);
	schema_set_free(&s);
}

static void
teardown(void)
{
	free(image);
}

/* Whether a changed image is taken, and why not. */
static bool
opens(enum program_trust trust, struct arena *a, const char **why)
{
	struct fault f = FAULT_INIT(a);
	struct program p;
	bool ok = program_open(&p, image, size, trust, &f);

	*why = ok ? "" : f.message;
	return ok;
}

static void
seal(void)
{
	struct program_header *h = image;

	h->checksum = program_checksum(h);
}

START_TEST(what_was_compiled_opens)
{
	struct arena a = { 0 };
	const char *why;

	ck_assert_msg(opens(PROGRAM_FOREIGN, &a, &why), "%s", why);
	ck_assert_msg(opens(PROGRAM_OWN, &a, &why), "%s", why);
	arena_free(&a);
}
END_TEST

START_TEST(any_bit_that_flips_is_found)
{
	struct arena a = { 0 };
	uint8_t *bytes = image;
	const char *why;
	size_t i;

	/* what is behind it is no part of what is run */
	for (i = 0; i < ((struct program_header *)image)->run_size * 8u; i += 7) {
		bytes[i / 8] ^= (uint8_t)(1u << (i % 8));
		ck_assert_msg(!opens(PROGRAM_OWN, &a, &why), "bit %zu", i);
		ck_assert_msg(*why != '\0', "bit %zu", i);
		bytes[i / 8] ^= (uint8_t)(1u << (i % 8));
	}
	arena_free(&a);
}
END_TEST

START_TEST(a_file_that_is_cut_is_refused)
{
	struct arena a = { 0 };
	struct program p;
	size_t n;

	for (n = 0; n < size; n++) {
		struct fault f = FAULT_INIT(&a);
		void *part = malloc(n + 1);

		memcpy(part, image, n);
		ck_assert_msg(
			!program_open(&p, part, n, PROGRAM_OWN, &f), "%zu bytes", n);
		ck_assert_ptr_nonnull(f.message);
		free(part);
	}
	arena_free(&a);
}
END_TEST

static void
run(const struct program *p)
{
	struct machine *m = machine_new(p);
	struct value members[] = { { .kind = V_INT, .u = 2 },
		{ .kind = V_STRING, .s = "x", .n = 1 } };
	struct member list[2];
	struct value v = { .kind = V_OBJECT, .n = 2, .members = list };
	uint32_t i;

	list[0] = (struct member){ .key = machine_name(m, "level", 5),
		.value = members[0] };
	list[1] = (struct member){ .key = machine_name(m, "x-1", 3),
		.value = members[1] };
	list[1].value.id = machine_name(m, "x", 1);
	for (i = 0; i < p->nroots; i++) {
		machine_valid(m, p->roots[i].select, &v);
		machine_valid(m, p->roots[i].body, &v);
	}
	machine_free(m);
}

/* Sealed anew, whatever is taken must run within the block: the sanitizers look on. */
START_TEST(whatever_opens_can_be_run)
{
	static const uint32_t values[] = { 0, 1, 3, 7, 0xff, 0x10000, 0x7fffffff,
		0xfffffffe, 0xffffffff };
	struct arena a = { 0 };
	uint32_t *words = image, before;
	size_t first = offsetof(struct program_header, undocumented) / 4, i, k, taken = 0;
	struct program p;

	for (i = first; i < ((struct program_header *)image)->run_size / 4; i++) {
		for (k = 0; k < sizeof(values) / sizeof(*values); k++) {
			struct fault f = FAULT_INIT(&a);

			before = words[i];
			words[i] = values[k];
			seal();
			if (program_open(&p, image, size, PROGRAM_FOREIGN, &f)) {
				run(&p);
				taken++;
			}
			words[i] = before;
			arena_reset(&a);
		}
	}
	ck_assert_uint_gt(taken, 0);
	arena_free(&a);
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("open");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, what_was_compiled_opens);
	tcase_add_test(t, any_bit_that_flips_is_found);
	tcase_add_test(t, a_file_that_is_cut_is_refused);
	tcase_add_test(t, whatever_opens_can_be_run);
	return run_tests(t);
}
