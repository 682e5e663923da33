#include "report/terminal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/terminal_text.h"

namespace godwit::report {
namespace {

using testing::ElementsAre;

TEST(Terminal, HasColourOnlyWhereItIsWanted) {
  EXPECT_TRUE(Terminal(true, "", "xterm-256color", 80).color());
  EXPECT_TRUE(Terminal(true, "", "", 80).color());
  EXPECT_FALSE(Terminal(false, "", "xterm-256color", 80).color());
  EXPECT_FALSE(Terminal(true, "1", "xterm-256color", 80).color());
  EXPECT_FALSE(Terminal(true, "0", "xterm-256color", 80).color());  // set is set
  EXPECT_FALSE(Terminal(true, "", "dumb", 80).color());
}

TEST(Terminal, HasAReadableWidth) {
  EXPECT_EQ(Terminal(true, "", "xterm", 80).width(), 80);
  EXPECT_EQ(Terminal(true, "", "xterm", 300).width(), 120);
  EXPECT_EQ(Terminal(true, "", "xterm", 20).width(), 60);
  EXPECT_EQ(Terminal(true, "", "xterm", 0).width(), 100);
  EXPECT_EQ(Terminal(true, "", "xterm", -1).width(), 100);
  EXPECT_EQ(Terminal(false, "", "xterm", 80).width(), 100);
}

TEST(Terminal, StylesOnlyWithColour) {
  const Terminal colour(true, "", "xterm", 80);
  const Terminal plain(false, "", "", 0);
  EXPECT_EQ(colour.styled(Style::bold, "x"), "\x1b[1mx\x1b[0m");
  EXPECT_EQ(colour.styled(Style::bad, "x"), "\x1b[1;31mx\x1b[0m");
  EXPECT_EQ(colour.styled(Style::plain, "x"), "x");
  EXPECT_EQ(colour.styled(Style::bold, ""), "");
  for (const Style style :
       {Style::bold, Style::faint, Style::good, Style::warning, Style::bad, Style::heading}) {
    EXPECT_EQ(plain.styled(style, "x"), "x");
    EXPECT_NE(colour.styled(style, "x"), "x");
  }
}

TEST(TerminalText, MeasuresColumnsNotBytes) {
  EXPECT_EQ(display_width(""), 0);
  EXPECT_EQ(display_width("Zurich"), 6);
  EXPECT_EQ(display_width("Z\u00FCrich"), 6);
  EXPECT_EQ(display_width("Zu\u0308rich"), 6);  // a combining diaeresis
  EXPECT_EQ(display_width("\u6771\u4EAC"), 4);  // Tokyo
  EXPECT_EQ(display_width("\U0001F426"), 2);    // a bird
  EXPECT_EQ(display_width("\u20AC"), 1);
  EXPECT_EQ(display_width("\x80\xFF"), 2);  // not UTF-8, and still an answer
  EXPECT_EQ(display_width("\xE6\x9D"), 1);
}

TEST(TerminalText, TakesControlCharactersOut) {
  EXPECT_EQ(printable("a\x1b[31mb\nc\td\x7F"), "a [31mb c d ");
  EXPECT_EQ(printable("Z\u00FCrich"), "Z\u00FCrich");
}

TEST(TerminalText, Cuts) {
  EXPECT_EQ(cut("recordings", 10), "recordings");
  EXPECT_EQ(cut("recordings", 9), "record...");
  EXPECT_EQ(cut("recordings", 4), "r...");
  EXPECT_EQ(cut("recordings", 3), "...");
  EXPECT_EQ(cut("recordings", 1), ".");
  EXPECT_EQ(cut("recordings", 0), "");
  EXPECT_EQ(cut("\u6771\u4EAC\u6771\u4EAC", 6), "\u6771...");  // half a character is none
}

TEST(TerminalText, Wraps) {
  EXPECT_THAT(wrap("", 10), ElementsAre(""));
  EXPECT_THAT(wrap("one two three", 20), ElementsAre("one two three"));
  EXPECT_THAT(wrap("one two three", 7), ElementsAre("one two", "three"));
  EXPECT_THAT(wrap("one two three", 6), ElementsAre("one", "two", "three"));
  EXPECT_THAT(wrap("a medzen-meeting-recordings b", 10),
              ElementsAre("a", "medzen-meeting-recordings", "b"));
  EXPECT_THAT(wrap("  a   b  ", 10), ElementsAre("a b"));
}

TEST(TerminalText, Pads) {
  EXPECT_EQ(pad_right("\u00FC", 3), "\u00FC  ");
  EXPECT_EQ(pad_left("\u00FC", 3), "  \u00FC");
  EXPECT_EQ(pad_right("long", 2), "long");
  EXPECT_EQ(pad_left("long", 2), "long");
}

}  // namespace
}  // namespace godwit::report
