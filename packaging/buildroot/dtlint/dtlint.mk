################################################################################
#
# dtlint
#
################################################################################

# SPDX-License-Identifier: GPL-2.0-or-later
#
# Buildroot has jansson and libmd for the target alone: their makefiles need one more line
# each, $(eval $(host-autotools-package)).
# Of a checkout: make DTLINT_OVERRIDE_SRCDIR=/path/to/dtlint host-dtlint. What is released
# is named by DTLINT_SITE, with its checksum in dtlint.hash.
DTLINT_VERSION = 0.1.0
DTLINT_LICENSE = GPL-2.0+
DTLINT_LICENSE_FILES = COPYING

HOST_DTLINT_DEPENDENCIES = \
	host-dtc \
	host-jansson \
	host-libmd \
	host-libxml2 \
	host-libyaml \
	host-lz4 \
	host-pcre2 \
	host-pkgconf \
	host-xz \
	host-zlib \
	host-zstd
HOST_DTLINT_CONF_OPTS = -DBUILD_TESTING=OFF

$(eval $(host-cmake-package))
