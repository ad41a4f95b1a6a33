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

int
main(void)
{
	TCase *c = tcase_create("suggest");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_loop_test(c, nearest_word, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(c, first_of_equals);
	tcase_add_test(c, long_words);
	return run_tests(c);
}
