/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Copies the records of a trace while the kernel writes them; see
 * bulkhead/trace.h for what can be trusted.
 */
#define _GNU_SOURCE
#include "run/collect.h"

#include "diag/diag.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define NAP_NANOSECONDS 1000000 /* from one look to the next */
#define BATCH 512u              /* records copied at once */
#define PAGE ((uint64_t)4096)

void collect_find(struct collect_source *source, const struct bh_config *config)
{
    if (config->trace_records == 0)
        return;
    source->header = trace_header_make(config, &source->header_size);
    source->offset = config->trace_buffer - config->ram_start;
    source->capacity = config->trace_records;
}

static struct bh_trace_ring *ring_of(const struct collect *collect)
{
    return (void *)(collect->ring + collect->source->offset % PAGE);
}

static uint64_t read_head(const struct collect *collect)
{
    return __atomic_load_n(&ring_of(collect)->head, __ATOMIC_ACQUIRE);
}

static void put(struct collect *collect, const void *data, size_t size)
{
    const uint8_t *at = data;

    while (size > 0 && collect->error == 0) {
        ssize_t written = write(collect->output.descriptor, at, size);

        if (written < 0 && errno != EINTR) {
            collect->error = errno;
        } else if (written > 0) {
            at += written;
            size -= (size_t)written;
        }
    }
}

/* Records of which only the file knows. */
static void put_note(struct collect *collect, uint16_t kind, uint64_t number)
{
    const struct bh_trace_record note = {
        .time = collect->time,
        .kind = kind,
        .partition = BH_TRACE_NOBODY,
        .a = number,
    };

    put(collect, &note, sizeof(note));
}

/* Goes on with record `first`, and tells if that leaves some out. */
static void skip_to(struct collect *collect, uint64_t first)
{
    if (first <= collect->next)
        return;
    put_note(collect, TRACE_LOST, first - collect->next);
    collect->next = first;
}

/* The kernel has begun: for the first time, or anew. */
static void note_start(struct collect *collect)
{
    struct trace_header *header = collect->source->header;
    uint64_t start = ring_of(collect)->start;
    bool first = header->start == UINT64_MAX;

    collect->next = 0;
    collect->time = start;
    if (first) {
        header->start = start;
        put(collect, header, collect->source->header_size);
    } else {
        put_note(collect, TRACE_RESTART, start);
    }
}

/*
 * Copies up to BATCH records of those below `head`. What was overwritten on the
 * way is not used: that is known only afterwards. While the machine runs, a
 * record may be half overwritten, one that `head` does not count yet.
 */
static void copy_batch(struct collect *collect, uint64_t head, bool runs)
{
    static struct bh_trace_record batch[BATCH];
    uint32_t capacity = collect->source->capacity;
    const struct bh_trace_record *records = (void *)(ring_of(collect) + 1);
    uint64_t first = collect->next;
    size_t count = head - first;

    if (count > BATCH)
        count = BATCH;
    for (size_t i = 0; i < count; i++)
        batch[i] = records[(first + i) & (capacity - 1)];
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    head = read_head(collect) + runs;
    if (head > capacity)
        skip_to(collect, head - capacity);
    if (collect->next >= first + count)
        return;
    put(collect, &batch[collect->next - first],
        (first + count - collect->next) * sizeof(batch[0]));
    collect->next = first + count;
    collect->time = batch[count - 1].time;
}

/* Copies what is new. Returns how many records that were. */
static uint64_t catch_up(struct collect *collect, bool runs)
{
    const struct bh_trace_ring *ring = ring_of(collect);
    uint64_t head, before;

    if (ring->magic != BH_TRACE_MAGIC ||
        ring->capacity != collect->source->capacity)
        return 0;
    head = read_head(collect);
    if (head < collect->next || collect->source->header->start == UINT64_MAX)
        note_start(collect);
    before = collect->next;
    if (head > collect->source->capacity)
        skip_to(collect, head - collect->source->capacity);
    while (collect->next < head)
        copy_batch(collect, head, runs);
    return head - before;
}

static void *read_ring(void *context)
{
    const struct timespec nap = {0, NAP_NANOSECONDS};
    struct collect *collect = context;

    while (!collect->end) {
        if (catch_up(collect, true) < collect->source->capacity / 8)
            nanosleep(&nap, NULL);
    }
    return NULL;
}

/* A signal is for who waits for it, which is never the thread. */
static int start_reader(struct collect *collect)
{
    sigset_t all, mask;
    int error;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &mask);
    error = pthread_create(&collect->reader, NULL, read_ring, collect);
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    return error;
}

/* Bytes of the file that are looked at: the ring, from the start of a page. */
static size_t window_size(const struct collect_source *source)
{
    return source->offset % PAGE + sizeof(struct bh_trace_ring) +
           source->capacity * sizeof(struct bh_trace_record);
}

/* Returns 0, or errno. */
static int open_ring(struct collect *collect, const struct ram *ram)
{
    const struct collect_source *source = collect->source;

    collect->ring = mmap(NULL, window_size(source), PROT_READ, MAP_SHARED,
                         ram->file, (off_t)(source->offset / PAGE * PAGE));
    return collect->ring == MAP_FAILED ? errno : start_reader(collect);
}

int collect_begin(struct collect *collect, const struct collect_source *source,
                  const char *path, const struct ram *ram)
{
    struct position position = {path, 0};
    int error;

    memset(collect, 0, sizeof(*collect));
    collect->source = source;
    source->header->start = UINT64_MAX; /* until it is known */
    if (output_begin(&collect->output, path)) {
        diag_error(&position, "output", "cannot write: %s", strerror(errno));
        return -1;
    }
    error = open_ring(collect, ram);
    if (error) {
        output_abandon(&collect->output);
        diag_error(&position, "output", "cannot trace: %s", strerror(error));
        return -1;
    }
    return 0;
}

int collect_end(struct collect *collect)
{
    struct position position = {collect->output.path, 0};
    struct trace_header *header = collect->source->header;
    int error;

    collect->end = true;
    pthread_join(collect->reader, NULL);
    catch_up(collect, false);
    munmap(collect->ring, window_size(collect->source));
    if (header->start == UINT64_MAX) {
        header->start = 0; /* the kernel never got so far */
        put(collect, header, collect->source->header_size);
    }
    error = collect->error;
    if (error)
        output_abandon(&collect->output);
    else if (output_commit(&collect->output))
        error = errno;
    if (error)
        diag_error(&position, "output", "cannot write: %s", strerror(error));
    return error ? -1 : 0;
}
