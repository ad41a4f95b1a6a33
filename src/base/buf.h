/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Grows a string of bytes; always NUL-terminated once it was written to. */
#ifndef DTLINT_BASE_BUF_H
#define DTLINT_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Ready for use when zero-initialised; buf_free() gives the memory back. */
struct buf {
	char *s;
	size_t n; /* bytes, without the NUL */
	size_t cap;
};

void buf_add(struct buf *b, const void *s, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);

/* What a loop over many numbers writes: @n blanks, a decimal, at least @width (16 at most) hex digits. */
void buf_blanks(struct buf *b, size_t n);
void buf_number(struct buf *b, int64_t x);
void buf_hex(struct buf *b, uint64_t x, unsigned int width);

void buf_printf(struct buf *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void buf_free(struct buf *b);

#endif
