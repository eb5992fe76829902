/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A line editor for people with a terminal, which sends carriage returns, and
 * for files piped in, which have newlines. It knows no console.
 */
#include <bulkhead/console.h>

#define DELETE '\x7f'

void bh_line_begin(struct bh_line *line, char *text, size_t size)
{
    *line = (struct bh_line){.text = text, .size = size};
    text[0] = '\0';
}

static const char *line_end(struct bh_line *line, char character)
{
    if (character == '\n' && line->skip) {
        line->skip = false;
        return "";
    }
    line->skip = character == '\r';
    line->done = true;
    return "\n";
}

static const char *line_erase(struct bh_line *line)
{
    if (line->length == 0)
        return "";
    line->text[--line->length] = '\0';
    return "\b \b";
}

static const char *line_add(struct bh_line *line, char character)
{
    if (line->length + 1 >= line->size)
        return "";
    line->text[line->length++] = character;
    line->text[line->length] = '\0';
    return &line->text[line->length - 1];
}

const char *bh_line_type(struct bh_line *line, char character)
{
    if (character == '\n' && line->skip)
        return line_end(line, character);
    if (line->done) {
        line->done = false;
        line->length = 0;
        line->text[0] = '\0';
    }
    if (character == '\r' || character == '\n')
        return line_end(line, character);
    line->skip = false;
    if (character == '\b' || character == DELETE)
        return line_erase(line);
    if (character >= ' ' && character < DELETE)
        return line_add(line, character);
    return "";
}
