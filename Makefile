# SPDX-License-Identifier: BSD-2-Clause
#
# The whole build: kernel, guests, tool and tests in one graph. Everything that
# it makes lies in build/; `make help` says what it can make.
#
# A *world* is a way to compile: kernel (for the target, freestanding), guest
# (for the target, with floating point), tool (for this machine) and unit (for
# this machine, with sanitizers). A source file FILE becomes
# build/obj/WORLD/FILE.o, and is linted as build/lint/WORLD/FILE.

B := build
PREFIX ?= /usr/local
CROSS ?= riscv64-unknown-elf-
MAKEFLAGS += --no-builtin-rules --no-builtin-variables
.SUFFIXES .DELETE_ON_ERROR .SECONDARY:

# $(call run,WORD,FILE): begins a command; shows no more of it than that.
run = $(if $V,,@)mkdir -p $(@D); $(if \
    $V$(findstring s,$(firstword -$(MAKEFLAGS))),,printf '%-7s %s\n' $1 $2;)
objects = $(2:%=$B/obj/$1/%.o)

# ---- Sources ----------------------------------------------------------------

ARCH := riscv64
BOARDS := $(notdir $(patsubst %/,%,$(dir $(wildcard kernel/board/*/board.ld))))
KERNEL_SRC := $(wildcard kernel/core/*.c kernel/lib/*.c \
    $(addprefix kernel/arch/$(ARCH)/*.,c S))
BOARD_SRC := $(foreach b,$(BOARDS),$(wildcard kernel/board/$b/*.c))
LIBGUEST_SRC := $(wildcard guest/lib/*.c)
START_SRC := $(wildcard guest/start/*.S guest/bare/*.[cS])
# A folder with a system file has a guest in each of its C files.
SYSTEM_XML := $(wildcard examples/*/*.xml test/system/*/*.xml test/bench/*.xml)
GUEST_SRC := $(wildcard $(addsuffix *.c,$(sort $(dir $(SYSTEM_XML)))))
TOOL_SRC := $(wildcard tool/*.c tool/*/*.c)
TOOL_PARTS = $(filter-out tool/main.c,$(TOOL_SRC)) kernel/lib/crc32.c
# What core and lib are made of on this machine.
HOST_SRC := $(wildcard kernel/arch/host/*.c test/unit/fixture/*.c)
HOST_KERNEL_SRC := $(wildcard kernel/core/*.c kernel/lib/*.c) $(HOST_SRC)
UNIT_SRC := $(wildcard test/unit/*.c)
# What a suite compiles by itself, and what libFuzzer drives.
SUITE_SRC := $(wildcard test/tool/*.c test/image/*.c)
FUZZ_SRC := $(wildcard test/fuzz/*.c)
MAN := $(wildcard doc/man/*.1)
# The pages of section 3 are made; this one lists them.
MAN3 := $B/man/libbulkhead.3
MAN3_SRC := $(wildcard doc/man/reference/* abi/bulkhead/*.h \
    guest/lib/bulkhead/*.h test/system/reference/*.c)

KERNELS := $(BOARDS:%=$B/kernel-%.elf)
LIBGUEST := $B/guest/libbulkhead.a
START := $(call objects,guest,$(filter guest/start/%,$(START_SRC)))
BARE := $(call objects,guest,$(filter guest/bare/%,$(START_SRC)))
GUESTS := $(GUEST_SRC:%.c=$B/%.elf)
SYSTEMS := $(SYSTEM_XML:%=$B/%)
TOOL := $B/bulkhead
UNITS := $(UNIT_SRC:%.c=$B/%)
FUZZERS := $(FUZZ_SRC:%.c=$B/%)

# ---- Flags ------------------------------------------------------------------

WARN := -std=c11 -Wall -Wextra -Werror -Wconversion -Wsign-conversion \
    -Wshadow -Wundef -Wvla -Wcast-qual -Wswitch-enum -Wmissing-prototypes \
    -Wstrict-prototypes -Wpointer-arith -Wformat=2
# Debug information does not tell where the repository lay (as knows -fdebug-).
COMMON := $(WARN) -O2 -g -fno-common -Iabi -I. \
    -ffile-prefix-map=$(CURDIR)=. -fdebug-prefix-map=$(CURDIR)=.
TARGET := -mcmodel=medany -ffreestanding -fno-stack-protector
HOST := -D_FORTIFY_SOURCE=2 -fstack-protector-strong

# t3 to t6 belong to the trap path, which saves them only when it must.
CFLAGS_kernel := $(COMMON) $(TARGET) -mabi=lp64 -Ikernel/arch/$(ARCH)/include \
    -ffixed-x28 -ffixed-x29 -ffixed-x30 -ffixed-x31
CFLAGS_guest := $(COMMON) $(TARGET) -mabi=lp64d -Iguest/lib -Itest/system/common
# Libraries' headers are not ours to warn about. Asked for when needed only.
LIBRARIES = $(subst -I,-isystem ,$(shell pkg-config --cflags libxml-2.0 libelf))
CFLAGS_tool = $(COMMON) $(HOST) -Itool $(LIBRARIES)
CFLAGS_unit := $(COMMON) -fsanitize=address,undefined -Iguest/lib -Itool \
    -fno-sanitize-recover=all -fno-omit-frame-pointer -Ikernel/arch/host/include

# clang 14 takes the CSR and fence.i instructions as part of I, and does not
# know the directive `.option arch` by which a file asks for floating point.
CLANG_ASM := -march=rv64imafdc -Wa,--no-warn
# Else gcc makes memset's own loop a call of memset.
GCC_kernel := $(CROSS)gcc -march=rv64imac_zicsr_zifencei \
    -fno-tree-loop-distribute-patterns
GCC_guest := $(CROSS)gcc -march=rv64imafdc_zicsr_zifencei
GCC_tool := gcc
GCC_unit := gcc -fno-tree-loop-distribute-patterns
# Kernel and tool once more, for the fuzzer to watch; only clang can.
GCC_fuzz := clang
CFLAGS_fuzz = $(CFLAGS_unit) $(LIBRARIES) -fsanitize=fuzzer-no-link
CLANG_kernel := clang --target=riscv64-unknown-elf -march=rv64imac
CLANG_guest := clang --target=riscv64-unknown-elf -march=rv64imafdc
CLANG_tool := clang
CLANG_unit := clang

LINK := -nostdlib -static -Wl,--fatal-warnings -Wl,--build-id=none
TOOL_LIBS = $(shell pkg-config --libs libxml-2.0 libelf) -lfdt

# ---- What there is to make --------------------------------------------------

.PHONY: all kernel tool guests examples tests test test-rtems bench lint \
    format format-check doc install clean help

all: kernel tool guests tests ## everything, ready to be tested
kernel: $(KERNELS) ## the kernel, one ELF for each board
tool: $(TOOL) $B/system.xsd ## the host command build/bulkhead
guests: $(LIBGUEST) $(START) $(BARE) $(GUESTS) $(SYSTEMS) ## library, guests
examples: $(filter $B/examples/%,$(GUESTS) $(SYSTEMS)) ## guests of examples/
tests: $(UNITS) $(FUZZERS) ## the tests' own programs

test: all ## run all tests, or SUITES="abi unit ..."
	test/run $(SUITES)

test-rtems: kernel tool ## run the programs of RTEMS in the folder RTEMS=DIR
	test/rtems/run

bench: all ## measure; the figures go to build/bench.tsv
	test/bench/measure

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1	\2/p' $(MAKEFILE_LIST) | \
	    awk -F '\t' '{ printf "make %-13s %s\n", $$1, $$2 }'
	@echo 'V=1 shows the commands; install takes PREFIX and DESTDIR.'

clean: ## remove build/
	rm -rf $B

# ---- Compiling: one rule for each world -------------------------------------

# $(call world,NAME): how a file of that world is compiled, and linted.
define world
$B/obj/$1/%.o: % Makefile
	$$(call run,CC,$$<) $$(GCC_$1) $$(CFLAGS_$1) -MMD -MP -c -o $$@ $$<

$B/lint/$1/%: % Makefile $(wildcard .clang-tidy */.clang-tidy)
	$$(call run,LINT,$$<) $$(CLANG_$1) $$(CFLAGS_$1) -Wdocumentation \
	    $$(if $$(filter %.S,$$<),$$(CLANG_ASM)) \
	    -MMD -MP -MT $$@ -MF $$@.d -c -o $$@.o $$<
	$$(if $$(filter %.c,$$<),$$(call lint,$1))
	@touch $$@
endef

# The three analyzers, for the file and world at hand.
define lint
@$(GCC_$1) $(CFLAGS_$1) -fanalyzer -c -o $@.o $<
@cppcheck $(CPPCHECK) $(filter -D% -I%,$(CFLAGS_$1)) $<
@clang-tidy --quiet $< -- $(filter-out -Werror,$(wordlist 2,9,$(CLANG_$1)) \
    $(CFLAGS_$1)) 2>$@.log || { cat $@.log; exit 1; }
endef

CPPCHECK := --quiet --error-exitcode=1 --std=c11 --platform=unix64 \
    --enable=warning,style,performance,portability -U__ASSEMBLER__ \
    -U__cplusplus --inline-suppr --suppressions-list=test/lint/cppcheck.txt

$(foreach w,kernel guest tool unit fuzz,$(eval $(call world,$w)))

# On this machine memcpy and its kin are the C library's, which the sanitizers
# watch; the kernel's own are there under other names, to be tested.
$(foreach w,unit fuzz,$B/obj/$w/kernel/lib/memory.c.o): CFLAGS_unit += \
    $(foreach f,memcpy memset,-D$f=kernel_$f)

# ---- Linking ----------------------------------------------------------------

# $(call board,NAME): the kernel of a board.
define board
$B/kernel-$1.elf: $$(call objects,kernel,$(KERNEL_SRC) \
    $(wildcard kernel/board/$1/*.c)) kernel/board/$1/board.ld \
    kernel/arch/$(ARCH)/kernel.ld
	$$(call run,LD,$$@) $$(GCC_kernel) $$(CFLAGS_kernel) $(LINK) \
	    $$(patsubst %.ld,-T %.ld,$$^) -o $$@
endef
$(foreach b,$(BOARDS),$(eval $(call board,$b)))

ARCHIVE = $(call run,AR,$@) rm -f $@ && $1ar rcsD $@ $^

$(LIBGUEST): $(call objects,guest,$(LIBGUEST_SRC))
	$(call ARCHIVE,$(CROSS))

LINK_GUEST = $(call run,LD,$@) $(GCC_guest) $(CFLAGS_guest) $(LINK) \
    $(patsubst %.ld,-T %.ld,$^) -lgcc -o $@
# A program that owns the machine, and knows nothing of Bulkhead.
$B/%.bare.elf: $B/obj/guest/%.bare.c.o $(BARE) $(LIBGUEST) guest/bare/bare.ld
	$(LINK_GUEST) -Wl,--no-warn-rwx-segments
$B/%.elf: $B/obj/guest/%.c.o $(START) $(LIBGUEST) guest/start/guest.ld
	$(LINK_GUEST)

$B/obj/tool/libtool.a $B/obj/fuzz/libtool.a: $B/obj/%/libtool.a: \
    $(foreach s,$(TOOL_PARTS),$B/obj/%/$s.o)
	$(call ARCHIVE)

$(TOOL): $(call objects,tool,tool/main.c) $B/obj/tool/libtool.a
	$(call run,LD,$@) $(GCC_tool) $(CFLAGS_tool) $^ $(TOOL_LIBS) -o $@

$B/obj/unit/libkernel.a $B/obj/fuzz/libkernel.a: $B/obj/%/libkernel.a: \
    $(foreach s,$(HOST_KERNEL_SRC),$B/obj/%/$s.o)
	$(call ARCHIVE)

$(FUZZERS): $B/%: $B/obj/fuzz/%.c.o $B/obj/fuzz/libkernel.a \
    $B/obj/fuzz/libtool.a test/unit/fixture/state.ld
	$(call run,LD,$@) clang $(CFLAGS_fuzz) -fsanitize=fuzzer \
	    $(patsubst %.ld,-T %.ld,$^) $(TOOL_LIBS) -lcmocka -o $@

# From the archive a test takes what it does not bring itself.
$B/test/unit/%: $B/obj/unit/test/unit/%.c.o $B/obj/unit/libkernel.a \
    test/unit/fixture/state.ld
	$(call run,LD,$@) $(GCC_unit) $(CFLAGS_unit) $(patsubst %.ld,-T %.ld,$^) \
	    -lcmocka -o $@

# A system file finds the ELF files that it names beside itself.
$(SYSTEMS): $B/%: %
$B/system.xsd: schema/system.xsd
$(SYSTEMS) $B/system.xsd:
	$(call run,COPY,$@) cp $< $@

# ---- Checks -----------------------------------------------------------------

LINT_FILES := $(addprefix $B/lint/kernel/,$(KERNEL_SRC) $(BOARD_SRC)) \
    $(addprefix $B/lint/guest/,$(START_SRC) $(LIBGUEST_SRC) $(GUEST_SRC)) \
    $(addprefix $B/lint/tool/,$(TOOL_SRC) $(SUITE_SRC)) \
    $(addprefix $B/lint/unit/,$(HOST_SRC) $(UNIT_SRC) $(FUZZ_SRC))
C_FILES = $(shell find abi guest kernel tool examples test -name '*.[ch]')
SCRIPTS = $(shell grep -rlI '^#!/bin/.*sh$$' dev .ci test)

lint: $(LINT_FILES) $(MAN3) ## layers, analyzers, clang, scripts, manuals
	shellcheck $(SCRIPTS)
	@status=0; for check in layers house links unused reference \
	    conformance; do \
	    test/lint/$$check || status=1; done; exit $$status
	mandoc -T lint -W warning $(MAN) $B/man/*.3

format: ## lay out all C files by .clang-format
	clang-format -i $(C_FILES)

format-check: ## fail if `make format` would change anything
	clang-format --dry-run --Werror $(C_FILES)

# ---- Documents, installation ------------------------------------------------

HTML := mandoc -T html -O 'man=%N.%S.html'

HTML_PAGES := $(MAN:doc/man/%=$B/doc/%.html) $(MAN3:$B/man/%=$B/doc/%.html)

doc: $(HTML_PAGES) ## the manual: HTML in build/doc/, section 3 in build/man/

$B/doc/%.html: doc/man/%
	$(call run,DOC,$@) $(HTML) $< >$@

$(MAN3:$B/man/%=$B/doc/%.html): $(MAN3)
	$(call run,DOC,$@) for page in $(<D)/*.3; do \
	    $(HTML) $$page >$(@D)/$${page##*/}.html || exit 1; done

$(MAN3): $(MAN3_SRC)
	$(call run,MAN,$@) rm -f $(@D)/*.3 && doc/man/reference/generate . $(@D)

include guest/package/install.mk

-include $(shell find $B -name '*.d' 2>/dev/null)
