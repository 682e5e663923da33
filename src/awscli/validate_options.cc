#include <fmt/format.h>

#include <algorithm>

#include "awscli/check_value.h"
#include "awscli/global_options.h"
#include "awscli/suggest.h"
#include "awscli/validator.h"
#include "base/text.h"

namespace godwit::awscli {

namespace {

// More of one command than anybody reads.
constexpr std::size_t most_complaints = 50;

std::string_view without_no(std::string_view name) {
  if (name.starts_with("no-")) name.remove_prefix(3);
  return name;
}

bool is_global_prefix(std::string_view name) {
  return std::ranges::count_if(global_options(), [&](const GlobalOption& each) {
           return each.name.starts_with(name);
         }) == 1;
}

}  // namespace

// "\\ " at a line's end: what was to follow is not a part of it.
bool Validator::ends_early() const {
  return std::ranges::any_of(invocation_.positional,
                             [&](std::size_t at) { return is_blank(arguments_[at].text); });
}

bool Validator::may_hold_more() const {
  const auto unknown = [&](std::size_t at) { return stands_for_words(arguments_[at]); };
  if (std::ranges::any_of(invocation_.positional, unknown)) return true;
  for (const Option& option : invocation_.options) {
    for (std::size_t i = 1; i < option.values.size(); ++i) {
      if (unknown(option.values[i])) return true;
    }
  }
  // "...", at the end of a list of values or in the place of one.
  return std::ranges::any_of(arguments_, [](const Argument& argument) {
    return argument.text == "..." || argument.text == "\u2026" || argument.text == "[options]" ||
           argument.text == "$@" || argument.text == "${@}";
  });
}

void Validator::unknown_option(const Option& option, const std::vector<KnownOption>& options) {
  std::vector<std::string> names;
  for (const KnownOption& each : options) names.push_back(each.name);
  for (const GlobalOption& each : global_options()) names.emplace_back(each.name);
  const std::string asked = invocation_.operation == "wait"
                                ? fmt::format("{} wait {}", invocation_.service, invocation_.waiter)
                                : fmt::format("{} {}", invocation_.service, invocation_.operation);
  Complaint& complaint =
      add(Kind::unknown_option, option.at,
          fmt::format("{} has no option --{}{}", asked, option.name, suggest(option.name, names)),
          fmt::format("see aws {} help", asked));
  complaint.words = arguments_[option.at].text.substr(0, arguments_[option.at].text.find('='));
}

// Options that are not there, values that are missing or too many, options that are missing.
// Returns what is given of the known ones.
Given Validator::look_at_options(const std::vector<KnownOption>& options) {
  Given given;
  for (const Option& option : invocation_.options) {
    if (find_global_option(option.name) != nullptr) continue;
    const KnownOption* known = find_option(options, option.name);
    if (known == nullptr) {
      if (is_global_prefix(option.name) || is_placeholder(option.name)) continue;
      if (complaints_.size() < most_complaints) unknown_option(option, options);
      continue;
    }
    if (known->most > 0 && option.values.empty() && !known->value_optional) {
      add(Kind::missing_value, option.at, fmt::format("--{} is without its value", option.name),
          "give it one");
      continue;
    }
    given.emplace_back(known, &option);
  }
  look_at_missing(options, given);
  return given;
}

void Validator::look_at_missing(const std::vector<KnownOption>& options, const Given& given) {
  if (may_hold_more() || ends_early()) return;
  const auto is_given = [&](const KnownOption& wanted) {
    return std::ranges::any_of(given, [&](const auto& each) {
      return each.first == &wanted ||
             (wanted.member != nullptr && each.first->member == wanted.member);
    });
  };
  for (const auto& [known, option] : given) {
    if (known->name.starts_with("cli-input-") || known->name == "generate-cli-skeleton") return;
  }
  std::vector<std::string> missing;
  for (const KnownOption& option : options) {
    if (option.required && !option.negative && !is_given(option)) {
      missing.push_back("--" + option.name);
    }
  }
  if (missing.empty()) return;
  // One that stands for another, under a name that is not recognised, is told already.
  const std::string command =
      invocation_.operation == "wait"
          ? fmt::format("{} wait {}", invocation_.service, invocation_.waiter)
          : fmt::format("{} {}", invocation_.service, invocation_.operation);
  const std::size_t at =
      invocation_.waiter_at != 0 ? invocation_.waiter_at : invocation_.operation_at;
  add(Kind::missing_option, at,
      fmt::format("{} needs {}: the command fails without asking AWS", command,
                  join(missing, ", ")),
      fmt::format("add {}", join(missing, " and ")));
}

void Validator::look_at_option(const Operation& operation, const KnownOption& known,
                               const Option& option) {
  if (known.most == 0) {
    if (!option.values.empty()) {  // --flag=value
      add(Kind::unknown_option, option.at, fmt::format("--{} takes no value", option.name),
          fmt::format("write --{} or --no-{} alone", without_no(option.name),
                      without_no(option.name)));
    }
    return;
  }
  if (option.name == "cli-input-json" && operation.input != nullptr) {
    look_at_input(*operation.input, option);
    return;
  }
  if (known.member == nullptr || option.values.empty()) return;
  look_at_values(*known.member->shape, option);
}

}  // namespace godwit::awscli
