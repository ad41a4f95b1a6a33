/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where QEMU command lines are found, and what is refused in them. */
#include "qemu_command.h"

/* What QEMU 7.2 does not start with. */
START_TEST(refuses_what_qemu_refuses)
{
#define LINE "qemu-system-aarch64 -M virt -nodefaults "
#define RNG LINE "-device virtio-rng-device"
	expect_fault(RNG ",iommu_platform=1", 1, 67, "expects 'on' or 'off', found '1'");
	expect_fault(RNG ",iommu_platform=ON", 1, 67, "found 'ON'");
	expect_fault(RNG ",id=a \\\n -set device.a.iommu_platform=1", 2, 7, "found '1'");
	expect_fault(RNG ",iommu-platform=on", 1, 67, "did you mean 'iommu_platform'");
	expect_fault(RNG ",iommu_platfrom=on", 1, 67, "did you mean 'iommu_platform'");
	expect_fault(RNG ",force-legacy=off", 1, 67, "-global virtio-mmio.force-legacy");
	expect_fault(RNG ",disable-legacy=on", 1, 67, "no property 'disable-legacy'");
	expect_fault(RNG ",bus=virtio-mmio-bus.32", 1, 67, "bus 'virtio-mmio-bus.32'");
	expect_fault(RNG ",bus=virtio-mmio-bus.01", 1, 67, "not found");
	expect_fault(RNG " -device virtio-rng-device,bus=virtio-mmio-bus.31", 1, 75,
		"'virtio-mmio-bus.31' is full");
	expect_fault(RNG " -global virtio-device.iommu_platform=x", 1, 75, "found 'x'");
	expect_fault(LINE "-global virtio-mmio.force-legacy=0", 1, 49, "found '0'");
	expect_fault(LINE "-global virtio-mmio.force_legacy=off", 1, 49, "no property");
	expect_fault(LINE "-global driver=x", 1, 49, "-global needs");
	expect_fault(LINE "-set device.x.y=z", 1, 46, "has the id 'x'");
	expect_fault(LINE "-set device.x", 1, 46, "expected GROUP.ID.KEY=VALUE");
	expect_fault(RNG ",id=x -device virtio-rng-device,id=x", 1, 80,
		"duplicate device ID 'x'");
	expect_fault(LINE "-device id=x", 1, 49, "without a driver");
	expect_fault(LINE "-device ''", 1, 49, "without a driver");
	expect_fault(LINE "-device virtio-device", 1, 49, "no device of its own");
	expect_fault(LINE "-device", 1, 41, "requires an argument");
	expect_fault(
		LINE "-device virtio-rng-pci,iommu_platform=on", 1, 49, "legacy too");
	expect_fault(LINE "-device virtio-rng-pci,disable-legacy=true", 1, 64,
		"'on', 'off' or 'auto'");
	expect_fault("qemu-system-aarch64 -device virtio-rng-device", 0, 0,
		"no -machine is given");
	expect_fault("qemu-system-x86_64 -device virtio-rng-device", 1, 28,
		"the machine 'pc' has no bus");
	expect_fault("qemu-system-arm -M vexpress-a9 -device virtio-rng-device \\\n"
		     "-device virtio-rng-device \\\n-device virtio-rng-device \\\n"
		     "-device virtio-rng-device \\\n-device virtio-rng-device",
		5, 9, "no bus is left");
#undef RNG
#undef LINE
}
END_TEST

START_TEST(names_the_place_in_json)
{
#define JSON "qemu-system-aarch64 -M virt -device '{\"driver\":\"virtio-rng-device\""
	expect_fault(JSON ",}'", 1, 68, "not valid JSON");
	expect_fault(JSON ",\n\"a\" 1}'", 2, 5, "not valid JSON");
	expect_fault(JSON ",\"driver\":\"x\"}'", 1, 68, "duplicate key");
	expect_fault(JSON ",\"iommu_platform\":\"on\"}'", 1, 38,
		"expects true or false, found the string 'on'");
	expect_fault(JSON ",\"iommu_platform\":1}'", 1, 38, "expects true or false");
	expect_fault("qemu-system-aarch64 -M virt -device '{\"driver\":1}'", 1, 38,
		"without a driver");
#undef JSON
}
END_TEST

