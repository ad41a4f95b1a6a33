/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts of the page, and what they share while it is written. */
#ifndef DTLINT_REPORT_HTML_HTML_H
#define DTLINT_REPORT_HTML_HTML_H

#include "base/hash.h"
#include "report/fold/group.h"

enum {
	CARDS_MAX = 5000,   /* findings that are shown */
	PLACES_MAX = 400,   /* of one of them */
	REGIONS_MAX = 2000, /* of a map, */
	ROWS_MAX = 4000,    /* and of a table */
};

struct html {
	const struct report *r;
	struct buf *out;
	/* In the order in which they stand in the page: what counts, what is known, fixed. */
	struct groups groups;
	size_t nnew, nknown;  /* groups of the first two */
	struct map trees;     /* name of a tree -> its number in the report */
	struct map findings;  /* (tree, node) -> the group of its worst finding */
	struct map addresses; /* the same of those about addresses */
	struct map regions;   /* (tree, node) -> the first region of its map */
	/*
	 * What is written now is packed: the script puts what this leaves out where it
	 * belongs, so that lines that trees have in common are alike.
	 */
	bool packed;
};

/* What was found and not looked at is no tree. */
enum { NO_TREE = UINT32_MAX };

/* The number of the tree that a finding is of, or NO_TREE. */
uint32_t html_tree_of(const struct html *h, const struct diag *d);

/* A key of the maps above. */
uint64_t html_key(uint32_t tree, const char *node);

/* The worst of a node's groups, about addresses or of any kind; NULL where it has none. */
const struct group *html_group_at(
	const struct html *h, const struct map *m, uint32_t tree, const char *node);

/* Text, cleaned and escaped for elements and quoted attributes; nothing for NULL. */
void html_put(struct html *h, const char *s);

/* The same as code, which no text around it can turn about. */
void html_put_code(struct html *h, const char *s);

/* The last part of a path, escaped: what a node is called. */
void html_put_node_name(struct html *h, const char *path);

/* "4 KiB", of addresses from @first to @last. */
void html_put_size(struct html *h, uint64_t first, uint64_t last);

/* "1 tree", "2 trees" */
void html_put_count(struct html *h, size_t n, const char *noun);

/* A level's word as a badge, and its class: "e", "w", "n". */
void html_put_level(struct html *h, enum level level);
const char *html_level_class(enum level level);

/* A tree's name as people call it. */
const char *html_tree_name(const struct report_input *in);

/* The sections, each in a file of its own. */
void html_findings(struct html *h);
void html_trees(struct html *h);

/* What a tree's sheet holds; nothing where there is nothing to show. */
void html_map(struct html *h, uint32_t tree);
void html_pairs(struct html *h, uint32_t tree);
void html_interrupts(struct html *h, uint32_t tree);

/* Appends @n bytes deflated (RFC 1951) and in base64. */
void html_pack(struct buf *out, const void *data, size_t n);

/* Appends the base64 of bytes (RFC 4648). */
void html_base64(struct buf *out, const void *data, size_t n);

#endif
