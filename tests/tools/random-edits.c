/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Edits sources by chance and compiles what comes of it: no crash, no hang, and no blob
 * other than dtc's where both make one.
 *
 *   random-edits [-n NUMBER] [-f FIRST] [-s SEED] [-d DTC-EVERY] [-k FOLDER] [-I DIR]...
 *                SOURCE...
 *
 * Each number from FIRST on is a case of its own: a source, or a file that it includes, with
 * one to four edits in memory. GROUP cases in turn are of one source, and the files that are
 * not edited are read once a batch. Every DTC-EVERY-th text (0: none) that compiles is given
 * to dtc, preprocessed. What fails, or is refused by dtc alone, is kept in FOLDER. Prints
 * numbers; ends with 1 where anything failed.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "dts/compile.h"
#include "tree/names.h"

enum {
	BATCH = 500,
	GROUP = 20,
	SECONDS = 1,
	DTC_SECONDS = 20,
	EDITS_MAX = 4,
	TEXT_MAX = 1 << 20
};

extern char **environ;

struct counts {
	unsigned long made, refused, compared, same, dtc_refused, failed;
	unsigned long at; /* the case at hand */
};

struct editor {
	struct string_list dirs;
	struct string_list sources;
	const char *keep;
	unsigned long number, first, seed, dtc_every;
	struct counts *counts; /* shared with the children */
	char scratch[64];      /* folder */
	uint64_t state;

	/* of a batch */
	struct source_set *set;
	struct intern names;

	/* of a group */
	struct arena arena;
	const char *source;
	struct string_list parts; /* the files that it is made of */
};

static const struct pp_options no_defines = { 0 };

static uint32_t
draw(struct editor *e, uint32_t below)
{
	/* splitmix64 */
	uint64_t z = (e->state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return below ? (uint32_t)((z ^ z >> 31) % below) : 0;
}

static void
replace(struct buf *b, size_t at, size_t n, const char *text, size_t len)
{
	struct buf out = { 0 };

	buf_add(&out, b->s, at);
	buf_add(&out, text, len);
	buf_add(&out, b->s + at + n, b->n - at - n);
	buf_free(b);
	*b = out;
}

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
	       || (c && strchr("_-#,@.&", c));
}

/* A token that is somewhere in the text. */
static void
token(struct editor *e, const struct buf *b, size_t *at, size_t *n)
{
	*at = draw(e, (uint32_t)b->n);
	while (*at + 1 < b->n && strchr(" \t\n", b->s[*at]) && b->s[*at])
		++*at;
	*n = 1;
	if (!is_word(b->s[*at]))
		return;
	while (*at && is_word(b->s[*at - 1]))
		--*at;
	while (*at + *n < b->n && is_word(b->s[*at + *n]))
		++*n;
}

static void
line(struct editor *e, const struct buf *b, size_t *at, size_t *n)
{
	const char *end;

	*at = draw(e, (uint32_t)b->n);
	while (*at && b->s[*at - 1] != '\n')
		--*at;
	end = memchr(b->s + *at, '\n', b->n - *at);
	*n = end ? (size_t)(end - b->s) + 1 - *at : b->n - *at;
}

static void
edit(struct editor *e, struct buf *b)
{
	static const char *const words[] = { "{", "}", ";", "<", ">", "&", "=", ",", "\"",
		"'a'", "(", ")", "/*", "*/", "//", "#", "\\\n", "\n", "[", "]", ":", "0x",
		"/delete-node/ ", "/delete-property/ ", "/omit-if-no-ref/ ", "/bits/ 16 ",
		"/memreserve/ 1 2;", "/plugin/;", "&{/} ", "&{/soc} ", "-1", "(1 << 70)",
		"0xffffffffffffffff", "##", "__VA_ARGS__", "__VA_OPT__(", "__FILE__",
		"\n#define X(a, ...) a\n", "\n#if 1\n", "\n#else\n", "\n#endif\n",
		"\n#undef GPIO_ACTIVE_LOW\n", "X(1, 2)", "x: ", "name = \"a\"; ",
		"phandle = <7>; ", "\\", "\r", "\f", "\"a\\x41\\n\"", "1 ? 2 : 3" };
	size_t at, n, other, m;
	char *copy;

	if (!b->n)
		buf_putc(b, '\n');
	token(e, b, &at, &n);
	switch (draw(e, 10)) {
	case 0: replace(b, at, n, "", 0); return;
	case 1:
		copy = strndup(b->s + at, n);
		replace(b, at, 0, copy, n);
		free(copy);
		return;
	case 2:
		token(e, b, &other, &m);
		copy = strndup(b->s + other, m);
		m = strlen(copy);
		replace(b, at, n, copy, m);
		free(copy);
		return;
	case 3:
	case 4:
		other = draw(e, sizeof(words) / sizeof(*words));
		replace(b, at, 0, words[other], strlen(words[other]));
		return;
	case 5: replace(b, draw(e, (uint32_t)b->n), 1, "", 0); return;
	case 6:
		b->s[draw(e, (uint32_t)b->n)] = (char)(draw(e, 20) ? ' ' + draw(e, 95)
								   : draw(e, 256));
		return;
	case 7:
		line(e, b, &at, &n);
		replace(b, at, n, "", 0);
		return;
	case 8:
		line(e, b, &at, &n);
		copy = strndup(b->s + at, n);
		n = strlen(copy);
		replace(b, draw(e, (uint32_t)b->n), 0, copy, n);
		free(copy);
		return;
	default:
		if (draw(e, 8)) {
			copy = NULL;
			if (asprintf(&copy, "%u", draw(e, 300)) > 0)
				replace(b, at, n, copy, strlen(copy));
			free(copy);
		} else {
			b->n = draw(e, (uint32_t)b->n);
		}
		return;
	}
}

