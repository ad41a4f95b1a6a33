/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/run/sources.h"

#include <string.h>

#include "cli/run/setup.h"
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
	in->built_from = o->source;
	in->include_dirs = &o->include_dirs;
	in->preprocess = preprocess;
	in->sources = source_set_new();
}

static void
add_all(struct string_list *to, struct arena *a, const struct string_list *from)
{
	for (size_t i = 0; i < from->n; i++)
		string_list_add(to, a, from->v[i]);
}

/* Below folders that the configuration may name (--allow), or of one that is trusted. */
static bool
is_trusted(const struct config *c, const char *dir)
{
	return !c->fence || fence_allows(c->fence, dir);
}

struct input_options
sources_of(const struct input_options *in, const struct config *c, const char *path,
	struct arena *a)
{
	struct input_options out = *in;
	const struct pp_options *given = in->preprocess;
	struct pp_options *preprocess;
	struct string_list defines = { 0 }, *trusted, *dirs;
	struct pp_define *v;
	const char *name;

	if (!c->nsources)
		return out;
	if (!strcmp(path, "-") && in->stdin_name)
		path = in->stdin_name;
	name = config_path_of(c, path, a);
	dirs = arena_new(a, struct string_list);
	trusted = arena_new(a, struct string_list);
	if (in->include_dirs)
		add_all(trusted, a, in->include_dirs);
	for (size_t i = 0; i < c->nsources; i++) {
		if (!config_globs_match(a, &c->sources[i].files, name))
			continue;
		for (size_t k = 0; k < c->sources[i].include.n; k++) {
			const char *dir = c->sources[i].include.v[k];

			string_list_add(is_trusted(c, dir) ? trusted : dirs, a, dir);
		}
		add_all(&defines, a, &c->sources[i].define);
	}
	out.include_dirs = trusted;
	out.more_dirs = dirs;
	/* a later definition is the one that holds: what is for fewer, and the command line */
	v = arena_array(a, struct pp_define, defines.n + given->ndefines);
	preprocess = arena_new(a, struct pp_options);
	for (size_t i = defines.n; i--;)
		v[preprocess->ndefines++] = (struct pp_define){ defines.v[i], false };
	for (size_t i = 0; i < given->ndefines; i++)
		v[preprocess->ndefines++] = given->defines[i];
	preprocess->defines = v;
	out.preprocess = preprocess;
	return out;
}

bool
sources_configure(struct input_options *in, const struct options *o, const char *path,
	struct arena *a, struct fault *f)
{
	struct config *c = arena_new(a, struct config);
	const char *named = !strcmp(path, "-") && in->stdin_name ? in->stdin_name : path;
	const char *file = setup_config_path(o, named, a);
	const struct config_how how = setup_config_how(o, config_today(a));

	if (!file)
		return true;
	if (!config_load(c, file, &how, a, f)) {
		f->place.file = file;
		return false;
	}
	*in = sources_of(in, c, path, a);
	return true;
}

void
sources_end(struct input_options *in)
{
	source_set_free(in->sources);
	in->sources = NULL;
}
