/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Requirements of EBBR for the tree that firmware hands on (Embedded Base Boot
 * Requirements v2.4.0), and of the Devicetree Specification v0.4, which it refers to.
 */
#ifndef DTLINT_RULES_EBBR_EBBR_H
#define DTLINT_RULES_EBBR_EBBR_H

#include "rules/rule.h"

#define EBBR "https://github.com/ARM-software/ebbr/releases/tag/v2.4.0"
#define DTSPEC \
	"https://github.com/devicetree-org/devicetree-specification/releases/tag/v0.4"

#define EBBR_DEVICETREE EBBR "\nEBBR v2.4.0, 2.4.2 Devicetree"
#define EBBR_STARTUP EBBR "\nEBBR v2.4.0, 3.2.1 AArch64 Multiprocessor Startup Protocol"

/* What a sample needs so that nothing else of the family is found. */
#define EBBR_ROOT \
	"\t#address-cells = <1>;\n" \
	"\t#size-cells = <1>;\n" \
	"\tmodel = \"Acme Board\";\n" \
	"\tcompatible = \"acme,board\";\n"
#define EBBR_CPUS \
	"\tcpus {\n" \
	"\t\t#address-cells = <1>;\n" \
	"\t\t#size-cells = <0>;\n" \
	"\t\tcpu@0 { device_type = \"cpu\"; compatible = \"arm,cortex-a53\"; reg = <0>; };\n" \
	"\t};\n"
#define EBBR_MEMORY \
	"\tmemory@80000000 { device_type = \"memory\"; reg = <0x80000000 0x10000000>; };\n"

#endif
