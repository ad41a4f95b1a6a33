/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One finding, and the list of them that a run ends with.
 *
 * Rules and the run itself make diagnostics; reporters write them. All text in a
 * diagnostic is clean: valid UTF-8 without control characters, whatever stood in
 * the input (diag_clean()).
 */
#ifndef DTLINT_DIAG_DIAG_H
#define DTLINT_DIAG_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fault.h"

struct rule;

enum level { LEVEL_NOTE, LEVEL_WARNING, LEVEL_ERROR };

/* "note", "warning", "error" */
const char *level_name(enum level level);

/* A finding against those of an earlier run, as SARIF 2.1.0 has it (3.27.24). */
enum diag_state {
	STATE_NONE,      /* it was held against none */
	STATE_NEW,       /* not there then: what counts */
	STATE_UNCHANGED, /* there then and now */
	STATE_FIXED,     /* there then alone: all of it is of that run */
};

/* "new", "unchanged", "fixed"; NULL for STATE_NONE */
const char *diag_state_name(enum diag_state state);

/* What a paired finding says of the host. */
struct diag_host {
	const char *file; /* NULL: the finding is not paired with a host */
	const char *kind;
	uint32_t line;               /* from 1, or 0: see pointer */
	const char *pointer;         /* or NULL */
	const char *device;          /* or NULL */
	const char *text;            /* the words that decide, or NULL */
	const char *const *features; /* names of the bits the device offers */
	size_t nfeatures;
};

/* Another place that a finding speaks of: "first defined here". */
struct diag_related {
	struct place place;  /* its file NULL: the finding's `file` */
	const char *excerpt; /* the line there, or NULL */
	const char *message; /* clean; one line, lower case, no full stop */
};

/*
 * What mends a finding; there is nothing where `title` is NULL. As edits where the tree is
 * made of a text, and, where `property` is not NULL, as a change of the tree itself.
 */
struct diag_fix {
	const char *title; /* what is done, clean: "add 'dma-coherent' to 'virtio@0'" */
	bool certain; /* nothing else can be meant: made where nobody is asked (--fix) */
	struct text_edit
		*edits; /* none overlap; in the order of their offsets in a file */
	size_t nedits;
	const char *told; /* why there are none, though there is a text; clean; or NULL */
	const char *property; /* to be added, empty, or to be removed */
	bool remove;
	const char *node; /* the node's path, as it is in the tree: not clean */
	uint32_t offset;  /* of the node's FDT_BEGIN_NODE, bytes into the file */
};

/* A step on a path through a value: a member's name, or NULL and an index. */
struct diag_step {
	const char *name;
	uint32_t index;
};

struct diag {
	const struct rule *rule;
	enum level level;
	/*
	 * The work could not be done, and standard error has been told so: exit status
	 * 2. Of a family that is reported whatever --select says.
	 */
	bool fault;

	const char *file; /* as the user named it */
	const char *unit; /* the part of it, "image.itb#fdt-1"; NULL: the file itself */
	const char *node; /* path; NULL: the whole file */
	const char *property;          /* or NULL */
	const char *const *compatible; /* the first of the node's list: every finding
	                                  has its own copy */
	size_t ncompatible;
	struct place place;  /* what a person has to look at; its file NULL: `file` */
	const char *excerpt; /* the line that is at `place`, as it is there; or NULL */
	struct diag_related *related; /* other places that it takes to understand it */
	size_t nrelated;

	const char *message; /* what: one line, lower case, no full stop */
	const char *why;     /* why it matters here, or NULL */
	const char *help;    /* what to do, or NULL */
	const char *command; /* a shell command that does `fix`, or NULL */
	struct diag_fix fix;
	struct diag_host host;
	/*
	 * What is wrong, for the fingerprint, of findings whose message tells of values: the
	 * words that stay while it is as wrong. NULL: those of the message.
	 */
	const char *what;
	const char *fingerprint; /* NULL until report_identify() */
	enum diag_state state;   /* against a baseline, or what --since and diff name */
	const char *ignored;     /* why it is not reported, as the configuration has it */
	bool ignored_in_source;  /* as a comment in a source has it */

	/* Findings of a binding. */
	const char *schema;  /* its `$id`, without '#'; NULL: of no binding */
	const char *keyword; /* the one that does not hold, or NULL */
	const struct diag_step *property_path; /* from the node */
	size_t nproperty_path;
	const struct diag_step *schema_path; /* from the root of the binding */
	size_t nschema_path;
	const char **
		labels; /* of the sets of bindings that have it, where there are several */
	size_t nlabels;

	/* Order: input, unit, node, property, rule, as they come. */
	uint32_t input;
	uint32_t unit_id;
	uint32_t node_id;
	uint32_t prop_id;
	uint32_t seq;
};

struct diag_list {
	struct arena *arena;
	struct diag **v;
	size_t n;
	size_t cap;
};

/* A new diagnostic at the end of the list, zeroed but for its place (none) and seq. */
struct diag *diag_add(struct diag_list *list);

/* Adds a related place behind those that the diagnostic has; NULL takes none. */
void diag_relate(struct arena *a, struct diag *d, const struct diag_related *related);

/* Another list's diagnostic at the end of this one; it stays where it lives. */
void diag_append(struct diag_list *list, struct diag *d);

/* Into input, unit, node, property order; diagnostics of one place keep theirs. */
void diag_sort(struct diag_list *list);

/* What it was found in, as people call it. */
static inline const char *
diag_input(const struct diag *d)
{
	return d->unit ? d->unit : d->file;
}

/*
 * Writes FILE, FILE:LINE or FILE:LINE:COLUMN, as much as is known; @file is its name
 * where the place has none.
 */
void diag_put_place(
	struct buf *out, struct arena *a, const char *file, const struct place *p);

/*
 * @s with every byte that is not printable, valid UTF-8 as \xNN (and \n, \t, \r);
 * @s itself where nothing needs it.
 */
const char *diag_clean(struct arena *a, const char *s);

/*
 * @s as one clean word for a POSIX shell; @s itself where it needs no quotes. Line
 * feeds at its very end are lost where it holds what is not printable.
 */
const char *diag_shell_quote(struct arena *a, const char *s);

#endif
