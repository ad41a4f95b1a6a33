/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/state.h"

static void
need(struct lint_state *state, const struct rule *r)
{
	size_t number = rule_number(r);
	const char *const *id;

	if (state->status[number] != RULE_UNNEEDED)
		return;
	state->status[number] = RULE_NEEDED;
	for (id = r->prerequisites; id && *id; id++)
		need(state, rule_find(*id));
}

static bool
has_failed(const struct lint_state *state, const struct rule *r)
{
	const char *const *id;

	for (id = r->prerequisites; id && *id; id++) {
		const struct rule *on = rule_find(*id);

		if (state->status[rule_number(on)] == RULE_FAILED
			|| has_failed(state, on))
			return true;
	}
	return false;
}

/* Drops what was reported by rules whose prerequisites have failed. */
static void
silence(struct lint *l, const struct lint_state *state, size_t from)
{
	struct diag_list *list = l->diags;
	bool *silent = arena_array(l->scratch, bool, state->count);
	const struct rule *r;
	size_t i, to = from;

	for (i = 0; (r = rule_at(i)); i++)
		silent[i] = r->prerequisites && has_failed(state, r);
	for (i = from; i < list->n; i++)
		if (!silent[rule_number(list->v[i]->rule)])
			list->v[to++] = list->v[i];
	list->n = to;
}

void
lint_run(struct lint *l)
{
	struct lint_state state = { .count = rules_count() };
	const struct rule **node_rules, *r;
	size_t i, n = 0, from = l->diags->n;

	state.status = arena_array(l->scratch, unsigned char, state.count);
	state.slots = arena_array(l->scratch, void *, state.count);
	node_rules = arena_array(l->scratch, const struct rule *, state.count);
	l->state = &state;
	for (i = 0; (r = rule_at(i)); i++)
		if (rule_is_reported(l->config, r))
			need(&state, r);
	for (i = 0; (r = rule_at(i)); i++) {
		if (state.status[i] == RULE_UNNEEDED)
			continue;
		if (r->check_tree)
			r->check_tree(l, r);
		if (r->check_node)
			node_rules[n++] = r;
	}
	tree_for_each_node (l->tree, node)
		for (i = 0; i < n; i++)
			node_rules[i]->check_node(l, node_rules[i], node);
	silence(l, &state, from);
	l->state = NULL;
}

void *
lint_slot(struct lint *l, const struct rule *r, size_t size)
{
	void **slot = &l->state->slots[rule_number(r)];

	if (!*slot)
		*slot = arena_alloc(l->scratch, size);
	return *slot;
}
