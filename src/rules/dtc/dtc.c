/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/dtc.h"

#include <inttypes.h>
#include <stdarg.h>

#include "base/buf.h"

enum { CELLS_SHOWN = 8, SMALL_LIST = 24 };

const char *
dtc_path(struct lint *l, const struct node *n)
{
	return node_path(l->tree, n, l->scratch);
}

const char *
dtc_count(struct lint *l, uint64_t n, const char *what)
{
	return arena_printf(l->scratch, "%" PRIu64 " %s%s", n, what, n == 1 ? "" : "s");
}

const char *
dtc_cells(struct lint *l, const struct prop *p)
{
	struct buf b = { 0 };
	uint32_t i, n = prop_ncells(p);
	const char *text;

	buf_putc(&b, '<');
	for (i = 0; i < n && i < CELLS_SHOWN; i++)
		buf_printf(&b, "%s0x%" PRIx32, i ? " " : "", prop_cell(p, i));
	buf_puts(&b, n > CELLS_SHOWN ? " …>" : ">");
	text = arena_strdup(l->scratch, b.s);
	buf_free(&b);
	return text;
}

struct diag *
dtc_report_cells(struct lint *l, const struct rule *r, const struct node *n,
	const struct prop *p, uint32_t cell, uint32_t ncells, const char *fmt, ...)
{
	const char *message;
	struct diag *d;
	va_list ap;

	va_start(ap, fmt);
	message = arena_vprintf(l->scratch, fmt, ap);
	va_end(ap);
	d = lint_report(l, r, r->level, n, p, "%s", message);
	diag_entry(l, d, p, cell * 4, ncells ? ncells * 4 : p->len);
	return d;
}

bool
dtc_is_plugin(const struct tree *t)
{
	return t->has_fixups;
}

const char *
dtc_hex(char buf[DTC_HEX], uint64_t n)
{
	char *p = buf + DTC_HEX;

	*--p = '\0';
	do
		*--p = "0123456789abcdef"[n & 0xf];
	while (n >>= 4);
	return p;
}

/* The index of the nearest key before @i that equals it, or UINT32_MAX. */
static uint32_t
before(const uint32_t *keys, uint32_t i)
{
	uint32_t k;

	for (k = i; k > 0; k--)
		if (keys[k - 1] == keys[i])
			return k - 1;
	return UINT32_MAX;
}

static uint32_t *
new_chain(struct lint *l, uint32_t n)
{
	uint32_t *prev = arena_array(l->scratch, uint32_t, n);

	memset(prev, 0xff, n * sizeof(*prev));
	return prev;
}

/* A table of indices + 1 by key, twice as large as it need be. */
static uint32_t *
repeats_of_many(struct lint *l, const uint32_t *keys, uint32_t n)
{
	uint32_t size = 64, *table, *prev = NULL, i, slot;

	while (size / 2 < n)
		size *= 2;
	table = arena_array(l->scratch, uint32_t, size);
	for (i = 0; i < n; i++) {
		slot = (uint32_t)hash_number(keys[i]) & (size - 1);
		while (table[slot] && keys[table[slot] - 1] != keys[i])
			slot = (slot + 1) & (size - 1);
		if (table[slot]) {
			prev = prev ? prev : new_chain(l, n);
			prev[i] = table[slot] - 1;
		}
		table[slot] = i + 1;
	}
	return prev;
}

uint32_t *
dtc_repeats(struct lint *l, const uint32_t *keys, uint32_t n)
{
	uint32_t *prev = NULL, i, k;

	if (n > SMALL_LIST)
		return repeats_of_many(l, keys, n);
	for (i = 1; i < n; i++) {
		k = before(keys, i);
		if (k == UINT32_MAX)
			continue;
		prev = prev ? prev : new_chain(l, n);
		prev[i] = k;
	}
	return prev;
}
