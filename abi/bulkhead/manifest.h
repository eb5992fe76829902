/* SPDX-License-Identifier: BSD-2-Clause */
/**
 * @file
 * The manifest: what a program needs of the system that it is packed into,
 * stated in the program's own file, where the tool finds it.
 *
 * A manifest is a number of ELF notes (System V ABI, chapter 5, "Note Section")
 * of the owner "Bulkhead" in a section `.note.bulkhead`, which is not loaded.
 * Each object of a program may have some: together they are the program's. A
 * program without such a note needs nothing.
 *
 * The macros below write them, without a library. They stand outside of
 * functions, and take C and C++ constants, `sizeof` included:
 *
 *     BH_REQUIRE_EXTENSIONS(BH_EXTENSION_BIT(BH_EXT_TIME));
 *     BH_REQUIRE_SAMPLING_PORT("speed", BH_PORT_SOURCE, sizeof(struct speed));
 *
 * The linker keeps the notes, with --gc-sections too. A linker script that puts
 * `.note.*` into another section, or discards it, must not do so with these.
 */
#ifndef BULKHEAD_MANIFEST_H
#define BULKHEAD_MANIFEST_H

#include <bulkhead/abi.h>
#include <stdint.h>

/** @name Types of notes whose owner is BH_NOTE_OWNER @{ */
#define BH_NOTE_OWNER "Bulkhead"
#define BH_NOTE_ABI 1  /**< struct bh_note_abi */
#define BH_NOTE_PORT 2 /**< struct bh_note_port */
/** @} */

/**
 * What is needed of the kernel. Of several versions that a program states the
 * latest counts, of extensions all. What a kernel has it states in the same
 * form, in its constants, at the symbol `kernel_offer`.
 */
struct bh_note_abi {
    uint32_t abi_version; /**< As BH_ABI_VERSION. */
    uint32_t extensions;  /**< Bit n: extension BH_EXT_FIRST + n. */
};

/** A port that the program will look for. */
struct bh_note_port {
    char name[BH_NAME_SIZE]; /**< With at least one final NUL. */
    uint32_t kind;           /**< BH_PORT_SAMPLING or BH_PORT_QUEUING. */
    uint32_t direction;      /**< BH_PORT_SOURCE or BH_PORT_DESTINATION. */
    uint32_t message_size;   /**< Bytes; exactly what the system must have. */
    uint32_t depth;          /**< Messages, likewise; 1 for sampling. */
};

/** The bit of an extension in a mask: of BH_EXT_TIME, say. */
#define BH_EXTENSION_BIT(extension) (1u << ((extension)-BH_EXT_FIRST))

/**
 * States that the program was made for this version of the interface, and needs
 * the extensions of the mask: BH_EXTENSION_BIT(...) | ..., or 0.
 */
#define BH_REQUIRE_EXTENSIONS(mask)                                            \
    BH_NOTE(BH_NOTE_WORD(2) BH_NOTE_WORD(3), sizeof(struct bh_note_abi),       \
            "i"(BH_NOTE_ABI), "i"(BH_ABI_VERSION), "i"(mask))

/**
 * States that the program needs a sampling port `name`, a string literal of at
 * most 31 characters, for messages of `message_size` bytes.
 */
#define BH_REQUIRE_SAMPLING_PORT(name, direction, message_size)                \
    BH_REQUIRE_PORT(name, BH_PORT_SAMPLING, direction, message_size, 1)

/** The same of a queuing port that holds `depth` messages. */
#define BH_REQUIRE_QUEUING_PORT(name, direction, message_size, depth)          \
    BH_REQUIRE_PORT(name, BH_PORT_QUEUING, direction, message_size, depth)

/** The same of a port of any kind. */
#define BH_REQUIRE_PORT(name, kind, direction, message_size, depth)            \
    BH_NOTE(".asciz \"" name "\"\n"                                            \
            ".zero " BH_NOTE_NUMBER(2) "\n" BH_NOTE_WORD(3) BH_NOTE_WORD(4)    \
                BH_NOTE_WORD(5) BH_NOTE_WORD(6),                               \
            sizeof(struct bh_note_port), "i"(BH_NOTE_PORT),                    \
            "i"(BH_NAME_SIZE - sizeof(name) * BH_NOTE_FITS(name)), "i"(kind),  \
            "i"(direction), "i"(message_size), "i"(depth))

/*
 * The parts of the macros. A note is written in assembly, for only there can
 * its section have the type of notes, by which linkers keep it. The function is
 * what gives constants to the assembly; nobody calls it, and where functions
 * have sections of their own, it is not linked. The declaration at the end asks
 * for a semicolon.
 */
#define BH_NOTE(text, size, ...)                                               \
    static void __attribute__((used)) BH_NOTE_NAME(__COUNTER__)(void)          \
    {                                                                          \
        __asm__ volatile(".pushsection .note.bulkhead,\"\",%%note\n"           \
                         ".balign 4\n"                                         \
                         ".4byte 9\n" BH_NOTE_WORD(0)                          \
                             BH_NOTE_WORD(1) ".asciz \"" BH_NOTE_OWNER "\"\n"  \
                                             ".balign 4\n" text ".popsection"  \
                         :                                                     \
                         : "i"(size), __VA_ARGS__);                            \
    }                                                                          \
    struct bh_note_abi
#define BH_NOTE_NAME(number) BH_NOTE_JOIN(number)
#define BH_NOTE_JOIN(number) bh_note_##number
#define BH_NOTE_WORD(n) ".4byte " BH_NOTE_NUMBER(n) "\n"
/* Operand n, a constant, as digits: RISC-V writes no more, others ask for c. */
#ifdef __riscv
#define BH_NOTE_NUMBER(n) "%" #n
#else
#define BH_NOTE_NUMBER(n) "%c" #n
#endif
/* 1, or an error that stops the compiler. */
#define BH_NOTE_FITS(name) sizeof(char[1 - 2 * (sizeof(name) > BH_NAME_SIZE)])

#endif
