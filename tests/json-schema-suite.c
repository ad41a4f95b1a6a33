/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * json-schema-suite [DIR]: holds the schema engine to cases in the form of the official
 * JSON-Schema-Test-Suite. Those of this project always; and where DIR is the suite,
 * unpacked, all its required cases of draft 2019-09 but for format, content and
 * vocabulary, which the engine does not have.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/io.h"
#include "doc/json_read.h"
#include "schema/binding/check.h"
#include "schema/compile/compile.h"
#include "schema/program/keywords.h"
#include "schema/run/machine.h"

#define META_URI "https://json-schema.org/draft/2019-09/schema"
#define REMOTES_URI "http://localhost:1234/"

struct suite {
	unsigned int passed;
	unsigned int failed;
};

/* What one file of cases is read with. */
struct session {
	struct arena arena;
	struct intern strings;
	struct builder builder;
	struct schema_check check;
	const char *remotes; /* a directory, or NULL */
	struct value *meta;
	struct {
		const char *uri;
		struct value *root;
		bool anchored;
	} documents[256];
	size_t ndocuments;
};

static struct value *
read_json(struct session *s, const char *path)
{
	struct fault f = FAULT_INIT(&s->arena);
	struct value *v = NULL;
	struct bytes text;

	if (io_read(path, IO_INPUT_MAX, &text, &f)) {
		v = json_read(&s->builder, (const char *)text.data, text.n, &f);
		bytes_free(&text);
	}
	if (!v)
		fprintf(stderr, "%s:%u:%u: %s\n", path, f.place.line, f.place.column,
			f.message);
	return v;
}

static void
add_document(struct session *s, const char *uri, const char *path)
{
	struct fault f = FAULT_INIT(&s->arena);
	struct value *v = read_json(s, path);

	if (!v || s->ndocuments == sizeof(s->documents) / sizeof(s->documents[0])
		|| !schema_check(&s->check, v, &f))
		return;
	s->documents[s->ndocuments].uri = uri;
	s->documents[s->ndocuments].root = v;
	s->documents[s->ndocuments++].anchored = s->check.anchored;
}

static bool
is_other_draft(const char *name)
{
	return (!strncmp(name, "draft", 5) && strcmp(name, "draft2019-09"))
	       || !strcmp(name, "v1");
}

static void
add_remotes(struct session *s, const char *dir, const char *uri)
{
	struct dirent *e;
	struct stat st;
	DIR *d = opendir(dir);

	while (d && (e = readdir(d))) {
		char *path = arena_printf(&s->arena, "%s/%s", dir, e->d_name);
		char *address = arena_printf(&s->arena, "%s%s", uri, e->d_name);

		if (e->d_name[0] == '.' || is_other_draft(e->d_name) || stat(path, &st))
			continue;
		if (S_ISDIR(st.st_mode))
			add_remotes(s, path, arena_printf(&s->arena, "%s/", address));
		else
			add_document(s, address, path);
	}
	if (d)
		closedir(d);
}

static void
session_start(struct session *s, const char *remotes)
{
	*s = (struct session){ 0 };
	keywords_init(&s->strings);
	s->builder.arena = s->check.arena = &s->arena;
	s->builder.strings = &s->strings;
	s->check.strings = &s->strings;
	add_document(s, META_URI, FIXTURES "/meta-2019-09.json");
	if (remotes)
		add_remotes(s, remotes, REMOTES_URI);
}

static void
session_end(struct session *s)
{
	builder_free(&s->builder);
	intern_free(&s->strings);
	arena_free(&s->arena);
}

/* From the numbers a document was read with to those of a machine. */
static void
renumber(struct session *s, struct machine *m, struct value *v)
{
	const char *text;
	uint32_t i;

	if (v->kind == V_STRING)
		v->id = machine_name(m, v->s, v->n);
	for (i = 0; v->kind == V_ARRAY && i < v->n; i++)
		renumber(s, m, &v->items[i]);
	for (i = 0; v->kind == V_OBJECT && i < v->n; i++) {
		text = intern_str(&s->strings, v->members[i].key);
		v->members[i].key = machine_name(m, text, strlen(text));
		renumber(s, m, &v->members[i].value);
	}
}

static atom_t
atom(struct session *s, const char *text)
{
	return intern(&s->strings, text, strlen(text));
}

static const char *
string_of(struct session *s, const struct value *object, const char *key)
{
	const struct value *v = value_get(object, atom(s, key));

	return v && v->kind == V_STRING ? v->s : "?";
}

