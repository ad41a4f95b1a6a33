/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The socket, and messages on it. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "host/document.h"
#include "host/qmp/link.h"

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void
qmp_expect(struct qmp *q)
{
	q->due = now() + QMP_SECONDS * 1000;
	if (q->due > q->deadline)
		q->due = q->deadline;
}

static bool
wait_for(struct qmp *q, short events, const char *what)
{
	struct pollfd p = { .fd = q->fd, .events = events };
	int64_t left;
	int got;

	do {
		left = q->due - now();
		got = poll(&p, 1, left > 0 ? (int)left : 0);
	} while (got < 0 && errno == EINTR);
	if (got > 0)
		return true;
	if (got < 0)
		return fault_set(q->fault, "cannot be asked: %s", strerror(errno));
	if (q->due == q->deadline)
		return fault_set(q->fault,
			"no end of the answers within %d s, expected %s", QMP_ALL_SECONDS,
			what);
	return fault_set(q->fault,
		"no %s within %d s; another client may hold the socket", what,
		QMP_SECONDS);
}

bool
qmp_send(struct qmp *q, const char *s, size_t n)
{
	ssize_t did;

	qmp_expect(q);
	while (n) {
		if (!wait_for(q, POLLOUT, "room for a command"))
			return false;
		did = send(q->fd, s, n, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (did < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (did < 0)
			return fault_set(
				q->fault, "cannot be asked: %s", strerror(errno));
		s += did;
		n -= (size_t)did;
	}
	return true;
}

size_t
qmp_message_length(const char *s, size_t n)
{
	size_t i = 0, depth = 0;
	bool other = false;

	while (i < n) {
		char c = s[i];

		if (c == '"') {
			i = json_string_end(s, n, i);
			continue;
		}
		i++;
		if (c == '{' || c == '[')
			depth++;
		else if (c == '}' || c == ']')
			depth -= depth > 0;
		else if (c == '\n' && !depth && other)
			return i; /* no object at all: the parser will say so */
		if (!depth && (c == '}' || c == ']'))
			return i;
		other = other || !memchr(" \t\r\n", c, 4);
	}
	return 0;
}

static bool
receive_more(struct qmp *q, const char *what)
{
	char bytes[65536];
	ssize_t got;

	if (q->in.n > QMP_MESSAGE_MAX)
		return fault_set(q->fault, "a message of more than %d bytes, expected %s",
			QMP_MESSAGE_MAX, what);
	if (!wait_for(q, POLLIN, what))
		return false;
	got = recv(q->fd, bytes, sizeof(bytes), MSG_DONTWAIT);
	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return true;
	if (got < 0)
		return fault_set(q->fault, "cannot be asked: %s", strerror(errno));
	if (!got)
		return fault_set(
			q->fault, "the connection was closed, expected %s", what);
	buf_add(&q->in, bytes, (size_t)got);
	return true;
}

const struct doc *
qmp_receive(struct qmp *q, const char *what)
{
	struct fault own = FAULT_INIT(q->arena);
	const struct doc *d;
	size_t n;

	while (!(n = q->in.n ? qmp_message_length(q->in.s, q->in.n) : 0))
		if (!receive_more(q, what))
			return NULL;
	d = doc_read(q->in.s, n, DOC_FORMAT_JSON, q->arena, &own);
	memmove(q->in.s, q->in.s + n, q->in.n - n);
	q->in.n -= n;
	if (d && d->type == DOC_MAP)
		return d;
	fault_set(q->fault, "is no QMP socket: expected %s, found %s", what,
		own.message ? own.message : doc_found(d, q->arena));
	return NULL;
}

static bool
is_port(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n && n <= 5 && !s[n] && strtoul(s, NULL, 10) <= 65535;
}

/* HOST:PORT where the host is this machine; false where it is no such address. */
static bool
loopback(const char *address, struct sockaddr_storage *out, socklen_t *n)
{
	struct sockaddr_in *in4 = (void *)out;
	struct sockaddr_in6 *in6 = (void *)out;
	const char *colon = strrchr(address, ':');
	size_t host = colon ? (size_t)(colon - address) : 0;
	uint16_t port;

	if (!colon || !is_port(colon + 1))
		return false;
	port = htons((uint16_t)strtoul(colon + 1, NULL, 10));
	if ((host == 9 && !memcmp(address, "localhost", 9))
		|| (host == 9 && !memcmp(address, "127.0.0.1", 9))) {
		in4->sin_family = AF_INET;
		in4->sin_port = port;
		in4->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		*n = sizeof(*in4);
		return true;
	}
	if (host != 5 || memcmp(address, "[::1]", 5))
		return false;
	in6->sin6_family = AF_INET6;
	in6->sin6_port = port;
	in6->sin6_addr = in6addr_loopback;
	*n = sizeof(*in6);
	return true;
}

static bool
address_of(struct qmp *q, const char *address, struct sockaddr_storage *out, socklen_t *n)
{
	struct sockaddr_un *un = (void *)out;

	memset(out, 0, sizeof(*out));
	if (access(address, F_OK) && loopback(address, out, n))
		return true;
	if (strlen(address) >= sizeof(un->sun_path))
		return fault_set(q->fault,
			"a path of %zu bytes, expected at most %zu for a socket",
			strlen(address), sizeof(un->sun_path) - 1);
	un->sun_family = AF_UNIX;
	strcpy(un->sun_path, address);
	*n = sizeof(*un);
	return true;
}

bool
qmp_open(struct qmp *q, const char *address)
{
	struct sockaddr_storage where;
	socklen_t n = 0, size = sizeof(int);
	int err = 0;

	if (!address_of(q, address, &where, &n))
		return false;
	q->deadline = now() + QMP_ALL_SECONDS * 1000;
	qmp_expect(q);
	q->fd = socket(where.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (q->fd < 0)
		return fault_set(q->fault, "cannot be asked: %s", strerror(errno));
	if (connect(q->fd, (struct sockaddr *)&where, n)) {
		err = errno;
		if (err == EINPROGRESS || err == EINTR) {
			if (!wait_for(q, POLLOUT, "connection"))
				return false;
			getsockopt(q->fd, SOL_SOCKET, SO_ERROR, &err, &size);
		}
	}
	return !err
	       || fault_set(q->fault,
		       "cannot be connected to: %s; expected the path of a QMP socket "
		       "(qemu -qmp unix:PATH,server,nowait), localhost:PORT, or a file with "
		       "a conversation",
		       strerror(err));
}
