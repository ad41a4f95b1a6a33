/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any files as a checkout, with a configuration, sources, trees, overlays, bindings, hosts
 * and an earlier report in it, and one of the command lines below run over them: an exit
 * status that there is, and reports that their readers take. The first byte says which
 * command line, 'a' the first.
 */
#define _GNU_SOURCE
#include <jansson.h>

#include "files.h"

#include "base/fatal.h"
#include "base/io.h"
#include "cli/command.h"
#include "report/report.h"

enum { WORDS_MAX = 40 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const commands[] = {
	/* REPORTS: one option for each format */
	"check -j1 REPORTS .",
	"check -j1 --no-config --strict REPORTS --live=.",
	"check -j1 --schema b.yaml --coverage REPORTS a.dtb",
	"check -j1 --no-config --fix REPORTS a.dtb",
	"check -j1 --no-config --fix=overlay a.dtb",
	"check -j1 --no-config --host h REPORTS a.dts",
	"check -j1 --no-config --overlay o.dts --overlays p REPORTS a.dts",
	"check -j1 --no-config --fix --in-place a.dts",
	"check -j1 --baseline known.json REPORTS a.dts",
	"why --no-config --schema b.yaml a.dtb /a",
	"why --schema b.yaml -f json:out.json a.dts a",
	"explain schema/b --schema b.yaml -f json:out.json",
	"show a.dtb",
	"show a.dts /a",
	"compile -o out a.dts",
	"baseline write -j1 a.dts",
	"baseline prune -j1 --baseline known.json a.dts",
	"schema check b.yaml",
	"schema info -f json:out.json b.yaml",
	"host show h",
	"diff -j1 REPORTS a.dtb a.dts",
	"diff --tree --schema b.yaml -f json:out.json a.dtb a.dts",
	"diff --tree a.dts a.dtb",
	"diff --tree old new",
};

/* What the programs say is of no interest here. */
static void
be_silent(void)
{
	static bool done;
	int null;

	if (done)
		return;
	done = true;
	null = open("/dev/null", O_WRONLY);
	must(null >= 0 && dup2(null, STDOUT_FILENO) >= 0);
	close(null);
	/* sanitizers and libFuzzer have the stream that was there before */
	stderr = fopen("/dev/null", "w");
	must(stderr != NULL);
	must(!setenv("HOME", "/nonexistent", 1) && !setenv("DTLINT_SCHEMA_CACHE", "", 1));
	must(!unsetenv("XDG_CONFIG_HOME") && !unsetenv("GITHUB_WORKSPACE"));
}

static void
add_reports(char **argv, int *argc)
{
	static char options[16][64];
	const struct reporter *r;
	size_t i;

	for (i = 0; i < 16 && (r = reporter_at(i)); i++) {
		snprintf(options[i], sizeof(options[i]), "-f%s:out.%s", r->name, r->name);
		argv[(*argc)++] = options[i];
	}
}

static bool
is_json(const char *name)
{
	return !strcmp(name, "json") || !strcmp(name, "sarif") || !strcmp(name, "gitlab")
	       || !strcmp(name, "rdjson");
}

/* Of each report that was written: whole, and text with nothing but lines in it. */
static void
read_report(const char *name, const char *path)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct bytes text;
	json_t *json;

	if (access(path, F_OK) || !io_read(path, (size_t)1 << 28, &text, &f)) {
		arena_free(&a);
		return;
	}
	must(!text.n || text.data[text.n - 1] == '\n');
	must(strlen((const char *)text.data) == text.n);
	if (is_json(name)) {
		json = json_loadb(
			(const char *)text.data, text.n, JSON_REJECT_DUPLICATES, NULL);
		must(json != NULL);
		json_decref(json);
	}
	for (size_t i = 0; i < text.n; i++)
		must(text.data[i] >= ' ' || text.data[i] == '\n' || text.data[i] == '\t');
	bytes_free(&text);
	arena_free(&a);
}

static void
run(const char *command)
{
	char *words = strdup(command), *rest = words, *word,
	     *argv[WORDS_MAX + 1] = { (char[]){ "dtlint" } };
	const struct reporter *r;
	char path[64];
	int argc = 1, status;

	must(words != NULL);
	while ((word = strsep(&rest, " "))) {
		must(argc < WORDS_MAX - 16);
		if (strcmp(word, "REPORTS") != 0)
			argv[argc++] = word;
		else
			add_reports(argv, &argc);
	}
	status = cli_main(argc, argv);
	must(status == STATUS_CLEAN || status == STATUS_FINDINGS
		|| status == STATUS_FAULT);
	for (size_t i = 0; (r = reporter_at(i)); i++) {
		snprintf(path, sizeof(path), "out.%s", r->name);
		read_report(r->name, path);
	}
	free(words);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const size_t n = sizeof(commands) / sizeof(*commands);
	static int home = -1;

	if (!size)
		return 0;
	be_silent();
	files_make_top();
	if (home < 0)
		home = open(".", O_RDONLY | O_DIRECTORY);
	must(home >= 0 && !chdir(top));
	files_make(data + 1, size - 1);
	run(commands[(uint8_t)(data[0] - 'a') % n]);
	must(!fchdir(home));
	files_clean();
	return 0;
}
