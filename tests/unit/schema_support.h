/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small bindings for tests, from text to a validator. */
#ifndef DTLINT_TESTS_SCHEMA_SUPPORT_H
#define DTLINT_TESTS_SCHEMA_SUPPORT_H

#include <unistd.h>

#include "schema/apply/validate.h"
#include "schema/compile/compile.h"
#include "support.h"

#define BINDING(name) \
	"$id: http://devicetree.org/schemas/" name ".yaml#\n" \
	"$schema: http://devicetree.org/meta-schemas/core.yaml#\n" \
	"title: " name "\n"

#define INTS(name) \
	"  " name ": { type: integer }\n" \
	"  " name "-array: { type: array, items: { type: integer } }\n" \
	"  " name "-matrix:\n" \
	"    type: array\n" \
	"    items: { type: array, items: { type: integer } }\n"

/* As dt-schema's types.yaml has them, as far as tests need it. */
static const char types_yaml[] = BINDING(
	"types") "select: false\n"
		 "definitions:\n"
		 "  flag: { type: boolean }\n"
		 "  string: { type: array, items: { type: string }, maxItems: 1 }\n"
		 "  string-array: { type: array, items: { type: string } }\n"
		 "  phandle: { type: array }\n"
		 "  phandle-array: { type: array }\n" INTS("int8") INTS("uint8")
			 INTS("int16") INTS("uint16") INTS("int32") INTS("uint32")
				 INTS("int64") INTS("uint64");

/* One finding, as far as tests look at it. */
struct found {
	enum schema_finding_kind kind;
	uint32_t node;
	uint32_t pattern;
	uint32_t op;
	char name[64]; /* the first on the error's path, or the member it names */
};

struct bound {
	void *image;
	struct program program;
	struct validator *v;
	struct found found[64];
	size_t n;
};

static inline void
add_text(struct schema_set *set, const char *text)
{
	char path[] = "/tmp/dtlint-test-XXXXXX.yaml";
	int fd = mkstemps(path, 5);
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	ck_assert_msg(schema_set_add(set, path, &f), "%s", f.message);
	unlink(path);
	arena_free(&a);
}

/* The bindings given, and types.yaml. */
static inline void
bind_texts(struct bound *b, const char *const *texts, size_t n)
{
	struct schema_set set;
	size_t i, size;

	*b = (struct bound){ 0 };
	schema_set_init(&set);
	add_text(&set, types_yaml);
	for (i = 0; i < n; i++)
		add_text(&set, texts[i]);
	for (i = 0; i < set.nfaults; i++)
		ck_abort_msg("%s", set.faults[i].message);
	schema_set_finish(&set);
	b->image = schema_compile(&set, &size);
	program_view(&b->program, b->image);
	b->v = validator_new(&b->program);
	schema_set_free(&set);
}

static inline void
bind_text(struct bound *b, const char *text)
{
	bind_texts(b, &text, 1);
}

static inline void
bound_free(struct bound *b)
{
	validator_free(b->v);
	free(b->image);
}

static inline void
keep_finding(void *context, const struct schema_finding *f)
{
	struct bound *b = context;
	struct found *to = &b->found[b->n++];
	const struct schema_error *e = f->error;
	uint32_t name = STRING_NONE;

	ck_assert_uint_lt(b->n, 64);
	*to = (struct found){ .kind = f->kind, .node = f->node, .pattern = f->pattern };
	to->op = e ? e->op : OPS_COUNT;
	if (f->complaint)
		name = f->complaint->name;
	else if (e && e->path.n)
		name = e->path.v[0].name;
	else if (e && e->nnames)
		name = e->names[0];
	if (name != STRING_NONE)
		snprintf(to->name, sizeof(to->name), "%s",
			machine_text(validator_machine(b->v), name));
}

/* What the bindings find in a tree that was loaded. */
static inline void
validate(struct bound *b, const struct made *m)
{
	b->n = 0;
	validate_tree(b->v, &m->tree, keep_finding, b);
}

/* A property of a node as decoded, or NULL. */
static inline const struct value *
decoded(struct bound *b, const struct made *m, const char *path, const char *name)
{
	struct decoder *d = validator_decoder(b->v);

	return object_get(d->objects[node_id(&m->tree, at(m, path))],
		machine_name(d->m, name, strlen(name)));
}

#endif
