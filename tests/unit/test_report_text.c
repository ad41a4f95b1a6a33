/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>

#include "report_sample.h"

START_TEST(reporters_are_found_by_name)
{
	static const char *const names[] = { "text", "json", "sarif", "github" };

	for (size_t i = 0; i < 4; i++) {
		ck_assert_str_eq(reporter_at(i)->name, names[i]);
		ck_assert_ptr_eq(reporter_by_name(names[i]), reporter_at(i));
		ck_assert_int_gt((int)strlen(reporter_at(i)->summary), 0);
	}
	ck_assert_ptr_null(reporter_at(64));
	ck_assert_ptr_null(reporter_by_name("cbor"));
	ck_assert_ptr_null(reporter_by_name(""));
}
END_TEST

START_TEST(a_finding_has_one_line_to_grep_for)
{
	struct diag *d = incoherent(LEVEL_ERROR, "/virtio_mmio@a003e00");

	paired(d, 4, "virtio-blk-device (id=d0)");
	ck_assert_str_eq(written("text"),
		"guest.dtb: /virtio_mmio@a003e00: error: no dma-coherent "
		"[virtio/mmio-missing-dma-coherent]\n"
		"    why:  rings are mapped non-cacheable\n"
		"    host: run.sh:4: virtio-blk-device (id=d0) offers VIRTIO_F_VERSION_1, "
		"VIRTIO_F_ACCESS_PLATFORM\n"
		"          ('iommu_platform=on')\n"
		"    fix:  add the property\n"
		"    run:  fdtput guest.dtb /virtio_mmio@a003e00 dma-coherent\n"
		"\n"
		"1 error in 1 tree\n");
}
END_TEST

START_TEST(places_are_written_as_they_apply)
{
	struct diag *d = finding(&without_node, LEVEL_WARNING, NULL, "no such node");

	d = finding(&without_node, LEVEL_NOTE, "/", "here");
	d = finding(&without_node, LEVEL_WARNING, NULL, "unset");
	d->file = "run.sh";
	d->place.line = 4;
	d->place.column = 7;
	d = finding(&without_node, LEVEL_WARNING, NULL, "unset");
	d->file = "run.sh";
	d->place.line = 9;
	ck_assert_str_eq(written("text"),
		"guest.dtb: warning: no such node [virtio/host-device-without-node]\n"
		"guest.dtb: /: note: here [virtio/host-device-without-node]\n"
		"run.sh:4:7: warning: unset [virtio/host-device-without-node]\n"
		"run.sh:9: warning: unset [virtio/host-device-without-node]\n"
		"\n"
		"3 warnings, 1 note in 1 tree\n");
}
END_TEST

/* Columns count characters; a tab goes to the next column that 8 divides. */
START_TEST(a_source_line_is_shown_and_marked)
{
	struct diag *d = located();

	d->command = NULL;
	ck_assert_str_eq(written("text"),
		"soc.dtsi:12:9: error: /soc/a@1: no dma-coherent "
		"[virtio/mmio-missing-dma-coherent]\n"
		"   12 |         reg = <0xé0 1>;\n"
		"      |                ^~~~\n"
		"    see:  board.dts:4:2: overridden here\n"
		"    why:  rings are mapped non-cacheable\n"
		"    fix:  add the property\n"
		"\n"
		"1 error in 1 tree\n");
	report.verbose = true;
	ck_assert_contains(written("text"),
		"overridden here\n    4 |         other;\n      |         ^~~~~~\n");
}
END_TEST

START_TEST(an_excerpt_stays_on_the_screen)
{
	struct diag *d = finding(&without_node, LEVEL_WARNING, NULL, "x");
	char *line = arena_alloc(&arena, 5001);
	const char *text;

	memset(line, 'a', 5000);
	line[0] = '\t';
	line[3999] = '<';
	d->file = "x.dts";
	d->excerpt = line;
	d->place = (struct place){ NULL, 7, 4000, 9, 1, -1, 0 };
	text = strstr(written("text"), "\n    7 | ") + 1;
	/* 60 characters, the marked one, and as much behind it as there is room */
	ck_assert_uint_eq(strcspn(text, "\n"), 8 + 160);
	ck_assert_int_eq(text[8 + 60], '<');
	text = strchr(text, '\n') + 1;
	ck_assert_uint_eq(strcspn(text, "^"), 8 + 60);
	ck_assert_uint_eq(strcspn(text, "\n"), 8 + 160);
	d->place.column = 9999;
	ck_assert_ptr_null(strchr(written("text"), '^'));
	d->excerpt = "\033[2J\xe2\x80\xae\\ b";
	d->place = (struct place){ NULL, 7, 4, 7, 5, -1, 0 };
	ck_assert_contains(written("text"),
		"    7 | \\x1b[2J\\xe2\\x80\\xae\\ b\n      |       ^\n");
}
END_TEST

