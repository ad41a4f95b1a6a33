/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/binding/set.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "schema/program/keywords.h"
#include "support.h"

static struct schema_set set;

static void
setup(void)
{
	schema_set_init(&set);
}

static void
teardown(void)
{
	schema_set_free(&set);
}

/* A layer of these texts, NULL at the end, as files of that name. */
static bool
add(const char *path, const char *const *texts, struct fault *f)
{
	struct schema_file files[4];
	uint32_t n;
	bool ok;

	*f = FAULT_INIT(&set.arena);
	for (n = 0; texts[n]; n++) {
		files[n] = (struct schema_file){ .path = path };
		files[n].fault = FAULT_INIT(&set.arena);
		files[n].text.n = strlen(texts[n]);
		files[n].text.data = (uint8_t *)strdup(texts[n]);
	}
	ok = schema_set_add_files(&set, n == 1 ? path : "a directory", files, n, f);
	while (n--)
		bytes_free(&files[n].text);
	return ok;
}

static bool
add_one(const char *path, const char *text, struct fault *f)
{
	return add(path, (const char *const[]){ text, NULL }, f);
}

static const char *
title(const char *id)
{
	const struct binding *b = schema_set_find(&set, id);
	const struct value *v = b ? value_get(b->root, K_TITLE) : NULL;

	return v ? v->s : NULL;
}

START_TEST(a_later_layer_overrides)
{
	struct fault f;

	ck_assert(add_one("a.yaml", "$id: http://x/a#\ntitle: First\n", &f));
	ck_assert(add_one("b.yaml", "$id: http://x/b#\ntitle: Other\n", &f));
	ck_assert(add_one(
		"c.json", "{ \"$id\": \"http://x/a\", \"title\": \"Second\" }", &f));
	set.below = true;
	ck_assert(add("d.yaml",
		(const char *const[]){ "$id: http://x/a#\ntitle: Below\n",
			"$id: http://x/d#\ntitle: New\n", NULL },
		&f));
	schema_set_finish(&set);
	ck_assert_uint_eq(set.count, 3);
	ck_assert_uint_eq(set.nlayers, 4);
	ck_assert_uint_eq(set.nfaults, 0);
	ck_assert_str_eq(title("http://x/a"), "Second");
	ck_assert_str_eq(title("http://x/a#"), "Second");
	ck_assert_str_eq(title("http://x/b"), "Other");
	ck_assert_str_eq(title("http://x/d"), "New");
	ck_assert_ptr_null(schema_set_find(&set, "http://x/e"));
	ck_assert_uint_eq(schema_set_find(&set, "http://x/a")->layer, 3);
	/* in the order they are applied in */
	ck_assert_str_eq(intern_str(&set.strings, set.bindings[0].id), "http://x/a");
	ck_assert_str_eq(intern_str(&set.strings, set.bindings[2].id), "http://x/d");
}
END_TEST

START_TEST(within_a_layer_the_first_is_kept)
{
	struct fault f;

	ck_assert(add("a.yaml",
		(const char *const[]){ "$id: http://x/a\ntitle: First\n",
			"# again\n$id: http://x/a#\ntitle: Second\n", "$id: [ ]\n",
			NULL },
		&f));
	schema_set_finish(&set);
	ck_assert_str_eq(title("http://x/a"), "First");
	ck_assert_uint_eq(set.nfaults, 2);
	ck_assert_uint_eq(set.faults[0].place.line, 2);
	ck_assert_uint_eq(set.faults[0].place.column, 6);
	ck_assert_ptr_nonnull(strstr(set.faults[0].message, "http://x/a"));
	ck_assert_uint_eq(set.faults[1].place.line, 1);
}
END_TEST

START_TEST(a_path_without_a_binding_is_a_fault)
{
	struct fault f;

	ck_assert(!add("a.yaml", (const char *const[]){ "a: 1\n", "b: 2\n", NULL }, &f));
	ck_assert_str_eq(f.message, "holds no binding (*.yaml)");
	ck_assert_uint_eq(set.nfaults, 2);
	ck_assert(!add_one("b.yaml", "", &f));
	ck_assert_str_eq(f.place.file, "b.yaml");
	f = FAULT_INIT(&set.arena);
	ck_assert(!schema_set_add(&set, "/nonexistent/bindings", &f));
	ck_assert_ptr_nonnull(strstr(f.message, "cannot be read"));
}
END_TEST

START_TEST(processed_schemas_are_taken_as_they_are)
{
	struct fault f;
	const struct value *v;

	ck_assert(add_one("all.json",
		"{ \"x\": { \"$id\": \"http://x/a#\", \"$filename\": \"/k/a.yaml\",\n"
		"  \"properties\": { \"compatible\": { \"const\": \"a\" } } },\n"
		"  \"generated-types\": { \"$id\": \"generated-types\" },\n"
		"  \"bad\": { \"$id\": \"http://x/b#\", \"type\": 7 },\n"
		"  \"version\": \"2026.6\" }",
		&f));
	schema_set_finish(&set);
	ck_assert_uint_eq(set.count, 1);
	ck_assert_str_eq(set.bindings[0].path, "/k/a.yaml");
	/* a binding's `const` would have become a list of one */
	v = value_get(value_get(set.bindings[0].root, K_PROPERTIES), K_COMPATIBLE);
	ck_assert_int_eq(value_get(v, K_CONST)->kind, V_STRING);
	ck_assert_uint_eq(set.nfaults, 1);
	ck_assert_str_eq(set.faults[0].place.file, "all.json");
	ck_assert_uint_eq(set.faults[0].place.line, 4);
}
END_TEST

START_TEST(references_are_known_by_their_place)
{
	struct fault f;

	ck_assert(add_one("a.yaml",
		"$id: http://x/a\nallOf:\n  - $ref: b#\nproperties:\n  $ref:\n"
		"    $ref: '#/x'\n",
		&f));
	ck_assert_uint_eq(set.bindings[0].nrefs, 2);
	ck_assert_str_eq(set.bindings[0].refs[0].s, "b#");
	ck_assert_uint_eq(set.bindings[0].refs[0].line, 3);
	ck_assert_uint_eq(set.bindings[0].refs[0].column, 11);
	ck_assert_str_eq(set.bindings[0].refs[1].s, "#/x");
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("layers");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_later_layer_overrides);
	tcase_add_test(t, within_a_layer_the_first_is_kept);
	tcase_add_test(t, a_path_without_a_binding_is_a_fault);
	tcase_add_test(t, processed_schemas_are_taken_as_they_are);
	tcase_add_test(t, references_are_known_by_their_place);
	return run_tests(t);
}
