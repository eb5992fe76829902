/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: the linker script.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_BSP_LINKER_SYMBOLS_H
#define TEST_RTEMSLIB_API_BSP_LINKER_SYMBOLS_H

extern char bsp_section_work_begin[];
#endif
