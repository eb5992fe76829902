/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Times in messages, as a system file would have them.
 */
#include "check/internal.h"
#include "read/read.h"

#define NANOSECONDS 1000000000u

const char *check_time_text(char text[CHECK_TIME_TEXT],
                            const struct model *model, uint64_t ticks)
{
    static const struct {
        uint64_t nanoseconds;
        int decimals;
        const char *name;
    } units[] = {{NANOSECONDS, 9, "s"},
                 {1000000, 6, "ms"},
                 {1000, 3, "us"},
                 {1, 0, "ns"}};
    uint64_t frequency = read_frequency(model->board);
    uint64_t seconds = ticks / frequency;
    uint64_t rest = ticks % frequency * NANOSECONDS / frequency;
    size_t unit = seconds > 0 ? 0 : 1;
    int length;

    while (seconds == 0 && unit < 3 && rest < units[unit].nanoseconds)
        unit++;
    length =
        snprintf(text, CHECK_TIME_TEXT, "%llu.%0*llu",
                 (unsigned long long)(seconds + rest / units[unit].nanoseconds),
                 units[unit].decimals,
                 (unsigned long long)(rest % units[unit].nanoseconds));
    while (text[length - 1] == '0')
        length--;
    if (text[length - 1] == '.')
        length--;
    snprintf(text + length, (size_t)(CHECK_TIME_TEXT - length), "%s",
             units[unit].name);
    return text;
}
