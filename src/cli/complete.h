/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Completion: `dtlint --complete WORD...`, for the scripts in completions/.
 *
 * The words are those behind the program's name; the last is the one to complete, and
 * may be empty. Each line of the answer is a whole word that it may become, a tab, and
 * what that is. A line ":file PREFIX" asks for names of files behind the prefix.
 */
#ifndef DTLINT_CLI_COMPLETE_H
#define DTLINT_CLI_COMPLETE_H

#include "base/buf.h"

void complete_words(struct buf *out, const char *const *words, size_t n);

#endif
