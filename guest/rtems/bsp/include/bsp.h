/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * Board support package of an RTEMS partition of Bulkhead. There is no board:
 * no device tree, no device, and the size of the memory stands in the
 * information page.
 */
#ifndef BULKHEAD_BSP_H
#define BULKHEAD_BSP_H

#include <bsp/default-initial-extension.h>
#include <bspopts.h>
#include <rtems.h>
#include <rtems/clockdrv.h>
#include <rtems/console.h>
#include <rtems/devnull.h>

#define BSP_FEATURE_IRQ_EXTENSION

#endif
