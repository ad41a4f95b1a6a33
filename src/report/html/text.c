/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "report/html/html.h"

/* Clean text, so that none of its bytes below 0x80 but these means anything to HTML. */
static void
escape(struct buf *out, const char *s)
{
	size_t n;

	for (; *s; s += n) {
		n = strcspn(s, "<>&\"'");
		buf_add(out, s, n);
		if (!s[n])
			break;
		switch (s[n++]) {
		case '<': buf_puts(out, "&lt;"); break;
		case '>': buf_puts(out, "&gt;"); break;
		case '&': buf_puts(out, "&amp;"); break;
		case '"': buf_puts(out, "&#34;"); break;
		default: buf_puts(out, "&#39;"); break;
		}
	}
}

/* ASCII that stands for itself wherever it is put. */
static bool
is_plain(char c)
{
	return c >= 0x20 && c < 0x7f && c != '<' && c != '>' && c != '&' && c != '"'
	       && c != '\'';
}

void
html_put(struct html *h, const char *s)
{
	size_t n = 0;

	if (!s)
		return;
	while (is_plain(s[n]))
		n++;
	if (!s[n])
		buf_add(h->out, s, n);
	else
		escape(h->out, diag_clean(h->r->scratch, s));
}

void
html_put_code(struct html *h, const char *s)
{
	if (!s)
		return;
	buf_puts(h->out, "<code>");
	html_put(h, s);
	buf_puts(h->out, "</code>");
}

void
html_put_node_name(struct html *h, const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	html_put(h, slash && slash[1] ? slash + 1 : path);
}

void
html_put_size(struct html *h, uint64_t first, uint64_t last)
{
	static const char *const units[] = { "bytes", "KiB", "MiB", "GiB", "TiB", "PiB",
		"EiB" };
	uint64_t size = last - first + 1;
	unsigned int unit = 0;

	if (!size) {
		buf_puts(h->out, "16 EiB");
		return;
	}
	while (unit < 6 && size >> 10 * (unit + 1))
		unit++;
	if (size == size >> 10 * unit << 10 * unit) {
		buf_number(h->out, (int64_t)(size >> 10 * unit));
	} else {
		double rest = (double)size / (double)(UINT64_C(1) << 10 * unit);

		buf_printf(h->out, "%.*f", rest < 10 ? 2 : rest < 100, rest);
	}
	buf_putc(h->out, ' ');
	buf_puts(h->out, size == 1 ? "byte" : units[unit]);
}

void
html_put_count(struct html *h, size_t n, const char *noun)
{
	buf_number(h->out, (int64_t)n);
	buf_putc(h->out, ' ');
	buf_puts(h->out, noun);
	buf_puts(h->out, n == 1 ? "" : "s");
}

const char *
html_level_class(enum level level)
{
	static const char *const classes[] = {
		[LEVEL_NOTE] = "n",
		[LEVEL_WARNING] = "w",
		[LEVEL_ERROR] = "e",
	};

	return classes[level];
}

void
html_put_level(struct html *h, enum level level)
{
	buf_printf(h->out, "<span class=\"lv %s\">%s</span>", html_level_class(level),
		level_name(level));
}

const char *
html_tree_name(const struct report_input *in)
{
	return in->unit ? in->unit : in->file;
}
