/* SPDX-License-Identifier: GPL-2.0-or-later */
/* compile: device tree sources as blobs, as dtc makes them. */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fatal.h"
#include "base/io.h"
#include "cli/command.h"
#include "cli/compile_source.h"
#include "cli/print.h"
#include "tree/names.h"

/* Many sources, on several threads. */
struct pool {
	const struct options *o;
	struct input_options in;
	const char **outputs; /* by operand */
	atomic_size_t next;
	atomic_size_t failed;
};

static void *
work(void *arg)
{
	struct pool *p = arg;
	struct intern names = { 0 };
	struct arena a = { 0 };
	size_t i;

	names_init(&names);
	while ((i = atomic_fetch_add(&p->next, 1)) < p->o->operands.n) {
		struct compile_job j = { .o = p->o,
			.arena = &a,
			.names = &names,
			.in = p->in,
			.path = p->o->operands.v[i],
			.output = p->outputs[i] };

		if (!compile_job_run(&j))
			atomic_fetch_add(&p->failed, 1);
		arena_reset(&a);
	}
	intern_free(&names);
	arena_free(&a);
	return NULL;
}

/* The bytes of the folders that all sources have in common. */
static size_t
common_folders(const struct string_list *paths)
{
	const char *first = paths->v[0], *slash = strrchr(first, '/');
	size_t n = slash ? (size_t)(slash - first) + 1 : 0, i, k;

	for (i = 1; i < paths->n; i++) {
		for (k = 0; k < n && paths->v[i][k] == first[k]; k++)
			;
		while (k && first[k - 1] != '/')
			k--;
		n = k;
	}
	return n;
}

/* "DIR/vendor/board.dtb" */
static const char *
output_of(struct arena *a, const char *dir, const char *path)
{
	const char *dot = strrchr(path, '.'), *slash = strrchr(path, '/');
	size_t n = dot && (!slash || dot > slash) ? (size_t)(dot - path) : strlen(path);

	return arena_printf(a, "%s/%.*s.%s", dir, (int)n, path,
		dot && !strcmp(dot, ".dtso") ? "dtbo" : "dtb");
}

/* Makes the folders above a file. */
static bool
make_folders(struct arena *a, const char *path, struct fault *f)
{
	char *copy = arena_strdup(a, path), *slash = copy;

	while ((slash = strchr(slash + 1, '/'))) {
		*slash = '\0';
		if (mkdir(copy, 0777) && errno != EEXIST)
			return fault_set(f, "the folder '%s' cannot be made: %s", copy,
				strerror(errno));
		*slash = '/';
	}
	return true;
}

static bool
name_outputs(struct pool *p, struct arena *a, struct fault *f)
{
	const struct string_list *paths = &p->o->operands;
	size_t skip = common_folders(paths), i;

	for (i = 0; i < paths->n; i++) {
		if (!strcmp(paths->v[i], "-") || strstr(paths->v[i] + skip, "../"))
			return fault_set(f,
				"%s: expected the path of a source below the folder of all",
				paths->v[i]);
		p->outputs[i] = output_of(a, p->o->output, paths->v[i] + skip);
		if (!make_folders(a, p->outputs[i], f))
			return false;
	}
	return true;
}

static void
run_pool(struct pool *p, struct arena *a)
{
	size_t n = p->o->jobs < p->o->operands.n ? p->o->jobs : p->o->operands.n, i;
	pthread_t *threads = arena_array(a, pthread_t, n);

	for (i = 1; i < n; i++)
		if (pthread_create(&threads[i], NULL, work, p))
			break;
	n = i;
	work(p);
	for (i = 1; i < n; i++)
		pthread_join(threads[i], NULL);
}

static bool
check_options(const struct options *o, struct fault *f)
{
	bool into = o->output && io_is_directory(o->output);

	if (!o->output && !o->preprocess_only && isatty(STDOUT_FILENO))
		return fault_set(f, "compile: expected -o FILE, the blob to write");
	if (o->space && o->pad)
		return fault_set(f, "--space and --pad: expected one of the two");
	if (o->operands.n > 1 && !into)
		return fault_set(f,
			"compile: expected -o DIR, a folder that is there, for %zu sources",
			o->operands.n);
	if (into && o->dependencies)
		return fault_set(f, "--dependencies: expected one SOURCE and -o FILE");
	if (into && o->preprocess_only)
		return fault_set(f, "--preprocess: expected one SOURCE");
	return true;
}

static int
run(const struct options *o, struct arena *a)
{
	struct pool p = { .o = o };
	struct fault f = FAULT_INIT(a);
	bool ok = check_options(o, &f);

	p.outputs = arena_array(a, const char *, o->operands.n);
	p.outputs[0] = o->output;
	if (ok && o->output && io_is_directory(o->output))
		ok = name_outputs(&p, a, &f);
	if (!ok) {
		print_fault(NULL, &f);
		return STATUS_FAULT;
	}
	sources_begin(&p.in, o, a);
	run_pool(&p, a);
	sources_end(&p.in);
	return p.failed ? STATUS_FAULT : STATUS_CLEAN;
}

const struct command command_compile = {
	.name = "compile",
	.synopsis = "[OPTION...] -o FILE SOURCE\n[OPTION...] -o DIR SOURCE...",
	.group = "Work on sources",
	.summary = "make blobs of device tree sources, as dtc does",
	.about =
		"Preprocesses SOURCE and writes the bytes that dtc 1.8.1 makes of it with "
		"-b 0. What dtc refuses is refused, with every error at its place: the exit "
		"status is then 2, and nothing is written. Several sources share the headers "
		"that they include; their blobs are put into DIR, each below the folders that "
		"not all of them are in.\n"
		"With --preprocess, what the preprocessor makes of SOURCE is written instead.",
	.expected = "a SOURCE: .dts, .dtso, or '-'",
	.least = 1,
	.most = SIZE_MAX,
	.run = run,
};
