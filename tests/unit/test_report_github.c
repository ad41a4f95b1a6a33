/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_sample.h"

START_TEST(a_finding_is_one_command)
{
	struct diag *d = incoherent(LEVEL_ERROR, "/virtio_mmio@a003e00");

	paired(d, 4, "d0");
	ck_assert_str_eq(written("github"),
		"::error title=dtlint (virtio/mmio-missing-dma-coherent),file=guest.dtb::"
		"/virtio_mmio@a003e00: no dma-coherent"
		"%0Arings are mapped non-cacheable"
		"%0Ahost: run.sh:4: d0 offers VIRTIO_F_VERSION_1, "
		"VIRTIO_F_ACCESS_PLATFORM ('iommu_platform=on')"
		"%0Afix: add the property"
		"%0Arun: fdtput guest.dtb /virtio_mmio@a003e00 dma-coherent\n");
}
END_TEST

START_TEST(levels_are_githubs)
{
	finding(&coherence, LEVEL_ERROR, "/a", "x");
	finding(&coherence, LEVEL_WARNING, "/a", "x");
	finding(&coherence, LEVEL_NOTE, "/a", "x");
	ck_assert_str_eq(written("github"),
		"::error title=dtlint (virtio/mmio-missing-dma-coherent),file=guest.dtb::"
		"/a: x\n"
		"::warning "
		"title=dtlint (virtio/mmio-missing-dma-coherent),file=guest.dtb::"
		"/a: x\n"
		"::notice title=dtlint (virtio/mmio-missing-dma-coherent),file=guest.dtb::"
		"/a: x\n");
}
END_TEST

START_TEST(a_text_has_lines_and_a_tree_has_none)
{
	struct diag *d = finding(&without_node, LEVEL_WARNING, NULL, "unset");

	d->file = "vm/run.sh";
	d->place.line = 4;
	d->place.column = 7;
	ck_assert_contains(written("github"), ",file=vm/run.sh,line=4,col=7::unset\n");
	d->place.column = 0;
	ck_assert_contains(written("github"), ",file=vm/run.sh,line=4::unset\n");
	d->place.line = 0;
	d->place.offset = 12;
	ck_assert_contains(written("github"), ",file=vm/run.sh::unset\n");
	report.root = "/home/u";
	ck_assert_contains(written("github"), ",file=fw/vm/run.sh::unset\n");
	d->file = "-";
	ck_assert_contains(
		written("github"), "title=dtlint (virtio/host-device-without-node)::");
}
END_TEST

START_TEST(an_annotation_spans_its_place)
{
	located()->command = NULL;
	ck_assert_contains(written("github"),
		",file=soc.dtsi,line=12,col=9,endColumn=13::/soc/a@1: no dma-coherent%0A");
	ck_assert_contains(
		written("github"), "%0Asee: board.dts:4:2: overridden here%0A");
}
END_TEST

/* As the runner's own toolkit writes commands: %, CR, LF; in properties also : and , */
START_TEST(what_would_end_a_value_is_escaped)
{
	struct diag *d = finding(&coherence, LEVEL_ERROR, NULL, "100%: a, b::c");

	d->file = "50%,a:b::c.dtb";
	ck_assert_str_eq(written("github"),
		"::error title=dtlint (virtio/mmio-missing-dma-coherent),"
		"file=50%25%2Ca%3Ab%3A%3Ac.dtb::100%25: a, b::c\n");
}
END_TEST

START_TEST(annotations_are_collapsed)
{
	const char *text;

	for (unsigned int i = 0; i < 32; i++)
		incoherent(LEVEL_WARNING, slot(i));
	text = written("github");
	ck_assert_uint_eq(count(text, "\n"), 1);
	ck_assert_contains(text, "%0Aalso: 31 more nodes: /virtio_mmio@a000200 ");
	ck_assert_contains(text, "%0Arun: for n in a000000 a000200 ");
	ck_assert_contains(text, " a003e00; do fdtput guest.dtb /virtio_mmio@$n "
				 "dma-coherent; done\n");
}
END_TEST

START_TEST(the_worst_come_first)
{
	finding(&coherence, LEVEL_NOTE, "/a", "x");
	finding(&coherence, LEVEL_ERROR, "/b", "x");
	finding(&coherence, LEVEL_WARNING, "/c", "x");
	finding(&coherence, LEVEL_ERROR, "/d", "y");
	ck_assert_str_eq(written("github"),
		"::error title=dtlint (virtio/mmio-missing-dma-coherent),file=guest.dtb::"
		"/b: x\n"
		"::error title=dtlint (virtio/mmio-missing-dma-coherent),file=guest.dtb::"
		"/d: y\n"
		"::warning title=dtlint (virtio/mmio-missing-dma-coherent),file=guest.dtb::"
		"/c: x\n"
		"::notice title=dtlint (virtio/mmio-missing-dma-coherent),file=guest.dtb::"
		"/a: x\n");
}
END_TEST

START_TEST(trees_have_one_annotation)
{
	for (uint32_t i = 1; i < 8; i++)
		finding(&coherence, LEVEL_ERROR, "/a", "x")->input = i;
	report.ntrees = 41;
	ck_assert_str_eq(written("github"),
		"::error title=dtlint (virtio/mmio-missing-dma-coherent),file=guest.dtb::"
		"/a: x (in 7 of 41 trees)\n");
}
END_TEST

START_TEST(faults_are_annotated)
{
	finding(&unreadable, LEVEL_ERROR, NULL, "truncated")->fault = true;
	ck_assert_contains(written("github"), "::error title=dtlint (input/device-tree)");
}
END_TEST

START_TEST(a_clean_run_says_nothing)
{
	ck_assert_str_eq(written("github"), "");
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("github");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, a_finding_is_one_command);
	tcase_add_test(c, levels_are_githubs);
	tcase_add_test(c, a_text_has_lines_and_a_tree_has_none);
	tcase_add_test(c, an_annotation_spans_its_place);
	tcase_add_test(c, what_would_end_a_value_is_escaped);
	tcase_add_test(c, annotations_are_collapsed);
	tcase_add_test(c, the_worst_come_first);
	tcase_add_test(c, trees_have_one_annotation);
	tcase_add_test(c, faults_are_annotated);
	tcase_add_test(c, a_clean_run_says_nothing);
	return run_tests(c);
}
