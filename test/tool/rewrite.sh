#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Part of `run`: what is rewritten, what is left and why. rewrite/program.S has
# every form; keeps.txt and misuses.txt say what becomes of each.
#
# shellcheck disable=SC2154 # here, root, tool and scratch are of `run`
# shellcheck disable=SC2317 # functions are called through check()
# shellcheck disable=SC2016 # dollars are of symbols

# guest NAME [OPTION...]: assembles the program.
guest() {
    program=$1
    shift
    riscv64-unknown-elf-gcc -march=rv64imac_zicsr -mabi=lp64 -nostdlib -static \
        -Wl,--build-id=none,-Ttext=0x80000000,-N,--no-warn-rwx-segments "$@" \
        "$here/rewrite/program.S" -o "$program.elf"
}

# system NAME IMAGE [ATTRIBUTE]: a system whose partition is that.
system() {
    sed "s|image=\"rewrite.elf\"|image=\"$2\" ${3-}|" \
        "$here/rewrite/system.xml" >"$1.xml"
}

# built NAME [OPTION...]: builds it; what was rewritten is in out.
built() {
    file=$1
    shift
    expect 0 "$tool" build "$file.xml" -o "$file.img" "$@"
}

prepare_rewrite() {
    guest keeps && guest misuses -DMISUSES &&
        riscv64-unknown-elf-strip keeps.elf -o stripped.elf &&
        system keeps keeps.elf && system misuses misuses.elf &&
        system stripped stripped.elf
}

test_rewrite() {
    built "$1" --sites && same "$here/rewrite/$1.txt" out
}

# Nor does it take mapping symbols to tell data from code.
test_rewrite_unmapped() {
    riscv64-unknown-elf-objcopy -w -N '$d*' -N '$x*' keeps.elf unmapped.elf &&
        riscv64-unknown-elf-readelf -s keeps.elf | grep -q ' \$d' &&
        ! riscv64-unknown-elf-readelf -s unmapped.elf | grep ' \$' &&
        system unmapped unmapped.elf && built unmapped --sites &&
        same "$here/rewrite/keeps.txt" out
}

# The bytes in the image are those that were promised, and no others changed.
test_rewrite_bytes() {
    riscv64-unknown-elf-objcopy -O binary -j .text keeps.elf text.bin &&
        built keeps --sites || return 1
    # The image of the program begins as the program does: 4 instructions.
    start=$(grep -a -b -o -F "$(head -c 4 text.bin)" keeps.img | tail -n 1 |
        cut -d : -f 1)
    tail -c "+$((start + 1))" keeps.img | head -c "$(wc -c <text.bin)" >now.bin
    cmp -l text.bin now.bin | awk '{ print int(($1 - 1) / 2) * 2 }' |
        sort -u >changed
    awk '/^  0x/ && /(\(x0\)|  nop|  li [a-z0-9]+,8)$/ { print $1 }' out | while read -r address; do
        echo "$((address - 0x80000000))"
        echo "$((address - 0x80000000 + 2))"
    done | sort -u >promised
    [ "$(wc -l <promised)" -gt 30 ] && [ "$(wc -l <changed)" -gt 30 ] &&
        ! comm -23 changed promised | grep .
}

test_rewrite_quiet() {
    built keeps -q && [ ! -s out ] && cp keeps.img quiet.img &&
        built keeps && cmp quiet.img keeps.img &&
        expect 2 "$tool" build keeps.xml -o keeps.img -q --sites
}

# The image says what the build has said.
test_rewrite_recorded_in_image() {
    built keeps --sites && cp out said &&
        expect 0 "$tool" inspect --sites keeps.img &&
        sed '1,/^Rewriting$/d' out >recorded && [ -s said ] &&
        same said recorded &&
        expect 0 "$tool" inspect keeps.img &&
        grep -q 'csrrci rd,mstatus,8' out && ! grep -q 'masked_at_once' out
}

