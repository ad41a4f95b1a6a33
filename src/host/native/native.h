/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dtlint's own host configuration, as schemas/host-config.schema.yaml describes it.
 *
 * The schema is the contract and says what each key means; this reader refuses what
 * the schema refuses, and what no JSON Schema can see: a key or a place given twice, a
 * mask in decimal.
 */
#ifndef DTLINT_HOST_NATIVE_NATIVE_H
#define DTLINT_HOST_NATIVE_NATIVE_H

#include "host/document.h"
#include "host/reader.h"

/* A `features` value: of a list or a mask every bit is known. */
struct native_features {
	struct features bits;
	struct said claim; /* where bit 33 was decided; line 0, no pointer: nowhere */
};

/* What reading a file has at hand. */
struct native {
	struct host *host;
	struct arena *arena;
	struct fault *fault;
	const struct doc *defaults;           /* or NULL */
	const struct native_features *common; /* the top level's, or NULL */
};

/* How much the content looks like a native configuration, 0 to 100. */
int native_detect(const struct host_source *src);

/* A list of names and bit numbers, or a mask. */
bool native_read_features(const struct doc *v, struct native_features *out,
	struct arena *a, struct fault *f);

/* The keys that a device and `defaults` share. */
bool native_read_transport(
	const struct doc *v, struct host_device *d, struct arena *a, struct fault *f);
bool native_read_coherent(
	const struct doc *v, struct host_device *d, struct arena *a, struct fault *f);

/* Adds what every device offers to what the device itself does. */
void native_add_common(struct host_device *d, const struct native_features *common);

/* One element of `devices`, into the host's. */
bool native_read_device(const struct native *n, const struct doc *v);

/* The value of `guest`, into the host's. */
bool native_read_guest(const struct native *n, const struct doc *map);

/* A fault where one place was given to two devices. @list is the value of `devices`. */
bool native_check_places(const struct native *n, const struct doc *list);

#endif
