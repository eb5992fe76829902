#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# Prints a system file that is too large to be one.

echo '<system name="bad"/>'
head -c 1048576 /dev/zero | tr '\0' ' '
