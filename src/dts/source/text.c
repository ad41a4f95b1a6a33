/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/source/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "dts/source/map.h"

void
dts_text_init(struct dts_text *t, const struct source_search *search,
	struct dts_messages *messages)
{
	*t = (struct dts_text){ .search = search, .messages = messages };
	t->map = calloc(1, sizeof(*t->map));
	if (!t->map)
		fatal("out of memory: %zu bytes wanted", sizeof(*t->map));
	text_room(t, 0);
	t->s[0] = 0;
}

void
dts_text_free(struct dts_text *t)
{
	struct text_map *m = t->map;

	if (!m)
		return;
	if (t->macros)
		t->macros->free(t->macros);
	for (uint32_t i = 0; i < m->ninstances; i++)
		source_file_close(m->instances[i].file);
	arena_free(&m->arena);
	free(m);
	free(t->s);
	*t = (struct dts_text){ .s = NULL };
}

/* The file that an instruction at @at names; what is wrong is told. */
static const struct source_file *
find(struct dts_text *t, const char *rule, uint32_t at, uint32_t end, const char *name,
	uint32_t *folder)
{
	struct arena *a = t->messages->arena;
	struct fault f = FAULT_INIT(a);
	const struct map_instance *i = &t->map->instances[map_span_at(t, at)->instance];
	struct search_result found = search_find(
		t->search, i->file->path, i->folder, name, SEARCH_QUOTED, &f);

	*folder = found.folder;
	if (!found.file) {
		struct dts_message *m = dts_text_message(t, DTS_ERROR, rule, at, end,
			"%s",
			f.message ? f.message
				  : search_tried(t->search, i->file->path, i->folder,
					  name, SEARCH_QUOTED, a));

		if (!strcmp(rule, "source/include"))
			dts_text_missing(t, m, at);
	}
	return found.file;
}

void
dts_text_missing(struct dts_text *t, struct dts_message *m, uint32_t at)
{
	if (t->missing)
		return;
	t->missing = m;
	t->missing_at = at;
}

void
dts_text_tell_follow(struct dts_text *t)
{
	if (t->missing && t->follow)
		t->missing->help = arena_printf(t->messages->arena,
			"say with -I where it is; %u more error%s from it: names that are "
			"not known",
			t->follow, t->follow == 1 ? " follows" : "s follow");
}

bool
dts_text_include(struct dts_text *t, uint32_t at, const char *name, size_t n,
	uint32_t *begin, uint32_t *end)
{
	struct map_instance i = { .parent = map_span_at(t, at)->instance };
	char *text = arena_strndup(t->messages->arena, name, n);

	i.depth = t->map->instances[i.parent].depth + 1;
	i.file = find(t, "source/include", at, at + 1, text, &i.folder);
	if (!i.file)
		return false;
	if (i.depth > TEXT_INCLUDE_DEPTH_MAX || !text_room(t, (size_t)i.file->n + 1)) {
		source_file_close(i.file);
		dts_text_message(t, DTS_ERROR, "source/limit", at, at + 1,
			i.depth > TEXT_INCLUDE_DEPTH_MAX
				? "includes are deeper than %u"
				: "the text of all files is larger than %u bytes",
			i.depth > TEXT_INCLUDE_DEPTH_MAX ? TEXT_INCLUDE_DEPTH_MAX
							 : TEXT_SIZE_MAX);
		return false;
	}
	i.begin = dts_text_place(t, at, at + 1).offset;
	i.end = i.begin + 1;
	/* what is before it ends with a NUL */
	*begin = ++t->n;
	map_add_span(t, map_add_instance(t, &i), 0, MAP_NONE);
	memcpy(t->s + t->n, i.file->text, (size_t)i.file->n + 1);
	t->n += i.file->n;
	*end = t->n;
	return true;
}

