/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/json_put.h"

#include <stdlib.h>

#include "base/fatal.h"
#include "diag/diag.h"
#include "doc/json_write.h"

/* jansson takes the value, and fails where it is NULL: out of memory either way. */
static json_t *
put(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, value))
		fatal("out of memory: a report's '%s'", key);
	return value;
}

static json_t *
push(json_t *array, json_t *value)
{
	if (json_array_append_new(array, value))
		fatal("out of memory: %zu elements of a report", json_array_size(array));
	return value;
}

json_t *
put_object(json_t *object, const char *key)
{
	return put(object, key, json_object());
}

json_t *
put_array(json_t *object, const char *key)
{
	return put(object, key, json_array());
}

json_t *
push_object(json_t *array)
{
	return push(array, json_object());
}

void
put_string(json_t *object, const char *key, struct arena *a, const char *s)
{
	put(object, key, s ? json_string(diag_clean(a, s)) : json_null());
}

void
push_string(json_t *array, struct arena *a, const char *s)
{
	push(array, json_string(diag_clean(a, s)));
}

void
push_integer(json_t *array, int64_t value)
{
	push(array, json_integer(value));
}

void
put_text(json_t *object, const char *key, const char *s)
{
	put(object, key, json_string(s));
}

void
put_integer(json_t *object, const char *key, int64_t value)
{
	put(object, key, json_integer(value));
}

void
put_boolean(json_t *object, const char *key, bool value)
{
	put(object, key, json_boolean(value));
}

void
put_null(json_t *object, const char *key)
{
	put(object, key, json_null());
}

json_t *
json_document(void)
{
	json_t *document = json_object();

	if (!document)
		fatal("out of memory: a report");
	return document;
}

void
json_finish(json_t *document, struct buf *out)
{
	struct json_writer w = { .out = out, .style = &json_page };

	json_write_tree(&w, document);
	buf_putc(out, '\n');
	json_decref(document);
}

void
json_finish_line(json_t *document, struct buf *out)
{
	struct json_writer w = { .out = out, .style = &json_line };

	json_write_tree(&w, document);
	json_decref(document);
}

static void *
take_memory(size_t n)
{
	void *p = malloc(n ? n : 1);

	if (!p)
		fatal("out of memory: a JSON document");
	return p;
}

void
json_need_memory(void)
{
	json_set_alloc_funcs(take_memory, free);
}
