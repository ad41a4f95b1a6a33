/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs the tests of a program. */
#ifndef DTLINT_TESTS_RUN_H
#define DTLINT_TESTS_RUN_H

#include <check.h>
#include <stdlib.h>

/* Runs one test case; the exit status says whether it failed. */
static inline int
run_tests(TCase *c)
{
	Suite *s = suite_create("unit");
	SRunner *r;
	int failed;

	suite_add_tcase(s, c);
	r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
