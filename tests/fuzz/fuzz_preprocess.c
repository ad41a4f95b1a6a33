/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as a source, the part behind a line "-- NAME" as a file that it may include:
 * an end, and for bytes all over the output a place in one of the files.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dts/pp/pp.h"
#include "kept_set.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

/* Puts each part under its name, which goes on the list; the first is the source. */
static void
put_files(struct source_set *set, const char *text, size_t n, struct string_list *list,
	struct arena *a)
{
	const char *name = "a.dts", *at = text, *end = text + n, *next, *line;

	for (unsigned int i = 0; name && i < 8; i++) {
		for (next = at; (next = memchr(next, '\n', (size_t)(end - next)));
			next++) {
			if (end - next > 4 && !memcmp(next, "\n-- ", 4))
				break;
		}
		source_set_put(set, name, at, (size_t)((next ? next + 1 : end) - at));
		string_list_add(list, a, name);
		name = NULL;
		if (!next)
			break;
		line = next + 4;
		at = memchr(line, '\n', (size_t)(end - line));
		if (!at || at == line || memchr(line, 0, (size_t)(at - line)))
			break;
		name = arena_strndup(a, line, (size_t)(at - line));
		at++;
	}
}

static void
check_places(const struct dts_text *t, struct arena *a)
{
	uint32_t step = t->n / 50 + 1;

	for (uint32_t i = 0; i < t->n; i += step) {
		struct place p = dts_text_place(t, i, i + 1);

		must(p.file && p.line && p.column && p.length >= 0);
		must(p.end_line > p.line
			|| (p.end_line == p.line && p.end_column >= p.column));
		dts_text_notes(t, i, a);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct pp_define defines[] = { { "D=f", false } };
	struct pp_options options = { defines, 1 };
	struct arena a = { 0 };
	struct source_set *set = kept_set();
	struct source_search search = {
		.set = set, .arena = &a, .trust = { .arena = &a }
	};
	struct dts_messages messages = { .arena = &a };
	struct string_list files = { 0 };
	struct dts_text t;
	struct buf out = { 0 };
	bool ok;

	/* no folder is trusted: nothing but what is put is read */
	put_files(set, (const char *)data, size, &files, &a);
	dts_text_init(&t, &search, &messages);
	ok = pp_run(&t, &options, "a.dts");
	must(ok == !messages.errors);
	must(!t.s[t.n]);
	for (const struct dts_message *m = messages.first; m; m = m->next)
		must(m->text && m->rule);
	check_places(&t, &a);
	dts_text_print(&t, true, &out);
	buf_free(&out);
	dts_text_free(&t);
	for (size_t i = 0; i < files.n; i++)
		source_set_forget(set, files.v[i]);
	arena_free(&a);
	return 0;
}
