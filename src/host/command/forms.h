/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Forms other than scripts that hold commands, as scripts: what is no command in
 * them is left out, and each byte knows where it was written.
 */
#ifndef DTLINT_HOST_COMMAND_FORMS_H
#define DTLINT_HOST_COMMAND_FORMS_H

#include "host/command/shell.h"

/*
 * What a terminal shows, or a manual: lines with a prompt ("$ ", "# ", "+ ",
 * "user@host:~$ "), and output between them. False where no line has a prompt. "# " is
 * one for whoever knows that the text is no script: there it begins a comment.
 */
bool form_prompts(const char *s, size_t n, struct arena *a, struct shell_source *out);

/* A unit of systemd: its ExecStart= and Environment= lines. False where there are none. */
bool form_unit(const char *s, size_t n, struct arena *a, struct shell_source *out);

/*
 * The recipes of a makefile, with its variables expanded where their values are certain.
 * False where the text has no rule with a recipe, or more than @FORM_BYTES_MAX bytes
 * come of it.
 */
bool form_makefile(const char *s, size_t n, struct arena *a, struct shell_source *out);

/* Whether a file of that name is a makefile. */
bool form_is_makefile_name(const char *name);

enum { FORM_BYTES_MAX = 4 << 20 };

#endif
