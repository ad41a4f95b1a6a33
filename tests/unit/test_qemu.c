/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What QEMU command lines say of a machine and its devices. */
#include "qemu_command.h"

/* The first and the last slot of each machine, in QEMU's own order. */
START_TEST(gives_slots_from_the_top)
{
	static const struct {
		const char *start;
		uint64_t first, second, bus_0;
	} machines[] = {
		{ "qemu-system-aarch64 -M virt", 0xa003e00, 0xa003c00, 0xa000000 },
		{ "qemu-system-arm -M virt-6.2", 0xa003e00, 0xa003c00, 0xa000000 },
		{ "qemu-system-riscv64 -M virt", 0x10008000, 0x10007000, 0x10001000 },
		{ "qemu-system-or1k -M virt", 0x97007000, 0x97006000, 0x97000000 },
		{ "qemu-system-x86_64 -M microvm", 0xfeb02e00, 0xfeb02c00, 0xfeb00000 },
		{ "qemu-system-x86_64 -M microvm,acpi=off", 0xfeb00e00, 0xfeb00c00,
			0xfeb00000 },
		{ "qemu-system-x86_64 -M microvm,ioapic2=off", 0xfeb00e00, 0xfeb00c00,
			0xfeb00000 },
		{ "qemu-system-x86_64 -M microvm -no-acpi", 0xfeb00e00, 0xfeb00c00,
			0xfeb00000 },
		{ "qemu-system-x86_64-microvm", 0xfeb02e00, 0xfeb02c00, 0xfeb00000 },
		{ "qemu-system-aarch64 -M xlnx-versal-virt", 0xa0000e00, 0xa0000c00,
			0xa0000000 },
		{ "qemu-system-arm -M vexpress-a9", 0x10013600, 0x10013400, 0x10013000 },
		{ "qemu-system-arm -M vexpress-a15", 0x1c130600, 0x1c130400, 0x1c130000 },
		{ "qemu-system-m68k -M virt", 0xff01fe00, 0xff01fc00, 0xff010000 },
	};
	size_t i;

	for (i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		must_read(arena_printf(&arena,
			"%s -nodefaults -device virtio-rng-device "
			"-device virtio-serial-device,bus=virtio-mmio-bus.0 "
			"-device virtio-scsi-device",
			machines[i].start));
		ck_assert_uint_eq(host.ndevices, 3);
		expect_address(0, machines[i].first);
		expect_address(1, machines[i].bus_0);
		expect_address(2, machines[i].second);
		ck_assert_int_eq(host.mmio_complete, TRI_YES);
		ck_assert_int_eq(host.pci_complete, TRI_YES);
		ck_assert_int_eq(host.xen, TRI_NO);
	}
}
END_TEST

/* What an unexpanded variable may hide is told from what it cannot. */
START_TEST(tells_notes_from_remarks)
{
	static const char *const notes[] = { "-drive if=none,id=d,file=$X",
		"-drive \"if=none,id=d,file=$X\"", "-kernel $X", "-append \"root=$X\"",
		"-m $X", "-cpu $X", "-netdev user,id=n,hostfwd=$X", "-hda $X", "-dtb $X",
		"-device virtio-blk-device,drive=$X",
		"-device '{\"driver\":\"virtio-rng-device\",\"rng\":\"'$X'\"}'" };
	static const char *const remarks[] = { "$X", "-$X", "-device $X", "-M $X",
		"-global $X", "-drive if=$X", "-drive $X", "-nic $X",
		"-nic user,model=$X", "-accel $X", "-device virtio-rng-device,bus=$X",
		"-device virtio-rng-device,$X",
		"-device virtio-rng-pci,disable-legacy=$X",
		"-device '{\"driver\":\"virtio-rng-device\",\"iommu_platform\":'$X'}'",
		"-device '{\"driver\":\"'$X'\"}'", "-device \"$X\"", "-readconfig $X",
		"-vga $X" };
	size_t i;

	for (i = 0; i < sizeof(notes) / sizeof(*notes); i++) {
		must_read(
			arena_printf(&arena, "qemu-system-aarch64 -M virt %s", notes[i]));
		expect_note(strstr(notes[i], "-dtb") ? "the tree of -dtb" : "$X");
		ck_assert_msg(
			host.remarks[0].aside && host.xen == TRI_NO, "%s", notes[i]);
	}
	for (i = 0; i < sizeof(remarks) / sizeof(*remarks); i++) {
		must_read(arena_printf(
			&arena, "qemu-system-aarch64 -M virt %s", remarks[i]));
		expect_remark("$X");
	}
	must_read("qemu-system-aarch64 -M virt -accel $X");
	ck_assert_int_eq(host.xen, TRI_UNKNOWN);
	must_read("qemu-system-aarch64 -M virt -device virtio-rng-device,id=$X "
		  "-set device.rng0.iommu_platform=on");
	expect_remark("which device has the id 'rng0'");
	ck_assert_int_eq(host_device_claims(device(0)), TRI_UNKNOWN);
}
END_TEST

