/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where the reader says that things were said, and what bears on that. What whole
 * files mean and which are refused is in tests/host/native-schema.
 */
#include <string.h>

#include "base/buf.h"
#include "host/reader.h"
#include "support.h"

extern const struct host_reader host_reader_native;

static struct arena arena;
static struct fault fault;
static struct host host;

static void
setup(void)
{
	fault = FAULT_INIT(&arena);
	host = (struct host){ 0 };
}

static void
teardown(void)
{
	arena_free(&arena);
}

static bool
read_as(const char *name, const char *text)
{
	size_t n = strlen(text);
	uint8_t *copy = malloc(n + 1);
	struct host_source src = { .name = name, .text = { copy, n } };
	bool ok;

	memcpy(copy, text, n + 1);
	ok = host_reader_native.read(&src, &host, &arena, &fault);
	/* facts must not point into the source */
	memset(copy, 'x', n + 1);
	free(copy);
	return ok;
}

static void
must_read(const char *text)
{
	ck_assert_msg(read_as("x", text), "%u:%u: %s", fault.place.line,
		fault.place.column, fault.message);
}

static void
expect_said(const struct said *s, uint32_t line, const char *pointer, const char *text)
{
	ck_assert_ptr_null(s->place.file);
	ck_assert_uint_eq(s->place.line, line);
	ck_assert_pstr_eq(s->pointer, pointer);
	ck_assert_pstr_eq(s->text, text);
}

START_TEST(said_in_yaml)
{
	const struct host_device *d;

	must_read("features: [VIRTIO_F_ACCESS_PLATFORM]\n"
		  "defaults:\n"
		  "  transport: mmio-legacy\n"
		  "  features:\n"
		  "    - 32\n"
		  "devices:\n"
		  "  - slot: 1\n"
		  "  - slot: 2\n"
		  "    features: [32,\n"
		  "      33, VIRTIO_F_IOMMU_PLATFORM]\n"
		  "    transport: mmio\n"
		  "    dma_coherent: false\n"
		  "  - {slot: 3, features: 0x300000000}\n");
	ck_assert_uint_eq(host.ndevices, 3);
	d = &host.devices[0];
	expect_said(&d->said, 7, NULL, NULL);
	expect_said(&d->claim_said, 1, NULL, "VIRTIO_F_ACCESS_PLATFORM");
	expect_said(&d->legacy_said, 3, NULL, "transport: mmio-legacy");
	expect_said(&d->coherent_said, 0, NULL, NULL);
	d = &host.devices[1];
	expect_said(&d->said, 8, NULL, NULL);
	expect_said(&d->claim_said, 10, NULL, "33");
	expect_said(&d->legacy_said, 11, NULL, "transport: mmio");
	expect_said(&d->coherent_said, 12, NULL, "dma_coherent: false");
	d = &host.devices[2];
	expect_said(&d->claim_said, 13, NULL, "features: 0x300000000");
}
END_TEST

START_TEST(said_in_json)
{
	const struct host_device *d;

	must_read("{\"features\": \"0x100000000\", \"complete\": false,\n"
		  "\"devices\": [{\"slot\": 1, \"dma_coherent\": true},\n"
		  "{\"slot\": 2, \"features\": [\"VIRTIO_F_IOMMU_PLATFORM\"],\n"
		  "\"transport\": \"mmio\"}]}");
	d = &host.devices[0];
	expect_said(&d->said, 2, "/devices/0", NULL);
	expect_said(&d->claim_said, 1, "/features", "features: 0x100000000");
	expect_said(
		&d->coherent_said, 2, "/devices/0/dma_coherent", "dma_coherent: true");
	d = &host.devices[1];
	expect_said(
		&d->claim_said, 3, "/devices/1/features/0", "VIRTIO_F_IOMMU_PLATFORM");
	expect_said(&d->legacy_said, 4, "/devices/1/transport", "transport: mmio");
	ck_assert_ptr_nonnull(host.others);
	expect_said(&host.others->said, 1, "/features", "features: 0x100000000");
}
END_TEST

/* Where nothing sets bit 33, the list that lacks it decides; with none, nothing does. */
START_TEST(said_of_what_is_not_claimed)
{
	must_read("devices:\n"
		  "  - slot: 1\n"
		  "    features:\n"
		  "      - 32\n"
		  "  - slot: 2\n");
	ck_assert_int_eq(host_device_claims(&host.devices[0]), TRI_NO);
	expect_said(&host.devices[0].claim_said, 4, NULL, "features");
	ck_assert_int_eq(host_device_claims(&host.devices[1]), TRI_UNKNOWN);
	expect_said(&host.devices[1].claim_said, 0, NULL, NULL);
}
END_TEST

/* A device's own word on bit 33 goes before that of the top level. */
START_TEST(own_claim_first)
{
	must_read("features: [33]\n"
		  "devices:\n"
		  "  - {slot: 1, features: [33]}\n"
		  "  - {slot: 2, features: [32]}\n");
	ck_assert_int_eq(host_device_claims(&host.devices[0]), TRI_YES);
	expect_said(&host.devices[0].claim_said, 3, NULL, "33");
	ck_assert_int_eq(host_device_claims(&host.devices[1]), TRI_YES);
	expect_said(&host.devices[1].claim_said, 1, NULL, "33");
	ck_assert_int_eq(feature_get(&host.devices[1].offered, 32), TRI_YES);
	ck_assert_int_eq(feature_get(&host.devices[0].offered, 32), TRI_NO);
}
END_TEST

