/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/fatal.h"
#include "rules/rule.h"

#define RULES(id) extern const struct rule_set rules_##id;
#include "rules/rules.def"
#undef RULES

static const struct rule_set *const sets[] = {
#define RULES(id) &rules_##id,
#include "rules/rules.def"
#undef RULES
};

enum { NSETS = sizeof(sets) / sizeof(*sets), RULES_MAX = 1024 };

/* Those of all sets, one after the other, for who asks for many. */
static const struct rule *rules[RULES_MAX];
static size_t nrules;

__attribute__((constructor)) static void
list_rules(void)
{
	size_t i, k;

	for (i = 0; i < NSETS; i++)
		for (k = 0; k < sets[i]->n && nrules < RULES_MAX; k++)
			rules[nrules++] = &sets[i]->rules[k];
}

size_t
rules_count(void)
{
	return nrules;
}

const struct rule *
rule_at(size_t number)
{
	return number < nrules ? rules[number] : NULL;
}

size_t
rule_number(const struct rule *r)
{
	size_t i, n = 0;

	for (i = 0; i < NSETS; i++) {
		if (r >= sets[i]->rules && r < sets[i]->rules + sets[i]->n)
			return n + (size_t)(r - sets[i]->rules);
		n += sets[i]->n;
	}
	fatal("rule '%s' is in no list", r->id);
}

/* Equal but for '_' and '-', over the first @n bytes of @a, which @b must end at too. */
static bool
same_name(const char *a, size_t n, const char *b)
{
	size_t i;

	for (i = 0; i < n; i++) {
		char x = a[i] == '_' ? '-' : a[i], y = b[i] == '_' ? '-' : b[i];

		if (x != y)
			return false;
	}
	return b[n] == '\0';
}

static const char *
bare_name(const struct rule *r)
{
	return strchr(r->id, '/') + 1;
}

bool
rule_matches(const struct rule *r, const char *selector)
{
	size_t family = (size_t)(bare_name(r) - r->id) - 1;

	return same_name(selector, strlen(selector), r->id)
	       || same_name(selector, strlen(selector), bare_name(r))
	       || same_name(r->id, family, selector);
}

/* Names of dtc's checks that are not names of rules; docs/dtc-checks.md has the reasons. */
static const struct {
	const char *name;
	const char *now; /* the rule's, or NULL: there is nothing to find */
} dtc_names[] = {
	{ "dtc/graph_child_address", NULL },
	{ "dtc/interrupt_cells_is_cell", "dtc/interrupts_extended_is_cell" },
	{ "dtc/sound_dais_property", "dtc/sound_dai_property" },
};

enum { NDTC_NAMES = sizeof(dtc_names) / sizeof(*dtc_names) };

/* The index in dtc_names of an id or a bare name, or NDTC_NAMES. */
static size_t
find_dtc_name(const char *name)
{
	size_t i, len = strlen(name);

	for (i = 0; i < NDTC_NAMES; i++)
		if (same_name(name, len, dtc_names[i].name)
			|| same_name(name, len, dtc_names[i].name + strlen("dtc/")))
			break;
	return i;
}

bool
rule_is_void(const char *name)
{
	size_t i = find_dtc_name(name);

	return i < NDTC_NAMES && !dtc_names[i].now;
}

const struct rule *
rule_find(const char *name)
{
	const struct rule *r, *found = NULL;
	size_t i, len;

	i = find_dtc_name(name);
	if (i < NDTC_NAMES && dtc_names[i].now)
		name = dtc_names[i].now;
	len = strlen(name);
	for (i = 0; (r = rule_at(i)); i++) {
		if (same_name(name, len, r->id))
			return r;
		if (!same_name(name, len, bare_name(r)))
			continue;
		if (!strncmp(r->id, "dtc/", 4))
			return r;
		found = r;
	}
	return found;
}
