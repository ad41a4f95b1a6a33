# SPDX-License-Identifier: GPL-2.0-or-later
#
# Run by cpack when all is in its place: what only Debian wants.
if(NOT CPACK_GENERATOR STREQUAL DEB)
  return()
endif()
set(root ${CPACK_TEMPORARY_DIRECTORY}/usr)
set(doc ${root}/share/doc/dtlint)

file(WRITE ${doc}/copyright "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: dtlint

Files: *
Copyright: 2026 the dtlint authors
License: GPL-2+
 This program is free software; you can redistribute it and/or modify it under
 the terms of the GNU General Public License as published by the Free Software
 Foundation; either version 2 of the License, or (at your option) any later
 version.
 .
 On Debian systems, the text of version 2 is in
 /usr/share/common-licenses/GPL-2.
")
file(WRITE ${doc}/changelog "dtlint (${CPACK_PACKAGE_VERSION}) unstable; urgency=medium

  * What has changed is in NEWS.md beside this file.

 -- ${CPACK_PACKAGE_CONTACT}  Mon, 30 Nov 2026 12:00:00 +0000
")
# the licence is there for those who look for it by its name
file(COPY ${CPACK_DTLINT_SOURCE}/COPYING DESTINATION ${doc})
file(WRITE ${root}/share/lintian/overrides/dtlint
  "dtlint: extra-license-file [usr/share/doc/dtlint/COPYING]\n"
)
# zsh of Debian looks elsewhere
file(MAKE_DIRECTORY ${root}/share/zsh/vendor-completions)
file(RENAME ${root}/share/zsh/site-functions/_dtlint ${root}/share/zsh/vendor-completions/_dtlint)
file(REMOVE_RECURSE ${root}/share/zsh/site-functions)

file(GLOB pages ${root}/share/man/*/*.[1-9])
foreach(file IN LISTS pages)
  execute_process(COMMAND gzip -9nf ${file} COMMAND_ERROR_IS_FATAL ANY)
endforeach()
execute_process(COMMAND gzip -9nf ${doc}/changelog COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND chmod -R u=rwX,go=rX ${root} COMMAND_ERROR_IS_FATAL ANY)
