/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_json.h"

static void
ck_assert_keys(const json_t *v, const char *path, const char *expected)
{
	json_t *o = json_copy((json_t *)(uintptr_t)at(v, path));
	char *keys = arena_strdup(&arena, "");
	const char *key;
	json_t *value;

	ck_assert_msg(json_is_object(o), "%s is no object", path);
	json_object_foreach(o, key, value)
	{
		keys = arena_printf(&arena, "%s %s", keys, key);
	}
	ck_assert_str_eq(keys, expected);
	json_decref(o);
}

START_TEST(an_empty_report_is_a_whole_document)
{
	const json_t *d;

	report.ninputs = 0;
	d = read_back("json");
	ck_assert_keys(d, "",
		" version tool diagnostics groups statistics inputs skipped hosts bindings configs baselines comparison fixes summary");
	ck_assert_json(d, "version", "2");
	ck_assert_json(d, "tool.name", "\"dtlint\"");
	ck_assert_json(d, "diagnostics", "[]");
	ck_assert_json(d, "inputs", "[]");
	ck_assert_json(d, "hosts", "[]");
	ck_assert_json(d, "summary",
		"{\"errors\":0,\"warnings\":0,\"notes\":0,\"distinct\":0,\"fixed\":0,\"ignored\":0,\"known\":0,\"inputs\":0,\"skipped\":0,\"failed\":0,\"coverage\":null}");
}
END_TEST

START_TEST(a_finding_has_every_key_in_order)
{
	static const char *const compatible[] = { "virtio,mmio", "x" };
	struct diag *d = incoherent(LEVEL_ERROR, "/virtio_mmio@a003e00");
	const json_t *v;

	d->compatible = compatible;
	d->ncompatible = 2;
	d->place.length = 4;
	paired(d, 4, "virtio-blk-device (id=d0)");
	v = at(read_back("json"), "diagnostics.0");
	ck_assert_keys(v, "",
		" rule level file unit node property compatible fingerprint state message why help command"
		" place related fix host");
	ck_assert_keys(v, "place", " file line column endLine endColumn offset length");
	ck_assert_keys(v, "host", " file kind line pointer device text features");
	ck_assert_json(v, "rule", "\"virtio/mmio-missing-dma-coherent\"");
	ck_assert_json(v, "level", "\"error\"");
	ck_assert_json(v, "file", "\"guest.dtb\"");
	ck_assert_json(v, "node", "\"/virtio_mmio@a003e00\"");
	ck_assert_json(v, "property", "\"dma-coherent\"");
	ck_assert_json(v, "compatible", "[\"virtio,mmio\",\"x\"]");
	ck_assert_json(v, "message", "\"no dma-coherent\"");
	ck_assert_json(v, "why", "\"rings are mapped non-cacheable\"");
	ck_assert_json(v, "help", "\"add the property\"");
	ck_assert_json(
		v, "command", "\"fdtput guest.dtb /virtio_mmio@a003e00 dma-coherent\"");
	ck_assert_json(v, "place.offset", "636");
	ck_assert_json(v, "place.file", "\"guest.dtb\"");
	ck_assert_json(v, "related", "[]");
	ck_assert_json(v, "place.length", "4");
	ck_assert_json(v, "place.line", "null");
	ck_assert_json(v, "place.column", "null");
	ck_assert_json(v, "host.file", "\"run.sh\"");
	ck_assert_json(v, "host.kind", "\"qemu\"");
	ck_assert_json(v, "host.line", "4");
	ck_assert_json(v, "host.pointer", "null");
	ck_assert_json(v, "host.device", "\"virtio-blk-device (id=d0)\"");
	ck_assert_json(v, "host.text", "\"iommu_platform=on\"");
	ck_assert_json(v, "host.features",
		"[\"VIRTIO_F_VERSION_1\",\"VIRTIO_F_ACCESS_PLATFORM\"]");
}
END_TEST

START_TEST(what_does_not_apply_is_null)
{
	static const char *const keys[] = { "node", "property", "why", "help", "command",
		"place.offset", "place.length", "place.line", "place.column",
		"place.endLine", "place.endColumn" };
	const json_t *v;

	finding(&without_node, LEVEL_WARNING, NULL, "no node")->place.column = 3;
	v = at(read_back("json"), "diagnostics.0");
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		ck_assert_json(v, keys[i], "null");
	ck_assert_json(v, "compatible", "[]");
	ck_assert_ptr_null(at(v, "host"));
}
END_TEST

START_TEST(a_text_file_has_lines)
{
	struct diag *d = finding(&without_node, LEVEL_WARNING, NULL, "unset");
	const json_t *v;

	d->file = "run.sh";
	d->place.line = 4;
	d->place.column = 7;
	v = at(read_back("json"), "diagnostics.0");
	ck_assert_json(v, "place.line", "4");
	ck_assert_json(v, "place.column", "7");
	ck_assert_json(v, "place.offset", "null");
}
END_TEST

START_TEST(a_place_may_be_in_another_file)
{
	struct diag *d = located();
	const json_t *v;

	v = at(read_back("json"), "diagnostics.0");
	ck_assert_str_eq(d->file, "guest.dtb");
	ck_assert_json(v, "file", "\"guest.dtb\"");
	ck_assert_json(v, "place",
		"{\"file\":\"soc.dtsi\",\"line\":12,\"column\":9,\"endLine\":12,"
		"\"endColumn\":13,\"offset\":null,\"length\":null}");
	ck_assert_json(v, "related",
		"[{\"file\":\"board.dts\",\"line\":4,\"column\":2,\"endLine\":4,"
		"\"endColumn\":8,\"offset\":null,\"length\":null,"
		"\"message\":\"overridden here\"},"
		"{\"file\":\"guest.dtb\",\"line\":null,\"column\":null,\"endLine\":null,"
		"\"endColumn\":null,\"offset\":80,\"length\":4,\"message\":\"also here\"}]");
}
END_TEST

