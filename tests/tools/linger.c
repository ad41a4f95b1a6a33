/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stands for any monitor whose process is to be looked at: says that it runs, whatever
 * its words are, and waits for its standard input to end.
 */
#include <stdio.h>

int
main(void)
{
	puts("running");
	fflush(stdout);
	return getchar() == EOF ? 0 : 1;
}
