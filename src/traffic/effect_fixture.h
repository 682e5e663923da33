// For tests of what batches do: a situation in few words.
#pragma once

#include <algorithm>

#include "traffic/answers_fixture.h"
#include "traffic/effect.h"

namespace godwit::traffic {

// In a set identifier or, of aliases, in the target's name.
inline std::string region_in_name(const RecordSet& record) {
  const std::string& text = record.alias ? record.alias->name : record.set_identifier;
  for (const char* region : {"eu-west-1", "eu-central-1", "us-east-1"}) {
    if (text.find(region) != std::string::npos) return region;
  }
  return "";
}

inline Situation with(std::vector<RecordSet> records) {
  Situation situation;
  situation.zones.push_back({"Z1", "example.com", std::move(records)});
  situation.health = by_name();
  situation.region_of = region_in_name;
  return situation;
}

inline Batch batch(std::vector<Change> changes) { return {"Z1", std::move(changes)}; }

inline R w(std::string id, int weight) { return R("api").weight(std::move(id), weight); }

// API Gateway's zone of the region, as it should be.
inline R gateway(std::string id, int weight, const std::string& region) {
  return w(std::move(id), weight)
      .alias("d-1.execute-api." + region + ".amazonaws.com.")
      .zone(region == "eu-west-1" ? "ZLY8HYME6SFDD" : "Z1U9ULNL0V5AJ3");
}

inline std::vector<std::string> ids(const Effect& effect) {
  std::vector<std::string> result;
  for (const Finding& finding : effect.findings) result.push_back(finding.id);
  return result;
}

inline Finding the(const Effect& effect, std::string_view id) {
  const auto found = std::ranges::find(effect.findings, id, &Finding::id);
  EXPECT_NE(found, effect.findings.end()) << id;
  return found != effect.findings.end() ? *found : Finding();
}

}  // namespace godwit::traffic
