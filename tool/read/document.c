/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A file as a document: well-formed, or reported. libxml2 counts lines in 16
 * bits and notes the line where a tag ends; here every element carries the file
 * and the line where its tag begins. A document type declaration is refused,
 * and with it entities, which could fetch files or grow without bound.
 */
#include "diag/diag.h"
#include "memory.h"
#include "read/internal.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

/* As ELEMENTS_MAX, it bounds the time that libxml2 takes for its reports. */
#define ATTRIBUTES_MAX 16

/* What the handlers of the parser know. */
struct reports {
    struct document *document;
    const char *path;
};

struct position document_position(const xmlNode *element)
{
    return *(const struct position *)element->_private;
}

static void on_xml_error(void *context, xmlError *error)
{
    xmlParserCtxt *parser = context;
    struct reports *reports = parser->_private;
    const char *text = error->message ? error->message : "not XML";
    struct position position = {reports->path, error->line};

    if (error->level == XML_ERR_WARNING)
        return;
    diag_error(&position, "xml", "%.*s", (int)strcspn(text, "\n"), text);
}

/* Reports what is at the parser's place, and goes no further. */
static void stop(xmlParserCtxt *parser, const char *check, const char *text)
{
    struct reports *reports = parser->_private;
    struct position position = {reports->path, parser->input->line};

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
    struct document *document = reports->document;
    struct position *position;

    if (attribute_count > ATTRIBUTES_MAX) {
        stop(parser, "schema", "an element has more attributes than any can");
        return;
    }
    if (document->element_count == ELEMENTS_MAX) {
        document->full = true;
        stop(parser, "schema",
             "there are more elements than a system can have");
        return;
    }
    position = &document->positions[document->element_count++];
    *position = (struct position){reports->path, tag_line(parser->input)};
    xmlSAX2StartElementNs(parser, name, prefix, uri, namespace_count,
                          namespaces, attribute_count, default_count,
                          attributes);
    if (parser->node)
        parser->node->_private = position;
}

/* One table of strings for all files: elements move from one to another. */
static void share_strings(struct document *document, xmlParserCtxt *parser)
{
    if (document->strings) {
        xmlDictFree(parser->dict);
        parser->dict = document->strings;
    } else {
        document->strings = parser->dict;
    }
    xmlDictReference(document->strings);
}

xmlDoc *document_parse(struct document *document, const char *path,
                       const char *text, size_t size)
{
    struct reports reports = {document, path};
    unsigned long errors = diag_error_count();
    xmlParserCtxt *parser = xmlNewParserCtxt();
    xmlDoc *tree = NULL;

    if (parser && size <= INT32_MAX) {
        share_strings(document, parser);
        parser->_private = &reports;
        parser->sax->serror = on_xml_error;
        parser->sax->internalSubset = on_document_type;
        parser->sax->startElementNs = on_element;
        tree = xmlCtxtReadMemory(parser, text, (int)size, path, NULL,
                                 XML_PARSE_NONET);
    }
    xmlFreeParserCtxt(parser);
    if (!tree && diag_error_count() == errors) {
        struct position position = {path, 0};

        diag_error(&position, "xml", "cannot be parsed");
    }
    return tree;
}

int document_read(struct document *document, const char *path, const char *text,
                  size_t size, const char *schema)
{
    unsigned long errors = diag_error_count();

    xmlSetExternalEntityLoader(xmlNoNetExternalEntityLoader);
    document->positions =
        memory_allocate(ELEMENTS_MAX, sizeof(*document->positions));
    document->size = size;
    document->tree = document_parse(document, path, text, size);
    if (document->tree)
        include_files(document, path);
    if (diag_error_count() != errors ||
        schema_validate(path, document->tree, schema))
        return -1;
    return 0;
}

/* Elements of the tree may refer to what is of the file they came from. */
void document_free(struct document *document)
{
    xmlFreeDoc(document->tree);
    for (size_t i = 0; i < document->hollow_count; i++)
        xmlFreeDoc(document->hollow[i]);
    free(document->hollow);
    if (document->strings)
        xmlDictFree(document->strings);
    free(document->positions);
    memset(document, 0, sizeof(*document));
}
