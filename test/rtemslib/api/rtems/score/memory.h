/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * RTEMS as far as guest/rtems knows it: memory for the heap.
 * Names only; the values are not those of RTEMS.
 */
#ifndef TEST_RTEMSLIB_API_RTEMS_SCORE_MEMORY_H
#define TEST_RTEMSLIB_API_RTEMS_SCORE_MEMORY_H

#include <stdint.h>

struct Memory_Area {
    char *begin;
};
#define Memory_Area struct Memory_Area
struct Memory_Information {
    Memory_Area *areas;
};
#define Memory_Information struct Memory_Information

#define MEMORY_INFORMATION_INITIALIZER(areas)                                  \
    {                                                                          \
        areas                                                                  \
    }

const Memory_Information *_Memory_Get(void);
void _Memory_Initialize_by_size(Memory_Area *area, void *begin, uintptr_t size);
#endif
