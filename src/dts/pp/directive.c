/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/vec.h"
#include "dts/pp/state.h"

/* The bytes of a directive in its file, from the # to the end of its line. */
static void
range(const struct pp *pp, const struct pp_item *item, uint32_t *begin, uint32_t *end)
{
	*begin = pp_at(pp, item->hash);
	*end = item->end > item->hash ? pp_at(pp, item->end - 1) + 1 : *begin + 1;
}

static void
tell(struct pp *pp, const char *rule, const struct pp_item *item, const char *what)
{
	uint32_t begin, end;

	range(pp, item, &begin, &end);
	pp_error(pp, rule, begin, end, "%s", what);
}

static void
define(struct pp *pp, const struct pp_macro *m)
{
	const struct pp_bind *old = pp_bind(pp, m->name);

	if (old->macro && pp_macro_same(old->macro, m))
		return;
	pp_set(pp, m->name, m, pp_input(pp)->instance);
}

static void
push_macro(struct pp *pp, uint32_t name)
{
	struct pp_pushed *p = arena_new(&pp->arena, struct pp_pushed);

	p->name = name;
	p->bind = *pp_bind(pp, name);
	p->next = pp->pushed;
	pp->pushed = p;
}

static void
pop_macro(struct pp *pp, uint32_t name)
{
	struct pp_pushed **at, *p;

	for (at = &pp->pushed; (p = *at); at = &p->next) {
		if (p->name != name)
			continue;
		*at = p->next;
		pp_set(pp, name, p->bind.macro, p->bind.instance);
		return;
	}
}

/* What stands behind a directive's name. */
static char *
rest(struct pp *pp, const struct pp_item *item)
{
	const char *s = pp_input(pp)->program->clean.s;
	uint32_t at = item->begin;

	while (at < item->end && s[at] == ' ')
		at++;
	return arena_strndup(&pp->scratch, s + at, item->end - at);
}

static void
message(struct pp *pp, const struct pp_item *item, enum dts_level level)
{
	struct dts_message *m;
	uint32_t begin, end;

	range(pp, item, &begin, &end);
	m = pp_error(pp, "source/directive", begin, end, "%s '%s'",
		level == DTS_ERROR ? "#error" : "#warning", rest(pp, item));
	if (level == DTS_ERROR)
		return;
	pp->t->messages->errors--;
	if (m)
		m->level = level;
}

/* <…> out of tokens: the names' spelling, with blanks where there were some. */
static bool
glue(struct pp *pp, const char **name)
{
	struct buf b = { 0 };
	struct pp_token t;

	for (pp_get_solid(pp, &t); t.type != '>' && t.type != PP_END;
		pp_get_solid(pp, &t)) {
		if (t.flags & PP_WHITE)
			buf_putc(&b, ' ');
		buf_add(&b, t.s, t.n);
	}
	*name = arena_strndup(&pp->scratch, b.s ? b.s : "", b.n);
	buf_free(&b);
	return t.type == '>';
}

/* A name that is written out, which has no escapes. */
static bool
written_out(struct pp *pp, const char **name, enum search_how *how)
{
	const char *s = pp_input(pp)->program->clean.s, *close;
	uint32_t at = pp->line_at;

	while (at < pp->line_end && s[at] == ' ')
		at++;
	if (pp->ncontexts || at >= pp->line_end || (s[at] != '<' && s[at] != '"'))
		return false;
	close = memchr(s + at + 1, s[at] == '<' ? '>' : '"', pp->line_end - at - 1);
	if (!close)
		return false;
	*how = s[at] == '<' ? SEARCH_ANGLED : SEARCH_QUOTED;
	*name = arena_strndup(&pp->scratch, s + at + 1, (size_t)(close - s) - at - 1);
	pp->line_at = (uint32_t)(close + 1 - s);
	return true;
}

bool
pp_header(struct pp *pp, const char **name, enum search_how *how, bool quiet)
{
	struct pp_token t;
	bool ok = true;

	if (!written_out(pp, name, how)) {
		pp_get_solid(pp, &t);
		if (t.type == PP_STRING && *t.s == '"') {
			*name = arena_strndup(&pp->scratch, t.s + 1, t.n - 2);
			*how = SEARCH_QUOTED;
		} else {
			*how = SEARCH_ANGLED;
			ok = t.type == '<' && glue(pp, name);
		}
	}
	return ok && (**name || quiet);
}

static bool
once_has(const struct pp *pp, const struct source_file *file)
{
	for (uint32_t i = 0; i < pp->nonce; i++) {
		const struct source_file *one = pp->once[i];

		/* by whatever name */
		if (one == file
			|| (one->inode && one->device == file->device
				&& one->inode == file->inode))
			return true;
	}
	return false;
}

static void
once_add(struct pp *pp, const struct source_file *file)
{
	if (!once_has(pp, file))
		*vec_more(&pp->arena, pp->once, pp->nonce) = file;
}

