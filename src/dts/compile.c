/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/compile.h"

#include "dts/parse/parse.h"

void
dts_options_init(struct dts_options *o)
{
	*o = (struct dts_options){ 0 };
	live_levels_init(&o->levels);
}

static bool
finish(struct dts_compilation *c, const struct dts_options *o)
{
	struct live_tree *t = &c->tree;

	c->refused = !live_check(t, &c->text, &o->levels, o->symbols);
	if (c->refused && !o->force)
		return false;
	if (!live_symbols(t, &c->text, o->symbols) || !live_fixups(t, &c->text))
		return false;
	if (blob_make(t, &o->blob, c->arena, &c->blob))
		return true;
	dts_messages_add(&c->messages, DTS_ERROR, "source/limit",
		dts_text_place(&c->text, 0, 0), "a blob of more than 1 GiB");
	return false;
}

bool
dts_compile(struct dts_compilation *c, const struct source_search *search,
	const struct dts_options *o, const char *path, struct intern *names,
	struct arena *a)
{
	*c = (struct dts_compilation){
		.arena = a, .path = arena_strdup(a, path), .messages.arena = a
	};
	dts_text_init(&c->text, search, &c->messages);
	live_init(&c->tree, a, names);
	pp_run(&c->text, o->preprocess, path);
	if (!c->text.absent)
		dts_parse(&c->text, &c->tree);
	c->ok = !c->messages.errors && c->tree.root && finish(c, o);
	return c->ok;
}

void
dts_compilation_free(struct dts_compilation *c)
{
	blob_free(&c->blob);
	live_free(&c->tree);
	dts_text_free(&c->text);
}
