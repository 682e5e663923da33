#include "report/table.h"

#include <gtest/gtest.h>

namespace godwit::report {
namespace {

const Terminal narrow(true, "1", "xterm", 60);
const Terminal colour(true, "", "xterm", 60);

TEST(Table, AlignsItsColumns) {
  Table table({{"place"}, {"requests", Align::right}, {"note"}});
  table.add({{"Germany"}, {"25,200"}, {"EU"}});
  table.add({{"Z\u00FCrich"}, {"7"}});
  table.add({{"\u6771\u4EAC"}, {"1,204"}, {"far"}});
  EXPECT_EQ(table.text(narrow),
            "place    requests  note\n"
            "Germany    25,200  EU\n"
            "Z\u00FCrich          7\n"
            "\u6771\u4EAC        1,204  far\n");
}

TEST(Table, HasNoLineForMissingHeadings) {
  Table table({{""}, {""}});
  EXPECT_TRUE(table.empty());
  EXPECT_EQ(table.text(narrow), "");
  table.add({{"account"}, {"1"}});
  EXPECT_FALSE(table.empty());
  EXPECT_EQ(table.text(narrow, 2), "  account  1\n");
}

TEST(Table, WrapsWhatGivesWay) {
  Table table({{"step"}, {"what", Align::left, Fit::wrap}, {"n", Align::right}});
  table.add({{"bucket/recordings/verify"},
             {"compare eu-west-1 and eu-central-1, version by version"},
             {"12"}});
  EXPECT_EQ(table.text(narrow),
            "step                      what                             n\n"
            "bucket/recordings/verify  compare eu-west-1 and           12\n"
            "                          eu-central-1, version by\n"
            "                          version\n");
}

TEST(Table, CutsWhatGivesWay) {
  Table table({{"", Align::left, Fit::cut}, {"", Align::right}});
  table.add({{std::string(80, 'x')}, {"1"}});
  EXPECT_EQ(table.text(narrow), std::string(54, 'x') + "...  1\n");
}

TEST(Table, OverflowsWhereNothingGivesWay) {
  Table table({{""}, {"", Align::left, Fit::wrap}});
  table.add({{std::string(70, 'x')}, {"a b"}});
  EXPECT_EQ(table.text(narrow), std::string(70, 'x') + "  a b\n");
  Table many({{"", Align::left, Fit::cut}, {"", Align::left, Fit::cut}});
  many.add({{std::string(50, 'x')}, {std::string(50, 'y')}});
  EXPECT_EQ(many.text(narrow), std::string(26, 'x') + "...  " + std::string(26, 'y') + "...\n");
}

TEST(Table, StylesDoNotCountAsWidth) {
  Table table({{"a"}, {"b", Align::right}});
  table.add({{"xx", Style::bold}, {"1", Style::bad}});
  table.add({{"y"}, {"22"}});
  EXPECT_EQ(table.text(colour),
            "\x1b[2ma\x1b[0m    \x1b[2mb\x1b[0m\n"
            "\x1b[1mxx\x1b[0m   \x1b[1;31m1\x1b[0m\n"
            "y   22\n");
}

TEST(Table, KeepsControlCharactersOut) {
  Table table({{""}});
  table.add({{"a\x1b[2Jb\nc"}});
  EXPECT_EQ(table.text(narrow), "a [2Jb c\n");
}

}  // namespace
}  // namespace godwit::report
