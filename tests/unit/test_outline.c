/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a binding says, for people; expected is what stands in the binding. */
#include "schema/outline/outline.h"
#include "schema_support.h"

#include <check.h>

static const char device[] = BINDING(
	"a/device") "description: Of the device. More of it.\n"
		    "allOf: [ { $ref: bus.yaml# } ]\n"
		    "properties:\n"
		    "  compatible:\n"
		    "    oneOf:\n"
		    "      - items: [ { enum: [ \"x,one\", \"x,two\" ] }, { const: \"x,base\" } ]\n"
		    "      - const: \"x,base\"\n"
		    "  clocks: { items: [ { description: A. }, { description: B. } ] }\n"
		    "  clock-names: { minItems: 1, items: [ { const: a }, { const: b } ] }\n"
		    "  x,level: { $ref: /schemas/types.yaml#/definitions/uint32, minimum: 2 }\n"
		    "  x,flag: { type: boolean }\n"
		    "  x,delay-ms: { maxItems: 3 }\n"
		    "  child: { type: object, $ref: bus.yaml# }\n"
		    "  never: false\n"
		    "patternProperties: { \"^port@\": { type: object } }\n"
		    "required: [ compatible, elsewhere ]\n"
		    "unevaluatedProperties: false\n";

static const char bus[] = BINDING("a/bus") "select: false\n"
					   "properties: { elsewhere: true }\n";

static struct bound b;
static struct arena arena;
static struct outline o;

static void
setup(void)
{
	const char *const texts[] = { device, bus };
	struct fault f;
	uint32_t i;

	arena = (struct arena){ 0 };
	f = FAULT_INIT(&arena);
	bind_texts(&b, texts, 2);
	for (i = 0; i < b.program.nroots; i++)
		if (strstr(program_string(&b.program, b.program.roots[i].id),
			    "/a/device"))
			ck_assert_msg(outline_read(&o, &b.program, i, false, &arena, &f),
				"%s", f.message);
}

static void
teardown(void)
{
	bound_free(&b);
	arena_free(&arena);
}

static const struct outline_property *
property(const char *name)
{
	size_t i;

	for (i = 0; i < o.nproperties; i++)
		if (!strcmp(o.properties[i].name, name))
			return &o.properties[i];
	return NULL;
}

static void
check_property(const char *name, const char *type, const char *values, bool required)
{
	const struct outline_property *p = property(name);

	ck_assert_msg(p, "%s", name);
	ck_assert_pstr_eq(p->type, type);
	ck_assert_pstr_eq(p->values, values);
	ck_assert_int_eq(p->required, required);
}

START_TEST(the_binding_is_told)
{
	ck_assert_str_eq(o.id, "http://devicetree.org/schemas/a/device.yaml");
	ck_assert_str_eq(o.title, "a/device");
	ck_assert_str_eq(o.description, "Of the device");
	ck_assert_int_eq(o.kind, ROOT_COMPATIBLE);
	ck_assert(!o.closed && o.closed_after_refs);
}
END_TEST

START_TEST(compatible_strings_are_lists_and_each_once)
{
	ck_assert_uint_eq(o.alternatives.n, 2);
	ck_assert_str_eq(o.alternatives.v[0], "'x,one' or 'x,two', then 'x,base'");
	ck_assert_str_eq(o.alternatives.v[1], "'x,base'");
	ck_assert_uint_eq(o.compatible.n, 3);
	ck_assert_str_eq(o.compatible.v[2], "x,base");
}
END_TEST

START_TEST(properties_have_types_and_values)
{
	check_property("clocks", NULL, "2 items", false);
	ck_assert_str_eq(property("clocks")->description, "1: A; 2: B");
	check_property(
		"clock-names", "string-array", "1 or 2 items: 'a', then 'b'", false);
	check_property("x,level", "uint32", "at least 2", false);
	check_property("x,flag", "flag", NULL, false);
	check_property("x,delay-ms", NULL, "3 items", false);
	check_property("child", "node", NULL, false);
	check_property("^port@", "node", NULL, false);
	ck_assert(property("^port@")->is_pattern && !property("child")->is_pattern);
}
END_TEST

/* What is required and what is referred to; not what is forbidden, or any node's. */
START_TEST(what_is_not_of_the_binding_is_left_out)
{
	ck_assert_ptr_null(property("never"));
	ck_assert_ptr_null(property("phandle"));
	ck_assert_ptr_null(property("status"));
	check_property("elsewhere", NULL, NULL, true);
	ck_assert(property("compatible")->required);
}
END_TEST

START_TEST(references_are_told_once_with_their_places)
{
	ck_assert_uint_eq(o.nrefs, 1);
	ck_assert_str_eq(o.refs[0].id, "http://devicetree.org/schemas/a/bus.yaml");
	ck_assert_uint_ne(o.refs[0].root, ROOT_NONE);
	ck_assert_uint_eq(o.refs[0].places.n, 1);
	ck_assert_str_eq(o.refs[0].places.v[0], "child");
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("outline");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, the_binding_is_told);
	tcase_add_test(t, compatible_strings_are_lists_and_each_once);
	tcase_add_test(t, properties_have_types_and_values);
	tcase_add_test(t, what_is_not_of_the_binding_is_left_out);
	tcase_add_test(t, references_are_told_once_with_their_places);
	return run_tests(t);
}