START_TEST(reads_other_files)
{
	must_read("-M microvm -readconfig config/devices.cfg -device virtio-rng-device");
	ck_assert_str_eq(device(0)->name, "virtio-serial-device (id=c1)");
	ck_assert_str_eq(
		device(0)->said.place.file, "fixtures/hosts/qemu/config/devices.cfg");
	ck_assert_uint_eq(device(0)->said.place.line, 2);
	ck_assert_int_eq(host_device_claims(device(0)), TRI_NO);
	ck_assert_uint_eq(device(0)->claim_said.place.line, 4);
	ck_assert_int_eq(host_device_claims(device(1)), TRI_YES);
	ck_assert_uint_eq(device(1)->claim_said.place.line, 6);

	expect_fault("-M microvm \\\n-readconfig no.cfg", 0, 0, "cannot be opened");
	ck_assert_str_eq(fault.place.file, "fixtures/hosts/qemu/no.cfg");
	ck_assert_ptr_nonnull(strstr(fault.message, "(named by -readconfig at x.sh:2)"));
	expect_fault(
		"-M microvm -readconfig config/no-group.cfg", 2, 1, "before any [GROUP]");
	ck_assert_str_eq(fault.place.file, "fixtures/hosts/qemu/config/no-group.cfg");
	expect_fault(
		"-M microvm -readconfig config/no-quotes.cfg", 3, 1, "KEY = \"VALUE\"");
	/* nothing that is no file is opened: this could wait forever */
	must_read("-M microvm -readconfig /dev/zero -device virtio-rng-device");
	expect_address(0, 0);
	expect_remark("'/dev/zero' is no regular file");
}
END_TEST

static void
must_read_file(const char *file)
{
	host = (struct host){ 0 };
	fault = FAULT_INIT(&arena);
	ck_assert_msg(host_read(file, &host, &arena, &fault), "%s:%u:%u: %s",
		fault.place.file, fault.place.line, fault.place.column, fault.message);
	ck_assert_str_eq(host.kind, "qemu");
}

/* Whole sources, their kind not given. */
START_TEST(reads_files)
{
	must_read_file("fixtures/hosts/qemu/good/run-guest.sh");
	ck_assert_uint_eq(host.ndevices, 3);
	expect_address(0, 0xa003e00);
	ck_assert_int_eq(host_device_claims(device(0)), TRI_YES);
	ck_assert_int_eq(device(0)->legacy, TRI_NO);
	expect_address(1, 0xa003c00);
	ck_assert_int_eq(host_device_claims(device(1)), TRI_NO);
	expect_address(2, 0xa000600);
	ck_assert_int_eq(host.mmio_complete, TRI_YES);

	must_read_file("fixtures/hosts/qemu/good/guest.options");
	ck_assert_uint_eq(host.ndevices, 2);
	expect_address(0, 0x10008000);
	ck_assert_int_eq(host_device_claims(device(0)), TRI_YES);
	expect_address(1, 0x10007000);
	ck_assert_int_eq(host_device_claims(device(1)), TRI_YES);
	ck_assert_uint_eq(device(1)->claim_said.place.line, 8);

	must_read_file("fixtures/hosts/qemu/good/vexpress.cmdline");
	expect_address(0, 0x10013600);
	expect_note("the guest gets the tree of -dtb");

	must_read_file("fixtures/hosts/qemu/good/twice.sh");
	ck_assert_uint_eq(host.ndevices, 1);
	must_read_file("fixtures/hosts/qemu/good/two-guests.sh");
	ck_assert_uint_eq(host.ndevices, 1);
	ck_assert_int_eq(host_device_claims(&host.devices[0]), TRI_UNKNOWN);
	expect_remark("lines 3 and 5");
	must_read_file("fixtures/hosts/qemu/good/two-guests.sh#2");
	ck_assert_uint_eq(host.ndevices, 1);
	ck_assert_uint_eq(host.nremarks, 0);
}
END_TEST

START_TEST(finds_the_command)
{
	must_read(
		"#!/bin/sh\ncd /x && sudo -u vm env A=1 /opt/qemu-system-arm -M virt\n");
	ck_assert_str_eq(host.program, "qemu-system-arm");
	must_read("timeout -k 5 60 nice -n 5 qemu-system-arm -M virt");
	must_read("qemu-system-arm -version; qemu-system-arm -M help\n"
		  "qemu-system-arm -device virtio-rng-device,help\n"
		  "command -v qemu-system-arm\nqemu-system-arm -M virt-2.7");
	ck_assert_str_eq(host.machine, "virt-2.7");
	/* options line by line, with no backslashes */
	must_read("qemu-system-arm\n-M virt\n\n# more\n-device virtio-rng-device\n");
	expect_address(0, 0xa003e00);
	ck_assert_uint_eq(device(0)->said.place.line, 5);

	expect_fault("", 0, 0, "empty");
	expect_fault(" \n# nothing\n", 0, 0, "no QEMU command line");
	expect_fault("echo qemu-system-arm -M virt", 0, 0, "no QEMU command line");
	expect_fault("apt-get install qemu-system-arm", 0, 0, "no QEMU command line");
	must_read("qemu-system-arm -M virt\nqemu-system-arm -M vexpress-a9\n");
	expect_remark("lines 1 and 2");
	ck_assert_ptr_null(host.machine);
	expect_fault("qemu-system-arm -M virt 'x\n", 1, 25, "does not end");
}
END_TEST

