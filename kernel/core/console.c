/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console: buffers of the writers, the line that is going out, and the open
 * line of the partition that has the input. A line never holds what could move
 * the cursor out of it, so that no partition can write in another's name.
 */
#include "kernel/core/console.h"
#include "kernel/board/board.h"
#include "kernel/core/config.h"
#include "kernel/lib/memory.h"

#define WRITERS (CONSOLE_SECOND + BH_PARTITIONS_MAX)
#define BUFFER_SIZE 1024u
#define ROOM (BUFFER_SIZE - 1) /* one more for console_end_line() */
#define LINE_SIZE 160u         /* longer lines are broken */
#define NO_WRITER 0xffffffffu

/* So many times in vain must the reader ask before its prompt is shown. */
#define POLLS_BEFORE_PROMPT 4

#define TAB_SIZE 8

/* What one writer has written and nobody has printed. */
struct stream {
    uint32_t first;
    uint32_t count;
    uint32_t newlines; /* among them */
    char text[BUFFER_SIZE];
};

/* Characters on their way to the board. */
struct outlet {
    uint32_t at;
    uint32_t length;
    char text[LINE_SIZE + 2 * BH_NAME_SIZE];
};

/* The whole line that is going out, a piece at a time. */
struct line {
    uint32_t writer;
    uint32_t left;   /* characters to take from the writer's buffer */
    uint32_t column; /* where the next one stands, without the name */
    bool going;
};

/* Characters of a line that one step takes: what the board takes at once. */
#define PIECE BOARD_CONSOLE_BURST

/* The unfinished line of the partition that has the input. */
struct open_line {
    uint32_t length;
    uint32_t polls; /* since it wrote last */
    char text[LINE_SIZE];
};

static struct stream streams[WRITERS];
static struct outlet outlet;
static struct line line;
static struct open_line open_line;
static const struct bh_config *names;
static uint32_t turn; /* whose line may come next */
static bool searched; /* no writer has a line, and nothing has come since */
static uint32_t open_writer = NO_WRITER; /* whose line the cursor is in */
static uint32_t open_width;              /* columns that it takes up */
static uint32_t input_owner = NO_WRITER; /* who gets what is typed */
static int typed = -1; /* taken from the board and not read, or -1 */

bool console_waits;

void console_init(const struct bh_config *config)
{
    names = config;
    input_owner = config->console_input;
}

/* True if `writer` has a line that can go out, be it the end of one. */
static bool has_line(uint32_t writer)
{
    const struct stream *stream = &streams[writer];

    return stream->newlines > 0 || stream->count > LINE_SIZE;
}

size_t console_room(uint32_t writer)
{
    return streams[writer].count < ROOM ? ROOM - streams[writer].count : 0;
}

/* Adds `size` characters, for which there is room. */
static void add(uint32_t writer, const char *text, uint32_t size)
{
    struct stream *stream = &streams[writer];
    uint32_t at = (stream->first + stream->count) % BUFFER_SIZE;
    uint32_t straight = BUFFER_SIZE - at;
    uint32_t newlines = 0;

    if (straight > size)
        straight = size;
    memcpy(stream->text + at, text, straight);
    memcpy(stream->text, text + straight, size - straight);
    stream->count += size;
    for (uint32_t i = 0; i < size; i++)
        newlines += text[i] == '\n';
    stream->newlines += newlines;
    if (has_line(writer)) {
        searched = false;
        console_waits = true;
    }
}

size_t console_write(uint32_t writer, const void *text, size_t size)
{
    size_t room = console_room(writer);
    size_t take = size < room ? size : room;

    add(writer, text, (uint32_t)take);
    if (writer == input_owner)
        open_line.polls = 0;
    return take;
}

void console_end_line(uint32_t writer)
{
    const struct stream *stream = &streams[writer];
    uint32_t last = (stream->first + stream->count - 1) % BUFFER_SIZE;
    bool begun = stream->count > 0
                     ? stream->text[last] != '\n'
                     : writer == input_owner && open_line.length > 0;

    if (begun)
        add(writer, "\n", 1);
}

static void out_char(char c)
{
    if (outlet.length < sizeof(outlet.text))
        outlet.text[outlet.length++] = c;
}

static void out_text(const char *text, size_t length)
{
    while (length-- > 0)
        out_char(*text++);
}

static void out_name(uint32_t writer)
{
    const char *name = "bulkhead";

    if (writer >= CONSOLE_SECOND)
        name = config_partition(names, writer - CONSOLE_SECOND)->second_uart;
    else if (writer != CONSOLE_KERNEL)
        name = config_partition(names, writer)->name;

    out_char('[');
    out_text(name, text_length(name, BH_NAME_SIZE));
    out_text("] ", 2);
}

/* Takes the cursor to where `writer` goes on: behind its name, as a rule. */
static void begin_line(uint32_t writer)
{
    if (open_writer == writer)
        return;
    if (open_writer != NO_WRITER)
        out_char('\r');
    else
        open_width = 0;
    out_name(writer);
    if (writer == input_owner)
        out_text(open_line.text, open_line.length);
    open_writer = writer;
}

/* Ends a line of `width` columns, and wipes out the prompt that stood there. */
static void end_line(uint32_t writer, uint32_t width)
{
    for (; width < open_width; width++)
        out_char(' ');
    open_width = 0;
    out_text("\r\n", 2);
    open_writer = NO_WRITER;
    if (writer == input_owner)
        open_line.length = 0;
}

