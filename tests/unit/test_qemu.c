/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Facts from QEMU command lines. Addresses, defaults and refusals are those that QEMU
 * 7.2 shows (info qtree, qom-get, its error messages); tests/real/qemu-slots holds the
 * reader against the program itself.
 */
#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "host/reader.h"
#include "support.h"

extern const struct host_reader host_reader_qemu;

static struct arena arena;
static struct fault fault;
static struct host host;

static void
setup(void)
{
	fault = FAULT_INIT(&arena);
}

static void
teardown(void)
{
	arena_free(&arena);
}

static bool
read_bytes(const char *text, size_t n)
{
	uint8_t *copy = malloc(n + 1);
	struct host_source src = { .name = "x.sh", .dir = "fixtures/hosts/qemu" };
	bool ok;

	memcpy(copy, text, n);
	copy[n] = 0;
	src.text = (struct bytes){ copy, n };
	host = (struct host){ .source = src.name };
	fault = FAULT_INIT(&arena);
	ok = host_reader_qemu.read(&src, &host, &arena, &fault);
	/* facts must not point into the source */
	memset(copy, 'x', n + 1);
	free(copy);
	return ok;
}

static void
must_read(const char *text)
{
	ck_assert_msg(read_bytes(text, strlen(text)), "%s\n%u:%u: %s", text,
		fault.place.line, fault.place.column, fault.message);
}

static void
expect_fault(const char *text, uint32_t line, uint32_t column, const char *words)
{
	ck_assert_msg(!read_bytes(text, strlen(text)), "%s\nwas read", text);
	ck_assert_ptr_nonnull(fault.message);
	ck_assert_msg(strstr(fault.message, words), "%s\n'%s' does not say '%s'", text,
		fault.message, words);
	ck_assert_msg(fault.place.line == line && fault.place.column == column,
		"%s\n'%s' at %u:%u, expected %u:%u", text, fault.message,
		fault.place.line, fault.place.column, line, column);
}

static const struct host_device *
device(size_t i)
{
	ck_assert_msg(i < host.ndevices, "%zu devices, expected more", host.ndevices);
	return &host.devices[i];
}

static void
expect_address(size_t i, uint64_t address)
{
	const struct host_device *d = device(i);

	if (!address) {
		ck_assert_msg(d->place.kind == DEVICE_AT_UNKNOWN, "%s: at 0x%" PRIx64,
			d->name, d->place.address);
		return;
	}
	ck_assert_msg(d->place.kind == DEVICE_AT_ADDRESS && d->place.address == address,
		"%s: at 0x%" PRIx64 ", expected 0x%" PRIx64, d->name, d->place.address,
		address);
}

static void
expect_said(const char *words, bool aside)
{
	size_t i;

	for (i = 0; i < host.nremarks; i++)
		if (strstr(host.remarks[i].message, words)
			&& host.remarks[i].aside == aside)
			return;
	ck_abort_msg("no %s says '%s'", aside ? "note" : "remark", words);
}

static void
expect_remark(const char *words)
{
	expect_said(words, false);
}

static void
expect_note(const char *words)
{
	expect_said(words, true);
}

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
	TCase *c = tcase_create("qemu");

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
	tcase_add_test(c, refuses_what_qemu_refuses);
	tcase_add_test(c, tells_notes_from_remarks);
	tcase_add_test(c, names_the_place_in_json);
	tcase_add_test(c, reads_other_files);
	tcase_add_test(c, reads_files);
	tcase_add_test(c, knows_which_nic_a_machine_can_have);
	tcase_add_test(c, finds_the_command);
	tcase_add_test(c, reads_words_that_nuls_end);
	tcase_add_test(c, reads_argv);
	tcase_add_test(c, takes_its_own_sources);
	tcase_add_test(c, bounds_what_it_reads);
	return run_tests(c);
}
