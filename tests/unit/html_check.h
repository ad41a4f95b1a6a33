/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages held to what dtlint writes: no other tag, each closed, all text escaped. */
#ifndef DTLINT_TESTS_HTML_CHECK_H
#define DTLINT_TESTS_HTML_CHECK_H

#include <check.h>
#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

enum { HTML_DEPTH_MAX = 64 };

static const char *const html_tags[] = { "html", "head", "meta", "title", "style", "body",
	"script", "header", "nav", "main", "footer", "section", "form", "fieldset",
	"legend", "label", "input", "select", "option", "button", "output", "div", "p",
	"span", "a", "b", "i", "br", "code", "pre", "strong", "h1", "h2", "h3", "h4",
	"h5", "ul", "li", "dl", "dt", "dd", "details", "summary", "meter", "table",
	"thead", "tbody", "tr", "th", "td", "svg", "path", "text", "tspan" };

static inline bool
is_one_of(const char *s, size_t n, const char *const *v, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(v[i]) == n && !memcmp(v[i], s, n))
			return true;
	return false;
}

/* A tag from behind its '<'; returns behind its '>'. */
static inline const char *
check_tag(const char *s, const char **open, size_t *depth)
{
	static const char *const empty[] = { "meta", "input", "br" };
	bool close = *s == '/', ended = false;
	const char *name = s + close;
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789");

	ck_assert_msg(
		is_one_of(name, n, html_tags, sizeof(html_tags) / sizeof(*html_tags)),
		"a tag that is not dtlint's: <%.40s", s);
	for (s = name + n; *s != '>';) {
		ck_assert_msg(*s && *s != '<', "a tag that does not end: <%.40s", name);
		if (*s == '"') { /* a value, which is escaped */
			s += 1 + strcspn(s + 1, "\"<>\n\t");
			ck_assert_msg(*s == '"', "a value that is not closed: %.40s", s);
		}
		ended = *s++ == '/';
	}
	if (close) {
		ck_assert_msg(*depth && strlen(open[*depth - 1]) >= n
				      && !strncmp(open[*depth - 1], name, n),
			"</%.*s> closes <%.20s", (int)n, name,
			*depth ? open[*depth - 1] : "");
		--*depth;
	} else if (!ended && !is_one_of(name, n, empty, 3)) {
		ck_assert_uint_lt(*depth, HTML_DEPTH_MAX);
		open[(*depth)++] = name;
	}
	s++;
	if (!close && (!strncmp(name, "style", n) || !strncmp(name, "script", n))
		&& n >= 5) {
		s = strstr(s, n == 5 ? "</style>" : "</script>");
		ck_assert_ptr_nonnull(s);
	}
	return s;
}

static inline void
check_reference(const char *s)
{
	static const char *const known[] = { "&lt;", "&gt;", "&amp;", "&#34;", "&#39;" };

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (!strncmp(s, known[i], strlen(known[i])))
			return;
	ck_abort_msg("not escaped: %.40s", s);
}

static inline void
check_html(const char *page)
{
	static const char doctype[] = "<!DOCTYPE html>\n";
	const char *open[HTML_DEPTH_MAX], *s;
	size_t depth = 0, n;
	uint32_t c;

	ck_assert_msg(!strncmp(page, doctype, sizeof(doctype) - 1), "no doctype");
	for (s = page + sizeof(doctype) - 1; *s;) {
		n = utf8_decode(s, strnlen(s, 4), &c);
		ck_assert_msg(n && (c >= ' ' || c == '\n') && c != 0x7f,
			"a character that is none: %.40s", s);
		if (*s == '<') {
			s = check_tag(s + 1, open, &depth);
			continue;
		}
		ck_assert_msg(*s != '>', "not escaped: %.40s", s);
		if (*s == '&')
			check_reference(s);
		s += n;
	}
	ck_assert_uint_eq(depth, 0);
}

#endif
