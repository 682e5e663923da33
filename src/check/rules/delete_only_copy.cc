// Facts B11 and D7: what is deleted may be all that there is of what users wrote.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "check/deeds.h"
#include "check/passages.h"
#include "check/rule.h"
#include "check/surroundings.h"

namespace godwit::check::rule {
namespace {

// Which procedure a command is part of: its section, and of a section with several the bold words
// that introduce it ("**Later:**"). Nothing of a repository's script.
struct Procedure {
  int document = 0;
  int section = 0;
  std::size_t label = 0;  // its order in the document

  auto operator<=>(const Procedure&) const = default;
};
class Procedures {
 public:
  explicit Procedures(const Subject& subject) : subject_(subject) {
    for (const Document& document : subject.documents) {
      auto& labels = labels_.emplace_back();
      for (const markdown::Prose& prose : document.content.prose) {
        const std::string_view text = prose.text.content();
        if (text.starts_with("**") && text.contains(":**")) {
          labels[prose.section].push_back(prose.order);
        }
      }
    }
  }

  std::optional<Procedure> of(const Command& command) const {
    const Script& script = subject_.scripts[command.script];
    if (script.document < 0 || script.code < 0) return std::nullopt;
    const auto document = static_cast<std::size_t>(script.document);
    const markdown::Code& code =
        subject_.documents[document].content.code[static_cast<std::size_t>(script.code)];
    Procedure procedure{script.document, code.section, 0};
    if (const auto labels = labels_[document].find(code.section);
        labels != labels_[document].end()) {
      const auto after = std::ranges::upper_bound(labels->second, code.order);
      if (after != labels->second.begin()) procedure.label = *std::prev(after);
    }
    return procedure;
  }

 private:
  const Subject& subject_;
  std::vector<std::map<int, std::vector<std::size_t>>> labels_;  // by section, in order
};

bool deletes(const Command& command) {
  return command.is("cloudformation", "delete-stack") || command.is("rds", "delete-db-instance") ||
         command.is("rds", "delete-db-cluster") || command.is("dynamodb", "delete-table") ||
         command.is("s3api", "delete-bucket") || command.is("s3", "rb");
}

bool moves_traffic(const Command& command) {
  return command.is("route53", "change-resource-record-sets") ||
         command.is("globalaccelerator", "update-endpoint-group") ||
         command.is("cloudfront", "update-distribution");
}

// The first command of each procedure that takes users, or what they wrote, back.
std::map<Procedure, std::size_t> preparations(const Subject& subject, const Procedures& procedures,
                                              const std::vector<Deed>& deeds) {
  std::map<Procedure, std::size_t> first;
  const auto add = [&](const Command& command) {
    const auto procedure = procedures.of(command);
    if (!procedure) return;
    const auto [at, added] = first.emplace(*procedure, command.index);
    at->second = std::min(at->second, command.index);
  };
  for (const Command& command : subject.commands) {
    if (moves_traffic(command)) add(command);
  }
  for (const Deed& deed : deeds) {
    if (deed.kind == Deed::Kind::copy || deed.kind == Deed::Kind::back_up ||
        deed.kind == Deed::Kind::compare) {
      add(subject.commands[deed.command]);
    }
  }
  return first;
}

// On a way back: what the target has is deleted while users are there.
void look_at_way_back(const Subject& subject, const std::vector<Deed>& deeds, Findings& findings) {
  const Procedures procedures(subject);
  const auto prepared = preparations(subject, procedures, deeds);
  std::set<Procedure> told;
  for (const Command& command : subject.commands) {
    if (!deletes(command) || given(command, "region") != subject.migration.target.region) continue;
    const auto procedure = procedures.of(command);
    if (!procedure || told.contains(*procedure) || !goes_back(subject, command)) continue;
    const auto before = prepared.find(*procedure);
    if (before != prepared.end() && before->second < command.index) continue;
    told.insert(*procedure);
    const std::string what =
        command.aws->operation == "delete-stack" ? given(command, "stack-name") : "the store";
    findings.add(operation_span(command),
                 fmt::format("{} is deleted before anything here takes users off it or brings back "
                             "what they wrote: requests fail, and what exists in {} alone is lost",
                             what, subject.migration.target.region),
                 "first shift traffic by the same record sets, wait until it has been quiet and "
                 "everything has arrived in the source, compare, and delete last");
  }
}

// On the way forward: the source's copy goes before anybody has compared.
void look_at_source(const std::vector<Deed>& deeds, Findings& findings) {
  for (const Deed& deed : deeds) {
    if (deed.way_back || deed.name.empty() || deed.store == StoreKind::key) continue;
    const auto moved = std::ranges::find_if(deeds, [&](const Deed& other) {
      return other.name == deed.name && !other.way_back &&
             (other.kind == Deed::Kind::copy || other.kind == Deed::Kind::replicate) &&
             other.command <= deed.command;
    });
    const bool moves_away = deed.kind == Deed::Kind::copy && deed.detail == "mv";
    if (deed.kind != Deed::Kind::remove && !moves_away) continue;
    if (moved == deeds.end()) continue;
    const bool compared = std::ranges::any_of(deeds, [&](const Deed& other) {
      return other.command < deed.command && other.command > moved->command &&
             (other.kind == Deed::Kind::compare || other.kind == Deed::Kind::look);
    });
    if (compared && !moves_away) continue;
    findings
        .add(
            deed.span,
            moves_away ? fmt::format("mv deletes each object of {} as it is copied: from the first "
                                     "one on there is no way back, and nobody has compared",
                                     deed.name)
                       : fmt::format("{} is deleted, and nothing has compared the copy with it",
                                     deed.name),
            "copy, compare both sides, leave the source as it is through the soak, and delete only "
            "after somebody has agreed")
        .related.push_back({moved->span, "copied here"});
  }
}

void look(const Subject& subject, Findings& findings) {
  if (!is_migration(subject)) return;
  const std::vector<Deed> deeds = deeds_of(subject);
  look_at_way_back(subject, deeds, findings);
  look_at_source(deeds, findings);
}

}  // namespace

extern const Rule delete_only_copy;
const Rule delete_only_copy{.id = "delete-only-copy",
                            .severity = Severity::error,
                            .title = "what is deleted may be the only copy",
                            .look = look};

}  // namespace godwit::check::rule