/* JSON comes last, and a bus that is taken is passed over. */
START_TEST(orders_devices_as_qemu_does)
{
	must_read("qemu-system-aarch64 -M virt -nodefaults"
		  " -device '{\"driver\":\"virtio-rng-device\",\"id\":\"j\"}'"
		  " -device virtio-rng-device,id=a,bus=virtio-mmio-bus.30"
		  " -device virtio-rng-device,id=b --device virtio-rng-device,id=c");
	ck_assert_str_eq(device(0)->name, "virtio-rng-device (id=j)");
	expect_address(0, 0xa003800);
	expect_address(1, 0xa003c00);
	expect_address(2, 0xa003e00);
	expect_address(3, 0xa003a00);
}
END_TEST

static enum tri
claims(const char *options)
{
	must_read(arena_printf(
		&arena, "qemu-system-aarch64 -M virt -nodefaults %s", options));
	ck_assert_uint_eq(host.ndevices, 1);
	return host_device_claims(device(0));
}

START_TEST(reads_claims)
{
	static const char *const on[] = {
		"-device virtio-rng-device,iommu_platform=on",
		"-device virtio-rng-device,iommu_platform=yes",
		"-device virtio-rng-device,iommu_platform=true",
		"-device virtio-rng-device,iommu_platform=y",
		"-device virtio-rng-device,iommu_platform",
		"-device iommu_platform=on,driver=virtio-rng-device",
		"-device virtio-rng-device,iommu_platform=off,iommu_platform=on",
		"-device '{\"driver\":\"virtio-rng-device\",\"iommu_platform\":true}'",
		"-device \"{'driver':'virtio-rng-device','iommu_platform':true}\"",
		"-global virtio-rng-device.iommu_platform=on -device virtio-rng-device",
		"-device virtio-rng-device -global virtio-device.iommu_platform=on",
		"-device virtio-tablet-device -global virtio-input-device.iommu_platform=on",
		"-global driver=virtio-device,property=iommu_platform,value=on "
		"-device virtio-rng-device",
		"-global virtio-device.iommu_platform=off "
		"-global virtio-device.iommu_platform=on -device virtio-rng-device",
		"-device virtio-rng-device,id=x -set device.x.iommu_platform=on",
		"-machine confidential-guest-support=c0 -device virtio-rng-device",
		"-M memory_encryption=c0 -device virtio-rng-device",
		"-device virtio-rng-pci,disable-legacy=on,iommu_platform=on",
		"-device virtio-gpu-pci,iommu_platform=on",
		"-global virtio-device.iommu_platform=on -device virtio-gpu-pci",
		"-device virtio-rng-pci -machine confidential-guest-support=c0",
	};
	static const char *const off[] = {
		"-device virtio-rng-device",
		"-device virtio-rng-device,noiommu_platform",
		"-device virtio-rng-device,iommu_platform=n",
		"-device virtio-rng-device,iommu_platform=on,iommu_platform=off",
		"-global virtio-device.iommu_platform=on "
		"-device virtio-rng-device,iommu_platform=off",
		"-global virtio-rng-device.iommu_platform=on "
		"-global virtio-device.iommu_platform=off -device virtio-rng-device",
		"-global virtio-serial-device.iommu_platform=on -device virtio-rng-device",
		"-global virtio-rng.iommu_platform=on -device virtio-rng-device",
		"-M confidential-guest-support=c0 "
		"-device virtio-rng-device,iommu_platform=off",
		"-global virtio-rng-pci.iommu_platform=off "
		"-global virtio-rng-device.iommu_platform=on -device virtio-rng-pci",
	};
	size_t i;

	for (i = 0; i < sizeof(on) / sizeof(on[0]); i++)
		ck_assert_msg(claims(on[i]) == TRI_YES, "%s", on[i]);
	for (i = 0; i < sizeof(off) / sizeof(off[0]); i++)
		ck_assert_msg(claims(off[i]) == TRI_NO, "%s", off[i]);
}
END_TEST

