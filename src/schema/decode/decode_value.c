/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One property: which of its types it has, and what it says then. */
#include <string.h>

#include "base/strings.h"
#include "base/vec.h"
#include "schema/decode/decode.h"
#include "schema/program/keywords.h"

/* How a property is read: strings, or integers of a width and a shape. */
struct reading {
	bool strings;
	bool is_signed;
	unsigned int bits; /* 0: the type is of no number */
	enum int_shape shape;
};

enum {
	STRINGS = TYPE_STRING | TYPE_STRING_ARRAY,
};

static struct value
bytes_of(const struct prop *p)
{
	return (struct value){ .kind = V_BYTES, .n = p->len, .bytes = p->data };
}

/* Everything but the last byte, cut at each NUL. */
static struct value
strings_of(struct decoder *d, const struct prop *p)
{
	const char *s = (const char *)p->data, *end = s + p->len - 1;
	struct value array = { .kind = V_ARRAY, .n = 1 }, *item;
	uint32_t i, n;

	if (!is_ascii(p->data, p->len))
		return bytes_of(p);
	for (i = 0; i + 1 < p->len; i++)
		array.n += !s[i];
	array.items = item = arena_room(&d->arena, struct value, array.n);
	for (; item < array.items + array.n; item++, s += n + 1) {
		n = (uint32_t)strnlen(s, (size_t)(end - s));
		*item = (struct value){ .kind = V_STRING, .n = n, .s = s };
		item->id = program_find(d->m->p, s, n);
	}
	return array;
}

/* Whether a property of several types looks like strings. */
static bool
looks_like_strings(const struct prop *p)
{
	uint32_t i;

	if (p->data[p->len - 1] || !p->data[0])
		return false;
	for (i = 0; i < p->len; i++) {
		if (p->data[i] ? p->data[i] < 0x20 || p->data[i] > 0x7e
			       : i && !p->data[i - 1])
			return false;
	}
	return true;
}

static uint32_t
ints(unsigned int width, bool scalar)
{
	return type_int(false, width, scalar ? INT_SCALAR : INT_ARRAY)
	       | type_int(true, width, scalar ? INT_SCALAR : INT_ARRAY);
}

/* Leaves the types that the length allows, and of a signed pair the signed one. */
static uint32_t
possible_types(uint32_t types, uint32_t len)
{
	const uint32_t cells = ints(2, false) | TYPE_PHANDLE_ARRAY;
	unsigned int w;

	if (len % 8)
		types &= ~(ints(3, true) | ints(3, false));
	if (len % 4)
		types &= ~(ints(2, true) | cells | TYPE_PHANDLE);
	if (len % 2)
		types &= ~(ints(1, true) | ints(1, false));
	types &= len > 4 ? ~(ints(2, true) | TYPE_PHANDLE)
			 : ~(ints(3, true) | ints(3, false));
	types &= len > 2 ? ~ints(1, true) : ~(ints(2, true) | cells | TYPE_PHANDLE);
	types &= len > 1 ? ~ints(0, true) : ~(ints(1, true) | ints(1, false));
	types &= ~(uint32_t)TYPE_FLAG;
	for (w = 0; w < 4; w++)
		if (types & type_int(false, w, INT_SCALAR))
			types &= ~type_int(true, w, INT_SCALAR);
	return types;
}

static bool
has_one(uint32_t types)
{
	return types && !(types & (types - 1));
}

static uint32_t
matrix_types(uint32_t types)
{
	uint32_t mask = TYPE_PHANDLE_ARRAY;
	unsigned int w;

	for (w = 0; w < 4; w++)
		mask |= type_int(false, w, INT_MATRIX) | type_int(true, w, INT_MATRIX);
	return types & mask;
}

static struct reading
reading_of(uint32_t type)
{
	struct reading r = { .bits = 32 };
	unsigned int at;

	if (type & STRINGS)
		return (struct reading){ .strings = true };
	if (type & TYPE_FLAG)
		return (struct reading){ .bits = 0 };
	if (type & (TYPE_PHANDLE | TYPE_PHANDLE_ARRAY | TYPE_ADDRESS)) {
		r.shape = INT_MATRIX;
		return r;
	}
	at = (unsigned int)__builtin_ctz(type) - (unsigned int)__builtin_ctz(TYPE_INT8);
	r.shape = (enum int_shape)(at % 3);
	r.is_signed = at / 3 % 2 == 0;
	r.bits = 8u << at / 6;
	return r;
}

static uint32_t
lowest(uint32_t types)
{
	return types & (0 - types);
}

/* Between a scalar and a matrix the number of cells decides. */
static uint32_t
scalar_or_matrix(
	uint32_t types, uint32_t matrix, const struct prop *p, const struct dim **dim)
{
	static const struct dim one = { { 1, 1 }, { 1, 1 } };
	uint32_t scalar = types & ~matrix;
	uint64_t least = 1;
	unsigned int bits;

	if (!has_one(scalar))
		return lowest(types);
	bits = reading_of(scalar).bits;
	if (*dim)
		least = (uint64_t)(*dim)->rows[0]
			* ((*dim)->columns[0] ? (*dim)->columns[0] : 1);
	if (!bits || p->len >= least * (bits / 8))
		return lowest(matrix);
	*dim = &one;
	return scalar;
}

