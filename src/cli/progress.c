/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_MS = 300, EVERY_MS = 100, FILE_MAX = 50 };

static uint64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

void
progress_start(struct progress *p, size_t total)
{
	const char *ci = getenv("CI"), *term = getenv("TERM");

	p->total = total;
	p->shown = total > 1 && !(ci && *ci) && term && strcmp(term, "dumb") != 0
		   && isatty(STDERR_FILENO);
	if (p->shown)
		p->next = now() + FIRST_MS;
}

/* The end of a name, without what a terminal would take for orders. */
static void
put_file(char *out, const char *file)
{
	size_t n = strlen(file), i;

	if (n > FILE_MAX)
		file += n - FILE_MAX;
	for (i = 0; file[i]; i++)
		out[i] = file[i] >= ' ' && file[i] <= '~' ? file[i] : '?';
	out[i] = '\0';
}

void
progress_step(struct progress *p, const char *file)
{
	char name[FILE_MAX + 1], line[FILE_MAX + 80];
	size_t done;
	uint64_t next, at;
	int n;

	if (!p->shown)
		return;
	done = atomic_fetch_add(&p->done, 1) + 1;
	next = p->next;
	at = now();
	/* one thread writes it, in one piece */
	if (at < next || !atomic_compare_exchange_strong(&p->next, &next, at + EVERY_MS))
		return;
	put_file(name, file);
	n = snprintf(line, sizeof(line), "\r[%zu/%zu] %s\033[K", done, p->total, name);
	/* whoever cannot be told does not look */
	if (write(STDERR_FILENO, line, (size_t)n) == n)
		p->written = true;
}

void
progress_end(struct progress *p)
{
	static const char gone[] = "\r\033[K";

	if (p->written && write(STDERR_FILENO, gone, sizeof(gone) - 1) > 0)
		p->written = false;
}
