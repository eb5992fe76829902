# SPDX-License-Identifier: BSD-2-Clause
#
# libbulkhead in another program's Makefile, compiled by that program's compiler:
#
#     include PREFIX/share/bulkhead/bulkhead.mk
#     CFLAGS += $(BULKHEAD_CFLAGS)
#     program.elf: program.o $(BULKHEAD_START) $(BULKHEAD_LIB)
#             $(CC) $(CFLAGS) -nostdlib -T $(BULKHEAD_SCRIPT) $^ -lgcc -o $@
#
# A program that has an operating system of its own in it, made for a board, says
# BULKHEAD_MACHINE = yes before the first line, and takes neither START nor
# SCRIPT. An RTEMS application says BULKHEAD_RTEMS = yes instead, links by
# BULKHEAD_LDFLAGS, and takes BULKHEAD_DRIVERS as well if it wants them.
# Uses CC, AR and CFLAGS; what it makes lies in BULKHEAD_OUT.

BULKHEAD_SHARE := $(abspath $(dir $(lastword $(MAKEFILE_LIST))))
BULKHEAD_OUT ?= bulkhead.out
BULKHEAD_MACHINE ?= $(BULKHEAD_RTEMS)
BULKHEAD_CFLAGS := -I$(abspath $(BULKHEAD_SHARE)/../../include) \
    $(if $(BULKHEAD_MACHINE),-DBH_MACHINE_GUEST)
BULKHEAD_LIB := $(BULKHEAD_OUT)/libbulkhead.a
BULKHEAD_START := $(BULKHEAD_OUT)/entry.o
BULKHEAD_SCRIPT := $(BULKHEAD_SHARE)/start/guest.ld
# An operating system has these itself.
BULKHEAD_OWN := $(if $(BULKHEAD_MACHINE),memory.c start.c timer.c trap.c wait.c)
BULKHEAD_OBJECTS := $(patsubst %.c,$(BULKHEAD_OUT)/%.o,$(filter-out \
    $(BULKHEAD_OWN),$(notdir $(wildcard $(BULKHEAD_SHARE)/lib/*.c)))) \
    $(if $(BULKHEAD_RTEMS),$(patsubst %,$(BULKHEAD_OUT)/rtems/%.o, \
        port wait service device))
BULKHEAD_DRIVERS := $(patsubst %,$(BULKHEAD_OUT)/rtems/%.o, \
    console clock missed exception)
BULKHEAD_LDFLAGS := -Wl,-T,$(BULKHEAD_SHARE)/rtems/notes.ld

# The including Makefile says what is made by default.
BULKHEAD_GOAL := $(.DEFAULT_GOAL)

$(BULKHEAD_OUT)/rtems/%.o: $(BULKHEAD_SHARE)/rtems/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -c $< -o $@

$(BULKHEAD_OUT)/rtems/%.o: $(BULKHEAD_SHARE)/rtems/%.S
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -c $< -o $@

$(filter-out $(BULKHEAD_OUT)/rtems/%,$(BULKHEAD_OBJECTS)): $(BULKHEAD_OUT)/%.o: $(BULKHEAD_SHARE)/lib/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -ffreestanding -c $< -o $@

$(BULKHEAD_START): $(BULKHEAD_SHARE)/start/start.S
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -c $< -o $@

$(BULKHEAD_LIB): $(BULKHEAD_OBJECTS)
	rm -f $@
	$(AR) qcs $@ $^

.DEFAULT_GOAL := $(BULKHEAD_GOAL)
