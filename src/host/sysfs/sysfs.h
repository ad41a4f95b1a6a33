/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A running Linux guest as its sysfs shows it, or a copy of that below a directory.
 *
 * What a guest sees is what was negotiated: a bit that is set is offered. One that is
 * not may be offered and hidden by a legacy transport, so only a modern device's bit 33
 * is known not to be (Linux accepts it wherever it is offered: vring_transport_features()),
 * and not a balloon's, whose driver accepts it nowhere (drivers/virtio/virtio_balloon.c,
 * virtballoon_validate(), the only one that clears the bit).
 * Formats: Linux drivers/virtio/virtio.c, drivers/base/platform.c, drivers/of/device.c.
 */
#ifndef DTLINT_HOST_SYSFS_SYSFS_H
#define DTLINT_HOST_SYSFS_SYSFS_H

#include "host/reader.h"

/* Where devices are, below the root. */
#define SYSFS_DEVICES "/sys/bus/virtio/devices"

struct sysfs {
	const char *root; /* "" for this machine's own */
	struct host *host;
	struct arena *arena;
	struct fault *fault;
};

/* A small file's text without white space behind it; NULL where it cannot be read. */
const char *sysfs_text(const struct sysfs *s, const char *path);

/* The value of a line "KEY=VALUE", or NULL. */
const char *sysfs_value(const char *text, const char *key, struct arena *a);

/*
 * The transport of a virtio device, which is what its directory's parent is, and its
 * place. @dir is the device's real directory.
 */
void sysfs_place(const struct sysfs *s, const char *dir, struct host_device *d);

/*
 * The negotiated bits of a features file: '0' and '1', bit 0 first. False where it is
 * something else.
 */
bool sysfs_features(const char *text, struct features *out);

#endif
