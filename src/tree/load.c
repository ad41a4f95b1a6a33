/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <libfdt.h>
#include <limits.h>
#include <string.h>

#include "tree/names.h"
#include "tree/tree.h"
#include "tree/value.h"

/* Names further into the strings block than this are looked up every time. */
enum { NAMEOFFS_MAX = 1 << 20 };

/* Of a property; the specification (2.2.4.1) has 31, libfdt and Linux any number. */
enum { NAME_LENGTH_MAX = 1024 };

/* One walk over the structure block. */
struct walk {
	struct tree *t;
	struct fault *fault;
	uint32_t start; /* of the structure block, bytes from the start of the blob */
	uint32_t end;
	uint32_t node; /* the open node, NODE_NONE before the root */
	uint32_t last_child[TREE_DEPTH_MAX + 2]; /* by depth of the child */
	uint32_t node_cap;
	uint32_t prop_cap;
	atom_t *by_nameoff; /* atom + 1 by offset in the strings block, 0: not met */
	uint32_t nnameoffs;
};

static const char *
header_word(uint32_t word, struct arena *a)
{
	return arena_printf(a, "0x%08" PRIx32, word);
}

/* libfdt says only which error; this says where, and what was expected. */
static bool
header_fault(struct fault *f, const uint8_t *blob, size_t size, int err)
{
	uint32_t total = size >= 8 ? fdt_totalsize(blob) : 0;

	if (size == 0)
		return fault_at_offset(f, 0, "empty, expected a flattened device tree");
	if (size >= 4 && fdt_magic(blob) != FDT_MAGIC)
		return fault_at_offset(f, 0,
			"not a flattened device tree: it begins with %s, expected the "
			"magic number 0xd00dfeed",
			header_word(fdt_magic(blob), f->arena));
	if (size < sizeof(struct fdt_header) - 12)
		return fault_at_offset(f, (int64_t)size,
			"truncated: %zu bytes, the header alone takes %zu", size,
			sizeof(struct fdt_header));
	if (total > size)
		return fault_at_offset(f, (int64_t)size,
			"truncated: %zu bytes, the header says totalsize %" PRIu32, size,
			total);
	switch (-err) {
	case FDT_ERR_BADVERSION:
		return fault_at_offset(f, 20,
			"format version %" PRIu32 ", compatible back to %" PRIu32
			"; expected 2 to %d",
			fdt_version(blob), fdt_last_comp_version(blob),
			FDT_LAST_SUPPORTED_VERSION);
	case FDT_ERR_TRUNCATED:
	case FDT_ERR_BADSTATE:
		return fault_at_offset(f, 8,
			"a block lies outside the file: off_dt_struct 0x%" PRIx32
			", off_dt_strings 0x%" PRIx32 ", off_mem_rsvmap 0x%" PRIx32
			", totalsize 0x%" PRIx32,
			fdt_off_dt_struct(blob), fdt_off_dt_strings(blob),
			fdt_off_mem_rsvmap(blob), total);
	default: return fault_at_offset(f, 0, "malformed header: %s", fdt_strerror(err));
	}
}

static bool
check_header(struct fault *f, const uint8_t *blob, size_t size)
{
	/* before version 17 the header ends earlier, and libfdt knows how much */
	int err;

	if (size < sizeof(struct fdt_header) - 12 || fdt_magic(blob) != FDT_MAGIC)
		return header_fault(f, blob, size, 0);
	if (fdt_version(blob) >= 17 && size < sizeof(struct fdt_header))
		return header_fault(f, blob, size, 0);
	if (fdt_version(blob) == 3 && size < sizeof(struct fdt_header) - 4)
		return header_fault(f, blob, size, 0);
	if ((err = fdt_check_header(blob)))
		return header_fault(f, blob, size, err);
	if (fdt_totalsize(blob) > size)
		return header_fault(f, blob, size, 0);
	if (fdt_off_dt_struct(blob) % 4)
		return fault_at_offset(f, 8,
			"off_dt_struct is 0x%" PRIx32 ", expected a multiple of 4",
			fdt_off_dt_struct(blob));
	return true;
}

