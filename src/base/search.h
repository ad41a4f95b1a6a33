/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Searches in what is sorted, by halves. */
#ifndef DTLINT_BASE_SEARCH_H
#define DTLINT_BASE_SEARCH_H

#include <stddef.h>

/*
 * The first of @n places that are in ascending order for which @is_below does not hold;
 * @n where it holds for all. @is_below is an expression of @at, which it names:
 *
 *	at = search_first(n, i, v[i].name < name);
 */
#define search_first(n, at, is_below) \
	__extension__({ \
		size_t search_low_ = 0, search_high_ = (n); \
		while (search_low_ < search_high_) { \
			size_t at = search_low_ + (search_high_ - search_low_) / 2; \
			if (is_below) \
				search_low_ = at + 1; \
			else \
				search_high_ = at; \
		} \
		search_low_; \
	})

#endif
