/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE /* pipe2() */
#include "git/git.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* One that has said nothing for so long will not. */
enum { SILENCE_MS = 120000, WORDS_MAX = 32, SAID_MAX = 4096 };

/* The most that a command may write. */
#define OUTPUT_MAX ((size_t)512 << 20)

extern char **environ;

/* What holds for every command; of "key=value". */
static const char *const settings[] = { "core.fsmonitor=false",
	"core.hooksPath=/dev/null", "core.untrackedCache=false", "core.pager=cat",
	"core.sshCommand=false", "core.askPass=false", "core.alternateRefsCommand=true",
	"protocol.allow=never", "submodule.recurse=false", "diff.ignoreSubmodules=all",
	"gc.auto=0", "maintenance.auto=false", "core.quotePath=false" };

static const char *const variables[] = { "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1",
	"GIT_TERMINAL_PROMPT=0", "GIT_PAGER=cat", "GIT_NO_REPLACE_OBJECTS=1",
	"GIT_ATTR_NOSYSTEM=1", "GIT_LITERAL_PATHSPECS=1", "LC_ALL=C" };

enum {
	NSETTINGS = sizeof(settings) / sizeof(*settings),
	NVARIABLES = sizeof(variables) / sizeof(*variables),
};

/* Everything but what speaks to git alone, and the language that it speaks. */
static void
make_environment(struct git *g, const struct string_list *off)
{
	struct arena *a = g->arena;
	size_t n = 0, i, k = 0, count = NSETTINGS + off->n;
	char **v;

	while (environ[n])
		n++;
	v = arena_array(a, char *, n + NVARIABLES + 2 * count + 2);
	for (n = 0, i = 0; environ[i]; i++)
		if (strncmp(environ[i], "GIT_", 4) != 0
			&& strncmp(environ[i], "LC_ALL=", 7) != 0)
			v[n++] = environ[i];
	for (i = 0; i < NVARIABLES; i++)
		v[n++] = arena_strdup(a, variables[i]);
	for (i = 0; i < NSETTINGS; i++, k++) {
		size_t length = strcspn(settings[i], "=");

		v[n++] = arena_printf(
			a, "GIT_CONFIG_KEY_%zu=%.*s", k, (int)length, settings[i]);
		v[n++] = arena_printf(
			a, "GIT_CONFIG_VALUE_%zu=%s", k, settings[i] + length + 1);
	}
	for (i = 0; i < off->n; i++, k++) {
		v[n++] = arena_printf(a, "GIT_CONFIG_KEY_%zu=%s", k, off->v[i]);
		v[n++] = arena_printf(a, "GIT_CONFIG_VALUE_%zu=%s", k,
			strstr(off->v[i], ".required") ? "false" : "");
	}
	v[n++] = arena_printf(a, "GIT_CONFIG_COUNT=%zu", k);
	g->environment = v;
}