START_TEST(says_where_a_claim_was_decided)
{
	must_read("qemu-system-aarch64 -M virt -nodefaults \\\n"
		  " -global virtio-device.iommu_platform=on \\\n"
		  " -device virtio-rng-device,id=a \\\n"
		  " -device virtio-rng-device,iommu_platform=off");
	ck_assert_uint_eq(device(0)->said.place.line, 3);
	ck_assert_str_eq(device(0)->said.text, "-device virtio-rng-device,id=a");
	ck_assert_uint_eq(device(0)->claim_said.place.line, 2);
	ck_assert_str_eq(
		device(0)->claim_said.text, "-global virtio-device.iommu_platform=on");
	ck_assert_uint_eq(device(1)->claim_said.place.line, 4);

	must_read("qemu-system-aarch64 -M virt,confidential-guest-support=c -nodefaults "
		  "-device virtio-rng-device -device virtio-rng-device,id=b");
	ck_assert_str_eq(
		device(1)->claim_said.text, "-M virt,confidential-guest-support=c");

	must_read("qemu-system-aarch64 -M virt -nodefaults -device virtio-rng-device");
	ck_assert_uint_eq(device(0)->claim_said.place.line, 0);
	ck_assert_ptr_null(device(0)->claim_said.pointer);
}
END_TEST

static void
expect_legacy(const char *command, enum tri legacy, enum tri version_1)
{
	must_read(command);
	ck_assert_msg(device(0)->legacy == legacy, "%s", command);
	ck_assert_msg(feature_get(&device(0)->offered, VIRTIO_F_VERSION_1) == version_1,
		"%s", command);
}

START_TEST(tells_legacy_transports)
{
#define VIRT "qemu-system-aarch64 -nodefaults -M virt -device "
	expect_legacy(VIRT "virtio-rng-device", TRI_YES, TRI_NO);
	expect_legacy(VIRT "virtio-rng-device -global virtio-mmio.force-legacy=off",
		TRI_NO, TRI_YES);
	expect_legacy(VIRT "virtio-rng-device -global virtio-mmio.force-legacy=false "
			   "-global virtio-mmio.force-legacy=true",
		TRI_YES, TRI_NO);
	/* the board sets it, whatever -global says */
	expect_legacy("qemu-system-or1k -nodefaults -M virt -device virtio-rng-device "
		      "-global virtio-mmio.force-legacy=on",
		TRI_NO, TRI_YES);
	expect_legacy(VIRT "virtio-rng-pci", TRI_NO, TRI_YES);
	expect_legacy(VIRT "virtio-rng-pci,disable-modern=on", TRI_YES, TRI_NO);
	expect_legacy(VIRT "virtio-rng-pci-transitional", TRI_NO, TRI_YES);
	expect_legacy(
		"qemu-system-aarch64 -nodefaults -M virt-2.6 -device virtio-rng-pci",
		TRI_YES, TRI_NO);
	expect_legacy(
		"qemu-system-aarch64 -nodefaults -M virt-2.7 -device virtio-rng-pci",
		TRI_NO, TRI_YES);
	expect_legacy(
		"qemu-system-s390x -nodefaults -device virtio-rng-ccw", TRI_NO, TRI_YES);
	expect_legacy("qemu-system-s390x -nodefaults -device "
		      "virtio-rng-ccw,max_revision=0",
		TRI_YES, TRI_NO);
	/* the backend may not know the bit */
	expect_legacy(VIRT "vhost-user-rng -global virtio-mmio.force-legacy=off", TRI_NO,
		TRI_UNKNOWN);
#undef VIRT
}
END_TEST

