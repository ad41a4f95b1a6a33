/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/suggest.h"

#include <string.h>

#include "support.h"

static struct arena arena;

static void
teardown(void)
{
	arena_free(&arena);
}

static const char *const words[] = { "devices", "defaults", NULL, "dma_coherent", "xen",
	"slot", "s", "VIRTIO_F_ACCESS_PLATFORM", "VIRTIO_F_ORDER_PLATFORM" };

static const struct {
	const char *word;
	const char *best; /* NULL: nothing is near */
} cases[] = {
	/* one letter more, less, other, and two exchanged */
	{ "devicess", "devices" },
	{ "device", "devices" },
	{ "deviceZ", "devices" },
	{ "dveices", "devices" },
	{ "VIRTIO_F_ACCESS_PLATFROM", "VIRTIO_F_ACCESS_PLATFORM" },
	/* case, and - for _, are no difference */
	{ "dma-coherent", "dma_coherent" },
	{ "DMA-Coherent", "dma_coherent" },
	{ "XEN", "xen" },
	{ "Xen", "xen" },
	/* a short word tells little */
	{ "xe", "xen" },
	{ "x", NULL },
	{ "y", NULL },
	{ "S", "s" },
	{ "slit", "slot" },
	{ "plot!", "slot" },
	/* what is far is no slip */
	{ "reg", NULL },
	{ "interrupts", NULL },
	{ "", NULL },
	/* exactly a word: the caller asked for it */
	{ "slot", "slot" },
};

START_TEST(nearest_word)
{
	const char *text = suggest_from(
		&arena, cases[_i].word, words, sizeof(words) / sizeof(words[0]));

	if (cases[_i].best)
		ck_assert_str_eq(text,
			arena_printf(&arena, "; did you mean '%s'?", cases[_i].best));
	else
		ck_assert_str_eq(text, "");
}
END_TEST

START_TEST(first_of_equals)
{
	struct suggest s = { .word = "slot1" };

	suggest_try(&s, "slot2");
	suggest_try(&s, "slot3");
	ck_assert_str_eq(s.best, "slot2");
	suggest_try(&s, "slot");
	ck_assert_str_eq(s.best, "slot2");
	suggest_try(&s, "slot1");
	ck_assert_str_eq(s.best, "slot1");
}
END_TEST

/* Longer words are not weighed: the cost is the square of their length. */
START_TEST(long_words)
{
	char word[80], other[80];
	struct suggest s = { .word = word };

	memset(word, 'a', sizeof(word));
	memset(other, 'a', sizeof(other));
	word[65] = other[64] = '\0';
	suggest_try(&s, other);
	ck_assert_ptr_null(s.best);
	word[64] = '\0';
	other[63] = '\0';
	s = (struct suggest){ .word = word };
	suggest_try(&s, other);
	ck_assert_ptr_eq(s.best, other);
	memset(other, 'a', sizeof(other) - 1);
	other[65] = '\0';
	s = (struct suggest){ .word = word };
	suggest_try(&s, other);
	ck_assert_ptr_null(s.best);
}
END_TEST

/* Edits between two words, by the table that defines them: OSA, letters as they are. */
static unsigned int
edits(const char *a, const char *b)
{
	unsigned int t[66][66] = { { 0 } }, n = (unsigned int)strlen(a), v, i, k;
	unsigned int m = (unsigned int)strlen(b);

	for (i = 0; i <= n; i++) {
		for (k = 0; k <= m; k++) {
			v = i ? i : k;
			if (i && k) {
				v = t[i - 1][k - 1] + (a[i - 1] != b[k - 1]);
				v = t[i - 1][k] + 1 < v ? t[i - 1][k] + 1 : v;
				v = t[i][k - 1] + 1 < v ? t[i][k - 1] + 1 : v;
			}
			if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1]
				&& t[i - 2][k - 2] + 1 < v)
				v = t[i - 2][k - 2] + 1;
			t[i][k] = v;
		}
	}
	return t[n][m];
}

static uint32_t
number(uint32_t *state, uint32_t below)
{
	*state = *state * 1664525 + 1013904223;
	return (*state >> 8) % below;
}

/* Words of few letters, which are near to each other in many ways. */
static void
make_word(uint32_t *state, char *word, uint32_t most)
{
	uint32_t n = 1 + number(state, most), i;

	for (i = 0; i < n; i++)
		word[i] = "ab-c"[number(state, 4)];
	word[n] = '\0';
}

START_TEST(edits_are_counted)
{
	char word[66], other[66];
	uint32_t state = 1, i, near = 0;

	for (i = 0; i < 60000; i++) {
		struct suggest s = { .word = word, .most = 1 + i % 6 };
		unsigned int d;

		make_word(&state, word, i % 100 ? 10 : 64);
		make_word(&state, other, i % 100 ? 10 : 64);
		d = edits(word, other);
		suggest_try(&s, other);
		ck_assert_msg(
			(s.best != NULL) == (d <= s.most) && (!s.best || s.distance == d),
			"'%s' and '%s': %u edits, found %u within %u", word, other, d,
			s.distance, s.most);
		near += s.best != NULL;
	}
	/* both happen */
	ck_assert_uint_gt(near, 10000);
	ck_assert_uint_lt(near, 50000);
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("suggest");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_loop_test(c, nearest_word, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(c, first_of_equals);
	tcase_add_test(c, long_words);
	tcase_add_test(c, edits_are_counted);
	return run_tests(c);
}
