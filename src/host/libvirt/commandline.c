/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a domain's QEMU makes of it, by QEMU's own command line: the machine and the
 * words of <qemu:commandline>, which the reader of such lines is handed.
 */
#include <stdlib.h>
#include <string.h>

#include "host/libvirt/libvirt.h"

#define QEMU_NAMESPACE "http://libvirt.org/schemas/domain/qemu/1.0"

enum { OWN_WORDS = 6, ARGUMENTS_MAX = 1000 };

static const struct xml_element *
find_commandline(const struct xml_element *root)
{
	const struct xml_element *e;

	for (e = root->first; e; e = e->next)
		if (e->ns && !strcmp(e->ns, QEMU_NAMESPACE)
			&& !strcmp(e->name, "commandline"))
			return e;
	return NULL;
}

static bool
is_argument(const struct xml_element *e)
{
	return e->ns && !strcmp(e->ns, QEMU_NAMESPACE) && !strcmp(e->name, "arg")
	       && xml_get(e, "value");
}

/* The program, the machine, and behind them the arguments; room for two more words. */
static bool
make_words(struct domain *d)
{
	const struct xml_element *commandline = find_commandline(d->root), *e;
	const struct xml_element *first = commandline ? commandline->first : NULL;
	const char *arch = xml_get(xml_child(xml_child(d->root, "os"), "type"), "arch");
	size_t n = OWN_WORDS;

	for (e = first; e; e = e->next)
		n += is_argument(e);
	if (n > ARGUMENTS_MAX)
		return fault_at_line(d->fault, commandline->line, 0,
			"%zu arguments for QEMU, expected up to %d", n - OWN_WORDS,
			ARGUMENTS_MAX - OWN_WORDS);
	d->words = arena_array(d->arena, const char *, n + 2);
	d->arguments = arena_array(d->arena, const struct xml_element *, n);
	d->words[0] = arena_printf(d->arena, "qemu-system-%s", arch);
	d->words[1] = "-machine";
	d->words[2] = arena_printf(d->arena, "%s%s", d->host->machine,
		d->confidential ? ",confidential-guest-support=lsec0" : "");
	d->words[3] = "-nodefaults";
	d->words[4] = "-accel";
	d->words[5] = strcmp(xml_get(d->root, "type"), "qemu") ? "kvm" : "tcg";
	d->nwords = OWN_WORDS;
	for (e = first; e; e = e->next) {
		if (!is_argument(e))
			continue;
		d->arguments[d->nwords] = e;
		d->words[d->nwords++] = xml_get(e, "value");
	}
	return true;
}

/* "argv[N]": the argument of that number; NULL: a word of this file's own. */
static const struct xml_element *
argument_of(const struct domain *d, const struct said *said)
{
	unsigned long n;

	if (!said->pointer || strncmp(said->pointer, "argv[", 5) != 0)
		return NULL;
	n = strtoul(said->pointer + 5, NULL, 10);
	return n < d->nwords ? d->arguments[n] : NULL;
}

struct said
domain_said_by_qemu(const struct domain *d, struct said said)
{
	const struct xml_element *e = argument_of(d, &said);

	if (said.place.file)
		return said;
	if (e)
		return (struct said){ .place = { .line = e->line, .offset = -1 },
			.text = said.text };
	if (said.pointer && d->confidential && !strcmp(said.pointer, "argv[2]"))
		return domain_said(d->confidential, "<launchSecurity>");
	return (struct said){ 0 };
}

static bool
read_words(struct domain *d, size_t n, struct host *h, struct fault *f)
{
	struct host_source src = *d->source;

	src.argv = d->words;
	src.argc = n;
	*h = (struct host){ .source = src.name, .kind = "libvirt" };
	return host_reader_qemu.read(&src, h, d->arena, f);
}

/* QEMU's fault is at a word; the file has a line for that. */
static bool
refuse(struct domain *d, const struct fault *f)
{
	struct said said = { .pointer = f->message };
	const struct xml_element *e = argument_of(d, &said);
	const char *message = f->message, *end = strstr(f->message, ": ");

	if (f->place.file) {
		*d->fault = *f;
		return false;
	}
	if (!e)
		return fault_set(d->fault, "<qemu:commandline>: %s", message);
	return fault_at_line(d->fault, e->line, 0, "%s", end ? end + 2 : message);
}

/* Devices that the arguments make; where they are depends on the domain's others. */
static void
take_devices(struct domain *d, const struct host *from)
{
	struct host_device *dev;
	size_t i;

	for (i = 0; i < from->ndevices; i++) {
		if (!argument_of(d, &from->devices[i].said))
			continue;
		dev = host_add_device(d->host, d->arena);
		*dev = from->devices[i];
		dev->place = (struct device_place){ 0 };
		dev->said = domain_said_by_qemu(d, dev->said);
		dev->claim_said = domain_said_by_qemu(d, dev->claim_said);
		dev->legacy_said = domain_said_by_qemu(d, dev->legacy_said);
		dev->coherent_said = domain_said_by_qemu(d, dev->coherent_said);
	}
	for (i = 0; i < from->nremarks; i++)
		if (argument_of(d, &from->remarks[i].said))
			host_say(d->host, d->arena,
				domain_said_by_qemu(d, from->remarks[i].said),
				from->remarks[i].aside, "%s", from->remarks[i].message);
}

bool
domain_read_commandline(struct domain *d)
{
	struct fault f = FAULT_INIT(d->arena);
	struct host h;

	if (!d->qemu) {
		domain_read_guest(d, NULL);
		return true;
	}
	if (!make_words(d))
		return false;
	if (!read_words(d, d->nwords, &h, &f))
		return refuse(d, &f);
	take_devices(d, &h);
	domain_read_guest(d, &h);
	return true;
}

static void
ask(struct domain *d, struct domain_answer *answer)
{
	static const char id[] = "dtlint-asks";
	struct fault f = FAULT_INIT(d->arena);
	struct host h;
	size_t i;

	d->words[d->nwords] = "-device";
	d->words[d->nwords + 1] = arena_printf(d->arena, "%s,id=%s", answer->driver, id);
	if (!read_words(d, d->nwords + 2, &h, &f))
		return;
	for (i = 0; i < h.ndevices && !answer->known; i++) {
		answer->device = h.devices[i];
		answer->known = h.devices[i].name && strstr(h.devices[i].name, id);
	}
}

bool
domain_ask_qemu(struct domain *d, const char *driver, struct host_device *dev)
{
	struct domain_answer *answer = d->answers;

	if (!d->qemu)
		return false;
	while (answer < d->answers + d->nanswers && strcmp(answer->driver, driver) != 0)
		answer++;
	if (answer == d->answers + sizeof(d->answers) / sizeof(d->answers[0]))
		return false;
	if (answer == d->answers + d->nanswers) {
		answer->driver = driver;
		ask(d, answer);
		d->nanswers++;
	}
	*dev = answer->device;
	return answer->known;
}