START_TEST(a_host_is_quoted_where_it_speaks)
{
	static const struct {
		struct diag_host host;
		const char *line; /* NULL: none */
	} rows[] = {
		{ { .file = "h.json", .kind = "native", .pointer = "/devices/0" },
			"    host: h.json: /devices/0 (native)\n" },
		{ { .file = "h.json", .kind = "native", .pointer = "" },
			"    host: h.json (native)\n" },
		{ { .file = "h.json", .pointer = "/devices/0", .device = "blk0" },
			"    host: h.json: /devices/0: blk0\n" },
		{ { .file = "command line", .pointer = "argv[5]", .text = "a=b" },
			"    host: command line: argv[5]: 'a=b'\n" },
		/* the finding's own place is not said twice */
		{ { .file = "guest.dtb", .text = "$X" }, "    host: '$X'\n" },
		{ { .file = "guest.dtb", .kind = "native" }, NULL },
		{ { .file = NULL }, NULL },
	};
	const char *text;

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		setup();
		finding(&coherence, LEVEL_ERROR, "/a", "x")->host = rows[i].host;
		text = written("text");
		if (rows[i].line)
			ck_assert_contains(text, rows[i].line);
		else
			ck_assert_lacks(text, "host:");
	}
}
END_TEST

START_TEST(a_feature_is_not_said_twice)
{
	paired(incoherent(LEVEL_ERROR, "/a"), 4, "d0");
	diags.v[0]->host.text = "VIRTIO_F_ACCESS_PLATFORM";
	ck_assert_contains(written("text"),
		"    host: run.sh:4: d0 offers VIRTIO_F_VERSION_1, "
		"VIRTIO_F_ACCESS_PLATFORM\n    fix:");
}
END_TEST

START_TEST(findings_that_differ_by_their_node_are_collapsed)
{
	const char *text;

	for (unsigned int i = 0; i < 32; i++)
		incoherent(LEVEL_WARNING, slot(i));
	text = written("text");
	ck_assert_uint_eq(count(text, "[virtio/mmio-missing-dma-coherent]"), 1);
	ck_assert_contains(text, "guest.dtb: /virtio_mmio@a000000: warning: ");
	ck_assert_contains(text, "    also: 31 more nodes: /virtio_mmio@a000200 ");
	ck_assert_contains(text, "… (23 more, --verbose lists them)\n");
	ck_assert_uint_eq(count(text, "/virtio_mmio@a00"), 1 + 8);
	ck_assert_contains(text, "\n32 warnings in 1 tree\n");

	report.verbose = true;
	text = written("text");
	ck_assert_uint_eq(count(text, "/virtio_mmio@a00"), 32);
	ck_assert_contains(text, " /virtio_mmio@a003e00\n");
	ck_assert_lacks(text, "--verbose");
}
END_TEST

START_TEST(trees_have_one_finding)
{
	incoherent(LEVEL_ERROR, "/a");
	for (uint32_t i = 2; i < 7; i++)
		incoherent(LEVEL_ERROR, "/a")->input = i;
	incoherent(LEVEL_ERROR, "/b")->input = 7;
	ck_assert_uint_eq(count(written("text"), ": no dma-coherent "), 1);
	ck_assert_contains(written("text"), ": no dma-coherent (in 7 trees) [");
	report.ntrees = 41;
	ck_assert_contains(written("text"), ": no dma-coherent (in 7 of 41 trees) [");
	ck_assert_contains(
		written("text"), " in 1 tree (--verbose lists the trees of each)\n");
	ck_assert_uint_eq(count(written("text"), "also:"), 0);
	report.verbose = true;
	ck_assert_contains(
		written("text"), "    also: in other trees:\n          guest.dtb: /a\n");
	ck_assert_contains(written("text"), "          guest.dtb: /b\n");
	report.verbose = false;
	/* where there are lines the place decides, whatever the node is called */
	for (size_t i = 0; i < diags.n; i++) {
		diags.v[i]->place.file = "soc.dtsi";
		diags.v[i]->place.line = 4 + (i == 2);
		diags.v[i]->place.column = 1;
	}
	ck_assert_uint_eq(count(written("text"), ": no dma-coherent "), 2);
	ck_assert_contains(written("text"), "soc.dtsi:4:1: error: /a: ");
	ck_assert_contains(written("text"), "(in 6 of 41 trees) [");
}
END_TEST

