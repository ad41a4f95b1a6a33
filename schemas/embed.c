/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Run by the build: writes what schemas/ holds as C source, see
 * src/schema/program/builtin.h.
 *
 * usage: dtlint-embed image NAME FILE DIRECTORY
 *        dtlint-embed texts NAME FILE DIRECTORY...
 *
 * An image is the bindings of a directory, compiled; texts are files as they are. NAME is
 * what the data is called in C.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/io.h"
#include "schema/binding/files.h"
#include "schema/program/builtin.h"
#include "schema/store/store.h"

enum { WORDS_A_LINE = 8 };

/* The core is not there yet while it is made. */
const uint32_t builtin_core_image[1];
const size_t builtin_core_image_size;
const uint32_t builtin_core_texts[1];
const size_t builtin_core_texts_size;

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
put_words(struct buf *out, const char *name, const char *bytes, size_t size)
{
	uint32_t word;
	size_t i;

	buf_printf(out,
		"/* SPDX-License-Identifier: GPL-2.0-or-later */\n"
		"/* Made by dtlint-embed from schemas/. */\n"
		"#include \"schema/program/builtin.h\"\n\n"
		"#if __BYTE_ORDER__ != %d\n"
		"#error \"made for machines of the other byte order\"\n"
		"#endif\n\n"
		"const size_t %s_size = %zu;\n"
		"const _Alignas(16) uint32_t %s[] = {",
		__BYTE_ORDER__, name, size, name);
	for (i = 0; i < size; i += sizeof(word)) {
		word = 0;
		memcpy(&word, bytes + i,
			size - i < sizeof(word) ? size - i : sizeof(word));
		buf_printf(out, "%s0x%" PRIx32 ",",
			i / sizeof(word) % WORDS_A_LINE ? " " : "\n\t", word);
	}
	buf_puts(out, "\n};\n");
}

static bool
put_image(struct buf *out, const char *name, const char *directory)
{
	const struct schemas_from from = { .paths = &directory, .n = 1 };
	struct arena a = { 0 };
	struct schemas s;
	size_t faults = 0;
	bool ok = schemas_load(
		&s, &from, SCHEMAS_WITH_SOURCES | SCHEMAS_ALONE, &a, on_fault, &faults);

	if (ok)
		put_words(out, name, s.image, s.size);
	schemas_free(&s);
	arena_free(&a);
	return ok && !faults;
}

static bool
add_texts(struct buf *texts, const char *directory)
{
	struct arena a = { 0 };
	struct schema_files files = { .arena = &a };
	struct fault f = FAULT_INIT(&a);
	size_t faults = 0;
	uint32_t i;

	f.place.file = directory;
	if (!schema_files_add(&files, directory, 0, &f))
		on_fault(&faults, &f);
	for (i = 0; i < files.n; i++) {
		struct schema_file *file = &files.v[i];

		if (!schema_file_read(file)) {
			on_fault(&faults, &file->fault);
			continue;
		}
		buf_add(texts, file->path, strlen(file->path) + 1);
		buf_add(texts, (const char *)file->text.data, file->text.n);
		buf_putc(texts, '\0');
	}
	schema_files_free(&files);
	arena_free(&a);
	return !faults;
}

static bool
put_texts(struct buf *out, const char *name, char **directories, int n)
{
	struct buf texts = { 0 };
	bool ok = true;
	int i;

	for (i = 0; i < n && ok; i++)
		ok = add_texts(&texts, directories[i]);
	put_words(out, name, texts.s, texts.n);
	buf_free(&texts);
	return ok;
}

int
main(int argc, char **argv)
{
	bool image = argc == 5 && strcmp(argv[1], "image") == 0;
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct buf out = { 0 };
	bool ok;

	if (!image && (argc < 5 || strcmp(argv[1], "texts") != 0)) {
		fputs("usage: dtlint-embed image|texts NAME FILE DIRECTORY...\n", stderr);
		return 2;
	}
	ok = image ? put_image(&out, argv[2], argv[4])
		   : put_texts(&out, argv[2], argv + 4, argc - 4);
	if (ok && !io_write(argv[3], out.s, out.n, &f)) {
		fprintf(stderr, "%s: %s\n", argv[3], f.message);
		ok = false;
	}
	buf_free(&out);
	arena_free(&a);
	return ok ? 0 : 1;
}
