/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system file as a document: well-formed and valid, or reported. libxml2
 * counts lines in 16 bits and notes the line where a tag ends; here every
 * element carries the line where its tag begins. A document type declaration is
 * refused, and with it entities, which could fetch files or grow without bound.
 */
#include "diag/diag.h"
#include "read/internal.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlschemas.h>
#include <string.h>

/* What the error handlers know. */
struct reports {
    const char *path;
    bool failed;
};

long document_line(const xmlNode *element)
{
    return (long)(intptr_t)element->_private;
}

/* The line of the nearest element that a node belongs to, or 0. */
static long node_line(const xmlNode *node)
{
    while (node && node->type != XML_ELEMENT_NODE)
        node = node->parent;
    return node ? document_line(node) : 0;
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

/* Reports in libxml2's words, but for what concerns the making of schemas. */
static void report_schema(const struct position *position,
                          const xmlError *error)
{
    const char *text = error->message ? error->message : "not valid";
    const char *facet = strstr(text, "[facet '");
    const char *rest = facet ? strstr(facet, "'] ") : NULL;
    const char *pattern = NULL;
    int before = rest ? (int)(facet - text) : 0;

    rest = rest ? rest + 3 : text;
    if (error->code == XML_SCHEMAV_CVC_PATTERN_VALID)
        pattern = strstr(rest, "is not accepted by the pattern");
    if (pattern)
        diag_error(position, "schema", "%.*s%.*s%s", before, text,
                   (int)(pattern - rest), rest, explain_pattern(pattern));
    else
        diag_error(position, "schema", "%.*s%.*s", before, text,
                   (int)strcspn(rest, "\n"), rest);
}

static void on_schema_error(void *context, xmlError *error)
{
    struct reports *reports = context;
    struct position position = {reports->path, node_line(error->node)};

    reports->failed = true;
    report_schema(&position, error);
}

static void on_xml_error(void *context, xmlError *error)
{
    xmlParserCtxt *parser = context;
    struct reports *reports = parser->_private;
    const char *text = error->message ? error->message : "not XML";
    struct position position = {reports->path, error->line};

    if (error->level == XML_ERR_WARNING)
        return;
    reports->failed = true;
    diag_error(&position, "xml", "%.*s", (int)strcspn(text, "\n"), text);
}

static void on_document_type(void *context, const xmlChar *name,
                             const xmlChar *external, const xmlChar *system)
{
    xmlParserCtxt *parser = context;
    struct reports *reports = parser->_private;
    struct position position = {reports->path, parser->input->line};

    (void)name;
    (void)external;
    (void)system;
    reports->failed = true;
    diag_error(&position, "xml",
               "a document type declaration is not allowed here");
    xmlStopParser(parser);
}

/* The parser has read the tag but its end; no other `<` is in it. */
static long tag_line(const xmlParserInput *input)
{
    const xmlChar *at = input->cur;
    long line = input->line;

    while (at > input->base && *at != '<') {
        at--;
        if (*at == '\n')
            line--;
    }
    return *at == '<' ? line : input->line;
}

static void on_element(void *context, const xmlChar *name,
                       const xmlChar *prefix, const xmlChar *uri,
                       int namespace_count, const xmlChar **namespaces,
                       int attribute_count, int default_count,
                       const xmlChar **attributes)
{
    xmlParserCtxt *parser = context;

    xmlSAX2StartElementNs(parser, name, prefix, uri, namespace_count,
                          namespaces, attribute_count, default_count,
                          attributes);
    if (parser->node)
        parser->node->_private = (void *)(intptr_t)tag_line(parser->input);
}

static xmlDoc *parse(struct reports *reports, const char *text, size_t size)
{
    xmlParserCtxt *parser = xmlNewParserCtxt();
    xmlDoc *document = NULL;

    if (parser && size <= INT32_MAX) {
        parser->_private = reports;
        parser->sax->serror = on_xml_error;
        parser->sax->internalSubset = on_document_type;
        parser->sax->startElementNs = on_element;
        document = xmlCtxtReadMemory(parser, text, (int)size, reports->path,
                                     NULL, XML_PARSE_NONET);
    }
    xmlFreeParserCtxt(parser);
    if (!document && !reports->failed) {
        struct position position = {reports->path, 0};

        reports->failed = true;
        diag_error(&position, "xml", "cannot be parsed");
    }
    return document;
}

static void on_broken_schema(void *context, xmlError *error)
{
    (void)context;
    (void)error;
}

static xmlSchema *read_schema(struct reports *reports, const char *path)
{
    xmlSchemaParserCtxt *parser = xmlSchemaNewParserCtxt(path);
    xmlSchema *schema = NULL;

    if (parser) {
        xmlSchemaSetParserStructuredErrors(parser, on_broken_schema, NULL);
        schema = xmlSchemaParse(parser);
        xmlSchemaFreeParserCtxt(parser);
    }
    if (!schema) {
        struct position position = {path, 0};

        reports->failed = true;
        diag_error(&position, "schema", "cannot read the schema");
    }
    return schema;
}

static void validate(struct reports *reports, xmlDoc *document,
                     const char *path)
{
    xmlSchema *schema = read_schema(reports, path);
    xmlSchemaValidCtxt *validator;

    if (!schema)
        return;
    validator = xmlSchemaNewValidCtxt(schema);
    if (validator) {
        xmlSchemaSetValidStructuredErrors(validator, on_schema_error, reports);
        xmlSchemaSetValidOptions(validator, XML_SCHEMA_VAL_VC_I_CREATE);
    }
    if ((!validator || xmlSchemaValidateDoc(validator, document) != 0) &&
        !reports->failed) {
        struct position position = {reports->path, 0};

        reports->failed = true;
        diag_error(&position, "schema", "cannot be validated");
    }
    xmlSchemaFreeValidCtxt(validator);
    xmlSchemaFree(schema);
}

xmlDoc *document_read(const char *path, const char *text, size_t size,
                      const char *schema)
{
    struct reports reports = {path, false};
    xmlDoc *document;

    xmlSetExternalEntityLoader(xmlNoNetExternalEntityLoader);
    document = parse(&reports, text, size);
    if (!reports.failed)
        validate(&reports, document, schema);
    if (reports.failed) {
        xmlFreeDoc(document);
        return NULL;
    }
    return document;
}
