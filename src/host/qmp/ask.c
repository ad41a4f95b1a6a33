/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands and their answers. */
#include <string.h>
#include <unistd.h>

#include "doc/json_write.h"
#include "host/qmp/link.h"

static bool
send_command(struct qmp *q, const char *command, const char *const *arguments)
{
	struct buf out = { 0 };
	struct json_writer w = { .out = &out, .style = &json_packed };
	bool ok;

	json_write_open(&w, '{');
	json_write_key(&w, "execute");
	json_write_text(&w, command);
	json_write_key(&w, "id");
	json_write_unsigned(&w, ++q->id);
	if (*arguments) {
		json_write_key(&w, "arguments");
		json_write_open(&w, '{');
		for (; *arguments; arguments += 2) {
			json_write_key(&w, arguments[0]);
			json_write_text(&w, arguments[1]);
		}
		json_write_close(&w, '}');
	}
	json_write_close(&w, '}');
	buf_putc(&out, '\n');
	ok = qmp_send(q, out.s, out.n);
	buf_free(&out);
	return ok;
}

/* The answer to the last command; what happens meanwhile (events) is passed over. */
static const struct doc *
receive_answer(struct qmp *q, const char *command)
{
	const char *what = arena_printf(q->arena, "answer to %s", command);
	const struct doc *d, *id;
	unsigned int i;

	qmp_expect(q);
	for (i = 0; i < QMP_SKIPPED_MAX; i++) {
		d = qmp_receive(q, what);
		if (!d)
			return NULL;
		id = doc_get(d, "id");
		if (id && id->type == DOC_INT && id->integer == q->id)
			return d;
	}
	fault_set(q->fault, "%u messages without an %s", i, what);
	return NULL;
}

static bool
is_word(const struct doc *v, const char *s)
{
	return v && v->type == DOC_STRING && !strcmp(v->text, s);
}

static bool
is_command(const struct doc *cmd, const char *command, const char *const *arguments)
{
	const struct doc *given = doc_get(cmd, "arguments");

	if (!is_word(doc_get(cmd, "execute"), command))
		return false;
	for (; *arguments; arguments += 2)
		if (!is_word(doc_get(given, arguments[0]), arguments[1]))
			return false;
	return true;
}

static const struct doc *
find_answer(struct qmp *q, const char *command, const char *const *arguments)
{
	const struct doc *one;

	for (one = q->saved->first; one; one = one->next)
		if (is_command(doc_get(one, "cmd"), command, arguments))
			return doc_get(one, "resp");
	return NULL;
}

static const struct doc *
on_error(struct qmp *q, const char *command, const struct doc *d, const char **refused)
{
	const struct doc *words = doc_get(doc_get(d, "error"), "desc");
	const char *text = words && words->type == DOC_STRING ? words->text : "no answer";

	if (refused)
		*refused = text;
	else
		fault_set(q->fault, "%s: %s", command, text);
	return NULL;
}

const struct doc *
qmp_execute(struct qmp *q, const char *command, const char *const *arguments,
	const char **refused)
{
	static const char *const none[] = { NULL };
	const struct doc *d, *value;

	if (q->fault->message)
		return NULL;
	if (!arguments)
		arguments = none;
	if (q->saved) {
		d = find_answer(q, command, arguments);
	} else {
		if (!send_command(q, command, arguments))
			return NULL;
		d = receive_answer(q, command);
		if (!d)
			return NULL;
	}
	value = doc_get(d, "return");
	return value ? value : on_error(q, command, d, refused);
}

bool
qmp_connect(struct qmp *q, const char *address)
{
	const struct doc *greeting;

	if (!qmp_open(q, address) || !(greeting = qmp_receive(q, "greeting")))
		return false;
	if (!doc_get(greeting, "QMP"))
		return fault_set(q->fault, "is no QMP socket: the greeting has no 'QMP'");
	return qmp_execute(q, "qmp_capabilities", NULL, NULL) != NULL;
}

void
qmp_close(struct qmp *q)
{
	if (q->fd >= 0)
		close(q->fd);
	buf_free(&q->in);
}
