/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Maps a text to what it was made from, as the preprocessor tells while it writes it.
 */
#ifndef DTLINT_DTS_SOURCE_MAP_H
#define DTLINT_DTS_SOURCE_MAP_H

#include "dts/source/text.h"

#define MAP_NONE UINT32_MAX

/* From byte @out on, a text that was made of a file is what stands from @origin there. */
struct text_shift {
	uint32_t out;
	uint32_t origin;
};

/* Where in the file a byte of such a text stands; the first shift is of 0. */
uint32_t text_origin(const struct text_shift *shifts, uint32_t nshifts, uint32_t at);

/* A file each time that it is included. */
struct map_instance {
	const struct source_file *file;  /* held */
	const struct text_shift *shifts; /* of the text that is copied from it; or NULL */
	uint32_t nshifts;
	uint32_t folder; /* as search_find() says */
	uint32_t parent; /* the instance that includes it, or MAP_NONE */
	uint32_t begin;  /* of the directive in that one's file */
	uint32_t end;
	uint32_t depth; /* of the file that was named: 0 */
};

/* The use of a macro. */
struct map_use {
	uint32_t instance;
	uint32_t begin; /* in the file */
	uint32_t end;
	const char *name;
};

/* From @out on the text is that of an instance. */
struct map_span {
	uint32_t out;
	uint32_t instance;
	uint32_t at;  /* in what was made of the file; of a macro's: in the file itself */
	uint32_t use; /* or MAP_NONE */
};

struct text_map {
	struct map_instance *instances;
	uint32_t ninstances;
	uint32_t cap_instances;
	struct map_use *uses;
	uint32_t nuses;
	uint32_t cap_uses;
	struct map_span *spans; /* sorted */
	uint32_t nspans;
	uint32_t cap_spans;
	struct string_list incbins; /* the files of /incbin/ */
	struct arena arena;         /* of that list */
	uint64_t incbin_bytes;
	uint32_t cap_text;
};

/* Takes over the hold of the file. Returns its number. */
uint32_t map_add_instance(struct dts_text *t, const struct map_instance *instance);
uint32_t map_add_use(struct dts_text *t, const struct map_use *use);

/* What is appended to the text from here on comes from there. */
void map_add_span(struct dts_text *t, uint32_t instance, uint32_t at, uint32_t use);

/* Makes room for @n more bytes of text and a NUL; false where it would be too large. */
bool text_room(struct dts_text *t, size_t n);

/* The span of an offset; there is always one, in a text that is not empty. */
const struct map_span *map_span_at(const struct dts_text *t, uint32_t at);

/* The place of a piece of the file of an instance. */
struct place map_place(
	const struct dts_text *t, uint32_t instance, uint32_t begin, uint32_t end);

/*
 * Appends a message about that piece, with notes on what includes the file. Where the
 * file is no source by its name, what the message quotes is left out.
 */
struct dts_message *map_message(struct dts_text *t, enum dts_level level,
	const char *rule, uint32_t instance, uint32_t begin, uint32_t end,
	const char *fmt, va_list ap) __attribute__((format(printf, 7, 0)));

#endif
