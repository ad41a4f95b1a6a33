/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Facts about a tree that several rules ask for, each worked out once, when it is first
 * asked for. All memory is the tree's scratch.
 */
#ifndef DTLINT_RULES_TREE_FACTS_H
#define DTLINT_RULES_TREE_FACTS_H

#include "rules/rule.h"
#include "tree/address.h"
#include "tree/interrupt.h"

const struct addresses *lint_addresses(struct lint *l);
const struct interrupts *lint_interrupts(struct lint *l);

/*
 * The memory that the tree speaks of, in the CPU's addresses. Spans are of nodes and of
 * entries of `reg`; those of size 0, which boot programs are to fill in, are left out.
 */
struct memory {
	struct span_list banks;   /* nodes of device_type "memory", as Linux takes them */
	struct span_list ram;     /* the same, merged: empty where nothing is known */
	struct span_list regions; /* with an address, in /reserved-memory */
	struct span_list reserved; /* the same and the reservation block, merged */
};

const struct memory *lint_memory(struct lint *l);

/* True for nodes of memory and for /reserved-memory: what they hold is no register. */
bool lint_is_memory(const struct tree *t, const struct node *n);

/*
 * Every entry of `reg` of every other node whose address is the CPU's or becomes such,
 * in the CPU's addresses, sorted.
 */
const struct span_list *lint_registers(struct lint *l);

/*
 * True for the tree of a virtual machine: paired with a host, or with a root or devices
 * that only such have. What it lacks no boot program adds.
 */
bool lint_is_guest(struct lint *l);

/* True for the tree of a Zephyr application, which Linux is not started with. */
bool lint_is_zephyr(const struct tree *t);

/* True where the tree is for that architecture, by Linux's name: "arm64", "riscv". */
bool lint_is_arch(const struct lint *l, const char *name);

/* For messages: the node's path, and "0x1000-0x1fff". */
const char *lint_path(struct lint *l, const struct node *n);
const char *lint_range(struct lint *l, const struct span *s);

/* "; 2 other CPUs are like it" for what one finding stands for; "" where @n is 0. */
const char *lint_others(struct lint *l, size_t n, const char *what);

#endif
