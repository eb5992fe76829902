#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Prints a system whose slots are few enough, but the idle times between them
# are not.

echo '<system name="bad"><board type="qemu-virt"/><partitions>'
echo '<partition name="one" image="program.elf"><memory size="64KiB"/>'
echo '</partition></partitions><plans>'
echo '<plan name="normal" frame="1027ms"> <!-- refused: slot-count -->'
for i in $(seq 1 2 1025); do
    echo "<slot partition=\"one\" start=\"${i}ms\" duration=\"1ms\"/>"
done
echo '</plan></plans></system>'
