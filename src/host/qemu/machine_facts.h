/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facts of the guest that a machine type of QEMU decides, whatever is said. */
#ifndef DTLINT_HOST_QEMU_MACHINE_FACTS_H
#define DTLINT_HOST_QEMU_MACHINE_FACTS_H

#include "host/guest.h"

/*
 * Where RAM begins, whether memory nodes are rewritten, slots, and by what else is known
 * (KVM, the GIC's version) the CPUs' affinities. @program is qemu-system-ARCH.
 */
void qemu_guest_of_machine(const char *program, const char *machine, struct guest *g);

#endif
