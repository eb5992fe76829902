/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads and writes sectors of a disk: a virtio block device behind the MMIO
 * transport (Virtual I/O Device specification 1.1, 4.2 and 5.2). The device
 * reads and writes memory by itself, and is told where that is physically.
 */
#include "check.h"

#define BASE ((volatile uint8_t *)0x10001000)
#define REGISTER(offset) (*(volatile uint32_t *)(BASE + (offset)))
#define MAGIC REGISTER(0x000)
#define VERSION REGISTER(0x004)
#define DEVICE_ID REGISTER(0x008)
#define DRIVER_FEATURES REGISTER(0x020)
#define DRIVER_FEATURES_SELECT REGISTER(0x024)
#define QUEUE_SELECT REGISTER(0x030)
#define QUEUE_SIZE_MOST REGISTER(0x034)
#define QUEUE_SIZE REGISTER(0x038)
#define QUEUE_READY REGISTER(0x044)
#define QUEUE_NOTIFY REGISTER(0x050)
#define INTERRUPT_STATUS REGISTER(0x060)
#define INTERRUPT_ACKNOWLEDGE REGISTER(0x064)
#define STATUS REGISTER(0x070)
#define QUEUE_DESCRIPTORS 0x080
#define QUEUE_DRIVER 0x090
#define QUEUE_DEVICE 0x0a0

#define STATUS_ACKNOWLEDGE 1u
#define STATUS_DRIVER 2u
#define STATUS_DRIVER_OK 4u
#define STATUS_FEATURES_OK 8u
#define FEATURE_VERSION_1 1u /* bit 32 */

#define DESCRIPTOR_NEXT 1u
#define DESCRIPTOR_WRITE 2u
#define REQUEST_IN 0u
#define REQUEST_OUT 1u

#define SOURCE_BIT (UINT64_C(1) << 1)
#define LINE (UINT64_C(1) << (BH_LINE_FIRST + BH_LINE_DEVICE))
#define SIZE 8u
#define SECTOR 512u

static struct {
    _Alignas(4096) struct {
        uint64_t address;
        uint32_t length;
        uint16_t flags, next;
    } descriptors[SIZE];
    struct {
        uint16_t flags, index, ring[SIZE];
    } driver;
    _Alignas(4) struct {
        uint16_t flags;
        volatile uint16_t index;
        struct {
            uint32_t id, length;
        } ring[SIZE];
    } device;
} queue;

static struct {
    uint32_t type, reserved;
    uint64_t sector;
} request;

static char sector[SECTOR];
static volatile uint8_t result;

/* Where the board has a byte of this partition. */
static uint64_t physical(const volatile void *pointer)
{
    const struct bh_info *info = bh_info_page();

    return (uintptr_t)pointer - info->memory_start + info->memory_physical;
}

static void set_address(uint32_t offset, const void *pointer)
{
    REGISTER(offset) = (uint32_t)physical(pointer);
    REGISTER(offset + 4) = (uint32_t)(physical(pointer) >> 32);
}

static void set_up(void)
{
    check_equal(MAGIC, 0x74726976, "a virtio device");
    check_equal(VERSION, 2, "of the present kind");
    check_equal(DEVICE_ID, 2, "a disk");
    STATUS = 0;
    STATUS = STATUS_ACKNOWLEDGE | STATUS_DRIVER;
    DRIVER_FEATURES_SELECT = 1;
    DRIVER_FEATURES = FEATURE_VERSION_1;
    DRIVER_FEATURES_SELECT = 0;
    DRIVER_FEATURES = 0;
    STATUS = STATUS | STATUS_FEATURES_OK;
    check((STATUS & STATUS_FEATURES_OK) != 0, "features");
    QUEUE_SELECT = 0;
    check(QUEUE_SIZE_MOST >= SIZE, "a queue");
    QUEUE_SIZE = SIZE;
    set_address(QUEUE_DESCRIPTORS, queue.descriptors);
    set_address(QUEUE_DRIVER, &queue.driver);
    set_address(QUEUE_DEVICE, &queue.device);
    QUEUE_READY = 1;
    STATUS = STATUS | STATUS_DRIVER_OK;
}

static void describe(unsigned index, const volatile void *pointer,
                     uint32_t length, uint16_t flags)
{
    queue.descriptors[index].address = physical(pointer);
    queue.descriptors[index].length = length;
    queue.descriptors[index].flags = flags;
    queue.descriptors[index].next = (uint16_t)(index + 1);
}

/* Has the device do it, and waits for its interrupt. */
static void transfer(uint32_t type, uint64_t number)
{
    uint16_t before = queue.device.index;

    request.type = type;
    request.sector = number;
    result = 0xff;
    describe(0, &request, sizeof(request), DESCRIPTOR_NEXT);
    describe(1, sector, SECTOR,
             (uint16_t)(DESCRIPTOR_NEXT |
                        (type == REQUEST_IN ? DESCRIPTOR_WRITE : 0)));
    describe(2, &result, 1, DESCRIPTOR_WRITE);
    queue.driver.ring[queue.driver.index % SIZE] = 0;
    __sync_synchronize();
    queue.driver.index++;
    __sync_synchronize();
    QUEUE_NOTIFY = 0;
    while (queue.device.index == before) {
        bh_interrupt_wait();
        if (bh_interrupt_take(BH_LINE_DEVICE).value != (long)SOURCE_BIT)
            check(false, "the disk has called");
        INTERRUPT_ACKNOWLEDGE = INTERRUPT_STATUS;
        bh_interrupt_done(SOURCE_BIT);
    }
    __sync_synchronize();
}

int main(void)
{
    bh_state_page()->mie = LINE;
    set_up();
    transfer(REQUEST_IN, 3);
    check_equal(result, 0, "a sector is read");
    sector[40] = '\0';
    bh_printf("%s\n", sector);
    for (unsigned i = 0; i < SECTOR; i++)
        sector[i] = "written by a partition\n"[i % 23];
    transfer(REQUEST_OUT, 5);
    check_equal(result, 0, "one is written");
    memset(sector, 0, SECTOR);
    transfer(REQUEST_IN, 5);
    check_equal(result, 0, "and read again");
    check(memcmp(sector, "written by a partition\n", 23) == 0, "the same");
    transfer(REQUEST_IN, 1000000);
    check_equal(result, 1, "there are no more sectors than there are");
    check_equal(queue.device.index, 4, "four transfers, four answers");
    STATUS = 0; /* the device lets go of the memory */
    return 0;
}
