/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/url.h"

#include <string.h>

#include "rules/dynamic.h"

#ifndef DTLINT_RULES_URL
#define DTLINT_RULES_URL ""
#endif

const char *
rule_url(const struct rule *r, struct arena *a)
{
	static const char base[] = DTLINT_RULES_URL;
	const char *id = rule_find(r->id) ? r->id : "schema/violation", *name;
	size_t n = strlen(base);

	if (!n || (id != r->id && !rule_is_dynamic(r->id)))
		return NULL;
	name = strchr(id, '/') + 1;
	return arena_printf(a, "%s%s%.*s.md#%s", base, base[n - 1] == '/' ? "" : "/",
		(int)(name - 1 - id), id, name);
}
