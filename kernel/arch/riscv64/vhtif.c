/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The host interface of the virtual machine `spike` (HTIF): two words of the
 * program's own, tohost for its commands and fromhost for the answers. Their
 * page is memory, but each access to it comes here, and here the two words are
 * looked at, as Spike does it from time to time. What Spike has no device for
 * is taken, and not answered.
 */
#include "kernel/arch/riscv64/device.h"
#include "kernel/lib/memory.h"

/* A command: device in bits 63 to 56, number in 55 to 48, then its operand. */
#define OPERAND_BITS 48
#define SYSTEM_CALL UINT64_C(0x0000)
#define CONSOLE_GET UINT64_C(0x0100)
#define CONSOLE_PUT UINT64_C(0x0101)

#define GOT 0x100 /* beside the character, in what CONSOLE_GET is answered */

static uint32_t wanted[BH_PARTITIONS_MAX]; /* characters asked for */

void vhtif_reset(struct vcpu *self)
{
    wanted[self->id] = 0;
}

/* At device 0, an odd operand is an end, with a code; an even one a call. */
static void obey(struct vcpu *self, uint64_t *tohost)
{
    uint64_t command = *tohost, number = command >> OPERAND_BITS;

    if (command == 0 ||
        (number == CONSOLE_PUT && !upcall_console_has_room(self, self->id)))
        return;
    *tohost = 0;
    if (number == CONSOLE_PUT)
        upcall_console_put(self->id, (char)command);
    else if (number == CONSOLE_GET)
        wanted[self->id]++;
    else if (command == 1)
        partition_halt(self, false);
    else if (number == SYSTEM_CALL)
        partition_post(self, BH_EVENT_APPLICATION, command >> 1, 0);
}

static void answer(struct vcpu *self, uint64_t *fromhost)
{
    if (wanted[self->id] == 0 || *fromhost != 0 ||
        !upcall_console_can_get(self, self->id))
        return;
    wanted[self->id]--;
    *fromhost = CONSOLE_GET << OPERAND_BITS | GOT |
                (uint64_t)upcall_console_get(self->id);
}

/* Moves bytes to or from the page; then the host looks at its two words. */
static bool move(struct vcpu *self, uint64_t offset, uint64_t width,
                 uint64_t *value, bool is_store)
{
    const struct bh_config_partition *partition = self->partition;
    struct guest_address at = {partition->tohost & -(uint64_t)BH_PAGE_SIZE};
    uint64_t *page = guest_mem_open(self, at, BH_PAGE_SIZE, BH_ACCESS_WRITE);

    if (page == NULL)
        return false;
    if (is_store)
        memcpy((uint8_t *)page + offset, value, width);
    obey(self, &page[partition->tohost % BH_PAGE_SIZE / sizeof(*page)]);
    answer(self, &page[partition->fromhost % BH_PAGE_SIZE / sizeof(*page)]);
    if (!is_store)
        memcpy(value, (uint8_t *)page + offset, width);
    return true;
}

struct device_value vhtif_read(struct vcpu *self, uint64_t offset,
                               uint64_t width)
{
    struct device_value got = {0, 0};

    got.taken = move(self, offset, width, &got.value, false);
    return got;
}

bool vhtif_write(struct vcpu *self, uint64_t offset, uint64_t width,
                 uint64_t value)
{
    return move(self, offset, width, &value, true);
}