START_TEST(names_of_devices)
{
	static const char *const names[] = { "disk", "device at 0xa003e00",
		"device in slot 3", "device at /soc/virtio@1", "device 5 of the list" };
	size_t i;

	must_read("devices:\n"
		  "  - {slot: 1, name: disk}\n"
		  "  - reg: 0xA003E00\n"
		  "  - slot: 3\n"
		  "  - node: /soc/virtio@1\n"
		  "  - transport: pci\n");
	ck_assert_uint_eq(host.ndevices, 5);
	for (i = 0; i < 5; i++)
		ck_assert_str_eq(host.devices[i].name, names[i]);
}
END_TEST

/* Unlisted devices have the common features, and nothing of `defaults`. */
START_TEST(others)
{
	must_read("features: [33]\n"
		  "defaults: {dma_coherent: false, transport: mmio-legacy}\n"
		  "complete: false\n"
		  "devices: []\n");
	ck_assert_ptr_nonnull(host.others);
	ck_assert_int_eq(host_device_claims(host.others), TRI_YES);
	ck_assert_int_eq(host.others->coherent, TRI_UNKNOWN);
	ck_assert_int_eq(host.others->transport, TRANSPORT_UNKNOWN);
	ck_assert_int_eq(host.others->legacy, TRI_UNKNOWN);
	ck_assert_int_eq(host.others->place.kind, DEVICE_AT_UNKNOWN);
	ck_assert_int_eq(host.mmio_complete, TRI_NO);
	setup();
	must_read("features: [33]\ndevices: []\n");
	ck_assert_ptr_null(host.others);
	ck_assert_int_eq(host.mmio_complete, TRI_YES);
	ck_assert_int_eq(host.pci_complete, TRI_YES);
	setup();
	must_read("features: [33]\n");
	ck_assert_ptr_nonnull(host.others);
	ck_assert_int_eq(host.mmio_complete, TRI_UNKNOWN);
}
END_TEST

START_TEST(masks)
{
	static const struct {
		const char *mask;
		uint64_t low, high;
	} cases[] = {
		{ "0x0", 0, 0 },
		{ "0x1", 1, 0 },
		{ "0x200000000", (uint64_t)1 << 33, 0 },
		{ "0x0000000000000200000000", (uint64_t)1 << 33, 0 },
		{ "'0x80000000000000000000000000000001'", 1, (uint64_t)1 << 63 },
		{ "'0xFEDCBA98765432100123456789abcdef'", 0x0123456789abcdef,
			0xfedcba9876543210 },
	};
	const struct features *f;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		setup();
		must_read(arena_printf(&arena, "features: %s\n", cases[i].mask));
		f = &host.others->offered;
		ck_assert_uint_eq(f->set[0], cases[i].low);
		ck_assert_uint_eq(f->set[1], cases[i].high);
		ck_assert_uint_eq(f->known[0], UINT64_MAX);
		ck_assert_uint_eq(f->known[1], UINT64_MAX);
	}
}
END_TEST

/* `{devices: []}` is YAML that begins as JSON does. */
START_TEST(format_by_name)
{
	ck_assert(read_as("x.yaml", "{devices: []}"));
	ck_assert(read_as("x.yml", "{devices: []}"));
	ck_assert(read_as("x.yaml", "{\"devices\": []}"));
	ck_assert(read_as(".yaml", "{\"devices\": []}"));
	ck_assert(read_as("x.json", "{\"devices\": []}"));
	ck_assert(!read_as("x.json", "{devices: []}"));
	ck_assert_ptr_nonnull(strstr(fault.message, "not valid JSON"));
}
END_TEST

/* Comparing each with each would take minutes. */
START_TEST(many_devices)
{
	struct buf b = { 0 };
	size_t i;

	buf_puts(&b, "devices:\n");
	for (i = 0; i < 200000; i++)
		buf_printf(&b, "- slot: %zu\n", 200000 - i);
	must_read(b.s);
	ck_assert_uint_eq(host.ndevices, 200000);
	ck_assert_uint_eq(host.devices[199999].place.slot, 1);
	buf_puts(&b, "- slot: 200000\n- slot: 199999\n");
	setup();
	ck_assert(!read_as("x", b.s));
	ck_assert_str_eq(fault.message, "slot 200000 is given twice, first at line 2");
	ck_assert_uint_eq(fault.place.line, 200002);
	buf_free(&b);
}
END_TEST

START_TEST(no_command_line)
{
	static const char *const argv[] = { "native", "devices:" };
	struct host_source src = { .name = "command line", .argv = argv, .argc = 2 };

	ck_assert_int_eq(host_reader_native.detect(&src), 0);
	ck_assert(!host_reader_native.read(&src, &host, &arena, &fault));
	ck_assert_ptr_nonnull(strstr(fault.message, "not a command line"));
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("native");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_set_timeout(c, 60);
	tcase_add_test(c, said_in_yaml);
	tcase_add_test(c, said_in_json);
	tcase_add_test(c, said_of_what_is_not_claimed);
	tcase_add_test(c, own_claim_first);
	tcase_add_test(c, names_of_devices);
	tcase_add_test(c, others);
	tcase_add_test(c, masks);
	tcase_add_test(c, format_by_name);
	tcase_add_test(c, many_devices);
	tcase_add_test(c, no_command_line);
	return run_tests(c);
}
