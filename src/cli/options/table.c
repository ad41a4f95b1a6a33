/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/options/table.h"

#include <getopt.h>
#include <string.h>

#include "cli/options/parse.h"

#define ON(name) ((uint64_t)1 << COMMAND_##name)
#define BECOMES(name) (1 + COMMAND_##name)

/* Commands with options in common. */
#define ON_ALL UINT64_MAX
#define ON_TREES (ON(check) | ON(diff) | ON(baseline_write) | ON(baseline_prune))
#define ON_LINT (ON(check) | ON(diff) | ON(lsp) | ON(baseline_write) | ON(baseline_prune))
#define ON_BASELINE (ON(baseline_prune) | ON(baseline_show))
#define ON_BINDINGS (ON_LINT | ON(explain) | ON(why))
#define ON_SCHEMA (ON(schema_build) | ON(schema_check) | ON(schema_info))
#define ON_SOURCES (ON_LINT | ON(compile) | ON(show) | ON(why))
#define ON_REPORT (ON(check) | ON(diff) | ON(report) | ON(schema_check))

static const struct option_row rows[] = {
#define OPTION(id, ...) { .name = #id, .take = take_##id, __VA_ARGS__ },
#include "cli/options/options.def"
#undef OPTION
};

const struct option_row *
option_at(size_t i)
{
	return i < sizeof(rows) / sizeof(*rows) ? &rows[i] : NULL;
}

const char *
option_name(struct arena *a, const struct option_row *row)
{
	char *name = arena_printf(a, "--%s", row->name), *s;

	for (s = name; (s = strchr(s, '_'));)
		*s = '-';
	return name;
}

bool
option_is_for(const struct option_row *row, const struct command *c)
{
	return row->commands >> command_id(c) & 1;
}

int
option_has_argument(const struct option_row *row)
{
	if (!row->argument)
		return no_argument;
	return !strncmp(row->argument, "[=", 2) ? optional_argument : required_argument;
}

int
choice_index(const char *choices, const char *word)
{
	size_t n;
	int i;

	for (i = 0; *choices; i++, choices += n + (choices[n] == ' ')) {
		n = strcspn(choices, " ");
		if (strlen(word) == n && !memcmp(word, choices, n))
			return i;
	}
	return -1;
}
