#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Prints a system with one slot more than a plan can have.

echo '<system name="bad"><board type="qemu-virt"/><partitions>'
echo '<partition name="one" image="program.elf"><memory size="64KiB"/>'
echo '</partition></partitions><plans>'
echo '<plan name="normal" frame="1025ms"> <!-- refused: slot-count -->'
for i in $(seq 0 1024); do
    echo "<slot partition=\"one\" start=\"${i}ms\" duration=\"1ms\"/>"
done
echo '</plan></plans></system>'
