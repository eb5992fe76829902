/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The console of the partition that has the input: its prompt, which shows
 * while it waits and gives way to the lines of others; and what is typed.
 */
#include "test/unit/fixture/fixture.h"
#include "test/unit/fixture/screen.h"

#include "kernel/core/console.h"

#define LINE_SIZE 160
#define OWNER 2 /* of the input */
#define POLLS 4 /* in vain, before a prompt is shown */

static int setup_owner(void **state)
{
    fixture_setup(state);
    fixture.config->console_input = OWNER;
    fixture_boot();
    screen_clear();
    return 0;
}

static void poll_in_vain(int times)
{
    for (int i = 0; i < times; i++)
        assert_int_equal(console_read(OWNER), -1);
}

static void a_name_may_be_as_long_as_can_be(void **state)
{
    char text[LINE_SIZE + 1], row[LINE_SIZE + BH_NAME_SIZE + 10];

    (void)state;
    fixture_setup(state);
    fixture.config->console_input = OWNER;
    screen_fill(fixture.partitions[OWNER].name, BH_NAME_SIZE - 1, 'n');
    fixture_boot();
    screen_clear();
    screen_fill(text, LINE_SIZE - 1, 'x');
    screen_write(OWNER, text);
    poll_in_vain(POLLS);
    screen_run();
    snprintf(row, sizeof(row), "[%s] %s", fixture.partitions[OWNER].name, text);
    assert_row(0, row);
    screen_write(0, "y\n"); /* and wiped, to the last character */
    console_print_now("z");
    screen_run();
    assert_row(0, "[p0] y");
    assert_row(1, "[bulkhead] z");
    assert_row(2, row);
}

static void a_prompt_shows_once_its_owner_waits(void **state)
{
    (void)state;
    screen_write(OWNER, "=> ");
    poll_in_vain(POLLS - 1);
    screen_run();
    assert_row(0, "");
    poll_in_vain(1);
    screen_run();
    assert_row(0, "[p2] =>");
    assert_int_equal(screen_rows(), 0);
    screen_write(OWNER, "version\n");
    screen_run();
    assert_row(0, "[p2] => version");
    assert_int_equal(screen_rows(), 1);
}

/* A writer is not a waiter: the polls begin again. */
static void a_prompt_that_grows_waits_again(void **state)
{
    (void)state;
    for (int i = 0; i < 10; i++) {
        screen_write(OWNER, ".");
        poll_in_vain(POLLS - 1);
        screen_run();
        assert_row(0, "");
    }
    poll_in_vain(1);
    screen_run();
    assert_row(0, "[p2] ..........");
}

/* Only who asks for itself waits for an answer. */
static void to_look_for_input_is_no_poll(void **state)
{
    (void)state;
    screen_write(OWNER, "=> ");
    for (unsigned i = 0; i < 2 * POLLS; i++)
        assert_false(console_has_input(OWNER));
    assert_false(console_waits);
    screen_run();
    assert_row(0, "");
    host_type("ab", 2);
    assert_false(console_has_input(0));
    assert_true(console_has_input(OWNER));
    assert_true(console_has_input(OWNER));
    assert_int_equal(console_read(OWNER), 'a');
    assert_int_equal(console_read(OWNER), 'b');
    assert_false(console_has_input(OWNER));
    poll_in_vain(POLLS);
    assert_true(console_waits);
    screen_run();
    assert_row(0, "[p2] =>");
}

/* The board may be busy at any moment, and another's line half out. */
static void a_prompt_waits_for_the_line_that_goes_out(void **state)
{
    (void)state;
    for (unsigned steps = 0; steps < 8; steps++) {
        screen_write(0, "a line that takes more than two of the steps\n");
        screen_write(OWNER, "=> ");
        for (unsigned i = 0; i < steps; i++)
            console_step();
        poll_in_vain(POLLS);
        host.console_busy = true;
        for (int i = 0; i < 3; i++)
            assert_false(console_step() || console_prompt_step());
        host.console_busy = false;
        screen_run();
        screen_write(OWNER, "\n");
        screen_run();
        assert_int_equal(screen_rows(), 2 * steps + 2);
        assert_row(2 * steps,
                   "[p0] a line that takes more than two of the steps");
        assert_row(2 * steps + 1, "[p2] =>");
    }
}

