/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The text that a parser reads, as one space of offsets: what the preprocessor made of a
 * source, and behind it the files of /include/ as they are. From an offset, the place in
 * a file is found when somebody asks.
 */
#ifndef DTLINT_DTS_SOURCE_TEXT_H
#define DTLINT_DTS_SOURCE_TEXT_H

#include "base/buf.h"
#include "dts/source/message.h"
#include "dts/source/search.h"

/* Bounds, each told with its place when it is met. */
enum {
	TEXT_SIZE_MAX = 64 << 20,     /* bytes of one text */
	TEXT_INCLUDE_DEPTH_MAX = 200, /* as in gcc and dtc */
	TEXT_INCBIN_MAX = 64 << 20,   /* bytes of all /incbin/ of a text */
};

struct text_map;

/* The macros that are defined at the end of a text: what may have been meant in it. */
struct dts_macros {
	/* The name of a macro, by numbers from 0; "" for none, NULL behind the last. */
	const char *(*name)(const struct dts_macros *m, uint32_t i);
	void (*free)(struct dts_macros *m);
};

struct dts_text {
	char *s;    /* moves when something is appended */
	uint32_t n; /* bytes, which may be NULs, and a NUL behind them */
	struct text_map *map;
	struct dts_macros *macros; /* NULL: it was not preprocessed */
	const struct source_search *search;
	struct dts_messages *messages;
	bool absent; /* the source itself could not be read: there is nothing to parse */
	/* the first include that is not found; or NULL */
	struct dts_message *missing;
	uint32_t missing_at; /* what is behind here may need what it has */
	uint32_t follow;     /* errors behind it that are not told: names nobody knows */
};

/* An empty text; to be given back with dts_text_free(), before the set of files is. */
void dts_text_init(struct dts_text *t, const struct source_search *search,
	struct dts_messages *messages);

void dts_text_free(struct dts_text *t);

/*
 * Appends the file that an /include/ at offset @at names, not preprocessed. It is then
 * from *@begin to *@end, and a NUL behind it. False, told and nothing appended, where it
 * is not found, must not be used, or a bound is met. @name is @n bytes, without quotes.
 */
bool dts_text_include(struct dts_text *t, uint32_t at, const char *name, size_t n,
	uint32_t *begin, uint32_t *end);

/*
 * Reads @max bytes, at most, from byte @skip on of the file that an /incbin/ at offset
 * @at names. They live in @a. False, and told, where that cannot be done.
 */
bool dts_text_incbin(struct dts_text *t, uint32_t at, const char *name, size_t n,
	uint64_t skip, uint64_t max, struct arena *a, const uint8_t **data, size_t *size);

/*
 * The place of the text from @begin to @end, which is behind its last byte: in the file
 * where it stands, or where the macro is used that it was expanded from.
 */
struct place dts_text_place(const struct dts_text *t, uint32_t begin, uint32_t end);

/*
 * The notes that belong to such a place, in @a: "expanded from macro 'X'", and
 * "included from here" for what is not in the source that was named.
 */
struct dts_note *dts_text_notes(
	const struct dts_text *t, uint32_t begin, struct arena *a);

/*
 * The file in which the text from @begin to @end stands as it is, and from which byte on.
 * NULL where it does not: @macro is then the one that it comes of, or NULL.
 */
const struct source_file *dts_text_verbatim(const struct dts_text *t, uint32_t begin,
	uint32_t end, uint32_t *at, const char **macro);

/* Appends a message about a piece of the text to its messages, with those notes. */
struct dts_message *dts_text_message(struct dts_text *t, enum dts_level level,
	const char *rule, uint32_t begin, uint32_t end, const char *fmt, ...)
	__attribute__((format(printf, 6, 7)));

/* The files that were read, /incbin/ too, each once in the order of their first use. */
void dts_text_files(const struct dts_text *t, struct string_list *list, struct arena *a);

/* Remembers a message about an include that is not found, at offset @at; NULL is fine. */
void dts_text_missing(struct dts_text *t, struct dts_message *m, uint32_t at);

/* Says with that message how many errors follow from it. */
void dts_text_tell_follow(struct dts_text *t);

/* Writes the text with line markers, as gcc -E has them, or without. */
void dts_text_print(const struct dts_text *t, bool markers, struct buf *to);

#endif
