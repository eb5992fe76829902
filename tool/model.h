/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system as its file describes it, after parsing and before layout: what
 * the integrator said, with the place where it was said. Everything that the
 * tool does to a system, it does to this model: `read` makes it, `check` judges
 * it, `layout` gives it addresses, and what follows only writes that down.
 */
#ifndef TOOL_MODEL_H
#define TOOL_MODEL_H

#include <bulkhead/config.h>
#include <bulkhead/manifest.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where something stands, in the system file or one that it includes. */
struct position {
    const char *file;
    long line;
};

/* The program of a partition, as its ELF file has it. */
struct elf_segment {
    uint64_t address;   /* p_vaddr, rounded down to 8 if need be */
    uint64_t size;      /* p_memsz */
    uint64_t file_size; /* p_filesz */
    uint32_t access;    /* BH_ACCESS_... */
    uint8_t *data;      /* file_size bytes */
};

/* What a symbol in code says of the bytes at its address. */
enum elf_symbol_kind {
    ELF_FUNCTION, /* a function; its size may be 0, and then is not known */
    ELF_LABEL,    /* somebody needed the address */
    ELF_DATA,     /* no instructions, as far as `size`, or the next symbol */
    ELF_CODE,     /* instructions again */
};

/* A symbol in a section that is executed. */
struct elf_symbol {
    uint64_t address;
    uint64_t size;
    uint64_t end; /* of its section */
    enum elf_symbol_kind kind;
    bool global;
    char *name;
};

/* What a program says it needs: all of its notes together. */
struct elf_manifest {
    struct bh_note_abi abi;     /* abi_version is 0 if it does not say */
    struct bh_note_port *ports; /* with names of their own */
    size_t port_count;
};

struct elf_program {
    uint64_t entry;
    struct elf_manifest manifest;
    uint64_t tohost;   /* address of the word by which it calls its host, ... */
    uint64_t fromhost; /* ... and is answered; for PLATFORM_SPIKE, else 0 */
    struct elf_symbol *symbols;   /* sorted by address */
    size_t symbol_count;          /* 0 if the file has been stripped */
    struct elf_segment *segments; /* sorted by address */
    size_t segment_count;
};

struct model_port {
    struct position position;
    char *name;
    uint8_t kind;          /* BH_PORT_SAMPLING and so on */
    uint8_t direction;     /* BH_PORT_SOURCE or BH_PORT_DESTINATION */
    uint64_t message_size; /* bytes */
    uint64_t depth;        /* messages; 1 unless it queues */
    bool notify;           /* its partition is told: see bh_config_notice */
    size_t channel;        /* index in model.channels, set by `check` */
};

/* A device of the board, given to a partition. */
struct model_assigned {
    struct position position;
    char *name;        /* of the board's device, or NULL: by its address */
    uint64_t physical; /* pages that the partition gets */
    uint64_t size;
    uint64_t address;     /* guest address */
    uint32_t access;      /* BH_ACCESS_... */
    uint64_t *interrupts; /* its sources at the board's PLIC */
    size_t interrupt_count;
    bool is_found; /* false if what was said leads to no pages */
};

struct model_device {
    uint64_t address; /* guest address */
    uint64_t size;
    uint32_t kind; /* BH_DEVICE_... */
};

/* Guest memory with one set of rights; made by `layout`. */
struct model_region {
    uint64_t address;  /* guest */
    uint64_t size;     /* bytes, whole pages */
    uint64_t physical; /* set by `layout` */
    uint32_t access;   /* BH_ACCESS_... */
    bool is_register;  /* a page that stands for one: see bh_config_region */
    bool is_assigned;  /* pages of a device of the board: likewise */
    bool is_device;    /* memory that the kernel alone touches: likewise */
    const struct model_shared *shared; /* memory that others have, or NULL */
    const char *what; /* "RAM", "text", "state page" ...: for people */
};

/* An instruction that would trap: what `rewrite` did about it. */
struct model_site {
    uint64_t address;
    uint32_t original;    /* instruction */
    uint32_t replacement; /* or `original`, if it was left as it is */
    const char *why;      /* it was left; NULL if it was replaced */
    char *function;       /* in which it stands, or NULL if nobody knows */
};

/* Virtual platform of a partition. */
enum model_platform { PLATFORM_NONE, PLATFORM_VIRT, PLATFORM_SPIKE };

/* What is done about an event. */
struct model_response {
    struct position position; /* file is NULL: nobody said it */
    uint8_t action;           /* BH_ACTION_..., BH_ACTION_PLAN without a plan */
    char *plan_name;          /* or NULL */
    size_t plan;              /* set by `check` */
};

struct model_health {
    const char *kind, *name; /* whose it is: "partition", and its name */
    struct position position;
    struct model_response on[BH_EVENTS_MAX]; /* by BH_EVENT_... */
    bool has_restarts, has_within;           /* were given */
    uint64_t restarts;                       /* that are one too many */
    uint64_t within;                         /* ticks */
};