static bool
open_node(struct walk *w, uint32_t at, const char *name)
{
	struct tree *t = w->t;
	struct node *n, *parent = w->node == NODE_NONE ? NULL : &t->nodes[w->node];
	uint32_t id = t->nnodes, depth = parent ? parent->depth + 1u : 0;
	const char *unit;

	if (depth > TREE_DEPTH_MAX)
		return fault_at_offset(w->fault, at,
			"nodes are nested deeper than %d levels, the most that is read "
			"(Linux reads 64)",
			TREE_DEPTH_MAX);
	if (parent && !*name)
		return fault_at_offset(
			w->fault, at, "a node with an empty name below the root");
	if (!parent && *name)
		return fault_at_offset(
			w->fault, at, "a root node with a name, expected an empty one");
	if (strchr(name, '/'))
		return fault_at_offset(w->fault, at, "a node name with a '/' in it");
	if (id == w->node_cap) {
		t->nodes = arena_grow(&t->arena, t->nodes,
			w->node_cap * sizeof(*t->nodes),
			w->node_cap * 2 * sizeof(*t->nodes));
		w->node_cap *= 2;
	}
	n = &t->nodes[id];
	t->nnodes++;
	unit = strchr(name, '@');
	*n = (struct node){
		.name = intern(t->names, name, strlen(name)),
		.offset = at,
		.parent = w->node,
		.first_child = NODE_NONE,
		.next_sibling = NODE_NONE,
		.first_prop = t->nprops,
		.unit = unit ? (uint32_t)(unit + 1 - name) : 0,
		.depth = (uint16_t)depth,
		.address_cells = 2,
		.size_cells = 1,
	};
	n->base_name = unit ? intern(t->names, name, (size_t)(unit - name)) : n->name;
	if (n->name == NAME_overlay)
		t->overlay = true;
	if (depth == 1 && (n->name == NAME_fixups || n->name == NAME_local_fixups))
		t->has_fixups = true;
	if (w->last_child[depth] != NODE_NONE)
		t->nodes[w->last_child[depth]].next_sibling = id;
	else if (w->node != NODE_NONE)
		t->nodes[w->node].first_child = id;
	w->last_child[depth] = id;
	w->last_child[depth + 1] = NODE_NONE;
	w->node = id;
	return true;
}

static void
close_node(struct walk *w)
{
	struct node *n = &w->t->nodes[w->node];

	n->end = w->t->nnodes;
	w->node = n->parent;
}

/*
 * Whether no name ends within what is read of one. Names may be the ends of each other,
 * so that many long ones can be had from few bytes.
 */
static bool
is_long(const uint8_t *blob, uint32_t nameoff)
{
	uint64_t at = (uint64_t)fdt_off_dt_strings(blob) + nameoff;

	return at + NAME_LENGTH_MAX < fdt_totalsize(blob)
	       && !memchr(blob + at, '\0', NAME_LENGTH_MAX + 1);
}

static bool
intern_prop_name(struct walk *w, uint32_t nameoff, uint32_t at, atom_t *out)
{
	const char *s;
	int len;

	if (nameoff < w->nnameoffs && w->by_nameoff[nameoff]) {
		*out = w->by_nameoff[nameoff] - 1;
		return true;
	}
	if (is_long(w->t->blob, nameoff))
		return fault_at_offset(w->fault, at,
			"a property whose name is longer than %d bytes, the most that is "
			"read (offset 0x%" PRIx32 " in the strings block)",
			NAME_LENGTH_MAX, nameoff);
	s = fdt_get_string(w->t->blob, (int)nameoff, &len);
	if (!s || !*s)
		return fault_at_offset(w->fault, at,
			"a property whose name is %s (offset 0x%" PRIx32
			" in the strings block)",
			s ? "empty" : "outside the strings block", nameoff);
	*out = intern(w->t->names, s, (size_t)len);
	if (nameoff < w->nnameoffs)
		w->by_nameoff[nameoff] = *out + 1;
	return true;
}

static bool
read_cells(struct walk *w, const struct prop *p, uint8_t *cells)
{
	uint32_t value;

	if (p->len != 4) /* dtc's and the binding's to report; the default holds */
		return true;
	value = prop_cell(p, 0);
	if (value > TREE_CELLS_MAX)
		return fault_at_offset(w->fault, p->offset,
			"%s = <0x%" PRIx32 "> in node %s, expected at most %d",
			prop_name(w->t, p), value,
			node_path(w->t, &w->t->nodes[p->node], w->fault->arena),
			TREE_CELLS_MAX);
	*cells = (uint8_t)value;
	return true;
}

