/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `guest`: the machine that the host makes. */
#include <stdlib.h>
#include <string.h>

#include "host/native/native.h"

static bool
expected(const struct doc *v, const struct native *n, const char *what)
{
	return doc_fault(
		v, n->fault, "expected %s, found %s", what, doc_found(v, n->arena));
}

/* A number, or a string '0x…' of up to 64 bits. */
static bool
read_number(const struct native *n, const struct doc *v, uint64_t max, uint64_t *out)
{
	size_t digits;

	*out = v->integer;
	if (v->type == DOC_INT && !(v->negative && v->integer) && v->integer <= max)
		return true;
	if (v->type == DOC_STRING && !strncmp(v->text, "0x", 2)) {
		digits = strspn(v->text + 2, "0123456789abcdefABCDEF");
		*out = strtoull(v->text, NULL, 16);
		if (digits && digits <= 16 && !v->text[2 + digits] && *out <= max)
			return true;
	}
	return expected(v, n,
		max == UINT32_MAX ? "a number of up to 32 bits, '0x…' or decimal"
				  : "a number of up to 64 bits, '0x…' or decimal");
}

/* Bytes: a number, or a string with a suffix. */
static bool
read_size(const struct native *n, const struct doc *v, uint64_t *out)
{
	if (v->type == DOC_STRING && strspn(v->text, "0123456789") <= 8
		&& guest_size_parse(v->text, 1, out))
		return true;
	if (v->type != DOC_INT)
		return expected(v, n, "a size: bytes, or a number with K, M, G or T");
	return read_number(n, v, UINT64_MAX, out);
}

static const struct doc *
needed(const struct native *n, const struct doc *map, const char *key, const char *of)
{
	const struct doc *v = doc_get(map, key);

	if (!v)
		doc_fault(map, n->fault, "%s without '%s', expected one", of, key);
	return v;
}

static bool
read_fact(const struct native *n, enum guest_fact_id id, const struct doc *v)
{
	struct guest *g = &n->host->guest;
	struct said said = doc_said(v, n->arena);
	uint64_t number;

	switch (guest_fact_kind(id)) {
	case GUEST_WORD:
		if (!doc_expect(v, DOC_STRING, n->fault))
			return false;
		guest_set_word(g, id, v->text, said);
		return true;
	case GUEST_FLAG:
		/* as `host show` writes it where memory is known and this is not */
		if (v->type == DOC_STRING && !strcmp(v->text, "unknown")) {
			g->facts[id] = (struct guest_fact){ 0 };
			return true;
		}
		if (!doc_expect(v, DOC_BOOL, n->fault))
			return false;
		guest_set(g, id, v->boolean, said);
		return true;
	case GUEST_SIZE:
		if (!read_size(n, v, &number))
			return false;
		break;
	case GUEST_ADDRESS:
		if (!read_number(n, v, UINT64_MAX, &number))
			return false;
		break;
	case GUEST_COUNT:
		if (!read_number(n, v, UINT32_MAX, &number))
			return false;
		break;
	}
	guest_set(g, id, number, said);
	return true;
}

static bool
read_psci(const struct native *n, const struct doc *v)
{
	if (!v || !strcmp(v->text, "hvc") || !strcmp(v->text, "smc")
		|| !strcmp(v->text, "none"))
		return true;
	return expected(v, n, "'hvc', 'smc' or 'none'");
}

/* A map of names to true and false. */
static bool
read_extensions(const struct native *n, const struct doc *map)
{
	const struct doc *v;

	if (!doc_expect(map, DOC_MAP, n->fault))
		return false;
	for (v = map->first; v; v = v->next) {
		if (!doc_expect(v, DOC_BOOL, n->fault))
			return false;
		guest_set_extension(&n->host->guest, n->arena, v->key, v->boolean,
			doc_said(v, n->arena));
	}
	return true;
}

