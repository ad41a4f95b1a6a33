/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes JSON (RFC 8259): piece by piece, or a whole value of either model. Text has to
 * be UTF-8; nothing here fails.
 */
#ifndef DTLINT_DOC_JSON_WRITE_H
#define DTLINT_DOC_JSON_WRITE_H

#include <jansson.h>

#include "base/buf.h"
#include "doc/value.h"

/* How a text is laid out. */
struct json_style {
	uint32_t lines;  /* levels whose members have a line each */
	uint32_t indent; /* blanks a level, where there are lines */
	bool spaced;     /* a blank behind ':', and behind ',' within a line */
	bool ascii;      /* what is beyond ASCII as \uXXXX */
	bool numeric;    /* control characters and DEL as \u00xx alone, never as \n */
};

extern const struct json_style json_page;   /* indented by 2 */
extern const struct json_style json_line;   /* in one line, to be read by people */
extern const struct json_style json_packed; /* without any blank */

struct json_writer {
	struct buf *out;
	const struct json_style *style;
	uint32_t depth;
	bool any; /* something stands in the object or array that is open */
	bool keyed;
};

/* @bracket is '{' or '[', and '}' or ']'. */
void json_write_open(struct json_writer *w, char bracket);
void json_write_close(struct json_writer *w, char bracket);

/* The key of what is written next. */
void json_write_key(struct json_writer *w, const char *key);

/* U+0000 is written for a NUL, and for the two bytes that json_read() makes of it. */
void json_write_string(struct json_writer *w, const char *s, size_t n);
void json_write_text(struct json_writer *w, const char *s);
void json_write_unsigned(struct json_writer *w, uint64_t x);
void json_write_signed(struct json_writer *w, int64_t x);
void json_write_real(struct json_writer *w, double x); /* null where it is not finite */
void json_write_word(struct json_writer *w, const char *word); /* null, true, false */

/* A whole text that is alike for values that are alike, as a key; in @a. */
const char *json_text(const json_t *v, struct arena *a);

/* A value with all that is in it; recurses as deep as it is. */
void json_write_tree(struct json_writer *w, const json_t *v);

/* The same of a document, members by name; keys are atoms of @strings. */
void json_write_value(struct json_writer *w, const struct value *v,
	struct intern *strings, struct arena *scratch);

#endif
