/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Domains of libvirt: their virtio devices, and what their QEMU makes of them. */
#ifndef DTLINT_HOST_LIBVIRT_LIBVIRT_H
#define DTLINT_HOST_LIBVIRT_LIBVIRT_H

#include "host/libvirt/xml.h"
#include "host/reader.h"

struct domain {
	const struct host_source *source;
	struct host *host;
	struct arena *arena;
	struct fault *fault;
	const struct xml_element *root;
	const struct xml_element *confidential; /* <launchSecurity>, or NULL */
	bool qemu;          /* run by QEMU, of known architecture and machine */
	bool any_mmio;      /* a device has a virtio-mmio address */
	const char **words; /* a QEMU command line */
	const struct xml_element **arguments; /* by word: its element, or NULL */
	size_t nwords;
	/* What was asked already: as many as there are drivers, on two transports. */
	struct domain_answer {
		const char *driver;
		struct host_device device;
		bool known;
	} answers[32];
	size_t nanswers;
};

static inline struct said
domain_said(const struct xml_element *e, const char *text)
{
	return (struct said){ .place = { .line = e->line, .offset = -1 }, .text = text };
}

/*
 * <qemu:commandline>, before the devices: false with the fault set where QEMU refuses
 * it. Adds the devices that it makes.
 */
bool domain_read_commandline(struct domain *d);

/* The guest's machine; @qemu is what the command line makes, NULL where none is known. */
void domain_read_guest(struct domain *d, const struct host *qemu);

/* The devices, in the order of the file. */
bool domain_read_devices(struct domain *d);

/*
 * What a device of that driver, with these properties, is on this domain's command
 * line; false where that is not known. Its places are QEMU's: see below.
 */
bool domain_ask_qemu(struct domain *d, const char *driver, struct host_device *dev);

/* Where QEMU's word is in the file; line 0: by default. */
struct said domain_said_by_qemu(const struct domain *d, struct said said);

#endif