static void only_the_owner_of_the_input_has_a_prompt(void **state)
{
    (void)state;
    screen_write(0, "=> ");
    for (int i = 0; i < 2 * POLLS; i++)
        assert_int_equal(console_read(0), -1);
    screen_run();
    assert_row(0, "");
}

static void a_prompt_comes_again_below_the_lines_of_others(void **state)
{
    (void)state;
    screen_write(OWNER, "a prompt of some length => ");
    poll_in_vain(POLLS);
    screen_run();
    screen_write(0, "short\n");
    screen_run();
    screen_write(1, "and one that is a good deal longer than the prompt\n");
    screen_run();
    assert_int_equal(screen_rows(), 2);
    assert_row(0, "[p0] short");
    assert_row(1, "[p1] and one that is a good deal longer than the prompt");
    assert_row(2, "[p2] a prompt of some length =>");
    screen_write(OWNER, "go\n");
    screen_run();
    assert_row(2, "[p2] a prompt of some length => go");
}

static void a_backspace_may_eat_the_prompt_and_no_more(void **state)
{
    (void)state;
    screen_write(OWNER, "=> ab");
    poll_in_vain(POLLS);
    screen_run();
    screen_write(OWNER, "\b\bX");
    poll_in_vain(POLLS);
    screen_run();
    assert_row(0, "[p2] => Xb");
    screen_write(0, "line\n");
    screen_run();
    assert_row(0, "[p0] line");
    assert_row(1, "[p2] => X"); /* as the owner means it */
    screen_write(OWNER, "\b\b\b\b\b\b\b\b\bY\n");
    screen_run();
    assert_row(1, "[p2] Y> X");
}

/* What the owner has on the screen goes, though it has gone back over it. */
static void nothing_of_a_prompt_stays_in_the_line_of_another(void **state)
{
    static const char *const tricks[] = {
        "\t\t\t\t\t\t\t\t\tforged",
        "                                                        forged",
        "........................................................forged"
        "\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b"
        "\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b\b",
    };

    (void)state;
    for (unsigned i = 0; i < 3; i++) {
        unsigned rows = screen_rows();

        screen_write(OWNER, tricks[i]);
        poll_in_vain(POLLS);
        screen_run();
        screen_write(0, "line\n");
        console_print_now("kernel");
        screen_run();
        assert_row(rows, "[p0] line");
        assert_row(rows + 1, "[bulkhead] kernel");
        screen_write(OWNER, "\n");
        screen_run();
    }
}

static void the_prompt_of_one_that_ended_ends(void **state)
{
    (void)state;
    screen_write(OWNER, "=> ");
    poll_in_vain(POLLS);
    screen_run();
    console_end_line(OWNER);
    screen_run();
    assert_int_equal(screen_rows(), 1);
    assert_row(0, "[p2] =>");
    screen_write(0, "line\n");
    screen_run();
    assert_int_equal(screen_rows(), 2);
    assert_row(1, "[p0] line");
    assert_row(2, "");
}

static void a_prompt_longer_than_a_line_is_broken(void **state)
{
    char text[LINE_SIZE + 3];

    (void)state;
    screen_fill(text, LINE_SIZE + 2, 'x');
    for (size_t i = 0; text[i] != '\0'; i++) {
        assert_int_equal(console_write(OWNER, text + i, 1), 1);
        poll_in_vain(POLLS);
        screen_run();
    }
    assert_int_equal(screen_rows(), 1);
    assert_int_equal(strlen(screen_row(0)), 5 + LINE_SIZE);
    assert_row(1, "[p2] xx");
}

static uint32_t random_state = 1;

static uint32_t next_random(void)
{
    random_state = random_state * 1664525 + 1013904223;
    return random_state >> 8;
}

/* A writer's letter, and everything that could move the cursor. */
static void write_anything(uint32_t writer, char letter)
{
    static const char tricks[] = "\n\n\n\b\b\b\t\r\x1b\xc2\x9b\x7f\f [";
    char text[64];
    size_t size = next_random() % sizeof(text);

    for (size_t i = 0; i < size; i++)
        text[i] = next_random() % 8 == 0
                      ? tricks[next_random() % (sizeof(tricks) - 1)]
                      : letter;
    if (next_random() % 8 == 0)
        memset(text, '\b', size);
    console_write(writer, text, size);
}

