/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_json.h"

/* Of the first result. */
#define RESULT "runs.0.results.0."
#define PLACE RESULT "locations.0.physicalLocation."

START_TEST(a_log_is_whole_without_results)
{
	const json_t *v = read_back("sarif");

	ck_assert_json(v, "version", "\"2.1.0\"");
	ck_assert_json(v, "runs.0.tool.driver.name", "\"dtlint\"");
	ck_assert_json(v, "runs.0.tool.driver.rules", "[]");
	ck_assert_json(v, "runs.0.results", "[]");
	ck_assert_json(v, "runs.0.columnKind", "\"unicodeCodePoints\"");
	ck_assert_json(v, "runs.0.invocations",
		"[{\"executionSuccessful\":true,\"toolExecutionNotifications\":[]}]");
	/* SARIF 2.1.0, 3.14.14: the URI may be left out, and then so is its base */
	ck_assert_json(v, "runs.0.originalUriBaseIds.%SRCROOT%",
		"{\"description\":{\"text\":\"what dtlint names files from\"}}");
}
END_TEST

START_TEST(a_result_has_a_binary_region_in_a_tree)
{
	struct diag *d = incoherent(LEVEL_ERROR, "/virtio_mmio@a003e00");
	const json_t *v;

	d->place.length = 12;
	v = read_back("sarif");
	ck_assert_json(v, RESULT "ruleId", "\"virtio/mmio-missing-dma-coherent\"");
	ck_assert_json(v, RESULT "ruleIndex", "0");
	ck_assert_json(v, RESULT "level", "\"error\"");
	ck_assert_json(v, PLACE "artifactLocation",
		"{\"uri\":\"guest.dtb\",\"uriBaseId\":\"%SRCROOT%\"}");
	ck_assert_json(v, PLACE "region", "{\"byteOffset\":636,\"byteLength\":12}");
	ck_assert_json(v, RESULT "locations.0.logicalLocations",
		"[{\"name\":\"dma-coherent\",\"fullyQualifiedName\":"
		"\"/virtio_mmio@a003e00/dma-coherent\",\"kind\":\"property\"}]");
	ck_assert_json(v, RESULT "message.text",
		"\"/virtio_mmio@a003e00: no dma-coherent. Why: rings are mapped "
		"non-cacheable. Fix: add the property.\"");
	ck_assert_json(v, RESULT "properties",
		"{\"command\":\"fdtput guest.dtb /virtio_mmio@a003e00 dma-coherent\"}");
	ck_assert_ptr_null(at(v, RESULT "relatedLocations"));
}
END_TEST

START_TEST(trees_have_one_result)
{
	struct diag *d;
	const json_t *v;

	for (uint32_t i = 1; i < 4; i++) {
		d = incoherent(LEVEL_ERROR, "/a");
		d->input = i;
		d->file = arena_printf(&arena, "%u.dtb", i);
		d->command = NULL;
	}
	incoherent(LEVEL_WARNING, "/a")->input = 4;
	report.ntrees = 5;
	v = read_back("sarif");
	ck_assert_uint_eq(json_array_size(at(v, "runs.0.results")), 2);
	ck_assert_json(v, RESULT "occurrenceCount", "3");
	ck_assert_json(
		v, RESULT "properties", "{\"trees\":[\"1.dtb\",\"2.dtb\",\"3.dtb\"]}");
	ck_assert_json(v, RESULT "message.text",
		"\"/a: no dma-coherent. Found in 3 of 5 trees. Why: rings are mapped "
		"non-cacheable. Fix: add the property.\"");
	ck_assert_ptr_null(at(v, "runs.0.results.1.occurrenceCount"));
}
END_TEST

START_TEST(suppressions_tell_where_they_stand)
{
	struct diag_list left = { .arena = &arena };
	const json_t *v;

	for (int i = 0; i < 2; i++) {
		diag_append(&left, finding(&coherence, LEVEL_ERROR, "/a", i ? "x" : "y"));
		left.v[i]->ignored = "known";
	}
	left.v[1]->ignored_in_source = true;
	diags.n = 0;
	report_identify(left.v, left.n, &arena);
	report.ignored = left.v;
	report.nignored = left.n;
	v = read_back("sarif");
	ck_assert_json(v, RESULT "suppressions",
		"[{\"kind\":\"external\",\"justification\":\"known\"}]");
	ck_assert_json(v, "runs.0.results.1.suppressions",
		"[{\"kind\":\"inSource\",\"justification\":\"known\"}]");
}
END_TEST

