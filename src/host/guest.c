/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/guest.h"

#include <string.h>

#include "base/vec.h"

static const struct {
	const char *key;
	enum guest_fact_kind kind;
} facts[] = {
#define FACT(id, key, kind) [GUEST_##id] = { key, GUEST_##kind },
#include "host/guest.def"
#undef FACT
};

const char *
guest_fact_key(enum guest_fact_id id)
{
	return facts[id].key;
}

enum guest_fact_kind
guest_fact_kind(enum guest_fact_id id)
{
	return facts[id].kind;
}

const struct guest_fact *
guest_get(const struct guest *g, enum guest_fact_id id)
{
	return g->facts[id].known ? &g->facts[id] : NULL;
}

bool
guest_is(const struct guest *g, enum guest_fact_id id, uint64_t number)
{
	return g->facts[id].known && g->facts[id].number == number;
}

void
guest_set(struct guest *g, enum guest_fact_id id, uint64_t number, struct said said)
{
	g->facts[id] = (struct guest_fact){ true, number, NULL, said };
}

void
guest_set_word(struct guest *g, enum guest_fact_id id, const char *word, struct said said)
{
	g->facts[id] = (struct guest_fact){ true, 0, word, said };
}

void
guest_set_extension(
	struct guest *g, struct arena *a, const char *name, bool on, struct said said)
{
	size_t i = 0;

	while (i < g->nextensions && strcmp(g->extensions[i].name, name) != 0)
		i++;
	if (i == g->nextensions)
		(void)vec_more(a, g->extensions, g->nextensions);
	g->extensions[i] = (struct guest_extension){ name, on, said };
}

void
guest_add_region(struct guest *g, struct arena *a, struct guest_region region)
{
	*vec_more(a, g->passthrough.regions, g->passthrough.nregions) = region;
}

void
guest_add_interrupt(struct guest *g, struct arena *a, struct guest_interrupt interrupt)
{
	*vec_more(a, g->passthrough.interrupts, g->passthrough.ninterrupts) = interrupt;
}

void
guest_add_node(struct guest *g, struct arena *a, struct guest_node node)
{
	*vec_more(a, g->passthrough.nodes, g->passthrough.nnodes) = node;
}

/* The power of two that a suffix stands for; -1 where it is none. */
static int
suffix_shift(const char *s)
{
	static const char letters[] = "KMGT";
	char upper = (char)(*s & ~0x20);
	const char *at = *s ? strchr(letters, upper) : NULL;

	if (!at || !upper)
		return -1;
	s++;
	s += *s == 'i';
	s += *s == 'B' || *s == 'b';
	return *s ? -1 : 10 * (int)(at - letters + 1);
}

bool
guest_size_parse(const char *s, uint64_t unit, uint64_t *out)
{
	uint64_t n = 0;
	int shift = 0;

	if (*s < '0' || *s > '9')
		return false;
	for (; *s >= '0' && *s <= '9'; s++)
		if (__builtin_mul_overflow(n, 10, &n)
			|| __builtin_add_overflow(n, (uint64_t)(*s - '0'), &n))
			return false;
	if (*s && (shift = suffix_shift(s)) < 0)
		return false;
	return !__builtin_mul_overflow(n, *s ? (uint64_t)1 << shift : unit, out);
}

static bool
same_word(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool
same_passthrough(const struct guest_passthrough *a, const struct guest_passthrough *b)
{
	size_t i;

	if (a->known != b->known || a->nregions != b->nregions
		|| a->ninterrupts != b->ninterrupts || a->nnodes != b->nnodes)
		return false;
	for (i = 0; i < a->nregions; i++)
		if (a->regions[i].host != b->regions[i].host
			|| a->regions[i].guest != b->regions[i].guest
			|| a->regions[i].size != b->regions[i].size)
			return false;
	for (i = 0; i < a->ninterrupts; i++)
		if (a->interrupts[i].number != b->interrupts[i].number)
			return false;
	for (i = 0; i < a->nnodes; i++)
		if (strcmp(a->nodes[i].path, b->nodes[i].path) != 0)
			return false;
	return true;
}

static bool
has_extension(const struct guest *g, const struct guest_extension *e)
{
	size_t i;

	for (i = 0; i < g->nextensions; i++)
		if (!strcmp(g->extensions[i].name, e->name)
			&& g->extensions[i].on == e->on)
			return true;
	return false;
}

static bool
same_fact(const struct guest_fact *a, const struct guest_fact *b)
{
	return a->known == b->known && a->number == b->number
	       && same_word(a->word, b->word);
}

bool
guest_keep_common(struct guest *g, const struct guest *other)
{
	bool same = g->nextensions == other->nextensions;
	size_t i, n = 0;

	for (i = 0; i < GUEST_FACTS; i++) {
		if (same_fact(&g->facts[i], &other->facts[i]))
			continue;
		g->facts[i] = (struct guest_fact){ 0 };
		same = false;
	}
	for (i = 0; i < g->nextensions; i++)
		if (has_extension(other, &g->extensions[i]))
			g->extensions[n++] = g->extensions[i];
	same &= n == g->nextensions;
	g->nextensions = n;
	if (g->slots.n != other->slots.n || g->slots.base != other->slots.base) {
		g->slots = (struct guest_slots){ 0 };
		same = false;
	}
	if (!same_passthrough(&g->passthrough, &other->passthrough)) {
		g->passthrough = (struct guest_passthrough){ 0 };
		same = false;
	}
	return same;
}
