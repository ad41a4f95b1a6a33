/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/blob/blob.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/vec.h"

enum { MAGIC = 0xd00dfeed, BEGIN_NODE = 1, END_NODE = 2, PROP = 3, END = 9 };
enum { HEADER = 40, RESERVE = 16, VERSION = 17, COMPATIBLE = 16 };

/* What is known before the blob is written. */
struct plan {
	const struct live_tree *tree;
	struct arena *arena;
	uint32_t *by_atom; /* index into strings, from 1 */
	struct blob_string *strings;
	uint32_t nstrings;
	uint32_t cap_strings;
	uint64_t structure; /* bytes of the blocks */
	uint64_t texts;
	uint64_t reserves;
	uint32_t nnodes;
	uint32_t nprops;
};

static void
know_string(struct plan *p, atom_t name)
{
	const char *s;

	if (p->by_atom[name])
		return;
	vec_room(p->arena, p->strings, p->nstrings, p->cap_strings);
	s = live_name(p->tree, name);
	p->strings[p->nstrings++] = (struct blob_string){ .s = s,
		.len = (uint32_t)strlen(s) };
	p->by_atom[name] = p->nstrings;
}

static uint64_t
aligned(uint64_t n)
{
	return (n + 3) & ~(uint64_t)3;
}

static void
measure(struct plan *p)
{
	const struct live_reserve *r;

	p->structure = 4;
	p->reserves = RESERVE;
	for (r = p->tree->reserves; r; r = r->next)
		p->reserves += RESERVE;
	if (p->tree->root->deleted)
		return;
	live_for_each(p->tree, n)
	{
		p->nnodes++;
		p->structure += 8 + aligned(strlen(live_name(p->tree, n->name)) + 1);
		live_for_each_prop(n, prop)
		{
			p->nprops++;
			p->structure += 12 + aligned(prop->len);
			know_string(p, prop->name);
		}
	}
}

static inline uint8_t *
put_cell(uint8_t *to, uint32_t v)
{
	to[0] = (uint8_t)(v >> 24);
	to[1] = (uint8_t)(v >> 16);
	to[2] = (uint8_t)(v >> 8);
	to[3] = (uint8_t)v;
	return to + 4;
}

/* The bytes, and zeros up to the next cell. */
static inline uint8_t *
put_bytes(uint8_t *to, const void *s, uint32_t n)
{
	static const uint8_t zeros[4];

	memcpy(to, s, n);
	memcpy(to + n, zeros, (size_t)(aligned(n) - n));
	return to + aligned(n);
}

static uint8_t *
put_node(const struct plan *p, struct blob *out, struct live_node *n, uint8_t *to)
{
	const char *name = live_name(p->tree, n->name);

	out->nodes[out->nnodes++] = n;
	to = put_cell(to, BEGIN_NODE);
	to = put_bytes(to, name, (uint32_t)strlen(name) + 1);
	live_for_each_prop(n, prop)
	{
		out->props[out->nprops++] = prop;
		to = put_cell(to, PROP);
		to = put_cell(to, prop->len);
		to = put_cell(to, p->strings[p->by_atom[prop->name] - 1].offset);
		to = put_bytes(to, live_value(p->tree, prop), prop->len);
	}
	return to;
}

/* The nodes that end between one and the next in pre-order. */
static uint8_t *
put_ends(const struct live_node *from, const struct live_node *next, uint8_t *to)
{
	for (; from && (!next || from != next->parent); from = from->parent)
		to = put_cell(to, END_NODE);
	return to;
}

static uint8_t *
put_structure(const struct plan *p, struct blob *out, uint8_t *to)
{
	struct live_node *n = p->tree->root, *next;

	for (n = n->deleted ? NULL : n; n; n = next) {
		next = live_next(n, p->tree->root);
		to = put_node(p, out, n, to);
		to = put_ends(n, next, to);
	}
	return put_cell(to, END);
}

static uint8_t *
put_reserves(const struct plan *p, uint8_t *to)
{
	const struct live_reserve *r;

	for (r = p->tree->reserves; r; r = r->next) {
		to = put_cell(to, (uint32_t)(r->address >> 32));
		to = put_cell(to, (uint32_t)r->address);
		to = put_cell(to, (uint32_t)(r->size >> 32));
		to = put_cell(to, (uint32_t)r->size);
	}
	memset(to, 0, RESERVE);
	return to + RESERVE;
}

static uint64_t
padded(uint64_t total, const struct blob_options *o)
{
	uint64_t padding = 0, mask = (uint64_t)o->alignment - 1;

	if (o->least > 0 && (uint64_t)o->least > total)
		padding = (uint64_t)o->least - total;
	if (o->padding > 0)
		padding = (uint64_t)o->padding;
	if (o->alignment > 0)
		return (total + padding + mask) & ~mask;
	return total + padding;
}

static void
put_header(
	const struct plan *p, const struct blob_options *o, uint8_t *to, uint64_t total)
{
	uint64_t structure = HEADER + p->reserves, strings = structure + p->structure;

	to = put_cell(to, MAGIC);
	to = put_cell(to, (uint32_t)total);
	to = put_cell(to, (uint32_t)structure);
	to = put_cell(to, (uint32_t)strings);
	to = put_cell(to, HEADER);
	to = put_cell(to, VERSION);
	to = put_cell(to, COMPATIBLE);
	to = put_cell(to, o->guess_boot_cpu ? p->tree->boot_cpu : o->boot_cpu);
	to = put_cell(to, (uint32_t)p->texts);
	put_cell(to, (uint32_t)p->structure);
}

bool
blob_make(const struct live_tree *t, const struct blob_options *o, struct arena *a,
	struct blob *out)
{
	struct plan p = { .tree = t, .arena = a };
	uint64_t used, total;
	uint8_t *at;
	uint32_t i;

	*out = (struct blob){ 0 };
	p.by_atom = arena_array(a, uint32_t, t->names->count);
	measure(&p);
	blob_place_strings(p.strings, p.nstrings, &p.texts, a);
	used = HEADER + p.reserves + p.structure + p.texts;
	total = padded(used, o);
	if (total > BLOB_SIZE_MAX)
		return false;
	out->nodes = arena_array(a, struct live_node *, p.nnodes);
	out->props = arena_array(a, struct live_prop *, p.nprops);
	out->n = (size_t)total;
	out->data = malloc(out->n + 1);
	if (!out->data)
		fatal("out of memory: a blob of %zu bytes", out->n);
	put_header(&p, o, out->data, total);
	at = put_reserves(&p, out->data + HEADER);
	at = put_structure(&p, out, at);
	for (i = 0; i < p.nstrings; i++) {
		if (p.strings[i].shared)
			continue;
		memcpy(at, p.strings[i].s, p.strings[i].len + 1);
		at += p.strings[i].len + 1;
	}
	memset(at, 0, (size_t)(total - used) + 1);
	return true;
}

void
blob_free(struct blob *b)
{
	free(b->data);
	*b = (struct blob){ 0 };
}
