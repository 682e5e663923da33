// A small rehearsal for tests: two stores, a dozen users, four days. Everything that the large one
// has, in a few milliseconds.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "account/account_file.h"
#include "plan/plan_file.h"
#include "rehearse/rehearsal.h"

namespace godwit::rehearse::testing {

// Each pair: a text that the file has, and what stands there instead.
using Edits = std::vector<std::pair<std::string, std::string>>;

inline std::string edited(std::string text, const Edits& edits) {
  for (const auto& [before, after] : edits) {
    std::size_t at = text.find(before);
    if (at == std::string::npos) {
      ADD_FAILURE() << "nothing to edit: " << before;
      continue;
    }
    for (; at != std::string::npos; at = text.find(before, at + after.size())) {
      text.replace(at, before.size(), after);
    }
  }
  return text;
}

inline const char* account_yaml = R"(
account: "111122223333"
starts: 2026-01-05T06:00:00Z
regions: [eu-west-1, eu-central-1, us-east-1]
credentials: {access_key_id: AKIAEXAMPLESMALL0000, secret_access_key: made-up-small}
keys:
  - {region: eu-west-1, id: 11111111-2222-3333-4444-555555555555, description: old, rotation: true}
buckets:
  - name: small-recordings
    region: eu-west-1
    versioning: enabled
    key: 11111111-2222-3333-4444-555555555555
    objects:
      - {key: canary, content: tweet, written: 2025-06-01}
      - generate: 12
        key: "old/{n}"
        size: 1MB..9GB
        written: 2025-01-01..2025-12-31
        overwritten: 40%
        deleted: 15%
        archived: 15%
        metadata: {number: "{n}"}
        tags: {retention: 7y}
  - name: small-transcripts
    region: eu-west-1
    versioning: enabled
    key: 11111111-2222-3333-4444-555555555555
    objects:
      - {generate: 6, key: "t/{n}", size: 1KB..9KB, written: 2025-01-01..2025-12-31}
replication: {median: 20s, p99: 4m}
zones:
  - id: Z1234567890ABC
    name: example.org
    records:
      - name: api.example.org
        type: A
        set_identifier: west
        weight: 100
        alias: {zone: ZLY8HYME6SFDD, name: d-west000001.execute-api.eu-west-1.amazonaws.com}
workload:
  name: api
  hostname: api.example.org
  sites:
    - region: eu-west-1
      endpoint: d-west000001.execute-api.eu-west-1.amazonaws.com
      address: 203.0.113.10
      hostnames: [api.example.org]
      latency: 20ms
      stores: {recordings: small-recordings, transcripts: small-transcripts}
    - region: eu-central-1
      endpoint: d-central001.execute-api.eu-central-1.amazonaws.com
      address: 198.51.100.10
      hostnames: [api.example.org]
      latency: 20ms
      stores: {recordings: small-recordings-new, transcripts: small-transcripts-new}
users:
  requests_per_day: 60
  writes: 40%
  old_items: 30%
  ignore_ttl: {share: 20%, keep: 3h}
  # Together never more than the plan's four quiet hours.
  resolvers: {stretched: {share: 20%, least: 20m}, ignored: {share: 0%}}
  connections: {idle: 5m, age: 20m, long_lived: {share: 10%, lasts: 30m}}
  places:
    - name: Germany
      count: 10
      residency: EU
      latency: {eu-west-1: 30ms, eu-central-1: 10ms}
    - name: Kenya
      count: 4
      latency: {eu-west-1: 140ms, eu-central-1: 150ms}
)";

inline const char* plan_yaml = R"(
plan: small
account: "111122223333"
regions: {source: eu-west-1, target: eu-central-1}
policy:
  duration: 4d
  downtime: 0s
  residency: {EU: [eu-west-1, eu-central-1]}
keys:
  - {name: new, alias: alias/new, description: new}
data:
  replication_role: arn:aws:iam::111122223333:role/replication
  buckets:
    - name: recordings
      source: small-recordings
      target: small-recordings-new
      key: new
      replicate: both
      backfill: true
    - name: transcripts
      source: small-transcripts
      target: small-transcripts-new
      key: new
      replicate: both
      backfill: true
workload: {read_through: true}
traffic:
  - name: api
    zone: Z1234567890ABC
    record: api.example.org
    source: {set_identifier: west, endpoint: d-west000001.execute-api.eu-west-1.amazonaws.com}
    target: {set_identifier: central, endpoint: d-central001.execute-api.eu-central-1.amazonaws.com}
    health: {path: /health, interval: 10s, threshold: 3, switch: true}
    drill: {method: inverted, hold: 30m}
    shift:
      weights: [10, 100]
      bake: 4h
      guard: {probe: [/health, /recordings/canary], every: 1m}
    soak: 1d
    quiet: 4h
)";

struct Small {
  account::Account account;
  plan::Plan plan;
  plan::Graph graph;
  Files files;  // on the machine

  Rehearsal rehearse(RehearsalOptions options = {}) const {
    options.files = &files;
    auto rehearsal = rehearse::rehearse(plan, graph, account, options);
    EXPECT_TRUE(rehearsal) << to_string(rehearsal.error());
    return rehearsal ? std::move(*rehearsal) : Rehearsal{};
  }

  template <class T>
  static void report(const Checked<T>& checked) {
    if (checked) return;
    for (const Error& error : checked.error()) ADD_FAILURE() << to_string(error);
  }
};

inline Small make_small(const Edits& plan_edits = {}, const Edits& account_edits = {}) {
  Small small;
  auto account = account::read_account(edited(account_yaml, account_edits), "account.yaml");
  auto plan = plan::read_plan(edited(plan_yaml, plan_edits), "plan.yaml");
  Small::report(account);
  Small::report(plan);
  if (!account || !plan) return small;
  small.account = std::move(*account);
  small.plan = std::move(*plan);
  auto graph = plan::compile(small.plan);
  Small::report(graph);
  if (graph) small.graph = std::move(*graph);
  return small;
}

// The verdict on an invariant in one of the passes; fails where nobody judged it.
inline Verdict verdict(const Rehearsal& rehearsal, std::string_view pass,
                       std::string_view invariant) {
  for (const Judgement& judgement : rehearsal.judgements) {
    if (judgement.pass == pass && judgement.invariant->name == invariant) return judgement.verdict;
  }
  ADD_FAILURE() << "nobody judged " << invariant << " of the " << pass;
  return {};
}

inline void expect_all_held(const Rehearsal& rehearsal) {
  for (const Judgement& judgement : rehearsal.judgements) {
    EXPECT_TRUE(judgement.verdict.held)
        << judgement.pass << ", " << judgement.invariant->name << ": " << judgement.verdict.detail
        << "; first: " << judgement.verdict.first;
  }
}

}  // namespace godwit::rehearse::testing
