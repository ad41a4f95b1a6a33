/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reports that are JSON, read back. */
#ifndef DTLINT_TESTS_REPORT_JSON_H
#define DTLINT_TESTS_REPORT_JSON_H

#include <jansson.h>

#include "report_sample.h"

static json_t *document;

/* The value at "key.key.0.key" of a document; NULL where there is none. */
static inline const json_t *
at(const json_t *v, const char *path)
{
	char key[64];
	size_t n;

	for (; *path && v; path += n + (path[n] == '.')) {
		n = strcspn(path, ".");
		ck_assert_uint_lt(n, sizeof(key));
		memcpy(key, path, n);
		key[n] = '\0';
		v = json_is_array(v) ? json_array_get(v, strtoul(key, NULL, 10))
				     : json_object_get(v, key);
	}
	return v;
}

/* The document as another program reads it. */
static inline const json_t *
read_back(const char *reporter)
{
	const char *text = written(reporter);
	json_error_t error;

	json_decref(document);
	document = json_loads(text, JSON_REJECT_DUPLICATES, &error);
	ck_assert_msg(document != NULL, "%s", error.text);
	ck_assert_int_eq(text[strlen(text) - 1], '\n');
	return document;
}

static inline void
ck_assert_json(const json_t *v, const char *path, const char *expected)
{
	const json_t *found = at(v, path);
	char *text = found ? json_dumps(found, JSON_ENCODE_ANY | JSON_COMPACT) : NULL;

	ck_assert_msg(text && !strcmp(text, expected), "%s is %s, expected %s", path,
		text ? text : "absent", expected);
	free(text);
}

static inline void
forget(void)
{
	json_decref(document);
	document = NULL;
	teardown();
}

#endif
