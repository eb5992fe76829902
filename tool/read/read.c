/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading a system file: find the schema, read the document, make the model.
 */
#define _POSIX_C_SOURCE 200809L
#include "read/read.h"

#include "board.h"
#include "diag/diag.h"
#include "image/file.h"
#include "read/internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_ROOM 4096

/* Without a board there are no ticks, but times can still be compared. */
#define NANOSECONDS 1000000000u

uint64_t read_frequency(const struct board *board)
{
    return board ? board->tick_frequency : NANOSECONDS;
}

/* Writes the path of the schema that belongs to this program. */
static void find_schema(char path[PATH_ROOM])
{
    static const char *const places[] = {"", "/../share/bulkhead"};
    char folder[PATH_ROOM / 2];
    ssize_t size = readlink("/proc/self/exe", folder, sizeof(folder) - 1);
    char *slash;

    folder[size < 0 ? 0 : size] = '\0';
    slash = strrchr(folder, '/');
    if (slash)
        *slash = '\0';
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        snprintf(path, PATH_ROOM, "%s%s/system.xsd", folder, places[i]);
        if (access(path, F_OK) == 0)
            return;
    }
}

static void add_board(struct reader *reader, const xmlNode *element)
{
    struct model *model = reader->model;
    char *type = reader_text(element, "type");
    char *memory = reader_text(element, "memory");

    model->board_position = document_position(element);
    model->board = board_find(type ? type : "");
    if (model->board) {
        model->ram_size = model->board->ram_size_default;
    } else {
        diag_error(&model->board_position, "board",
                   "no board '%s' is known; there is '%s'", type ? type : "",
                   board_at(0)->name);
    }
    reader->frequency = read_frequency(model->board);
    model->ram_size_given = memory != NULL;
    if (memory)
        model->ram_size = reader_size(reader, element, "memory");
    free(type);
    free(memory);
}

static void make_model(const xmlNode *root, struct model *model)
{
    struct reader reader = {model, NANOSECONDS};
    const xmlNode *board = reader_next(root, NULL, "board");
    const xmlNode *console = reader_next(root, NULL, "console");

    model->position = document_position(root);
    model->name = reader_text(root, "name");
    model->panic_restarts = reader_is(root, "panic", "restart");
    model->lost_action = BH_ACTION_IGNORE;
    if (reader_is(root, "frames-lost", "restart"))
        model->lost_action = BH_ACTION_SYSTEM_RESET;
    if (reader_is(root, "frames-lost", "halt"))
        model->lost_action = BH_ACTION_SYSTEM_HALT;
    if (board)
        add_board(&reader, board);
    if (console) {
        model->console_position = document_position(console);
        model->console_input = reader_text(console, "input");
    }
    reader_add_trace(&reader, reader_next(root, NULL, "trace"));
    reader_add_partitions(&reader, reader_next(root, NULL, "partitions"));
    reader_add_channels(&reader, reader_next(root, NULL, "channels"));
    reader_add_shared(&reader, reader_next(root, NULL, "channels"));
    reader_add_plans(&reader, reader_next(root, NULL, "plans"));
}

int read_text(const char *path, const char *text, size_t size,
              const char *schema, struct model *model)
{
    char own[PATH_ROOM];
    struct document document = {.model = model};
    int status;

    memset(model, 0, sizeof(*model));
    model->console_partition = BH_PARTITION_NONE;
    if (!schema)
        find_schema(own);
    status = document_read(&document, path, text, size, schema ? schema : own);
    if (status == 0)
        make_model(xmlDocGetRootElement(document.tree), model);
    document_free(&document);
    return status;
}

int read_system(const char *path, struct model *model)
{
    struct position position = {path, 0};
    uint8_t *text;
    size_t size;
    int status;

    memset(model, 0, sizeof(*model));
    if (file_read(path, &text, &size)) {
        diag_error(&position, "file", "cannot read: %s", strerror(errno));
        return -1;
    }
    if (size > TEXT_SIZE_MAX) {
        diag_error(&position, "file", "is larger than 1 MiB");
        free(text);
        return -1;
    }
    status = read_text(path, (const char *)text, size, NULL, model);
    free(text);
    return status;
}
