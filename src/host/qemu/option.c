/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/suggest.h"
#include "host/qemu/cmdline.h"

static const struct command_option options[] = {
#include "host/qemu/options.def"
};

enum { OPTIONS = sizeof(options) / sizeof(options[0]) };

const struct command_option *
option_find(const char *name)
{
	size_t i;

	for (i = 0; i < OPTIONS; i++)
		if (!strcmp(options[i].name, name))
			return &options[i];
	return NULL;
}

const char *
option_suggest(const char *name, struct arena *a)
{
	struct suggest s = { .word = name };
	size_t i;

	for (i = 0; i < OPTIONS; i++)
		suggest_try(&s, options[i].name);
	return s.best ? arena_printf(a, "; did you mean '-%s'?", s.best) : "";
}
