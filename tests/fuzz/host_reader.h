/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as a host configuration: facts that hold together and that host_show()
 * prints as a native file which says the same, or a fault.
 */
#ifndef DTLINT_TESTS_FUZZ_HOST_READER_H
#define DTLINT_TESTS_FUZZ_HOST_READER_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "host/reader.h"
#include "host/show.h"

extern const struct host_reader host_reader_native;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void
must(bool ok)
{
	if (!ok)
		abort();
}

static inline void
check_device(const struct host_device *d)
{
	size_t i;

	must(d->name != NULL);
	for (i = 0; i < FEATURE_BITS_MAX / 64; i++)
		must(!(d->offered.set[i] & ~d->offered.known[i]));
	must(d->place.kind != DEVICE_AT_NODE || d->place.node[0] == '/');
	if (d->place.kind == DEVICE_AT_SLOT || d->place.kind == DEVICE_AT_ADDRESS)
		must(d->transport == TRANSPORT_MMIO);
}

static inline bool
same_device(const struct host_device *a, const struct host_device *b)
{
	return a->transport == b->transport && a->legacy == b->legacy
	       && a->place.kind == b->place.kind && a->place.address == b->place.address
	       && a->place.slot == b->place.slot && a->coherent == b->coherent
	       && !memcmp(&a->offered, &b->offered, sizeof(a->offered));
}

static inline void
check_shown(const struct host *h, struct arena *a)
{
	struct fault f = FAULT_INIT(a);
	struct host again = { .source = "shown.yaml", .kind = "native" };
	struct host_source src = { .name = again.source };
	struct buf out = { 0 };
	size_t i;

	host_show(h, &out);
	src.text = (struct bytes){ (uint8_t *)out.s, out.n };
	/* two devices in one slot are no less what the host says */
	if (!host_reader_native.read(&src, &again, a, &f)) {
		must(strstr(f.message, "given twice") != NULL);
		buf_free(&out);
		return;
	}
	must(again.ndevices == h->ndevices && again.nremarks == h->nremarks);
	must(again.mmio_complete == h->mmio_complete
		&& again.pci_complete == h->pci_complete && again.xen == h->xen);
	must(!again.others == !h->others
		&& (!h->others || same_device(again.others, h->others)));
	for (i = 0; i < h->ndevices; i++)
		must(same_device(&again.devices[i], &h->devices[i]));
	buf_free(&out);
}

static inline void
fuzz_reader(const struct host_reader *r, const uint8_t *data, size_t size)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct host h = { .source = "host", .kind = r->kind };
	struct host_source src = { .name = "host" };
	uint8_t *copy = malloc(size + 1);
	size_t i;
	int sure;
	bool ok;

	/* one NUL behind, as io_read() has it */
	must(copy != NULL);
	if (size)
		memcpy(copy, data, size);
	copy[size] = 0;
	src.text = (struct bytes){ copy, size };
	sure = r->detect(&src);
	must(sure >= 0 && sure <= 100);
	ok = r->read(&src, &h, &a, &f);
	must(ok || (f.message && *f.message));
	/* facts must not point into the source */
	free(copy);
	for (i = 0; ok && i < h.ndevices; i++)
		check_device(&h.devices[i]);
	if (ok)
		check_shown(&h, &a);
	arena_free(&a);
}

/* The whole harness of a reader. */
#define FUZZ_READER(id) \
	extern const struct host_reader host_reader_##id; \
	int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) \
	{ \
		fuzz_reader(&host_reader_##id, data, size); \
		return 0; \
	}

#endif
