/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fuzzes what reads images: any bytes must lead to a reason or to a blob that
 * can be walked and printed. As few inputs would have a CRC that fits, one is
 * put in where the blob is found, so that the checks behind it are reached.
 * A blob without an image around it is taken, too: most of what can be wrong is
 * inside.
 *
 * clang -fsanitize=fuzzer,address,undefined; an image and its blob are good
 * seeds.
 */
/*
 * Fuzzes what reads images: any bytes must lead to a reason or to a blob that
 * can be walked and printed. As few inputs would have a CRC that fits, one is
 * put in where the blob is found, so that the checks behind it are reached.
 *
 * A blob without an image around it is taken, too: most of what can be wrong is
 * inside. clang -fsanitize=fuzzer,address,undefined; good seeds are an image
 * and a blob of it.
 */
#include "image/blob.h"
#include "image/image.h"
#include "inspect/print.h"
#include "walk/walk.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void ignore(void *context, const struct walk_finding *finding)
{
    size_t *length = context;

    *length += strlen(finding->check) + strlen(finding->text);
}

/* What `inspect` does with an image that has passed. */
static void use(const uint8_t *blob)
{
    const struct bh_config *config = (const void *)blob;
    size_t length = 0;
    FILE *out;

    walk_blob(blob, ignore, &length);
    out = fopen("/dev/null", "w");
    if (!out)
        abort();
    for (uint32_t i = 0; i < config->plans.count && i < 4; i++)
        print_plan(out, config, i);
    for (uint32_t i = 0; i < config->partitions.count; i++)
        print_partition(out, config, i);
    print_channels(out, config);
    print_memory(out, config);
    print_pmp(out, config);
    fclose(out);
}

/* Puts the right CRC into each copy of the blob's magic number. */
static void repair(uint8_t *data, size_t size)
{
    const uint64_t magic = BH_CONFIG_MAGIC;
    struct bh_config config;

    for (size_t at = 0; at + sizeof(config) <= size; at += 8) {
        if (memcmp(data + at, &magic, sizeof(magic)) != 0)
            continue;
        memcpy(&config, data + at, sizeof(config));
        if (config.size < sizeof(config) || config.size > size - at)
            continue;
        config.crc = blob_crc(data + at, config.size);
        memcpy(data + at, &config, sizeof(config));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint64_t magic = BH_CONFIG_MAGIC;
    uint8_t *copy = malloc(size + 1);
    struct image image;

    if (!copy)
        abort();
    memcpy(copy, data, size);
    repair(copy, size);
    if (size >= sizeof(magic) && memcmp(copy, &magic, sizeof(magic)) == 0) {
        if (!blob_error(copy, size))
            use(copy);
    } else {
        if (!image_find_blob(copy, size, &image))
            use(image.blob);
        free(image.blob);
    }
    free(copy);
    return 0;
}
