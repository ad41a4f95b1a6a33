# SPDX-License-Identifier: GPL-2.0-or-later
#
# `cpack` in the build folder writes a Debian package, best of a build with
# DTLINT_ARCHIVES=OFF; what Debian's policy wants beside
# what is installed everywhere stands here.
set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_NAME dtlint)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(DTLINT_CONTACT "dtlint maintainers <dtlint@users.noreply.github.com>" CACHE STRING
  "The maintainer that packages name"
)
set(CPACK_PACKAGE_CONTACT "${DTLINT_CONTACT}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "device-tree validation and lint")
set(CPACK_PACKAGE_VENDOR dtlint)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
if(DTLINT_STATIC)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS OFF)
elseif(DTLINT_LIBVIRT AND NOT DTLINT_LINK_LIBXML2)
  # it is loaded when a domain is read
  set(CPACK_DEBIAN_PACKAGE_RECOMMENDS libxml2)
endif()
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "\
dtlint reads device trees, compiled or as source, and says what is wrong with\n\
them: where, why it matters, and what to do. It knows dtc's checks, holds trees\n\
against the kernel's bindings as dt-schema does, and pairs the tree of a guest\n\
with the configuration of its host.")
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_SOURCE_DIR}/packaging/deb-files.cmake)
set(CPACK_DTLINT_SOURCE ${CMAKE_SOURCE_DIR})
include(CPack)
