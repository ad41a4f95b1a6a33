/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An XML document as a tree of elements that know their lines, through libxml2.
 *
 * Nothing but the text is looked at: no network, no file, no XInclude. A document type
 * declaration, and with it every entity but XML's own five, is refused, as is any
 * encoding but UTF-8, ASCII and ISO 8859-1. Nesting, the number of elements and that of the
 * attributes of one are bounded: libxml2 compares each attribute with each.
 */
#ifndef DTLINT_HOST_LIBVIRT_XML_H
#define DTLINT_HOST_LIBVIRT_XML_H

#include "base/arena.h"
#include "base/fault.h"

enum {
	XML_BYTES_MAX = 16 << 20,
	XML_DEPTH_MAX = 64,
	XML_ELEMENTS_MAX = 200000,
	XML_ATTRIBUTES_MAX = 256
};

struct xml_attribute {
	const char *name;
	const char *value;
	const struct xml_attribute *next;
};

struct xml_element {
	const char *name; /* without its prefix */
	const char *ns;   /* the namespace, or NULL */
	uint32_t line;
	char *text; /* all characters right below it, or NULL */
	uint32_t text_length, text_room;
	const struct xml_attribute *attributes;
	struct xml_element *parent;
	struct xml_element *first;
	struct xml_element *last;
	struct xml_element *next;
};

/* NULL with the fault set: line and column, or that libxml2 is not installed. */
const struct xml_element *xml_read(
	const void *text, size_t n, struct arena *a, struct fault *f);

/* The first element of that name right below, without a namespace; NULL: none. */
const struct xml_element *xml_child(const struct xml_element *e, const char *name);

/* An attribute's value, or NULL; NULL too where @e is NULL. */
const char *xml_get(const struct xml_element *e, const char *name);

#endif
