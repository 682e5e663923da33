// Fact B2: a stack is asked for by another name than it is made with.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "check/deployments.h"
#include "check/paths.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

// Does a text fit one in which "${NAME}" stands for anything?
bool fits(std::string_view text, std::string_view pattern) {
  std::vector<std::string> literals(1);
  while (!pattern.empty()) {
    const bool variable = pattern.starts_with("${") || pattern.starts_with("$(");
    const std::size_t close = variable ? pattern.find(pattern[1] == '{' ? '}' : ')') : 0;
    if (variable && close != std::string_view::npos) {
      pattern.remove_prefix(close + 1);
      literals.emplace_back();
    } else {
      literals.back() += pattern.front();
      pattern.remove_prefix(1);
    }
  }
  if (literals.size() == 1) return text == literals[0];
  if (!text.starts_with(literals.front())) return false;
  text.remove_prefix(literals.front().size());
  for (std::size_t i = 1; i + 1 < literals.size(); ++i) {
    const std::size_t at = text.find(literals[i]);
    if (at == std::string_view::npos) return false;
    text.remove_prefix(at + literals[i].size());
  }
  return text.size() >= literals.back().size() && text.ends_with(literals.back());
}

// The words of a name, without the region's.
std::multiset<std::string> words_of(std::string name, std::string_view region) {
  if (const std::size_t at = name.find(region); !region.empty() && at != std::string::npos) {
    name.erase(at, region.size());
  }
  std::multiset<std::string> words;
  for (const std::string_view word : split(name, '-')) {
    if (!word.empty()) words.emplace(word);
  }
  return words;
}

// One has all the words of the other: "shop-api" and "shop-api-v2".
bool alike(const std::multiset<std::string>& a, const std::multiset<std::string>& b) {
  const auto& fewer = a.size() < b.size() ? a : b;
  const auto& more = a.size() < b.size() ? b : a;
  return fewer.size() >= 2 && std::ranges::includes(more, fewer);
}

bool asks(const Command& command) {
  if (!command.aws || command.aws->service != "cloudformation") return false;
  static const std::set<std::string, std::less<>> operations = {"describe-stacks",
                                                                "describe-stack-events",
                                                                "describe-stack-resources",
                                                                "describe-stack-resource",
                                                                "list-stack-resources",
                                                                "get-template",
                                                                "get-template-summary",
                                                                "delete-stack",
                                                                "wait",
                                                                "update-termination-protection",
                                                                "detect-stack-drift",
                                                                "set-stack-policy"};
  return operations.contains(command.aws->operation);
}

struct Asked {
  const Command* command = nullptr;
  const Word* word = nullptr;
  std::string name;
  std::string region;
};

bool is_made(const std::vector<Deployment>& all, const std::string& name) {
  return std::ranges::any_of(all, [&](const Deployment& each) {
    return fits(name, each.stack.text) || each.stack.text.empty();
  });
}

const Deployment* most_alike(const std::vector<Deployment>& all, const Asked& asked) {
  const auto words = words_of(asked.name, asked.region);
  const Deployment* found = nullptr;
  std::size_t most = 0;
  for (const Deployment& each : all) {
    if (!each.stack.known || !each.region.known) continue;
    const auto made = words_of(each.stack.text, each.region.text);
    // In the same region it is the likelier one.
    const std::size_t score =
        (2 * std::min(words.size(), made.size())) + (each.region.text == asked.region ? 1 : 0);
    if (!alike(words, made) || score <= most) continue;
    found = &each;
    most = score;
  }
  return found;
}

std::string consequence(const Command& command) {
  if (command.aws->operation == "delete-stack") return "the command succeeds and deletes nothing";
  if (command.aws->operation == "wait") return "the waiter fails, or waits until its time is over";
  return "the command fails";
}

// Programs that make stacks too, under names that only they know.
bool others_make_stacks(const Subject& subject) {
  static const std::set<std::string, std::less<>> programs = {
      "sam", "cdk", "cdklocal", "serverless", "sls", "copilot", "eksctl", "rain", "amplify"};
  return std::ranges::any_of(subject.commands, [](const Command& command) {
    return programs.contains(command.name) || (command.name == "npx" && command.words.size() > 1 &&
                                               programs.contains(command.words[1].value.text));
  });
}

// Only of what moves: elsewhere a stack may have been there for years.
void look(const Subject& subject, Findings& findings) {
  const std::string& target = subject.migration.target.region;
  if (target.empty() || others_make_stacks(subject)) return;
  const Deployments deployments = deployments_of(subject);
  if (deployments.planned.empty()) return;
  for (const Command& command : subject.commands) {
    const Word* word = asks(command) ? command.option("stack-name") : nullptr;
    if (word == nullptr) continue;
    const Asked asked{&command, word, command.option_text("stack-name"),
                      command.option_text("region")};
    // A stack's ARN or id is asked for by whoever has it.
    if (asked.name.empty() || asked.name.starts_with("arn:") || asked.name.contains('<') ||
        asked.name.contains('[')) {
      continue;
    }
    if (is_made(deployments.planned, asked.name) || is_made(deployments.today, asked.name))
      continue;
    // What is there today in other regions may be older than these scripts.
    if (asked.region != target) continue;
    if (const Deployment* near = most_alike(deployments.planned, asked)) {
      Finding& finding = findings.add(
          word->span,
          fmt::format("nothing here makes a stack '{}': {} makes '{}' in {}, so {}", asked.name,
                      file_name(near->command->span.at.file), near->stack.text, near->region.text,
                      consequence(command)),
          "make the name in one place, from the same variables, and use it everywhere");
      finding.related.push_back({near->command->span, "this makes the stack"});
    } else if (subject.has_repository &&
               template_of_stack(subject, deployments, asked.name) == nullptr) {
      findings
          .add(word->span,
               fmt::format(
                   "no template and no script here makes a stack '{}', so nothing will be in "
                   "{}: {}",
                   asked.name, target, consequence(command)),
               "write a template of what it has today, and deploy it before it is asked for")
          .severity = Severity::warning;
    }
  }
}

}  // namespace

extern const Rule stack_name_unknown{.id = "stack-name-unknown",
                                     .severity = Severity::error,
                                     .title = "a stack is asked for by a name that nothing makes",
                                     .look = look};

}  // namespace godwit::check::rule
