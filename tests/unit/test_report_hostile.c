/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reports whose every string is hostile. Where DTLINT_REPORT_DIR names a directory the
 * documents are left there, for tests/report/schemas to hold against the schemas.
 */
#include <stdio.h>

#include "html_check.h"
#include "report_json.h"

enum { ROUNDS = 400, KEPT = 8 };

static uint32_t state;

static uint32_t
random_below(uint32_t n)
{
	/* Numerical Recipes' linear congruential generator: the same run everywhere */
	state = state * 1664525u + 1013904223u;
	return (state >> 8) % n;
}

static const char *const bits[] = { "\033[31m", "\x80", "\xff\xfe", "\n", "\r\n", "\t",
	"\x7f", "\"", "'", "\\", "`", "$(id)", "%", "%0A", "::", "::error::", ",", ":",
	"/", "@", "..", " ", "  ", "{0}", "}", "[a](b)", "]", "<b>", "&", "\xe2\x80\xae",
	"\xe2\x80\xa8", "\xc2\x9b", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc3",
	"\xe2\x82", "\xce\xba", "a", "virtio_mmio", "0", "[virtio/x]", "\xef\xbb\xbf",
	"\xef\xbf\xbe", "\xef\xbf\xbf", "|", "``", "]]>", "www.a.b", "https://a.b", "*",
	"_", "~~", "&amp;", "&#0;", "<!--", "\b", "\x01", "; done", "-" };

static const char *
hostile(void)
{
	struct buf out = { 0 };
	const char *s;

	for (uint32_t n = random_below(12); n; n--)
		buf_puts(&out, bits[random_below(sizeof(bits) / sizeof(*bits))]);
	s = arena_strndup(&arena, out.s ? out.s : "", out.n);
	buf_free(&out);
	return s;
}

static const char *
hostile_or_null(void)
{
	return random_below(3) ? hostile() : NULL;
}

static void
add_hostile_host(struct diag *d)
{
	const char **features = arena_array(&arena, const char *, 2);

	features[0] = hostile();
	features[1] = hostile();
	d->host = (struct diag_host){
		.file = hostile(),
		.kind = hostile_or_null(),
		.line = random_below(3),
		.pointer = hostile_or_null(),
		.device = hostile_or_null(),
		.text = hostile_or_null(),
		.features = features,
		.nfeatures = random_below(3),
	};
}

static void
add_hostile_finding(void)
{
	static const struct rule *const rules[] = { &coherence, &without_node };
	struct diag *d = finding(rules[random_below(2)], (enum level)random_below(3),
		hostile_or_null(), hostile());
	const char **compatible = arena_array(&arena, const char *, 1);

	compatible[0] = hostile();
	d->file = hostile();
	d->unit = hostile_or_null();
	d->property = hostile_or_null();
	d->why = hostile_or_null();
	d->help = hostile_or_null();
	d->command = hostile_or_null();
	d->compatible = compatible;
	d->ncompatible = random_below(2);
	d->place.line = random_below(2);
	d->place.column = random_below(2);
	d->place.offset = (int64_t)random_below(3) - 1;
	d->place.file = hostile_or_null();
	d->place.end_line = random_below(3);
	d->place.end_column = random_below(9);
	d->excerpt = hostile_or_null();
	if (random_below(2)) {
		const struct diag_related r = { d->place, hostile_or_null(), hostile() };

		diag_relate(&arena, d, &r);
	}
	d->fault = random_below(8) == 0;
	if (random_below(2))
		add_hostile_host(d);
}

/* Findings that are collapsed, so that lists and loops are hostile, too. */
static void
add_hostile_group(void)
{
	const struct diag d = *incoherent(LEVEL_WARNING, "/");
	const char *file = hostile();

	diags.n--;
	for (unsigned int i = 0; i < 3; i++) {
		struct diag *to = diag_add(&diags);

		*to = d;
		to->file = file;
		to->node = arena_printf(&arena, "/%u%s", i, hostile());
		to->command = arena_printf(&arena, "fdtput %s %s x", file, to->node);
	}
}

