/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/arch.h"

#include "support.h"

static struct made made;

static void
teardown(void)
{
	made_free(&made);
}

/* A tree whose root and one cpu have these `compatible` strings; NULL: none. */
static const char *
arch_told_by(const char *root, const char *cpu)
{
	const struct arch *a;

	make_start(&made);
	if (root)
		make_bytes(&made, "compatible", root, strlen(root) + 1);
	if (cpu) {
		make_node(&made, "cpus");
		make_cells(&made, "#address-cells", 1);
		make_cells(&made, "#size-cells", 0);
		make_node(&made, "cpu@0");
		make_bytes(&made, "compatible", cpu, strlen(cpu) + 1);
		make_end(&made);
		make_end(&made);
	}
	make_load(&made);
	a = arch_of_tree(&made.tree);
	return a ? a->name : NULL;
}

/* cpu and root compatibles as QEMU 7.2 emits them and the kernel's bindings list them */
static const struct {
	const char *root, *cpu, *arch;
} trees[] = {
	{ "linux,dummy-virt", "arm,cortex-a57", "arm64" },
	{ "linux,dummy-virt", "arm,cortex-a53", "arm64" },
	{ "linux,dummy-virt", "arm,cortex-a72", "arm64" },
	{ "linux,dummy-virt", "arm,neoverse-n1", "arm64" },
	{ "linux,dummy-virt", "arm,cortex-a15", "arm" },
	{ "linux,dummy-virt", "arm,cortex-a7", "arm" },
	{ "linux,dummy-virt", "arm,cortex-a9", "arm" },
	{ "linux,dummy-virt", "arm,armv8", "arm64" },
	{ "linux,dummy-virt", "arm,arm-v8", "arm64" }, /* -cpu host, before 2018 */
	{ "arm,vexpress", "arm,arm1176jzf-s", "arm" },
	{ "arm,vexpress", "arm,arm926ej-s", "arm" },
	{ NULL, "arm,cortex-m4", "arm" },
	{ NULL, "apple,firestorm", "arm64" },
	{ NULL, "qcom,krait", "arm" },
	{ NULL, "qcom,kryo", "arm64" },
	{ "riscv-virtio", "riscv", "riscv" },
	{ "riscv-virtio", NULL, "riscv" },
	{ "qemu,or1ksim", "opencores,or1200-rtlsvn481", "openrisc" },
	{ "linux,microvm", NULL, "x86" },
	{ NULL, "loongson,la464", "loongarch" },
	{ NULL, "mti,mips24KEc", "mips" },
	{ NULL, "PowerPC,8544", "powerpc" },
	{ NULL, "snps,archs38", "arc" },
	{ NULL, "acme,unheard-of", NULL },
	{ "acme,board", NULL, NULL },
	{ NULL, NULL, NULL },
	/* a cpu is nearer to the truth than a root */
	{ "linux,dummy-virt", "riscv", "riscv" },
};

START_TEST(trees_tell_their_architecture)
{
	const char *got = arch_told_by(trees[_i].root, trees[_i].cpu);

	ck_assert_pstr_eq(got, trees[_i].arch);
}
END_TEST

START_TEST(any_string_of_the_list_counts)
{
	make_start(&made);
	make_node(&made, "cpus");
	make_node(&made, "cpu@0");
	make_strings(&made, "compatible", "sifive,u54\0riscv");
	make_end(&made);
	make_end(&made);
	make_load(&made);
	ck_assert_str_eq(arch_of_tree(&made.tree)->name, "riscv");
}
END_TEST

START_TEST(only_cpu_nodes_count)
{
	make_start(&made);
	make_node(&made, "cpus");
	make_node(&made, "cpu-map");
	make_strings(&made, "compatible", "arm,cortex-a57");
	make_end(&made);
	make_node(&made, "cpu@0");
	make_end(&made);
	make_node(&made, "cpu@1");
	make_strings(&made, "compatible", "riscv");
	make_end(&made);
	make_end(&made);
	make_node(&made, "soc");
	make_node(&made, "cpus");
	make_node(&made, "cpu@0");
	make_strings(&made, "compatible", "arm,cortex-a57");
	make_end(&made);
	make_end(&made);
	make_end(&made);
	make_load(&made);
	ck_assert_str_eq(arch_of_tree(&made.tree)->name, "riscv");
}
END_TEST

START_TEST(names_are_found)
{
	for (size_t i = 0; arch_name(i); i++)
		ck_assert_str_eq(arch_by_name(arch_name(i))->name, arch_name(i));
	/* what uname -m, QEMU and Debian call them */
	ck_assert_str_eq(arch_by_name("aarch64")->name, "arm64");
	ck_assert_str_eq(arch_by_name("riscv64")->name, "riscv");
	ck_assert_str_eq(arch_by_name("riscv32")->name, "riscv");
	ck_assert_str_eq(arch_by_name("or1k")->name, "openrisc");
	ck_assert_str_eq(arch_by_name("x86_64")->name, "x86");
	ck_assert_ptr_null(arch_by_name("arm65"));
	ck_assert_ptr_null(arch_by_name(""));
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("arch");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_loop_test(c, trees_tell_their_architecture, 0,
		(int)(sizeof(trees) / sizeof(*trees)));
	tcase_add_test(c, any_string_of_the_list_counts);
	tcase_add_test(c, only_cpu_nodes_count);
	tcase_add_test(c, names_are_found);
	return run_tests(c);
}
