/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The seam between traps and the timer; not for guests.
 */
#ifndef GUEST_LIB_TIMER_H
#define GUEST_LIB_TIMER_H

#include <stdint.h>

/* The timer interrupt has come: make it quiet, call the handler if it is due.
 */
void bh_timer_expire(void);

/*
 * Waits until one of `lines`, bits of mie, is up, or the deadline has come; or
 * for less, because handlers have run. No handler sees the lines.
 */
void bh_timer_wait(uint64_t lines, uint64_t deadline);

#endif
