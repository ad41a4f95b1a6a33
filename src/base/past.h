/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files as they were at another time, for those who read them. */
#ifndef DTLINT_BASE_PAST_H
#define DTLINT_BASE_PAST_H

#include "base/io.h"

enum past_file {
	PAST_AS_NOW, /* as it is on disk */
	PAST_ABSENT, /* it was not there */
	PAST_OTHER,  /* it was something else */
};

struct past {
	void *context;
	/*
	 * What a file was. For PAST_OTHER what stood in it, to be freed with bytes_free(),
	 * and its real path, to be freed; both may be NULL where nobody wants to know. Any
	 * thread may ask.
	 */
	enum past_file (*look)(
		void *context, const char *path, struct bytes *text, char **real);
};

#endif
