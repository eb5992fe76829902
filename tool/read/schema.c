/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The document against the schema. libxml2 passes over all that follows, in the
 * same element, one that it did not expect; here that is judged, too, element
 * by element, so that one misspelt word does not hide other mistakes.
 */
#include "diag/diag.h"
#include "memory.h"
#include "read/internal.h"

#include <libxml/xmlschemas.h>
#include <stdlib.h>
#include <string.h>

#define ROOT "system"

/* How libxml2 writes that the schema allows an include. */
#define INCLUDE "{http://www.w3.org/2001/XInclude}*"

/* A validation in progress. */
struct validation {
    const char *path;
    xmlSchemaValidCtxt *validator;
    bool failed;
    bool unknown;     /* the schema does not know the element */
    xmlNode **passed; /* unexpected elements, which were passed over */
    size_t passed_count;
};

/* The place of the nearest element that a node belongs to. */
static struct position find_position(const struct validation *validation,
                                     const xmlNode *node)
{
    while (node && node->type != XML_ELEMENT_NODE)
        node = node->parent;
    return node ? document_position(node)
                : (struct position){validation->path, 0};
}

/*
 * A pattern says nothing to most people: says what it stands for, by a word
 * that it has and no other.
 */
static const char *explain_pattern(const char *pattern)
{
    if (strstr(pattern, "KiB"))
        return "is not a size, such as 4096, 0x1000 or 4KiB";
    if (strstr(pattern, "ms"))
        return "is not a time, such as 10ms or 2.5us";
    return "is not a number";
}

/* Removes `part` from `text`, which need not have it. */
static void cut(char *text, const char *part)
{
    char *found = strstr(text, part);

    if (found) {
        const char *rest = found + strlen(part);

        memmove(found, rest, strlen(rest) + 1);
    }
}

/* Reports in libxml2's words, but for what concerns the making of schemas. */
static void report(const struct position *position, const xmlError *error)
{
    const char *said = error->message ? error->message : "not valid";
    size_t size = strlen(said) + 1;
    char *text = memory_allocate(1, size);
    const char *facet, *rest, *pattern = NULL;
    int before;

    memcpy(text, said, size);
    /* That an include can stand in many places need not be said in each. */
    cut(text, INCLUDE ", ");
    cut(text, ", " INCLUDE);
    facet = strstr(text, "[facet '");
    rest = facet ? strstr(facet, "'] ") : NULL;
    before = rest ? (int)(facet - text) : 0;
    rest = rest ? rest + 3 : text;
    if (error->code == XML_SCHEMAV_CVC_PATTERN_VALID)
        pattern = strstr(rest, "is not accepted by the pattern");
    if (pattern)
        diag_error(position, "schema", "%.*s%.*s%s", before, text,
                   (int)(pattern - rest), rest, explain_pattern(pattern));
    else
        diag_error(position, "schema", "%.*s%.*s", before, text,
                   (int)strcspn(rest, "\n"), rest);
    free(text);
}

static void on_error(void *context, xmlError *error)
{
    struct validation *validation = context;
    struct position position = find_position(validation, error->node);

    validation->failed = true;
    if (error->code == XML_SCHEMAV_CVC_ELT_1) {
        validation->unknown = true;
        return;
    }
    report(&position, error);
    if (error->code == XML_SCHEMAV_ELEMENT_CONTENT && error->node &&
        error->message && strstr(error->message, "not expected")) {
        size_t count = validation->passed_count + 1;

        validation->passed = memory_resize(validation->passed, count,
                                           sizeof(*validation->passed));
        validation->passed[count - 1] = error->node;
        validation->passed_count = count;
    }
}

/* With the name, libxml2 need not look among all siblings for it, each time. */
static int validate_node(struct validation *validation, xmlNode *node)
{
    xmlSchemaValidateSetFilename(validation->validator, validation->path);
    return xmlSchemaValidateOneElement(validation->validator, node);
}

static void validate_siblings(struct validation *validation, xmlNode *first)
{
    for (xmlNode *node = first; node; node = node->next) {
        if (node->type != XML_ELEMENT_NODE)
            continue;
        validation->unknown = false;
        validate_node(validation, node);
        if (validation->unknown)
            validate_siblings(validation, node->children);
    }
}

static void validate(struct validation *validation, xmlDoc *document)
{
    xmlNode *root = xmlDocGetRootElement(document);

    if (strcmp((const char *)root->name, ROOT) != 0 || root->ns) {
        struct position position = document_position(root);

        validation->failed = true;
        diag_error(&position, "schema", "the root is '%s'%s, not '" ROOT "'",
                   root->name, root->ns ? " of a namespace" : "");
        return;
    }
    if (validate_node(validation, root) == 0)
        return;
    /* More of them can be found on the way. */
    for (size_t i = 0; i < validation->passed_count; i++)
        validate_siblings(validation, validation->passed[i]);
    if (!validation->failed) {
        struct position position = {validation->path, 0};

        validation->failed = true;
        diag_error(&position, "schema", "cannot be validated");
    }
}

static void ignore_error(void *context, xmlError *error)
{
    (void)context;
    (void)error;
}

static xmlSchema *read_schema(const char *path)
{
    xmlSchemaParserCtxt *parser = xmlSchemaNewParserCtxt(path);
    xmlSchema *schema = NULL;

    if (parser) {
        xmlSchemaSetParserStructuredErrors(parser, ignore_error, NULL);
        schema = xmlSchemaParse(parser);
        xmlSchemaFreeParserCtxt(parser);
    }
    return schema;
}

int schema_validate(const char *path, xmlDoc *document, const char *schema_path)
{
    xmlSchema *schema = read_schema(schema_path);
    struct validation validation = {.path = path};

    if (schema)
        validation.validator = xmlSchemaNewValidCtxt(schema);
    if (validation.validator) {
        xmlSchemaSetValidStructuredErrors(validation.validator, on_error,
                                          &validation);
        xmlSchemaSetValidOptions(validation.validator,
                                 XML_SCHEMA_VAL_VC_I_CREATE);
        validate(&validation, document);
    } else {
        struct position position = {schema_path, 0};

        validation.failed = true;
        diag_error(&position, "schema", "cannot read the schema");
    }
    free(validation.passed);
    xmlSchemaFreeValidCtxt(validation.validator);
    xmlSchemaFree(schema);
    return validation.failed ? -1 : 0;
}
