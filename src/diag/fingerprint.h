/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fingerprints: what a finding is known by from one run to the next: its rule, its
 * file, under the name that the run's reader knows it by, its node's path and its
 * property. Values, offsets and wording may change. Not unique: findings that agree in
 * all of it are told apart by their order.
 *
 * The 64-bit FNV-1a hash of the four, each ended by a NUL, absent ones (NULL) empty. What is
 * hashed, and how, is part of the reports' formats ("dtlintFingerprint/v1").
 */
#ifndef DTLINT_DIAG_FINGERPRINT_H
#define DTLINT_DIAG_FINGERPRINT_H

#include <stdint.h>

uint64_t diag_fingerprint(
	const char *rule, const char *file, const char *node, const char *property);

#endif
