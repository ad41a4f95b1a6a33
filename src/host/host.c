/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/host.h"

#include <stdarg.h>

#include "base/vec.h"

struct host_device *
host_add_device(struct host *h, struct arena *a)
{
	return vec_more(a, h->devices, h->ndevices);
}

struct host_device *
host_add_modern(struct host *h, struct arena *a, enum transport transport, enum tri claim,
	const char *name, struct said said)
{
	struct host_device *d = host_add_device(h, a);

	d->name = name;
	d->transport = transport;
	d->legacy = transport == TRANSPORT_UNKNOWN ? TRI_UNKNOWN : TRI_NO;
	d->coherent = TRI_YES;
	d->said = said;
	feature_put(&d->offered, VIRTIO_F_VERSION_1, true);
	if (claim != TRI_UNKNOWN)
		feature_put(&d->offered, VIRTIO_F_ACCESS_PLATFORM, claim == TRI_YES);
	return d;
}

void
host_say(struct host *h, struct arena *a, struct said said, bool aside, const char *fmt,
	...)
{
	const char *message;
	va_list ap;

	va_start(ap, fmt);
	message = arena_vprintf(a, fmt, ap);
	va_end(ap);
	*vec_more(a, h->remarks, h->nremarks) = (struct host_remark){ said, message,
		aside };
}

enum tri
host_device_claims(const struct host_device *d)
{
	return feature_get(&d->offered, VIRTIO_F_ACCESS_PLATFORM);
}
