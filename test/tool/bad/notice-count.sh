#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Prints a system with a doorbell that more hear than can be told in one call.

echo '<system name="bad"><board type="qemu-virt"/><partitions>'
echo '<partition name="one" image="program.elf">'
echo '<memory size="64KiB"/><ports>'
echo '<doorbell-port name="out" direction="source"/>'
for i in $(seq 33); do
    echo "<doorbell-port name=\"in$i\" direction=\"destination\"/>"
done
echo '</ports></partition></partitions><channels>'
echo '<doorbell name="c"> <!-- refused: notice-count -->'
echo '<source partition="one" port="out"/>'
for i in $(seq 33); do
    echo "<destination partition=\"one\" port=\"in$i\"/>"
done
echo '</doorbell></channels><plans><plan name="normal" frame="1s">'
echo '<slot partition="one" start="0s" duration="1s"/></plan></plans></system>'