START_TEST(nothing_else_is_collapsed)
{
	incoherent(LEVEL_ERROR, "/a");
	incoherent(LEVEL_ERROR, "/a"); /* the same node again */
	incoherent(LEVEL_WARNING, "/b");
	incoherent(LEVEL_ERROR, "/c")->message = "another";
	incoherent(LEVEL_ERROR, "/d")->rule = &without_node;
	incoherent(LEVEL_ERROR, "/e")->property = "dma-noncoherent";
	incoherent(LEVEL_ERROR, "/f")->why = "another";
	incoherent(LEVEL_ERROR, "/g")->help = NULL;
	paired(incoherent(LEVEL_ERROR, "/h"), 4, "d0");
	finding(&coherence, LEVEL_ERROR, NULL, "whole");
	finding(&coherence, LEVEL_ERROR, NULL, "whole");
	ck_assert_uint_eq(count(written("text"), ": no dma-coherent ["), 8);
	ck_assert_uint_eq(count(written("text"), ": another ["), 1);
	ck_assert_uint_eq(count(written("text"), "guest.dtb: error: whole ["), 2);
	ck_assert_lacks(written("text"), "also:");

	incoherent(LEVEL_ERROR, "/z");
	ck_assert_uint_eq(count(written("text"), ": no dma-coherent ["), 8);
	ck_assert_contains(written("text"), "    also: 1 more node: /z\n");
}
END_TEST

START_TEST(a_collapsed_finding_keeps_each_device)
{
	paired(incoherent(LEVEL_ERROR, slot(31)), 4, "virtio-blk-device (id=d0)");
	paired(incoherent(LEVEL_ERROR, slot(30)), 7, "virtio-net-device (id=n0)");
	ck_assert_contains(written("text"), "    host: run.sh:4: virtio-blk-device ");
	ck_assert_contains(written("text"),
		"    also: 1 more node:\n"
		"          /virtio_mmio@a003c00  run.sh:7: virtio-net-device (id=n0)\n");
	for (unsigned int i = 0; i < 20; i++)
		paired(incoherent(LEVEL_ERROR, slot(i)), 10 + i, "more");
	ck_assert_uint_eq(count(written("text"), "  run.sh:"), 8);
	ck_assert_contains(
		written("text"), "          … (13 more, --verbose lists them)\n");
}
END_TEST

/* What the commands of the text report do, in a shell that only prints them. */
static const char *
commands_run(const char *text)
{
	char *script = arena_strdup(&arena, "fdtput() { echo \"fdtput $*\"; }\n"),
	     out[8192];
	const char *run, *end;
	FILE *f;
	size_t n;

	for (run = text; (run = strstr(run, "    run:  ")); run = end) {
		run += 10;
		end = strstr(run, "; done\n");
		end = !strncmp(run, "for n", 5) ? end + strlen("; done")
						: strchr(run, '\n');
		script = arena_printf(&arena, "%s%.*s\n", script, (int)(end - run), run);
	}
	f = popen(
		arena_printf(&arena, "sh -c %s", diag_shell_quote(&arena, script)), "r");
	ck_assert_ptr_nonnull(f);
	n = fread(out, 1, sizeof(out) - 1, f);
	ck_assert_int_eq(pclose(f), 0);
	return arena_strndup(&arena, out, n);
}

START_TEST(one_command_mends_all_nodes)
{
	char *expected = arena_strdup(&arena, "");
	const char *text;

	for (unsigned int i = 0; i < 32; i++) {
		incoherent(LEVEL_WARNING, slot(i));
		expected = arena_printf(&arena, "%s%s\n", expected, diags.v[i]->command);
	}
	incoherent(LEVEL_ERROR, "/one");
	expected = arena_printf(&arena, "%s%s\n", expected, diags.v[32]->command);
	text = written("text");
	ck_assert_uint_eq(count(text, "run:"), 2);
	ck_assert_str_eq(commands_run(text), expected);
}
END_TEST

