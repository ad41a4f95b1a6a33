/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/host.h"

#include <string.h>
#include <unistd.h>

#include "host/reader.h"
#include "support.h"

static struct arena arena;
static struct fault fault;
static struct host host;
static char folder[] = "/tmp/dtlint-host-XXXXXX";

static void
setup(void)
{
	memcpy(folder + sizeof(folder) - 7, "XXXXXX", 6);
	ck_assert_ptr_nonnull(mkdtemp(folder));
	ck_assert_int_eq(chdir(folder), 0);
	fault = FAULT_INIT(&arena);
}

static void
teardown(void)
{
	static const char *const files[] = { "x.yaml", "x.json", "x.xml", "x",
		"native:x.yaml", "other:x.yaml", "x:y.yaml", "sub/x.yaml", "sub" };
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		remove(files[i]);
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(rmdir(folder), 0);
	arena_free(&arena);
}

static void
write_file(const char *name, const char *text)
{
	struct fault f = FAULT_INIT(&arena);

	ck_assert_msg(io_write(name, text, strlen(text), &f), "%s: %s", name, f.message);
}

static void
expect_fault(const char *spec, const char *file, const char *words)
{
	fault = FAULT_INIT(&arena);
	ck_assert(!host_read(spec, &host, &arena, &fault));
	ck_assert_ptr_nonnull(fault.message);
	ck_assert_msg(strstr(fault.message, words), "'%s' does not say '%s'",
		fault.message, words);
	if (file)
		ck_assert_str_eq(fault.place.file, file);
	else
		ck_assert_ptr_null(fault.place.file);
}

/* Bits as virtio 1.4 has them, 6 and 2.2, and Linux's virtio_config.h, virtio_ring.h. */
static const struct {
	unsigned int bit;
	const char *name;
} bits[] = {
	{ 24, "VIRTIO_F_NOTIFY_ON_EMPTY" },
	{ 27, "VIRTIO_F_ANY_LAYOUT" },
	{ 28, "VIRTIO_RING_F_INDIRECT_DESC" },
	{ 29, "VIRTIO_RING_F_EVENT_IDX" },
	{ 32, "VIRTIO_F_VERSION_1" },
	{ 33, "VIRTIO_F_ACCESS_PLATFORM" },
	{ 34, "VIRTIO_F_RING_PACKED" },
	{ 35, "VIRTIO_F_IN_ORDER" },
	{ 36, "VIRTIO_F_ORDER_PLATFORM" },
	{ 37, "VIRTIO_F_SR_IOV" },
	{ 38, "VIRTIO_F_NOTIFICATION_DATA" },
	{ 39, "VIRTIO_F_NOTIF_CONFIG_DATA" },
	{ 40, "VIRTIO_F_RING_RESET" },
	{ 41, "VIRTIO_F_ADMIN_VQ" },
};

START_TEST(names_of_bits)
{
	ck_assert_str_eq(feature_name(bits[_i].bit), bits[_i].name);
	ck_assert_int_eq(feature_bit(bits[_i].name), (int)bits[_i].bit);
}
END_TEST

START_TEST(other_names_of_bits)
{
	size_t i, n = 0;
	const char *name;

	ck_assert_int_eq(feature_bit("VIRTIO_F_IOMMU_PLATFORM"), 33);
	ck_assert_int_eq(feature_bit("VIRTIO_F_INDIRECT_DESC"), 28);
	ck_assert_int_eq(feature_bit("VIRTIO_F_EVENT_IDX"), 29);
	ck_assert_int_eq(feature_bit("VIRTIO_BLK_F_FLUSH"), 9);
	ck_assert_int_eq(feature_bit("VIRTIO_NET_F_SPEED_DUPLEX"), 63);
	ck_assert_int_eq(feature_bit("VIRTIO_F_IOMMU_PLATFOR"), -1);
	ck_assert_int_eq(feature_bit("virtio_f_version_1"), -1);
	ck_assert_int_eq(feature_bit(""), -1);
	/* a bit of the device types' own has as many meanings as there are types */
	ck_assert_ptr_null(feature_name(0));
	ck_assert_ptr_null(feature_name(9));
	ck_assert_ptr_null(feature_name(42));
	ck_assert_ptr_null(feature_name(127));
	ck_assert_ptr_null(feature_name(1000));
	for (i = 0; (name = feature_name_at(i)); i++) {
		ck_assert_int_ge(feature_bit(name), 0);
		ck_assert_int_lt(feature_bit(name), FEATURE_BITS_MAX);
		n += !strcmp(name, "VIRTIO_F_IOMMU_PLATFORM");
	}
	ck_assert_uint_eq(n, 1);
	ck_assert_ptr_null(feature_name_at(i + 1));
}
END_TEST

