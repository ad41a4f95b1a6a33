/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of the thing under the cursor, in a few lines. */
#include <string.h>

#include "base/buf.h"
#include "cli/lsp/server.h"

enum { CELLS_MAX = 16, MACRO_MAX = 400 };

/* The strings of a value, one after the other; false where it is none. */
static bool
is_strings(const char *s, uint32_t n)
{
	uint32_t i;

	if (!n || s[n - 1] || !*s)
		return false;
	for (i = 0; i + 1 < n; i++)
		if ((s[i] && ((unsigned char)s[i] < ' ' || (unsigned char)s[i] > '~'))
			|| (!s[i] && !s[i + 1]))
			return false;
	return true;
}

static void
put_value(struct buf *b, const char *s, uint32_t n)
{
	uint32_t i;

	if (is_strings(s, n)) {
		for (i = 0; i < n; i += (uint32_t)strlen(s + i) + 1)
			buf_printf(b, "%s\"%s\"", i ? ", " : "", s + i);
		return;
	}
	buf_puts(b, n % 4 ? "[" : "<");
	for (i = 0; i < n && i < CELLS_MAX * 4; i += n % 4 ? 1 : 4) {
		const unsigned char *c = (const unsigned char *)s + i;

		if (n % 4)
			buf_printf(b, "%s%02x", i ? " " : "", *c);
		else
			buf_printf(b, "%s0x%x", i ? " " : "",
				(unsigned int)c[0] << 24 | (unsigned int)c[1] << 16
					| (unsigned int)c[2] << 8 | c[3]);
	}
	buf_printf(b, "%s%s", i < n ? " …" : "", n % 4 ? "]" : ">");
}

static void
put_binding(struct buf *b, const struct program *p, uint32_t root, const char *prop)
{
	uint32_t name;
	const char *text;

	if (root == ROOT_NONE)
		return;
	if (p->roots[root].title != STRING_NONE)
		buf_printf(b, "\n%s", program_string(p, p->roots[root].title));
	buf_printf(b, "\n%s", program_string(p, p->roots[root].id));
	name = prop ? program_find(p, prop, strlen(prop)) : STRING_NONE;
	text = name == STRING_NONE ? NULL
				   : program_description(p, root, STRING_NONE, name, 0);
	if (text)
		buf_printf(b, "\n\n%s", text);
}

static void
put_node(struct buf *b, struct server *s, struct analysis *x, const struct live_node *n,
	const char *path, struct arena *a)
{
	const struct program *p = server_program(s, path);
	const struct live_prop *c = analysis_prop(x, n, "compatible");

	buf_puts(b, live_path(&x->made.tree, n, a));
	if (c) {
		buf_puts(b, "\ncompatible = ");
		put_value(b, analysis_value(x, c), c->len);
	}
	if (p)
		put_binding(b, p, analysis_root(x, n, p), NULL);
}

static void
put_property(struct buf *b, struct server *s, struct analysis *x, const struct asked *q,
	struct arena *a)
{
	const char *name = sketch_name(&q->sketch, q->item, a);
	struct live_node *n = server_node(x, &q->sketch, q->sketch.v[q->item].parent, a);
	const struct program *p = server_program(s, q->document->path);
	const struct live_prop *v = analysis_prop(x, n, name);

	buf_puts(b, name);
	if (v && v->len) {
		buf_puts(b, " = ");
		put_value(b, analysis_value(x, v), v->len);
	}
	if (n)
		buf_printf(b, "\nof %s", live_path(&x->made.tree, n, a));
	if (p && n)
		put_binding(b, p, analysis_root(x, n, p), name);
}

/* What a macro is defined as: the text of its #define, in any file of the board. */
struct definition {
	struct buf *out;
	const char *name;
};

static bool
put_definition(void *context, const struct source_file *file, const struct sketch *sketch,
	uint32_t item)
{
	const struct definition *d = context;
	const struct sketch_item *i = &sketch->v[item];
	uint32_t n = i->end - i->begin;

	if (strlen(d->name) != i->to - i->from
		|| memcmp(file->text + i->from, d->name, i->to - i->from) != 0)
		return true;
	buf_add(d->out, file->text + i->begin, n < MACRO_MAX ? n : MACRO_MAX);
	buf_printf(d->out, "\n%s", file->path);
	return false;
}

static void
put(struct buf *b, struct server *s, const struct asked *q, struct arena *a)
{
	struct analysis *x = server_analysis(s, q->document);
	const char *name = sketch_name(&q->sketch, q->item, a);
	struct live_node *n = NULL;
	atom_t atom;

	if (!x)
		return;
	switch (q->sketch.v[q->item].kind) {
	case SKETCH_PROPERTY: put_property(b, s, x, q, a); return;
	case SKETCH_DEFINE:
	case SKETCH_MACRO:
		analysis_defines(x, a, put_definition, &(struct definition){ b, name });
		return;
	case SKETCH_NODE: n = server_node(x, &q->sketch, q->item, a); break;
	case SKETCH_LABEL:
	case SKETCH_REFERENCE:
		atom = intern_find(&x->names, name, strlen(name));
		n = atom == ATOM_NONE ? NULL : live_find(&x->made.tree, atom);
		break;
	case SKETCH_INCLUDE:
	case SKETCH_STRING: return;
	}
	if (n)
		put_node(b, s, x, n, q->document->path, a);
}

json_t *
on_hover(struct server *s, struct arena *a, const json_t *params)
{
	struct buf b = { 0 };
	json_t *out = NULL;
	struct asked q;

	if (!server_asked(s, params, a, &q) || q.item == SKETCH_NONE)
		return NULL;
	put(&b, s, &q, a);
	if (b.n)
		out = json_pack("{s:{s:s, s:s}, s:o}", "contents", "kind", "plaintext",
			"value", b.s, "range",
			json_of_range(text_range(&q.document->text,
				q.sketch.v[q.item].from, q.sketch.v[q.item].to)));
	buf_free(&b);
	return out;
}
