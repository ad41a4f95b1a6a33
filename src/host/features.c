/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "host/host.h"

static const struct {
	const char *name;
	unsigned char bit;
	bool common;
} names[] = {
#define COMMON(bit, name) { #name, bit, true },
#define DEVICE(bit, name) { #name, bit, false },
#include "host/features.def"
#undef COMMON
#undef DEVICE
};

enum { NAMES = sizeof(names) / sizeof(names[0]) };

static uint64_t
mask(unsigned int bit)
{
	return (uint64_t)1 << (bit % 64);
}

enum tri
feature_get(const struct features *f, unsigned int bit)
{
	if (bit >= FEATURE_BITS_MAX || !(f->known[bit / 64] & mask(bit)))
		return TRI_UNKNOWN;
	return f->set[bit / 64] & mask(bit) ? TRI_YES : TRI_NO;
}

void
feature_put(struct features *f, unsigned int bit, bool on)
{
	if (bit >= FEATURE_BITS_MAX)
		return;
	f->known[bit / 64] |= mask(bit);
	if (on)
		f->set[bit / 64] |= mask(bit);
	else
		f->set[bit / 64] &= ~mask(bit);
}

void
feature_close(struct features *f)
{
	size_t i;

	for (i = 0; i < FEATURE_BITS_MAX / 64; i++) {
		f->set[i] &= f->known[i];
		f->known[i] = UINT64_MAX;
	}
}

const char *
feature_name(unsigned int bit)
{
	size_t i;

	for (i = 0; i < NAMES; i++)
		if (names[i].common && names[i].bit == bit)
			return names[i].name;
	return NULL;
}

int
feature_bit(const char *name)
{
	size_t i;

	for (i = 0; i < NAMES; i++)
		if (!strcmp(names[i].name, name))
			return names[i].bit;
	return -1;
}

const char *
feature_name_at(size_t i)
{
	return i < NAMES ? names[i].name : NULL;
}
