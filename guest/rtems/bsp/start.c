/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Beginning and end of an RTEMS partition, and its memory: from the end of the
 * program to that of the partition's RAM, whatever the system file gives it.
 */
#include <bsp/bootcard.h>
#include <bsp/irq-generic.h>
#include <bsp/linker-symbols.h>
#include <bulkhead/hypercall.h>
#include <bulkhead/manifest.h>
#include <bulkhead/page.h>
#include <rtems/score/memory.h>
#include <rtems/sysinit.h>

BH_REQUIRE_EXTENSIONS(
  BH_EXTENSION_BIT(BH_EXT_PARTITION) | BH_EXTENSION_BIT(BH_EXT_INTERRUPT)
);

static Memory_Area areas[1];

static const Memory_Information information =
  MEMORY_INFORMATION_INITIALIZER(areas);

const Memory_Information *_Memory_Get(void)
{
  return &information;
}

static void memory_initialize(void)
{
  const struct bh_info *info = (const struct bh_info *)BH_INFO_PAGE_ADDRESS;

  _Memory_Initialize_by_size(
    &areas[0],
    bsp_section_work_begin,
    info->memory_start + info->memory_size - (uintptr_t)bsp_section_work_begin
  );
}

RTEMS_SYSINIT_ITEM(
  memory_initialize,
  RTEMS_SYSINIT_MEMORY,
  RTEMS_SYSINIT_ORDER_MIDDLE
);

void bsp_start(void)
{
  bsp_interrupt_initialize();
}

void bsp_reset(rtems_fatal_source source, rtems_fatal_code code)
{
  (void)source;
  (void)code;
  bh_partition_halt();
  __builtin_unreachable(); /* halting does not return */
}