static bool
spawn(struct git *g, const char *const *words, int in, int out, int err, pid_t *pid,
	struct fault *f)
{
	static const char *const first[] = { "git", "--no-optional-locks", "--no-pager",
		"-C" };
	char *argv[WORDS_MAX] = { NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	size_t n = 0;
	int failed;

	while (n < sizeof(first) / sizeof(*first)) {
		argv[n] = arena_strdup(g->arena, first[n]);
		n++;
	}
	argv[n++] = arena_strdup(g->arena, g->dir);
	for (; *words; words++)
		argv[n++] = arena_strdup(g->arena, *words);
	sigemptyset(&none);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	posix_spawn_file_actions_init(&actions);
	if (in >= 0)
		posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
	else
		posix_spawn_file_actions_addopen(
			&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	if (err >= 0)
		posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
	else
		posix_spawn_file_actions_addopen(
			&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	failed = posix_spawnp(pid, "git", &actions, &attributes, argv, g->environment);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return !failed || fault_set(f, "git cannot be run: %s", strerror(failed));
}

static void
close_both(const int fds[2])
{
	close(fds[0]);
	close(fds[1]);
}

/* What there is to read now; 0 at the end, -1 where there is too much, or nothing comes. */
static ssize_t
read_more(int fd, struct buf *to)
{
	char some[65536];
	ssize_t n;

	do
		n = read(fd, some, sizeof(some));
	while (n < 0 && errno == EINTR);
	if (n > 0 && to->n < OUTPUT_MAX)
		buf_add(to, some, (size_t)n);
	return to->n >= OUTPUT_MAX ? -1 : n;
}

/* Reads both to their ends; false where nothing came for too long. */
static bool
read_to_end(int out, int err, struct buf *text, struct buf *said)
{
	struct pollfd fds[2] = { { .fd = out, .events = POLLIN },
		{ .fd = err, .events = POLLIN } };
	struct buf *to[2] = { text, said };

	while (fds[0].fd >= 0 || fds[1].fd >= 0) {
		int ready = poll(fds, 2, SILENCE_MS);

		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return false;
		for (int i = 0; i < 2; i++) {
			ssize_t n;

			if (fds[i].fd < 0 || !fds[i].revents)
				continue;
			n = read_more(fds[i].fd, to[i]);
			if (n < 0)
				return false;
			if (!n)
				fds[i].fd = -1;
		}
	}
	return true;
}

static bool
wait_for(pid_t pid, int *status)
{
	while (waitpid(pid, status, 0) < 0)
		if (errno != EINTR)
			return false;
	return true;
}

/* The first line of what it said, or the last where that is the one that matters. */
static bool
fault_of(const struct buf *said, struct fault *f)
{
	size_t n = said->n ? strcspn(said->s, "\n") : 0;

	if (!n)
		return fault_set(f, "git failed");
	return fault_set(f, "git: %.*s", (int)(n < SAID_MAX ? n : SAID_MAX), said->s);
}

static bool
finish(pid_t pid, int out, int err, struct buf *text, struct fault *f)
{
	struct buf said = { 0 };
	int status = 0;
	bool ok;

	ok = read_to_end(out, err, text, &said);
	if (!ok) {
		kill(pid, SIGKILL);
		fault_set(f, "git does not answer, or says too much");
	}
	if (!wait_for(pid, &status) || !WIFEXITED(status) || WEXITSTATUS(status))
		ok = fault_of(&said, f);
	buf_free(&said);
	return ok;
}

bool
git_run(struct git *g, const char *const *words, struct buf *out, struct fault *f)
{
	int text[2], said[2];
	pid_t pid;
	bool ok;

	if (pipe2(text, O_CLOEXEC))
		return fault_set(f, "no pipe to git: %s", strerror(errno));
	if (pipe2(said, O_CLOEXEC)) {
		close_both(text);
		return fault_set(f, "no pipe to git: %s", strerror(errno));
	}
	ok = spawn(g, words, -1, text[1], said[1], &pid, f);
	close(text[1]);
	close(said[1]);
	if (ok)
		ok = finish(pid, text[0], said[0], out, f);
	close(text[0]);
	close(said[0]);
	return ok;
}

/* Filters that the repository's configuration defines: programs, run on what is read. */
static void
list_filters(struct git *g, struct string_list *list)
{
	const char *const words[] = { "config", "-z", "--name-only", "--get-regexp",
		"^filter\\.", NULL };
	struct fault none = FAULT_INIT(g->arena);
	struct buf out = { 0 };

	/* it ends with 1 where there are none */
	git_run(g, words, &out, &none);
	for (size_t i = 0; i < out.n; i += strlen(out.s + i) + 1)
		string_list_add(list, g->arena, arena_strdup(g->arena, out.s + i));
	buf_free(&out);
}

bool
git_open(struct git *g, const char *dir, struct arena *a, struct fault *f)
{
	const char *const words[] = { "rev-parse", "--show-toplevel", NULL };
	struct string_list filters = { 0 };
	struct buf out = { 0 };
	bool ok;

	*g = (struct git){ .arena = a, .dir = dir };
	make_environment(g, &filters);
	ok = git_run(g, words, &out, f);
	g->top = arena_strndup(a, out.n ? out.s : "", out.n ? strcspn(out.s, "\n") : 0);
	buf_free(&out);
	if (!ok)
		return false;
	list_filters(g, &filters);
	make_environment(g, &filters);
	return true;
}

bool
git_start(struct git *g, struct git_process *p, const char *const *words, struct fault *f)
{
	int to[2], from[2];
	bool ok;

	*p = (struct git_process){ 0 };
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, to))
		return fault_set(f, "no pipe to git: %s", strerror(errno));
	if (pipe2(from, O_CLOEXEC)) {
		close_both(to);
		return fault_set(f, "no pipe to git: %s", strerror(errno));
	}
	ok = spawn(g, words, to[1], from[1], -1, &p->pid, f);
	close(to[1]);
	close(from[1]);
	if (!ok) {
		close(to[0]);
		close(from[0]);
		p->pid = 0;
		return false;
	}
	p->to = to[0];
	p->from = from[0];
	return true;
}

static bool
is_gone(struct fault *f)
{
	return fault_set(f, "git has ended, or does not answer");
}

bool
git_ask(struct git_process *p, const char *line, struct fault *f)
{
	size_t n = strlen(line), at = 0;

	p->got.n = p->at = 0;
	while (at < n) {
		ssize_t sent = send(p->to, line + at, n - at, MSG_NOSIGNAL);

		if (sent < 0 && errno == EINTR)
			continue;
		if (sent < 0)
			return is_gone(f);
		at += (size_t)sent;
	}
	return true;
}

static bool
wait_for_more(struct git_process *p, struct fault *f)
{
	struct pollfd fd = { .fd = p->from, .events = POLLIN };
	int ready;

	do
		ready = poll(&fd, 1, SILENCE_MS);
	while (ready < 0 && errno == EINTR);
	return (ready > 0 && read_more(p->from, &p->got) > 0) || is_gone(f);
}

bool
git_answer_line(struct git_process *p, const char **line, struct fault *f)
{
	char *end;

	while (p->at == p->got.n
		|| !(end = memchr(p->got.s + p->at, '\n', p->got.n - p->at)))
		if (!wait_for_more(p, f))
			return false;
	*end = '\0';
	*line = p->got.s + p->at;
	p->at = (size_t)(end - p->got.s) + 1;
	return true;
}

bool
git_answer_bytes(struct git_process *p, size_t n, const char **bytes, struct fault *f)
{
	if (n >= OUTPUT_MAX)
		return fault_set(f, "is larger than what is read");
	while (p->got.n - p->at < n)
		if (!wait_for_more(p, f))
			return false;
	*bytes = p->got.s + p->at;
	p->at += n;
	return true;
}

void
git_stop(struct git_process *p)
{
	int status;

	if (!p->pid)
		return;
	close(p->to);
	close(p->from);
	/* one that does not see its input end would be waited for */
	kill(p->pid, SIGTERM);
	wait_for(p->pid, &status);
	buf_free(&p->got);
	p->pid = 0;
}