/* Sets up what the cases of a group have in common. */
static void
begin_group(struct editor *e, unsigned long group)
{
	struct source_search search;
	struct arena a = { 0 };
	struct dts_messages log = { .arena = &a };
	struct dts_text text;

	arena_reset(&e->arena);
	e->parts = (struct string_list){ 0 };
	e->state = ~((uint64_t)e->seed << 32 ^ group);
	e->source = e->sources.v[draw(e, (uint32_t)e->sources.n)];
	search_init(&search, e->set, e->source, &e->dirs, NULL, &a);
	dts_text_init(&text, &search, &log);
	pp_run(&text, &no_defines, e->source);
	dts_text_files(&text, &e->parts, &e->arena);
	dts_text_free(&text);
	arena_free(&a);
}

static void
keep(struct editor *e, const char *what, const char *part, const char *suffix,
	const struct buf *text)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);

	printf("case %lu (seed %lu): %s, of %s\n", e->counts->at, e->seed, what, part);
	if (e->keep
		&& !io_write(arena_printf(&a, "%s/%lu-%lu%s", e->keep, e->seed,
				     e->counts->at, suffix),
			text->s, text->n, &f))
		printf("%s\n", f.message);
	arena_free(&a);
}

/* Whether dtc makes the same of the preprocessed text, if it makes anything. */
static bool
is_same(struct editor *e, const struct dts_compilation *c, struct buf *text)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	const char *in = arena_printf(&a, "%s/in.dts", e->scratch);
	const char *out = arena_printf(&a, "%s/out.dtb", e->scratch);
	const char *const args[] = { "dtc", "-q", "-b", "0", "-I", "dts", "-O", "dtb",
		"-o", out, in, NULL };
	const struct rlimit most = { DTC_SECONDS, DTC_SECONDS };
	posix_spawn_file_actions_t quiet;
	struct bytes made = { 0 };
	bool same = true;
	int status = -1;
	pid_t pid;

	/* of an /include/ the text has only the name */
	if (memmem(text->s, text->n, "/include/", 9)
		|| memmem(text->s, text->n, "/incbin/", 8))
		return true;
	unlink(out);
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 2, "/dev/null", 1, 0);
	if (io_write(in, text->s, text->n, &f)
		&& !posix_spawnp(&pid, args[0], &quiet, NULL,
			(char *const *)(uintptr_t)args, environ)
		&& (prlimit(pid, RLIMIT_CPU, &most, NULL),
			waitpid(pid, &status, 0) == pid)) {
		e->counts->compared++;
		if (status || !io_read(out, IO_INPUT_MAX, &made, &f)) {
			e->counts->dtc_refused++;
			/* not where it aborts */
			if (WIFEXITED(status))
				keep(e, "dtc refuses it", e->source, "-refused.dts",
					text);
		} else {
			same = made.n == c->blob.n
			       && !memcmp(made.data, c->blob.data, made.n);
			e->counts->same += same;
		}
	}
	posix_spawn_file_actions_destroy(&quiet);
	bytes_free(&made);
	arena_free(&a);
	return same;
}

/* Of the processor's time: a machine may be busy. 0: no more. */
static void
limit(unsigned int seconds)
{
	const struct itimerval t = { .it_value = { .tv_sec = seconds } };

	setitimer(ITIMER_VIRTUAL, &t, NULL);
}