START_TEST(loops_take_the_longest_common_path)
{
	static const char *const expected = "fdtput guest.dtb /soc dma-coherent\n"
					    "fdtput guest.dtb /soc/a@1 dma-coherent\n"
					    "fdtput guest.dtb /soc/a@1/soc dma-coherent\n"
					    "fdtput guest.dtb /socket dma-coherent\n";

	incoherent(LEVEL_WARNING, "/soc");
	incoherent(LEVEL_WARNING, "/soc/a@1");
	incoherent(LEVEL_WARNING, "/soc/a@1/soc");
	incoherent(LEVEL_WARNING, "/socket");
	ck_assert_contains(
		written("text"), "for n in soc soc/a@1 soc/a@1/soc socket; do ");
	ck_assert_str_eq(commands_run(written("text")), expected);
}
END_TEST

START_TEST(commands_without_a_loop_stand_for_the_others)
{
	static const char *const others[] = { "/", "/b c", "/b'", "/$n" };

	for (size_t i = 0; i < 4; i++) {
		setup();
		incoherent(LEVEL_WARNING, "/a");
		incoherent(LEVEL_WARNING, others[i]);
		ck_assert_contains(written("text"),
			"    run:  fdtput guest.dtb /a dma-coherent\n"
			"          (likewise for the other 1)\n");
	}
	/* commands that differ by more than the node; one that is missing */
	setup();
	incoherent(LEVEL_WARNING, "/a");
	incoherent(LEVEL_WARNING, "/b")->command = "fdtput -d guest.dtb /b dma-coherent";
	ck_assert_contains(written("text"), "(likewise for the other 1)\n");
	setup();
	incoherent(LEVEL_WARNING, "/a");
	incoherent(LEVEL_WARNING, "/b")->command = NULL;
	ck_assert_contains(written("text"), "(likewise for the other 1)\n");
	/* more nodes than a loop is good for */
	setup();
	for (unsigned int i = 0; i < 100; i++)
		incoherent(LEVEL_WARNING, slot(i));
	ck_assert_contains(written("text"), "(likewise for the other 99)\n");
	report.verbose = true;
	ck_assert_lacks(written("text"), "likewise");
	ck_assert_uint_eq(count(commands_run(written("text")), "\n"), 100);
}
END_TEST

START_TEST(what_was_just_said_is_not_repeated)
{
	struct diag *d;

	incoherent(LEVEL_ERROR, "/a");
	d = incoherent(LEVEL_WARNING, "/b");
	d = incoherent(LEVEL_NOTE, "/c");
	d->why = "another reason";
	d->command = NULL;
	incoherent(LEVEL_ERROR, "/d")->message = "third";
	ck_assert_str_eq(written("text"),
		"guest.dtb: /a: error: no dma-coherent "
		"[virtio/mmio-missing-dma-coherent]\n"
		"    why:  rings are mapped non-cacheable\n"
		"    fix:  add the property\n"
		"    run:  fdtput guest.dtb /a dma-coherent\n"
		"\n"
		"guest.dtb: /b: warning: no dma-coherent "
		"[virtio/mmio-missing-dma-coherent]\n"
		"    run:  fdtput guest.dtb /b dma-coherent\n"
		"\n"
		"guest.dtb: /c: note: no dma-coherent [virtio/mmio-missing-dma-coherent]\n"
		"    why:  another reason\n"
		"\n"
		"guest.dtb: /d: error: third [virtio/mmio-missing-dma-coherent]\n"
		"    why:  rings are mapped non-cacheable\n"
		"    run:  fdtput guest.dtb /d dma-coherent\n"
		"\n"
		"2 errors, 1 warning, 1 note in 1 tree\n");
}
END_TEST

/* Columns of the widest line that begins with a blank. */
static size_t
widest_body_line(const char *text)
{
	size_t widest = 0, n;

	for (; *text; text += strcspn(text, "\n") + 1) {
		n = 0;
		for (const char *s = text; *s != '\n'; s++)
			n += ((unsigned char)*s & 0xc0) != 0x80;
		if (*text == ' ' && n > widest)
			widest = n;
	}
	return widest;
}

