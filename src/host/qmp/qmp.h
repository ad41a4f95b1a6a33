/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Asking a running QEMU by its machine protocol (QMP), with commands that change
 * nothing: qmp_capabilities, query-target, query-cpus-fast, query-kvm,
 * query-memory-size-summary, x-query-virtio (since 7.2), x-query-virtio-status and
 * qom-get.
 *
 * The answers come from a socket, or from a file that holds a conversation: a JSON list
 * of the greeting and of {"cmd": COMMAND, "resp": ANSWER}, in any order.
 */
#ifndef DTLINT_HOST_QMP_QMP_H
#define DTLINT_HOST_QMP_QMP_H

#include "base/buf.h"
#include "doc/doc.h"
#include "host/reader.h"

enum {
	QMP_MESSAGE_MAX = 4 << 20, /* bytes of one message */
	QMP_SKIPPED_MAX = 1000,    /* events before an answer */
	QMP_DEVICES_MAX = 4096,
	QMP_SECONDS = 5,      /* for each answer, whatever comes before it */
	QMP_ALL_SECONDS = 30, /* for all of them */
};

struct qmp {
	int fd;                  /* of the socket, or -1 */
	struct buf in;           /* what was received and is not yet used */
	const struct doc *saved; /* the conversation in a file, or NULL */
	struct arena *arena;
	struct fault *fault;
	unsigned int id;  /* of the last command */
	int64_t deadline; /* of all that is asked, in ms of a clock */
	int64_t due;      /* of the answer at hand */
};

/* Connects, takes the greeting and leaves capabilities negotiation. */
bool qmp_connect(struct qmp *q, const char *address);
void qmp_close(struct qmp *q);

/*
 * Executes a command whose arguments are pairs of names and strings, NULL behind the
 * last. The answer's "return" value; NULL with the fault set where the connection or the
 * conversation broke, or with @refused (where not NULL) set to QEMU's words.
 */
const struct doc *qmp_execute(struct qmp *q, const char *command,
	const char *const *arguments, const char **refused);

/*
 * The length of the first whole JSON object in the bytes, white space before it
 * included; 0 where more is needed. Takes it on trust that it is JSON.
 */
size_t qmp_message_length(const char *s, size_t n);

#endif
