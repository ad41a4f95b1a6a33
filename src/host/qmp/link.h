/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages on a socket; what they say is ask.c's. Faults are set in @q. */
#ifndef DTLINT_HOST_QMP_LINK_H
#define DTLINT_HOST_QMP_LINK_H

#include "host/qmp/qmp.h"

bool qmp_open(struct qmp *q, const char *address);
bool qmp_send(struct qmp *q, const char *s, size_t n);

/* Begins to wait for an answer: for how long, over all messages until it comes. */
void qmp_expect(struct qmp *q);

/* The next message, an object; @what is expected, since qmp_expect() was called. */
const struct doc *qmp_receive(struct qmp *q, const char *what);

#endif
