/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/source_value.h"

#include <inttypes.h>

#include "rules/ref/references.h"
#include "tree/names.h"
#include "tree/value.h"

/* Strings that a person would have written as such. */
static bool
is_text(const struct prop *p)
{
	uint32_t i;

	if (!prop_is_strings(p))
		return false;
	for (i = 0; i < p->len; i++) {
		if (!p->data[i] && p->len > 1 && (!i || !p->data[i - 1]))
			return false;
		if (p->data[i] && (p->data[i] < ' ' || p->data[i] >= 0x7f)
			&& p->data[i] != '\t' && p->data[i] != '\n')
			return false;
	}
	return true;
}

static void
put_string(struct buf *out, const char *s)
{
	buf_putc(out, '"');
	for (; *s; s++) {
		if (*s == '\t')
			buf_puts(out, "\\t");
		else if (*s == '\n')
			buf_puts(out, "\\n");
		else if (*s == '"' || *s == '\\')
			buf_printf(out, "\\%c", *s);
		else
			buf_putc(out, *s);
	}
	buf_putc(out, '"');
}

static void
put_strings(const struct prop *p, struct buf *out)
{
	const char *separator = "";

	prop_for_each_string(p, string)
	{
		buf_puts(out, separator);
		put_string(out, string);
		separator = ", ";
	}
}

static void
put_target(struct source_value *s, uint32_t to, struct buf *out)
{
	if (s->labels && s->labels[to])
		buf_printf(out, "&%s", s->labels[to]);
	else
		buf_printf(
			out, "&{%s}", node_path(s->tree, &s->tree->nodes[to], s->arena));
}

/* Cells, in rows of so many (0: one row), phandles by the names of what they mean. */
static void
put_cells(struct source_value *s, const struct prop *p, uint32_t row, struct buf *out)
{
	size_t nrefs;
	const struct reference *ref = s->references;
	uint32_t i, n = prop_ncells(p);
	bool starts;

	nrefs = s->nreferences;
	if (!ref)
		ref = lint_references_of(s->lint, p, &nrefs);
	buf_putc(out, '<');
	for (i = 0; i < n; i++) {
		starts = nrefs ? i == ref->at : row && i % row == 0;
		if (i)
			buf_puts(out, starts ? ">, <" : " ");
		if (nrefs && i == ref->at && ref->to != NODE_NONE) {
			put_target(s, ref->to, out);
		} else {
			buf_printf(out, "0x%" PRIx32, prop_cell(p, i));
		}
		if (nrefs && i == ref->at) {
			ref++;
			nrefs--;
		}
	}
	buf_putc(out, '>');
}

static void
put_bytes(const struct prop *p, struct buf *out)
{
	uint32_t i;

	buf_putc(out, '[');
	for (i = 0; i < p->len; i++)
		buf_printf(out, "%s%02x", i ? " " : "", p->data[i]);
	buf_putc(out, ']');
}

static uint32_t
row_of(const struct source_value *s, const struct node *n, const struct prop *p)
{
	struct rows rows;

	if (p->name == NAME_reg && node_reg_rows(s->tree, n, &rows))
		return rows.row;
	if (p->name == NAME_ranges && node_ranges_rows(s->tree, n, &rows))
		return rows.row;
	return 0;
}

/* Integers of 8, 16 or 64 bits, as /bits/ has them. */
static void
put_integers(const struct prop *p, unsigned int size, struct buf *out)
{
	buf_printf(out, "/bits/ %u <", size * 8);
	for (uint32_t i = 0; i < p->len / size; i++) {
		uint64_t x = 0;

		for (uint32_t k = 0; k < size; k++)
			x = x << 8 | p->data[i * size + k];
		buf_printf(out, "%s0x%" PRIx64, i ? " " : "", x);
	}
	buf_putc(out, '>');
}

void
source_value_put(struct source_value *s, const struct node *n, const struct prop *p,
	struct buf *out)
{
	if (s->size && s->size != 4 && p->len % s->size == 0)
		put_integers(p, s->size, out);
	else if (!s->size && !s->references && is_text(p))
		put_strings(p, out);
	else if (p->len % 4 == 0)
		put_cells(s, p, row_of(s, n, p), out);
	else
		put_bytes(p, out);
}
