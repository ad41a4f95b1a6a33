/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Device tree sources: compiled in memory, with the places of all that is in them. */
#include <libfdt.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "dts/live/redundant.h"
#include "dts/origin.h"
#include "dts/statement.h"
#include "input/dts.h"
#include "rules/rule.h"
#include "tree/names.h"

static bool
has_suffix(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot && (!strcmp(dot, ".dts") || !strcmp(dot, ".dtso"));
}

/* A text that begins as sources do: with their version, or with directives before it. */
static bool
takes(const struct content *c)
{
	const char *s = (const char *)c->data;
	uint32_t n = c->n < UINT32_MAX ? (uint32_t)c->n : UINT32_MAX;
	uint32_t at = statement_skip(s, n, 0);

	return n - at >= 8
	       && (!memcmp(s + at, "/dts-v1/", 8) || !memcmp(s + at, "#include", 8)
		       || !memcmp(s + at, "#define ", 8));
}

static enum level
level_of(const struct dts_message *m)
{
	return m->level == DTS_ERROR ? LEVEL_ERROR : LEVEL_WARNING;
}

/* A guess, for somebody to look at. */
static void
offer(struct reading *r, struct diag *d, const struct dts_message *m)
{
	struct text_edit *edit = arena_new(r->arena, struct text_edit);

	*edit = (struct text_edit){ .place = m->place,
		.text = arena_strdup(r->arena, m->instead) };
	d->fix.title = diag_clean(
		r->arena, arena_printf(r->arena, "write '%s' instead", m->instead));
	d->fix.edits = edit;
	d->fix.nedits = 1;
}

static void
relate(struct reading *r, const struct dts_compilation *c, struct diag *d,
	const struct dts_message *m)
{
	struct source_set *set = c->text.search->set;
	const struct dts_note *n;

	if (m->place.file && m->place.line)
		d->excerpt = source_line(set, m->place.file, m->place.line, r->arena);
	for (n = m->notes; n; n = n->next) {
		struct diag_related at = { n->place, NULL,
			diag_clean(r->arena, arena_strdup(r->arena, n->text)) };

		if (n->place.file && n->place.line)
			at.excerpt = source_line(
				set, n->place.file, n->place.line, r->arena);
		diag_relate(r->arena, d, &at);
	}
	if (m->help)
		d->help = diag_clean(r->arena, arena_strdup(r->arena, m->help));
	if (m->instead)
		offer(r, d, m);
}

/*
 * Findings of the compilation. Those of checks that look at the blob, too, are left to
 * these where there is a blob.
 */
void
source_report(struct reading *r, const char *name, const struct dts_compilation *made)
{
	const struct dts_message *m;
	const struct rule *rule;
	struct diag *d;

	for (m = made->messages.first; m && r->on_finding; m = m->next) {
		rule = rule_find(m->rule);
		if (!rule)
			continue;
		if (made->ok
			&& (rule->check_tree || rule->check_node || rule->check_prop))
			continue;
		d = r->on_finding(r, rule, level_of(m), name, &m->place, m->text);
		if (!d)
			continue;
		relate(r, made, d, m);
		r->reported = r->reported || (!made->ok && m->level == DTS_ERROR);
	}
}

/* The checks that refuse a tree, as loud as the configuration has them. */
static void
set_levels(const struct reading *r, struct live_levels *levels)
{
	const struct rule *rule;

	live_levels_init(levels);
	for (uint32_t i = 0; r->config && i < LIVE_CHECKS; i++) {
		rule = rule_find(live_check_rule(i));
		if (!rule)
			continue;
		levels->warn[i] = r->config->flags[rule_number(rule)].warn;
		levels->error[i] = levels->error[i]
				   && !r->config->flags[rule_number(rule)].capped;
	}
}

bool
source_refuse(const struct dts_compilation *c, struct fault *f)
{
	const struct dts_message *m = c->messages.first;

	while (m && m->level != DTS_ERROR)
		m = m->next;
	if (!m)
		return fault_set(f, "does not compile");
	fault_set(f, "does not compile: %zu error%s, the first: %s", c->messages.errors,
		c->messages.errors == 1 ? "" : "s", m->text);
	f->place = m->place;
	f->place.offset = -1;
	return false;
}

void
compiled_source_free(void *what)
{
	struct compiled_source *k = what;

	dts_compilation_free(&k->made);
	arena_free(&k->arena);
	free(k);
}

struct compiled_source *
source_compile(struct reading *r, const char *path, bool symbols)
{
	const struct input_options *o = r->options;
	struct compiled_source *k = calloc(1, sizeof(*k));

	if (!k)
		fatal("out of memory: a compilation");
	dts_options_init(&k->options);
	k->options.preprocess = o->preprocess;
	k->options.symbols = symbols;
	set_levels(r, &k->options.levels);
	search_init(
		&k->search, o->sources, path, o->include_dirs, o->more_dirs, &k->arena);
	if (dts_compile(&k->made, &k->search, &k->options, path, r->names, &k->arena))
		dts_origins_init(&k->origins, &k->made);
	return k;
}

