#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Prints a system with one plan more than there can be.

echo '<system name="bad"> <!-- refused: plan-count -->'
echo '<board type="qemu-virt"/><partitions>'
echo '<partition name="one" image="program.elf" rights="plan">'
echo '<memory size="64KiB"/></partition></partitions><plans>'
for i in $(seq 65); do
    echo "<plan name=\"p$i\" frame=\"1s\">"
    echo '<slot partition="one" start="0ms" duration="1ms"/></plan>'
done
echo '</plans></system>'