test_rewrite_damaged_record() {
    built keeps || return 1
    sed 's/bulkhead-rewrite 1/bulkhead-rewrite 9/' keeps.img >other.img
    expect 1 "$tool" inspect other.img &&
        grep -q 'error: \[image\] the record of rewriting is of another' err &&
        sed 's/^site\t80/site\tx0/' keeps.img >site.img &&
        expect 1 "$tool" inspect site.img && grep -q 'is damaged' err &&
        sed 's/^site\t80/site\t\x1b0/' keeps.img >escape.img &&
        expect 1 "$tool" inspect escape.img && grep -q 'is no text' err
}

test_rewrite_no() {
    system no keeps.elf 'rewrite="no"' && built no &&
        grep -qx "Partition 'guest': not rewritten: rewrite=\"no\"" out &&
        [ "$(wc -l <out)" -eq 1 ]
}

# A program for Bulkhead is rewritten when that is said, and then like others.
test_rewrite_native() {
    system native keeps.elf 'rewrite="yes"' &&
        sed -i 's/platform="virt"//' native.xml && built native --sites &&
        same "$here/rewrite/keeps.txt" out &&
        expect 0 "$tool" inspect native.img && grep -q 'flag page' out &&
        system plain keeps.elf && sed -i 's/platform="virt"//' plain.xml &&
        built plain && [ ! -s out ]
}

test_rewrite_null_page() {
    system trap keeps.elf 'null-page="trap"' && built trap &&
        grep -q 'csrrci rd,mstatus,8 .* null-page="trap"$' out &&
        ! grep -q 'amo' out && grep -q ' ld rd,-2016(x0)$' out &&
        expect 0 "$tool" inspect trap.img && ! grep -q 'flag page' out &&
        built keeps && expect 0 "$tool" inspect keeps.img &&
        grep -q 'flag page' out
}

test_rewrite_stripped() {
    built stripped &&
        grep -qx "Partition 'guest': not rewritten: its program has no symbols" \
            out
}

# recorded SHIFT: lists the program's instructions that would trap.
recorded() {
    riscv64-unknown-elf-objdump -d -M no-aliases keeps.elf |
        awk '$3 ~ /^csrr/ && /m(cause|epc|status)/ {
            sub(":", "", $1); print $1, $2, $3 }' |
        while read -r address bits text; do
            printf '%x 0x%s # %s\n' $((0x$address + $1)) "$bits" "$text"
        done >sites
    [ "$(wc -l <sites)" -gt 20 ]
}

# What was executed is code, but what a value is used for must still be seen.
test_rewrite_list() {
    recorded 0 && system list stripped.elf 'trap-sites="sites"' &&
        built list && grep -q '; no symbols, as recorded$' out &&
        grep -q 'csrrci rd,mstatus,8 .*amoswap' out &&
        grep -q 'csrrs rd,mcause,x0 .* ld ' out &&
        grep -q 'csrrci rd,mstatus,8 .* its result is an argument' out &&
        grep -q 'csrrs x0,mstatus,rs .* nobody knows' out
}

# The same of a program that has moved itself, by pages.
test_rewrite_moved() {
    recorded 0 && system list stripped.elf 'trap-sites="sites"' &&
        built list && cp out there &&
        recorded $((0x7654000)) && built list && same there out &&
        recorded $((0x7654100)) && built list &&
        grep -q 'recorded outside of the program' out &&
        ! grep -q '(x0)' out
}

# Two places fit a single site, so that neither is the one.
test_rewrite_ambiguous() {
    printf '.globl _start\n_start: csrr a0,mepc\n.org 4096\ncsrr a0,mepc\n' \
        >twice.S
    riscv64-unknown-elf-gcc -march=rv64i_zicsr -mabi=lp64 -nostdlib -static -s \
        -Wl,--build-id=none,-Ttext=0x80000000,-N,--no-warn-rwx-segments twice.S -o twice.elf &&
        echo '87654000 34102573' >sites &&
        system twice twice.elf 'trap-sites="sites"' && built twice &&
        grep -q '1  csrrs rd,mepc,x0  *recorded outside of the program$' out &&
        printf '87654000 34102573\n87655000 34102573\n' >sites &&
        built twice && grep -q ' 2   *csrrs rd,mepc,x0  *ld rd' out
}