START_TEST(reads_words_that_nuls_end)
{
	static const char words[] = "/usr/bin/qemu-system-arm\0-M\0virt\0-device\0"
				    "virtio-rng-device,id=$x y'";
	static const char bad[] = "qemu-system-arm -M virt\n\0-nodefaults";
	static const char fails[] = "qemu-system-arm\0-M\0virt\0-device\0x,id=a\0-set\0x";

	ck_assert(read_bytes(words, sizeof(words)));
	ck_assert_str_eq(device(1)->name, "virtio-net-pci (default NIC)");
	ck_assert_str_eq(device(0)->name, "virtio-rng-device (id=$x y')");
	ck_assert_str_eq(device(0)->said.pointer, "argv[4]");
	ck_assert_uint_eq(device(0)->said.place.line, 0);
	ck_assert(!read_bytes(bad, sizeof(bad)));
	ck_assert_int_eq(fault.place.offset, 24);
	ck_assert(!read_bytes(fails, sizeof(fails)));
	ck_assert_ptr_nonnull(strstr(fault.message, "argv[6]: QEMU refuses this"));
}
END_TEST

START_TEST(reads_argv)
{
	static const char *const argv[] = { "sudo", "qemu-system-riscv64", "-M", "virt",
		"-nodefaults", "-device", "virtio-rng-device" };
	struct host_source src = { .name = "command line", .argv = argv, .argc = 7 };

	ck_assert_int_gt(host_reader_qemu.detect(&src), 50);
	host = (struct host){ 0 };
	ck_assert(host_reader_qemu.read(&src, &host, &arena, &fault));
	expect_address(0, 0x10008000);
	ck_assert_str_eq(device(0)->said.pointer, "argv[6]");
}
END_TEST

static int
detect(const char *text)
{
	struct host_source src = { .name = "x" };
	uint8_t *copy = (uint8_t *)arena_strdup(&arena, text);

	src.text = (struct bytes){ copy, strlen(text) };
	return host_reader_qemu.detect(&src);
}

START_TEST(takes_its_own_sources)
{
	ck_assert_int_gt(detect("#!/bin/sh\nexec qemu-system-arm -M virt\n"), 80);
	ck_assert_int_gt(detect("# x\n-M virt\n"), 80);
	ck_assert_int_gt(detect("--device x\n"), 80);
	ck_assert_int_gt(detect("qemu-system-arm -M 'virt\n"), 50);
	ck_assert_int_eq(detect("devices: []\n"), 0);
	ck_assert_int_eq(detect("program: qemu-system-arm\ndevices: []\n"), 0);
	ck_assert_int_eq(detect("---\n- a\n"), 0);
	ck_assert_int_eq(detect("{\"devices\": []}"), 0);
	ck_assert_int_eq(detect(""), 0);
}
END_TEST

START_TEST(bounds_what_it_reads)
{
	struct buf b = { 0 };
	int i;

	buf_puts(&b, "qemu-system-arm -M virt ");
	for (i = 0; i < 5000; i++)
		buf_puts(&b, "-device e1000 ");
	expect_fault(b.s, 1, 24 + 14 * 4096 + 9, "more than 4096 devices");
	while (b.n <= 1 << 20)
		buf_puts(&b, "-device e1000 ");
	expect_fault(b.s, 0, 0, "expected at most 1048576");
	buf_free(&b);
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("input");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, refuses_what_qemu_refuses);
	tcase_add_test(c, names_the_place_in_json);
	tcase_add_test(c, reads_other_files);
	tcase_add_test(c, reads_files);
	tcase_add_test(c, finds_the_command);
	tcase_add_test(c, reads_words_that_nuls_end);
	tcase_add_test(c, reads_argv);
	tcase_add_test(c, takes_its_own_sources);
	tcase_add_test(c, bounds_what_it_reads);
	return run_tests(c);
}
