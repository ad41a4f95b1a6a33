/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/pp/pp.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "dts/pp/state.h"

static void *
shared_new(void)
{
	struct pp_shared *s = calloc(1, sizeof(*s));
	pthread_mutex_t *lock = malloc(sizeof(*lock));

	if (!s || !lock)
		fatal("out of memory: %zu bytes wanted", sizeof(*s));
	pthread_mutex_init(lock, NULL);
	s->lock = lock;
	s->names = pp_names_new();
	return s;
}

static void
shared_free(void *shared)
{
	struct pp_shared *s = shared;
	struct pp_binds *b;

	while ((b = s->idle)) {
		s->idle = b->next;
		free(b->v);
		free(b->bound);
		free(b->touched);
		free(b);
	}
	pp_names_free(s->names);
	pthread_mutex_destroy(s->lock);
	free(s->lock);
	free(s);
}

static struct pp_binds *
binds_take(struct pp_shared *s)
{
	struct pp_binds *b;

	pthread_mutex_lock(s->lock);
	b = s->idle;
	if (b)
		s->idle = b->next;
	pthread_mutex_unlock(s->lock);
	if (!b && !(b = calloc(1, sizeof(*b))))
		fatal("out of memory: %zu bytes wanted", sizeof(*b));
	return b;
}

/* Clears what was set, and leaves the rest to the next source. */
static void
binds_give(struct pp_shared *s, struct pp_binds *b)
{
	for (uint32_t i = 0; i < b->ntouched; i++) {
		uint32_t name = b->touched[i];

		b->v[name] = (struct pp_bind){ .macro = NULL };
		b->bound[name / 64] = 0;
	}
	b->ntouched = 0;
	pthread_mutex_lock(s->lock);
	b->next = s->idle;
	s->idle = b;
	pthread_mutex_unlock(s->lock);
}

static const char *
macro_name(const struct dts_macros *m, uint32_t i)
{
	const struct pp_binds *b = (const struct pp_binds *)(const void *)m;
	uint32_t name;

	if (i >= b->ntouched)
		return NULL;
	name = b->touched[i];
	return b->v[name].macro ? pp_name_text(b->shared->names, name) : "";
}

static void
macros_free(struct dts_macros *m)
{
	struct pp_binds *b = (struct pp_binds *)(void *)m;

	binds_give(b->shared, b);
}

/* Whether what stands at a name of the text is expanded, at first sight. */
static bool
is_use(const struct pp *pp, const struct pp_input *in, uint32_t name)
{
	const struct pp_clean *c = &in->program->clean;
	const struct pp_macro *m = pp->binds->v[c->names[name].name].macro;
	uint32_t at = c->names[name].at;

	if (!m->function)
		return true;
	at += (uint32_t)strlen(pp_name_text(pp->names, m->name));
	while (at < in->end && (c->s[at] == ' ' || c->s[at] == '\n'))
		at++;
	return at < in->end && c->s[at] == '(';
}

/* Copies the text that is next, with the macros in it expanded. */
static void
run_text(struct pp *pp)
{
	struct pp_input *in = pp_input(pp);
	const struct pp_occurrence *names = in->program->clean.names;

	while (in->at < in->end && !pp->stopped) {
		while (in->name < in->names && names[in->name].at < in->at)
			in->name++;
		while (in->name < in->names
			&& !(pp_is_bound(pp, names[in->name].name)
				&& is_use(pp, in, in->name)))
			in->name++;
		/* what stands next to the last use may need a blank */
		if (in->name == in->names || names[in->name].at != in->at)
			pp_end_tokens(pp);
		if (in->name < in->names)
			pp_expand_use(pp);
		else
			pp_copy_text(pp, in->end);
	}
}

static void
run_inputs(struct pp *pp)
{
	while (pp->ninputs && !pp->stopped) {
		struct pp_input *in = pp_input(pp);

		if (in->at < in->end)
			run_text(pp);
		else if (!pp_next_text(pp))
			pp->ninputs--;
	}
	pp->ninputs = 0;
}

