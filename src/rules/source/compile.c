/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What keeps a source from being a tree, and what becomes of its text unseen: found while
 * it is compiled, by src/dts/. No walk over a tree finds any of it.
 */
#include "rules/rule.h"

#define SOURCE(text) \
	{ \
		text, NULL \
	}
#define DTS \
	"Devicetree Specification v0.4, 6 Devicetree Source (DTS) Format (version 1)\n"
#define CPP "The C Preprocessor (GCC), as cpp -x assembler-with-cpp\n"

static const struct rule rules[] = {
	{
		.id = "source/syntax",
		.level = LEVEL_ERROR,
		.summary = "a source is not what the language has",
		.why = "Nothing can be made of it: dtc stops at the first such error. What is "
		       "wrong is told with what was expected, up to the end of the source. The "
		       "tree is not linted, and the exit status is 2.",
		.fix = "Write what was expected.",
		.refs = DTS "dtc 1.8.1",
		.bad = SOURCE("/dts-v1/;\n\n/ {\n\tmodel = \"board\"\n};\n"),
		.good = SOURCE("/dts-v1/;\n\n/ {\n\tmodel = \"board\";\n};\n"),
	},
	{
		.id = "source/undefined-label",
		.level = LEVEL_ERROR,
		.summary = "a node is named by a label or path that is not there",
		.why = "A node can be changed or deleted by its label only behind the place where "
		       "it is defined. The tree is not linted, and the exit status is 2. In "
		       "values labels may come later: those are dtc/phandle_references.",
		.fix = "Write the label as it is defined, or include the file that defines it "
		       "before.",
		.refs = DTS "dtc 1.8.1",
		.bad = SOURCE(
			"/dts-v1/;\n\n/ {\n\tuart0: serial {\n\t};\n};\n\n&uart1 {\n};\n"),
		.good = SOURCE(
			"/dts-v1/;\n\n/ {\n\tuart0: serial {\n\t};\n};\n\n&uart0 {\n};\n"),
	},
	{
		.id = "source/overlay-path",
		.level = LEVEL_ERROR,
		.summary = "an overlay refers to a path of another tree in a cell",
		.why = "A phandle of the tree that an overlay is applied to is found by its label "
		       "only: the format has no room for a path. dtc makes no blob of it, and "
		       "the exit status is 2.",
		.fix = "Give the node a label in the other tree, and refer to that.",
		.refs = "dtc 1.8.1",
		.bad = SOURCE(
			"/dts-v1/;\n/plugin/;\n\n&{/soc} {\n\tclocks = <&{/clk}>;\n};\n"),
		.good = SOURCE(
			"/dts-v1/;\n/plugin/;\n\n&{/soc} {\n\tclocks = <&clk>;\n};\n"),
	},
	{
		.id = "source/include",
		.level = LEVEL_ERROR,
		.summary = "a file that a source includes is not found or not to be read",
		.why = "What it would define is missing. Read are regular files only, below the "
		       "repository's root, the folder of the source, the working directory or an "
		       "-I. The tree is not linted, and the exit status is 2.",
		.fix = "Name the folder with -I, or write the file's name as it is; the message "
		       "says where it was looked for.",
		.refs = CPP,
		.bad = SOURCE("/dts-v1/;\n\n#include \"none.dtsi\"\n\n/ {\n};\n"),
		.good = SOURCE("/dts-v1/;\n\n/ {\n};\n"),
	},
	{
		.id = "source/incbin",
		.level = LEVEL_ERROR,
		.summary = "a file that /incbin/ names is not found or not to be read",
		.why = "The value would be made of its bytes. The same files as for an include are "
		       "read. The tree is not linted, and the exit status is 2.",
		.fix = "Write the file's name as it is, or name its folder with -I.",
		.refs = DTS,
		.bad = SOURCE("/dts-v1/;\n\n/ {\n\tlogo = /incbin/(\"none.bin\");\n};\n"),
		.good = SOURCE("/dts-v1/;\n\n/ {\n\tlogo = [00 01];\n};\n"),
	},
	{
		.id = "source/directive",
		.level = LEVEL_ERROR,
		.summary = "a preprocessor directive is malformed, or an #error",
		.why = "What the preprocessor would leave of the source is not what was meant. The "
		       "tree is not linted, and the exit status is 2.",
		.fix = "Write what was expected.",
		.refs = CPP,
		.bad = SOURCE("/dts-v1/;\n\n#if 1 +\n#endif\n\n/ {\n};\n"),
		.good = SOURCE("/dts-v1/;\n\n#if 1 + 1\n#endif\n\n/ {\n};\n"),
	},
	{
		.id = "source/macro",
		.level = LEVEL_ERROR,
		.summary = "a macro is used with arguments that it does not take",
		.why = "The preprocessor leaves the use as it is, which is no device tree source. "
		       "The tree is not linted, and the exit status is 2.",
		.fix = "Give as many arguments as the macro's definition has.",
		.refs = CPP,
		.bad = SOURCE(
			"/dts-v1/;\n\n#define PIN(a, b) <a b>\n\n/ {\n\tpin = PIN(1);\n};\n"),
		.good = SOURCE(
			"/dts-v1/;\n\n#define PIN(a, b) <a b>\n\n/ {\n\tpin = PIN(1, 2);\n};\n"),
	},
	{
		.id = "source/limit",
		.level = LEVEL_ERROR,
		.summary = "a source is larger or nested deeper than is read",
		.why = "Sources may come from anywhere, and a few lines of macros or includes can "
		       "make any amount of text. The tree is not linted, and the exit status is "
		       "2.",
		.fix = "Make it smaller; the message says what the bound is. dtc has bounds of its "
		       "own where nodes or parentheses are nested.",
		.refs = "dtlint(1)",
	},
	{
		.id = "source/value-truncated",
		.level = LEVEL_WARNING,
		.summary = "a number does not fit into its cell",
		.why = "Only its lower bits are left, so that another value stands in the tree than "
		       "in the source. Negative numbers, which have all upper bits set, fit.",
		.fix = "Write it as two cells, or the number that was meant.",
		.refs = "dtc 1.8.1, which warns of it",
		.bad = SOURCE("/dts-v1/;\n\n/ {\n\tbase = <0x123456789>;\n};\n"),
		.good = SOURCE(
			"/dts-v1/;\n\n/ {\n\tbase = <0x1 0x23456789>, <(-1)>;\n};\n"),
	},
	{
		.id = "source/property-repeated",
		.level = LEVEL_WARNING,
		.summary = "a property is given twice in one body",
		.why = "The last one holds, and dtc says nothing: the first was written for "
		       "something, and does not do it.",
		.fix = "Remove the one that is not meant, or make one value of both.",
		.refs = DTS
		"dtc 1.8.1, which refuses it only in the body that creates the node",
		.bad = SOURCE("/dts-v1/;\n\n/ {\n\tuart: serial {\n\t};\n};\n\n&uart {\n"
			      "\tspeed = <1>;\n\tspeed = <2>;\n};\n"),
		.good = SOURCE("/dts-v1/;\n\n/ {\n\tuart: serial {\n\t};\n};\n\n&uart {\n"
			       "\tspeed = <1>;\n};\n\n&uart {\n\tspeed = <2>;\n};\n"),
	},
	{
		.id = "source/delete-without-effect",
		.level = LEVEL_WARNING,
		.summary = "a /delete-node/ or /delete-property/ deletes nothing",
		.why = "What was to go is there still, under another name perhaps: dtc says "
		       "nothing. One in a file that several sources include is reported where "
		       "all of them are linted and it has an effect on none. In the body that "
		       "creates a node nothing is ever deleted.",
		.fix = "Write the name of what is there, or remove it.",
		.refs = DTS "dtc 1.8.1",
		.bad = SOURCE(
			"/dts-v1/;\n\n/ {\n\tuart: serial {\n\t\tspeed = <1>;\n\t};\n};\n\n"
			"&uart {\n\t/delete-property/ sped;\n};\n"),
		.good = SOURCE(
			"/dts-v1/;\n\n/ {\n\tuart: serial {\n\t\tspeed = <1>;\n\t};\n};\n\n"
			"&uart {\n\t/delete-property/ speed;\n};\n"),
	},
	{
		.id = "source/override-without-change",
		.level = LEVEL_WARNING,
		.state = RULE_OFF,
		.summary = "a property is given the value that it has already",
		.why = "It changes nothing now, and hides a change of the first value later. Some "
		       "write it for readers: this is off by default.",
		.fix = "Remove it.",
		.refs = DTS,
		.bad = SOURCE(
			"/dts-v1/;\n\n/ {\n\tuart: serial {\n\t\tspeed = <1>;\n\t};\n};\n\n"
			"&uart {\n\tspeed = <1>;\n};\n"),
		.good = SOURCE(
			"/dts-v1/;\n\n/ {\n\tuart: serial {\n\t\tspeed = <1>;\n\t};\n};\n\n"
			"&uart {\n\tspeed = <2>;\n};\n"),
	},
	{
		.id = "source/blob-differs",
		.level = LEVEL_WARNING,
		.summary = "a blob is not what its source (--source) makes",
		.why = "What differs was put in or changed behind the compiler, or the blob was "
		       "made of another version of the source. Findings about it have no place "
		       "in the source. Numbers of phandles may differ.",
		.fix = "Name the source that it was made of, with the same -I and -D; or see "
		       "what changed it: a boot loader, a machine's firmware, an overlay.",
		.refs = "dtlint(1)",
	},
	{
		.id = "source/ignore-comment",
		.level = LEVEL_WARNING,
		.summary = "a comment that is to ignore findings is not as it has to be",
		.why = "Nothing is ignored by it. A comment names rules and says why: "
		       "'dtlint: ignore RULE, RULE -- REASON', and perhaps 'until' with a day "
		       "behind the reason.",
		.fix = "Write what was expected.",
		.refs = "dtlint(1)",
		.bad = SOURCE(
			"/dts-v1/;\n\n/ {\n\t/* dtlint: ignore dtc/reg_format */\n};\n"),
		.good = SOURCE("/dts-v1/;\n\n/* a comment */\n/ {\n};\n"),
	},
};

const struct rule_set rules_source_compile = { rules, sizeof(rules) / sizeof(*rules) };