/* Charts whose every string is hostile, and numbers that are not what they should be. */
static const struct chart *
hostile_chart(void)
{
	struct chart *c = arena_new(&arena, struct chart);
	struct region *regions = arena_array(&arena, struct region, 6);
	struct interrupt_use *uses = arena_array(&arena, struct interrupt_use, 3);
	struct virtio_pair *pairs = arena_array(&arena, struct virtio_pair, 3);
	struct interrupt_controller *controllers = arena_array(
		&arena, struct interrupt_controller, 1);
	struct lost_region *lost = arena_array(&arena, struct lost_region, 1);
	uint32_t i;

	for (i = 0; i < 6; i++)
		regions[i] = (struct region){ (enum region_kind)random_below(5),
			hostile_or_null(), hostile_or_null(), hostile_or_null(), NULL,
			i * 0x800 * random_below(0x10000), 0, i, true, i, 3 };
	for (i = 1; i < 6; i++)
		if (regions[i].first < regions[i - 1].first)
			regions[i].first = regions[i - 1].first;
	for (i = 0; i < 6; i++)
		regions[i].last = regions[i].first + random_below(0x100000);
	regions[5].last = UINT64_MAX;
	for (i = 0; i < 3; i++)
		uses[i] = (struct interrupt_use){ hostile(), hostile_or_null(), NULL,
			NULL, random_below(2) ? hostile() : NULL, 7, random_below(2),
			random_below(2) };
	for (i = 0; i < 3; i++)
		pairs[i] = (struct virtio_pair){ .node = hostile_or_null(),
			.coherence = hostile(),
			.host = hostile_or_null(),
			.device = hostile_or_null(),
			.place = hostile_or_null(),
			.said = hostile_or_null(),
			.features = hostile_or_null(),
			.claimed = (enum tri)random_below(3),
			.dma = (enum virtio_dma)random_below(6) };
	controllers[0] = (struct interrupt_controller){ hostile(), hostile_or_null(),
		hostile_or_null(), 3, 3, 1, 0, 3 };
	lost[0] = (struct lost_region){ hostile(), hostile(), 0, UINT64_MAX };
	*c = (struct chart){ random_below(8) == 0, regions, 6, lost, 1, controllers, 1,
		uses, 3, pairs, 3, false, 1 };
	return c;
}

static void
make_hostile_report(uint32_t seed)
{
	static struct report_input input;
	static struct report_host host;
	static struct host facts;

	state = seed;
	setup();
	for (uint32_t n = random_below(6); n; n--)
		add_hostile_finding();
	if (random_below(2))
		add_hostile_group();
	input = (struct report_input){ hostile(), hostile_or_null(), random_below(2),
		hostile(), 1, hostile(), NULL, random_below(4) ? hostile_chart() : NULL,
		NULL };
	facts = (struct host){ .source = hostile(),
		.kind = hostile(),
		.program = hostile_or_null(),
		.machine = hostile_or_null() };
	host = (struct report_host){
		.source = hostile(), .ok = random_below(2), .fault = hostile()
	};
	host.host = host.ok ? &facts : NULL;
	report.inputs = &input;
	report.hosts = &host;
	report.nhosts = 1;
	report.failed = !input.ok + !host.ok;
	report.github = random_below(2);
	report.verbose = random_below(2);
	report.root = random_below(2) ? hostile() : NULL;
}

/* Characters that a terminal or a parser would obey, and bytes that are no text. */
static void
check_clean(const char *text)
{
	const char *line;
	char *copy = arena_strdup(&arena, text), *rest = copy;

	while ((line = strsep(&rest, "\n")))
		ck_assert_msg(diag_clean(&arena, line) == line, "not clean: %s",
			diag_clean(&arena, line));
}

static unsigned int
lines_with(const char *text, const char *start, const char *end)
{
	unsigned int n = 0;
	size_t len;

	for (; *text; text += len + 1) {
		len = strcspn(text, "\n");
		n += !strncmp(text, start, strlen(start)) && len >= strlen(end)
		     && !strncmp(text + len - strlen(end), end, strlen(end));
	}
	return n;
}

/* Findings that text writes; those of a group are one. */
static unsigned int
expected_lines(bool faults)
{
	unsigned int n = 0;
	bool group = false;

	for (size_t i = 0; i < diags.n; i++) {
		if (diags.v[i]->help && !strcmp(diags.v[i]->help, "add the property"))
			group = true;
		else
			n += faults || !diags.v[i]->fault;
	}
	return n + group;
}

START_TEST(text_keeps_a_line_for_each_finding)
{
	for (uint32_t seed = 0; seed < ROUNDS; seed++) {
		make_hostile_report(seed);
		const char *text = written("text");

		check_clean(text);
		ck_assert_uint_eq(
			lines_with(text, "", " [virtio/mmio-missing-dma-coherent]")
				+ lines_with(
					text, "", " [virtio/host-device-without-node]"),
			expected_lines(false));
	}
}
END_TEST

