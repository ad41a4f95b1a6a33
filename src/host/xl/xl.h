/* SPDX-License-Identifier: GPL-2.0-or-later */
/* State that the parts of the reader of xl.cfg share. */
#ifndef DTLINT_HOST_XL_XL_H
#define DTLINT_HOST_XL_XL_H

#include "host/reader.h"
#include "host/xl/cfg.h"

struct xl_domain {
	struct host *host;
	struct arena *arena;
	struct fault *fault;
	uint32_t next; /* register block */
};

/* Where a string or a number stands, and its words. */
struct said xl_said(const struct xl_domain *d, const struct cfg_value *v);

/*
 * What all settings of a name make together: `=` starts anew, `+=` adds. False with the
 * fault set where one is no list of strings, or where @add says so.
 */
bool xl_each(struct xl_domain *d, const struct cfg_setting *all, const char *name,
	bool (*add)(struct xl_domain *d, const struct cfg_value *v));

/* The guest's machine, and what is passed through to it. */
bool xl_read_guest(struct xl_domain *d, const struct cfg_setting *all);

#endif
