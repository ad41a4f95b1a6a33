/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/strings.h"
#include "base/suggest.h"
#include "host/native/native.h"

enum { HEX_DIGITS_MAX = FEATURE_BITS_MAX / 4, NAME_MAX_SHOWN = 64 };

/* The word as the names are written: "iommu-platform" is "IOMMU_PLATFORM". */
static const char *
upper(const char *word, struct arena *a)
{
	char *s = arena_strdup(a, word), *p;

	for (p = s; *p; p++)
		*p = *p == '-' ? '_' : (char)toupper((unsigned char)*p);
	return s;
}

static const char *
suggestion(const char *word, struct arena *a)
{
	static const char *const prefixes[] = { "", "VIRTIO_", "VIRTIO_F_" };
	struct suggest s = { .word = upper(word, a) };
	const char *name;
	size_t i;

	for (i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		name = arena_printf(a, "%s%s", prefixes[i], s.word);
		if (feature_bit(name) >= 0)
			return arena_printf(a, "; did you mean '%s'?", name);
	}
	for (i = 0; (name = feature_name_at(i)); i++)
		suggest_try(&s, name);
	return suggest_text(a, &s);
}

static bool
unknown_name(const struct doc *v, struct arena *a, struct fault *f)
{
	if (!strncmp(v->text, "0x", 2))
		return doc_fault(v, f,
			"%s in a list of features; a mask stands alone, and a bit number "
			"is no string",
			doc_found(v, a));
	if (strlen(v->text) > NAME_MAX_SHOWN)
		return doc_fault(
			v, f, "%s is not the name of a feature", doc_found(v, a));
	return doc_fault(v, f, "'%s' is not the name of a feature%s", v->text,
		suggestion(v->text, a));
}

static bool
read_element(const struct doc *v, unsigned int *bit, struct arena *a, struct fault *f)
{
	int known;

	if (v->type == DOC_INT) {
		if (v->integer >= FEATURE_BITS_MAX || (v->negative && v->integer))
			return doc_fault(v, f,
				"expected a feature bit from 0 to %d, found %s",
				FEATURE_BITS_MAX - 1, doc_found(v, a));
		*bit = (unsigned int)v->integer;
		return true;
	}
	if (v->type != DOC_STRING)
		return doc_fault(v, f,
			"expected a feature's name or bit number, found %s",
			doc_found(v, a));
	known = feature_bit(v->text);
	if (known < 0)
		return unknown_name(v, a, f);
	*bit = (unsigned int)known;
	return true;
}

static bool
read_list(const struct doc *v, struct native_features *out, struct arena *a,
	struct fault *f)
{
	const struct doc *e;
	unsigned int bit = 0;

	for (e = v->first; e; e = e->next) {
		if (!read_element(e, &bit, a, f))
			return false;
		if (bit == VIRTIO_F_ACCESS_PLATFORM
			&& feature_get(&out->bits, bit) != TRI_YES)
			out->claim = doc_said(e, a);
		feature_put(&out->bits, bit, true);
	}
	return true;
}

/* A key: a name, or a bit number in decimal. */
static bool
read_key(const struct doc *v, unsigned int *bit, struct arena *a, struct fault *f)
{
	size_t digits = strspn(v->key, "0123456789");
	int known = feature_bit(v->key);

	if (digits && !v->key[digits]) {
		known = digits < 4 ? atoi(v->key) : FEATURE_BITS_MAX;
		if (known >= FEATURE_BITS_MAX)
			return doc_fault_key(v, f,
				"expected a feature bit from 0 to %d, found '%.60s'",
				FEATURE_BITS_MAX - 1, v->key);
	}
	if (known < 0)
		return doc_fault_key(v, f, "'%.*s' is not the name of a feature%s",
			NAME_MAX_SHOWN, v->key,
			strlen(v->key) <= NAME_MAX_SHOWN ? suggestion(v->key, a) : "");
	*bit = (unsigned int)known;
	return true;
}

/* What a map does not name is not known. */
static bool
read_map(const struct doc *v, struct native_features *out, struct arena *a,
	struct fault *f)
{
	const struct doc *e;
	unsigned int bit = 0;

	for (e = v->first; e; e = e->next) {
		if (!read_key(e, &bit, a, f) || !doc_expect(e, DOC_BOOL, f))
			return false;
		/* two names may stand for one bit, of different types of devices */
		if (feature_get(&out->bits, bit) == (e->boolean ? TRI_NO : TRI_YES))
			return doc_fault_key(
				e, f, "feature bit %u is both true and false", bit);
		if (bit == VIRTIO_F_ACCESS_PLATFORM)
			out->claim = doc_said(e, a);
		feature_put(&out->bits, bit, e->boolean);
	}
	return true;
}

static bool
bad_mask(const struct doc *v, struct arena *a, struct fault *f)
{
	const char *hint = "";

	if (v->type == DOC_INT && !v->negative && v->integer < FEATURE_BITS_MAX)
		hint = arena_printf(a, "; the bit of that number is the list [%u]",
			(unsigned int)v->integer);
	if (v->type == DOC_INT)
		return doc_fault(v, f,
			"%s, expected a list or map of features or a mask '0x…'%s",
			doc_found(v, a), hint);
	return doc_fault(v, f,
		"expected a list or map of features or a mask '0x…' of up to %d "
		"hexadecimal digits, found %s",
		HEX_DIGITS_MAX, doc_found(v, a));
}

static bool
read_mask(const struct doc *v, struct native_features *out, struct arena *a,
	struct fault *f)
{
	const char *digits;
	size_t n, i, bit;
	unsigned int d;

	if ((v->type != DOC_INT && v->type != DOC_STRING) || strncmp(v->text, "0x", 2))
		return bad_mask(v, a, f);
	digits = v->text + 2;
	n = strspn(digits, "0123456789abcdefABCDEF");
	if (!n || n > HEX_DIGITS_MAX || digits[n])
		return bad_mask(v, a, f);
	for (i = 0; i < n; i++) {
		bit = 4 * (n - 1 - i);
		d = digit_value(digits[i]);
		out->bits.set[bit / 64] |= (uint64_t)d << (bit % 64);
		out->bits.known[bit / 64] |= (uint64_t)d << (bit % 64);
	}
	return true;
}

bool
native_read_features(const struct doc *v, struct native_features *out, struct arena *a,
	struct fault *f)
{
	*out = (struct native_features){ 0 };
	if (v->type == DOC_MAP)
		return read_map(v, out, a, f);
	out->claim = doc_said(v, a);
	if (v->type == DOC_LIST ? !read_list(v, out, a, f) : !read_mask(v, out, a, f))
		return false;
	feature_close(&out->bits);
	return true;
}
