// How a run is conducted: where a person has to agree, how long a step may take, and what of the
// plan is meant to be as it is.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "plan/sections.h"

namespace godwit::plan {

namespace {

// A way back asks for an approval of this name by itself (run/way_back.h).
constexpr std::string_view reserved = "point-of-no-return";

}  // namespace

void read_approvals(yaml::Reader& file, Plan& plan) {
  limit(file, "approvals", most_approvals);
  for (const yaml::Node& node : file.items("approvals")) {
    yaml::Reader reader(node, "an approval", file.problems());
    Approval approval;
    approval.name = reader.required("name", yaml::a_name);
    approval.where = reader.where("name");
    approval.before = {reader.required("before", yaml::a_word), reader.where("before")};
    approval.title = reader.optional("title", yaml::a_line, "somebody has to agree");
    reader.finish();
    if (approval.name == reserved) {
      reader.problem("name", fmt::format("'{}' is the name of a way back's own approval", reserved),
                     "choose another name");
    }
    if (std::ranges::find(plan.approvals, approval.name, &Approval::name) != plan.approvals.end()) {
      reader.problem("name", fmt::format("there is another approval '{}'", approval.name),
                     "give each a name of its own");
    }
    plan.approvals.push_back(std::move(approval));
  }
}

void read_deadlines(yaml::Reader& file, Plan& plan) {
  for (const yaml::Entry& entry : file.entries("deadlines")) {
    const auto limit = yaml::a_duration(entry.value, file.problems());
    if (!limit) continue;
    if (*limit <= Duration::zero()) {
      file.problems().add(entry.value.place, "a deadline of no time",
                          "leave it out: a step without one may take as long as it needs");
    }
    plan.deadlines.push_back({{entry.key, file.problems().at(entry.place)}, *limit});
  }
}

// Whether there is such a rule is not known here: check/suppressions.h says it.
void read_exceptions(yaml::Reader& file, Plan& plan) {
  for (const yaml::Node& node : file.items("exceptions")) {
    yaml::Reader reader(node, "an exception", file.problems());
    Exception exception;
    exception.rule = reader.required("rule", yaml::a_name);
    exception.where = reader.where("rule");
    exception.subject = reader.required("subject", yaml::a_line);
    exception.because = reader.required("because", yaml::a_line);
    reader.finish();
    for (const char* key : {"subject", "because"}) {
      const yaml::Node* given = reader.find(key);
      if (given != nullptr && given->kind == yaml::Kind::scalar && trim(given->text).empty()) {
        reader.problem(key, fmt::format("'{}' is empty", key),
                       "say what is excepted, and why it is meant to be so");
      }
    }
    plan.exceptions.push_back(std::move(exception));
  }
}

}  // namespace godwit::plan
