/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A rule: what is looked for, everything that is said of it, and the code that looks.
 *
 * One file holds a rule or a family of like ones; one line in rules/rules.def lists
 * the file. Documentation, --explain, --list-rules and the sample tests come from the
 * entry. A rule reports diagnostics and never prints.
 */
#ifndef DTLINT_RULES_RULE_H
#define DTLINT_RULES_RULE_H

#include "base/strings.h"
#include "diag/diag.h"
#include "host/host.h"
#include "tree/arch.h"
#include "tree/tree.h"

struct lint;

/* Device tree source that shows the rule at work; compiled by dtc and linted in the tests. */
struct sample {
	const char *dts;  /* a whole source file */
	const char *host; /* a native host configuration to pair it with, or NULL */
};

/*
 * How a sample begins: up to the inside of its root node; the same with counts of cells
 * for 32-bit addresses and sizes, and for 64-bit ones.
 */
#define SAMPLE_ROOT "/dts-v1/;\n/ {\n"
#define SAMPLE_ROOT_1_1 SAMPLE_ROOT "\t#address-cells = <1>;\n\t#size-cells = <1>;\n"
#define SAMPLE_ROOT_2_2 SAMPLE_ROOT "\t#address-cells = <2>;\n\t#size-cells = <2>;\n"
/* Up to the inside of the first of its CPUs. */
#define SAMPLE_CPU_0 \
	"\tcpus {\n\t\t#address-cells = <1>;\n\t\t#size-cells = <0>;\n\n" \
	"\t\tcpu@0 {\n\t\t\tdevice_type = \"cpu\";\n"

/* What is reported where nobody says otherwise. */
enum rule_state {
	RULE_ON,     /* reported unless ignored */
	RULE_FAMILY, /* not in a plain run; where its family is selected */
	RULE_OFF,    /* reported only where asked for by name */
};

/* How much is asked for: what the kernel's build asks of dtc by W=1, and by W=12 as well. */
enum rule_strict { STRICT_NOT, STRICT_W1, STRICT_W2 };

struct rule {
	const char *id;   /* "family/name", for ever */
	enum level level; /* the level reported at, or the highest where it varies */
	enum rule_state state;
	enum rule_strict
		strict; /* reported from this on, whatever its state; 0: never so */
	bool yields; /* a binding's finding about the same property makes it needless */
	bool varies; /* the level depends on what is found: `levels` says how */
	const char *summary; /* one line: what is reported */
	const char *why;     /* why it matters */
	const char *levels;  /* where `varies`: which level when; else NULL */
	const char *fix;     /* what to do about it */
	const char *refs;    /* sources, one a line */
	struct sample bad;   /* must be reported */
	struct sample good;  /* must not be */

	/*
	 * Called for every tree that is linted, each where not NULL: once; for each node
	 * in pre-order, or for those whose whole name match_node() takes, or for those
	 * that have subnodes; and for each property of that name, or whose name
	 * match_prop() takes. Names are judged once a run, so the matching goes by them
	 * alone. A rule with none of these reports nothing, and only hands on its
	 * prerequisites.
	 */
	void (*check_tree)(struct lint *l, const struct rule *r);
	void (*check_node)(struct lint *l, const struct rule *r, const struct node *n);
	bool (*match_node)(const char *name);
	bool parents_only;
	void (*check_prop)(struct lint *l, const struct rule *r, const struct node *n,
		const struct prop *p);
	atom_t prop; /* NAME_…; 0: see match_prop */
	bool (*match_prop)(const char *name);
	/*
	 * What check_node() and check_prop() find is to depend on what the node sees alone
	 * (tree/touched.h), on tree_facts.h, and on what the rule found before; else this
	 * is set, and overlays on a base cost more. tests/input/delta holds rules to it.
	 */
	bool whole;
	const void *data; /* the row, where rules share code */

	/*
	 * Rules that must have found nothing in the tree for this one to be reported;
	 * they are run for that even where they are not reported themselves.
	 */
	const char *const *prerequisites; /* ids, NULL-terminated; or NULL */
};

/* A file's rules, as rules.def lists it. */
struct rule_set {
	const struct rule *rules;
	size_t n;
};

/* All rules in the order of rules.def; their index is their number. */
size_t rules_count(void);
const struct rule *rule_at(size_t number);
size_t rule_number(const struct rule *r);

/*
 * By id, or by the part behind the family where that is unique or dtc's, or by the name
 * that dtc once had for it; '_' and '-' are alike. NULL where there is none.
 */
const struct rule *rule_find(const char *name);

/* True for a check that dtc has or had, and that has no rule: it could find nothing. */
bool rule_is_void(const char *name);

