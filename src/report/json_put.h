/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Building JSON with jansson, which keeps keys in the order they are put. Nothing here
 * fails: memory that is not there ends the process, and text is cleaned on its way in
 * so that it is always valid.
 */
#ifndef DTLINT_REPORT_JSON_PUT_H
#define DTLINT_REPORT_JSON_PUT_H

#include <jansson.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

/* An empty object or array under @key of the object, or at the end of the array. */
json_t *put_object(json_t *object, const char *key);
json_t *put_array(json_t *object, const char *key);
json_t *push_object(json_t *array);

/* @s, cleaned (diag_clean()); null where it is NULL. */
void put_string(json_t *object, const char *key, struct arena *a, const char *s);
void push_string(json_t *array, struct arena *a, const char *s);
void push_integer(json_t *array, int64_t value);

/* Text of our own, line feeds and all. */
void put_text(json_t *object, const char *key, const char *s);

void put_integer(json_t *object, const char *key, int64_t value);
void put_boolean(json_t *object, const char *key, bool value);
void put_null(json_t *object, const char *key);

/* A new document, and its text at the end of @out: indented by 2, a line feed last. */
json_t *json_document(void);
void json_finish(json_t *document, struct buf *out);

/* In one line, without a line feed. */
void json_finish_line(json_t *document, struct buf *out);

/*
 * Has jansson end the process where it has no memory: what is put into a document is not
 * looked after call by call, and none may be written with parts of it missing.
 */
void json_need_memory(void);

#endif
