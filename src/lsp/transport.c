/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lsp/transport.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/fatal.h"
#include "doc/json_write.h"

enum { READ_SIZE = 1 << 16 };

void
lsp_transport_init(struct lsp_transport *t, int in, int out)
{
	*t = (struct lsp_transport){ .in = in, .out = out };
}

void
lsp_transport_free(struct lsp_transport *t)
{
	free(t->buffer);
	t->buffer = NULL;
}

static bool
is_ready(const struct lsp_transport *t)
{
	struct pollfd p = { .fd = t->in, .events = POLLIN };

	return poll(&p, 1, 0) > 0;
}

/* Moves what is left to the front and makes room for more. */
static void
make_room(struct lsp_transport *t)
{
	if (t->from) {
		memmove(t->buffer, t->buffer + t->from, t->n);
		t->from = 0;
	}
	if (t->cap - t->n >= READ_SIZE)
		return;
	t->cap = t->cap * 2 + READ_SIZE;
	t->buffer = realloc(t->buffer, t->cap);
	if (!t->buffer)
		fatal("out of memory: a message of %zu bytes", t->cap);
}

/* False where no more comes now. */
static bool
read_more(struct lsp_transport *t, bool wait)
{
	ssize_t n;

	if (t->ended || (!wait && !is_ready(t)))
		return false;
	make_room(t);
	do {
		n = read(t->in, t->buffer + t->n, t->cap - t->n);
	} while (n < 0 && errno == EINTR);
	if (n <= 0) {
		if (n < 0 && !t->error)
			t->error = errno;
		t->ended = true;
		return false;
	}
	t->n += (size_t)n;
	return true;
}

static void
drop(struct lsp_transport *t, size_t n)
{
	t->from += n;
	t->n -= n;
	/* one long message shall not be kept room for ever after */
	if (!t->n && t->cap > (size_t)READ_SIZE * 64) {
		free(t->buffer);
		t->buffer = NULL;
		t->from = t->cap = 0;
	}
}

/* The number of bytes up to and with "\r\n\r\n", or 0. */
static size_t
header_length(const char *s, size_t n)
{
	size_t i;

	for (i = 3; i < n; i++)
		if (s[i] == '\n' && s[i - 1] == '\r' && s[i - 2] == '\n'
			&& s[i - 3] == '\r')
			return i + 1;
	return 0;
}

/* The value of Content-Length; false where there is none that can be read. */
static bool
content_length(const char *s, size_t n, size_t *out)
{
	static const char name[] = "content-length:";
	const char *end = s + n, *line = s, *eol;
	bool found = false;

	for (; line < end; line = eol + 1) {
		eol = memchr(line, '\n', (size_t)(end - line));
		if (!eol)
			break;
		if ((size_t)(eol - line) < sizeof(name)
			|| strncasecmp(line, name, sizeof(name) - 1) != 0)
			continue;
		line += sizeof(name) - 1;
		while (line < eol && *line == ' ')
			line++;
		for (*out = 0; line < eol && *line >= '0' && *line <= '9'; line++) {
			found = true;
			if (*out > LSP_MESSAGE_MAX * 16)
				return false;
			*out = *out * 10 + (size_t)(*line - '0');
		}
	}
	return found;
}

/* Passes over what is no header: up to the end of the line, or all there is. */
static void
drop_rubbish(struct lsp_transport *t)
{
	const char *s = t->buffer + t->from, *eol = memchr(s, '\n', t->n);

	drop(t, eol ? (size_t)(eol - s) + 1 : t->n);
}

/* Looks at what is there; LSP_NOTHING where more has to come. */
static enum lsp_read
take(struct lsp_transport *t, json_t **message)
{
	const char *s;
	size_t header, n = t->n < t->skip ? t->n : t->skip;

	t->skip -= n;
	drop(t, n);
	if (t->skip || !t->n)
		return LSP_NOTHING;
	s = t->buffer + t->from;
	header = header_length(s, t->n < LSP_HEADER_MAX ? t->n : LSP_HEADER_MAX);
	if (!header && t->n < LSP_HEADER_MAX
		&& !strncasecmp(s, "content-", t->n < 8 ? t->n : 8))
		return LSP_NOTHING;
	if (!header || !content_length(s, header, &n)) {
		drop_rubbish(t);
		return LSP_RUBBISH;
	}
	if (n > LSP_MESSAGE_MAX) {
		drop(t, header);
		t->skip = n;
		return LSP_RUBBISH;
	}
	if (t->n - header < n)
		return LSP_NOTHING;
	*message = json_loadb(s + header, n, 0, NULL);
	drop(t, header + n);
	return *message ? LSP_MESSAGE : LSP_RUBBISH;
}

enum lsp_read
lsp_read(struct lsp_transport *t, bool wait, json_t **message)
{
	enum lsp_read got;

	for (;;) {
		got = take(t, message);
		if (got != LSP_NOTHING)
			return got;
		if (!read_more(t, wait))
			return t->ended ? LSP_END : LSP_NOTHING;
	}
}

static bool
write_all(struct lsp_transport *t, const char *s, size_t n)
{
	ssize_t done;

	while (n) {
		done = write(t->out, s, n);
		if (done < 0 && errno == EAGAIN) {
			struct pollfd p = { .fd = t->out, .events = POLLOUT };

			poll(&p, 1, -1);
			continue;
		}
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		s += done;
		n -= (size_t)done;
	}
	return true;
}

void
lsp_write(struct lsp_transport *t, json_t *message)
{
	struct buf text = { 0 };
	struct json_writer w = { .out = &text, .style = &json_packed };
	char header[64];
	int k;

	if (!message)
		fatal("out of memory: a message");
	json_write_tree(&w, message);
	json_decref(message);
	k = snprintf(header, sizeof(header), "Content-Length: %zu\r\n\r\n", text.n);
	if (!t->broken
		&& (!write_all(t, header, (size_t)k) || !write_all(t, text.s, text.n))) {
		t->broken = true;
		if (!t->error)
			t->error = errno;
	}
	buf_free(&text);
}
