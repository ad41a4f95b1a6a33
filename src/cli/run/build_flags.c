/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/run/build_flags.h"

#include <string.h>
#include <sys/stat.h>

#include "base/io.h"
#include "base/vec.h"

enum { MAKEFILE_MAX = 1 << 20, DEPTH_MAX = 32 };

struct makefile {
	struct build_flags *b;
	enum rule_strict strict;
	struct arena *arena;
	bool met[DEPTH_MAX]; /* by conditions around the line */
	size_t depth;        /* may be beyond DEPTH_MAX, and is then taken as met */
};

static uint64_t
key_of(const char *target)
{
	return target ? hash_long(target, strlen(target)) : hash_long("", 0);
}

static void
add(struct makefile *m, const char *target, const char *word, size_t n)
{
	struct build_flags *b = m->b;
	uint32_t number = (uint32_t)b->n, first;
	struct build_flag *one = vec_add(m->arena, b);

	*one = (struct build_flag){ .target = target, .next = MAP_ABSENT, .last = number };
	one->flag.as_error = word[1] == 'E';
	one->flag.arg = arena_strndup(m->arena, word + 2, n - 2);
	first = map_put(&b->first, m->arena, key_of(target), number);
	if (first == number)
		return;
	b->v[b->v[first].last].next = number;
	b->v[first].last = number;
}

static bool
begins(const char *s, const char *word)
{
	return !strncmp(s, word, strlen(word));
}

/* What W=1 and W=2 say of a condition. */
static bool
is_met(const struct makefile *m, const char *line)
{
	bool asked = strstr(line, "findstring 1,") ? m->strict >= STRICT_W1
						   : m->strict >= STRICT_W2;

	if (!strstr(line, "KBUILD_EXTRA_WARN") && !strstr(line, "KBUILD_ENABLE_EXTRA_GCC"))
		return true;
	/* `ifeq ($(findstring 1,...),)` is where it is not asked for */
	return begins(line, "ifeq") ? !asked : asked;
}

/* True where the line is of a condition. */
static bool
read_condition(struct makefile *m, const char *line)
{
	if (begins(line, "ifeq") || begins(line, "ifneq") || begins(line, "ifdef")
		|| begins(line, "ifndef")) {
		if (m->depth < DEPTH_MAX)
			m->met[m->depth] = is_met(m, line);
		m->depth++;
	} else if (begins(line, "else")) {
		if (m->depth && m->depth <= DEPTH_MAX)
			m->met[m->depth - 1] = !m->met[m->depth - 1];
	} else if (begins(line, "endif")) {
		m->depth -= m->depth > 0;
	} else {
		return false;
	}
	return true;
}

static bool
all_met(const struct makefile *m)
{
	for (size_t i = 0; i < m->depth && i < DEPTH_MAX; i++)
		if (!m->met[i])
			return false;
	return true;
}

static void
read_line(struct makefile *m, const char *line)
{
	const char *target = NULL;
	size_t n;

	line += strspn(line, " ");
	if (read_condition(m, line) || !begins(line, "DTC_FLAGS") || !all_met(m))
		return;
	line += strlen("DTC_FLAGS");
	if (*line == '_') {
		n = strcspn(++line, " \t+:?=");
		target = arena_strndup(m->arena, line, n);
		line += n;
	}
	line += strspn(line, " \t");
	line += strspn(line, "+:?");
	if (*line++ != '=')
		return;
	for (; line += strspn(line, " \t"), *line && *line != '#'; line += n) {
		n = strcspn(line, " \t");
		if (n > 2 && (begins(line, "-W") || begins(line, "-E")))
			add(m, target, line, n);
	}
}

void
build_flags_read(struct build_flags *b, const char *path, enum rule_strict strict,
	struct arena *a)
{
	struct makefile m = { .b = b, .strict = strict, .arena = a };
	struct fault f = FAULT_INIT(a);
	struct bytes text;
	struct stat st;
	char *line, *end;

	if (lstat(path, &st) || !S_ISREG(st.st_mode)
		|| !io_read(path, MAKEFILE_MAX, &text, &f))
		return;
	/* a line that goes on */
	for (line = (char *)text.data; (line = strstr(line, "\\\n"));)
		line[0] = line[1] = ' ';
	for (line = (char *)text.data; *line; line = end) {
		end = line + strcspn(line, "\n");
		if (*end)
			*end++ = 0;
		read_line(&m, line);
	}
	bytes_free(&text);
}

static uint32_t
first_of(const struct build_flags *b, const char *target)
{
	return b->n ? map_get(&b->first, key_of(target)) : MAP_ABSENT;
}

bool
build_flags_has(const struct build_flags *b, const char *target)
{
	return first_of(b, target) != MAP_ABSENT;
}

void
build_flags_add(const struct build_flags *b, const char *target, struct rule_profile *p,
	struct arena *a)
{
	uint32_t i = first_of(b, target);
	size_t size;

	for (; i != MAP_ABSENT; i = b->v[i].next) {
		size = p->nflags * sizeof(*p->flags);
		p->flags = arena_grow(a, p->flags, size, size + sizeof(*p->flags));
		p->flags[p->nflags++] = b->v[i].flag;
	}
}
