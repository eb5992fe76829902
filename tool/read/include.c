/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * XInclude, as far as a system needs it: `<xi:include href="PATH"/>` stands for
 * the element that another file consists of. So each supplier keeps a file of
 * its own. A path leads to a file beside or below the one that names it, so
 * that nobody's file can reach out of the folder that it was put in.
 */
#include "diag/diag.h"
#include "image/file.h"
#include "memory.h"
#include "read/internal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define NAMESPACE "http://www.w3.org/2001/XInclude"

/* How many files can be on the way from the system file to an element. */
#define DEPTH_MAX 8

/* A file that is being read, and the one that includes it. */
struct inclusion {
    const char *path;
    const struct inclusion *by;
    unsigned int depth;
};

static void expand(struct document *document, const struct inclusion *file,
                   xmlNode *parent);

static bool is_include(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE && node->ns &&
           strcmp((const char *)node->ns->href, NAMESPACE) == 0;
}

/* Returns what is not as it must be of an include, or NULL. */
static const char *find_fault(const xmlNode *include)
{
    bool has_path = false;

    if (strcmp((const char *)include->name, "include") != 0)
        return "of XInclude there is only 'include' here";
    for (const xmlAttr *a = include->properties; a; a = a->next) {
        const char *name = (const char *)a->name;

        if (!a->ns && strcmp(name, "href") == 0)
            has_path = true;
        else if (a->ns || strcmp(name, "parse") != 0 ||
                 !reader_is(include, "parse", "xml"))
            return "it can have 'href', and 'parse' for \"xml\": nothing else";
    }
    if (reader_next(include, NULL, NULL))
        return "it cannot have content: there is no fallback";
    return has_path ? NULL : "it has no 'href', which names the file";
}

/* The same as a path and as the URI reference that XInclude has here. */
static bool is_below(const char *path)
{
    while (true) {
        size_t length = strcspn(path, "/");

        if (length == 0 || (length <= 2 && strncmp(path, "..", length) == 0))
            return false;
        path += length;
        if (*path == '\0')
            return true;
        path++;
    }
}

static bool is_plain(const char *path)
{
    return is_below(path) && strpbrk(path, ":%?#\\") == NULL;
}

/* Whether the file is one of those that led to this include. */
static bool is_open(const struct inclusion *file, const char *path)
{
    while (file && strcmp(file->path, path) != 0)
        file = file->by;
    return file != NULL;
}

static void refuse(const xmlNode *include, const char *check, const char *path,
                   const char *text)
{
    struct position position = document_position(include);

    diag_error(&position, check, "'%s' %s", path, text);
}

/* The text of the file, or NULL after a report. */
static char *read_file(struct document *document, const xmlNode *include,
                       const char *path, size_t *size)
{
    uint8_t *text;

    if (file_read(path, &text, size)) {
        struct position position = document_position(include);

        diag_error(&position, "include-file", "'%s' cannot be read: %s", path,
                   strerror(errno));
        return NULL;
    }
    if (*size > TEXT_SIZE_MAX - document->size) {
        document->full = true;
        refuse(include, "include-file", path,
               "is too large: all files together can have 1 MiB");
        free(text);
        return NULL;
    }
    document->size += *size;
    return (char *)text;
}

/* Keeps what the tree may come to refer to, for as long as the tree. */
static void keep_file(struct document *document, xmlDoc *file)
{
    document->hollow =
        memory_resize(document->hollow, document->hollow_count + 1,
                      sizeof(*document->hollow));
    document->hollow[document->hollow_count++] = file;
}

static void keep_path(struct model *model, char *path)
{
    model->files = memory_resize(model->files, model->file_count + 1,
                                 sizeof(*model->files));
    model->files[model->file_count++] = path;
}

/* Puts the element of a file in the place of the include. */
static void replace(struct document *document, const struct inclusion *file,
                    xmlNode *include)
{
    size_t size;
    char *text = read_file(document, include, file->path, &size);
    xmlDoc *tree;
    xmlNode *root;

    if (!text)
        return;
    tree = document_parse(document, file->path, text, size);
    free(text);
    if (!tree)
        return;
    keep_file(document, tree);
    expand(document, file, (xmlNode *)tree);
    root = xmlDocGetRootElement(tree);
    if (root) {
        xmlReplaceNode(include, root);
        xmlFreeNode(include);
    }
}

static void follow(struct document *document, const struct inclusion *by,
                   xmlNode *include)
{
    struct position position = document_position(include);
    const char *fault = find_fault(include);
    struct inclusion file = {.by = by, .depth = by->depth + 1};
    char *name, *path;

    if (fault) {
        diag_error(&position, "include", "'%s': %s", include->name, fault);
        return;
    }
    name = reader_text(include, "href");
    path = reader_path(by->path, name);
    keep_path(document->model, path);
    file.path = path;
    if (!is_plain(name))
        refuse(include, "include-path", name,
               "is not the path of a file beside this one or below it");
    else if (is_open(by, path))
        refuse(include, "include-loop", path,
               "includes itself, at once or by way of other files");
    else if (file.depth > DEPTH_MAX)
        refuse(include, "include-depth", path,
               "is included by way of more than 8 files");
    else
        replace(document, &file, include);
    free(name);
}

static void expand(struct document *document, const struct inclusion *file,
                   xmlNode *parent)
{
    xmlNode *next;

    for (xmlNode *node = parent->children; node && !document->full;
         node = next) {
        next = node->next;
        if (is_include(node))
            follow(document, file, node);
        else if (node->type == XML_ELEMENT_NODE)
            expand(document, file, node);
    }
}

void include_files(struct document *document, const char *path)
{
    const struct inclusion file = {.path = path};

    expand(document, &file, (xmlNode *)document->tree);
}
