/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/qemu/program.h"

#include <string.h>

/* Programs that run another: getopt letters with an argument, words of their own. */
static const struct wrapper {
	const char *name;
	const char *with_argument;
	unsigned int words;
} wrappers[] = {
	{ "builtin", "", 0 },
	{ "chrt", "TPD", 1 },
	{ "command", "", 0 },
	{ "doas", "uC", 0 },
	{ "env", "uCS", 0 },
	{ "exec", "a", 0 },
	{ "firejail", "", 0 },
	{ "gdb", "x", 0 },
	{ "ionice", "cn", 0 },
	{ "ltrace", "aenopslu", 0 },
	{ "nice", "n", 0 },
	{ "nohup", "", 0 },
	{ "numactl", "ipmlNC", 0 },
	{ "prlimit", "", 0 },
	{ "setsid", "", 0 },
	{ "stdbuf", "ioe", 0 },
	{ "strace", "abeEoOpPsSuUXI", 0 },
	{ "sudo", "ugpUhCcrtTDR", 0 },
	{ "systemd-run", "pEHMutG", 0 },
	{ "taskset", "", 1 },
	{ "time", "fo", 0 },
	{ "timeout", "ks", 1 },
	{ "unbuffer", "", 0 },
	{ "unshare", "SGRw", 0 },
	{ "valgrind", "", 0 },
	{ "xvfb-run", "efnpsw", 0 },
};

static const char *
base_name(const char *s)
{
	const char *slash = strrchr(s, '/');

	return slash ? slash + 1 : s;
}

bool
program_is_qemu(const char *name)
{
	static const char *const names[] = { "qemu", "qemu-kvm", "kvm" };
	size_t i;

	name = base_name(name);
	if (!strncmp(name, "qemu-system-", 12))
		return name[12] != '\0';
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

/* Case does not matter: variables are mostly upper case. */
static const char *
find_qemu(const char *s)
{
	for (; *s; s++)
		if ((s[0] | 0x20) == 'q' && (s[1] | 0x20) == 'e' && (s[2] | 0x20) == 'm'
			&& (s[3] | 0x20) == 'u')
			return s;
	return NULL;
}

static enum program_match
match(const struct word *w)
{
	if (!text_opaque(&w->text))
		return program_is_qemu(w->text.s) ? PROGRAM_SURE : PROGRAM_NONE;
	return find_qemu(w->text.s) ? PROGRAM_LIKELY : PROGRAM_NONE;
}

const char *
program_name(const struct text *t, struct arena *a)
{
	static const char system[] = "qemu-system-";
	const char *s = text_dup(t, a), *found;
	size_t n = sizeof(system) - 1;

	if (!text_opaque(t))
		return base_name(s);
	found = strstr(s, system);
	if (!found)
		return NULL;
	while ((found[n] >= 'a' && found[n] <= 'z')
		|| (found[n] >= '0' && found[n] <= '9') || found[n] == '_')
		n++;
	return n > sizeof(system) - 1 ? arena_strndup(a, found, n) : NULL;
}

static const struct wrapper *
wrapper_of(const struct word *w)
{
	size_t i;

	if (text_opaque(&w->text))
		return NULL;
	for (i = 0; i < sizeof(wrappers) / sizeof(wrappers[0]); i++)
		if (!strcmp(base_name(w->text.s), wrappers[i].name))
			return &wrappers[i];
	return NULL;
}

/* NAME=VALUE, as env and sudo take them. */
static bool
is_setting(const struct word *w)
{
	const char *equals = strchr(w->text.s, '=');

	return equals && equals != w->text.s && !strchr("-/", w->text.s[0]);
}

/* The first word behind a wrapper that is neither its option nor its own. */
static size_t
behind(const struct wrapper *wrapper, const struct word *v, size_t n, size_t i)
{
	unsigned int own = wrapper->words;
	const char *s;

	for (i++; i < n; i++) {
		s = v[i].text.s;
		if (s[0] == '-' && s[1]) {
			if (s[1] != '-' && !s[2] && strchr(wrapper->with_argument, s[1]))
				i++;
		} else if (is_setting(&v[i])) {
			continue;
		} else if (!own--) {
			break;
		}
	}
	return i;
}

enum program_match
program_in_words(const struct word *v, size_t n, size_t *at)
{
	const struct wrapper *wrapper;
	enum program_match found;
	size_t i = 0;

	while (i < n) {
		*at = i;
		found = match(&v[i]);
		wrapper = wrapper_of(&v[i]);
		if (found != PROGRAM_NONE || !wrapper)
			return found;
		if (!strcmp(wrapper->name, "command") && i + 1 < n
			&& (v[i + 1].text.s[0] == '-'))
			return PROGRAM_NONE;
		i = behind(wrapper, v, n, i);
	}
	return PROGRAM_NONE;
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
