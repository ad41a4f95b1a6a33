/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>

#include "report_sample.h"

START_TEST(words_that_stay)
{
	static const struct {
		const char *message, *words;
	} cases[] = {
		{ "no dma-coherent", "no dma-coherent" },
		{ "'reg' is 0x10, expected 0x20", "'reg' is #expected #" },
		{ "the phandle 0x5 is that of /a@10 already",
			"the phandle #is that of /a@10 already" },
		{ "cell 3 of 'clocks' is 12", "cell #of 'clocks' is #" },
		{ "'x' is <1 2 3>, expected less", "'x' is #expected less" },
		{ "'x' is [00 01], [2], 3 bytes", "'x' is #bytes" },
		{ "'arm,pl011' is in no binding; did you mean 'arm,pl010'?",
			"'arm,pl011' is in no binding" },
		{ "bad (used by 2 nodes), so", "bad , so" },
		{ "an open (parenthesis", "an open (parenthesis" },
		{ "an open [bracket", "an open #" },
		{ "", "" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		ck_assert_str_eq(
			identity_words(cases[i].message, &arena), cases[i].words);
}
END_TEST

START_TEST(made_by_another_implementation)
{
	struct diag *d = incoherent(LEVEL_ERROR, "/virtio_mmio@a003e00"), *again;

	/* Python's hashlib, of the four texts with a byte 0 behind each */
	report_identify(diags.v, diags.n, &arena);
	ck_assert_str_eq(d->fingerprint, "e8501ef63f0f030b6edc0770e2bae3da");
	again = incoherent(LEVEL_NOTE, "/virtio_mmio@a003e00");
	again->place.offset = 99;
	report_identify(diags.v, diags.n, &arena);
	ck_assert_str_eq(again->fingerprint, "e8501ef63f0f030b6edc0770e2bae3da:2");
	again->input++;
	report_identify(diags.v, diags.n, &arena);
	ck_assert_str_eq(again->fingerprint, "e8501ef63f0f030b6edc0770e2bae3da");
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("identity");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, words_that_stay);
	tcase_add_test(c, made_by_another_implementation);
	return run_tests(c);
}
