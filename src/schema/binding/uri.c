/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/binding/uri.h"

#include <string.h>

#include "base/strings.h"

struct span {
	const char *s;
	size_t n;
};

struct uri {
	struct span scheme;    /* with the ':' */
	struct span authority; /* with the "//" */
	struct span path;
	struct span query; /* with the '?' */
};

static struct uri
split(const char *s)
{
	struct uri u = { { s, 0 }, { s, 0 }, { s, 0 }, { s, 0 } };
	size_t n = strcspn(s, ":/?#");

	if (s[n] == ':' && n) {
		u.scheme = (struct span){ s, n + 1 };
		s += n + 1;
	}
	if (s[0] == '/' && s[1] == '/') {
		u.authority = (struct span){ s, 2 + strcspn(s + 2, "/?#") };
		s += u.authority.n;
	}
	u.path = (struct span){ s, strcspn(s, "?#") };
	s += u.path.n;
	if (*s == '?')
		u.query = (struct span){ s, strcspn(s, "#") };
	return u;
}

static void
add(struct buf *out, struct span s)
{
	buf_add(out, s.s, s.n);
}

/* Takes the last segment off what was written behind @from. */
static void
drop_segment(struct buf *out, size_t from)
{
	while (out->n > from && out->s[out->n - 1] != '/')
		out->n--;
	out->n -= out->n > from;
	out->s[out->n] = '\0';
}

/* 5.2.4: the path without "." and ".." */
static void
add_path(struct buf *out, const char *s, size_t n)
{
	size_t from = out->n, k;
	const char *end = s + n;

	while (s < end) {
		k = *s == '/';
		while (s + k < end && s[k] != '/')
			k++;
		if (k == 2 && !memcmp(s, "/.", 2)) {
			if (s + k == end)
				buf_putc(out, '/');
		} else if (k == 3 && !memcmp(s, "/..", 3)) {
			drop_segment(out, from);
			if (s + k == end)
				buf_putc(out, '/');
		} else {
			buf_add(out, s, k);
		}
		s += k;
	}
}

static void
add_merged(struct buf *out, const struct uri *base, const struct uri *ref)
{
	struct buf path = { 0 };
	size_t n = base->path.n;

	if (base->authority.n && !n) {
		buf_putc(&path, '/');
	} else {
		while (n && base->path.s[n - 1] != '/')
			n--;
		buf_add(&path, base->path.s, n);
	}
	add(&path, ref->path);
	add_path(out, path.s, path.n);
	buf_free(&path);
}

void
uri_resolve(const char *base, const char *ref, struct buf *out)
{
	struct uri b = split(base), r = split(ref);

	out->n = 0;
	buf_puts(out, "");
	if (r.scheme.n) {
		add(out, r.scheme);
		add(out, r.authority);
		add_path(out, r.path.s, r.path.n);
		add(out, r.query);
		return;
	}
	add(out, b.scheme);
	if (r.authority.n) {
		add(out, r.authority);
		add_path(out, r.path.s, r.path.n);
		add(out, r.query);
		return;
	}
	add(out, b.authority);
	if (!r.path.n) {
		add(out, b.path);
		add(out, r.query.n ? r.query : b.query);
		return;
	}
	if (*r.path.s == '/')
		add_path(out, r.path.s, r.path.n);
	else
		add_merged(out, &b, &r);
	add(out, r.query);
}

size_t
uri_origin(const char *uri)
{
	struct uri u = split(uri);

	return u.scheme.n + u.authority.n;
}

const char *
uri_fragment(const char *ref)
{
	const char *hash = strchr(ref, '#');

	return hash ? hash + 1 : NULL;
}

void
uri_decode(const char *s, size_t n, struct buf *out)
{
	size_t i;

	out->n = 0;
	buf_puts(out, "");
	for (i = 0; i < n; i++) {
		if (s[i] == '%' && i + 2 < n && digit_value(s[i + 1]) < 16
			&& digit_value(s[i + 2]) < 16) {
			buf_putc(out, (char)(digit_value(s[i + 1]) << 4
					      | digit_value(s[i + 2])));
			i += 2;
		} else {
			buf_putc(out, s[i]);
		}
	}
}
