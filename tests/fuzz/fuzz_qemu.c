/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any bytes as a QEMU command line: facts that hold together, or a fault. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "host/reader.h"

extern const struct host_reader host_reader_qemu;

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
	uint64_t known = (uint64_t)3 << VIRTIO_F_VERSION_1;

	must(d->name && *d->name);
	must(d->said.place.line || d->said.pointer || d->said.text);
	must((d->offered.known[0] & ~known) == 0 && d->offered.known[1] == 0);
	must((d->offered.set[0] & ~d->offered.known[0]) == 0);
	must(d->place.kind == DEVICE_AT_UNKNOWN || d->place.kind == DEVICE_AT_ADDRESS);
	must(d->place.kind == DEVICE_AT_UNKNOWN || d->transport == TRANSPORT_MMIO);
	must(d->coherent != TRI_NO);
}

static void
check_host(const struct host *h)
{
	size_t i, j;

	for (i = 0; i < h->ndevices; i++) {
		check_device(&h->devices[i]);
		if (h->devices[i].place.kind == DEVICE_AT_UNKNOWN || h->ndevices > 200)
			continue;
		for (j = 0; j < i; j++)
			must(h->devices[j].place.kind == DEVICE_AT_UNKNOWN
				|| h->devices[j].place.address
					   != h->devices[i].place.address);
	}
	for (i = 0; i < h->nremarks; i++)
		must(h->remarks[i].message && *h->remarks[i].message);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct host h = { 0 };
	struct host_source src = { .name = "x", .dir = "/nonexistent" };
	uint8_t *copy = malloc(size + 1);
	int sure;
	bool ok;

	/* one NUL behind, as io_read() has it */
	must(copy != NULL);
	if (size)
		memcpy(copy, data, size);
	copy[size] = 0;
	src.text = (struct bytes){ copy, size };
	sure = host_reader_qemu.detect(&src);
	must(sure >= 0 && sure <= 100);
	ok = host_reader_qemu.read(&src, &h, &a, &f);
	free(copy);
	if (ok)
		check_host(&h);
	else
		must(f.message && *f.message);
	arena_free(&a);
	return 0;
}
