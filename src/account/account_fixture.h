// A small account with everything in it, and ways to change it. For this folder's tests.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "account/account_file.h"

namespace godwit::account {

constexpr std::string_view base_account = R"(account: "558069890522"
starts: 2026-01-05T06:00:00Z
regions: [eu-west-1, eu-central-1]
credentials:
  access_key_id: AKIAEXAMPLE
  secret_access_key: made-up
keys:
  - region: eu-west-1
    id: key-1
    alias: alias/medzen
  - region: eu-central-1
    id: key-2
buckets:
  - name: recordings-1
    region: eu-west-1
    versioning: enabled
    key: key-1
    objects:
      - key: canary
        content: "hello"
      - generate: 12
        key: "2025/{n}.webm"
        size: 40MB..900MB
        written: 2023-01-01..2025-12-31
zones:
  - id: Z1
    name: medzenhealth.app
    records:
      - name: api.medzenhealth.app
        type: A
        set_identifier: one
        weight: 100
        alias: {zone: Z2, name: d-1.execute-api.eu-west-1.amazonaws.com}
      - name: medzenhealth.app
        type: TXT
        ttl: 300s
        values: ["v=spf1 -all"]
workload:
  name: api
  hostname: api.medzenhealth.app
  sites:
    - region: eu-west-1
      endpoint: d-1.execute-api.eu-west-1.amazonaws.com
      address: 203.0.113.10
      stores: {recordings: recordings-1}
    - region: eu-central-1
      endpoint: d-2.execute-api.eu-central-1.amazonaws.com
      address: 198.51.100.10
      stores: {recordings: not-there-yet}
users:
  requests_per_day: 20
  places:
    - name: Germany
      count: 60
      latency: {eu-west-1: 26ms, eu-central-1: 8ms}
)";

// The base with one part of it changed. Unless told otherwise, the change keeps the lines.
inline std::string with(std::string_view from, std::string_view to) {
  std::string text(base_account);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// "3:5 cause", for each error.
inline std::vector<std::string> errors_of(const std::string& yaml) {
  const auto account = read_account(yaml, "a.yaml");
  std::vector<std::string> texts;
  if (account) return texts;
  for (const Error& error : account.error()) {
    EXPECT_EQ(error.operation, "read account");
    EXPECT_EQ(error.subject, "a.yaml");
    EXPECT_EQ(error.where->file, "a.yaml");
    EXPECT_FALSE(error.remedy.empty()) << error.cause;
    texts.push_back(fmt::format("{}:{} {}", error.where->line, error.where->column, error.cause));
  }
  return texts;
}

inline std::vector<std::string> errors_with(std::string_view from, std::string_view to) {
  return errors_of(with(from, to));
}

inline std::string slurp(const std::string& path) {
  std::ifstream in(std::string(GODWIT_SOURCE_DIR) + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace godwit::account
