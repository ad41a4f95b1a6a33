/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Programs: files made ready to be preprocessed any number of times: its directives, understood as
 * far as they can be without knowing which macros there are, and the text between them.
 */
#ifndef DTLINT_DTS_PP_PROGRAM_H
#define DTLINT_DTS_PP_PROGRAM_H

#include "base/arena.h"
#include "dts/pp/clean.h"
#include "dts/pp/lex.h"

struct pp_macro {
	uint32_t name;
	uint32_t origin;  /* of the name, in the file that defines it */
	uint32_t nparams; /* the variadic one is the last */
	uint32_t ntokens;
	bool function;
	bool variadic;
	uint8_t builtin; /* enum pp_known of those that gcc computes; 0: none */
	const uint32_t *params;
	struct pp_token *tokens; /* offset: in that file; file, use: not set */
};

/* Whether a token of the body is __VA_OPT__: what is in the parentheses behind it stands
 * there where there are variadic arguments. */
static inline bool
pp_is_option(const struct pp_macro *m, const struct pp_token *t)
{
	return m->variadic && t->type == PP_NAME && t->name == PP_VA_OPT;
}

enum pp_do {
	PP_DO_TEXT,   /* from @begin to @end; names from @first to @last */
	PP_DO_DEFINE, /* @macro */
	PP_DO_UNDEF,  /* @name */
	/* conditions: @next is the next branch, or #endif; @close the #endif */
	PP_DO_IF,     /* the expression is from @begin to @end */
	PP_DO_IFDEF,  /* @name */
	PP_DO_IFNDEF, /* likewise */
	PP_DO_ELIF,
	PP_DO_ELIFDEF,
	PP_DO_ELIFNDEF,
	PP_DO_ELSE,
	PP_DO_ENDIF,
	/* with what stands behind the name from @begin to @end */
	PP_DO_INCLUDE,
	PP_DO_INCLUDE_NEXT,
	PP_DO_IMPORT,
	PP_DO_LINE,
	PP_DO_ERROR,
	PP_DO_WARNING,
	PP_DO_ONCE,
	PP_DO_PUSH,  /* @name */
	PP_DO_POP,   /* @name */
	PP_DO_FAULT, /* @message: a directive that is not as it should be */
};

struct pp_item {
	uint8_t what;  /* enum pp_do */
	uint32_t hash; /* of directives: the # in the clean text */
	uint32_t begin;
	uint32_t end;
	union {
		uint32_t first;
		uint32_t next;
		uint32_t name;
	};
	union {
		uint32_t last;
		uint32_t word; /* of conditions about one macro: its name */
	};
	union {
		const struct pp_macro *macro;
		const char *message;
		uint32_t close;
	};
};

/* What is wrong wherever it stands, in a group that is skipped, too. */
struct pp_defect {
	struct pp_defect *next;
	uint32_t begin; /* in the file */
	uint32_t end;
	const char *message;
};

struct pp_program {
	struct arena arena;
	struct pp_clean clean;
	struct pp_item *items;
	uint32_t nitems;
	struct pp_defect *defects;
};

struct pp_program *pp_program_new(struct pp_names *names, const char *text, uint32_t n);
void pp_program_free(void *program);

/* The bytes it takes. */
size_t pp_program_size(const struct pp_program *p);

/*
 * Reads a definition, from behind the word "define" to @end of the clean text. NULL with
 * *@message set, and *@at where it is wrong, if it is none. Lives in @a; the tokens' text
 * is that of @c.
 */
struct pp_macro *pp_macro_read(struct pp_names *names, const struct pp_clean *c,
	uint32_t *at, uint32_t end, struct arena *a, const char **message);

/* Whether two definitions say the same. */
bool pp_macro_same(const struct pp_macro *a, const struct pp_macro *b);

#endif
