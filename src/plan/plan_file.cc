#include "plan/plan_file.h"

#include <fmt/format.h>

#include "account/formats.h"
#include "plan/sections.h"
#include "yaml/parse.h"
#include "yaml/reader.h"

namespace godwit::plan {

namespace {

using yaml::Reader;

// Regions that stay what they are.
void read_others(Reader& regions, Plan& plan) {
  static const auto a_role = yaml::one_of("a role", {"secondary", "recovery"});
  for (const yaml::Entry& entry : regions.entries("others")) {
    yaml::Node name{.kind = yaml::Kind::scalar, .place = entry.place, .text = entry.key};
    const auto region = account::a_region(name, regions.problems());
    const auto role = a_role(entry.value, regions.problems());
    if (!region || !role) continue;
    if (*region == plan.source || *region == plan.target) {
      regions.problems().add(entry.place,
                             fmt::format("'{}' is the {} already", *region,
                                         *region == plan.source ? "source" : "target"),
                             "name regions here that the move leaves as they are");
      continue;
    }
    plan.others[*region] = *role;
  }
}

void read_regions(Reader& file, Plan& plan) {
  const yaml::Node* node = file.need("regions");
  if (node == nullptr) return;
  Reader reader(*node, "'regions'", file.problems());
  plan.source = reader.required("source", account::a_region);
  plan.target = reader.required("target", account::a_region);
  read_others(reader, plan);
  reader.finish();
  if (!plan.source.empty() && plan.source == plan.target) {
    reader.problem("target", "the target is the source", "name the region to move to");
  }
}

void read_workload(Reader& file, Plan& plan) {
  const yaml::Node* node = file.find("workload");
  if (node == nullptr) return;
  Reader reader(*node, "'workload'", file.problems());
  plan.read_through = reader.optional("read_through", yaml::a_flag, false);
  reader.finish();
}

// "${...}" is how a compiled step speaks of what another one remembers: it must not come from a
// user.
void refuse_references(const yaml::Node& node, yaml::Problems& problems) {
  const auto check = [&problems](const std::string& text, yaml::Place place) {
    if (!text.contains("${")) return;
    problems.add(place, "a text with '${' in it", "write what it stands for: nothing is filled in");
  };
  check(node.text, node.place);
  for (const yaml::Node& item : node.items) refuse_references(item, problems);
  for (const yaml::Entry& entry : node.entries) {
    check(entry.key, entry.place);
    refuse_references(entry.value, problems);
  }
}

}  // namespace

void limit(Reader& reader, std::string_view key, std::size_t most) {
  const std::size_t count = reader.items(key).size();
  if (count <= most) return;
  reader.problem(key, fmt::format("there are {} {}, more than {}", count, key, most),
                 "split the plan: each has an order and a way back of its own");
}

std::vector<Reference> read_references(Reader& reader, std::string_view key) {
  std::vector<Reference> references;
  for (const yaml::Node& item : reader.items(key)) {
    if (auto name = yaml::a_word(item, reader.problems())) {
      references.push_back({*std::move(name), reader.problems().at(item.place)});
    }
  }
  return references;
}

Checked<Plan> read_plan(std::string_view yaml, const std::string& file) {
  yaml::Problems problems("read plan", file);
  Plan plan;
  plan.file = file;
  if (const auto root = yaml::parse(yaml, problems)) {
    refuse_references(*root, problems);
    Reader reader(*root, "the plan file", problems);
    plan.name = reader.required("plan", yaml::a_name);
    plan.account = reader.required("account", account::an_account_id);
    read_regions(reader, plan);
    read_policy(reader, plan);
    read_keys(reader, plan);
    read_data(reader, plan);
    read_workload(reader, plan);
    read_traffic(reader, plan);
    read_services(reader, plan);
    read_values(reader, plan);
    read_rewrite(reader, plan);
    read_consumers(reader, plan);
    read_approvals(reader, plan);
    read_deadlines(reader, plan);
    read_exceptions(reader, plan);
    reader.finish();
  }
  if (!problems.none()) return std::unexpected(problems.take());
  return plan;
}

}  // namespace godwit::plan
