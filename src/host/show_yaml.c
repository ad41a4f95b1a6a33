/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/show_yaml.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"

enum { COMMENT_MAX = 200 };

/* The length of a sequence of UTF-8 (RFC 3629) that is no control character, or 0. */
static size_t
sequence(const char *s)
{
	uint32_t c = 0;
	size_t n = utf8_decode(s, strnlen(s, 4), &c);

	return c < 0x20 || (c >= 0x7f && c < 0xa0) ? 0 : n;
}

/* What YAML takes for a line's end, or for no character at all (YAML 1.2, 5.1, 5.4). */
static bool
needs_escape(const char *s, size_t n)
{
	return n == 0
	       || (n == 3
		       && (!memcmp(s, "\xe2\x80\xa8", 3) || !memcmp(s, "\xe2\x80\xa9", 3)
			       || !memcmp(s, "\xef\xbb\xbf", 3)
			       || !memcmp(s, "\xef\xbf\xbe", 3)
			       || !memcmp(s, "\xef\xbf\xbf", 3)));
}

void
show_string(struct buf *out, const char *s)
{
	size_t n;

	buf_putc(out, '"');
	while (*s) {
		n = sequence(s);
		if (*s == '"' || *s == '\\')
			buf_printf(out, "\\%c", *s);
		else if (n == 3 && needs_escape(s, n))
			buf_printf(out, "\\u%04x",
				(unsigned int)((s[0] & 0xf) << 12 | (s[1] & 0x3f) << 6
					       | (s[2] & 0x3f)));
		else if (n)
			buf_add(out, s, n);
		else if (*s == '\n')
			buf_puts(out, "\\n");
		else if (*s > 0 && *s < 0x20)
			buf_printf(out, "\\x%02x", (unsigned int)*s);
		else
			buf_printf(out, "\\\\x%02x", (unsigned char)*s);
		s += n ? n : 1;
	}
	buf_putc(out, '"');
}

void
show_words(struct buf *out, const char *s)
{
	size_t n, written = 0;

	for (; *s; s += n) {
		n = sequence(s);
		if (needs_escape(s, n)) {
			n = n ? n : 1;
			buf_putc(out, '?');
		} else {
			buf_add(out, s, n);
		}
		written += n;
		if (written > COMMENT_MAX && s[n]) {
			buf_puts(out, "…");
			return;
		}
	}
}

void
show_said(struct buf *out, const struct host *h, const struct said *said)
{
	if (said && (said->place.line || said->pointer)) {
		buf_puts(out, "  # ");
		show_words(out, said->place.file ? said->place.file : h->source);
		if (said->place.line)
			buf_printf(out, ":%" PRIu32, said->place.line);
		else if (*said->pointer) {
			buf_putc(out, ' ');
			show_words(out, said->pointer);
		}
		if (said->text) {
			buf_puts(out, ": ");
			show_words(out, said->text);
		}
	}
	buf_putc(out, '\n');
}
