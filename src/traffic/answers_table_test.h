// One line of the tables of what Route 53 answers.
#pragma once

#include <string_view>
#include <vector>

#include "traffic/answers_fixture.h"

namespace godwit::traffic {

struct Row {
  std::string_view source;  // AWS's page, its service model ("API ...") or our fact
  std::string_view what;
  std::vector<RecordSet> records;
  std::string_view expected;  // describe()
  Asker asker = {};
  std::string_view name = "api.example.com";
  std::string_view type = "A";
};

inline void expect(const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    const Zones zones = zones_of(row.records);
    EXPECT_EQ(describe(zones.answer(row.name, row.type, row.asker, by_name())), row.expected)
        << row.source << ": " << row.what;
  }
}

}  // namespace godwit::traffic
