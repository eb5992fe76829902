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

/* What the error handlers know. */
struct reports {
    const char *path;
    bool failed;
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

xmlDoc *document_read(const char *path, const char *text, size_t size,
                      const char *schema)
{
    struct reports reports = {path, false};
    xmlDoc *document;

    xmlSetExternalEntityLoader(xmlNoNetExternalEntityLoader);
    document = parse(&reports, text, size);
    if (reports.failed || schema_validate(path, document, schema)) {
        xmlFreeDoc(document);
        return NULL;
    }
    return document;
}
