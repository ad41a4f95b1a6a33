/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/report.h"

#include <string.h>

#define REPORTER(id) extern const struct reporter reporter_##id;
#include "report/reporters.def"
#undef REPORTER

static const struct reporter *const reporters[] = {
#define REPORTER(id) &reporter_##id,
#include "report/reporters.def"
#undef REPORTER
};

const struct reporter *
reporter_at(size_t i)
{
	return i < sizeof(reporters) / sizeof(*reporters) ? reporters[i] : NULL;
}

const struct reporter *
reporter_by_name(const char *name)
{
	for (size_t i = 0; i < sizeof(reporters) / sizeof(*reporters); i++)
		if (!strcmp(reporters[i]->name, name))
			return reporters[i];
	return NULL;
}
