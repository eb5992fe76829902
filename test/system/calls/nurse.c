/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keeps the callers at work: resumes whom it finds suspended, and restarts whom
 * it finds halted, until the neighbours have seen enough.
 */
#include "calls.h"
#include "check.h"

#define NEIGHBOURS 2
#define FIRST_CALLER 3
#define CALLERS 3

static unsigned long state_of(unsigned long partition)
{
    return (unsigned long)bh_partition_get_state(partition).value;
}

/* From its end to its beginning: who finds the first word finds all. */
static void fill_table(void)
{
    volatile uint64_t *table =
        (volatile uint64_t *)(uintptr_t)bh_shared_find("table")->address;

    for (int i = TABLE_WORDS; i-- > 0;)
        table[i] = GUARD;
}

int main(void)
{
    unsigned long resumed = 0, restarted = 0;

    fill_table();
    do {
        for (unsigned long id = FIRST_CALLER; id < FIRST_CALLER + CALLERS;
             id++) {
            if (state_of(id) == BH_STATE_SUSPENDED)
                resumed += bh_partition_resume(id) == BH_OK;
            if (state_of(id) == BH_STATE_HALTED)
                restarted += bh_partition_reset(id, BH_STATE_WARM_START,
                                                restarted) == BH_OK;
        }
        bh_partition_yield();
    } while (state_of(0) != BH_STATE_HALTED || state_of(1) != BH_STATE_HALTED);
    for (unsigned long id = FIRST_CALLER; id < FIRST_CALLER + CALLERS; id++)
        bh_partition_stop(id);
    check(resumed > 0 && restarted > 0, "somebody needed help");
    return 0;
}
