/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/bindings.h"

#include <string.h>

static const struct string_list *
paths_of(const struct setups *s, size_t config)
{
	return s->options->schemas.n ? &s->options->schemas
				     : &s->configs[config]->config.schemas;
}

static bool
is_same(const struct string_list *a, const struct string_list *b)
{
	size_t i;

	if (a->n != b->n)
		return false;
	for (i = 0; i < a->n; i++)
		if (strcmp(a->v[i], b->v[i]) != 0)
			return false;
	return true;
}

/* The number of the first configuration that has the same bindings. */
static size_t
first_with(const struct setups *s, size_t config)
{
	const struct string_list *paths = paths_of(s, config);
	size_t i;

	for (i = 0; i < config; i++)
		if (s->configs[i]->ok && is_same(paths_of(s, i), paths))
			break;
	return i;
}

/* Without --schema nothing is loaded that no rule asks for. */
static bool
is_wanted(const struct setups *s, size_t config)
{
	const struct setup_config *c = s->configs[config];

	return c->ok && (s->options->schemas.n || bindings_wanted(c->rules));
}

struct bindings_of_run
bindings_read(const struct setups *s,
	void (*report)(void *context, const struct fault *f), void *context)
{
	struct bindings_of_run b = { .n = s->nconfigs };
	const struct string_list *paths;
	struct schemas_from from = { .core = s->options->core };
	bool *tried = arena_array(s->arena, bool, b.n);
	size_t i, first;

	b.v = arena_array(s->arena, struct bindings *, b.n);
	for (i = 0; i < b.n; i++) {
		if (!is_wanted(s, i))
			continue;
		first = first_with(s, i);
		paths = paths_of(s, i);
		from.paths = paths->v;
		from.n = paths->n;
		if (!tried[first])
			b.v[first] = paths->n ? bindings_load(&from,
					     !s->options->no_schema_cache, s->arena,
					     report, context)
					      : bindings_builtin();
		tried[first] = true;
		b.v[i] = b.v[first];
	}
	return b;
}

void
bindings_of_run_free(struct bindings_of_run *b)
{
	size_t i, k;

	for (i = 0; i < b->n; i++) {
		for (k = 0; k < i && b->v[k] != b->v[i]; k++)
			;
		if (k == i)
			bindings_free(b->v[i]);
	}
}
