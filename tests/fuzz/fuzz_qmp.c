/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a saved QMP conversation, and as what a socket says. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "host/qmp/qmp.h"

extern const struct host_reader host_reader_qmp;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
check(const struct host *h)
{
	size_t i;

	for (i = 0; i < h->ndevices; i++) {
		const struct host_device *d = &h->devices[i];

		must(d->name && d->said.pointer);
		must(d->place.kind == DEVICE_AT_UNKNOWN
			|| d->place.kind == DEVICE_AT_ADDRESS);
		must(d->place.kind == DEVICE_AT_UNKNOWN
			|| d->transport == TRANSPORT_MMIO);
		must((d->claim_said.pointer != NULL)
			== (host_device_claims(d) != TRI_UNKNOWN));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct host h = { 0 };
	struct host_source src = { .name = "x" };
	uint8_t *copy = malloc(size + 1);
	int sure;

	must(copy != NULL);
	if (size)
		memcpy(copy, data, size);
	copy[size] = 0;
	must(qmp_message_length((char *)copy, size) <= size);
	src.text = (struct bytes){ copy, size };
	sure = host_reader_qmp.detect(&src);
	must(sure >= 0 && sure <= 100);
	if (host_reader_qmp.read(&src, &h, &a, &f)) {
		memset(copy, 'x', size);
		check(&h);
	} else {
		must(f.message && *f.message);
	}
	free(copy);
	arena_free(&a);
	return 0;
}
