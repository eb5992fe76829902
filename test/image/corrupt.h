/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A good blob, a copy of it to be damaged, and the way to its parts.
 */
#ifndef TEST_IMAGE_CORRUPT_H
#define TEST_IMAGE_CORRUPT_H

#include <bulkhead/config.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PAGE 4096u
#define MEGA 0x200000u

#define RAM 0x80000000u /* guest and physical address alike */
#define HIGH_RAM 0x3fc0000000u

/* Partitions of system.xml. */
enum { SOURCE, SINK, MACHINE, HIGH, HOSTED };

/* Devices of HIGH: virtio3, at its own address, and flash1. */
#define VIRTIO 0x10004000u
#define FLASH 0x40000000u

/*
 * Shared memory: TRACK of SOURCE, SINK and MACHINE, PICTURE of SOURCE and HIGH,
 * behind HIGH's own memory.
 */
#define TRACK (HIGH_RAM + 2 * MEGA)
#define TRACK_OF_MACHINE 0x90000000u
#define PICTURE (TRACK + MEGA)

/* The page of the host's words, of HOSTED. */
#define HOST (RAM + 4 * PAGE)

extern const uint8_t *good;
extern size_t blob_size;
extern uint8_t *blob; /* the copy */

/* Parts of the copy. */
struct bh_config *config(void);
struct bh_config_partition *partition(uint32_t index);
struct bh_config_region *regions(void);

/* The entry at `level` that translates `address` for the partition. */
uint64_t *entry(uint32_t index, uint64_t address, int level);

/* A page's address as it stands in an entry; and an entry changed to it. */
uint64_t frame(uint64_t physical);
void set_frame(uint64_t *at, uint64_t physical);

/* Where guest address `address` lies, as the regions say. */
uint64_t memory_of(uint32_t index, uint64_t address);

/* Makes the copy good again. */
void restore(void);

/* Prints the result of a case. */
void result(bool good_case, const char *name, const char *why);

/* The cases. */
void test_walk(void);
void test_blob(void);

#endif