static bool
read_prop(struct walk *w, uint32_t at, uint32_t nameoff, uint32_t data, uint32_t len)
{
	struct tree *t = w->t;
	struct node *n = &t->nodes[w->node];
	struct prop *p;
	atom_t name = ATOM_NONE;

	if (!intern_prop_name(w, nameoff, at, &name))
		return false;
	if (n->first_child != NODE_NONE)
		return fault_at_offset(w->fault, at,
			"the property '%s' stands behind a subnode of %s, expected properties "
			"first: Linux and libfdt do not see it",
			intern_str(t->names, name), node_path(t, n, w->fault->arena));
	if (t->nprops == w->prop_cap) {
		t->props = arena_grow(&t->arena, t->props,
			w->prop_cap * sizeof(*t->props),
			w->prop_cap * 2 * sizeof(*t->props));
		w->prop_cap *= 2;
	}
	p = &t->props[t->nprops++];
	n->nprops++;
	*p = (struct prop){
		.name = name,
		.len = len,
		.data = t->blob + data,
		.offset = data,
		.node = w->node,
	};
	switch (name) {
	case NAME_address_cells: return read_cells(w, p, &n->address_cells);
	case NAME_size_cells: return read_cells(w, p, &n->size_cells);
	case NAME_phandle:
		if (p->len == 4)
			n->phandle = prop_cell(p, 0);
		break;
	case NAME_linux_phandle:
		if (p->len == 4 && !n->phandle)
			n->phandle = prop_cell(p, 0);
		break;
	default: break;
	}
	return true;
}

static uint32_t
cell_at(const struct walk *w, uint32_t at)
{
	return fdt32_ld((const fdt32_t *)(const void *)(w->t->blob + at));
}

static uint32_t
align4(uint32_t at)
{
	return (at + 3) & ~3u;
}

/* Before version 16 a node's name is its whole path. */
static bool
begin_node(struct walk *w, uint32_t at, uint32_t *next)
{
	const char *name = (const char *)w->t->blob + at + 4;
	const char *nul = memchr(name, '\0', w->end - at - 4), *slash;

	if (!nul)
		return fault_at_offset(w->fault, at,
			"a node name that is not ended within the structure block");
	if (w->node == NODE_NONE && w->t->nnodes)
		return fault_at_offset(
			w->fault, at, "a second root node, expected FDT_END");
	*next = align4((uint32_t)((const uint8_t *)nul + 1 - w->t->blob));
	if (w->t->version < 16) {
		if (!(slash = strrchr(name, '/')))
			return fault_at_offset(w->fault, at,
				"a node name without a path, expected one before format "
				"version 16");
		name = slash + 1;
	}
	return open_node(w, at, name);
}

/* Before version 16 a value of 8 bytes or more is aligned to 8. */
static bool
property(struct walk *w, uint32_t at, uint32_t *next)
{
	uint32_t data = at + 12, len, nameoff;

	if (w->node == NODE_NONE)
		return fault_at_offset(w->fault, at, "a property outside any node");
	if (w->end - at < 12)
		return fault_at_offset(w->fault, at,
			"a property cut short by the end of the structure block");
	len = cell_at(w, at + 4);
	nameoff = cell_at(w, at + 8);
	if (w->t->version < 16 && len >= 8 && (data - w->start) % 8)
		data += 4;
	if (data > w->end || len > w->end - data)
		return fault_at_offset(w->fault, at,
			"a property of 0x%" PRIx32
			" bytes, expected it to end within the structure block",
			len);
	*next = align4(data + len);
	return read_prop(w, at, nameoff, data, len);
}

/* Anywhere but behind the root, where neither libfdt nor dtc reads on. */
static bool
skip_nop(struct walk *w, uint32_t at)
{
	if (w->node == NODE_NONE && w->t->nnodes)
		return fault_at_offset(w->fault, at,
			"an FDT_NOP behind the root node, expected FDT_END");
	return true;
}

static bool
check_end(struct walk *w, uint32_t at)
{
	if (w->node != NODE_NONE)
		return fault_at_offset(w->fault, at,
			"node %s is not ended, expected FDT_END_NODE before FDT_END",
			node_path(w->t, &w->t->nodes[w->node], w->fault->arena));
	if (!w->t->nnodes)
		return fault_at_offset(
			w->fault, at, "no root node, expected FDT_BEGIN_NODE");
	return true;
}

/*
 * The tokens of the structure block (Devicetree Specification 5.4.1). Read here and
 * not by libfdt's fdt_next_tag(), which is several times slower, does not say where and
 * why, and before libfdt 1.7 can be led backwards by a property's length. What passes
 * here passes fdt_check_full(), to which the harness of the loader holds it.
 */