/* Aliases, drives and network cards, by machine. */
START_TEST(knows_what_becomes_a_virtio_device)
{
	static const struct {
		const char *command;
		const char *devices; /* names, each with a ';' */
		enum transport transport;
	} cases[] = {
		{ "qemu-system-aarch64 -nodefaults -M virt -device virtio-rng",
			"virtio-rng-pci;", TRANSPORT_PCI },
		{ "qemu-system-s390x -nodefaults -device virtio-rng", "virtio-rng-ccw;",
			TRANSPORT_CCW },
		{ "qemu-system-m68k -nodefaults -M virt -device virtio-rng",
			"virtio-rng-device;", TRANSPORT_MMIO },
		{ "qemu-system-aarch64 -nodefaults -M virt -drive if=virtio,file=x,id=d",
			"virtio-blk-pci (-drive, drive=d);", TRANSPORT_PCI },
		{ "qemu-system-m68k -nodefaults -M virt -drive if=virtio,file=x",
			"virtio-blk-device (-drive);", TRANSPORT_MMIO },
		{ "qemu-system-aarch64 -nodefaults -M virt -drive file=x -hda y z.img",
			"virtio-blk-pci (-drive);virtio-blk-pci (-hda);"
			"virtio-blk-pci (disk image);",
			TRANSPORT_PCI },
		{ "qemu-system-aarch64 -nodefaults -M virt -drive if=none,file=x", "",
			0 },
		{ "qemu-system-x86_64 -nodefaults -M q35 -drive file=x -hda y", "", 0 },
		{ "qemu-system-aarch64 -M virt", "virtio-net-pci (default NIC);",
			TRANSPORT_PCI },
		{ "qemu-system-aarch64 -M virt -net none", "", 0 },
		{ "qemu-system-aarch64 -M virt -netdev user,id=n", "", 0 },
		{ "qemu-system-aarch64 -M virt -nic user,model=e1000", "", 0 },
		{ "qemu-system-aarch64 -M virt -nic tap", "virtio-net-pci (-nic);",
			TRANSPORT_PCI },
		{ "qemu-system-aarch64 -M virt -net nic -net user",
			"virtio-net-pci (-net);", TRANSPORT_PCI },
		{ "qemu-system-x86_64 -M q35", "", 0 },
		{ "qemu-system-x86_64 -M q35 -nic user,model=virtio",
			"virtio-net-pci (-nic);", TRANSPORT_PCI },
		{ "qemu-system-riscv64 -M virt -nic user,model=virtio", "", 0 },
		{ "qemu-system-s390x -smp 1", "virtio-net-ccw (default NIC);",
			TRANSPORT_CCW },
		{ "qemu-system-aarch64 -nodefaults -M virt -virtfs local,path=/,mount_tag=t",
			"virtio-9p-pci (-virtfs);", TRANSPORT_PCI },
		{ "qemu-system-aarch64 -nodefaults -M virt -device qemu-xhci "
		  "-device virtserialport -device e1000",
			"", 0 },
	};
	struct buf b = { 0 };
	size_t i, j;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		must_read(cases[i].command);
		b.n = 0;
		buf_puts(&b, "");
		for (j = 0; j < host.ndevices; j++) {
			buf_printf(&b, "%s;", device(j)->name);
			ck_assert_int_eq(device(j)->transport, cases[i].transport);
		}
		ck_assert_msg(
			!strcmp(b.s, cases[i].devices), "%s: %s", cases[i].command, b.s);
		ck_assert_int_eq(host.pci_complete, TRI_YES);
	}
	buf_free(&b);
}
END_TEST