/* What standard input holds, under the name that it was given. */
static bool
put_stdin(const struct input_options *o, const struct content *c, const char *path,
	struct fault *f)
{
	struct bytes text;

	if (c->data) {
		source_set_put(o->sources, path, c->data, c->n);
		return true;
	}
	if (!io_read("-", SOURCE_SIZE_MAX, &text, f))
		return false;
	source_set_put(o->sources, path, text.data, text.n);
	bytes_free(&text);
	return true;
}

static bool
read_dts(struct reading *r, const struct content *c, struct fault *f)
{
	const struct input_options *o = r->options;
	const char *path = c->file;
	struct content unit = *c;
	struct compiled_source *k;
	bool ok;

	if (!o->sources)
		return fault_set(f, "is device tree source, expected a compiled tree");
	if (!strcmp(path, "-")) {
		path = o->stdin_name ? o->stdin_name : path;
		if (!put_stdin(o, c, path, f))
			return false;
	}
	if (o->built_from)
		return fault_set(
			f, "is a source itself: --source says what a blob is made of");
	k = source_compile(r, path, o->symbols);
	ok = k->made.ok;
	if (ok && r->on_finding)
		live_redundant(&k->made.tree, &k->made.text,
			r->config
				&& rule_is_reported(r->config,
					rule_find("source/override-without-change")));
	if (r->on_compiled)
		r->on_compiled(r, &k->made);
	source_report(r, c->name, &k->made);
	if (ok) {
		unit.data = k->made.blob.data;
		unit.n = unit.size = k->made.blob.n;
		unit.base = -1;
		input_unit(r, &unit, &k->origins.base);
	} else {
		source_refuse(&k->made, f);
	}
	if (r->on_keep)
		r->on_keep(r, compiled_source_free, k);
	else
		compiled_source_free(k);
	return ok;
}

/* One of the blocks of a blob: where it is, and its size. */
static bool
same_block(const struct bytes *a, uint32_t a_at, uint32_t a_size, const struct bytes *b,
	uint32_t b_at, uint32_t b_size)
{
	return a_size == b_size && a_at <= a->n && a_size <= a->n - a_at && b_at <= b->n
	       && b_size <= b->n - b_at
	       && !memcmp(a->data + a_at, b->data + b_at, a_size);
}

static bool
same_tree(const struct bytes *made, const struct bytes *blob)
{
	const void *a = made->data, *b = blob->data;
	uint32_t reserves = fdt_off_dt_struct(a) - fdt_off_mem_rsvmap(a);

	if (blob->n < sizeof(struct fdt_header) || fdt_magic(b) != FDT_MAGIC
		|| fdt_version(b) != fdt_version(a))
		return false;
	return same_block(made, fdt_off_dt_struct(a), fdt_size_dt_struct(a), blob,
		       fdt_off_dt_struct(b), fdt_size_dt_struct(b))
	       && same_block(made, fdt_off_dt_strings(a), fdt_size_dt_strings(a), blob,
		       fdt_off_dt_strings(b), fdt_size_dt_strings(b))
	       && same_block(made, fdt_off_mem_rsvmap(a), reserves, blob,
		       fdt_off_mem_rsvmap(b), reserves);
}

static bool
makes(struct reading *r, const char *source, const struct bytes *blob, bool symbols)
{
	const struct input_options *o = r->options;
	struct source_search search;
	struct dts_compilation made;
	struct dts_options options;
	struct arena a = { 0 };
	struct bytes ours;
	bool same = false;

	dts_options_init(&options);
	options.preprocess = o->preprocess;
	options.symbols = symbols;
	search_init(&search, o->sources, source, o->include_dirs, o->more_dirs, &a);
	if (dts_compile(&made, &search, &options, source, r->names, &a)) {
		ours = (struct bytes){ made.blob.data, made.blob.n };
		same = same_tree(&ours, blob);
	}
	dts_compilation_free(&made);
	arena_free(&a);
	return same;
}

bool
dts_makes_blob(struct reading *r, const char *source, const char *blob)
{
	struct fault f = FAULT_INIT(r->arena);
	struct bytes theirs;
	bool same;

	if (!io_read(blob, IO_INPUT_MAX, &theirs, &f))
		return false;
	same = makes(r, source, &theirs, false) || makes(r, source, &theirs, true);
	bytes_free(&theirs);
	return same;
}

const struct input_reader input_reader_dts = {
	.name = "a device tree source",
	.suffixes = (const char *const[]){ ".dts", ".dtso", NULL },
	.takes_path = has_suffix,
	.takes = takes,
	.read = read_dts,
	.sealed = "is compiled from source, to be mended there",
};
