/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/vec.h"
#include "schema/compile/type_extract.h"

struct doubts {
	struct extract x;
	struct type_doubt *v;
	uint32_t n;
	uint32_t cap;
};

static void
add_doubt(struct doubts *d, atom_t name, const struct entry *e, bool missing)
{
	struct type_doubt *new;
	uint32_t i;

	for (i = 0; i < e->by.n; i++) {
		new = vec_add(d->x.a, d);
		*new = (struct type_doubt){ name, e->type, missing, e->by.v[i] - 1 };
	}
}

/* The entries that are not nodes, of a name that is no pattern; NULL: none. */
static const struct entry *
value_entry(const struct extract *x, const struct entry *e)
{
	while (e && e->type == x->node)
		e = e->next;
	return e;
}

/* Widths, a bit each, of integers in the three shapes. */
struct shapes {
	uint32_t widths[INT_MATRIX + 1];
	bool one_cell; /* the matrix seen last may be one */
};

static void
add_shape(struct shapes *s, const struct entry *e, const char *type)
{
	uint32_t bit = type_by_name(type), i;
	uint64_t least = 1;

	if (e->has_dim)
		least = (uint64_t)e->dim.rows[0] * e->dim.columns[0];
	if (bit == TYPE_PHANDLE_ARRAY) {
		s->widths[INT_MATRIX] |= 1u << 2;
		s->one_cell = least == 1;
	}
	if (bit < TYPE_INT8)
		return;
	i = (uint32_t)__builtin_ctz(bit / TYPE_INT8);
	s->widths[i % 3] |= 1u << i / 6;
	if (i % 3 == INT_MATRIX)
		s->one_cell = least == 1;
}

static bool
are_at_odds(const struct extract *x, const struct entry *e)
{
	struct shapes s = { 0 };

	for (; e && e->type != ATOM_NONE; e = value_entry(x, e->next))
		add_shape(&s, e, intern_str(&x->s->strings, e->type));
	return (s.widths[INT_SCALAR] & s.widths[INT_ARRAY])
	       || ((s.widths[INT_SCALAR] & s.widths[INT_MATRIX]) && s.one_cell)
	       || (s.widths[INT_ARRAY] && s.widths[INT_MATRIX]);
}

struct type_doubt *
types_doubts(struct schema_set *s, const uint32_t *order, struct arena *a, uint32_t *n)
{
	struct doubts d = { .x = { .s = s, .a = a, .doubts = true } };
	/* known to be given in several ways */
	atom_t dma = intern_find(&s->strings, "dma-masters", 11), generic;
	const struct entry *e;
	struct entry *free_of;
	uint32_t i, pass;

	extract_types(&d.x, order);
	generic = generic_pattern(&d.x);
	for (pass = 0; pass < 2; pass++) {
		for (i = 0; i < d.x.count; i++) {
			e = value_entry(&d.x, d.x.names[i].first);
			if (!e || e->is_pattern || d.x.names[i].name == generic)
				continue;
			if (!pass && e->type == ATOM_NONE)
				add_doubt(&d, d.x.names[i].name, e, true);
			if (!pass || d.x.names[i].name == dma || !are_at_odds(&d.x, e))
				continue;
			for (; e; e = value_entry(&d.x, e->next))
				add_doubt(&d, d.x.names[i].name, e, false);
		}
	}
	for (i = 0; i < d.x.count; i++)
		for (free_of = d.x.names[i].first; free_of; free_of = free_of->next)
			words_free(&free_of->by);
	*n = d.n;
	return d.v;
}
