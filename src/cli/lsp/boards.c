/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Boards that the documents are parts of: which they are, and what was found in them. */
#include <stdlib.h>

#include "cli/lsp/server.h"
#include "cli/run/affected.h"

void
server_forget_index(struct server *s)
{
	source_index_free(s->index);
	s->index = NULL;
	arena_reset(&s->index_arena);
}

bool
server_including(
	struct server *s, const char *path, struct arena *a, struct string_list *boards)
{
	const struct affected of = { .options = s->options };
	struct fault f = FAULT_INIT(a);
	struct string_list paths = { 0 }, found = { 0 };
	char *real = realpath(path, NULL);
	bool known = false;

	string_list_add(&paths, a, path);
	if (!s->index)
		s->index = affected_index(&of, &paths, NULL, &s->index_arena, &f);
	if (s->index && real)
		known = source_index_find(s->index, real, &found);
	for (size_t i = 0; i < found.n; i++)
		string_list_add(boards, a, found.v[i]);
	free(real);
	return known;
}

void
boards_free(struct boards *b)
{
	for (size_t i = 0; i < b->n; i++) {
		free(b->v[i].path);
		json_decref(b->v[i].found);
	}
	free(b->v);
	json_decref(b->told);
	*b = (struct boards){ 0 };
}