/* Whether what comes of the edited text is as it has to be. */
static bool
compile(struct editor *e, const char *part, const struct buf *text)
{
	struct arena a = { 0 };
	struct buf made = { 0 };
	struct source_search search;
	struct dts_compilation c;
	struct dts_options o;
	bool ok = true;

	dts_options_init(&o);
	o.preprocess = &no_defines;
	search_init(&search, e->set, e->source, &e->dirs, NULL, &a);
	limit(SECONDS);
	dts_compile(&c, &search, &o, e->source, &e->names, &a);
	limit(0);
	if (!c.ok) {
		e->counts->refused++;
		ok = c.messages.errors != 0;
		if (!ok)
			keep(e, "refused without an error", part, ".dts", text);
	} else {
		e->counts->made++;
		if (e->dtc_every && e->counts->made % e->dtc_every == 0) {
			dts_text_print(&c.text, false, &made);
			ok = is_same(e, &c, &made);
			if (!ok)
				keep(e, "dtc makes another blob", part, ".dts", &made);
		}
	}
	dts_compilation_free(&c);
	buf_free(&made);
	arena_free(&a);
	return ok;
}

static bool
run_case(struct editor *e)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	const char *part = e->source;
	struct bytes was = { 0 };
	struct buf text = { 0 };
	bool ok = true;

	if (e->parts.n && draw(e, 2))
		part = e->parts.v[draw(e, (uint32_t)e->parts.n)];
	if (io_read(part, TEXT_MAX, &was, &f)) {
		buf_add(&text, was.data, was.n);
		bytes_free(&was);
		for (uint32_t k = 1 + draw(e, EDITS_MAX); k--;)
			edit(e, &text);
		source_set_put(e->set, part, text.s ? text.s : "", text.n);
		ok = compile(e, part, &text);
		source_set_forget(e->set, part);
		buf_free(&text);
	}
	arena_free(&a);
	return ok;
}

/* What a child does: some cases, one after the other. */
static void
run_batch(struct editor *e, unsigned long from, unsigned long to)
{
	e->set = source_set_new();
	names_init(&e->names);
	for (unsigned long i = from; i < to; i++) {
		e->counts->at = i;
		if (i == from || i % GROUP == 0)
			begin_group(e, i / GROUP);
		e->state = (uint64_t)e->seed << 32 ^ i;
		e->counts->failed += !run_case(e);
	}
	source_set_free(e->set);
	intern_free(&e->names);
	arena_free(&e->arena);
	fflush(stdout);
}

static void
run_all(struct editor *e)
{
	unsigned long i = e->first, end = e->first + e->number, to;
	int status;
	pid_t pid;

	while (i < end) {
		to = i + BATCH < end ? i + BATCH : end;
		pid = fork();
		if (pid < 0) {
			e->counts->failed++;
			return;
		}
		if (!pid) {
			run_batch(e, i, to);
			_exit(0);
		}
		waitpid(pid, &status, 0);
		if (WIFEXITED(status) && !WEXITSTATUS(status)) {
			i = to;
			continue;
		}
		printf("case %lu (seed %lu): %s\n", e->counts->at, e->seed,
			WIFSIGNALED(status) && WTERMSIG(status) == SIGVTALRM
				? "hangs"
				: "ends the process");
		fflush(stdout);
		e->counts->failed++;
		i = e->counts->at + 1;
	}
}

int
main(int argc, char **argv)
{
	struct editor e = { .number = 1000, .seed = 1 };
	struct arena a = { 0 };
	int c, i;
	char *remove;

	while ((c = getopt(argc, argv, "n:f:s:d:k:I:")) != -1) {
		switch (c) {
		case 'n': e.number = strtoul(optarg, NULL, 10); break;
		case 'f': e.first = strtoul(optarg, NULL, 10); break;
		case 's': e.seed = strtoul(optarg, NULL, 10); break;
		case 'd': e.dtc_every = strtoul(optarg, NULL, 10); break;
		case 'k': e.keep = optarg; break;
		case 'I': string_list_add(&e.dirs, &a, optarg); break;
		default: return 2;
		}
	}
	for (i = optind; i < argc; i++)
		string_list_add(&e.sources, &a, argv[i]);
	e.counts = mmap(NULL, sizeof(*e.counts), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	snprintf(e.scratch, sizeof(e.scratch), "%s/random-edits-XXXXXX",
		access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm");
	if (!e.sources.n || e.counts == MAP_FAILED || !mkdtemp(e.scratch))
		return 2;
	run_all(&e);
	printf("%lu edits: %lu compile, %lu are refused; %lu given to dtc: %lu the same, "
	       "%lu refused by it; %lu failed\n",
		e.number, e.counts->made, e.counts->refused, e.counts->compared,
		e.counts->same, e.counts->dtc_refused, e.counts->failed);
	if (asprintf(&remove, "rm -r %s", e.scratch) > 0 && !system(remove))
		free(remove);
	arena_free(&a);
	return e.counts->failed != 0;
}
