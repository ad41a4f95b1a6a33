/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Characters that names are made of (Devicetree Specification v0.4, 2.2). */
#ifndef DTLINT_RULES_DTC_NAME_CHARS_H
#define DTLINT_RULES_DTC_NAME_CHARS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Beside letters and digits. */
#define CHARS_NODE ",._+-@"
#define CHARS_PROPERTY ",._+*#?-"
#define CHARS_STRICT ",-"

/* As strspn(), over letters, digits and @others. */
static inline size_t
chars_span(const char *s, const char *others)
{
	const char *p;

	for (p = s; *p; p++) {
		unsigned char c = (unsigned char)*p;

		if ((unsigned char)((c | 0x20) - 'a') >= 26
			&& (unsigned char)(c - '0') >= 10 && !strchr(others, c))
			break;
	}
	return (size_t)(p - s);
}

#endif