/* A device whose backend may be hardware is not said to be coherent. */
START_TEST(knows_who_accesses_memory)
{
	must_read("qemu-system-aarch64 -M virt -netdev vhost-vdpa,id=v,vhostdev=/dev/x "
		  "-netdev user,id=u -device virtio-net-device,netdev=v "
		  "-device virtio-net-device,netdev=u "
		  "-netdev '{\"type\":\"vhost-vdpa\",\"id\":\"w\"}' "
		  "-device virtio-net-device,netdev=w -device vhost-vdpa-device");
	ck_assert_int_eq(device(0)->coherent, TRI_UNKNOWN);
	ck_assert_int_eq(device(1)->coherent, TRI_YES);
	ck_assert_int_eq(device(2)->coherent, TRI_UNKNOWN);
	ck_assert_int_eq(device(3)->coherent, TRI_UNKNOWN);
}
END_TEST

START_TEST(leaves_unknown_what_is_not_expanded)
{
	must_read("qemu-system-aarch64 -M virt -nodefaults -device virtio-rng-device "
		  "$EXTRA -device virtio-rng-device,iommu_platform=on "
		  "-device virtio-rng-device,bus=virtio-mmio-bus.2");
	expect_address(0, 0xa003e00);
	expect_address(1, 0);
	expect_address(2, 0xa000400);
	ck_assert_int_eq(host_device_claims(device(0)), TRI_UNKNOWN);
	ck_assert_int_eq(host_device_claims(device(1)), TRI_YES);
	ck_assert_int_eq(device(0)->legacy, TRI_UNKNOWN);
	ck_assert_int_eq(host.mmio_complete, TRI_UNKNOWN);
	ck_assert_int_eq(host.pci_complete, TRI_UNKNOWN);
	ck_assert_int_eq(host.xen, TRI_UNKNOWN);
	expect_remark("'$EXTRA' is not expanded: it may hold any options");

	must_read("qemu-system-aarch64 -M virt -nodefaults -device $D "
		  "-device virtio-rng-device");
	ck_assert_uint_eq(host.ndevices, 1);
	expect_address(0, 0);
	ck_assert_int_eq(host_device_claims(device(0)), TRI_NO);
	ck_assert_int_eq(host.mmio_complete, TRI_UNKNOWN);

	must_read("qemu-system-aarch64 -M virt -nodefaults "
		  "-device virtio-rng-device,iommu_platform=$I "
		  "-device virtio-rng-device,iommu_platform=on,$P "
		  "-device virtio-rng-device,rng=$R");
	expect_address(0, 0xa003e00);
	ck_assert_int_eq(host_device_claims(device(0)), TRI_UNKNOWN);
	expect_address(1, 0);
	ck_assert_int_eq(host_device_claims(device(1)), TRI_UNKNOWN);
	expect_address(2, 0);
	ck_assert_int_eq(host_device_claims(device(2)), TRI_NO);
	ck_assert_int_eq(host.mmio_complete, TRI_YES);
	expect_remark("'$I' is not expanded: what 'iommu_platform' is set to");
	expect_remark("'$P' is not expanded: it may set any property");
	expect_note("'$R' is not expanded: taken as one value of 'rng'");

	must_read("qemu-system-aarch64 -M $M -nodefaults -device virtio-rng-device");
	expect_address(0, 0);
	expect_remark("'$M' is not expanded: which machine");

	must_read("qemu-system-aarch64 -M virt -nodefaults -device virtio-rng-device "
		  "-global $G");
	ck_assert_int_eq(device(0)->legacy, TRI_UNKNOWN);
	ck_assert_int_eq(host_device_claims(device(0)), TRI_UNKNOWN);

	must_read("qemu-system-aarch64 -M virt -nodefaults -device "
		  "'{\"driver\":\"virtio-rng-device\",\"rng\":\"'$R'\"}' -device "
		  "'{\"driver\":\"virtio-rng-device\",'$X'}' -device virtio-rng-device "
		  "-device '{\"driver\":\"virtio-rng-device\"}'");
	ck_assert_uint_eq(host.ndevices, 3);
	expect_address(0, 0xa003c00);
	expect_address(1, 0xa003e00);
	expect_address(2, 0);
}
END_TEST