/* True where @selector is the rule's id, its bare name or its family. */
bool rule_matches(const struct rule *r, const char *selector);

/* What a rule is handed: one tree under inspection. */
struct lint {
	const struct tree *tree;
	const char *file; /* the tree's name for diagnostics */
	uint32_t input;   /* its number in the run */
	const char *unit; /* which part of the file it is; NULL: the file itself */
	uint32_t unit_id; /* its number in the file */
	int64_t base;     /* where it begins in the file; -1: it is not in it */
	bool sealed;      /* no command can change it where it is */
	const struct host *hosts; /* what it is paired with */
	size_t nhosts;
	const struct arch *arch; /* as told by --arch or by the tree; NULL: unknown */
	bool verbose;            /* all there is to say is wanted */
	bool absent_too; /* references of nodes that are not there, too: to show them */
	struct arena *arena;   /* for what outlives the tree: diagnostics */
	struct arena *scratch; /* for this tree */
	struct intern *texts;  /* of findings, as long as @arena, each once; or NULL */
	struct diag_list *diags;
	size_t first; /* how many diagnostics there were before this tree's */
	struct lint_past
		*keep; /* where lint_run() leaves what is true of a base, or NULL */
	const struct lint_past *past; /* of the tree's base; NULL: it is linted in full */
	const struct tree_delta *delta; /* with that: what is other than in the base */
	const struct rule_config *config;
	struct rule_plan *plan;         /* of config; NULL: made for this tree alone */
	struct lint_state *state;       /* lint_run()'s own */
	struct virtio_pairing *pairing; /* rules/virtio/pairing.h; made on first use */
	struct tree_facts *facts;       /* rules/tree_facts.h; made on first use */
	struct ref_table *references;   /* rules/ref/references.h; likewise */
	unsigned char *gics;            /* rules/irq/gic.h; likewise */
};

/*
 * Reports at a node (NULL: the whole file) and, where not NULL, one of its
 * properties. The level is the rule's to say; what the user asked for with -W and -E
 * is applied here. Returns the diagnostic for more to be said, or NULL where the rule
 * is not reported: the helpers below take NULL.
 */
struct diag *lint_report(struct lint *l, const struct rule *r, enum level level,
	const struct node *n, const struct prop *p, const char *fmt, ...)
	__attribute__((format(printf, 6, 7)));

/*
 * True where nothing more of the rule would be kept of this tree: it is not called any
 * more, and long loops in it may end. It has found what it was run for, or so much that
 * a last diagnostic says that there may be more.
 */
bool lint_is_done(const struct lint *l, const struct rule *r);

/*
 * The same for rules that are made at run time, so that nobody can have asked for them
 * by -W or -E: always a diagnostic, at this level. @message need not be clean.
 */
struct diag *lint_diag(struct lint *l, const struct rule *r, enum level level,
	const struct node *n, const struct prop *p, const char *message);

/* The same about @length bytes, or fewer, of the value from @offset on. */
struct diag *lint_diag_entry(struct lint *l, const struct rule *r, enum level level,
	const struct node *n, const struct prop *p, uint32_t offset, uint32_t length,
	const char *message);

/*
 * Which entry of a value the finding is about: @length bytes from byte @offset on. A rule
 * that has looked into a value says so.
 */
void diag_entry(struct lint *l, struct diag *d, const struct prop *p, uint32_t offset,
	uint32_t length);

/*
 * Another place that it takes to understand the finding, a node or one of its properties;
 * after diag_entry().
 */
