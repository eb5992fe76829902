#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Prints a system that includes a file that includes a file and so on, and
# writes these: all too long a way, for a partition and for nothing else.

xi='xmlns:xi="http://www.w3.org/2001/XInclude"'
mkdir -p chain
echo '<partition name="one" image="program.elf"><memory size="64KiB"/>' \
    '</partition>' >chain/9.xml
for i in 1 2 3 4 5 6 7 8; do
    echo "<xi:include $xi href=\"$((i + 1)).xml\"/>" >chain/$i.xml
done
echo "<system name=\"bad\" $xi><board type=\"qemu-virt\"/><partitions>" \
    '<!-- refused: include-depth -->'
echo '<xi:include href="chain/1.xml"/>'
echo '</partitions><plans><plan name="normal" frame="10ms">'
echo '<slot partition="one" start="0ms" duration="5ms"/>'
echo '</plan></plans></system>'
