/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/qemu/program.h"

#include <string.h>

#include "host/qemu/cmdline.h"

bool
program_is_qemu(const char *name)
{
	static const char *const names[] = { "qemu", "qemu-kvm", "kvm" };
	size_t i;

	if (!strncmp(name, "qemu-system-", 12))
		return name[12] != '\0';
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

const char *
program_name(const struct text *t, struct arena *a)
{
	static const char system[] = "qemu-system-";
	const char *s = text_dup(t, a), *found;
	size_t n = sizeof(system) - 1;

	if (!text_opaque(t))
		return program_base_name(s);
	found = strstr(s, system);
	if (!found)
		return NULL;
	while ((found[n] >= 'a' && found[n] <= 'z')
		|| (found[n] >= '0' && found[n] <= '9') || found[n] == '_')
		n++;
	return n > sizeof(system) - 1 ? arena_strndup(a, found, n) : NULL;
}

static bool
is_one_of(const char *s, const char *const *names)
{
	for (; *names; names++)
		if (!strcmp(s, *names))
			return true;
	return false;
}

/* -OPTION or --OPTION, as QEMU takes both. */
static bool
is_option(const char *s, const char *const *names)
{
	return s[0] == '-' && is_one_of(s + 1 + (s[1] == '-'), names);
}

static bool
asks_help(const struct text *t)
{
	return !strcmp(t->s, "help") || !strcmp(t->s, "?")
	       || (t->n > 5 && !strcmp(t->s + t->n - 5, ",help"));
}

/* Every option is one of QEMU's, and three at least are such as no other program has. */
bool
program_are_options(const struct word *v, size_t n)
{
	static const char *const telling[] = { "M", "machine", "device", "netdev",
		"drive", "nographic", "smp", "cpu", "kernel", "append", "accel",
		"enable-kvm", "serial", "bios", "dtb", "display", NULL };
	static const char *const surest[] = { "M", "machine", "device", "netdev", NULL };
	size_t i, many = 0, sure = 0;
	const char *s;

	for (i = 0; i < n; i++) {
		s = v[i].text.s;
		if (!text_is(&v[i].text, 0, '-') || text_opaque(&v[i].text))
			continue;
		if (!option_find(s + 1 + (s[1] == '-')))
			return false;
		many += is_option(s, telling);
		sure += is_option(s, surest);
	}
	return sure && many >= 3;
}

bool
program_only_asks(const struct word *v, size_t n)
{
	static const char *const questions[] = { "version", "help", "h", "audio-help",
		NULL };
	static const char *const answering[] = { "M", "machine", "cpu", "accel", "device",
		"object", "netdev", "nic", "display", "audiodev", "chardev", "d", "trace",
		"global", NULL };
	size_t i;

	for (i = 0; i < n; i++) {
		if (is_option(v[i].text.s, questions))
			return true;
		if (i && is_option(v[i - 1].text.s, answering) && asks_help(&v[i].text))
			return true;
	}
	return n == 0;
}
