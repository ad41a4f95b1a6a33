/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages of the Language Server Protocol on a pair of file descriptors (3.17, base
 * protocol): a header that says how many bytes follow, then JSON-RPC.
 *
 * Whoever is at the other end may send anything: what is no header is passed over up to
 * the end of its line, and what is longer than LSP_MESSAGE_MAX is passed over as a whole;
 * both are told as a message that could not be read.
 */
#ifndef DTLINT_LSP_TRANSPORT_H
#define DTLINT_LSP_TRANSPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum { LSP_HEADER_MAX = 4096 };

/* The most bytes of one message. */
#define LSP_MESSAGE_MAX ((size_t)64 << 20)

enum lsp_read {
	LSP_MESSAGE, /* one was read */
	LSP_RUBBISH, /* something that is none */
	LSP_NOTHING, /* nothing whole is there, and it was not to be waited for */
	LSP_END,     /* the other end has closed, or cannot be read */
};

struct lsp_transport {
	int in;
	int out;
	char *buffer; /* what was read and not used yet */
	size_t from;
	size_t n;
	size_t cap;
	size_t skip; /* bytes still to come that are to be passed over */
	bool ended;
	bool broken; /* nothing can be written any more */
	int error;   /* the first that reading or writing ended with; 0: none */
};

void lsp_transport_init(struct lsp_transport *t, int in, int out);
void lsp_transport_free(struct lsp_transport *t);

/* Reads the next message, to be given back with json_decref(); waits where @wait is set. */
enum lsp_read lsp_read(struct lsp_transport *t, bool wait, json_t **message);

/* Writes a message and gives it back. */
void lsp_write(struct lsp_transport *t, json_t *message);

#endif