static bool
walk_struct(struct walk *w)
{
	uint32_t at, next = w->start;
	bool ok;

	for (;;) {
		at = next;
		if (at > w->end || w->end - at < 4)
			return fault_at_offset(w->fault, w->end,
				"the structure block ends without FDT_END");
		next = at + 4;
		switch (cell_at(w, at)) {
		case FDT_BEGIN_NODE: ok = begin_node(w, at, &next); break;
		case FDT_PROP: ok = property(w, at, &next); break;
		case FDT_NOP: ok = skip_nop(w, at); break;
		case FDT_END: return check_end(w, at);
		case FDT_END_NODE:
			if (w->node == NODE_NONE)
				return fault_at_offset(w->fault, at,
					"an FDT_END_NODE without a node to end");
			close_node(w);
			ok = true;
			break;
		default:
			return fault_at_offset(
				w->fault, at, "an unknown token in the structure block");
		}
		if (!ok)
			return false;
	}
}

/* Whether the reservation block ends within the first @n bytes. */
static bool
has_reserves(const uint8_t *head, size_t n)
{
	uint64_t at = fdt_off_mem_rsvmap(head);

	for (; at % 8 == 0 && at + 16 <= n; at += 16)
		if (!memcmp(head + at, (const uint8_t[16]){ 0 }, 16))
			return true;
	return false;
}

size_t
tree_extent(const uint8_t *head, size_t n)
{
	uint64_t structs, strings;

	if (n < sizeof(struct fdt_header) || fdt_magic(head) != FDT_MAGIC
		|| fdt_version(head) < 17 || !has_reserves(head, n))
		return SIZE_MAX;
	structs = (uint64_t)fdt_off_dt_struct(head) + fdt_size_dt_struct(head);
	strings = (uint64_t)fdt_off_dt_strings(head) + fdt_size_dt_strings(head);
	return (size_t)(structs > strings ? structs : strings);
}

static bool
read_reserves(struct tree *t, struct fault *f)
{
	int i, n = fdt_num_mem_rsv(t->blob);

	if (n < 0)
		return fault_at_offset(f, fdt_off_mem_rsvmap(t->blob),
			"a memory reservation block without an end: %s", fdt_strerror(n));
	t->nreserves = (uint32_t)n;
	t->reserves = arena_array(&t->arena, struct reserve_entry, (size_t)n);
	for (i = 0; i < n; i++)
		fdt_get_mem_rsv(
			t->blob, i, &t->reserves[i].address, &t->reserves[i].size);
	return true;
}

void
tree_index_phandles(struct tree *t)
{
	uint32_t n = 0;

	tree_for_each_node (t, node)
		n += node->phandle != 0;
	map_reserve(&t->phandles, &t->arena, n);
	tree_for_each_node (t, node)
		if (node->phandle && node->phandle != UINT32_MAX
			&& map_put(&t->phandles, &t->arena, node->phandle,
				   node_id(t, node))
				   != node_id(t, node))
			t->phandles_repeat = true;
}

bool
tree_load(struct tree *t, struct intern *names, const uint8_t *blob, size_t size,
	struct fault *f)
{
	struct walk *w;
	uint32_t block;

	*t = (struct tree){ .names = names, .blob = blob, .blob_size = size };
	if (size > INT_MAX)
		return fault_at_offset(f, INT_MAX, "larger than a device tree can be");
	if (!check_header(f, blob, size))
		return false;
	t->version = fdt_version(blob);
	t->boot_cpu = t->version >= 2 ? fdt_boot_cpuid_phys(blob) : 0;
	if (!read_reserves(t, f))
		return false;

	w = arena_new(&t->arena, struct walk);
	w->t = t;
	w->start = fdt_off_dt_struct(blob);
	w->end = t->version >= 17 ? w->start + fdt_size_dt_struct(blob)
				  : fdt_totalsize(blob);
	block = w->end - w->start;
	w->fault = f;
	w->node = NODE_NONE;
	w->last_child[0] = NODE_NONE;
	w->node_cap = block / 96 + 16;
	w->prop_cap = block / 28 + 16;
	t->nodes = arena_array(&t->arena, struct node, w->node_cap);
	t->props = arena_array(&t->arena, struct prop, w->prop_cap);
	w->nnameoffs = t->version >= 3 ? fdt_size_dt_strings(blob) : 0;
	if (w->nnameoffs > NAMEOFFS_MAX)
		w->nnameoffs = NAMEOFFS_MAX;
	w->by_nameoff = arena_array(&t->arena, atom_t, w->nnameoffs);
	if (!walk_struct(w))
		return false;
	tree_index_phandles(t);
	return true;
}

void
tree_free(struct tree *t)
{
	arena_free(&t->arena);
	*t = (struct tree){ 0 };
}
