/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/program/regex.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doc/yaml_read.h"
#include "schema/compile/compile.h"
#include "support.h"

/* What Python's re.search() finds of each pattern in each string: '1' where it does. */
static const char *const strings[] = {
	"",
	"foo",
	"foo\n",
	"foo\n\n",
	"xfoo",
	"foox",
	"a-supply",
	"-supply\n",
	"a\nb-supply",
	"x,nr-gpios",
	"y-gpio",
	"cache-size",
	"i-cache-size",
	"x-cache-size",
	"at25,x",
	"fsia,",
	"fsic,",
	"gpio,1",
	"functions",
	"my-groups",
	"abc",
	"abc1",
	"a$",
	"x.y",
	"xxy",
	"5z",
	"z",
	"barbaz",
	"baz",
	"foobar",
	"bar",
	"aab",
	"aaab",
	"b",
	"x]",
	"x$",
	"FOO",
	"-bc",
	"bc",
	"opp-hz",
	"a-hz",
	"n@0",
	"n@01",
	"n@1f",
	"é",
	"ü",
	"e",
	"ab",
	"ba\n",
};

static const struct {
	const char *pattern, *found;
} table[] = {
	{ "^foo$", ".11.............................................." },
	{ "^foo", ".111.1.......................1..................." },
	{ "foo$", ".11.1............................................" },
	{ "foo", ".11111.......................1..................." },
	{ ".*-supply$", "......111........................................" },
	{ "^.*-supply$", "......11........................................." },
	{ ".*", "1111111111111111111111111111111111111111111111111" },
	{ ".*$", "1111111111111111111111111111111111111111111111111" },
	{ "^$", "1................................................" },
	{ "", "1111111111111111111111111111111111111111111111111" },
	{ "(?<!,nr)-gpios?$", "..........1......................................" },
	{ "^(i-|d-|)cache-size$", "...........11...................................." },
	{ "^(at25|fsi[ab]|gpio),.*",
		"..............11.1..............................." },
	{ "^function|groups$", "..................11............................." },
	{ "^[a-z]+$", ".11.11............1.1...1.11111111....1.......111" },
	{ "a\\$", "......................1.........................." },
	{ "x\\.y$", ".......................1........................." },
	{ "\\dz$", ".........................1......................." },
	{ "(foo|bar)baz$", "...........................1....................." },
	{ "^(foo)?bar$", ".............................11.................." },
	{ "^a{,2}b$", "...............................1.1.............1." },
	{ "[]x$]$", ".....1........1.......1...........11............." },
	{ "(?i)FOO$", ".11.1...............................1............" },
	{ "^\\Wbc$", ".....................................1..........." },
	{ "^(?!opp).*-hz$", "........................................1........" },
	{ "@(0|[1-9a-f][0-9a-f]*)$",
		".........................................1.1....." },
	{ "^é$", "............................................1...." },
	{ "^[é-ü]$", "............................................11..." },
	{ "foo|^bar$", ".11111.......................11.................." },
	{ "^(a|b)*$", "1..............................111.............11" },
};

#define ARRAY_SIZE(a) (sizeof(a) / sizeof(*(a)))

/* A program whose one binding has the pattern. */
static void *
compile(const char *pattern)
{
	struct schema_set s;
	struct value *root;
	struct fault f;
	char text[256];
	size_t size;
	void *image;
	int n = snprintf(text, sizeof(text),
		"$id: http://example.com/schemas/p.yaml#\nselect: true\n"
		"patternProperties: { '%s': { minItems: 2 } }\n",
		pattern);

	schema_set_init(&s);
	f = FAULT_INIT(&s.arena);
	s.builder.arena = &s.arena;
	root = yaml_read(&s.builder, text, (size_t)n, &f);
	ck_assert_msg(root != NULL, "%s: %s", pattern, f.message);
	ck_assert_msg(schema_set_put(&s, "p.yaml", root, false, &f), "%s", f.message);
	schema_set_finish(&s);
	image = schema_compile(&s, &size);
	schema_set_free(&s);
	return image;
}

static uint32_t
number_of(const struct program *p, const char *pattern)
{
	uint32_t i;

	for (i = 0; i < p->npatterns; i++)
		if (!strcmp(program_string(p, p->patterns[i].text), pattern))
			return i;
	ck_abort_msg("the program has no '%s'", pattern);
	return 0;
}

START_TEST(test_search)
{
	const char *pattern = table[_i].pattern;
	void *image = compile(pattern);
	struct regexes *r;
	struct program p;
	uint32_t number;
	size_t i;

	program_view(&p, image);
	r = regexes_new(&p);
	number = number_of(&p, pattern);
	for (i = 0; i < ARRAY_SIZE(strings); i++) {
		const char *s = strings[i];

		ck_assert_msg(regex_search(r, number, s, strlen(s))
				      == (table[_i].found[i] == '1'),
			"'%s' in '%s'", pattern, s);
	}
	regexes_free(r);
	free(image);
}
END_TEST

int
main(void)
{
	TCase *tc = tcase_create("regex");

	tcase_add_loop_test(tc, test_search, 0, (int)ARRAY_SIZE(table));
	return run_tests(tc);
}
