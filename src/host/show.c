/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/show.h"

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

/* A double-quoted scalar. */
static void
put_string(struct buf *out, const char *s)
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

static void
put_words(struct buf *out, const char *s)
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

/* "  # FILE:LINE: WORDS", and the end of the line. */
static void
put_said(struct buf *out, const struct host *h, const struct said *said)
{
	if (said && (said->place.line || said->pointer)) {
		buf_puts(out, "  # ");
		put_words(out, said->place.file ? said->place.file : h->source);
		if (said->place.line)
			buf_printf(out, ":%" PRIu32, said->place.line);
		else if (*said->pointer) {
			buf_putc(out, ' ');
			put_words(out, said->pointer);
		}
		if (said->text) {
			buf_puts(out, ": ");
			put_words(out, said->text);
		}
	}
	buf_putc(out, '\n');
}

static bool
is_closed(const struct features *f)
{
	return f->known[0] == UINT64_MAX && f->known[1] == UINT64_MAX;
}

static void
put_bit(struct buf *out, unsigned int bit, bool as_key)
{
	const char *name = feature_name(bit);

	if (name)
		buf_puts(out, name);
	else
		buf_printf(out, as_key ? "\"%u\"" : "%u", bit);
}

/* A list where all is known, else a map. */
static void
put_features(struct buf *out, const char *indent, const struct host *h,
	const struct host_device *d)
{
	const struct features *f = &d->offered;
	bool list = is_closed(f);
	const char *comma = "";
	unsigned int bit;

	if (!f->known[0] && !f->known[1])
		return;
	buf_printf(out, "%sfeatures: %c", indent, list ? '[' : '{');
	for (bit = 0; bit < FEATURE_BITS_MAX; bit++) {
		if (feature_get(f, bit) == (list ? TRI_NO : TRI_UNKNOWN))
			continue;
		buf_puts(out, comma);
		put_bit(out, bit, !list);
		if (!list)
			buf_puts(out,
				feature_get(f, bit) == TRI_YES ? ": true" : ": false");
		comma = ", ";
	}
	buf_putc(out, list ? ']' : '}');
	put_said(out, h, &d->claim_said);
}

static const char *
transport_word(const struct host_device *d)
{
	static const char *const words[][3] = {
		[TRANSPORT_MMIO] = { "mmio-any", "mmio", "mmio-legacy" },
		[TRANSPORT_PCI] = { "pci-any", "pci", "pci-legacy" },
		[TRANSPORT_CCW] = { "ccw", "ccw", "ccw" },
		[TRANSPORT_UNKNOWN] = { "unknown", "unknown", "unknown" },
	};

	return words[d->transport][d->legacy];
}

static void
put_common(struct buf *out, const char *indent, const struct host *h,
	const struct host_device *d)
{
	buf_printf(out, "%stransport: %s", indent, transport_word(d));
	put_said(out, h, d->legacy == TRI_UNKNOWN ? NULL : &d->legacy_said);
	put_features(out, indent, h, d);
	if (d->coherent != TRI_UNKNOWN) {
		buf_printf(out, "%sdma_coherent: %s", indent,
			d->coherent == TRI_YES ? "true" : "false");
		put_said(out, h, &d->coherent_said);
	}
}

static void
put_device(struct buf *out, const struct host *h, const struct host_device *d)
{
	static const char indent[] = "    ";

	buf_puts(out, "  - name: ");
	put_string(out, d->name ? d->name : "");
	put_said(out, h, &d->said);
	switch (d->place.kind) {
	case DEVICE_AT_ADDRESS:
		buf_printf(out, "%sreg: \"0x%" PRIx64 "\"\n", indent, d->place.address);
		break;
	case DEVICE_AT_SLOT:
		buf_printf(out, "%sslot: %" PRIu32 "\n", indent, d->place.slot);
		break;
	case DEVICE_AT_NODE:
		buf_printf(out, "%snode: ", indent);
		put_string(out, d->place.node);
		buf_putc(out, '\n');
		break;
	case DEVICE_AT_UNKNOWN:
		if (d->transport == TRANSPORT_MMIO)
			buf_printf(out, "%sslot: unknown\n", indent);
		break;
	}
	put_common(out, indent, h, d);
}

static void
put_text(struct buf *out, const char *key, const char *s)
{
	if (!s)
		return;
	buf_printf(out, "%s: ", key);
	put_string(out, s);
	buf_putc(out, '\n');
}

static void
put_complete(struct buf *out, const struct host *h)
{
	static const char *const words[] = { [TRI_NO] = "false", [TRI_YES] = "true" };
	const char *comma = "";

	buf_puts(out, "complete: {");
	if (h->mmio_complete != TRI_UNKNOWN) {
		buf_printf(out, "mmio: %s", words[h->mmio_complete]);
		comma = ", ";
	}
	if (h->pci_complete != TRI_UNKNOWN)
		buf_printf(out, "%spci: %s", comma, words[h->pci_complete]);
	buf_puts(out, "}\n");
}

static void
put_remarks(struct buf *out, const char *key, const struct host *h, bool aside)
{
	bool any = false;
	size_t i;

	for (i = 0; i < h->nremarks; i++) {
		if (h->remarks[i].aside != aside)
			continue;
		if (!any)
			buf_printf(out, "%s:\n", key);
		any = true;
		buf_puts(out, "  - ");
		put_string(out, h->remarks[i].message);
		put_said(out, h, &h->remarks[i].said);
	}
}

void
host_show(const struct host *h, struct buf *out)
{
	size_t i;

	buf_puts(out, "# ");
	put_words(out, h->source);
	buf_printf(out, ", read as %s\nversion: 1\n", h->kind);
	put_text(out, "program", h->program);
	put_text(out, "machine", h->machine);
	if (h->xen != TRI_UNKNOWN)
		buf_printf(out, "xen: %s\n", h->xen == TRI_YES ? "true" : "false");
	put_text(out, "advice", h->advice);
	put_text(out, "modern", h->modern);
	put_remarks(out, "remarks", h, false);
	put_remarks(out, "notes", h, true);
	put_complete(out, h);
	if (h->others) {
		buf_puts(out, "others:");
		put_said(out, h, &h->others->said);
		put_common(out, "  ", h, h->others);
	}
	buf_puts(out, h->ndevices ? "devices:\n" : "devices: []\n");
	for (i = 0; i < h->ndevices; i++)
		put_device(out, h, &h->devices[i]);
}