START_TEST(feature_sets)
{
	struct host_device d = { 0 };
	struct features *f = &d.offered;

	ck_assert_int_eq(feature_get(f, 33), TRI_UNKNOWN);
	ck_assert_int_eq(host_device_claims(&d), TRI_UNKNOWN);
	feature_put(f, 33, true);
	feature_put(f, 0, false);
	feature_put(f, 127, true);
	ck_assert_int_eq(host_device_claims(&d), TRI_YES);
	ck_assert_int_eq(feature_get(f, 0), TRI_NO);
	ck_assert_int_eq(feature_get(f, 127), TRI_YES);
	ck_assert_int_eq(feature_get(f, 32), TRI_UNKNOWN);
	ck_assert_int_eq(feature_get(f, 97), TRI_UNKNOWN);
	feature_put(f, 33, false);
	ck_assert_int_eq(host_device_claims(&d), TRI_NO);
	feature_put(f, 33, true);
	feature_close(f);
	ck_assert_int_eq(host_device_claims(&d), TRI_YES);
	ck_assert_int_eq(feature_get(f, 32), TRI_NO);
	ck_assert_int_eq(feature_get(f, 97), TRI_NO);
	ck_assert_int_eq(feature_get(f, 127), TRI_YES);
	/* out of range: not known, and no harm */
	feature_put(f, 128, true);
	feature_put(f, UINT32_MAX, true);
	ck_assert_int_eq(feature_get(f, 128), TRI_UNKNOWN);
	ck_assert_int_eq(feature_get(f, UINT32_MAX), TRI_UNKNOWN);
}
END_TEST

START_TEST(lists_grow)
{
	struct host h = { 0 };
	struct said said = { .place = { .line = 7, .offset = -1 } };
	struct host_device *d;
	uint32_t i;

	for (i = 0; i < 1000; i++) {
		d = host_add_device(&h, &arena);
		ck_assert_ptr_null(d->name);
		ck_assert_int_eq(d->place.kind, DEVICE_AT_UNKNOWN);
		d->place.slot = i;
		host_add_remark(&h, &arena, said, "remark %u", i);
	}
	ck_assert_uint_eq(h.ndevices, 1000);
	ck_assert_uint_eq(h.nremarks, 1000);
	for (i = 0; i < 1000; i++)
		ck_assert_uint_eq(h.devices[i].place.slot, i);
	ck_assert_str_eq(h.remarks[0].message, "remark 0");
	ck_assert_str_eq(h.remarks[999].message, "remark 999");
	ck_assert_uint_eq(h.remarks[999].said.place.line, 7);
}
END_TEST

START_TEST(readers)
{
	const struct host_reader *r, *last = NULL;
	size_t i;

	for (i = 0; (r = host_reader_at(i)); i++) {
		ck_assert_str_ne(r->kind, "");
		ck_assert_str_ne(r->summary, "");
		ck_assert(!last || strcmp(last->kind, r->kind) < 0);
		last = r;
	}
	ck_assert_uint_ge(i, 1);
	ck_assert_ptr_null(host_reader_at(i + 1));
}
END_TEST

/* A detector must bear any content, and a file is not its name. */
START_TEST(detection_bears_anything)
{
	static const char *const texts[] = { "", "\n", "\"", "'", "{", "[\"", "{\"\\",
		":", "\xff\xfe\0", "devices", "\"devices", "{\"devices\"", "%",
		"\0\0\0\0" };
	const struct host_reader *r;
	struct host_source src = { .name = "" };
	uint8_t *copy;
	size_t i, k, n;
	int sure;

	for (i = 0; (r = host_reader_at(i)); i++) {
		for (k = 0; k < sizeof(texts) / sizeof(texts[0]); k++) {
			n = k == 8 || k == 13 ? 3 : strlen(texts[k]);
			/* as io_read() has it: one NUL behind */
			copy = malloc(n + 1);
			memcpy(copy, texts[k], n);
			copy[n] = 0;
			src.text = (struct bytes){ copy, n };
			sure = r->detect(&src);
			ck_assert_int_ge(sure, 0);
			ck_assert_int_le(sure, 100);
			free(copy);
		}
	}
}
END_TEST

START_TEST(kind_is_detected)
{
	static const char *const texts[] = { "devices:\n  - slot: 1\n",
		"# c\n\n---\nfeatures: [33]\n", "{\"devices\": []}",
		" [\n {\"x\": 1}, \"devices\"]", "'xen': true\n", "\"xen\": true\n",
		"defaults: {}\r\ndevices: []\r\n", "version: 1\nxen: true" };
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		write_file("x", texts[i]);
		fault = FAULT_INIT(&arena);
		if (i == 3) { /* no map: nobody's */
			expect_fault("x", "x", "no host configuration of a known kind");
			continue;
		}
		ck_assert_msg(host_read("x", &host, &arena, &fault), "%s: %s", texts[i],
			fault.message);
		ck_assert_str_eq(host.kind, "native");
		ck_assert_str_eq(host.source, "x");
	}
}
END_TEST

START_TEST(kind_is_given)
{
	write_file("x", "xen: true\n");
	ck_assert(host_read("native:x", &host, &arena, &fault));
	ck_assert_str_eq(host.source, "x");
	ck_assert_str_eq(host.kind, "native");
	/* what is wrong is then the content */
	write_file("x", "int main(void)\n");
	expect_fault("native:x", "x", "expected a map, found a string");
	ck_assert_uint_eq(fault.place.line, 1);
	ck_assert_uint_eq(fault.place.column, 1);
}
END_TEST

