/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The seam between traps and the timer; not for guests.
 */
#ifndef GUEST_LIB_TIMER_H
#define GUEST_LIB_TIMER_H

/* The timer interrupt has come: make it quiet, call the handler if it is due.
 */
void bh_timer_expire(void);

#endif
