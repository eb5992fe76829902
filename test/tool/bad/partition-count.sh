#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Prints a system with one partition more than the kernel can hold.

echo '<system name="bad"> <!-- refused: partition-count -->'
echo '<board type="qemu-virt"/><partitions>'
for i in $(seq 33); do
    echo "<partition name=\"p$i\" image=\"program.elf\">"
    echo '<memory size="64KiB"/></partition>'
done
echo '</partitions><plans><plan name="normal" frame="1s">'
for i in $(seq 33); do
    echo "<slot partition=\"p$i\" start=\"${i}ms\" duration=\"1ms\"/>"
done
echo '</plan></plans></system>'