/* Of several types the one that holds here; 0: it stays bytes. */
static uint32_t
pick(uint32_t types, uint32_t name, const char *node_name, const struct prop *p,
	const struct dim **dim)
{
	uint32_t matrix = matrix_types(types);

	if (name == K_DMA_MASTERS || name == K_MODE_GPIOS)
		return TYPE_PHANDLE_ARRAY;
	if (name == K_GPIOS)
		return strstr(node_name, "hog") ? type_int(true, 2, INT_MATRIX)
						: (uint32_t)TYPE_PHANDLE_ARRAY;
	if (name == K_COOLING_LEVELS)
		return type_int(true, !p->data[0] && (p->len < 2 || !p->data[1]) ? 2 : 0,
			INT_ARRAY);
	if (types & STRINGS) {
		if (looks_like_strings(p))
			return lowest(types & STRINGS);
		return lowest(types & ~(uint32_t)STRINGS);
	}
	if (matrix)
		return scalar_or_matrix(types, matrix, p, dim);
	return lowest(types);
}

/* The length of a row, where dimensions allow one. */
static uint32_t
row_length(uint32_t n, const struct dim *dim)
{
	uint32_t rows_max = dim->rows[1] ? dim->rows[1] : n, rows, columns;
	uint32_t columns_max = dim->columns[1] ? dim->columns[1] : n;

	for (rows = dim->rows[0]; rows <= rows_max && rows <= n; rows++) {
		if (!rows || n % rows)
			continue;
		columns = n / rows;
		if (columns >= dim->columns[0] && columns <= columns_max)
			return columns;
	}
	if (dim->columns[0] && dim->columns[0] == dim->columns[1])
		return dim->columns[0];
	if (dim->rows[0] && dim->rows[0] == dim->rows[1])
		return n / dim->rows[0];
	return n;
}

static struct value
rows_of(struct decoder *d, struct value cells, const struct dim *dim)
{
	uint32_t length = dim ? row_length(cells.n, dim) : cells.n, i;
	struct value array = { .kind = V_ARRAY, .n = 1 };

	if (length)
		array.n = cells.n / length + (cells.n % length != 0);
	else
		length = cells.n;
	array.items = arena_room(&d->arena, struct value, array.n);
	for (i = 0; i < array.n; i++) {
		array.items[i] = cells;
		array.items[i].bytes += (size_t)i * length * (cells.bits / 8u);
		array.items[i].n = cells.n - i * length < length ? cells.n - i * length
								 : length;
	}
	return array;
}

/* As dt-schema says it on standard error. */
static void
complain(struct decoder *d, uint32_t name, const struct prop *p, uint32_t type,
	unsigned int bits)
{
	struct complaint *c;

	vec_room(&d->arena, d->complaints, d->ncomplaints, d->complaints_cap);
	c = &d->complaints[d->ncomplaints++];
	*c = (struct complaint){ .node = d->node,
		.prop = (uint32_t)(p - d->tree->props),
		.name = name,
		.len = p->len,
		.type = type,
		.bits = bits };
}

static struct value
ints_of(struct decoder *d, uint32_t name, const struct prop *p, uint32_t type,
	const struct dim *dim)
{
	struct value cells = { .kind = V_CELLS, .bytes = p->data };
	struct reading r = reading_of(type);
	struct value room;

	if (!r.bits || p->len % (r.bits / 8)) {
		complain(d, name, p, type, r.bits);
		/* of the wrong size for its type: a number where the size is one's */
		if (p->len != 1 && p->len != 2 && p->len != 4)
			return bytes_of(p);
		r.bits = p->len * 8;
		r.is_signed = false;
	}
	cells.bits = r.bits & 0x7f;
	cells.is_signed = r.is_signed;
	cells.n = p->len / (r.bits / 8);
	if (r.bits == 32 && !r.is_signed)
		cells.varying = VARYING_CELL;
	if (name == K_PHANDLE || type & (TYPE_PHANDLE | TYPE_PHANDLE_ARRAY))
		cells.varying |= cells.varying * VARYING_PHANDLE;
	if (r.shape == INT_MATRIX)
		return rows_of(d, cells, dim);
	if (r.shape == INT_SCALAR && cells.n == 1)
		return *value_item(&cells, 0, &room);
	return cells;
}

struct value
decode_value(struct decoder *d, uint32_t node, const char *node_name,
	const struct name_info *info, const struct prop *p)
{
	const struct dim *dim = NULL;
	uint32_t types = info->types, name = info->name;

	if (!p->len)
		return VALUE_BOOL(true);
	if (name != K_PHANDLE && (node == K_FIXUPS || node == K_ALIASES))
		return strings_of(d, p);
	if (types && !has_one(types))
		types = possible_types(types, p->len);
	if (info->dim != DIM_NONE && name != K_IOMMU_MAP)
		dim = program_section(d->m->p, struct dim, SECTION_DIMS) + info->dim;
	if (types && !has_one(types))
		types = pick(types, name, node_name, p, &dim);
	if (!types)
		return bytes_of(p);
	if (types & STRINGS)
		return p->data[p->len - 1] ? bytes_of(p) : strings_of(d, p);
	return ints_of(d, name, p, types, dim);
}