static char take_char(struct stream *stream)
{
    char c = stream->text[stream->first];

    stream->first = (stream->first + 1) % BUFFER_SIZE;
    stream->count--;
    stream->newlines -= c == '\n';
    return c;
}

/*
 * Puts one character of a guest's: `*column` counts what stands in its line, so
 * that a backspace cannot reach what others wrote. Beyond ASCII, terminals know
 * more controls, and one character of several bytes may be one.
 */
static void out_guest_char(char c, uint32_t *column)
{
    if (c == '\r')
        return;
    if (c == '\b') {
        if (*column == 0)
            return;
        --*column;
    } else {
        if (c < ' ' || c > '~')
            c = '?';
        ++*column;
    }
    out_char(c);
}

/* A tab would pass over what stands there, and show it: here it wipes. */
static void out_tab(uint32_t *column)
{
    do
        out_guest_char(' ', column);
    while (*column % TAB_SIZE != 0);
}

/* Length of the first line of `stream`, without its end, or of a piece. */
static uint32_t first_line(const struct stream *stream)
{
    uint32_t length = 0;

    while (length < stream->count && length < LINE_SIZE &&
           stream->text[(stream->first + length) % BUFFER_SIZE] != '\n')
        length++;
    return length;
}

/* Finds the next whole line, in turn, and puts out its writer's name. */
static bool start_line(void)
{
    for (uint32_t i = 0; i < WRITERS && !searched; i++) {
        turn = turn + 1 < WRITERS ? turn + 1 : 0;
        if (!has_line(turn))
            continue;
        line.writer = turn;
        line.left = first_line(&streams[turn]);
        line.column = turn == input_owner ? open_line.length : 0;
        line.going = true;
        begin_line(turn);
        if (turn == input_owner)
            open_width = 0; /* it goes on: nothing to wipe out */
        return true;
    }
    searched = true;
    return false;
}

/* Puts out the next piece of the line that is going, and perhaps its end. */
static void continue_line(void)
{
    struct stream *stream = &streams[line.writer];

    for (int i = 0; i < PIECE && line.left > 0; i++, line.left--) {
        char c = take_char(stream);

        if (c == '\t')
            out_tab(&line.column);
        else
            out_guest_char(c, &line.column);
    }
    if (line.left > 0)
        return;
    if (stream->count > 0 && stream->text[stream->first] == '\n')
        take_char(stream);
    end_line(line.writer, line.column);
    line.going = false;
}

/* The prompt reaches at least this far; all names are as long as can be. */
static void widen_prompt(void)
{
    uint32_t width = open_line.length + BH_NAME_SIZE;

    if (width > open_width)
        open_width = width;
}

static bool compose_prompt(void)
{
    struct stream *stream;
    bool interrupted = open_line.length > 0 && open_writer == NO_WRITER;

    if (input_owner == NO_WRITER)
        return false;
    stream = &streams[input_owner];
    if (!interrupted &&
        (stream->count == 0 || open_line.polls < POLLS_BEFORE_PROMPT))
        return false;
    begin_line(input_owner);
    widen_prompt();
    for (int i = 0; i < PIECE && stream->count > 0; i++) {
        uint32_t before = open_line.length;
        char c = take_char(stream);

        out_guest_char(c == '\t' ? ' ' : c, &open_line.length);
        widen_prompt();
        if (open_line.length > before)
            open_line.text[before] = outlet.text[outlet.length - 1];
        if (open_line.length == LINE_SIZE) {
            open_width = 0;
            end_line(input_owner, LINE_SIZE);
            return true;
        }
    }
    return true;
}

/* Fills the outlet, which is empty, if a whole line is there. */
static bool compose(void)
{
    outlet.at = 0;
    outlet.length = 0;
    if (line.going) {
        continue_line();
        return true;
    }
    return start_line();
}

/* Puts out what is composed, as far as the board takes it now. */
static bool send(void)
{
    if (!board_console_ready())
        return false;
    for (int i = 0; i < BOARD_CONSOLE_BURST && outlet.at < outlet.length; i++)
        board_console_put(outlet.text[outlet.at++]);
    return true;
}

bool console_step(void)
{
    return (outlet.at < outlet.length || compose()) && send();
}

bool console_prompt_step(void)
{
    if (outlet.at < outlet.length || line.going)
        return false;
    outlet.at = 0;
    outlet.length = 0;
    console_waits = compose_prompt();
    return console_waits && send();
}

void console_flush(void)
{
    do {
        while (outlet.at < outlet.length)
            send();
    } while (compose());
}

void console_print_now(const char *text)
{
    uint32_t length = (uint32_t)text_length(text, LINE_SIZE);

    console_flush();
    begin_line(CONSOLE_KERNEL);
    out_text(text, length);
    end_line(CONSOLE_KERNEL, length);
    console_flush();
}

/* The board keeps what is typed: more than a character takes time. */
bool console_has_input(uint32_t reader)
{
    if (reader == input_owner && typed < 0)
        typed = board_console_get();
    return reader == input_owner && typed >= 0;
}

bool console_can_read(uint32_t reader)
{
    if (console_has_input(reader))
        return true;
    if (reader == input_owner && ++open_line.polls == POLLS_BEFORE_PROMPT)
        console_waits = true;
    return false;
}

int console_read(uint32_t reader)
{
    int c;

    if (!console_can_read(reader))
        return -1;
    c = typed;
    typed = -1;
    return c;
}
