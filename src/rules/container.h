/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules about what holds trees (container/…, fit/…); src/input/ finds what they report. */
#ifndef DTLINT_RULES_CONTAINER_H
#define DTLINT_RULES_CONTAINER_H

#include "rules/rule.h"

enum container_rule {
	CONTAINER_ENTRY_OUTSIDE,
	CONTAINER_ENTRIES_OVERLAP,
	CONTAINER_TRAILING_BYTES,
	CONTAINER_OVERLAY_MAP,
};

enum fit_rule {
	FIT_ABSENT_IMAGE,
	FIT_DEFAULT,
	FIT_MEMORY_OVERLAP,
	FIT_HASH,
	FIT_REQUIRED_PROPERTY,
	FIT_OVERLAY,
};

const struct rule *container_rule(enum container_rule which);
const struct rule *fit_rule(enum fit_rule which);

#endif
