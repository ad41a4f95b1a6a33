/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/sources.h"

#include "dts/pp/pp.h"

void
sources_begin(struct input_options *in, const struct options *o, struct arena *a)
{
	const struct string_list *list = &o->defines;
	struct pp_options *preprocess = arena_new(a, struct pp_options);
	struct pp_define *v = arena_array(a, struct pp_define, list->n);

	for (size_t i = 0; i < list->n; i++)
		v[i] = (struct pp_define){ list->v[i] + 1, *list->v[i] == 'U' };
	*preprocess = (struct pp_options){ v, list->n };
	in->stdin_name = o->stdin_name;
	in->include_dirs = &o->include_dirs;
	in->preprocess = preprocess;
	in->sources = source_set_new();
}

void
sources_end(struct input_options *in)
{
	source_set_free(in->sources);
	in->sources = NULL;
}