START_TEST(commands_keep_a_line_for_each_finding)
{
	for (uint32_t seed = 0; seed < ROUNDS; seed++) {
		make_hostile_report(seed);
		const char *text = written("github");

		check_clean(text);
		ck_assert_uint_eq(lines_with(text, "::", ""), expected_lines(true));
		ck_assert_uint_eq(count(text, "\n"), expected_lines(true));
	}
}
END_TEST

/* NAME.REPORTER in the directory, if there is one. */
static void
keep(const char *name, const char *reporter)
{
	const char *dir = getenv("DTLINT_REPORT_DIR");
	char *path;
	FILE *f;

	if (!dir)
		return;
	path = arena_printf(&arena, "%s/%s.%s", dir, name, reporter);
	f = fopen(path, "w");
	ck_assert_msg(f != NULL, "cannot write %s", path);
	fputs(written(reporter), f);
	ck_assert_int_eq(fclose(f), 0);
}

/* jansson takes no invalid UTF-8; what is in the strings is checked, too. */
static void
check_strings(const json_t *v, const char *key)
{
	const char *name;
	json_t *child;
	size_t i;

	if (json_is_string(v) && strcmp(key, "text") != 0 && strcmp(key, "markdown") != 0)
		check_clean(json_string_value(v));
	json_object_foreach((json_t *)(uintptr_t)v, name, child)
	{
		check_strings(child, name);
	}
	json_array_foreach(v, i, child)
	{
		check_strings(child, key);
	}
}

START_TEST(documents_stay_whole)
{
	static const char *const reporters[] = { "json", "sarif", "rdjson" };
	static const char *const lists[] = { "diagnostics", "runs.0.results",
		"diagnostics" };

	for (uint32_t seed = 0; seed < ROUNDS; seed++) {
		make_hostile_report(seed);
		for (size_t i = 0; i < 3; i++) {
			const json_t *v = read_back(reporters[i]);

			check_strings(v, "");
			ck_assert_uint_eq(json_array_size(at(v, lists[i])), diags.n);
			if (seed < KEPT)
				keep(arena_printf(&arena, "hostile-%u", seed),
					reporters[i]);
		}
	}
}
END_TEST

/* Nothing but its own tags, whatever the strings hold. */
START_TEST(pages_stay_whole)
{
	for (uint32_t seed = 0; seed < ROUNDS; seed++) {
		make_hostile_report(seed);
		check_html(written("html"));
		if (seed < KEPT)
			keep(arena_printf(&arena, "hostile-%u", seed), "html");
	}
}
END_TEST

/* What tests/report/formats holds against what reads it. */
START_TEST(texts_for_programs_are_kept)
{
	static const char *const reporters[] = { "junit", "rdjsonl", "markdown" };

	for (uint32_t seed = 0; seed < ROUNDS; seed++) {
		make_hostile_report(seed);
		for (size_t i = 0; i < 3; i++) {
			const char *text = written(reporters[i]);

			ck_assert_ptr_null(strchr(text, '\033'));
			/* without a finding there is no line */
			ck_assert(!*text || text[strlen(text) - 1] == '\n');
			if (seed < KEPT)
				keep(arena_printf(&arena, "hostile-%u", seed),
					reporters[i]);
		}
	}
}
END_TEST

/* One of each kind of finding, all in order. */
START_TEST(ordinary_reports_are_kept)
{
	static const char *const reporters[] = { "json", "sarif" };
	static const char *const compatible[] = { "virtio,mmio" };
	struct diag *d = incoherent(LEVEL_ERROR, slot(31));

	d->compatible = compatible;
	d->ncompatible = 1;
	paired(d, 4, "virtio-blk-device (id=d0)");
	finding(&without_node, LEVEL_WARNING, NULL, "no node at slot 77");
	d = finding(&without_node, LEVEL_NOTE, NULL, "a variable");
	d->file = "run.sh";
	d->place.line = 4;
	d = finding(&unreadable, LEVEL_ERROR, NULL, "truncated");
	d->fault = true;
	d->place.offset = 0;
	for (size_t i = 0; i < 2; i++) {
		check_clean(written(reporters[i]));
		keep("plain", reporters[i]);
	}
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("hostile");

	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(c, setup, forget);
	tcase_add_test(c, text_keeps_a_line_for_each_finding);
	tcase_add_test(c, commands_keep_a_line_for_each_finding);
	tcase_add_test(c, documents_stay_whole);
	tcase_add_test(c, pages_stay_whole);
	tcase_add_test(c, texts_for_programs_are_kept);
	tcase_add_test(c, ordinary_reports_are_kept);
	return run_tests(c);
}
