# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC2154,SC2317 # see run, which reads this
#
# Tests of `bulkhead inspect`.

is_expected() {
    masked out | diff "$here/everything.txt" -
}

test_inspect() {
    expect 0 "$tool" inspect everything.img && is_expected
}

test_inspect_same() {
    expect 0 "$tool" inspect everything.img && cp out image.txt &&
        expect 0 "$tool" inspect everything.xml --kernel kernel.elf &&
        cmp image.txt out
}

test_inspect_width() {
    expect 0 "$tool" inspect everything.img &&
        awk 'length > 80 { print; bad = 1 } END { exit bad }' out
}

test_inspect_stripped() {
    riscv64-unknown-elf-strip everything.img -o bare.img &&
        expect 0 "$tool" inspect bare.img && is_expected
}

# refused FILE PATTERN
refused() {
    expect 1 "$tool" inspect "$1" && says "$2" && [ ! -s out ]
}

# Offset of the blob in an image.
blob_offset() {
    grep -a -b -o BHconfig "$1" | tail -n 1 | cut -d : -f 1
}

# damage FROM TO OFFSET BYTE: a copy with one byte replaced.
damage() {
    cp "$1" "$2" && printf '%b' "$4" |
        dd of="$2" bs=1 seek="$3" conv=notrunc status=none
}

test_damaged() {
    blob=$(blob_offset one.img)
    damage one.img crc.img $((blob + 5000)) '\0125' &&
        refused crc.img 'crc\.img: error: \[image\] .*damaged: its CRC' &&
        damage one.img magic.img "$blob" x &&
        refused magic.img 'no configuration in it' &&
        damage one.img version.img $((blob + 8)) '\0177' &&
        refused version.img 'another version' &&
        damage one.img kernel.img 4100 '\0125' &&
        refused kernel.img 'the kernel is damaged' &&
        head -c $((blob + 5000)) one.img >short.img &&
        refused short.img 'short\.img: error: \[image\]' &&
        head -c 40 one.img >header.img && refused header.img 'not an ELF' &&
        refused kernel.elf 'no configuration' &&
        refused "$tool" 'not a 64-bit RISC-V' &&
        refused . 'error: \[file\] .*directory' &&
        refused absent 'error: \[file\] .*No such file'
}

# A page table that was changed, by one who can compute the CRC, too.
test_tampered() {
    ./corrupt one.img tampered.img &&
        refused tampered.img "error: \[walk-region\] partition 'one': guest address 0x80000000, physical address 0x[0-9a-f]* is mapped"
}

check "inspect shows what is expected" test_inspect
check "inspect shows the same of system and image" test_inspect_same
check "inspect keeps to 80 columns" test_inspect_width
check "inspect needs no section headers" test_inspect_stripped
check "inspect refuses damaged images" test_damaged
check "inspect refuses changed page tables" test_tampered
# shellcheck disable=SC2034 # for run
./corrupt everything.img || failed=1
