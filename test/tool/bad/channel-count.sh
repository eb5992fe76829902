#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Prints a system with one channel more than the kernel can hold, between
# partitions of which none has too many ports.

echo '<system name="bad"> <!-- refused: channel-count -->'
echo '<board type="qemu-virt"/><partitions>'
for i in $(seq 0 25); do
    echo "<partition name=\"p$i\" image=\"program.elf\">"
    echo '<memory size="64KiB"/><ports>'
    for j in $(seq 0 9); do
        echo "<sampling-port name=\"o$j\" direction=\"source\""
        echo ' message-size="4"/>'
        echo "<sampling-port name=\"i$j\" direction=\"destination\""
        echo ' message-size="4"/>'
    done
    echo '</ports></partition>'
done
echo '</partitions><channels>'
for i in $(seq 0 25); do
    for j in $(seq 0 9); do
        echo "<sampling-channel name=\"c$i-$j\" message-size=\"4\""
        echo " refresh=\"1s\"><source partition=\"p$i\" port=\"o$j\"/>"
        echo "<destination partition=\"p$i\" port=\"i$j\"/>"
        echo '</sampling-channel>'
    done
done
echo '</channels><plans><plan name="normal" frame="1s">'
for i in $(seq 0 25); do
    echo "<slot partition=\"p$i\" start=\"${i}ms\" duration=\"1ms\"/>"
done
echo '</plan></plans></system>'