bool
dts_text_incbin(struct dts_text *t, uint32_t at, const char *name, size_t n,
	uint64_t skip, uint64_t max, struct arena *a, const uint8_t **data, size_t *size)
{
	char *text = arena_strndup(t->messages->arena, name, n);
	const struct source_file *file;
	uint64_t take;
	uint32_t folder;

	*data = arena_take(a, 0);
	*size = 0;
	file = find(t, "source/incbin", at, at + 1, text, &folder);
	if (!file)
		return false;
	if (skip > INT64_MAX) {
		dts_text_message(t, DTS_ERROR, "source/incbin", at, at + 1,
			"no file has a byte 0x%" PRIx64 ", which /incbin/ is to begin at",
			skip);
		source_file_close(file);
		return false;
	}
	take = skip < file->n ? file->n - skip : 0;
	take = take < max ? take : max;
	if (t->map->incbin_bytes + take > TEXT_INCBIN_MAX) {
		dts_text_message(t, DTS_ERROR, "source/limit", at, at + 1,
			"all files of /incbin/ are larger than %u bytes",
			TEXT_INCBIN_MAX);
		source_file_close(file);
		return false;
	}
	t->map->incbin_bytes += take;
	*size = (size_t)take;
	if (take)
		*data = memcpy(arena_take(a, *size), file->text + skip, *size);
	string_list_add(&t->map->incbins, &t->map->arena, file->path);
	source_file_close(file);
	return true;
}

const struct source_file *
dts_text_verbatim(const struct dts_text *t, uint32_t begin, uint32_t end, uint32_t *at,
	const char **macro)
{
	const struct map_span *s = t->map->nspans ? map_span_at(t, begin) : NULL;
	const struct map_instance *i;
	uint32_t n = end - begin;

	*macro = NULL;
	if (!s)
		return NULL;
	if (s->use != MAP_NONE) {
		*macro = t->map->uses[s->use].name;
		return NULL;
	}
	i = &t->map->instances[s->instance];
	*at = text_origin(i->shifts, i->nshifts, s->at + (begin - s->out));
	if (*at > i->file->n || n > i->file->n - *at
		|| memcmp(i->file->text + *at, t->s + begin, n) != 0)
		return NULL;
	return i->file;
}

static void
add_file(struct string_list *list, struct arena *a, const char *path)
{
	for (size_t i = 0; i < list->n; i++) {
		if (list->v[i] == path || !strcmp(list->v[i], path))
			return;
	}
	string_list_add(list, a, path);
}

void
dts_text_files(const struct dts_text *t, struct string_list *list, struct arena *a)
{
	const struct text_map *m = t->map;

	/* but for what stands for the command line */
	for (uint32_t i = 0; i < m->ninstances; i++)
		if (m->instances[i].file->path[0] != '<')
			add_file(list, a, m->instances[i].file->path);
	for (size_t i = 0; i < m->incbins.n; i++)
		add_file(list, a, m->incbins.v[i]);
}

/* Goes on in the output at a line of a file. */
static void
go_to(struct buf *to, const struct place *p, const char *file, uint32_t *line)
{
	if (*line <= p->line && p->line < *line + 8 && file && !strcmp(file, p->file)) {
		for (; *line < p->line; ++*line)
			buf_putc(to, '\n');
		return;
	}
	buf_printf(to, "# %u \"", p->line);
	for (const char *s = p->file; *s; s++)
		buf_printf(to, *s == '"' || *s == '\\' ? "\\%c" : "%c", *s);
	buf_puts(to, "\"\n");
	*line = p->line;
}

void
dts_text_print(const struct dts_text *t, bool markers, struct buf *to)
{
	const char *file = NULL, *line = t->s, *end = t->s + t->n, *next;
	uint32_t number = 0;

	if (!markers) {
		buf_add(to, t->s, t->n);
		return;
	}
	for (; line < end; line = next) {
		const char *first = line;

		next = memchr(line, '\n', (size_t)(end - line));
		next = next ? next + 1 : end;
		while (first < next && (*first == ' ' || *first == '\n'))
			first++;
		if (first < next) {
			struct place p = dts_text_place(t, (uint32_t)(first - t->s), 0);

			go_to(to, &p, file, &number);
			file = p.file;
			buf_add(to, line, (size_t)(next - line));
			number++;
		}
	}
}