struct model_partition {
    struct position position;
    char *name;
    char *image; /* path as it is to be opened */
    struct position image_position;
    enum model_platform platform;
    bool rewrite;         /* the program may be rewritten */
    bool null_page_traps; /* no flag page: address 0 is never mapped */
    bool initializes;     /* it says itself when it is normal */
    bool slot_event;      /* it wants to know of each slot */
    bool watchdog_given;
    uint64_t watchdog;        /* ticks; 0: none */
    bool starts_idle;         /* somebody else must reset it */
    char *start_after;        /* name of the partition to wait for, or NULL */
    size_t start_after_index; /* set by `check` */
    uint32_t rights;          /* BH_RIGHT_... */
    char *recorded;           /* file that lists trapping sites, or NULL */
    struct position recorded_position;
    uint64_t memory_address; /* guest address of its RAM */
    uint64_t memory_size;    /* bytes */
    struct position memory_position;
    struct model_assigned *assigned;
    size_t assigned_count;
    struct model_health health;
    char *uart; /* name of its second UART, or NULL */
    struct position uart_position;
    uint64_t interrupts; /* set by `check`: those of all of them, by bit */
    struct model_port *ports;
    size_t port_count;
    struct elf_program program; /* set by `check` */
    bool program_loaded;        /* false if its ELF file was refused */
    struct model_site *sites;   /* made by `rewrite`, sorted by address */
    size_t site_count;
    bool flag_page;               /* set by `rewrite`: the program needs it */
    struct model_device *devices; /* made by `layout` */
    size_t device_count;
    struct model_region *regions; /* made by `layout`, sorted by address */
    size_t region_count;
    uint8_t *device_tree; /* made by `layout`, but for PLATFORM_NONE */
    size_t device_tree_size;
    uint64_t argument;        /* a1 at start */
    uint64_t memory_physical; /* set by `layout` */
    uint64_t state_physical;
    uint64_t info_physical;
    uint64_t device_tree_physical;
    uint64_t flag_physical;
    uint64_t timer_physical;
    uint64_t satp;
    uint64_t satp_masked; /* without the flag page, if there is one */
};

struct model_end {
    struct position position;
    char *partition;
    char *port;
};

struct model_channel {
    struct position position;
    char *name;
    uint8_t kind; /* BH_PORT_SAMPLING and so on */
    uint64_t message_size;
    uint64_t depth;   /* 1 unless it queues */
    uint64_t refresh; /* ticks; 0 for queuing */
    bool drop_oldest; /* a full queue loses its oldest message */
    struct model_end *sources;
    size_t source_count;
    struct model_end *destinations;
    size_t destination_count;
    uint64_t buffer_physical; /* set by `layout` */
};

/* A partition that has a part in shared memory. */
struct model_party {
    struct position position;
    char *partition_name;
    size_t partition;  /* set by `check` */
    bool address_said; /* else `check` chooses it */
    uint64_t address;  /* guest address */
    uint32_t access;   /* BH_ACCESS_... */
};

/* An area of shared memory. */
struct model_shared {
    struct position position;
    char *name;
    uint64_t size; /* bytes */
    struct model_party *parties;
    size_t party_count;
    uint64_t physical; /* set by `layout` */
};

struct model_slot {
    struct position position;
    char *partition_name;
    size_t partition; /* set by `check` */
    uint64_t start;   /* ticks from the frame's start */
    uint64_t duration;
    uint64_t id; /* MODEL_SLOT_BY_PLACE until `check` has numbered it */
};
#define MODEL_SLOT_BY_PLACE UINT64_MAX

/* What happens to a partition when a plan begins. */
struct model_start {
    struct position position;
    char *partition_name;
    size_t partition; /* set by `check` */
    uint8_t action;   /* BH_PLAN_ACTION_... */
};

struct model_plan {
    struct position position;
    char *name;
    struct model_start *starts;
    size_t start_count;
    char **background; /* names of partitions */
    size_t background_count;
    size_t *background_index; /* set by `check` */
    uint64_t frame;           /* ticks */
    uint64_t guard;           /* ticks */
    struct model_slot *slots; /* `check` sorts them by start */
    size_t slot_count;
};

/* A device that a board has, in physical memory. */
struct board_device {
    const char *name;
    uint64_t address;
    uint64_t size;          /* bytes; what else is in its pages is nobody's */
    const char *compatible; /* in a device tree */
    uint32_t interrupt;     /* its source at the PLIC, or 0 */
    bool is_kernels;        /* the kernel uses it: no partition can have it */
    bool masters;           /* it reads and writes memory by itself: DMA */
};

/* A board: facts that the tool knows by the board's name. */
struct board {
    const char *name;
    uint64_t ram_start;
    uint64_t ram_size_default;
    uint64_t ram_size_max;
    uint64_t tick_frequency; /* Hz */
    uint64_t time_page;      /* physical; has mtime where the CLINT has it */
    const char *qemu_machine;
    const char *qemu_cpu;
    const struct board_device *devices; /* sorted by address */
    size_t device_count;
};

/* The trace; no records: the system has none. */
struct model_trace {
    struct position position;
    uint64_t records;
    uint32_t kinds; /* bit 1 << BH_TRACE_... */
};

struct model {
    char *name;
    bool panic_restarts; /* the machine, once */
    uint8_t lost_action; /* when frames are lost: BH_ACTION_... */
    struct position position;
    const struct board *board;
    uint64_t ram_size;
    bool ram_size_given; /* in the file */
    struct position board_position;
    char *console_input; /* partition's name, or NULL */
    struct position console_position;
    uint32_t console_partition; /* set by `check`, or BH_PARTITION_NONE */
    struct model_trace trace;
    struct model_partition *partitions;
    size_t partition_count;
    struct model_channel *channels;
    size_t channel_count;
    struct model_shared *shared;
    size_t shared_count;
    struct model_plan *plans;
    size_t plan_count;
    char *initial_plan; /* name of the plan to begin with, or NULL: the first */
    struct position plans_position;
    size_t first_plan; /* set by `check` */
    char **files;      /* paths of included files: positions point to them */
    size_t file_count;
};

#endif