START_TEST(githubs_limits_are_kept_and_said)
{
	const struct reporter *sarif = reporter_by_name("sarif");
	const json_t *v;
	size_t i;

	report.github = true;
	for (i = 0; i < 5000; i++)
		finding(&coherence, LEVEL_WARNING, arena_printf(&arena, "/w%zu", i), "x");
	report.diags = diags.v;
	report.ndiags = diags.n;
	ck_assert_ptr_null(sarif->remark(&report));
	finding(&coherence, LEVEL_WARNING, "/w", "x");
	report.diags = diags.v;
	report.ndiags = diags.n;
	ck_assert_str_eq(sarif->remark(&report),
		"5001 findings, of which GitHub shows the 5000 most severe");
	for (i = 0; i < 20000; i++)
		finding(&coherence, i % 2 ? LEVEL_ERROR : LEVEL_NOTE,
			arena_printf(&arena, "/n%zu", i), "x");
	v = read_back("sarif");
	ck_assert_uint_eq(json_array_size(at(v, "runs.0.results")), 25000);
	/* the last note is the one that there is no room for, before the last error */
	ck_assert_json(v, "runs.0.results.24999.level", "\"error\"");
	ck_assert_json(v, "runs.0.results.24998.level", "\"error\"");
	ck_assert_json(v, "runs.0.results.24997.level", "\"note\"");
	ck_assert_json(v, "runs.0.results.5000.level", "\"warning\"");
	ck_assert_json(v, "runs.0.results.5002.level", "\"error\"");
	ck_assert_str_eq(sarif->remark(&report),
		"25001 findings, of which GitHub takes no more than 25000, and shows the "
		"5000 most severe: the least severe are left out of the log");
	ck_assert_json(v, "runs.0.invocations.0.executionSuccessful", "true");
	ck_assert_json(v, "runs.0.invocations.0.toolExecutionNotifications.0.level",
		"\"warning\"");
	/* other readers take all */
	report.github = false;
	ck_assert_ptr_null(sarif->remark(&report));
	ck_assert_uint_eq(
		json_array_size(at(read_back("sarif"), "runs.0.results")), 25001);
}
END_TEST

START_TEST(levels_and_logical_places_are_mapped)
{
	const json_t *v;

	finding(&coherence, LEVEL_NOTE, "/", "x");
	finding(&coherence, LEVEL_WARNING, "/soc/uart@1", "x");
	finding(&coherence, LEVEL_ERROR, "/", "x")->property = "model";
	v = read_back("sarif");
	ck_assert_json(v, RESULT "level", "\"note\"");
	ck_assert_json(v, RESULT "locations.0.logicalLocations.0",
		"{\"name\":\"/\",\"fullyQualifiedName\":\"/\",\"kind\":\"node\"}");
	ck_assert_json(v, "runs.0.results.1.level", "\"warning\"");
	ck_assert_json(v, "runs.0.results.1.locations.0.logicalLocations.0",
		"{\"name\":\"uart@1\",\"fullyQualifiedName\":\"/soc/uart@1\","
		"\"kind\":\"node\"}");
	ck_assert_json(v, "runs.0.results.2.level", "\"error\"");
	ck_assert_json(v, "runs.0.results.2.locations.0.logicalLocations.0",
		"{\"name\":\"model\",\"fullyQualifiedName\":\"/model\","
		"\"kind\":\"property\"}");
}
END_TEST

START_TEST(a_text_has_a_text_region)
{
	struct diag *d = finding(&without_node, LEVEL_WARNING, NULL, "unset");
	const json_t *v;

	d->file = "/home/u/fw/vm/run.sh";
	d->place.line = 4;
	d->place.column = 7;
	d = finding(&without_node, LEVEL_WARNING, NULL, "no place at all");
	v = read_back("sarif");
	ck_assert_json(v, PLACE "artifactLocation.uri", "\"vm/run.sh\"");
	ck_assert_json(v, PLACE "region", "{\"startLine\":4,\"startColumn\":7}");
	ck_assert_ptr_null(at(v, RESULT "locations.0.logicalLocations"));
	ck_assert_ptr_null(at(v, "runs.0.results.1.locations.0.physicalLocation.region"));
}
END_TEST

