/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console, as a person sees it: each row begins with a name and holds what
 * that writer wrote, whole, in order, and nothing of anybody else's.
 */
#include "test/unit/fixture/fixture.h"
#include "test/unit/fixture/screen.h"

#include "kernel/core/console.h"

#define ROOM 1023 /* of each writer */
#define LINE_SIZE 160

static int setup(void **state)
{
    fixture_setup_booted(state);
    screen_clear();
    return 0;
}

static void lines_come_after_their_names(void **state)
{
    (void)state;
    screen_write(0, "one\n");
    screen_run();
    screen_write(1, "two\n");
    screen_run();
    screen_write(CONSOLE_KERNEL, "three\n");
    screen_run();
    assert_int_equal(screen_rows(), 3);
    assert_row(0, "[p0] one");
    assert_row(1, "[p1] two");
    assert_row(2, "[bulkhead] three");
}

static void lines_come_whole(void **state)
{
    (void)state;
    screen_write(0, "first ");
    screen_write(1, "second\n");
    screen_run();
    assert_int_equal(screen_rows(), 1);
    assert_row(0, "[p1] second");
    screen_write(0, "half\n\nlast");
    screen_run();
    assert_int_equal(screen_rows(), 3);
    assert_row(1, "[p0] first half");
    assert_row(2, "[p0]");
}

static void writers_take_turns(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        for (uint32_t id = 0; id < 3; id++)
            screen_write(id, "x\n");
    screen_run();
    assert_int_equal(screen_rows(), 9);
    for (unsigned i = 0; i < 9; i += 3) {
        assert_string_not_equal(screen_row(i), screen_row(i + 1));
        assert_string_not_equal(screen_row(i), screen_row(i + 2));
        assert_string_not_equal(screen_row(i + 1), screen_row(i + 2));
    }
}

/* Characters move in bursts; another's line cannot get between two. */
static void a_line_that_goes_out_is_not_interrupted(void **state)
{
    (void)state;
    screen_write(0, "a line that is longer than one burst, and than two\n");
    for (int i = 0; i < 2; i++)
        assert_true(console_step());
    screen_write(1, "another\n");
    screen_run();
    assert_row(0, "[p0] a line that is longer than one burst, and than two");
    assert_row(1, "[p1] another");
}

static void a_step_is_one_burst(void **state)
{
    (void)state;
    for (int i = 0; i < 20; i++)
        screen_write(0, "forty characters, or as many as there are\n");
    do {
        assert_true(strlen(fixture_printed()) <= BOARD_CONSOLE_BURST);
        host.burst = 0;
    } while (console_step());
}

static void a_busy_board_is_not_written_to(void **state)
{
    (void)state;
    screen_write(0, "patience\n");
    host.console_busy = true;
    for (int i = 0; i < 10; i++)
        assert_false(console_step());
    assert_string_equal(fixture_printed(), "");
    host.console_busy = false;
    screen_run();
    assert_row(0, "[p0] patience");
}

/* Whatever is left for the last of the steps that it takes. */
static void lines_of_every_length_are_whole(void **state)
{
    char text[LINE_SIZE + 1];

    (void)state;
    for (unsigned size = 1; size <= LINE_SIZE; size++) {
        screen_fill(text, size, 'x');
        screen_write(0, text);
        screen_write(0, "\n");
        screen_run();
        assert_int_equal(screen_rows(), size);
        assert_string_equal(screen_row(size - 1) + 5, text);
    }
}

static void long_lines_are_broken(void **state)
{
    char text[2 * LINE_SIZE + 10], row[LINE_SIZE + 10];

    (void)state;
    screen_fill(text, 2 * LINE_SIZE + 3, 'x');
    screen_write(0, text);
    screen_write(0, "\n");
    screen_run();
    assert_int_equal(screen_rows(), 3);
    screen_fill(row, LINE_SIZE + 5, 'x');
    memcpy(row, "[p0] ", 5);
    assert_row(0, row);
    assert_row(1, row);
    assert_row(2, "[p0] xxx");
}

