/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/program/prop_type.h"

#include <string.h>

/* By bit. */
static const char *const type_names[] = { "flag", "string", "string-array", "phandle",
	"phandle-array", "address", "int8", "int8-array", "int8-matrix", "uint8",
	"uint8-array", "uint8-matrix", "int16", "int16-array", "int16-matrix", "uint16",
	"uint16-array", "uint16-matrix", "int32", "int32-array", "int32-matrix", "uint32",
	"uint32-array", "uint32-matrix", "int64", "int64-array", "int64-matrix", "uint64",
	"uint64-array", "uint64-matrix" };

uint32_t
type_by_name(const char *name)
{
	unsigned int i;

	for (i = 0; i < sizeof(type_names) / sizeof(*type_names); i++)
		if (!strcmp(name, type_names[i]))
			return 1u << i;
	return 0;
}

const char *
type_name(uint32_t type)
{
	return type_names[__builtin_ctz(type)];
}
