/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "host/libvirt/xml.h"

#include <string.h>
#include <strings.h>

#include "host/libvirt/libxml2.h"

enum { TEXT_MAX = 65536 };

struct reading {
	const struct libxml2 *lib;
	xmlParserCtxtPtr parser;
	struct arena *arena;
	struct fault *fault;
	struct xml_element *root;
	struct xml_element *open;
	size_t depth;
	size_t elements;
};

static void
stop(struct reading *r, const char *message)
{
	fault_at_line(r->fault, (uint32_t)r->lib->line(r->parser), 0, "%s", message);
	r->lib->stop(r->parser);
}

static const char *
dup_xml(struct reading *r, const xmlChar *s)
{
	return s ? arena_strdup(r->arena, (const char *)s) : NULL;
}

/* Attributes come in fives: name, prefix, namespace, the value and its end. */
static const struct xml_attribute *
dup_attributes(struct reading *r, int n, const xmlChar **v)
{
	struct xml_attribute *list = arena_array(
		r->arena, struct xml_attribute, (size_t)n);
	int i;

	for (i = 0; i < n; i++, v += 5) {
		list[i].name = dup_xml(r, v[0]);
		list[i].value = arena_strndup(
			r->arena, (const char *)v[3], (size_t)(v[4] - v[3]));
		list[i].next = i + 1 < n ? &list[i + 1] : NULL;
	}
	return n ? list : NULL;
}

static void
start_element(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
	int nnamespaces, const xmlChar **namespaces, int nattributes, int ndefaulted,
	const xmlChar **attributes)
{
	struct reading *r = ctx;
	struct xml_element *e;

	(void)prefix, (void)nnamespaces, (void)namespaces, (void)ndefaulted;
	if (r->fault->message)
		return;
	if (r->depth == XML_DEPTH_MAX || r->elements == XML_ELEMENTS_MAX) {
		stop(r, r->depth == XML_DEPTH_MAX
				? "nested too deeply, expected up to 64 levels"
				: "too many elements, expected up to 200000");
		return;
	}
	e = arena_new(r->arena, struct xml_element);
	e->name = dup_xml(r, name);
	e->ns = dup_xml(r, uri);
	e->line = (uint32_t)r->lib->line(r->parser);
	e->attributes = dup_attributes(r, nattributes, attributes);
	e->parent = r->open;
	if (!r->open)
		r->root = e;
	else if (r->open->last)
		r->open->last->next = e;
	else
		r->open->first = e;
	if (r->open)
		r->open->last = e;
	r->open = e;
	r->depth++;
	r->elements++;
}

static void
end_element(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct reading *r = ctx;

	(void)name, (void)prefix, (void)uri;
	if (!r->open)
		return;
	r->open = r->open->parent;
	r->depth--;
}

/* Comments and references cut a text up; what is read of a domain is short. */
static void
add_text(struct arena *a, struct xml_element *e, const xmlChar *s, uint32_t n)
{
	uint32_t room = e->text_room ? e->text_room : 64;

	if (n > TEXT_MAX - e->text_length)
		return;
	while (room <= e->text_length + n)
		room *= 2;
	if (room > e->text_room)
		e->text = arena_grow(a, e->text, e->text_room, room);
	e->text_room = room;
	memcpy(e->text + e->text_length, s, n);
	e->text_length += n;
}

static void
characters(void *ctx, const xmlChar *s, int n)
{
	struct reading *r = ctx;

	if (!r->open || r->fault->message)
		return;
	while (n && strchr(" \t\r\n", *s))
		s++, n--;
	while (n && strchr(" \t\r\n", s[n - 1]))
		n--;
	if (n)
		add_text(r->arena, r->open, s, (uint32_t)n);
}

static void
document_type(void *ctx, const xmlChar *name, const xmlChar *id, const xmlChar *system)
{
	(void)name, (void)id, (void)system;
	stop(ctx, "a document type declaration, which no domain has and is not read");
}

static bool
is_domain(const struct xml_element *root)
{
	return root
	       && (!strcmp(root->name, "domain") || !strcmp(root->name, "domstatus"));
}

static void
xml_error(void *ctx, LIBXML2_ERROR *e)
{
	struct reading *r = ctx;
	const char *s = e->message ? e->message : "unknown error";
	size_t n = strcspn(s, "\n");

	if (e->level == XML_ERR_WARNING || r->fault->message)
		return;
	if (e->code == XML_ERR_DOCUMENT_END && r->open) {
		fault_at_line(r->fault, (uint32_t)e->line, 0,
			"not valid XML: it ends before the element '%.60s' does, which begins "
			"in line %u",
			r->open->name, r->open->line);
		return;
	}
	/* libxml2's words quote the text, which may be none of a domain's */
	fault_at_line(r->fault, e->line > 0 ? (uint32_t)e->line : 0,
		e->line > 0 && e->int2 > 0 ? (uint32_t)e->int2 : 0, "not valid XML%s%.*s",
		is_domain(r->root) ? ": " : "",
		is_domain(r->root) ? (int)(n > 200 ? 200 : n) : 0, s);
}

