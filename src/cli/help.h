/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages of help, from the tables of commands and options. */
#ifndef DTLINT_CLI_HELP_H
#define DTLINT_CLI_HELP_H

#include "base/buf.h"
#include "cli/command.h"

/* One screen: the commands by what people do. */
void help_overview(struct buf *out);

/* All about one command: what it does, its options, what they may be. */
void help_page(const struct command *c, struct buf *out);

#endif
