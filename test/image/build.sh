# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC2154,SC2317 # see run, which reads this
#
# Tests of `bulkhead build`, and of the calls of all commands.

test_repeatable() {
    mkdir -p elsewhere && cp everything.xml ./*.elf elsewhere &&
        sleep 1 &&
        (cd elsewhere && TZ=Asia/Tokyo expect 0 "$tool" build \
            "$PWD/everything.xml" --kernel "$PWD/kernel.elf" \
            --output "$PWD/again.img") &&
        cmp everything.img elsewhere/again.img
}

# The image is the kernel's file and more: nothing of it is lost.
test_kernel_kept() {
    riscv64-unknown-elf-readelf -W -l everything.img >segments 2>warnings
    riscv64-unknown-elf-nm kernel.elf >before
    riscv64-unknown-elf-nm everything.img >after
    riscv64-unknown-elf-objdump -d -l kernel.elf | tail -n +4 >before.code
    riscv64-unknown-elf-objdump -d -l everything.img | tail -n +4 >after.code
    start=$(awk '$3 == "__config_start" { print $1 }' before)
    [ ! -s warnings ] && [ -s before ] && [ -s before.code ] &&
        cmp before after && cmp before.code after.code &&
        grep -q "LOAD  *0x[0-9a-f]* 0x$start 0x$start .* R  *0x1000" segments &&
        [ "$(grep -c LOAD segments)" -eq 4 ] &&
        riscv64-unknown-elf-readelf -W -S everything.img |
        grep -q "\.bulkhead\.config  *PROGBITS  *$start"
}

test_device_tree() {
    device_tree everything.img >tree.dts && diff "$here/tree.dts" tree.dts
}

test_warnings() {
    sed 's/separate/shared/' one.xml >shared.xml
    expect 0 "$tool" build shared.xml -o shared.img --kernel kernel.elf &&
        says 'shared\.xml:[0-9]*: warning: \[shared-page\] .*one.*0x80000000 (r-x).*0x80000008 (r--)' &&
        says 'warning: \[shared-page\] .*0x80000008 (r--).*0x80000018 (rw-)' &&
        expect 0 "$tool" inspect shared.img &&
        grep -q '0x0000000080000000 *4 KiB  rwx ' out &&
        grep -q '0x0000000080001000 *252 KiB  rw- ' out
}

test_wx() {
    sed 's/separate/together/' one.xml >wx.xml
    expect 0 "$tool" build wx.xml -o wx.img --kernel kernel.elf &&
        says 'wx\.xml:[0-9]*: warning: \[wx\] partition .one.' &&
        expect 0 "$tool" inspect wx.img &&
        grep -q '0x0000000080001000 *252 KiB  rw- ' out &&
        sed 's/"together.elf"/& platform="virt"/' wx.xml >wxv.xml &&
        expect 0 "$tool" build wxv.xml -o wxv.img --kernel kernel.elf &&
        says 'warning: \[wx\] .* all of its RAM' &&
        expect 0 "$tool" inspect wxv.img &&
        grep -q '0x0000000080000000 *256 KiB  rwx ' out
}

# refuse FILE PATTERN: no image comes of it, and nothing else stays behind.
refuse() {
    rm -rf output && mkdir output || return 1
    expect 1 "$tool" build "$1" -o output/image --kernel "${3-kernel.elf}" ||
        return 1
    [ -z "$(ls -A output)" ] || {
        echo "left behind: $(ls -A output)"
        return 1
    }
    says "$2"
}

test_memory_fit() {
    sed 's/64MiB/15872KiB/; /<shared-memory/,/<.shared-memory/d' everything.xml >big.xml
    refuse big.xml 'big\.xml:[0-9]*: error: \[memory-fit\] .*first-sink.* 15872 KiB; .* 15680 KiB .* 15[67][0-9]* KiB .* 3 MiB in one' &&
        sed 's/64MiB/17928KiB/' everything.xml >big.xml &&
        refuse big.xml 'big\.xml:[0-9]*: error: \[memory-fit\] no room for shared memory .image.: .* 17928 KiB; .* 17736 KiB .* 2 MiB in one'
}

# Just enough, and a page less: found by asking.
test_memory_exact() {
    low=1 high=4096
    while [ $((high - low)) -gt 1 ]; do
        middle=$(((low + high) / 2))
        sed "s/64MiB/$((middle * 4))KiB/" one.xml >exact.xml
        if "$tool" build exact.xml -o exact.img --kernel kernel.elf 2>err; then
            high=$middle
        elif grep -q 'error: \[memory-fit\]' err; then
            low=$middle
        else
            cat err
            return 1
        fi
    done
    sed "s/64MiB/$((high * 4))KiB/" one.xml >exact.xml
    # Kernel 16 KiB, blob 40, partition 256, two pages.
    "$tool" inspect exact.xml --kernel kernel.elf >out || return 1
    grep -q "0x$(printf %x $((0x80000000 + high * 4096 - 1))) " out &&
        ! grep -q ': free\|  free$' out
}

# The last file that was good stays, when a build fails.
test_old_kept() {
    sed 's/64MiB/15872KiB/' everything.xml >big.xml
    echo old >old.img
    expect 1 "$tool" build big.xml -o old.img --kernel kernel.elf &&
        [ "$(cat old.img)" = old ] &&
        mkdir -p directory &&
        expect 1 "$tool" build one.xml -o directory --kernel kernel.elf &&
        says 'directory: error: \[output\]' &&
        expect 1 "$tool" build one.xml -o missing/image --kernel kernel.elf &&
        says 'missing/image: error: \[output\].*No such file' &&
        [ -z "$(find . -name '*.img.*' -o -name 'directory.*')" ]
}

test_bad_kernel() {
    printf 'nothing' >nothing
    riscv64-unknown-elf-strip kernel.elf -o stripped.elf
    riscv64-unknown-elf-objcopy -N kernel_offer kernel.elf mute.elf
    compile -DOFFER_ELSEWHERE -T "$here/kernel.ld" "$here/kernel.S" -o wild.elf
    compile -Wl,-Ttext=0x80200000 -T "$here/kernel.ld" "$here/kernel.S" \
        -o moved.elf
    refuse one.xml 'nothing: error: \[kernel-image\] not an ELF' nothing &&
        refuse one.xml 'lacks __kernel_start' stripped.elf &&
        refuse one.xml 'not a 64-bit RISC-V' "$tool" &&
        refuse one.xml 'cannot read.*No such' absent.elf &&
        refuse one.xml 'lacks __kernel_start' separate.elf &&
        refuse one.xml 'config_start or kernel_offer' mute.elf &&
        refuse one.xml 'offers is not in its constants' wild.elf
}

# What a program needs is compared with what stands in the kernel's own file.
test_offer() {
    printf '%s\n' '.globl _start' '_start: j _start' \
        '.section .note.bulkhead, "", %note' '.4byte 9, 8, 1' \
        '.asciz "Bulkhead"' '.balign 4' '.4byte 0x30004, 5' >needs.S
    sed 's/separate/needs/' one.xml >needs.xml
    compile -T "$root/guest/start/guest.ld" needs.S -o needs.elf &&
        for version in 0x30003 0x40004 0x20005 0x30004 0x30005; do
            compile -DOFFER=$version -T "$here/kernel.ld" "$here/kernel.S" \
                -o "offer-$version.elf" || return 1
        done
    for text in 3.3 4.4 2.5; do
        kernel=offer-0x${text%.*}000${text#*.}.elf
        refuse needs.xml "needs.xml:[0-9]*: error: \[manifest-abi\] partition 'one': its program needs ABI 3.4, the kernel has $text\$" \
            $kernel &&
            expect 1 "$tool" check --kernel $kernel needs.xml &&
            says "ABI 3.4, the kernel has $text\$" || return 1
    done
    for kernel in offer-0x30004.elf offer-0x30005.elf; do
        expect 0 "$tool" build needs.xml -o needs.img --kernel $kernel &&
            expect 0 "$tool" check --kernel $kernel needs.xml &&
            expect 0 "$tool" inspect needs.img &&
            grep -qx '  needs ABI 3.4' out &&
            grep -qx '  needs extensions: partition, time' out || return 1
    done
    sed 's/, 5/, 0x41/' needs.S >more.S && sed 's/needs/more/' needs.xml >more.xml &&
        compile -T "$root/guest/start/guest.ld" more.S -o more.elf &&
        refuse more.xml "\[manifest-extension\] partition 'one': .* extensions: plan; .*: partition, console, time, sampling, queuing, interrupt\$" \
            offer-0x30004.elf
}

test_usage() {
    for line in 'build' 'build one.xml' 'build -o x' 'build a b -o c' \
        'build one.xml -o x --unknown' 'inspect' 'inspect a b' 'run' \
        'run one.img two.img' 'run --timeout x one.img' \
        'run --timeout -1 one.img' 'run --timeout 0 one.img'; do
        # Word splitting is meant.
        # shellcheck disable=SC2086
        if ! expect 2 "$tool" $line || ! says 'Usage: bulkhead'; then
            echo "of: $line"
            return 1
        fi
    done
    for command in build inspect run; do
        expect 0 "$tool" "$command" --help && grep -q "^Usage: bulkhead $command" out &&
            [ ! -s err ] && awk 'length > 80 { exit 1 }' out || return 1
    done
}

test_unfinished() {
    mkdir -p half
    for signal in 1 2 15; do
        expect $((128 + signal)) ./unfinished half/image $signal || return 1
    done
    [ -z "$(ls -A half)" ]
}

# A file that is not to grow that long.
limited() {
    (ulimit -f 10 && "$tool" build one.xml -o half/image --kernel kernel.elf)
}

test_file_limit() {
    mkdir -p half
    expect 1 limited && says 'half/image: error: \[output\].*too large' &&
        [ -z "$(ls -A half)" ]
}

# Where guest and physical addresses allow it, one entry maps 1 GiB.
test_large_pages() {
    sed 's/64MiB/5GiB/; s/256KiB/2GiB/' one.xml >large.xml
    expect 0 "$tool" inspect large.xml --kernel kernel.elf &&
        grep -q '0x0000000080002000 .* rw-  0xc0002000 ' out &&
        grep -q ' 5 page tables' out
}

# A program of more than 32 regions: its pages are text and data in turns.
test_region_count() {
    {
        echo 'PHDRS {'
        for i in $(seq 40); do
            echo "p$i PT_LOAD FLAGS($((5 + i % 2)));"
        done
        echo '} SECTIONS { . = 0x80000000;'
        for i in $(seq 40); do
            echo ".s$i : ALIGN(4096) { *(.text$i) } :p$i"
        done
        echo '_start = 0x80001000; }'
    } >striped.ld
    for i in $(seq 40); do
        echo ".section .text$i, \"ax\"; .dword 0"
    done >striped.S
    compile -Wl,-z,max-page-size=4096 -Wl,-e,_start -T striped.ld striped.S \
        -o striped.elf || return 1
    sed 's/separate/striped/; s/256KiB/1MiB/' one.xml >striped.xml
    refuse striped.xml 'striped\.xml:[0-9]*: error: \[region-count\] .*one'
}

# Gaps between slots are slots, too.
test_slot_count() {
    sed 's/frame="1ms"/frame="1s"/; /<plan /q' one.xml >many.xml
    for i in $(seq 0 599); do
        echo "<slot partition=\"one\" start=\"${i}ms\" duration=\"500us\"/>"
    done >>many.xml
    echo '</plan></plans></system>' >>many.xml
    refuse many.xml 'many\.xml:[0-9]*: error: \[slot-count\] .*normal.* 1200 '
}

# broken CHECK SED: a tool whose page tables are written by a changed writer
# must find that, and leave nothing.
broken() {
    sed "$2" "$root/tool/layout/pagetable.c" >pagetable.c
    if cmp -s pagetable.c "$root/tool/layout/pagetable.c"; then
        echo "the edit found nothing to change: $2"
        return 1
    fi
    mkdir -p broken && cp "$root/schema/system.xsd" broken &&
        gcc -std=c11 -I"$root/abi" -I"$root/tool" -I"$root" pagetable.c \
            "$root/build/obj/tool/tool/main.c.o" \
            "$root/build/obj/tool/libtool.a" -lxml2 -lelf -lfdt \
            -o broken/bulkhead || return 1
    mkdir -p half
    expect 1 broken/bulkhead build everything.xml -o half/image \
        --kernel kernel.elf && says "everything\\.xml:[0-9]*: error: \\[$1\\]" &&
        [ -z "$(ls -A half)" ]
}

test_broken() {
    broken walk-region 's/region->physical + done;/region->physical + (done ^ 4096);/' &&
        broken walk-region 's/access & BH_ACCESS_WRITE/access |= BH_ACCESS_WRITE/' &&
        broken walk-entry 's/PTE_VALID | PTE_USER | PTE_ACCESSED/PTE_VALID | PTE_ACCESSED/' &&
        broken walk-shared 's/uint64_t physical = region->physical/& % 16384 + 0x80100000/' &&
        broken walk-kernel 's/uint64_t physical = region->physical/& % 16384 + 0x80000000/' &&
        broken walk-device 's/uint64_t physical = region->physical/& - 0x80000000/' &&
        broken walk-satp 's/(partition + 1) << SATP/(uint64_t)1 << SATP/'
}

check "program with too many regions" test_region_count
check "plan with too many slots" test_slot_count
check "build proves what was written" test_broken
check "build is repeatable" test_repeatable
check "image keeps the kernel's file" test_kernel_kept
check "device tree is the expected one" test_device_tree
check "large pages" test_large_pages
check "segments that share a page" test_warnings
check "segments that are writable and executable" test_wx
check "memory that does not suffice" test_memory_fit
check "memory that just suffices" test_memory_exact
check "output that cannot be written, or is there" test_old_kept
check "output that is too large" test_file_limit
check "signal while the output is written" test_unfinished
check "kernel that is none" test_bad_kernel
check "kernel that offers less than a program needs" test_offer
check "usage of build, inspect, run" test_usage
