/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command/program.h"

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
	{ "coproc", "", 0 },
	{ "chroot", "", 1 },
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

const char *
program_base_name(const char *s)
{
	const char *slash = strrchr(s, '/');

	return slash ? slash + 1 : s;
}

/* Variables are mostly upper case, and have no '-' in their names. */
static char
folded(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c | 0x20);
	return c == '_' ? '-' : c;
}

static bool
has_word(const char *s, size_t n, const char *word)
{
	size_t i, k;

	for (i = 0; i < n; i++) {
		for (k = 0; word[k] && i + k < n && folded(s[i + k]) == word[k]; k++)
			;
		if (!word[k])
			return true;
	}
	return false;
}

bool
program_is_spoken_of(const struct command_language *l, const char *s, size_t n)
{
	size_t i;

	for (i = 0; l->words[i]; i++)
		if (has_word(s, n, l->words[i]))
			return true;
	return false;
}

static bool
begins(const char *name, const char *own)
{
	size_t n = strlen(own);

	return !strncmp(name, own, n) && (!name[n] || strchr("-._", name[n]));
}

bool
program_is(const struct command_language *l, const char *path)
{
	const char *name = program_base_name(path);
	const char *const *own = l->words;

	if (l->is_program)
		return l->is_program(name);
	while (*own && !begins(name, *own))
		own++;
	return *own != NULL;
}

static enum program_match
match(const struct command_language *l, const struct word *w)
{
	size_t i;

	if (!text_opaque(&w->text))
		return program_is(l, w->text.s) ? PROGRAM_SURE : PROGRAM_NONE;
	for (i = 0; w->either && w->either[i]; i++)
		if (!program_is(l, w->either[i]))
			return PROGRAM_NONE;
	if (i)
		return PROGRAM_LIKELY;
	return program_is_spoken_of(l, w->text.s, w->text.n) ? PROGRAM_LIKELY
							     : PROGRAM_NONE;
}

static const struct wrapper *
wrapper_of(const struct word *w)
{
	size_t i;

	if (text_opaque(&w->text))
		return NULL;
	for (i = 0; i < sizeof(wrappers) / sizeof(wrappers[0]); i++)
		if (!strcmp(program_base_name(w->text.s), wrappers[i].name))
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

/*
 * Behind what runs a program in a container: options that are not known here, an image,
 * the program. It is the word that options or a subcommand follow.
 */
static bool
is_container(const struct word *w)
{
	static const char *const names[] = { "docker", "flatpak-spawn", "lxc", "nerdctl",
		"podman", "spawn", "toolbox", "distrobox" };
	const char *s = program_base_name(w->text.s);
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i], s))
			return !text_opaque(&w->text);
	return false;
}

static size_t
in_container(const struct command_language *l, const struct word *v, size_t n, size_t i)
{
	const struct text *next;

	for (i++; i < n; i++) {
		next = i + 1 < n ? &v[i + 1].text : NULL;
		if (!text_is(&v[i].text, 0, '-') && match(l, &v[i]) == PROGRAM_SURE
			&& (!next || text_is(next, 0, '-') || text_equals(next, "run")))
			break;
	}
	return i;
}

enum program_match
program_in_words(
	const struct command_language *l, const struct word *v, size_t n, size_t *at)
{
	const struct wrapper *wrapper;
	enum program_match found;
	size_t i = 0;

	while (i < n) {
		*at = i;
		if (is_container(&v[i])) {
			i = in_container(l, v, n, i);
			continue;
		}
		found = match(l, &v[i]);
		wrapper = wrapper_of(&v[i]);
		if (found == PROGRAM_NONE && !wrapper && l->are_options
			&& text_opaque(&v[i].text)
			&& l->are_options(v + i + 1, n - i - 1))
			return PROGRAM_GUESSED;
		if (found != PROGRAM_NONE || !wrapper)
			return found;
		if (!strcmp(wrapper->name, "command") && i + 1 < n
			&& (v[i + 1].text.s[0] == '-'))
			return PROGRAM_NONE;
		i = behind(wrapper, v, n, i);
	}
	return PROGRAM_NONE;
}

bool
command_has_word(const struct word *v, size_t n, const char *const *words)
{
	size_t i;

	for (; *words; words++)
		for (i = 0; i < n; i++)
			if (text_equals(&v[i].text, *words))
				return true;
	return false;
}