START_TEST(colons_in_names)
{
	const char *absolute = arena_printf(&arena, "%s/x:y.yaml", folder);

	/* a kind is a kind, whatever files there are */
	write_file("native:x.yaml", "xen: true\n");
	expect_fault("native:x.yaml", "x.yaml", "No such file");
	fault = FAULT_INIT(&arena);
	ck_assert(host_read("./native:x.yaml", &host, &arena, &fault));
	/* then a file is a file */
	write_file("other:x.yaml", "xen: true\n");
	ck_assert(host_read("other:x.yaml", &host, &arena, &fault));
	ck_assert_str_eq(host.source, "other:x.yaml");
	write_file("x:y.yaml", "xen: true\n");
	ck_assert(host_read(absolute, &host, &arena, &fault));
	ck_assert_str_eq(host.source, absolute);
	/* a word that is neither is a kind that does not exist */
	expect_fault("natve:x", NULL,
		"unknown kind of host configuration 'natve', expected one of '");
	ck_assert_ptr_nonnull(strstr(fault.message, "did you mean 'native'?"));
	expect_fault("novmm:x", NULL, "unknown kind of host configuration 'novmm'");
	/* and what could be no kind is a file that does not exist */
	expect_fault("./a:b", "./a:b", "No such file");
	expect_fault("A:b", "A:b", "No such file");
	expect_fault(":b", ":b", "No such file");
	expect_fault("-:b", "-:b", "No such file");
}
END_TEST

START_TEST(bad_sources)
{
	expect_fault("", NULL, "expected [KIND:]FILE");
	expect_fault("native:", NULL, "expected [KIND:]FILE");
	expect_fault("x.yaml", "x.yaml", "cannot be opened: No such file");
	expect_fault("/", "/", "is a directory");
	write_file("x.yaml", "");
	expect_fault("x.yaml", "x.yaml", "empty, expected a host configuration");
	write_file("x", "#include <stdio.h>\n");
	expect_fault("x", "x", "of a known kind, expected one of '");
	/* by its name it is meant to be one, and its own fault says more */
	write_file("x.yaml", "device:\n  - slot: 1\n");
	expect_fault("x.yaml", "x.yaml", "unknown key 'device'; did you mean 'devices'?");
	ck_assert_uint_eq(fault.place.line, 1);
	write_file("x.json", "{\"boot\": {}}");
	expect_fault("x.json", "x.json", "unknown key 'boot'");
	ck_assert_uint_eq(fault.place.line, 1);
	ck_assert_uint_eq(fault.place.column, 2);
}
END_TEST

START_TEST(bounds_of_domains)
{
	char *many = arena_alloc(&arena, 8192), *s = many;
	int i;

	s += sprintf(s, "<domain type='kvm'>\n<!-- '<\" --><a ");
	for (i = 0; i < 256; i++)
		s += sprintf(s, "a%d='=' ", i);
	strcpy(s, "/></domain>");
	write_file("x.xml", many);
	ck_assert_msg(
		host_read("libvirt:x.xml", &host, &arena, &fault), "%s", fault.message);
	strcpy(s, "b=\"'>\"/></domain>");
	write_file("x.xml", many);
	expect_fault("libvirt:x.xml", "x.xml", "more than 256 attributes");
	ck_assert_uint_eq(fault.place.line, 2);
	write_file("x.xml", "<?xml version='1.0' encoding='UTF-7'?><domain/>");
	expect_fault(
		"libvirt:x.xml", "x.xml", "the encoding 'UTF-7', expected XML in UTF-8");
	write_file("x.xml", "<?xml version='1.0' encoding=\"Utf-8\"?><domain/>");
	expect_fault("libvirt:x.xml", "x.xml", "a domain without a type");
	write_file("x.xml", "\x4c\x6f\xa7\x94");
	expect_fault("libvirt:x.xml", "x.xml", "expected '<'");
}
END_TEST

START_TEST(command_lines)
{
	static const char *const unknown[] = { "ls", "-l" };

	ck_assert(!host_read_argv(unknown, 2, &host, &arena, &fault));
	ck_assert_str_eq(fault.place.file, "command line");
	ck_assert_ptr_nonnull(strstr(fault.message, "the command line of 'ls'"));
	fault = FAULT_INIT(&arena);
	ck_assert(!host_read_argv(unknown, 0, &host, &arena, &fault));
	ck_assert_ptr_nonnull(strstr(fault.message, "no command behind '--'"));
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("host");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, names_of_bits, 0, sizeof(bits) / sizeof(bits[0]));
	tcase_add_test(c, other_names_of_bits);
	tcase_add_test(c, feature_sets);
	tcase_add_test(c, lists_grow);
	tcase_add_test(c, readers);
	tcase_add_test(c, detection_bears_anything);
	tcase_add_test(c, kind_is_detected);
	tcase_add_test(c, kind_is_given);
	tcase_add_test(c, colons_in_names);
	tcase_add_test(c, bad_sources);
	tcase_add_test(c, bounds_of_domains);
	tcase_add_test(c, command_lines);
	return run_tests(c);
}
