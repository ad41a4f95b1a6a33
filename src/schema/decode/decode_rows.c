/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of cells, as long as what they are about says. */

#include "schema/decode/decode.h"
#include "schema/program/keywords.h"

#define PHANDLE_OPEN UINT32_MAX /* in an overlay, before it is applied */

static uint32_t
cells_said(const struct value *v)
{
	return v->kind == V_INT && v->u <= UINT16_MAX ? (uint32_t)v->u : 0;
}

/* The cells that a node's object says, 0 where it does not. */
static uint32_t
decoded_cells(const struct value *object, uint32_t name)
{
	const struct value *v = object_get(object, name);

	return v ? cells_said(v) : 0;
}

/* The object that bears a phandle, or NULL. */
static const struct value *
by_phandle(const struct decoder *d, uint32_t phandle)
{
	uint32_t at;

	if (phandle < d->nby_phandle)
		return d->by_phandle[phandle] ? d->objects[d->by_phandle[phandle] - 1]
					      : NULL;
	at = map_get(&d->phandles, phandle);
	return at == MAP_ABSENT ? NULL : d->objects[at];
}

enum { WIDE = 32 }; /* properties of a node; with more, what they count is kept */

/* What the object that bears a phandle counts by its `#foo-cells`. */
static uint32_t
cells_of(struct decoder *d, uint32_t phandle, const struct value *provider, uint32_t name)
{
	uint64_t key = (uint64_t)phandle << 32 | name;
	uint32_t n;

	if (provider->n < WIDE)
		return decoded_cells(provider, name);
	n = map_get(&d->counts, key);
	if (n == MAP_ABSENT)
		n = map_put(&d->counts, &d->arena, key, decoded_cells(provider, name));
	return n;
}

/* The one row of what was not split yet; NULL where it is anything else. */
static const struct value *
first_row(const struct value *v)
{
	return v->kind == V_ARRAY && v->n && v->items[0].kind == V_CELLS
			       && v->items[0].bits == 32
		       ? &v->items[0]
		       : NULL;
}