static void
include(struct pp *pp, const struct pp_item *item)
{
	const struct pp_input *in = pp_input(pp);
	struct arena *a = pp->t->messages->arena;
	struct fault f = FAULT_INIT(a);
	struct search_result found;
	enum search_how how;
	const char *name, *text;
	uint32_t folder = pp->t->map->instances[in->instance].folder, begin, end;

	if (!pp_header(pp, &name, &how, false)) {
		tell(pp, "source/include", item,
			"#include needs the name of a file, \"NAME\" or <NAME>");
		return;
	}
	/* what it can be next to is where its own file was found */
	if (item->what == PP_DO_INCLUDE_NEXT && pp->ninputs > 1)
		how = folder == SEARCH_BESIDE ? SEARCH_ANGLED : SEARCH_NEXT;
	found = search_find(pp->t->search, in->file->path, folder, name, how, &f);
	if (!found.file) {
		text = f.message ? f.message
				 : search_tried(pp->t->search, in->file->path, folder,
					 name, how, a);
		range(pp, item, &begin, &end);
		dts_text_missing(pp->t,
			pp_error(pp, "source/include", begin, end, "%s", text), pp->t->n);
		return;
	}
	range(pp, item, &begin, &end);
	if (once_has(pp, found.file)) {
		source_file_close(found.file);
	} else if (pp->t->map->instances[in->instance].depth >= TEXT_INCLUDE_DEPTH_MAX) {
		source_file_close(found.file);
		pp_stop(pp, begin, end, "includes are deeper than %u",
			TEXT_INCLUDE_DEPTH_MAX);
	} else {
		if (item->what == PP_DO_IMPORT)
			once_add(pp, found.file);
		pp_enter(pp, found.file, found.folder, in->instance, begin, end);
	}
}

/* #line NUMBER ["FILE"]: what __LINE__ and __FILE__ say from the next line on. */
static void
set_line(struct pp *pp, const struct pp_item *item)
{
	struct pp_input *in = pp_input(pp);
	uint64_t number = 0;
	struct pp_token t, file;

	pp_get_solid(pp, &t);
	for (uint32_t i = 0; t.type == PP_NUMBER && i < t.n; i++) {
		if (t.s[i] < '0' || t.s[i] > '9' || number > UINT32_MAX) {
			t.type = PP_OTHER;
			break;
		}
		number = number * 10 + (uint64_t)(t.s[i] - '0');
	}
	pp_get_solid(pp, &file);
	if (t.type != PP_NUMBER || (file.type != PP_STRING && file.type != PP_END)) {
		tell(pp, "source/directive", item,
			"#line needs a number, and perhaps a file's name in quotes");
		return;
	}
	in->shift = (int64_t)number - 1
		    - (int64_t)source_place(in->file, pp_at(pp, item->hash), 0).line;
	if (file.type == PP_STRING && *file.s == '"')
		in->presumed = arena_strndup(&pp->arena, file.s + 1, file.n - 2);
}

static bool
is_bound(struct pp *pp, const struct pp_item *item)
{
	return item->word != UINT32_MAX && pp_is_bound(pp, item->word);
}

static bool
evaluate(struct pp *pp, const struct pp_item *item)
{
	switch (item->what) {
	case PP_DO_IF:
	case PP_DO_ELIF: return pp_condition(pp);
	case PP_DO_IFDEF:
	case PP_DO_ELIFDEF: return is_bound(pp, item);
	case PP_DO_ELSE:
	case PP_DO_ENDIF: return true;
	default: return item->word != UINT32_MAX && !pp_is_bound(pp, item->word);
	}
}

/* From #if on: the first branch that holds, or the end. */
static void
condition(struct pp *pp, const struct pp_item *item)
{
	struct pp_input *in = pp_input(pp);

	while (!evaluate(pp, item) && !pp->stopped) {
		in->pc = item->next;
		item = &in->program->items[in->pc++];
		pp_drop_contexts(pp);
		pp->line_at = item->begin;
		pp->line_end = item->end;
	}
}

static void
run(struct pp *pp, const struct pp_item *item)
{
	struct pp_input *in = pp_input(pp);

	switch (item->what) {
	case PP_DO_DEFINE: define(pp, item->macro); break;
	case PP_DO_UNDEF: pp_set(pp, item->name, NULL, 0); break;
	case PP_DO_IF:
	case PP_DO_IFDEF:
	case PP_DO_IFNDEF: condition(pp, item); break;
	case PP_DO_ELIF:
	case PP_DO_ELIFDEF:
	case PP_DO_ELIFNDEF:
	case PP_DO_ELSE: in->pc = item->close + 1; break;
	case PP_DO_ENDIF: break;
	case PP_DO_INCLUDE:
	case PP_DO_INCLUDE_NEXT:
	case PP_DO_IMPORT: include(pp, item); break;
	case PP_DO_LINE: set_line(pp, item); break;
	case PP_DO_ERROR: message(pp, item, DTS_ERROR); break;
	case PP_DO_WARNING: message(pp, item, DTS_WARNING); break;
	case PP_DO_ONCE: once_add(pp, in->file); break;
	case PP_DO_PUSH: push_macro(pp, item->name); break;
	case PP_DO_POP: pop_macro(pp, item->name); break;
	default: tell(pp, "source/directive", item, item->message);
	}
}

void
pp_directive(struct pp *pp, const struct pp_item *item)
{
	uint32_t plain = pp->plain;
	uint8_t arguments = pp->arguments;

	if (arguments && item->what >= PP_DO_INCLUDE && item->what <= PP_DO_IMPORT) {
		tell(pp, "source/include", item,
			"#include within the arguments of a macro");
		return;
	}
	pp->plain = 0;
	pp->arguments = 0;
	pp->directive = true;
	pp->line_at = item->begin;
	pp->line_end = item->end;
	run(pp, item);
	pp_drop_contexts(pp);
	pp->directive = false;
	pp->plain = plain;
	pp->arguments = arguments;
	if (!arguments)
		arena_reset(&pp->scratch);
}
