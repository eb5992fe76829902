#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Part of `run`: what `crash` makes of a record that crashfile.c writes, whole,
# damaged, or somewhere in a dump.
#
# shellcheck disable=SC2154 # here, root, tool and scratch are of `run`
# shellcheck disable=SC2317 # functions are called through check()

prepare_crash() {
    gcc -std=c11 -Wall -Wextra -Werror -I"$root/abi" -I"$root" \
        "$here/crashfile.c" "$root/kernel/lib/crc32.c" -o crashfile &&
        ./crashfile >good.crash &&
        riscv64-unknown-elf-gcc -march=rv64i -mabi=lp64 -nostdlib -static \
            -Wl,-Ttext=0x80000000,--build-id=none,-e,kernel_entry \
            "$here/crash.S" -o crash.elf
}

# crashed HOW LINE OPTION...: succeeds if that line is in what `crash` shows of
# the record that is written so.
crashed() {
    ./crashfile "$1" >"$1.crash" || return 1
    how=$1 line=$2
    shift 2
    expect 0 "$tool" crash "$@" "$how.crash" && [ ! -s err ] &&
        if ! grep -qxF "$line" out; then
            echo "$how: no '$line'"
            return 1
        fi
}

test_crash_record() {
    cat >wanted <<'END'
Reason          trap in the kernel: load, pc 0x80000004, address 0x90000123
Time            123456789 ticks
Restarts since  0
Cause           5: load access fault
Pc              0x80000004 kernel_entry+0x4
Value           0x90000123
Stack pointer   0x80020ff0
Return address  0x80000008 kernel_entry+0x8
END
    sed 's/ kernel_entry.*//' wanted >plain
    expect 0 "$tool" crash --kernel crash.elf good.crash && [ ! -s err ] &&
        same wanted out &&
        expect 0 "$tool" crash good.crash && same plain out &&
        ./crashfile dump >dump.crash &&
        expect 0 "$tool" crash dump.crash && [ ! -s err ] && same plain out
}

test_crash_kinds() {
    crashed cause 'Cause           99: other cause' &&
        crashed interrupt 'Cause           7: interrupt' &&
        crashed restarted 'Restarts since  2' &&
        crashed outside 'Pc              0x8000000e' --kernel crash.elf &&
        crashed unaddressed 'Pc              0x0' --kernel crash.elf &&
        grep -qx 'Return address  0x0' out &&
        crashed assertion "Cause           no trap: the kernel's own check" &&
        [ "$(wc -l <out)" -eq 4 ]
}

# no_crash FILE REPORT OPTION...: succeeds if that is why nothing is shown.
no_crash() {
    report="$1: error: $2"
    shift 2
    expect 1 "$tool" crash "$@" && [ ! -s out ] &&
        if [ "$(cat err)" != "$report" ]; then
            echo "$* is refused otherwise: $(head -n 1 err)"
            return 1
        fi
}

# no_record HOW WORDS
no_record() {
    ./crashfile "$1" >"$1.crash" &&
        no_crash "$1.crash" "[crash] $2" "$1.crash"
}

test_crash_refused() {
    wrong='has a damaged crash record: its'
    no_record magic 'has no crash record' &&
        no_record odd "$wrong checksum is wrong" &&
        no_record crc "$wrong checksum is wrong" &&
        no_record value "$wrong checksum is wrong" &&
        no_record control "$wrong reason is no text" &&
        no_record endless "$wrong reason is no text" &&
        expect 1 "$tool" crash missing.crash &&
        grep -q '^missing.crash: error: \[file\] cannot read: ' err
}

# Cut off, it is no record, be it at the end of a dump.
test_crash_cut() {
    for size in 0 7; do
        head -c $size good.crash >cut.crash &&
            no_crash cut.crash '[crash] has no crash record' cut.crash ||
            return 1
    done
    for size in 8 184 191; do
        head -c $size good.crash >cut.crash &&
            head -c 800 /dev/zero | cat - cut.crash >late.crash &&
            for file in cut late; do
                no_crash $file.crash '[crash] has a crash record that is cut off' \
                    $file.crash || return 1
            done
    done
}

# A kernel that is none is said to be none, and nothing is shown without it.
test_crash_kernel() {
    none='[kernel-image] is no Bulkhead kernel with its symbols'
    riscv64-unknown-elf-strip crash.elf -o stripped.elf &&
        head -c 1000 crash.elf >short.elf && : >empty.elf || return 1
    for kernel in program.elf stripped.elf short.elf empty.elf good.crash; do
        no_crash $kernel "$none" --kernel $kernel good.crash || return 1
    done
    expect 1 "$tool" crash --kernel missing.elf good.crash && [ ! -s out ] &&
        grep -q '^missing.elf: error: \[file\] cannot read: ' err
}

test_crash_usage() {
    usage "$tool" crash good.crash good.crash &&
        usage "$tool" crash good.crash --kernel || return 1
    timeout -k 1 20 "$tool" crash good.crash >/dev/full 2>err
    [ $? -eq 1 ] && grep -q '^good.crash: error: \[output\] cannot print: ' err
}
