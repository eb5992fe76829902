# SPDX-License-Identifier: BSD-2-Clause
#
# libbulkhead for find_package(Bulkhead), compiled by the project's own compiler:
#
#   Bulkhead::bulkhead  the library, for a partition of its own
#   Bulkhead::start     its first code and its linker script (needs ASM)
#   Bulkhead::machine   the library for a program that has an operating system of
#                       its own in it, made for a board
#   Bulkhead::rtems     the same and more for an RTEMS application
#   Bulkhead::drivers   console, clock and exception handler instead of the board
#                       support package's (needs ASM)
#
# A target that links one of these needs no more. What add_compile_options() says
# before find_package() counts for them, too: -march, -mabi and -mcmodel, say.

get_filename_component(_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)
set(_share "${_prefix}/share/bulkhead")
file(GLOB _all "${_share}/lib/*.c")
set(_machine ${_all})
# An operating system has these itself.
list(FILTER _machine EXCLUDE REGEX "/(memory|start|timer|trap|wait)\\.c$")

if(NOT TARGET Bulkhead::bulkhead)
  add_library(bulkhead STATIC EXCLUDE_FROM_ALL ${_all})
  target_compile_options(bulkhead PRIVATE -ffreestanding)
  target_include_directories(bulkhead PUBLIC "${_prefix}/include")
  add_library(Bulkhead::bulkhead ALIAS bulkhead)

  add_library(bulkhead_machine STATIC EXCLUDE_FROM_ALL ${_machine})
  target_compile_options(bulkhead_machine PRIVATE -ffreestanding)
  target_compile_definitions(bulkhead_machine PUBLIC BH_MACHINE_GUEST)
  target_include_directories(bulkhead_machine PUBLIC "${_prefix}/include")
  add_library(Bulkhead::machine ALIAS bulkhead_machine)

  add_library(bulkhead_rtems STATIC EXCLUDE_FROM_ALL
              ${_share}/rtems/port.c ${_share}/rtems/wait.c
              ${_share}/rtems/service.c ${_share}/rtems/device.c)
  target_link_libraries(bulkhead_rtems PUBLIC bulkhead_machine)
  target_link_options(bulkhead_rtems PUBLIC
                      "-Wl,-T,${_share}/rtems/notes.ld")
  add_library(Bulkhead::rtems ALIAS bulkhead_rtems)

  add_library(bulkhead_drivers INTERFACE)
  target_sources(bulkhead_drivers INTERFACE "${_share}/rtems/console.c"
                 "${_share}/rtems/clock.c" "${_share}/rtems/missed.c"
                 "${_share}/rtems/exception.S")
  target_link_libraries(bulkhead_drivers INTERFACE bulkhead_rtems)
  add_library(Bulkhead::drivers ALIAS bulkhead_drivers)

  add_library(bulkhead_start INTERFACE)
  target_sources(bulkhead_start INTERFACE "${_share}/start/start.S")
  target_include_directories(bulkhead_start INTERFACE "${_prefix}/include")
  target_link_options(bulkhead_start INTERFACE -nostdlib
                      "-T${_share}/start/guest.ld")
  target_link_libraries(bulkhead_start INTERFACE bulkhead gcc)
  add_library(Bulkhead::start ALIAS bulkhead_start)
endif()
