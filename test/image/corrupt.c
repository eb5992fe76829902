/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Shows that the judges of a blob see what they are there to see: takes a good
 * image, damages its blob in one place at a time, with a CRC that fits, and
 * asks for the finding that this must give. Prints PASS or FAIL for each case.
 *
 * usage: corrupt IMAGE, made of system.xml
 *        corrupt IMAGE OUTPUT: only writes an image with a changed page table
 */
#include "corrupt.h"

#include "image/blob.h"
#include "image/file.h"
#include "image/image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const uint8_t *good;
size_t blob_size;
uint8_t *blob;
static int failures;

struct bh_config *config(void)
{
    return (void *)blob;
}

struct bh_config_partition *partition(uint32_t index)
{
    return (struct bh_config_partition *)(void *)(blob +
                                                  config()->partitions.offset) +
           index;
}

struct bh_config_region *regions(void)
{
    return (void *)(blob + config()->regions.offset);
}

uint64_t *entry(uint32_t index, uint64_t address, int level)
{
    uint64_t physical = (partition(index)->satp & 0xfffffffffff) * PAGE;
    uint64_t *at = NULL;

    for (int i = 2; i >= level; i--) {
        uint64_t *table = (void *)(blob + (physical - config()->address));

        at = &table[(address >> (12 + 9 * i)) & 511];
        physical = (*at >> 10) * PAGE;
    }
    return at;
}

uint64_t frame(uint64_t physical)
{
    return physical / PAGE << 10;
}

uint64_t memory_of(uint32_t index, uint64_t address)
{
    const struct bh_config_region *region =
        regions() + partition(index)->region_first;

    for (uint32_t i = 0; i < partition(index)->region_count; i++, region++) {
        if (address - region->address < region->size)
            return region->physical + (address - region->address);
    }
    abort();
}

void set_frame(uint64_t *at, uint64_t physical)
{
    *at = (*at & 0x3ff) | frame(physical);
}

void result(bool good_case, const char *name, const char *why)
{
    if (good_case) {
        printf("PASS %s\n", name);
    } else {
        printf("FAIL %s: %s\n", name, why);
        failures++;
    }
}

void restore(void)
{
    memcpy(blob, good, blob_size);
}

/* Lets the first partition's text lead to another page, and writes that. */
static int tamper(uint8_t *data, size_t size, const char *path)
{
    uint64_t *at = entry(0, RAM, 0);
    FILE *out = fopen(path, "w");
    size_t offset = 0, written = 0;

    while (memcmp(data + offset, good, blob_size) != 0)
        offset++;
    set_frame(at, memory_of(0, RAM + PAGE));
    config()->crc = blob_crc(blob, blob_size);
    memcpy(data + offset, blob, blob_size);
    if (out) {
        written = fwrite(data, 1, size, out);
        fclose(out);
    }
    free(blob);
    free(data);
    return written == size ? 0 : 2;
}

int main(int argc, char **argv)
{
    struct image image;
    uint8_t *data;
    size_t size;

    if (argc < 2 || argc > 3 || file_read(argv[1], &data, &size) ||
        image_find_blob(data, size, &image)) {
        fprintf(stderr, "usage: corrupt IMAGE [OUTPUT]\n");
        return 2;
    }
    good = image.blob;
    blob_size = image.size;
    blob = malloc(blob_size);
    restore();
    if (argc == 3) {
        int status = tamper(data, size, argv[2]);

        free(image.blob);
        return status;
    }
    test_walk();
    test_blob();
    free(blob);
    free(image.blob);
    free(data);
    return failures > 0;
}
