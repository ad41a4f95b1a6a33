# SPDX-License-Identifier: GPL-2.0-or-later
SUMMARY = "Device-tree validation and lint"
DESCRIPTION = "Reads device trees and says what is wrong with them: dtc's checks, \
the kernel's bindings, and the configurations of guests' hosts."
LICENSE = "GPL-2.0-or-later"
LIC_FILES_CHKSUM = "file://COPYING;md5=b234ee4d69f5fce4486a80fdaf4a4263"

# A layer that has dtlint's sources names them, with the checksum of a release.
SRC_URI ?= "file://dtlint-${PV}.tar.gz"

# jansson is in meta-oe
DEPENDS = "bzip2 dtc jansson libmd libpcre2 libxml2 libyaml lz4 xz zlib zstd"

inherit cmake pkgconfig

EXTRA_OECMAKE = "-DBUILD_TESTING=OFF"
# The bindings are compiled by a program of the machine that builds.
EXTRA_OECMAKE:append:class-target = " -DDTLINT_EMBED=${STAGING_BINDIR_NATIVE}/dtlint-embed"
EXTRA_OECMAKE:append:class-nativesdk = " -DDTLINT_EMBED=${STAGING_BINDIR_NATIVE}/dtlint-embed"
DEPENDS:append:class-target = " dtlint-native"
DEPENDS:append:class-nativesdk = " dtlint-native"

do_install:append:class-native() {
	install -m 0755 ${B}/dtlint-embed ${D}${bindir}/
}

FILES:${PN} += "${datadir}/dtlint ${datadir}/zsh ${datadir}/fish ${datadir}/bash-completion"

BBCLASSEXTEND = "native nativesdk"
