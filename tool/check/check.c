/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * All checks, in an order in which each can rely on what came before it.
 */
#include "check/check.h"

#include "check/internal.h"
#include "diag/diag.h"
#include "elf/elf.h"
#include "rewrite/rewrite.h"

#include <string.h>

size_t check_find_partition(const struct model *model, const char *name)
{
    for (size_t i = 0; i < model->partition_count; i++) {
        if (strcmp(model->partitions[i].name, name) == 0)
            return i;
    }
    return CHECK_NOT_FOUND;
}

int check_meaning(struct model *model)
{
    /* The other checks take time in the square of these numbers. */
    if (check_counts(model) == 0) {
        check_names(model);
        check_board(model);
        check_console(model);
        check_trace(model);
        check_memory(model);
        check_devices(model);
        check_messages(model);
        check_channels(model);
        check_shared(model);
        check_starts(model);
        check_health(model);
        check_plans(model);
    }
    return diag_error_count() == 0 ? 0 : -1;
}

/*
 * A program is read even if the memory for it cannot be: as if all addresses
 * were its own.
 */
static void check_program(struct model_partition *partition)
{
    const uint64_t address = partition->memory_address;
    const uint64_t size = partition->memory_size;

    if (!check_memory_is_sound(partition)) {
        partition->memory_address = 0;
        partition->memory_size = UINT64_MAX;
    }
    if (elf_read_program(partition) == 0) {
        rewrite_read_recorded(partition);
        check_manifest(partition);
    }
    partition->memory_address = address;
    partition->memory_size = size;
}

int check_system(struct model *model)
{
    int status = check_meaning(model);

    if (model->partition_count > BH_PARTITIONS_MAX)
        return -1;
    for (size_t i = 0; i < model->partition_count; i++)
        check_program(&model->partitions[i]);
    return status == 0 && diag_error_count() == 0 ? 0 : -1;
}