static bool
read_slots(const struct native *n, const struct doc *map)
{
	static const char *const keys[] = { "base", "stride", "count", "interrupt" };
	struct guest_slots *s = &n->host->guest.slots;
	uint64_t numbers[4];
	const struct doc *v;
	size_t i;

	if (!doc_expect(map, DOC_MAP, n->fault)
		|| !doc_expect_keys(map, " of 'slots'", keys, 4, n->fault))
		return false;
	for (i = 0; i < 4; i++) {
		v = needed(n, map, keys[i], "'slots'");
		if (!v
			|| !read_number(
				n, v, i < 2 ? UINT64_MAX : UINT32_MAX, &numbers[i]))
			return false;
	}
	*s = (struct guest_slots){ .base = numbers[0], .stride = numbers[1] };
	s->n = (uint32_t)numbers[2];
	s->interrupt = (uint32_t)numbers[3];
	return true;
}

static bool
read_region(const struct native *n, const struct doc *map)
{
	static const char *const keys[] = { "host", "guest", "size" };
	struct guest_region r = { 0 };
	const struct doc *host, *guest, *size;

	if (!doc_expect(map, DOC_MAP, n->fault)
		|| !doc_expect_keys(map, " of a region", keys, 3, n->fault))
		return false;
	host = needed(n, map, "host", "a region");
	size = host ? needed(n, map, "size", "a region") : NULL;
	guest = doc_get(map, "guest");
	if (!size || !read_number(n, host, UINT64_MAX, &r.host)
		|| !read_size(n, size, &r.size)
		|| !read_number(n, guest ? guest : host, UINT64_MAX, &r.guest))
		return false;
	r.said = doc_said(map, n->arena);
	guest_add_region(&n->host->guest, n->arena, r);
	return true;
}

static bool
read_interrupt(const struct native *n, const struct doc *v)
{
	uint64_t number;

	if (!read_number(n, v, UINT32_MAX, &number))
		return false;
	guest_add_interrupt(&n->host->guest, n->arena,
		(struct guest_interrupt){ (uint32_t)number, doc_said(v, n->arena) });
	return true;
}

static bool
read_path(const struct native *n, const struct doc *v)
{
	if (!doc_expect(v, DOC_STRING, n->fault))
		return false;
	guest_add_node(&n->host->guest, n->arena,
		(struct guest_node){ v->text, doc_said(v, n->arena) });
	return true;
}

static bool
read_each(const struct native *n, const struct doc *list,
	bool (*read)(const struct native *n, const struct doc *v))
{
	const struct doc *v;

	if (!list)
		return true;
	if (!doc_expect(list, DOC_LIST, n->fault))
		return false;
	for (v = list->first; v; v = v->next)
		if (!read(n, v))
			return false;
	return true;
}

static bool
read_passthrough(const struct native *n, const struct doc *map)
{
	static const char *const keys[] = { "regions", "interrupts", "nodes" };

	n->host->guest.passthrough.known = true;
	return doc_expect(map, DOC_MAP, n->fault)
	       && doc_expect_keys(map, " of 'passthrough'", keys, 3, n->fault)
	       && read_each(n, doc_get(map, "regions"), read_region)
	       && read_each(n, doc_get(map, "interrupts"), read_interrupt)
	       && read_each(n, doc_get(map, "nodes"), read_path);
}

bool
native_read_guest(const struct native *n, const struct doc *map)
{
	static const char *const others[] = { "isa", "slots", "passthrough" };
	const char *keys[GUEST_FACTS + 3];
	const struct doc *v;
	size_t i;

	for (i = 0; i < GUEST_FACTS; i++)
		keys[i] = guest_fact_key((enum guest_fact_id)i);
	for (i = 0; i < 3; i++)
		keys[GUEST_FACTS + i] = others[i];
	if (!doc_expect(map, DOC_MAP, n->fault)
		|| !doc_expect_keys(map, " of 'guest'", keys, GUEST_FACTS + 3, n->fault))
		return false;
	if (doc_get(map, "memory"))
		guest_set(&n->host->guest, GUEST_MEMORY_REWRITTEN, 0, (struct said){ 0 });
	for (i = 0; i < GUEST_FACTS; i++) {
		v = doc_get(map, keys[i]);
		if (v && !read_fact(n, (enum guest_fact_id)i, v))
			return false;
	}
	if (!read_psci(n, doc_get(map, "psci")))
		return false;
	v = doc_get(map, "isa");
	if (v && !read_extensions(n, v))
		return false;
	v = doc_get(map, "slots");
	if (v && !read_slots(n, v))
		return false;
	v = doc_get(map, "passthrough");
	return !v || read_passthrough(n, v);
}
