/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The system file as a document: well-formed, or reported. libxml2 counts lines
 * in 16 bits and notes the line where a tag ends; here every element carries
 * the line where its tag begins. A document type declaration is refused, and
 * with it entities, which could fetch files or grow without bound.
 */
#include "diag/diag.h"
#include "read/internal.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

/*
 * No system has so many of them. It bounds the time that libxml2 takes for its
 * reports, which grows with the square of both.
 */
#define ELEMENTS_MAX 10000
#define ATTRIBUTES_MAX 16

/* What the handlers of the parser know. */
struct reports {
    const char *path;
    bool failed;
    unsigned long elements;
};

long document_line(const xmlNode *element)
{
    return (long)(intptr_t)element->_private;
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

/* Reports what is at the parser's place, and goes no further. */
static void stop(xmlParserCtxt *parser, const char *check, const char *text)
{
    struct reports *reports = parser->_private;
    struct position position = {reports->path, parser->input->line};

    reports->failed = true;
    diag_error(&position, check, "%s", text);
    xmlStopParser(parser);
}

static void on_document_type(void *context, const xmlChar *name,
                             const xmlChar *external, const xmlChar *system)
{
    (void)name;
    (void)external;
    (void)system;
    stop(context, "xml", "a document type declaration is not allowed here");
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
    struct reports *reports = parser->_private;

    if (attribute_count > ATTRIBUTES_MAX) {
        stop(parser, "schema", "an element has more attributes than any can");
        return;
    }
    if (++reports->elements > ELEMENTS_MAX) {
        stop(parser, "schema",
             "there are more elements than a system can have");
        return;
    }
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

xmlDoc *document_read(const char *path, const char *text, size_t size,
                      const char *schema)
{
    struct reports reports = {path, false, 0};
    xmlDoc *document;

    xmlSetExternalEntityLoader(xmlNoNetExternalEntityLoader);
    document = parse(&reports, text, size);
    if (reports.failed || schema_validate(path, document, schema)) {
        xmlFreeDoc(document);
        return NULL;
    }
    return document;
}
