/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * The guest interface of Bulkhead, whole.
 */
#ifndef BULKHEAD_BULKHEAD_H
#define BULKHEAD_BULKHEAD_H

#include <bulkhead/abi.h>
#include <bulkhead/health.h>
#include <bulkhead/hypercall.h>
#include <bulkhead/info.h>
#include <bulkhead/manifest.h>
#include <bulkhead/state.h>
#include <bulkhead/status.h>
#include <bulkhead/trace.h>

#endif
