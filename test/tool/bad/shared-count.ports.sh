#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Prints a system with a partition whose ports and areas of shared memory are
# together one more than its information page has room for.

echo '<system name="bad"><board type="qemu-virt"/><partitions>'
echo '<partition name="one" image="program.elf"> <!-- refused: shared-count -->'
echo '<memory size="64KiB"/><ports>'
echo '<sampling-port name="out" direction="source" message-size="4"/>'
for i in $(seq 56); do
    echo "<sampling-port name=\"in$i\" direction=\"destination\""
    echo ' message-size="4"/>'
done
echo '</ports></partition></partitions><channels>'
echo '<sampling-channel name="c" message-size="4" refresh="1s">'
echo '<source partition="one" port="out"/>'
for i in $(seq 56); do
    echo "<destination partition=\"one\" port=\"in$i\"/>"
done
echo '</sampling-channel>'
for i in $(seq 8); do
    echo "<shared-memory name=\"a$i\" size=\"4KiB\">"
    echo '<party partition="one" access="read-write"/></shared-memory>'
done
echo '</channels><plans><plan name="normal" frame="1s">'
echo '<slot partition="one" start="0s" duration="1s"/></plan></plans></system>'
