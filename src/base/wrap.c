/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/wrap.h"

#include <string.h>

static size_t
columns(const char *s, size_t n)
{
	size_t i, count = 0;

	for (i = 0; i < n; i++)
		count += ((unsigned char)s[i] & 0xc0) != 0x80; /* UTF-8 continuation */
	return count;
}

static void
blanks(struct buf *out, size_t n)
{
	while (n--)
		buf_putc(out, ' ');
}

void
wrap_text(struct buf *out, const char *first, const char *text, size_t width)
{
	size_t indent = columns(first, strlen(first)), at = indent, len;
	bool empty = true;

	buf_puts(out, first);
	while (*text) {
		if (*text == '\n') {
			buf_putc(out, '\n');
			blanks(out, indent);
			at = indent;
			empty = true;
			text++;
			continue;
		}
		if (*text == ' ' || *text == '\t') {
			text++;
			continue;
		}
		len = strcspn(text, " \t\n");
		if (!empty && at + 1 + columns(text, len) > width) {
			buf_putc(out, '\n');
			blanks(out, indent);
			at = indent;
			empty = true;
		}
		if (!empty) {
			buf_putc(out, ' ');
			at++;
		}
		buf_add(out, text, len);
		at += columns(text, len);
		empty = false;
		text += len;
	}
	buf_putc(out, '\n');
}
