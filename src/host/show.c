/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "host/show.h"
#include "host/show_yaml.h"

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
	show_said(out, h, &d->claim_said);
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
	show_said(out, h, d->legacy == TRI_UNKNOWN ? NULL : &d->legacy_said);
	put_features(out, indent, h, d);
	if (d->coherent != TRI_UNKNOWN) {
		buf_printf(out, "%sdma_coherent: %s", indent,
			d->coherent == TRI_YES ? "true" : "false");
		show_said(out, h, &d->coherent_said);
	}
}

static void
put_device(struct buf *out, const struct host *h, const struct host_device *d)
{
	static const char indent[] = "    ";

	buf_puts(out, "  - name: ");
	show_string(out, d->name ? d->name : "");
	show_said(out, h, &d->said);
	switch (d->place.kind) {
	case DEVICE_AT_ADDRESS:
		buf_printf(out, "%sreg: \"0x%" PRIx64 "\"\n", indent, d->place.address);
		break;
	case DEVICE_AT_SLOT:
		buf_printf(out, "%sslot: %" PRIu32 "\n", indent, d->place.slot);
		break;
	case DEVICE_AT_NODE:
		buf_printf(out, "%snode: ", indent);
		show_string(out, d->place.node);
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
	show_string(out, s);
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
		show_string(out, h->remarks[i].message);
		show_said(out, h, &h->remarks[i].said);
	}
}

void
host_show(const struct host *h, struct buf *out)
{
	size_t i;

	buf_puts(out, "# ");
	show_words(out, h->source);
	buf_printf(out, ", read as %s\nversion: 1\n", h->kind);
	put_text(out, "program", h->program);
	put_text(out, "machine", h->machine);
	if (h->xen != TRI_UNKNOWN)
		buf_printf(out, "xen: %s\n", h->xen == TRI_YES ? "true" : "false");
	put_text(out, "advice", h->advice);
	put_text(out, "modern", h->modern);
	put_remarks(out, "remarks", h, false);
	put_remarks(out, "notes", h, true);
	show_guest(out, h);
	put_complete(out, h);
	if (h->others) {
		buf_puts(out, "others:");
		show_said(out, h, &h->others->said);
		put_common(out, "  ", h, h->others);
	}
	buf_puts(out, h->ndevices ? "devices:\n" : "devices: []\n");
	for (i = 0; i < h->ndevices; i++)
		put_device(out, h, &h->devices[i]);
}