START_TEST(says_which_machine_it_does_not_know)
{
	must_read("qemu-system-aarch64 -M raspi3b -device virtio-rng-device");
	expect_address(0, 0);
	ck_assert_int_eq(host.mmio_complete, TRI_UNKNOWN);
	ck_assert_int_eq(host_device_claims(device(0)), TRI_UNKNOWN);
	expect_remark("the machine 'raspi3b' is not known here");

	must_read("-M virt -device virtio-rng-device");
	expect_address(0, 0);
	expect_remark("'virt' is a machine of several architectures");
	must_read("-M virt -cpu cortex-a57 -device virtio-rng-device");
	expect_address(0, 0xa003e00);
	must_read("-M microvm -device virtio-rng-device -device virtio-rng");
	expect_address(0, 0xfeb02e00);
	ck_assert_int_eq(device(1)->transport, TRANSPORT_PCI);
	must_read("${QEMU:-qemu-system-riscv64} -M virt -device virtio-rng-device");
	expect_address(0, 0x10008000);
	expect_remark("taken to be qemu-system-riscv64");
	must_read("$QEMU -M virt -device virtio-rng-device");
	expect_address(0, 0);
	must_read("qemu-kvm -M q35 -device virtio-rng-pci");
	ck_assert_str_eq(host.program, "qemu-kvm");
	ck_assert_str_eq(host.machine, "q35");
}
END_TEST

START_TEST(knows_xen_guests)
{
	must_read("qemu-system-aarch64 -M xenpvh");
	ck_assert_int_eq(host.xen, TRI_YES);
	must_read("qemu-system-x86_64 -M q35 -accel xen");
	ck_assert_int_eq(host.xen, TRI_YES);
	must_read("qemu-system-x86_64 -M q35,accel=xen");
	ck_assert_int_eq(host.xen, TRI_YES);
	must_read("qemu-system-x86_64 -M q35 -accel kvm,xen-version=0x40011");
	ck_assert_int_eq(host.xen, TRI_YES);
	must_read("qemu-system-x86_64 -M q35 -accel kvm");
	ck_assert_int_eq(host.xen, TRI_NO);
}
END_TEST

/* As QEMU 7.2 has it. */
START_TEST(knows_which_nic_a_machine_can_have)
{
	must_read("qemu-system-aarch64 -M virt -nic user,model=virtio");
	ck_assert_uint_eq(host.ndevices, 1);
	must_read("qemu-system-aarch64 -M virt -nic user,model=e1000");
	ck_assert_uint_eq(host.ndevices, 0);
	expect_fault("qemu-system-aarch64 -M virt -nic user,model=virtio-net-device", 1,
		34, "no NIC 'virtio-net-device' is on it");
	expect_fault("qemu-system-aarch64 -M virt -net nic,model=smc91c111 -net user", 1,
		34, "no NIC 'smc91c111' is on it");
	must_read("qemu-system-riscv64 -M virt -nic user,model=virtio-net-pci");
	ck_assert_uint_eq(host.ndevices, 0);
	expect_remark("makes no NIC of 'virtio-net-pci'");
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("devices");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, gives_slots_from_the_top);
	tcase_add_test(c, orders_devices_as_qemu_does);
	tcase_add_test(c, reads_claims);
	tcase_add_test(c, says_where_a_claim_was_decided);
	tcase_add_test(c, tells_legacy_transports);
	tcase_add_test(c, knows_what_becomes_a_virtio_device);
	tcase_add_test(c, knows_who_accesses_memory);
	tcase_add_test(c, leaves_unknown_what_is_not_expanded);
	tcase_add_test(c, says_which_machine_it_does_not_know);
	tcase_add_test(c, knows_xen_guests);
	tcase_add_test(c, tells_notes_from_remarks);
	tcase_add_test(c, knows_which_nic_a_machine_can_have);
	return run_tests(c);
}
