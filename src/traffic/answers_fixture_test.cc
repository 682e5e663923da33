#include "traffic/answers_fixture.h"

#include <fmt/format.h>

#include "base/text.h"

namespace godwit::traffic {
namespace {

std::string label_of(const RecordSet& record) {
  return record.set_identifier.empty() ? record.name : record.set_identifier;
}

std::string end_of(const Branch& branch) {
  if (branch.endless) return "endless";
  if (branch.no_such_name) return "NXDOMAIN";
  if (branch.records.empty()) return "no data";
  std::vector<std::string> labels;
  for (const RecordSet* record : branch.records) labels.push_back(label_of(*record));
  const bool all = branch.most >= labels.size();
  return (all ? "" : fmt::format("{} of ", branch.most)) + join(labels, "+");
}

}  // namespace

Health by_name() {
  return {[](const std::string& check) { return !check.starts_with("bad"); },
          [](const AliasTarget& target) { return !target.name.starts_with("bad"); }};
}

Zones zones_of(std::vector<RecordSet> records) {
  const auto network = [](const char* text) { return *parse_network(text); };
  CidrCollections collections;
  collections["c1"]["office"] = {network("192.0.0.0/16")};
  collections["c1"]["lab"] = {network("192.0.2.0/24")};
  collections["c1"]["cable"] = {network("198.51.100.0/24"), network("2001:db8::/32")};
  collections["c1"]["city"] = {network("100.64.1.0/24"), network("100.64.0.0/16")};
  collections["c1"]["county"] = {network("100.64.0.0/20")};
  std::vector<Zone> zones;
  zones.push_back({"Z1", "example.com", std::move(records)});
  return {std::move(zones), std::move(collections)};
}

std::string describe(const Answers& answers) {
  switch (answers.kind) {
    case Answers::Kind::not_ours:
      return "REFUSED";
    case Answers::Kind::no_such_name:
      return "NXDOMAIN";
    case Answers::Kind::no_data:
      return "NODATA";
    case Answers::Kind::delegated:
      return "referral to " + answers.branches.front().records.front()->name;
    case Answers::Kind::answered:
      break;
  }
  std::vector<std::string> parts;
  for (const Branch& branch : answers.branches) {
    std::string part;
    for (const RecordSet* link : branch.links) part += label_of(*link) + " > ";
    part += end_of(branch);
    if (branch.probability != 1) part += fmt::format(" {:.4g}", branch.probability);
    parts.push_back(part);
  }
  return join(parts, ", ");
}

}  // namespace godwit::traffic