START_TEST(bodies_keep_to_a_hundred_columns)
{
	struct diag *d = incoherent(LEVEL_ERROR, slot(0));
	struct buf long_text = { 0 };

	for (unsigned int i = 0; i < 100; i++)
		buf_printf(&long_text, "%.*sé ", (int)(i % 13), "abcdefghijklm");
	d->why = d->help = d->message = long_text.s;
	paired(d, 1, long_text.s);
	for (unsigned int i = 1; i < 60; i++) {
		*incoherent(LEVEL_ERROR, slot(i)) = *d;
		diags.v[i]->node = slot(i);
		diags.v[i]->command = arena_printf(
			&arena, "fdtput guest.dtb %s dma-coherent", slot(i));
	}
	report.verbose = true;
	ck_assert_uint_le(widest_body_line(written("text")), 100);
	ck_assert_uint_ge(widest_body_line(written("text")), 90);
	ck_assert_uint_eq(count(commands_run(written("text")), "\n"), 60);
	buf_free(&long_text);
}
END_TEST

START_TEST(the_summary_counts_every_node)
{
	static const struct report_input inputs[] = {
		{ .file = "guest.dtb", .ok = true, .nnodes = 1 },
		{ .file = "cut.dtb", .fault = "truncated" },
		{ .file = "b.dtb", .ok = true, .nnodes = 1 },
	};
	static const struct report_host hosts[] = { { .source = "h", .fault = "x" } };
	struct diag *d;

	ck_assert_str_eq(written("text"), "1 tree, no findings\n");
	report.inputs = inputs;
	report.ninputs = 3;
	ck_assert_str_eq(written("text"), "3 trees, no findings (1 not read)\n");
	for (unsigned int i = 0; i < 29; i++)
		incoherent(LEVEL_WARNING, slot(i));
	incoherent(LEVEL_ERROR, "/a");
	incoherent(LEVEL_ERROR, "/b");
	d = finding(&unreadable, LEVEL_ERROR, NULL, "truncated");
	d->file = "cut.dtb";
	d->fault = true;
	incoherent(LEVEL_NOTE, "/c");
	ck_assert_contains(written("text"),
		"\n\n3 errors, 29 warnings, 1 note in 3 trees (1 not read)\n");
	/* standard error has been told */
	ck_assert_lacks(written("text"), "truncated");
	report.hosts = hosts;
	report.nhosts = 1;
	ck_assert_contains(written("text"),
		" in 3 trees (1 not read), 1 host configuration not read\n");
}
END_TEST

START_TEST(colour_is_there_only_where_asked_for)
{
	const char *plain, *s;
	struct buf stripped = { 0 };

	paired(incoherent(LEVEL_ERROR, "/a"), 4, "d0");
	incoherent(LEVEL_WARNING, "/b");
	incoherent(LEVEL_NOTE, "/c");
	plain = written("text");
	ck_assert_lacks(plain, "\033");
	report.color = true;
	s = written("text");
	ck_assert_contains(s, "\033[1;31merror");
	while (*s) {
		if (*s == '\033')
			s += strcspn(s, "m") + 1;
		else
			buf_putc(&stripped, *s++);
	}
	ck_assert_str_eq(stripped.s, plain);
	buf_free(&stripped);
	/* and the other formats have none */
	ck_assert_lacks(written("github"), "\033");
	ck_assert_lacks(written("json"), "\\u001b");
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("text");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, reporters_are_found_by_name);
	tcase_add_test(c, a_finding_has_one_line_to_grep_for);
	tcase_add_test(c, places_are_written_as_they_apply);
	tcase_add_test(c, a_source_line_is_shown_and_marked);
	tcase_add_test(c, an_excerpt_stays_on_the_screen);
	tcase_add_test(c, a_host_is_quoted_where_it_speaks);
	tcase_add_test(c, a_feature_is_not_said_twice);
	tcase_add_test(c, findings_that_differ_by_their_node_are_collapsed);
	tcase_add_test(c, trees_have_one_finding);
	tcase_add_test(c, nothing_else_is_collapsed);
	tcase_add_test(c, a_collapsed_finding_keeps_each_device);
	tcase_add_test(c, one_command_mends_all_nodes);
	tcase_add_test(c, loops_take_the_longest_common_path);
	tcase_add_test(c, commands_without_a_loop_stand_for_the_others);
	tcase_add_test(c, what_was_just_said_is_not_repeated);
	tcase_add_test(c, bodies_keep_to_a_hundred_columns);
	tcase_add_test(c, the_summary_counts_every_node);
	tcase_add_test(c, colour_is_there_only_where_asked_for);
	return run_tests(c);
}