static void
run_tests(struct suite *suite, struct session *s, const char *file,
	const struct value *group, const void *image)
{
	const struct value *tests = value_get(group, atom(s, "tests")), *valid;
	struct value data;
	struct program p;
	struct machine *m;
	uint32_t i;
	bool got;

	program_view(&p, image);
	m = machine_new(&p);
	for (i = 0; tests && i < tests->n; i++) {
		data = value_copy(
			value_get(&tests->items[i], atom(s, "data")), &s->arena);
		valid = value_get(&tests->items[i], atom(s, "valid"));
		renumber(s, m, &data);
		got = machine_valid(m, p.roots[0].body, &data);
		if (got == (valid->kind == V_TRUE) && !m->exhausted) {
			suite->passed++;
			continue;
		}
		suite->failed++;
		printf("%s: %s: %s: %s, expected %s\n", file,
			string_of(s, group, "description"),
			string_of(s, &tests->items[i], "description"),
			m->exhausted ? "no verdict"
			: got        ? "valid"
				     : "invalid",
			valid->kind == V_TRUE ? "valid" : "invalid");
	}
	machine_free(m);
}

static void
run_group(struct suite *suite, struct session *s, const char *file,
	const struct value *group)
{
	const struct value *schema = value_get(group, atom(s, "schema"));
	const struct value *tests = value_get(group, atom(s, "tests"));
	struct fault f = FAULT_INIT(&s->arena);
	struct resolver r;
	uint32_t resource;
	void *image = NULL;
	size_t size, i;

	resolver_init(&r, &s->arena, &s->strings);
	if (schema_check(&s->check, schema, &f)) {
		resource = resolver_add(
			&r, "https://dtlint.test/case", schema, s->check.anchored);
		for (i = 0; i < s->ndocuments; i++)
			resolver_add(&r, s->documents[i].uri, s->documents[i].root,
				s->documents[i].anchored);
		image = schema_compile_one(
			&s->arena, &r, resource, s->check.recursive, &size, &f);
	}
	if (image) {
		run_tests(suite, s, file, group, image);
	} else {
		suite->failed += tests ? tests->n : 1;
		printf("%s: %s: %s\n", file, string_of(s, group, "description"),
			f.message);
	}
	free(image);
	resolver_free(&r);
}

static void
run_file(struct suite *suite, const char *path, const char *remotes)
{
	struct session *s = malloc(sizeof(*s));
	struct value *groups;
	uint32_t i;

	if (!s)
		abort();
	session_start(s, remotes);
	groups = read_json(s, path);
	if (!groups || groups->kind != V_ARRAY)
		suite->failed++;
	for (i = 0; groups && i < groups->n; i++)
		run_group(suite, s, strrchr(path, '/') + 1, &groups->items[i]);
	session_end(s);
	free(s);
}

static bool
is_left_out(const char *name)
{
	return !strcmp(name, "format.json") || !strcmp(name, "content.json")
	       || !strcmp(name, "vocabulary.json");
}

static int
compare_entries(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static void
run_directory(struct suite *suite, const char *dir, const char *remotes, const char *skip)
{
	struct dirent **names = NULL;
	int n = scandir(dir, &names, NULL, compare_entries), i;
	char path[4096];
	size_t k;

	if (n <= 0) {
		fprintf(stderr, "%s: holds no cases\n", dir);
		suite->failed++;
	}
	for (i = 0; i < n; i++) {
		k = strlen(names[i]->d_name);
		snprintf(path, sizeof(path), "%s/%s", dir, names[i]->d_name);
		if (k > 5 && !strcmp(names[i]->d_name + k - 5, ".json")
			&& !is_left_out(names[i]->d_name)
			&& strcmp(names[i]->d_name, skip))
			run_file(suite, path, remotes);
		free(names[i]);
	}
	free(names);
}

int
main(int argc, char **argv)
{
	struct suite suite = { 0 };
	char tests[4096], remotes[4096];

	if (argc > 2) {
		fprintf(stderr, "usage: json-schema-suite [DIR]\n");
		return 2;
	}
	run_directory(&suite, FIXTURES, NULL, "meta-2019-09.json");
	if (argc == 2) {
		snprintf(tests, sizeof(tests), "%s/tests/draft2019-09", argv[1]);
		snprintf(remotes, sizeof(remotes), "%s/remotes", argv[1]);
		run_directory(&suite, tests, remotes, "");
	}
	printf("%u passed, %u failed\n", suite.passed, suite.failed);
	return suite.failed || !suite.passed;
}
