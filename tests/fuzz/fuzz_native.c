/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a native host configuration: facts that hold together, or a fault. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "host/reader.h"

extern const struct host_reader host_reader_native;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
check_device(const struct host_device *d)
{
	size_t i;

	must(d->name != NULL);
	must(d->said.place.line || d->said.pointer);
	for (i = 0; i < FEATURE_BITS_MAX / 64; i++)
		must(!(d->offered.set[i] & ~d->offered.known[i]));
	must((d->claim_said.place.line || d->claim_said.pointer)
		== (host_device_claims(d) != TRI_UNKNOWN));
	must(d->place.kind != DEVICE_AT_NODE || d->place.node[0] == '/');
	if (d->place.kind == DEVICE_AT_SLOT || d->place.kind == DEVICE_AT_ADDRESS)
		must(d->transport == TRANSPORT_MMIO);
}

static void
read_as(const char *name, const uint8_t *data, size_t size)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct host h = { 0 };
	struct host_source src = { .name = name };
	uint8_t *copy = malloc(size + 1);
	int sure;
	size_t i;

	/* one NUL behind, as io_read() has it */
	must(copy != NULL);
	if (size)
		memcpy(copy, data, size);
	copy[size] = 0;
	src.text = (struct bytes){ copy, size };
	sure = host_reader_native.detect(&src);
	must(sure >= 0 && sure <= 100);
	if (!host_reader_native.read(&src, &h, &a, &f)) {
		must(f.message && *f.message);
	} else {
		free(copy);
		copy = NULL;
		for (i = 0; i < h.ndevices; i++)
			check_device(&h.devices[i]);
	}
	free(copy);
	arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_as("host", data, size);
	read_as("host.yaml", data, size);
	return 0;
}
