/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Places: in a text by line and column, in a binary by bytes.
 *
 * Lines and columns count from 1, columns in characters (code points) of the line as
 * the file has it; the end is the character behind the last one. What is 0 is not
 * known, as is an offset of -1.
 */
#ifndef DTLINT_BASE_PLACE_H
#define DTLINT_BASE_PLACE_H

#include <stdint.h>

struct place {
	const char *file; /* NULL: the input that is spoken of */
	uint32_t line;
	uint32_t column;
	uint32_t end_line;
	uint32_t end_column;
	int64_t offset; /* bytes from the start of the file */
	int64_t length; /* bytes at offset; 0: not known */
};

/* An edit of a text: what stands in a stretch of a file gives way to another text. */
struct text_edit {
	struct place
		place; /* its file, offset and length are known; length 0: put in there */
	const char *text; /* as it comes into the file, UTF-8; "" where it is taken out */
	uint32_t byte_column; /* of its ends, in bytes of the line; 0: not known */
	uint32_t byte_end_column;
};

#define PLACE_NONE ((struct place){ .offset = -1 })

#endif
