#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Prints a system with a partition that has one device more than it can.

echo '<system name="bad"><board type="qemu-virt"/><partitions>'
echo '<partition name="one" image="program.elf"> <!-- refused: device-count -->'
echo '<memory size="64KiB"/>'
for i in $(seq 17); do
    echo "<device physical=\"$((0x10200000 + 4096 * i))\" size=\"4KiB\"/>"
done
echo '</partition></partitions><plans><plan name="normal" frame="1s">'
echo '<slot partition="one" start="0s" duration="1s"/></plan></plans></system>'
