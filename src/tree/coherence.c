/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/coherence.h"

#include "tree/names.h"
#include "tree/value.h"

/* As of_parse_phandle_with_args() counts: entry @index of `interconnects`. */
static const struct node *
interconnect(const struct tree *t, const struct node *n, uint32_t index)
{
	const struct prop *p = node_prop(t, n, NAME_interconnects), *cells;
	const struct node *provider;
	uint32_t i = 0, count, phandle;

	while (p && i < prop_ncells(p)) {
		phandle = prop_cell(p, i++);
		provider = tree_phandle(t, phandle);
		count = 0;
		if (phandle) {
			cells = provider ? node_prop(t, provider, NAME_interconnect_cells)
					 : NULL;
			if (!cells || cells->len < 4)
				return NULL;
			count = prop_cell(cells, 0);
			if (count > prop_ncells(p) - i)
				return NULL;
		}
		if (!index--)
			return provider;
		i += count;
	}
	return NULL;
}

/* __of_get_dma_parent() */
static const struct node *
dma_parent(const struct tree *t, const struct node *n)
{
	const struct prop *names = node_prop(t, n, NAME_interconnect_names);
	const struct node *target;
	uint32_t index = 0;

	if (names) {
		prop_for_each_string(names, s)
		{
			if (!strcmp(s, "dma-mem")) {
				target = interconnect(t, n, index);
				return target ? target : node_parent(t, n);
			}
			index++;
		}
	}
	return node_parent(t, n);
}

struct coherence
node_coherence(const struct tree *t, const struct node *n, const struct arch *arch)
{
	struct coherence c = { .arch = arch };
	uint32_t steps = 0;

	for (; n && steps <= t->nnodes; n = dma_parent(t, n), steps++) {
		if ((c.prop = node_prop(t, n, NAME_dma_coherent)))
			c.coherent = true;
		else
			c.prop = node_prop(t, n, NAME_dma_noncoherent);
		if (c.prop)
			break;
		if (n->name == NAME_overlay)
			c.from_overlay = true;
	}
	if (arch && arch->dma == DMA_ALWAYS_COHERENT && !c.coherent) {
		c.prop = NULL;
		c.coherent = true;
	} else if (!c.prop) {
		c.coherent = arch && arch->dma == DMA_DEFAULT_COHERENT;
	}
	c.by = c.prop ? n : NULL;
	return c;
}