/* Fails unless the row has a name, and behind it nobody else's letters. */
static void check_row(const char *row)
{
    static const char *const names[] = {"[p0]", "[p1]", "[p2]", "[bulkhead]"};
    static const char letters[] = "abck";

    for (size_t i = 0; i < 4; i++) {
        const char *text = row + strlen(names[i]);
        char own[] = {letters[i], ' ', '?', '[', '\0'};

        if (strncmp(row, names[i], strlen(names[i])) != 0)
            continue;
        if (text[strspn(text, own)] != '\0')
            fail_msg("somebody else's in a row: %s", row);
        return;
    }
    fail_msg("a row without a name: %s", row);
}

static void no_bytes_show_in_the_line_of_another(void **state)
{
    unsigned checked = 0;

    (void)state;
    for (int i = 0; i < 200000; i++) {
        uint32_t who = next_random() % 4;

        write_anything(who < 3 ? who : CONSOLE_KERNEL, "abck"[who]);
        if (next_random() % 2 == 0)
            poll_in_vain(POLLS);
        for (uint32_t steps = next_random() % 64; steps > 0; steps--)
            if (!console_step())
                console_prompt_step();
        screen_update();
        for (; checked < screen_rows(); checked++)
            check_row(screen_row(checked));
        if (checked > 3000) {
            console_print_now("k");
            screen_clear();
            checked = 0;
            host.printed_size = 0;
        }
    }
}

static void input_is_the_owners(void **state)
{
    (void)state;
    host_type("abc", 3);
    assert_false(console_can_read(0));
    assert_int_equal(console_read(0), -1);
    assert_true(console_can_read(OWNER));
    assert_int_equal(console_read(OWNER), 'a');
    assert_int_equal(console_read(OWNER), 'b');
    assert_int_equal(console_read(CONSOLE_KERNEL), -1);
    assert_true(console_can_read(OWNER)); /* which the kernel must keep */
    host_type("d\xff\0", 3);
    assert_int_equal(console_read(OWNER), 'c');
    assert_int_equal(console_read(OWNER), 'd');
    assert_int_equal(console_read(OWNER), 0xff);
    assert_int_equal(console_read(OWNER), 0);
    assert_int_equal(console_read(OWNER), -1);
    assert_false(console_can_read(OWNER));
}

static void without_an_owner_nobody_reads(void **state)
{
    (void)state;
    host_type("abc", 3);
    for (uint32_t id = 0; id <= CONSOLE_KERNEL; id++)
        assert_int_equal(console_read(id), -1);
    assert_int_equal(host.typed_left, 3);
}

/* The kernel keeps one character; the rest stays with the board. */
static void much_input_is_kept(void **state)
{
    char typed[500];

    (void)state;
    for (int i = 0; i < 500; i++)
        typed[i] = (char)('a' + i % 26);
    host_type(typed, sizeof(typed));
    for (int i = 0; i < 500; i++)
        assert_int_equal(console_read(OWNER), 'a' + i % 26);
    assert_int_equal(console_read(OWNER), -1);
}

#define OWNED(test) cmocka_unit_test_setup(test, setup_owner)

int main(void)
{
    const struct CMUnitTest tests[] = {
        OWNED(a_name_may_be_as_long_as_can_be),
        OWNED(a_prompt_shows_once_its_owner_waits),
        OWNED(a_prompt_that_grows_waits_again),
        OWNED(to_look_for_input_is_no_poll),
        OWNED(a_prompt_waits_for_the_line_that_goes_out),
        OWNED(only_the_owner_of_the_input_has_a_prompt),
        OWNED(a_prompt_comes_again_below_the_lines_of_others),
        OWNED(a_backspace_may_eat_the_prompt_and_no_more),
        OWNED(nothing_of_a_prompt_stays_in_the_line_of_another),
        OWNED(the_prompt_of_one_that_ended_ends),
        OWNED(a_prompt_longer_than_a_line_is_broken),
        OWNED(no_bytes_show_in_the_line_of_another),
        OWNED(input_is_the_owners),
        cmocka_unit_test_setup(without_an_owner_nobody_reads,
                               fixture_setup_booted),
        OWNED(much_input_is_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
