/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts of a report that is read: values of JSON as what they are to be. */
#ifndef DTLINT_COMPARE_REPORT_VALUE_H
#define DTLINT_COMPARE_REPORT_VALUE_H

#include "compare/report_read.h"
#include "doc/value.h"

struct report_reading {
	struct read_reports *to;
	struct intern strings;
	struct fault *f;
};

/* The member, or NULL where there is none or it is null. */
const struct value *report_get(
	struct report_reading *r, const struct value *object, const char *key);

/* False with the fault set where the value, which may not be NULL, is of another kind. */
bool report_expect(struct report_reading *r, const struct value *v, enum value_kind kind);

/* The member of that kind, which has to be there; NULL with the fault set where not. */
const struct value *report_need(struct report_reading *r, const struct value *object,
	const char *key, enum value_kind kind);

/* A string, clean; NULL for none or null. False with the fault set for others. */
bool report_text(struct report_reading *r, const struct value *object, const char *key,
	bool needed, const char **out);

/* A number from 0 to @max; 0 for none or null. */
bool report_number(struct report_reading *r, const struct value *object, const char *key,
	uint64_t max, uint64_t *out);

/* A list of strings; empty for none or null. */
bool report_texts(struct report_reading *r, const struct value *object, const char *key,
	const char ***v, size_t *n);

/*
 * One finding of the report, to the end of @list unless it is there already; in the order
 * of files and reports.
 */
bool report_add_diag(
	struct report_reading *r, const struct value *v, struct diag_list *list);

/* The number of a file, from 1, in the order that they are met in. */
uint32_t report_file_number(struct report_reading *r, const char *file);

/* What a tree is known by in read_reports.trees. */
uint64_t report_tree_key(const char *file, const char *unit);

#endif
