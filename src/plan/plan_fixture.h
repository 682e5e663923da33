// A small plan with everything in it, and ways to change it. For this folder's tests.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "plan/graph.h"
#include "plan/plan_file.h"

namespace godwit::plan {

constexpr std::string_view base_plan = R"(plan: to-frankfurt
account: "558069890522"
regions:
  source: eu-west-1
  target: eu-central-1
policy:
  duration: 21d
  residency: {EU: [eu-west-1, eu-central-1]}
keys:
  - name: chime
    alias: alias/chime
data:
  replication_role: arn:aws:iam::558069890522:role/r
  buckets:
    - name: recordings
      source: recordings-1
      target: recordings-2
      key: chime
traffic:
  - name: api
    zone: Z1
    record: api.medzenhealth.app
    source:
      set_identifier: one
      endpoint: d-1.execute-api.eu-west-1.amazonaws.com
    target:
      set_identifier: two
      endpoint: d-2.execute-api.eu-central-1.amazonaws.com
    health:
      path: /health
    drill:
      when: before
    shift:
      weights: [1, 50, 100]
      bake: 6h
      guard:
        probe: [/health]
    soak: 7d
)";

inline std::string with(std::string_view from, std::string_view to,
                        std::string text = std::string(base_plan)) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// "3:5 cause", for each.
inline std::vector<std::string> causes(const Errors& errors, const std::string& operation) {
  std::vector<std::string> texts;
  for (const Error& error : errors) {
    EXPECT_EQ(error.operation, operation);
    EXPECT_EQ(error.subject, "p.yaml");
    EXPECT_EQ(error.where->file, "p.yaml");
    EXPECT_FALSE(error.remedy.empty()) << error.cause;
    texts.push_back(fmt::format("{}:{} {}", error.where->line, error.where->column, error.cause));
  }
  return texts;
}

inline Plan plan_of(const std::string& yaml) {
  const auto plan = read_plan(yaml, "p.yaml");
  if (!plan) ADD_FAILURE() << to_string(plan.error().front());
  return plan.value_or(Plan());
}

inline Graph graph_of(const std::string& yaml) {
  const auto graph = compile(plan_of(yaml));
  if (!graph) ADD_FAILURE() << to_string(graph.error().front());
  return graph.value_or(Graph());
}

inline std::string slurp(const std::string& path) {
  std::ifstream in(std::string(GODWIT_SOURCE_DIR) + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace godwit::plan
