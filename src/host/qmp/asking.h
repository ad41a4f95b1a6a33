/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asks a running QEMU, and makes facts of its answers. */
#ifndef DTLINT_HOST_QMP_ASKING_H
#define DTLINT_HOST_QMP_ASKING_H

#include "host/qmp/qmp.h"

struct asking {
	struct qmp *q;
	struct host *host;
	struct arena *arena;
};

/* A property of an object; NULL, or TRI_UNKNOWN, where there is none of that type. */
const struct doc *asking_get(
	struct asking *k, const char *path, const char *property, enum doc_type type);
const char *asking_string(struct asking *k, const char *path, const char *property);
enum tri asking_bool(struct asking *k, const char *path, const char *property);

/* The guest's machine, into the host; its program and machine are known by then. */
void asking_guest(struct asking *k);

#endif
