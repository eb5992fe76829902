/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The clock of the board, for programs that have it: an alarm that interrupts
 * (Goldfish RTC; QEMU's hw/rtc/goldfish_rtc.c). Its time is in nanoseconds. The
 * upper half is kept as the lower one is read; to write that of the alarm sets
 * it.
 */
#ifndef TEST_SYSTEM_RTC_H
#define TEST_SYSTEM_RTC_H

#include <stdint.h>

#define RTC_ADDRESS 0x101000
#define RTC_SOURCE 11

#define RTC_TIME_LOW 0
#define RTC_TIME_HIGH 1
#define RTC_ALARM_LOW 2
#define RTC_ALARM_HIGH 3
#define RTC_IRQ_ENABLED 4
#define RTC_CLEAR_ALARM 5
#define RTC_CLEAR_INTERRUPT 7

#define RTC ((volatile uint32_t *)RTC_ADDRESS)

/* Has the alarm come so many nanoseconds from now. */
static inline void rtc_alarm(uint64_t delay)
{
    uint64_t time = RTC[RTC_TIME_LOW];

    time |= (uint64_t)RTC[RTC_TIME_HIGH] << 32;
    time += delay;
    RTC[RTC_IRQ_ENABLED] = 1;
    RTC[RTC_ALARM_HIGH] = (uint32_t)(time >> 32);
    RTC[RTC_ALARM_LOW] = (uint32_t)time;
}

/* Has it call no more, until the next alarm. */
static inline void rtc_quiet(void)
{
    RTC[RTC_CLEAR_INTERRUPT] = 1;
}

#endif
