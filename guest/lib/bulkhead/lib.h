/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * libbulkhead, whole: what a partition written in C wants beyond the bare
 * hypercalls, without a libc. A guest includes this header and links
 * libbulkhead.a; doc/guest-interface.md shows how.
 *
 * The library's names begin with bh_, except the six functions of <string.h>
 * that it supplies because compilers and programs expect them. Times are ticks
 * of the time register unless a name says `ns`. Functions that can fail return
 * BH_OK or a negative BH_E_... of <bulkhead/abi.h>.
 */
#ifndef BULKHEAD_LIB_H
#define BULKHEAD_LIB_H

#include <bulkhead/bulkhead.h>
#include <bulkhead/clock.h>
#include <bulkhead/console.h>
#include <bulkhead/interrupt.h>
#include <bulkhead/message.h>
#include <bulkhead/page.h>
#include <bulkhead/port.h>
#include <bulkhead/shared.h>
#include <bulkhead/start.h>
#include <bulkhead/text.h>

#endif
