/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a JSON schema finds wrong with a JSON value, as lines of text. */
#ifndef DTLINT_TESTS_EXPLAINED_H
#define DTLINT_TESTS_EXPLAINED_H

#include <inttypes.h>
#include <stdlib.h>

#include "doc/json_read.h"
#include "schema/compile/compile.h"
#include "schema/run/explain.h"
#include "schema_document.h"

#define SCHEMA_URI "https://dtlint.test/schema"

struct explained {
	struct resolver resolver;
	void *image;
	struct program program;
	struct machine *machine;
	struct schema_error *errors;
};

static inline void
renumber(struct machine *m, struct value *v)
{
	const char *text;
	uint32_t i;

	if (v->kind == V_STRING)
		v->id = machine_name(m, v->s, v->n);
	for (i = 0; v->kind == V_ARRAY && i < v->n; i++)
		renumber(m, &v->items[i]);
	for (i = 0; v->kind == V_OBJECT && i < v->n; i++) {
		text = intern_str(&strings, v->members[i].key);
		v->members[i].key = machine_name(m, text, strlen(text));
		renumber(m, &v->members[i].value);
	}
}

static inline struct value *
read_document(const char *text)
{
	struct fault f = FAULT_INIT(&arena);
	struct value *v = json_read(&builder, text, strlen(text), &f);

	ck_assert_msg(v, "%s: %s", text, f.message);
	return v;
}

static inline void
explained_make(struct explained *x, const char *schema, const char *instance)
{
	struct schema_check check = { .arena = &arena, .strings = &strings };
	struct value *root = read_document(schema), *v = read_document(instance);
	struct fault f = FAULT_INIT(&arena);
	struct resolver *r = &x->resolver;
	uint32_t resource;
	size_t size;

	ck_assert_msg(schema_check(&check, root, &f), "%s", f.message);
	resolver_init(r, &arena, &strings);
	resource = resolver_add(r, SCHEMA_URI, root, check.anchored);
	x->image = schema_compile_one(&arena, r, resource, check.recursive, &size, &f);
	ck_assert_msg(x->image, "%s", f.message);
	program_view(&x->program, x->image);
	x->machine = machine_new(&x->program);
	renumber(x->machine, v);
	x->errors = schema_explain(
		x->machine, &arena, ROOT_NONE, x->program.roots[0].body, v);
}

static inline void
explained_free(struct explained *x)
{
	machine_free(x->machine);
	free(x->image);
	resolver_free(&x->resolver);
}

static inline void
put_steps(struct buf *out, const struct explained *x, const struct schema_path *p)
{
	uint32_t i;

	buf_putc(out, ' ');
	if (!p->n)
		buf_putc(out, '.');
	for (i = 0; i < p->n; i++) {
		if (p->v[i].name == STRING_NONE)
			buf_printf(out, "/%" PRIu32, p->v[i].index);
		else
			buf_printf(out, "/%s", machine_text(x->machine, p->v[i].name));
	}
}

/* The keyword, the path in the value and that in the schema, a line for each error. */
static inline void
put_errors(struct buf *out, const struct explained *x, const struct schema_error *e,
	unsigned int depth)
{
	for (; e; e = e->next) {
		buf_printf(out, "%*s%s", (int)depth, "",
			e->op == OPS_COUNT ? "false"
					   : machine_text(x->machine, e->keyword));
		put_steps(out, x, &e->path);
		put_steps(out, x, &e->schema_path);
		buf_putc(out, '\n');
		put_errors(out, x, e->context, depth + 1);
	}
}

#endif
