/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"

static void
buf_reserve(struct buf *b, size_t more)
{
	size_t want, cap = b->cap ? b->cap : 128;

	if (more < b->cap - b->n)
		return;
	if (__builtin_add_overflow(b->n, more, &want) || want > SIZE_MAX / 4)
		fatal("out of memory: a text of %zu bytes", b->n);
	want++;
	if (want <= b->cap)
		return;
	while (cap < want)
		cap *= 2;
	if (!(b->s = realloc(b->s, cap)))
		fatal("out of memory: %zu bytes wanted", cap);
	b->cap = cap;
}

void
buf_add(struct buf *b, const void *s, size_t n)
{
	buf_reserve(b, n);
	if (n)
		memcpy(b->s + b->n, s, n);
	b->n += n;
	b->s[b->n] = '\0';
}

void
buf_puts(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_putc(struct buf *b, char c)
{
	buf_reserve(b, 1);
	b->s[b->n++] = c;
	b->s[b->n] = '\0';
}

void
buf_blanks(struct buf *b, size_t n)
{
	buf_reserve(b, n);
	memset(b->s + b->n, ' ', n);
	b->n += n;
	b->s[b->n] = '\0';
}

void
buf_number(struct buf *b, int64_t x)
{
	uint64_t rest = x < 0 ? 0 - (uint64_t)x : (uint64_t)x;
	char digits[24], *end = digits + sizeof(digits), *s = end;

	do
		*--s = (char)('0' + rest % 10);
	while (rest /= 10);
	if (x < 0)
		*--s = '-';
	buf_add(b, s, (size_t)(end - s));
}

void
buf_hex(struct buf *b, uint64_t x, unsigned int width)
{
	char digits[24], *end = digits + sizeof(digits), *s = end;

	do
		*--s = "0123456789abcdef"[x & 15];
	while ((x >>= 4) || (size_t)(end - s) < width);
	buf_add(b, s, (size_t)(end - s));
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	size_t room;
	va_list ap;
	int n;

	/* most texts are shorter: they are formatted once */
	buf_reserve(b, 63);
	room = b->cap - b->n;
	va_start(ap, fmt);
	n = vsnprintf(b->s + b->n, room, fmt, ap);
	va_end(ap);
	if (n < 0)
		fatal("cannot format '%s'", fmt);
	if ((size_t)n >= room) {
		buf_reserve(b, (size_t)n);
		va_start(ap, fmt);
		vsnprintf(b->s + b->n, (size_t)n + 1, fmt, ap);
		va_end(ap);
	}
	b->n += (size_t)n;
}

void
buf_free(struct buf *b)
{
	free(b->s);
	*b = (struct buf){ 0 };
}