START_TEST(findings_are_never_collapsed)
{
	const json_t *v;

	for (unsigned int i = 0; i < 32; i++)
		incoherent(LEVEL_WARNING, slot(i));
	incoherent(LEVEL_NOTE, "/x")->place.offset = 0;
	v = read_back("json");
	ck_assert_uint_eq(json_array_size(at(v, "diagnostics")), 33);
	ck_assert_json(v, "diagnostics.31.node", "\"/virtio_mmio@a003e00\"");
	ck_assert_json(v, "diagnostics.32.place.offset", "0");
	ck_assert_json(v, "diagnostics.32.place.length", "0");
	ck_assert_json(v, "summary",
		"{\"errors\":0,\"warnings\":32,\"notes\":1,\"distinct\":33,\"fixed\":0,\"ignored\":0,\"known\":0,\"inputs\":1,\"skipped\":0,\"failed\":0,\"coverage\":null}");
}
END_TEST

START_TEST(inputs_say_whether_they_were_read)
{
	static const struct report_input inputs[] = {
		{ .file = "guest.dtb", .ok = true, .nnodes = 40, .arch = "arm64" },
		{ .file = "b.dtb", .ok = true, .nnodes = 1 },
		{ .file = "cut.dtb", .fault = "truncated" },
	};
	const json_t *v;

	report.inputs = inputs;
	report.ninputs = 3;
	report.failed = 1;
	v = read_back("json");
	ck_assert_json(v, "inputs.0",
		"{\"file\":\"guest.dtb\",\"unit\":null,\"status\":\"ok\",\"fault\":null,\"nodes\":40,"
		"\"arch\":\"arm64\",\"coverage\":null}");
	ck_assert_json(v, "inputs.1",
		"{\"file\":\"b.dtb\",\"unit\":null,\"status\":\"ok\",\"fault\":null,\"nodes\":1,"
		"\"arch\":null,\"coverage\":null}");
	ck_assert_json(v, "inputs.2",
		"{\"file\":\"cut.dtb\",\"unit\":null,\"status\":\"error\",\"fault\":\"truncated\","
		"\"nodes\":null,\"arch\":null,\"coverage\":null}");
	ck_assert_json(v, "summary.inputs", "3");
	ck_assert_json(v, "summary.failed", "1");
}
END_TEST

START_TEST(hosts_say_what_was_found)
{
	struct host_device devices[] = {
		{ .name = "offers" },
		{ .name = "does not" },
		{ .name = "unknown" },
	};
	struct host host = {
		.source = "run.sh",
		.kind = "qemu",
		.program = "qemu-system-aarch64",
		.machine = "virt",
		.mmio_complete = TRI_YES,
		.pci_complete = TRI_NO,
		.devices = devices,
		.ndevices = 3,
	};
	struct host bare = { .source = "h.yaml", .kind = "native" };
	struct report_host hosts[] = {
		{ .source = "run.sh", .ok = true, .host = &host },
		{ .source = "h.yaml", .ok = true, .host = &bare },
		{ .source = "bad.yaml", .fault = "unknown key" },
	};
	const json_t *v;

	feature_put(&devices[0].offered, VIRTIO_F_ACCESS_PLATFORM, true);
	feature_put(&devices[1].offered, VIRTIO_F_ACCESS_PLATFORM, false);
	report.hosts = hosts;
	report.nhosts = 3;
	v = read_back("json");
	ck_assert_json(v, "hosts.0",
		"{\"source\":\"run.sh\",\"kind\":\"qemu\",\"status\":\"ok\","
		"\"fault\":null,\"program\":\"qemu-system-aarch64\","
		"\"machine\":\"virt\",\"devices\":3,\"claims\":1,"
		"\"complete\":{\"mmio\":true,\"pci\":false}}");
	ck_assert_json(v, "hosts.1",
		"{\"source\":\"h.yaml\",\"kind\":\"native\",\"status\":\"ok\","
		"\"fault\":null,\"program\":null,\"machine\":null,\"devices\":0,"
		"\"claims\":0,\"complete\":{\"mmio\":null,\"pci\":null}}");
	ck_assert_json(v, "hosts.2",
		"{\"source\":\"bad.yaml\",\"kind\":null,\"status\":\"error\","
		"\"fault\":\"unknown key\",\"program\":null,\"machine\":null,"
		"\"devices\":null,\"claims\":null,\"complete\":null}");
}
END_TEST

START_TEST(text_is_two_blanks_deep)
{
	report.ninputs = 0;
	ck_assert_int_eq(strncmp(written("json"), "{\n  \"version\": 2,\n", 18), 0);
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("json");

	tcase_add_checked_fixture(c, setup, forget);
	tcase_add_test(c, an_empty_report_is_a_whole_document);
	tcase_add_test(c, a_finding_has_every_key_in_order);
	tcase_add_test(c, what_does_not_apply_is_null);
	tcase_add_test(c, a_text_file_has_lines);
	tcase_add_test(c, a_place_may_be_in_another_file);
	tcase_add_test(c, findings_are_never_collapsed);
	tcase_add_test(c, inputs_say_whether_they_were_read);
	tcase_add_test(c, hosts_say_what_was_found);
	tcase_add_test(c, text_is_two_blanks_deep);
	return run_tests(c);
}
