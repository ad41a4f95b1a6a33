/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/fatal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void
fatal(const char *fmt, ...)
{
	va_list ap;

	fputs("dtlint: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(STATUS_FAULT);
}