static void
parse(struct reading *r, const char *s, size_t n)
{
	xmlSAXHandler sax = {
		.initialized = XML_SAX2_MAGIC,
		.internalSubset = document_type,
		.externalSubset = document_type,
		.startElementNs = start_element,
		.endElementNs = end_element,
		.characters = characters,
		.cdataBlock = characters,
		.serror = xml_error,
	};

	r->parser = r->lib->create(&sax, r, NULL, 0, NULL);
	if (!r->parser) {
		fault_set(r->fault, "libxml2 cannot make a parser");
		return;
	}
	r->lib->options(r->parser, XML_PARSE_NONET);
	/* what is wrong with the encoding is not said to a parser, but to the thread */
	r->lib->errors(r, xml_error);
	r->lib->chunk(r->parser, s, (int)n, 1);
	r->lib->errors(NULL, NULL);
	r->lib->free(r->parser);
}

/* Behind a quoted text that begins at @i; @n where it does not end. */
static size_t
skip_quoted(const char *s, size_t n, size_t i)
{
	const char *end = memchr(s + i + 1, s[i], n - i - 1);

	return end ? (size_t)(end - s) + 1 : n;
}

/* Behind what begins at @i and ends with @mark. */
static size_t
skip_to(const char *s, size_t n, size_t i, const char *mark)
{
	const char *end = memmem(s + i, n - i, mark, strlen(mark));

	return end ? (size_t)(end - s) + strlen(mark) : n;
}

/* Behind the tag that begins at @i, and how many attributes it has at least. */
static size_t
skip_tag(const char *s, size_t n, size_t i, size_t *attributes)
{
	*attributes = 0;
	for (i++; i < n && s[i] != '>';) {
		*attributes += s[i] == '=';
		i = s[i] == '"' || s[i] == '\'' ? skip_quoted(s, n, i) : i + 1;
	}
	return i;
}

static uint32_t
line_at(const char *s, size_t i)
{
	uint32_t line = 1;

	while (i--)
		line += s[i] == '\n';
	return line;
}

static bool
check_attributes(const char *s, size_t n, struct fault *f)
{
	size_t i = 0, attributes;
	const char *next;

	while ((next = memchr(s + i, '<', n - i))) {
		i = (size_t)(next - s);
		if (n - i >= 4 && !memcmp(next, "<!--", 4)) {
			i = skip_to(s, n, i + 4, "-->");
		} else if (n - i >= 9 && !memcmp(next, "<![CDATA[", 9)) {
			i = skip_to(s, n, i + 9, "]]>");
		} else if (n - i >= 2 && next[1] == '?') {
			i = skip_to(s, n, i + 2, "?>");
		} else {
			i = skip_tag(s, n, i, &attributes);
			if (attributes > XML_ATTRIBUTES_MAX)
				return fault_at_line(f, line_at(s, (size_t)(next - s)), 0,
					"an element with more than %d attributes",
					XML_ATTRIBUTES_MAX);
		}
	}
	return true;
}

/* Those that are ASCII as far as that goes, so that a tag is a tag before it is parsed. */
static bool
check_encoding(const char *s, size_t n, struct fault *f)
{
	static const char *const known[] = { "utf-8", "us-ascii", "ascii", "iso-8859-1",
		"latin1" };
	const char *end, *said;
	size_t i, k;

	if (memchr(s, '\0', n))
		return fault_set(f, "a NUL byte, expected XML in UTF-8");
	if (n > 3 && !memcmp(s, "\xef\xbb\xbf", 3))
		s += 3, n -= 3;
	if (!memchr("< \t\r\n", *s, 5))
		return fault_at_line(f, 1, 1, "not valid XML: expected '<'");
	end = n > 5 && !memcmp(s, "<?xml", 5) ? memmem(s, n, "?>", 2) : NULL;
	if (!end || !(said = memmem(s, (size_t)(end - s), "encoding", 8)))
		return true;
	said += strcspn(said, "\"'");
	if (said++ >= end)
		return true;
	k = strcspn(said, "\"'");
	for (i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strlen(known[i]) == k && !strncasecmp(known[i], said, k))
			return true;
	return fault_set(f, "the encoding '%.*s', expected XML in UTF-8",
		(int)(k < 40 ? k : 40), said);
}

const struct xml_element *
xml_read(const void *text, size_t n, struct arena *a, struct fault *f)
{
	struct reading r = { .arena = a, .fault = f };

	if (n > XML_BYTES_MAX) {
		fault_set(f, "%zu bytes, expected up to %d of XML", n, XML_BYTES_MAX);
		return NULL;
	}
	if (!n)
		fault_set(f, "empty, expected XML");
	if (!n || !check_encoding(text, n, f) || !check_attributes(text, n, f))
		return NULL;
	r.lib = libxml2_load(f);
	if (!r.lib)
		return NULL;
	parse(&r, text, n);
	if (!f->message && (!r.root || r.open))
		fault_set(f, "not valid XML: it ends before its elements do");
	return f->message ? NULL : r.root;
}

const struct xml_element *
xml_child(const struct xml_element *e, const char *name)
{
	for (e = e ? e->first : NULL; e && (e->ns || strcmp(e->name, name) != 0);)
		e = e->next;
	return e;
}

const char *
xml_get(const struct xml_element *e, const char *name)
{
	const struct xml_attribute *at;

	for (at = e ? e->attributes : NULL; at; at = at->next)
		if (!strcmp(at->name, name))
			return at->value;
	return NULL;
}
