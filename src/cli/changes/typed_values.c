/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/changes/typed_values.h"

#include "doc/value.h"
#include "schema/program/prop_type.h"
#include "tree/value.h"

void
typed_values_begin(struct typed_values *v, const struct program *program)
{
	for (size_t k = 0; k < 2; k++) {
		v->machines[k] = machine_new(program);
		decoder_init(&v->decoders[k], v->machines[k]);
	}
}

void
typed_values_end(struct typed_values *v)
{
	for (size_t k = 0; k < 2; k++) {
		decoder_free(&v->decoders[k]);
		machine_free(v->machines[k]);
	}
}

void
typed_values_of(struct typed_values *v, size_t side, const struct tree *t)
{
	decode_tree(&v->decoders[side], t, NULL);
}

static uint32_t
types_of(struct typed_values *v, size_t side, const struct prop *p)
{
	return decoder_info(&v->decoders[side], p->name)->types;
}

unsigned int
typed_value_size(struct typed_values *v, size_t side, const struct prop *p)
{
	uint32_t types = types_of(v, side, p);
	unsigned int size = 0;

	for (unsigned int width = 0; width < 4; width++)
		for (int sign = 0; sign < 2; sign++)
			for (int shape = INT_SCALAR; shape <= INT_MATRIX; shape++) {
				uint32_t type = type_int(
					sign, width, (enum int_shape)shape);

				if (types & type)
					size = !size || size == 1u << width ? 1u << width
									    : 99;
				types &= ~type;
			}
	return types || size == 99 ? 0 : size;
}

bool
typed_value_is_number(struct typed_values *v, size_t side, const struct prop *p)
{
	uint32_t types = types_of(v, side, p);

	return types && !(types & (TYPE_PHANDLE | TYPE_PHANDLE_ARRAY));
}

/* The value that the bindings see, or NULL. */
static const struct value *
decoded(const struct decoder *d, const struct prop *p)
{
	const struct value *object = d->objects[p->node];
	uint32_t at = (uint32_t)(p - d->tree->props);

	for (uint32_t i = 0; object && i < object->n; i++)
		if (object->members[i].extra == at)
			return &object->members[i].value;
	return NULL;
}

static struct reference
reference_at(const struct decoder *d, const struct prop *p, uint32_t at)
{
	const struct node *to = tree_phandle(d->tree, prop_cell(p, at));

	return (struct reference){ .prop = p,
		.node = p->node,
		.to = to ? node_id(d->tree, to) : NODE_NONE,
		.phandle = prop_cell(p, at),
		.at = at };
}

const struct reference *
typed_value_references(struct typed_values *v, size_t side, const struct prop *p,
	size_t *n, struct arena *a)
{
	const struct decoder *d = &v->decoders[side];
	uint32_t types = types_of(v, side, p), cells = prop_ncells(p), at = 0;
	const struct value *value = decoded(d, p);
	struct reference *refs;

	*n = 0;
	if (!types || types & ~(TYPE_PHANDLE | TYPE_PHANDLE_ARRAY) || !cells
		|| p->len % 4)
		return NULL;
	/* of several rows each begins with a phandle, of none there is one */
	if (!value || value->kind != V_ARRAY || !value->n) {
		refs = arena_array(a, struct reference, 1);
		refs[(*n)++] = reference_at(d, p, 0);
		return refs;
	}
	refs = arena_array(a, struct reference, value->n);
	for (uint32_t i = 0; i < value->n && at < cells; i++) {
		refs[(*n)++] = reference_at(d, p, at);
		at += value->items[i].n ? value->items[i].n : 1;
	}
	return refs;
}