START_TEST(a_region_is_where_the_place_is)
{
	const json_t *v;

	located();
	v = read_back("sarif");
	ck_assert_json(v, PLACE "artifactLocation.uri", "\"soc.dtsi\"");
	ck_assert_json(v, PLACE "region",
		"{\"startLine\":12,\"startColumn\":9,\"endLine\":12,\"endColumn\":13}");
	ck_assert_json(v, RESULT "relatedLocations.0",
		"{\"id\":1,\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"board.dts\","
		"\"uriBaseId\":\"%SRCROOT%\"},\"region\":{\"startLine\":4,\"startColumn\":2,"
		"\"endLine\":4,\"endColumn\":8}},\"message\":{\"text\":\"overridden here\"}}");
	ck_assert_json(v, RESULT "relatedLocations.1.physicalLocation.region",
		"{\"byteOffset\":80,\"byteLength\":4}");
}
END_TEST

START_TEST(github_gets_lines_for_every_place)
{
	struct diag *d = incoherent(LEVEL_ERROR, "/a");
	const json_t *v;

	report.github = true;
	paired(d, 4, "d0");
	d = finding(&coherence, LEVEL_ERROR, NULL, "x");
	d->file = "run.sh";
	d->place.line = 9;
	v = read_back("sarif");
	ck_assert_json(v, PLACE "region",
		"{\"startLine\":1,\"startColumn\":1,\"endLine\":1,\"endColumn\":1}");
	ck_assert_json(v, RESULT "properties.byteOffset", "636");
	ck_assert_json(v, RESULT "properties.byteLength", "0");
	ck_assert_json(
		v, RESULT "relatedLocations.0.physicalLocation.region.startLine", "4");
	ck_assert_json(
		v, "runs.0.results.1.locations.0.physicalLocation.region.startLine", "9");
}
END_TEST

START_TEST(the_host_is_a_related_location)
{
	const json_t *v;

	paired(incoherent(LEVEL_ERROR, "/a"), 4, "virtio-blk-device (id=d0)");
	paired(incoherent(LEVEL_ERROR, "/b"), 0, "d1");
	diags.v[1]->host.pointer = "/devices/1";
	paired(incoherent(LEVEL_ERROR, "/c"), 0, "d2");
	diags.v[2]->host.file = "command line"; /* no file, so no location */
	v = read_back("sarif");
	ck_assert_json(v, RESULT "relatedLocations.0.id", "1");
	ck_assert_json(v, RESULT "relatedLocations.0.physicalLocation",
		"{\"artifactLocation\":{\"uri\":\"run.sh\",\"uriBaseId\":\"%SRCROOT%\"},"
		"\"region\":{\"startLine\":4}}");
	ck_assert_contains(
		json_string_value(at(v, RESULT "relatedLocations.0.message.text")),
		"run.sh:4: virtio-blk-device (id=d0) offers VIRTIO_F_VERSION_1, ");
	ck_assert_contains(json_string_value(at(v, RESULT "message.text")),
		" Host: run.sh:4: virtio-blk-device (id=d0) offers ");
	ck_assert_ptr_null(
		at(v, "runs.0.results.1.relatedLocations.0.physicalLocation.region"));
	ck_assert_contains(json_string_value(at(v, "runs.0.results.1.message.text")),
		"run.sh: /devices/1: d1 offers");
	ck_assert_ptr_null(at(v, "runs.0.results.2.relatedLocations"));
}
END_TEST

START_TEST(only_rules_that_occur_are_listed)
{
	const json_t *v;

	finding(&without_node, LEVEL_WARNING, NULL, "x");
	incoherent(LEVEL_WARNING, "/a");
	finding(&without_node, LEVEL_WARNING, NULL, "y");
	v = read_back("sarif");
	ck_assert_uint_eq(json_array_size(at(v, "runs.0.tool.driver.rules")), 2);
	ck_assert_json(v, "runs.0.results.0.ruleIndex", "0");
	ck_assert_json(v, "runs.0.results.1.ruleIndex", "1");
	ck_assert_json(v, "runs.0.results.2.ruleIndex", "0");
	v = at(v, "runs.0.tool.driver.rules.1");
	ck_assert_json(v, "id", "\"virtio/mmio-missing-dma-coherent\"");
	ck_assert_json(
		v, "shortDescription.text", "\"a virtio,mmio node has no dma-coherent\"");
	ck_assert_json(v, "fullDescription.text", "\"Data is <silently> corrupted.\"");
	ck_assert_json(v, "defaultConfiguration.level", "\"error\"");
	ck_assert_json(v, "properties.tags", "[\"virtio\"]");
	ck_assert_str_eq(json_string_value(at(v, "help.text")),
		"Data is <silently> corrupted.\n\nLevels:\nerror: claimed\n"
		"warning: not known\n\nFix: Add *dma-coherent*.\n\nReferences:\n"
		"mmio.yaml\nDevicetree Specification v0.4, 2.3.10");
	ck_assert_str_eq(json_string_value(at(v, "help.markdown")),
		"Data is \\<silently\\> corrupted.\n\n**Levels:**\n\n- error: claimed\n"
		"- warning: not known\n\n**Fix:** Add \\*dma-coherent\\*.\n\n"
		"**References:**\n\n- mmio.yaml\n"
		"- Devicetree Specification v0.4, 2.3.10");
	ck_assert_ptr_null(at(v, "helpUri"));
}
END_TEST