void diag_also(struct lint *l, struct diag *d, const struct node *n, const struct prop *p,
	const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* Why it matters here, and what to do. */
void diag_why(struct lint *l, struct diag *d, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void diag_help(struct lint *l, struct diag *d, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/*
 * What to do as data, and the shell command that does it: to add an empty property to
 * the node, or with @remove to take one away.
 */
void diag_fix_property(struct lint *l, struct diag *d, const struct node *n,
	const char *property, bool remove);
/*
 * The same of a property that is to have another name, and of a string of its value (@was
 * points into that). @certain: nothing else can be meant. Texts live as long as the run.
 */
void diag_fix_name(struct lint *l, struct diag *d, const struct prop *p, const char *name,
	bool certain);
void diag_fix_string(struct lint *l, struct diag *d, const struct prop *p,
	const char *was, const char *text, bool certain);
/* The same of the unit address of a node. */
void diag_fix_unit(struct lint *l, struct diag *d, const struct node *n,
	const char *address, bool certain);
/* Pairs the finding with a host and, where not NULL, a device and what it said. */
void diag_pair(struct lint *l, struct diag *d, const struct host *h,
	const struct host_device *dev, const struct said *said);

/* Zeroed memory of the rule's own for this tree; the same at every call. */
void *lint_slot(struct lint *l, const struct rule *r, size_t size);

/*
 * What the user asked for. Flags mean what they mean to dtc: a rule is reported
 * where `warn` or `error` is set, and as an error where `error` is.
 */
enum rule_asked {
	ASKED_WARN,
	ASKED_NO_WARN,
	ASKED_ERROR,
	ASKED_NO_ERROR,
	ASKED_SELECT,
	ASKED_IGNORE,
};

struct rule_config {
	struct arena *arena;
	bool selected; /* by --select: dtc's checks then say all that dtc says */
	struct rule_flags {
		bool warn;
		bool error;
		bool capped;         /* -E no-RULE: at most a warning */
	} * flags;                   /* by rule number */
	struct rule_flags *defaults; /* likewise, in a plain run */
	bool *in_family;             /* likewise: its family's selection reports it */
	/* What was asked for of rules made at run time; rules/dynamic.h. */
	struct rule_dynamic {
		const char *name;
		enum rule_asked what;
		bool weak; /* turns nothing on */
	} * dynamic;
	size_t ndynamic;
};

/* One -W argument, or -E's. */
struct rule_flag {
	const char *arg;
	bool as_error;
};

/* What a profile makes of the defaults; empty when zero-initialised. */
struct rule_profile {
	/* dtc's checks are those that dtc reports, but for the flags */
	bool dtc;
	struct string_list rules; /* that are on, too: ids, and families as selected */
	struct rule_flag *flags;  /* -W and -E of checks of dtc's, in their order */
	size_t nflags;
};

/* The defaults of every rule in a plain run, in @a; with those of @profile, or NULL. */
struct rule_config *rule_config_new(
	struct arena *a, enum rule_strict strict, const struct rule_profile *profile);

/*
 * One -W (@as_error false) or -E argument: "RULE" or "no-RULE". As dtc does, raising a
 * rule raises what it depends on, lowering one lowers what depends on it. The name of a
 * family stands for its rules, but turns on none that is off by default. False with
 * the fault set where there is no such rule. Names of dtc's checks that a compiled tree
 * cannot fail, or that dtc has dropped, are taken and mean nothing.
 */
bool rule_config_flag(
	struct rule_config *c, const char *arg, bool as_error, struct fault *f);

/*
 * One --select or --ignore argument: families, ids or bare names, comma-separated. What
 * follows a comma and is the name of nothing belongs to a binding's name before it.
 * A selection leaves only what it names: of a family what is on by default there, and
 * what the strictness asks for; by its own name any rule. Call for all selections, then for all
 * ignores; -W and -E go last.
 */
bool rule_config_select(
	struct rule_config *c, const char *const *selectors, size_t n, struct fault *f);
bool rule_config_ignore(struct rule_config *c, const char *selector, struct fault *f);

/* What somebody asked for: the words of --select, --ignore, -W and -E. */
struct rule_request {
	enum rule_strict strict;
	struct string_list select;
	struct string_list ignore;
	struct rule_flag *flags;
	size_t nflags;
};

void rule_request_flag(
	struct rule_request *q, struct arena *a, const char *arg, bool as_error);

/* How strict both come to: the stricter holds; @file NULL: there is none. */
enum rule_strict rule_strict_of(
	const struct rule_request *file, const struct rule_request *args);

/*
 * What a configuration file's request (NULL: there is none) and then the command line's
 * make of the defaults, those of @profile or NULL, each in the order of select, ignore, flags; the stricter holds. A selection on the
 * command line replaces the file's select and ignore; the file's flags then hold for
 * what is selected and select nothing. NULL with the fault set where a word is wrong.
 */
struct rule_config *rule_config_make(struct arena *a, const struct rule_profile *profile,
	const struct rule_request *file, const struct rule_request *args,
	struct fault *f);

/*
 * What is to be done with each tree, worked out once for many: for trees whose names are
 * in one interner, on one thread. In @a; good for as long as @c does not change.
 */
struct rule_plan *rule_plan_new(struct arena *a, const struct rule_config *c);

bool rule_is_reported(const struct rule_config *c, const struct rule *r);

/*
 * Runs every rule that is reported, and what they depend on, over @l->tree in one walk.
 *
 * What is left out is as in dtc: where a rule has found something, or was left out
 * itself, rules that depend on it are; and what a rule of the dtc family reports as an
 * error ends that family, in the order of rules.def.
 *
 * With l->past some of what the base has, too, is left out of what is found.
 */
void lint_run(struct lint *l);

#endif
