# SPDX-License-Identifier: GPL-2.0-or-later
#
# Run by the build: writes the page's style and script as C source.
# cmake -D OUT=FILE -D HEADER=FILE -D TEXTS=NAME=FILE;… -P embed.cmake
set(text "/* SPDX-License-Identifier: GPL-2.0-or-later */\n/* Made by embed.cmake. */\n")
string(APPEND text "#include \"${HEADER}\"\n")
foreach(pair IN LISTS TEXTS)
  string(REGEX MATCH "^([a-z_]+)=(.*)$" pair "${pair}")
  set(name ${CMAKE_MATCH_1})
  file(READ "${CMAKE_MATCH_2}" bytes HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
  string(REGEX REPLACE "(................................................................................)" "\\1\n\t" bytes "${bytes}")
  string(APPEND text "\nconst char ${name}[] = {\n\t${bytes}0\n};\n")
  string(APPEND text "const size_t ${name}_size = sizeof(${name}) - 1;\n")
endforeach()
file(WRITE "${OUT}" "${text}")
