/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/url.h"

#include <string.h>

#include "rules/dynamic.h"

#ifndef DTLINT_RULES_URL
#define DTLINT_RULES_URL ""
#endif

/* An address below that of the build. */
static const char *
below(struct arena *a, const char *page)
{
	static const char base[] = DTLINT_RULES_URL;
	size_t n = strlen(base);

	return n ? arena_printf(a, "%s%s%s", base, base[n - 1] == '/' ? "" : "/", page)
		 : NULL;
}

const char *
rule_url(const struct rule *r, struct arena *a)
{
	const char *id = rule_find(r->id) ? r->id : "schema/violation", *name;

	if (id != r->id && !rule_is_dynamic(r->id))
		return NULL;
	name = strchr(id, '/') + 1;
	return below(a, arena_printf(a, "%.*s.md#%s", (int)(name - 1 - id), id, name));
}

const char *
rule_index_url(struct arena *a)
{
	return below(a, "README.md");
}
