/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/run/build_flags.h"

#include <string.h>

#include "base/vec.h"
#include "dts/source/makefile.h"

enum { DEPTH_MAX = 32 };

struct flags_reading {
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
add(struct flags_reading *m, const char *target, const char *word, size_t n)
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
is_met(const struct flags_reading *m, const char *line)
{
	bool asked = strstr(line, "findstring 1,") ? m->strict >= STRICT_W1
						   : m->strict >= STRICT_W2;

	if (!strstr(line, "KBUILD_EXTRA_WARN") && !strstr(line, "KBUILD_ENABLE_EXTRA_GCC"))
		return true;
	/* `ifeq ($(findstring 1,...),)` is where it is not asked for */
	return begins(line, "ifeq") ? !asked : asked;
}

static bool
all_met(const struct flags_reading *m)
{
	for (size_t i = 0; i < m->depth && i < DEPTH_MAX; i++)
		if (!m->met[i])
			return false;
	return true;
}

static void
read_assignment(struct flags_reading *m, const struct makefile_line *l)
{
	const char *target = l->text, *word = l->value;
	size_t n;

	if (!begins(target, "DTC_FLAGS") || !all_met(m))
		return;
	target += strlen("DTC_FLAGS");
	if (*target && *target++ != '_')
		return;
	for (; word += strspn(word, " \t"), *word; word += n) {
		n = strcspn(word, " \t");
		if (n > 2 && (begins(word, "-W") || begins(word, "-E")))
			add(m, target > l->text + strlen("DTC_FLAGS") ? target : NULL,
				word, n);
	}
}

void
build_flags_read(struct build_flags *b, const char *path, enum rule_strict strict,
	struct arena *a)
{
	struct flags_reading m = { .b = b, .strict = strict, .arena = a };
	struct fault f = FAULT_INIT(a);
	struct makefile_line line;
	struct makefile file;
	struct bytes text;

	if (!makefile_read(path, &text, &f))
		return;
	file = (struct makefile){ .at = (char *)text.data, .arena = a };
	file.end = text.n ? file.at + text.n : file.at;
	while (makefile_next(&file, &line)) {
		switch (line.kind) {
		case MAKEFILE_IF:
			if (m.depth < DEPTH_MAX)
				m.met[m.depth] = is_met(&m, line.text);
			m.depth++;
			break;
		case MAKEFILE_ELSE:
			if (m.depth && m.depth <= DEPTH_MAX)
				m.met[m.depth - 1] = !m.met[m.depth - 1];
			break;
		case MAKEFILE_ENDIF: m.depth -= m.depth > 0; break;
		case MAKEFILE_ASSIGNMENT: read_assignment(&m, &line); break;
		}
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
	for (uint32_t i = first_of(b, target); i != MAP_ABSENT; i = b->v[i].next)
		*vec_more(a, p->flags, p->nflags) = b->v[i].flag;
}