static uint32_t
cell(const struct value *row, uint32_t i)
{
	const uint8_t *b = row->bytes + (size_t)i * 4;

	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* The first cell from @from on that is an open phandle; @row->n where none is. */
static uint32_t
next_open(const struct value *row, uint32_t from, uint32_t end)
{
	for (; from < end; from++)
		if (cell(row, from) == PHANDLE_OPEN)
			return from;
	return row->n;
}

/* Makes the value the rows whose lengths were collected; the last may be short. */
static void
take_rows(struct decoder *d, struct value *v, struct value row)
{
	struct value array = { .kind = V_ARRAY, .n = d->rows.n };
	uint32_t i, at = 0, left;

	array.items = arena_room(&d->arena, struct value, array.n);
	for (i = 0; i < array.n; i++) {
		left = row.n - at;
		array.items[i] = row;
		array.items[i].bytes += (size_t)at * 4;
		array.items[i].n = d->rows.v[i] < left ? d->rows.v[i] : left;
		at += array.items[i].n;
	}
	*v = array;
}

static void
split_evenly(struct decoder *d, struct value *v, uint64_t length)
{
	const struct value *row = first_row(v);
	uint64_t at;

	if (!row || !length || length > UINT32_MAX)
		return;
	d->rows.n = 0;
	for (at = 0; at < row->n; at += length)
		words_push(&d->rows, (uint32_t)length);
	take_rows(d, v, *row);
}

static void
split_gpios(struct decoder *d, struct value *v)
{
	const struct value *row = first_row(v), *provider;
	uint32_t i, length, phandle;

	d->rows.n = 0;
	for (i = 0; row && i < row->n; i += length) {
		phandle = cell(row, i);
		length = 1;
		if (phandle == PHANDLE_OPEN) {
			length = next_open(row, i + 1, row->n - 1) - i;
		} else if (phandle) {
			provider = by_phandle(d, phandle);
			if (!provider)
				return;
			length += cells_of(d, phandle, provider, K_GPIO_CELLS);
		}
		words_push(&d->rows, length);
	}
	if (row)
		take_rows(d, v, *row);
}

/*
 * Rows of a map: @child cells, the phandle of a provider, and what that counts. The
 * first provider stands for all, as in dt-schema.
 */
static void
split_map(struct decoder *d, struct value *v, uint32_t child, bool interrupts)
{
	const struct value *row = first_row(v), *provider;
	uint64_t length;

	if (!row || child >= row->n)
		return;
	if (cell(row, child) == PHANDLE_OPEN) {
		length = next_open(row, child + 1, row->n);
		length = length == row->n ? length : length - child;
		split_evenly(d, v, length);
		return;
	}
	provider = by_phandle(d, cell(row, child));
	if (!provider)
		return;
	length = (uint64_t)child + 1;
	if (interrupts)
		length += (uint64_t)decoded_cells(provider, K_ADDRESS_CELLS)
			  + decoded_cells(provider, K_INTERRUPT_CELLS);
	else
		length += (uint64_t)decoded_cells(provider, K_IOMMU_CELLS) + 1;
	split_evenly(d, v, length);
}

/* A property of phandles under way. */
struct phandles {
	uint32_t node;
	uint32_t name;
	uint32_t cells; /* what counts the arguments */
	const struct value *row;
};

/* The phandle at a place and its arguments, in cells; 0 where it means nothing. */
static uint32_t
specifier(struct decoder *d, const struct phandles *p, uint32_t at)
{
	const struct value *provider;
	uint32_t phandle, n;

	if (at >= p->row->n)
		return 0;
	phandle = cell(p->row, at);
	if (!phandle || p->cells == CELLS_NONE)
		return 1;
	if (phandle == PHANDLE_OPEN) {
		if (!decode_is_fixup(d, p->node, p->name, at))
			return 0;
		for (n = 1; at + n < p->row->n; n++)
			if (decode_is_fixup(d, p->node, p->name, at + n))
				break;
		return n;
	}
	provider = by_phandle(d, phandle);
	if (!provider)
		return 0;
	return 1
	       + (p->cells == CELLS_THREE ? 3 : cells_of(d, phandle, provider, p->cells));
}

/* `dma-masters` is also the name of a count. */
static bool
is_count(struct decoder *d, const struct phandles *p)
{
	uint32_t x = p->row->n ? cell(p->row, 0) : 0;
	const struct value *provider;

	if (p->name != K_DMA_MASTERS || x < 1 || x > 4)
		return false;
	provider = by_phandle(d, x);
	return !provider || !object_get(provider, p->cells);
}

static void
split_phandles(struct decoder *d, uint32_t node, struct member *m, uint32_t cells)
{
	struct phandles p = { node, m->key, cells, first_row(&m->value) };
	uint32_t at, n;
	struct value room;
	bool always;

	if (!p.row || m->value.n > 1)
		return;
	/* what counts by its own name is left alone where the first means nothing */
	always = cells >= CELLS_THREE || m->key == K_ASSIGNED_CLOCKS
		 || m->key == K_ASSIGNED_CLOCK_PARENTS || m->key == K_COOLING_DEVICE
		 || m->key == K_INTERRUPTS_EXTENDED || m->key == K_INTERCONNECTS
		 || m->key == K_MBOXES || m->key == K_SOUND_DAI || m->key == K_MSI_PARENT
		 || m->key == K_MSI_RANGES || m->key == K_DMA_MASTERS;
	if (!always && !specifier(d, &p, 0))
		return;
	if (is_count(d, &p)) {
		m->value = *value_item(p.row, 0, &room);
		return;
	}
	d->rows.n = 0;
	for (at = 0; at < p.row->n; at += n) {
		n = specifier(d, &p, at);
		if (!n)
			break;
		n += m->key == K_MSI_RANGES;
		if (m->key == K_INTERCONNECTS)
			n += specifier(d, &p, at + n);
		words_push(&d->rows, n);
	}
	take_rows(d, &m->value, *p.row);
}

/* Takes a property away; the objects of children move with what stands behind it. */
static void
forget(struct decoder *d, struct value *object, uint32_t name)
{
	struct value *v;
	uint32_t i;

	value_remove(object, name);
	for (i = 0; i < object->n; i++) {
		v = &object->members[i].value;
		if (v->kind == V_OBJECT)
			d->objects[v->line] = v;
	}
}

/* What a node says of its own cells, and of its children's. */
struct said {
	const struct value *interrupt_parent;
	bool is_hog;
	uint32_t interrupt_cells; /* these CELLS_UNSAID where it says nothing */
	uint32_t address_cells;
	uint32_t size_cells;
};

#define CELLS_UNSAID UINT32_MAX

static struct said
what_is_said(const struct value *object)
{
	struct said s = { NULL, false, CELLS_UNSAID, CELLS_UNSAID, CELLS_UNSAID };
	const struct member *m;

	for (m = object->members; m < object->members + object->n; m++) {
		switch (m->key) {
		case K_INTERRUPT_PARENT: s.interrupt_parent = &m->value; break;
		case K_INTERRUPT_CELLS: s.interrupt_cells = cells_said(&m->value); break;
		case K_ADDRESS_CELLS: s.address_cells = cells_said(&m->value); break;
		case K_SIZE_CELLS: s.size_cells = cells_said(&m->value); break;
		case K_GPIO_HOG: s.is_hog = true; break;
		default: break;
		}
	}
	return s;
}

/* What `interrupts` of this node is counted by; the name of its parent may be open. */
static void
interrupt_parent(struct decoder *d, const struct value *v, struct value *object,
	struct inherited *in)
{
	const struct value *row = first_row(v), *parent;

	if (!row)
		return;
	if (cell(row, 0) == PHANDLE_OPEN) {
		forget(d, object, K_INTERRUPT_PARENT);
		return;
	}
	parent = by_phandle(d, cell(row, 0));
	if (parent)
		in->interrupt_cells = decoded_cells(parent, K_INTERRUPT_CELLS);
}

static void
split_property(struct decoder *d, uint32_t node, struct value *object, struct member *m,
	const struct inherited *in)
{
	const struct name_info *info;
	uint32_t child;

	info = decoder_info(d, d->tree->props[m->extra].name);
	if (!info->has_rows)
		return;
	if (info->is_gpio && !in->below_hog)
		split_gpios(d, &m->value);
	if (m->key == K_INTERRUPTS)
		split_evenly(d, &m->value, in->interrupt_cells);
	else if (m->key == K_INTERRUPT_MAP)
		split_map(d, &m->value,
			decoded_cells(object, K_INTERRUPT_CELLS)
				+ decoded_cells(object, K_ADDRESS_CELLS),
			true);
	if (info->types & TYPE_ADDRESS) {
		split_evenly(d, &m->value, (uint64_t)in->address_cells + in->size_cells);
	} else if (m->key == K_RANGES || m->key == K_DMA_RANGES) {
		child = decoded_cells(object, K_ADDRESS_CELLS)
			+ decoded_cells(object, K_SIZE_CELLS);
		split_evenly(d, &m->value, (uint64_t)in->address_cells + child);
	}
	if (m->key == K_IOMMU_MAP) {
		child = decoded_cells(object, K_IOMMU_CELLS);
		split_map(d, &m->value, child ? child : 1, false);
	}
	if (info->cells != CELLS_NOT_SPLIT)
		split_phandles(d, node, m, info->cells);
}

void
decode_rows(struct decoder *d, uint32_t node, struct inherited *in)
{
	struct value *object = d->objects[node];
	const struct said said = what_is_said(object);
	uint32_t i;

	in->below_hog |= said.is_hog;
	if (said.interrupt_parent)
		interrupt_parent(d, said.interrupt_parent, object, in);
	for (i = 0; i < object->n; i++)
		if (object->members[i].value.kind == V_ARRAY)
			split_property(d, node, object, &object->members[i], in);
	if (said.interrupt_cells != CELLS_UNSAID)
		in->interrupt_cells = said.interrupt_cells;
	if (said.address_cells != CELLS_UNSAID)
		in->address_cells = said.address_cells;
	if (said.size_cells != CELLS_UNSAID)
		in->size_cells = said.size_cells;
}