/* Its end may come with the next write: no empty line may follow. */
static void a_line_as_long_as_can_be_is_one(void **state)
{
    char text[LINE_SIZE + 1];

    (void)state;
    for (size_t size = LINE_SIZE - 1; size <= LINE_SIZE; size++) {
        unsigned rows = screen_rows();

        screen_fill(text, size, 'x');
        screen_write(0, text);
        screen_run();
        screen_write(0, "\nnext\n");
        screen_run();
        assert_int_equal(screen_rows(), rows + 2);
        assert_int_equal(strlen(screen_row(rows)), size + 5);
        assert_row(rows + 1, "[p0] next");
    }
}

static void a_full_buffer_takes_less(void **state)
{
    char text[ROOM];

    (void)state;
    memset(text, '\n', sizeof(text));
    assert_int_equal(console_room(0), ROOM);
    assert_int_equal(console_write(0, text, 1000), 1000);
    assert_int_equal(console_room(0), 23);
    assert_int_equal(console_write(0, text, 30), 23);
    assert_int_equal(console_write(0, text, 1), 0);
    assert_int_equal(console_room(0), 0);
    assert_int_equal(console_room(1), ROOM); /* not its problem */
    assert_int_equal(console_write(1, text, 1), 1);
    while (console_room(0) == 0)
        assert_true(console_step());
    assert_true(console_write(0, text, 30) > 0);
    screen_run();
    assert_int_equal(console_room(0), ROOM);
}

/* Who is reset in the middle of a line begins a new one, and it comes whole. */
static void a_line_that_is_ended_is_one(void **state)
{
    char text[ROOM];

    (void)state;
    console_end_line(0); /* nothing is begun: nothing ends */
    screen_write(0, "half");
    console_end_line(0);
    console_end_line(0);
    for (const char *c = "whole\n"; *c != '\0'; c++) {
        console_write(0, c, 1);
        screen_run();
    }
    assert_int_equal(screen_rows(), 2);
    assert_row(0, "[p0] half");
    assert_row(1, "[p0] whole");
    memset(text, 'x', sizeof(text));
    assert_int_equal(console_write(0, text, ROOM), ROOM);
    console_end_line(0); /* for which there is always room */
    console_end_line(0);
    assert_int_equal(console_room(0), 0);
    while (console_room(0) < 9)
        assert_true(console_step());
    screen_write(0, "whole\n");
    screen_run();
    assert_row(screen_rows() - 1, "[p0] whole");
}

/* Nothing is to be done for a line that is not whole. */
static void half_a_line_makes_no_work(void **state)
{
    (void)state;
    assert_false(console_waits);
    console_write(0, "half", 4);
    assert_false(console_waits);
    console_write(0, "\n", 1);
    assert_true(console_waits);
    screen_run();
    assert_false(console_waits);
}

/* Pieces of any size, written and printed at any pace: the ring turns. */
static void nothing_is_lost_on_the_way(void **state)
{
    static char text[12000];
    uint32_t random = 1;
    size_t size = 0, at = 0;
    unsigned lines = 0;
    char row[32];

    (void)state;
    while (size + 10 < sizeof(text))
        size += (size_t)snprintf(text + size, 10, "%u\n", lines++);
    while (at < size) {
        size_t piece;

        random = random * 1664525 + 1013904223;
        piece = random >> 16 & 63;
        at +=
            console_write(0, text + at, piece < size - at ? piece : size - at);
        for (uint32_t steps = random >> 8 & 7; steps > 0; steps--)
            console_step();
        screen_update();
    }
    screen_run();
    assert_int_equal(screen_rows(), lines);
    for (unsigned i = 0; i < lines; i++) {
        snprintf(row, sizeof(row), "[p0] %u", i);
        assert_row(i, row);
    }
}

static void control_characters_cannot_work(void **state)
{
    (void)state;
    for (int c = 1; c < 256; c++) {
        char text[] = "<?>\n";
        unsigned rows = screen_rows();

        if (strchr("\n\r\b\t", c) != NULL)
            continue;
        text[1] = (char)c;
        screen_write(0, text);
        screen_run();
        assert_int_equal(screen_rows(), rows + 1);
        if (c >= ' ' && c <= '~')
            assert_int_equal(screen_row(rows)[6], c);
        else
            assert_row(rows, "[p0] <?>");
    }
    assert_int_equal(console_write(0, "\0\n", 2), 2);
    screen_run();
    assert_row(screen_rows() - 1, "[p0] ?");
}

