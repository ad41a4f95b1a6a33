/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lsp/uri.h"

#include <string.h>

#include "base/strings.h"

char *
uri_to_path(const char *uri, struct arena *a)
{
	static const char scheme[] = "file://";
	char *path, *to;
	const char *s;

	if (strncmp(uri, scheme, sizeof(scheme) - 1) != 0)
		return NULL;
	s = uri + sizeof(scheme) - 1;
	if (!strncmp(s, "localhost/", 10))
		s += 9;
	if (*s != '/')
		return NULL;
	path = to = arena_strdup(a, s);
	for (; *s; s++) {
		if (*s == '%' && digit_value(s[1]) < 16 && digit_value(s[2]) < 16) {
			*to = (char)(digit_value(s[1]) << 4 | digit_value(s[2]));
			s += 2;
			if (!*to++)
				return NULL;
		} else {
			*to++ = *s;
		}
	}
	*to = '\0';
	return path;
}

char *
uri_of_path(const char *path, struct arena *a)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789-._~/";
	static const char digits[] = "0123456789ABCDEF";
	size_t n = strlen(path);
	char *uri = arena_alloc(a, 7 + n * 3 + 1), *to = uri + 7;

	memcpy(uri, "file://", 7);
	for (; *path; path++) {
		if (strchr(plain, *path)) {
			*to++ = *path;
		} else {
			*to++ = '%';
			*to++ = digits[(unsigned char)*path >> 4];
			*to++ = digits[*path & 15];
		}
	}
	*to = '\0';
	return uri;
}
