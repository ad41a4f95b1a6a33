/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What people call bytes that are no input, by their magic numbers. */
#include <string.h>

#include "base/utf8.h"
#include "input/reader.h"

struct kind {
	const char *magic;
	unsigned char n;
	unsigned short offset;
	const char *name;
};

#define MAGIC(s) s, sizeof(s) - 1

static const struct kind kinds[] = {
	{ MAGIC("\x1f\x8b"), 0, "gzip-compressed data" },
	{ MAGIC("\xfd"
		"7zXZ\0"),
		0, "xz-compressed data" },
	{ MAGIC("\x28\xb5\x2f\xfd"), 0, "zstd-compressed data" },
	{ MAGIC("\x04\x22\x4d\x18"), 0, "lz4-compressed data" },
	{ MAGIC("\x02\x21\x4c\x18"), 0, "lz4-compressed data (legacy frame)" },
	{ MAGIC("BZh"), 0, "bzip2-compressed data" },
	{ MAGIC("\x89LZO\0"), 0, "lzo-compressed data" },
	{ MAGIC("\x5d\0\0"), 0, "lzma-compressed data" },
	{ MAGIC("\x7f"
		"ELF"),
		0, "an ELF file" },
	{ MAGIC("MZ"), 0, "a PE file (an EFI program or a unified kernel image)" },
	{ MAGIC("ANDROID!"), 0, "an Android boot image" },
	{ MAGIC("VNDRBOOT"), 0, "an Android vendor_boot image" },
	{ MAGIC("\xd7\xb7\xab\x1e"), 0, "an Android dt_table" },
	{ MAGIC("\x3a\xff\x26\xed"), 0, "an Android sparse image" },
	{ MAGIC("\x27\x05\x19\x56"), 0, "a legacy U-Boot image" },
	{ MAGIC("ARM\x64"), 56, "an arm64 kernel image" },
	{ MAGIC("\x18\x28\x6f\x01"), 36, "an ARM kernel image (zImage)" },
	{ MAGIC("RSC\x05"), 56, "a RISC-V kernel image" },
	{ MAGIC("hsqs"), 0, "a squashfs file system" },
	{ MAGIC("\x53\xef"), 1080, "an ext file system" },
	{ MAGIC("UBI#"), 0, "a UBI image" },
	{ MAGIC("ustar"), 257, "a tar archive" },
	{ MAGIC("070701"), 0, "a cpio archive" },
	{ MAGIC("!<arch>\n"), 0, "an ar archive" },
	{ MAGIC("PK\x03\x04"), 0, "a zip archive" },
	{ MAGIC("QFI\xfb"), 0, "a qcow2 disk image" },
	{ MAGIC("\x55\xaa"), 510, "a disk image" },
};

/* Whether the bytes are characters of UTF-8, the last of which may be cut off. */
static bool
is_text(const uint8_t *data, size_t n)
{
	size_t i = 0, more;
	uint32_t c;

	for (; i < n; i += more) {
		more = utf8_decode((const char *)data + i, n - i, &c);
		if (!more)
			return n - i < 4 && i;
		if (c == 0x7f || (c < ' ' && (!c || !strchr("\t\n\r\f", (int)c))))
			return false;
	}
	return true;
}

/* Where the two characters stand next, or NULL. */
static const char *
find_two(const char *s, const char *end, const char *two)
{
	for (; s + 1 < end; s++)
		if (s[0] == two[0] && s[1] == two[1])
			return s;
	return NULL;
}

static bool
begins(const char *s, size_t n, const char *with)
{
	return n >= strlen(with) && !memcmp(s, with, strlen(with));
}

/* Whether a text is device tree source: it begins so, but for comments and directives. */
static bool
is_source(const char *s, size_t n)
{
	const char *end = s + n, *next;

	while (s < end) {
		if (strchr(" \t\r\n\f", *s)) {
			s++;
			continue;
		}
		if (begins(s, (size_t)(end - s), "/dts-v1/")
			|| begins(s, (size_t)(end - s), "/plugin/"))
			return true;
		if (begins(s, (size_t)(end - s), "/*"))
			next = find_two(s + 2, end, "*/");
		else if (*s == '#' || begins(s, (size_t)(end - s), "//"))
			next = memchr(s, '\n', (size_t)(end - s));
		else
			return false;
		if (!next)
			return false;
		s = next + (*next == '*' ? 2 : 1);
	}
	return false;
}

const char *
input_kind(const uint8_t *data, size_t n)
{
	size_t i, head = n < CONTENT_HEAD ? n : CONTENT_HEAD;

	if (!n)
		return "empty";
	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const struct kind *k = &kinds[i];

		if (n >= (size_t)k->offset + k->n
			&& !memcmp(data + k->offset, k->magic, k->n))
			return k->name;
	}
	if (is_text(data, head))
		return is_source((const char *)data, head) ? "device tree source"
							   : "a text";
	return "data of no kind that is known";
}
