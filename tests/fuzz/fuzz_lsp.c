/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as a client's messages, and as a document: each is read to its end, positions
 * lead into the text and back, and what a sketch names is in the text.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lsp/sketch.h"
#include "lsp/text.h"
#include "lsp/transport.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
read_messages(const uint8_t *data, size_t size)
{
	struct lsp_transport t;
	json_t *message = NULL;
	enum lsp_read got;
	size_t n = 0;
	int fd = memfd_create("in", 0);

	must(fd >= 0 && write(fd, data, size) == (ssize_t)size
		&& lseek(fd, 0, SEEK_SET) == 0);
	lsp_transport_init(&t, fd, -1);
	while ((got = lsp_read(&t, true, &message)) != LSP_END) {
		if (got == LSP_MESSAGE)
			json_decref(message);
		must(++n <= size);
	}
	lsp_transport_free(&t);
	close(fd);
}

static void
read_document(const uint8_t *data, size_t size)
{
	struct arena a = { 0 };
	struct text t = { 0 };
	struct sketch s;
	struct position p;
	uint32_t i;

	text_set(&t, (const char *)data, size);
	sketch_read(&s, t.s, t.n, &a);
	for (i = 0; i < s.n; i++) {
		must(s.v[i].from <= s.v[i].to && s.v[i].to <= t.n && s.v[i].end <= t.n);
		must(s.v[i].parent == SKETCH_NONE || s.v[i].parent < i);
		p = text_position(&t, s.v[i].from);
		must(text_offset(&t, p) <= t.n);
	}
	if (size > 2)
		text_replace(&t, data[0] % size, size, "x", 1);
	text_free(&t);
	arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_messages(data, size);
	read_document(data, size);
	return 0;
}