START_TEST(descriptions_are_as_long_as_code_scanning_takes)
{
	struct buf why = { 0 };
	struct rule r = without_node;
	const char *text;

	while (why.n < 3000)
		buf_puts(&why, "word ");
	r.why = why.s;
	finding(&r, LEVEL_WARNING, NULL, "x");
	text = json_string_value(at(
		read_back("sarif"), "runs.0.tool.driver.rules.0.fullDescription.text"));
	ck_assert_uint_le(strlen(text), 1024);
	ck_assert_uint_ge(strlen(text), 1000);
	ck_assert_str_eq(text + strlen(text) - strlen("word …"), "word …");
	buf_free(&why);
}
END_TEST

START_TEST(a_fault_is_a_result_and_a_notification)
{
	struct diag *d = finding(&unreadable, LEVEL_ERROR, NULL, "truncated");
	const json_t *v;

	d->fault = true;
	d->place.offset = 20;
	v = read_back("sarif");
	ck_assert_json(v, "runs.0.invocations.0.executionSuccessful", "false");
	ck_assert_json(v, "runs.0.invocations.0.toolExecutionNotifications.0",
		"{\"level\":\"error\",\"message\":{\"text\":\"truncated\"},"
		"\"locations\":[{\"physicalLocation\":{\"artifactLocation\":"
		"{\"uri\":\"guest.dtb\",\"uriBaseId\":\"%SRCROOT%\"},"
		"\"region\":{\"byteOffset\":20,\"byteLength\":0}}}],"
		"\"associatedRule\":{\"id\":\"input/device-tree\",\"index\":0}}");
	ck_assert_json(v, RESULT "ruleId", "\"input/device-tree\"");
	/* a report that failed without saying why is no success either */
	diags.n = 0;
	report.failed = 1;
	ck_assert_json(
		read_back("sarif"), "runs.0.invocations.0.executionSuccessful", "false");
}
END_TEST

static const char *
fingerprint(size_t i)
{
	const json_t *v = at(read_back("sarif"),
		arena_printf(&arena, "runs.0.results.%zu.partialFingerprints", i));
	const char *own = json_string_value(json_object_get(v, "dtlintFingerprint/v1"));

	ck_assert_str_eq(json_string_value(json_object_get(v, "dtlintFingerprint/v2")),
		json_string_value(json_object_get(v, "primaryLocationLineHash")));
	return arena_strdup(&arena, own);
}

START_TEST(fingerprints_outlive_unrelated_changes)
{
	struct diag *d = incoherent(LEVEL_ERROR, "/virtio_mmio@a003e00");

	/* the same as in the unit test of the hash, made with another implementation */
	ck_assert_str_eq(fingerprint(0), "2d42b5f3c695d353:1");
	d->place.offset = 4711;
	d->place.length = 9;
	d->level = LEVEL_NOTE;
	d->message = "other words";
	d->file = "/home/u/fw/./guest.dtb";
	paired(d, 4, "d0");
	ck_assert_str_eq(fingerprint(0), "2d42b5f3c695d353:1");
	/* the same again is told apart by its order */
	*incoherent(LEVEL_ERROR, "/virtio_mmio@a003e00") = *d;
	ck_assert_str_eq(fingerprint(0), "2d42b5f3c695d353:1");
	ck_assert_str_eq(fingerprint(1), "2d42b5f3c695d353:2");
	diags.v[1]->node = "/virtio_mmio@a003c00";
	ck_assert_str_ne(fingerprint(1), "2d42b5f3c695d353:2");
	ck_assert_str_eq(fingerprint(1) + 16, ":1");
}
END_TEST

