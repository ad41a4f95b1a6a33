/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host_reader.h"

FUZZ_READER(crosvm)
