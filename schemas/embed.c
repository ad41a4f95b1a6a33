/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Run by the build: compiles the bindings of a directory and writes the result as C
 * source, see src/schema/store/builtin.h.
 *
 * usage: dtlint-embed DIRECTORY FILE
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/io.h"
#include "schema/store/store.h"

enum { WORDS_A_LINE = 8 };

static void
on_fault(void *context, const struct fault *f)
{
	size_t *faults = context;

	fprintf(stderr, "%s:%u:%u: %s\n", f->place.file, f->place.line, f->place.column,
		f->message);
	++*faults;
}

/* Words, because they are aligned and compile faster than characters. */
static void
put_image(struct buf *out, const void *image, size_t size)
{
	const char *bytes = image;
	uint32_t word;
	size_t i;

	buf_printf(out,
		"/* SPDX-License-Identifier: GPL-2.0-or-later */\n"
		"/* Made by dtlint-embed from schemas/bindings. */\n"
		"#include \"schema/store/builtin.h\"\n\n"
		"#if __BYTE_ORDER__ != %d\n"
		"#error \"made for machines of the other byte order\"\n"
		"#endif\n\n"
		"const size_t builtin_size = %zu;\n"
		"const _Alignas(16) uint32_t builtin_image[] = {",
		__BYTE_ORDER__, size);
	for (i = 0; i < size; i += sizeof(word)) {
		word = 0;
		memcpy(&word, bytes + i,
			size - i < sizeof(word) ? size - i : sizeof(word));
		buf_printf(out, "%s0x%" PRIx32 ",",
			i / sizeof(word) % WORDS_A_LINE ? " " : "\n\t", word);
	}
	buf_puts(out, "\n};\n");
}

int
main(int argc, char **argv)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct schemas s;
	struct buf out = { 0 };
	size_t faults = 0;

	if (argc != 3) {
		fputs("usage: dtlint-embed DIRECTORY FILE\n", stderr);
		return 2;
	}
	/* what is missing is missing: not to be found where dtlint is built */
	setenv("DTLINT_DTSCHEMA", "", 1);
	if (!schemas_load(&s, (const char *const *)&argv[1], 1, SCHEMAS_WITH_SOURCES, &a,
		    on_fault, &faults))
		return 1;
	put_image(&out, s.image, s.size);
	if (!faults && !io_write(argv[2], out.s, out.n, &f)) {
		fprintf(stderr, "%s: %s\n", argv[2], f.message);
		faults++;
	}
	buf_free(&out);
	schemas_free(&s);
	arena_free(&a);
	return faults ? 1 : 0;
}