static const struct {
	const char *root, *file, *uri;
	bool relative;
} paths[] = {
	{ NULL, "guest.dtb", "guest.dtb", true },
	{ NULL, "./out//guest.dtb", "out/guest.dtb", true },
	{ NULL, "out/../guest.dtb", "guest.dtb", true },
	{ NULL, "/home/u/fw/guest.dtb", "guest.dtb", true },
	{ NULL, "../guest.dtb", "file:///home/u/guest.dtb", false },
	{ NULL, "/home/u/fwx/a", "file:///home/u/fwx/a", false },
	{ NULL, "/../../etc/a", "file:///etc/a", false },
	{ "/home/u", "guest.dtb", "fw/guest.dtb", true },
	{ "/home/u/", "../x/guest.dtb", "x/guest.dtb", true },
	{ "", "guest.dtb", "guest.dtb", true }, /* an empty GITHUB_WORKSPACE */
	{ "/", "guest.dtb", "home/u/fw/guest.dtb", true },
	{ "/home/u/fw/sub", "guest.dtb", "file:///home/u/fw/guest.dtb", false },
	/* RFC 3986, 2: what is not unreserved is encoded; a ':' would make a scheme */
	{ NULL, "a b%c#d?e:f", "a%20b%25c%23d%3Fe%3Af", true },
	{ NULL, "\xce\xba~_-.dtb", "%CE%BA~_-.dtb", true },
	{ NULL, "-", "-", true },
	{ NULL, "command line", "command%20line", true },
};

START_TEST(uris_are_relative_to_the_checkout)
{
	const json_t *v;

	finding(&coherence, LEVEL_ERROR, "/a", "x")->file = paths[_i].file;
	report.root = paths[_i].root;
	v = at(read_back("sarif"), PLACE "artifactLocation");
	ck_assert_str_eq(json_string_value(json_object_get(v, "uri")), paths[_i].uri);
	ck_assert_int_eq(json_object_get(v, "uriBaseId") != NULL, paths[_i].relative);
}
END_TEST

START_TEST(paths_stay_relative_where_the_directory_is_not_known)
{
	report.cwd = NULL;
	finding(&coherence, LEVEL_ERROR, "/a", "x")->file = "../a/./../b/c";
	ck_assert_json(read_back("sarif"), PLACE "artifactLocation.uri", "\"../b/c\"");
	diags.v[0]->file = "../../a/../../c";
	ck_assert_json(
		read_back("sarif"), PLACE "artifactLocation.uri", "\"../../../c\"");
}
END_TEST

START_TEST(messages_are_neither_templates_nor_links)
{
	finding(&coherence, LEVEL_ERROR, NULL, "{0} in [0]");
	ck_assert_json(read_back("sarif"), RESULT "message.text", "\"{{0}} in [0].\"");
	diags.v[0]->message = "[click](https://example.org/a\\b)";
	ck_assert_str_eq(json_string_value(at(read_back("sarif"), RESULT "message.text")),
		"\\[click\\](https://example.org/a\\\\b).");
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("sarif");

	tcase_add_checked_fixture(c, setup, forget);
	tcase_add_test(c, a_log_is_whole_without_results);
	tcase_add_test(c, a_result_has_a_binary_region_in_a_tree);
	tcase_add_test(c, trees_have_one_result);
	tcase_add_test(c, suppressions_tell_where_they_stand);
	tcase_add_test(c, githubs_limits_are_kept_and_said);
	tcase_add_test(c, levels_and_logical_places_are_mapped);
	tcase_add_test(c, a_text_has_a_text_region);
	tcase_add_test(c, a_region_is_where_the_place_is);
	tcase_add_test(c, github_gets_lines_for_every_place);
	tcase_add_test(c, the_host_is_a_related_location);
	tcase_add_test(c, only_rules_that_occur_are_listed);
	tcase_add_test(c, descriptions_are_as_long_as_code_scanning_takes);
	tcase_add_test(c, a_fault_is_a_result_and_a_notification);
	tcase_add_test(c, fingerprints_outlive_unrelated_changes);
	tcase_add_loop_test(
		c, uris_are_relative_to_the_checkout, 0, sizeof(paths) / sizeof(*paths));
	tcase_add_test(c, paths_stay_relative_where_the_directory_is_not_known);
	tcase_add_test(c, messages_are_neither_templates_nor_links);
	return run_tests(c);
}