/* What begins like a UTF-8 character may be a terminal's command. */
static void characters_of_many_bytes_cannot_work(void **state)
{
    (void)state;
    screen_write(0, "\xc2\x9b"
                    "1A\xe2\x80\xae\n");
    screen_run();
    assert_row(0, "[p0] ??1A???");
}

static void carriage_returns_are_not_taken(void **state)
{
    (void)state;
    screen_write(0, "honest\r[p1] forged\r\n");
    screen_run();
    assert_row(0, "[p0] honest[p1] forged");
    assert_int_equal(screen_rows(), 1);
}

static void tabs_stop_every_eighth_column_of_the_text(void **state)
{
    (void)state;
    screen_write(0, "\ta\tbcdefg\th\tijklmno\tpqrstuvw\tx\n");
    screen_run();
    assert_row(
        0, "[p0]         a       bcdefg  h       ijklmno pqrstuvw        x");
}

static void backspace_ends_at_the_name(void **state)
{
    (void)state;
    screen_write(0, "abc\b\bX\n");
    screen_write(0, "\b\b\b\b\b\b\b\b\b\b[p1] forged\n");
    screen_write(0, "ab\b\b\b\b\bcd\n");
    screen_run();
    assert_row(0, "[p0] aXc");
    assert_row(1, "[p0] [p1] forged");
    assert_row(2, "[p0] cd");
}

static void one_that_ends_has_its_last_words(void **state)
{
    (void)state;
    screen_write(0, "last words");
    screen_run();
    assert_int_equal(screen_rows(), 0);
    console_end_line(0);
    screen_run();
    assert_int_equal(screen_rows(), 1);
    assert_row(0, "[p0] last words");
    assert_false(console_step());
}

static void flushing_prints_all_lines(void **state)
{
    (void)state;
    for (int i = 0; i < 10; i++)
        for (uint32_t id = 0; id < 3; id++)
            screen_write(id, "some line\n");
    screen_write(1, "open");
    console_flush();
    screen_update();
    assert_int_equal(screen_rows(), 30);
    console_flush();
    screen_update();
    assert_int_equal(screen_rows(), 30);
}

static void the_kernel_can_speak_at_once(void **state)
{
    (void)state;
    screen_write(0, "before\nopen");
    console_print_now("now");
    screen_update();
    assert_int_equal(screen_rows(), 2);
    assert_row(0, "[p0] before");
    assert_row(1, "[bulkhead] now");
}

static void a_line_may_be_half_out_when_the_kernel_speaks(void **state)
{
    (void)state;
    screen_write(0, "this line is on its way, and not yet there\n");
    assert_true(console_step());
    assert_true(console_step());
    console_print_now("now");
    screen_update();
    assert_row(0, "[p0] this line is on its way, and not yet there");
    assert_row(1, "[bulkhead] now");
}

#define TEST(test) cmocka_unit_test_setup(test, setup)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lines_come_after_their_names),
        TEST(lines_come_whole),
        TEST(writers_take_turns),
        TEST(a_line_that_goes_out_is_not_interrupted),
        TEST(a_step_is_one_burst),
        TEST(a_busy_board_is_not_written_to),
        TEST(lines_of_every_length_are_whole),
        TEST(long_lines_are_broken),
        TEST(a_line_as_long_as_can_be_is_one),
        TEST(a_full_buffer_takes_less),
        TEST(a_line_that_is_ended_is_one),
        TEST(half_a_line_makes_no_work),
        TEST(nothing_is_lost_on_the_way),
        TEST(control_characters_cannot_work),
        TEST(characters_of_many_bytes_cannot_work),
        TEST(carriage_returns_are_not_taken),
        TEST(tabs_stop_every_eighth_column_of_the_text),
        TEST(backspace_ends_at_the_name),
        TEST(one_that_ends_has_its_last_words),
        TEST(flushing_prints_all_lines),
        TEST(the_kernel_can_speak_at_once),
        TEST(a_line_may_be_half_out_when_the_kernel_speaks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