/* The directives that stand for the command line and what is known from the start. */
static void
run_command_line(struct pp *pp, const struct pp_options *options)
{
	const struct source_search *s = pp->t->search;
	struct fault f = FAULT_INIT(&pp->arena);
	const struct source_file *file;
	struct buf name = { 0 }, text = { 0 };

	buf_puts(&name, "<command line");
	buf_puts(&text, "#define __STDC__ 1\n#define __STDC_HOSTED__ 1\n"
			"#define __ASSEMBLER__ 1\n#define __DTS__ 1\n");
	for (size_t i = 0; options && i < options->ndefines; i++) {
		const struct pp_define *d = &options->defines[i];
		int n = (int)strcspn(d->text, "\n"), word = (int)strcspn(d->text, "=\n");

		buf_printf(&name, " -%c %.*s", d->undefine ? 'U' : 'D', n, d->text);
		buf_printf(&text, "#%s %.*s", d->undefine ? "undef" : "define", word,
			d->text);
		if (!d->undefine)
			buf_printf(&text, " %.*s", word < n ? n - word - 1 : 1,
				word < n ? d->text + word + 1 : "1");
		buf_putc(&text, '\n');
	}
	buf_puts(&name, ">");
	/* the name says it all: what the set has under it is the same */
	file = source_file_open(s->set, &s->trust, name.s, &f);
	if (!file) {
		source_set_put(s->set, name.s, text.s, text.n);
		file = source_file_open(s->set, &s->trust, name.s, &f);
	}
	buf_free(&name);
	buf_free(&text);
	if (!file)
		return;
	pp_enter(pp, file, SEARCH_BESIDE, MAP_NONE, 0, 0);
	run_inputs(pp);
}

/* Runs a file by its name. False, and told, where it cannot be read. */
static bool
run_file(struct pp *pp, const char *path, uint32_t parent)
{
	const struct source_search *s = pp->t->search;
	struct fault f = FAULT_INIT(pp->t->messages->arena);
	const struct source_file *file = source_file_open(s->set, &s->trust, path, &f);
	struct place place = PLACE_NONE;

	if (!file) {
		place.file = path;
		dts_messages_add(pp->t->messages, DTS_ERROR, "source/include", place,
			"%s",
			f.message ? f.message
				  : "cannot be opened: No such file or directory");
		return false;
	}
	pp_enter(pp, file, SEARCH_BESIDE, parent, 0, 0);
	run_inputs(pp);
	return true;
}

bool
pp_run(struct dts_text *t, const struct pp_options *options, const char *path)
{
	const struct source_search *s = t->search;
	struct pp_shared *shared = source_set_share(s->set, shared_new, shared_free);
	struct pp pp = { .t = t, .names = shared->names, .base = path };
	size_t errors = t->messages->errors;
	uint32_t source;

	pp.binds = binds_take(shared);
	pp.inputs = arena_array(&pp.arena, struct pp_input, TEXT_INCLUDE_DEPTH_MAX + 2);
	pp_bind_builtins(&pp);
	run_command_line(&pp, options);
	for (size_t i = 0; i < s->before.n; i++)
		run_file(&pp, s->before.v[i], MAP_NONE);
	source = t->map->ninstances;
	t->absent = !run_file(&pp, path, MAP_NONE);
	if (!t->absent) {
		for (size_t i = 0; i < s->after.n; i++)
			run_file(&pp, s->after.v[i], source);
	}
	if (text_room(t, 0))
		t->s[t->n] = 0;
	pp.binds->macros = (struct dts_macros){ macro_name, macros_free };
	pp.binds->shared = shared;
	t->macros = &pp.binds->macros;
	arena_free(&pp.scratch);
	arena_free(&pp.arena);
	return t->messages->errors == errors;
}
