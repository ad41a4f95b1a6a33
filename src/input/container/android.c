/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Android's boot images (versions 0 to 4) and vendor_boot images (3 and 4), as
 * mkbootimg's bootimg.h describes them: parts that each begin on a page.
 */
#include <inttypes.h>
#include <string.h>

#include "input/container/container.h"

enum {
	PAGE_MAX = 1 << 20,
	/* Offsets in the header of versions 0 to 2. */
	KERNEL_SIZE = 8,
	RAMDISK_SIZE = 16,
	SECOND_SIZE = 24,
	PAGE_SIZE = 36,
	VERSION = 40,
	RECOVERY_SIZE = 1632,
	DTB_SIZE = 1648,
	HEADER_0 = 608,
	HEADER_1 = 1648,
	HEADER_2 = 1660,
	/* Of versions 3 and 4. */
	PAGE_3 = 4096,
	HEADER_3 = 1580,
	/* Of vendor_boot. */
	VENDOR_VERSION = 8,
	VENDOR_PAGE_SIZE = 12,
	VENDOR_RAMDISK_SIZE = 24,
	VENDOR_HEADER_SIZE = 2096,
	VENDOR_DTB_SIZE = 2100,
	VENDOR_HEADER_3 = 2112,
};

/* Parts one behind the other. */
struct pages {
	struct entries list;
	uint64_t at;
	uint32_t page;
};

static bool
is_boot(const struct content *c)
{
	return c->n >= 8 && !memcmp(c->data, "ANDROID!", 8);
}

static bool
is_vendor_boot(const struct content *c)
{
	return c->n >= 8 && !memcmp(c->data, "VNDRBOOT", 8);
}

static bool
takes(const struct content *c)
{
	return is_boot(c) || is_vendor_boot(c);
}

/* The next part; one of no bytes takes no page. */
static void
add(struct reading *r, struct pages *p, const char *part, uint32_t size, bool tree)
{
	const struct entry e = { part, p->at, size, tree && size, NULL };

	if (part && size)
		entries_add(&p->list, r->scratch, &e);
	p->at += ((uint64_t)size + p->page - 1) / p->page * p->page;
}

static bool
has_page_size(uint32_t page, struct fault *f, int64_t offset)
{
	return (page && !(page & (page - 1)) && page <= PAGE_MAX)
	       || fault_at_offset(f, offset,
		       "an Android boot image with pages of %" PRIu32
		       " bytes, expected a power of two up to %d",
		       page, PAGE_MAX);
}

static bool
has_header(const struct content *c, size_t size, struct fault *f)
{
	return c->n >= size
	       || fault_at_offset(f, (int64_t)c->n,
		       "truncated: an Android boot image of %zu bytes, the header alone "
		       "takes %zu",
		       c->n, size);
}

/* Whether a kernel's part is one that a tree was appended to. */
static bool
holds_tree(const struct content *c, const struct pages *p, uint32_t size)
{
	return p->at < c->n && size <= c->n - p->at
	       && input_is_known(c->data + p->at, size)
	       && !codec_of(c->data + p->at, size);
}

static bool
read_boot(struct reading *r, const struct content *c, struct pages *p, struct fault *f)
{
	const uint8_t *h = c->data;
	uint32_t version, kernel;

	if (!has_header(c, HEADER_0, f))
		return false;
	version = le32(h + VERSION);
	kernel = le32(h + KERNEL_SIZE);
	if (version == 3 || version == 4) {
		if (!has_header(c, HEADER_3, f))
			return false;
		p->page = PAGE_3;
		add(r, p, NULL, PAGE_3, false);
		add(r, p, "kernel", kernel, holds_tree(c, p, kernel));
		add(r, p, "ramdisk", le32(h + 12), false);
		return true;
	}
	p->page = le32(h + PAGE_SIZE);
	if (!has_page_size(p->page, f, PAGE_SIZE)
		|| !has_header(c,
			version == 1   ? HEADER_1
			: version == 2 ? HEADER_2
				       : HEADER_0,
			f))
		return false;
	add(r, p, NULL, p->page, false);
	add(r, p, "kernel", kernel, holds_tree(c, p, kernel));
	add(r, p, "ramdisk", le32(h + RAMDISK_SIZE), false);
	add(r, p, "second", le32(h + SECOND_SIZE), false);
	if (version == 1 || version == 2)
		add(r, p, "recovery_dtbo", le32(h + RECOVERY_SIZE), true);
	if (version == 2)
		add(r, p, "dtb", le32(h + DTB_SIZE), true);
	return true;
}

static bool
read_vendor_boot(
	struct reading *r, const struct content *c, struct pages *p, struct fault *f)
{
	const uint8_t *h = c->data;
	uint32_t version;

	if (!has_header(c, VENDOR_HEADER_3, f))
		return false;
	version = le32(h + VENDOR_VERSION);
	if (version != 3 && version != 4)
		return fault_at_offset(f, VENDOR_VERSION,
			"an Android vendor_boot image of version %" PRIu32
			", expected 3 or 4",
			version);
	p->page = le32(h + VENDOR_PAGE_SIZE);
	if (!has_page_size(p->page, f, VENDOR_PAGE_SIZE))
		return false;
	add(r, p, NULL, le32(h + VENDOR_HEADER_SIZE), false);
	add(r, p, "ramdisk", le32(h + VENDOR_RAMDISK_SIZE), false);
	add(r, p, "dtb", le32(h + VENDOR_DTB_SIZE), true);
	return true;
}

static bool
read_android(struct reading *r, const struct content *c, struct fault *f)
{
	bool boot = is_boot(c), any = false;
	struct pages p = { .page = 1 };
	size_t i;

	if (!(boot ? read_boot(r, c, &p, f) : read_vendor_boot(r, c, &p, f)))
		return false;
	for (i = 0; i < p.list.n; i++)
		any = any || p.list.v[i].tree;
	entries_look(r, c, &p.list);
	return any
	       || fault_set(f, "is an Android %s image without a device tree",
		       boot ? "boot" : "vendor_boot");
}

const struct input_reader input_reader_android = {
	.name = "an Android boot image",
	.takes = takes,
	.read = read_android,
};
