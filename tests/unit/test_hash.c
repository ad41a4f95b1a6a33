/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hashes and digests held against those of others, and tables against chosen keys. */
#include "base/hash.h"

#include <time.h>

#include "base/digest.h"
#include "base/identity.h"
#include "base/intern.h"
#include "support.h"

static struct arena arena;

static void
teardown(void)
{
	arena_free(&arena);
}

/* CPython's hash() of bytes with PYTHONHASHSEED=0 is SipHash-1-3 with a key of zeros. */
static const struct {
	const char *s;
	size_t n;
	uint64_t hash;
} siphash[] = {
	{ "\0", 1, 0x68a914128e01e473 },
	{ "\0\1\2\3\4\5\6\7\x8\x9\xa\xb\xc\xd\xe", 15, 0xf30eb725bb91c9ea },
	{ "name", 4, 0xa8ff84c12d48cfa6 },
};

START_TEST(keyed_hash_is_siphash)
{
	const struct hash_key zero = { { 0, 0 } };
	size_t i;

	for (i = 0; i < sizeof(siphash) / sizeof(*siphash); i++)
		ck_assert_uint_eq(
			hash_keyed(&zero, siphash[i].s, siphash[i].n), siphash[i].hash);
}
END_TEST

START_TEST(process_has_a_key)
{
	struct hash_key other = hash_process;
	uint64_t before = hash_long("name", 4), number = hash_number(7);

	ck_assert(other.v[0] && other.v[1]);
	hash_process.v[0] ^= 1;
	ck_assert_uint_ne(hash_long("name", 4), before);
	ck_assert_uint_ne(hash_number(7), number);
	hash_process = other;
	ck_assert_uint_eq(hash_long("name", 4), before);
}
END_TEST

/* FIPS 180-4's examples (SHA256.pdf of NIST), and of RFC 6234 the empty text's. */
static const struct {
	const char *text, *hex;
} sha256[] = {
	{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
	{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		"248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
};

START_TEST(digest_is_sha256)
{
	struct digest d, back;
	struct digest_run run;
	size_t i, k;

	for (i = 0; i < sizeof(sha256) / sizeof(*sha256); i++) {
		d = digest_of(sha256[i].text, strlen(sha256[i].text));
		ck_assert_str_eq(digest_hex(&d, &arena), sha256[i].hex);
		ck_assert(digest_from_hex(sha256[i].hex, &back));
		ck_assert(digest_same(&d, &back));
		digest_begin(&run);
		for (k = 0; sha256[i].text[k]; k++)
			digest_data(&run, &sha256[i].text[k], 1);
		digest_end(&run); /* takes nothing away */
		back = digest_end(&run);
		ck_assert(digest_same(&d, &back));
	}
	ck_assert(!digest_from_hex("e3b0", &back));
	ck_assert(!digest_from_hex(
		"E3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		&back));
}
END_TEST

/* Two texts are not one that is put together otherwise. */
START_TEST(digest_tells_texts_apart)
{
	struct digest_run a, b;
	struct digest x, y;

	digest_begin(&a);
	digest_text(&a, "ab");
	digest_text(&a, "c");
	digest_begin(&b);
	digest_text(&b, "a");
	digest_text(&b, "bc");
	x = digest_end(&a);
	y = digest_end(&b);
	ck_assert(!digest_same(&x, &y));
}
END_TEST

/* What undoes hash_mix(), which has no key: numbers that all fell into one slot once. */
static uint64_t
unmix(uint64_t x)
{
	x ^= x >> 32;
	x *= 0x96de1b173f119089u; /* times 0xbf58476d1ce4e5b9 is 1 */
	x ^= x >> 29 ^ x >> 58;
	x *= 0xf1de83e19937733du; /* times 0x9e3779b97f4a7c15 is 1 */
	return x ^ x >> 32;
}

enum { MANY = 1 << 17 };

static double
seconds(void)
{
	return (double)clock() / CLOCKS_PER_SEC;
}

START_TEST(chosen_numbers_do_not_meet)
{
	struct map m = { 0 };
	double start, chosen, plain;
	uint32_t i;

	for (i = 0; i < 1000; i++)
		ck_assert_uint_eq(hash_mix(unmix((uint64_t)i << 32)), (uint64_t)i << 32);
	start = seconds();
	for (i = 0; i < MANY; i++)
		map_put(&m, &arena, i, i);
	plain = seconds() - start;
	m = (struct map){ 0 };
	start = seconds();
	for (i = 0; i < MANY; i++)
		map_put(&m, &arena, unmix((uint64_t)i << 32), i);
	chosen = seconds() - start;
	for (i = 0; i < MANY; i += 1000)
		ck_assert_uint_eq(map_get(&m, unmix((uint64_t)i << 32)), i);
	/* in one slot they took 17 thousand times as many steps */
	ck_assert_msg(chosen < 20 * plain + 0.2, "%f s, others %f s", chosen, plain);
}
END_TEST

START_TEST(identities_are_told_apart)
{
	struct identity_set s = { 0 };
	ino_t i;

	for (i = 0; i < 3000; i++) {
		ck_assert(identity_add(&s, &arena, (struct identity){ i % 3, i / 3 }));
		ck_assert(!identity_add(&s, &arena, (struct identity){ i % 3, i / 3 }));
	}
	ck_assert(!identity_add(&s, &arena, (struct identity){ 0, 0 }));
	ck_assert(identity_add(&s, &arena, (struct identity){ 3, 0 }));
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("hash");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_test(c, keyed_hash_is_siphash);
	tcase_add_test(c, process_has_a_key);
	tcase_add_test(c, digest_is_sha256);
	tcase_add_test(c, digest_tells_texts_apart);
	tcase_add_test(c, chosen_numbers_do_not_meet);
	tcase_add_test(c, identities_are_told_apart);
	return run_tests(c);
}
