#include <fmt/format.h>

#include <algorithm>

#include "awscli/check_value.h"
#include "awscli/global_options.h"
#include "awscli/suggest.h"
#include "awscli/validator.h"
#include "base/text.h"
#include "catalog/catalog.h"

namespace godwit::awscli {

namespace {

std::vector<std::string> own_operations(std::string_view service) {
  std::vector<std::string> names;
  for (const OwnCommand& each : own_commands()) {
    if (each.service == service && !each.operation.empty()) names.emplace_back(each.operation);
  }
  return names;
}

// A list of values may have taken what is a file's name.
bool takes_more_than_one(const Given& given) {
  return std::ranges::any_of(given, [](const auto& each) {
    return each.first->most > 1 && each.second->values.size() > 1;
  });
}

}  // namespace

bool stands_for_words(const Argument& argument) {
  return !argument.known || argument.text == "..." || argument.text == "\u2026" ||
         argument.text == "\\" || argument.text.starts_with('[') || argument.text.starts_with('<');
}

bool is_blank(std::string_view text) {
  return !text.empty() && text.find_first_not_of(" \t") == std::string_view::npos;
}

bool Validator::is_known(std::size_t argument) const {
  return argument != 0 && arguments_[argument].known && !stands_for_words(arguments_[argument]) &&
         !is_placeholder(arguments_[argument].text);
}

void Validator::look_at_globals() {
  for (const Option& option : invocation_.options) {
    const GlobalOption* global = find_global_option(option.name);
    if (global == nullptr || !global->takes_value) continue;
    if (option.values.empty()) {
      add(Kind::missing_value, option.at, fmt::format("--{} is without its value", option.name),
          "give it one");
      continue;
    }
    const Source source = source_of(option, option.values[0]);
    if (!source.known || is_placeholder(source.text)) continue;
    const std::string text(source.text);
    if (option.name == "region") {
      look_at_region(source);
    } else if (!global->choices.empty() &&
               std::ranges::find(global->choices, text) == global->choices.end()) {
      const std::vector<std::string> names(global->choices.begin(), global->choices.end());
      add(Kind::not_in_enumeration, source, 0, text.size(),
          fmt::format("--{} has no value '{}'{}", option.name, text, suggest(text, names)),
          fmt::format("use one of {}", join(names, ", ")));
    }
  }
}

void Validator::look_at_region(const Source& source) {
  const std::string region(source.text);
  // Regions of partitions that are closed to the public are in no list.
  if (catalog::is_region(region) || region.find("iso") != std::string::npos ||
      region == "aws-global") {
    return;
  }
  const bool zone = !region.empty() && region.back() >= 'a' && region.back() <= 'z' &&
                    catalog::is_region(region.substr(0, region.size() - 1));
  if (zone) {
    add(Kind::unknown_region, source, 0, region.size(),
        fmt::format("'{}' is an availability zone, not a region", region),
        fmt::format("write {}", region.substr(0, region.size() - 1)));
    return;
  }
  const auto meant = nearest_to(region, catalog::region_names());
  if (!meant) return;  // a name of the reader's own, a word for a region: nobody can know
  add(Kind::unknown_region, source, 0, region.size(),
      fmt::format("there is no region '{}' (did you mean '{}'?)", region, *meant),
      fmt::format("write {}", *meant));
}

void Validator::look_at_command() {
  const std::string& service = invocation_.service;
  if (!is_known(invocation_.service_at)) return;
  if (!is_own_service(service) && !is_service_name(service)) {
    add(Kind::unknown_service, invocation_.service_at,
        fmt::format("the AWS CLI has no service '{}'{}", service,
                    suggest(service, service_names())),
        "see aws help for their names");
    return;
  }
  if (is_open_service(service)) return;
  if (invocation_.operation_at == 0) {
    if (service == "configure" || service == "login") return;
    add(Kind::unknown_operation, invocation_.service_at,
        fmt::format("nothing is asked of '{}': its operation is missing", service),
        fmt::format("see aws {} help", service));
    return;
  }
  if (!is_known(invocation_.operation_at)) return;
  if (const OwnCommand* own = find_own_command(service, invocation_.operation)) {
    return look_at_own(*own);
  }
  if (is_open_command(service, invocation_.operation)) return;
  model_ = find_service(service);
  if (model_ == nullptr) {
    if (is_own_service(service)) unknown_operation(own_operations(service));
    return;
  }
  if (invocation_.operation == "wait") return look_at_waiter();
  operation_ = find_operation();
  if (operation_ != nullptr) look_at_operation(*operation_);
}

void Validator::unknown_operation(const std::vector<std::string>& names) {
  add(Kind::unknown_operation, invocation_.operation_at,
      fmt::format("{} has no operation '{}'{}", invocation_.service, invocation_.operation,
                  suggest(invocation_.operation, names)),
      fmt::format("see aws {} help for what it has", invocation_.service));
}

const Operation* Validator::find_operation() {
  const std::string& name = invocation_.operation;
  if (const auto remedy = removed(model_->name, name)) {
    add(Kind::unknown_operation, invocation_.operation_at,
        fmt::format("version 2 of the AWS CLI has no '{} {}'", model_->name, name),
        std::string(*remedy));
    return nullptr;
  }
  if (const Operation* found = model_->operation(name)) return found;
  if (model_->came_later(name)) return nullptr;
  std::vector<std::string> names = own_operations(model_->name);
  for (const Operation& each : model_->operations) names.emplace_back(each.name);
  unknown_operation(names);
  return nullptr;
}

void Validator::look_at_waiter() {
  if (invocation_.waiter_at == 0) {
    add(Kind::unknown_waiter, invocation_.operation_at, "what is waited for is missing",
        fmt::format("see aws {} wait help", invocation_.service));
    return;
  }
  if (!is_known(invocation_.waiter_at)) return;
  const Waiter* waiter = model_->waiter(invocation_.waiter);
  if (waiter == nullptr) {
    if (model_->came_later(invocation_.waiter)) return;
    std::vector<std::string> names;
    for (const Waiter& each : model_->waiters) names.emplace_back(each.name);
    add(Kind::unknown_waiter, invocation_.waiter_at,
        fmt::format("{} has no waiter '{}'{}", invocation_.service, invocation_.waiter,
                    suggest(invocation_.waiter, names)),
        names.empty() ? "ask in a loop instead"
                      : fmt::format("see aws {} wait help", invocation_.service));
    return;
  }
  if (const Operation* asked = model_->operation(waiter->operation)) look_at_operation(*asked);
}

void Validator::look_at_own(const OwnCommand& command) {
  const auto options = known_options(command.service, command.operation, "");
  if (command.most_words < 10) {
    look_at_options(options);
    const std::size_t words = invocation_.positional.size();
    const bool unsure = may_hold_more();
    if (words < command.least_words && !unsure) {
      add(Kind::missing_option, invocation_.operation_at,
          fmt::format("{} {} wants {} word{} beside its options, not {}", command.service,
                      command.operation, command.least_words, command.least_words == 1 ? "" : "s",
                      words),
          fmt::format("see aws {} {} help", command.service, command.operation));
    } else if (words > command.most_words && !unsure) {
      surplus(invocation_.positional[command.most_words]);
    }
  }
  if (command.service == "s3") look_at_s3(command.operation);
}

void Validator::look_at_s3(std::string_view operation) {
  const auto& words = invocation_.positional;
  const bool known = std::ranges::all_of(words, [&](std::size_t at) {
    // What stands before what is unknown is enough: "s3://${BUCKET}".
    return arguments_[at].known || arguments_[at].text.starts_with("s3:");
  });
  if (words.empty() || !known) return;
  const bool any_remote = std::ranges::any_of(words, [&](std::size_t at) {
    return arguments_[at].text.starts_with("s3://") || is_placeholder(arguments_[at].text);
  });
  if (any_remote) return;
  if (operation == "cp" || operation == "mv" || operation == "sync" || operation == "rm" ||
      operation == "mb" || operation == "rb") {
    add(Kind::wrong_type, words[0],
        operation == "cp" || operation == "mv" || operation == "sync"
            ? fmt::format("none of the paths of s3 {} is in S3: the command fails", operation)
            : fmt::format("s3 {} wants a path that begins with s3://", operation),
        "write s3://BUCKET/KEY");
  }
}

void Validator::surplus(std::size_t at) {
  const std::string& text = arguments_[at].text;
  if (is_blank(text)) {
    add(Kind::unknown_option, at,
        "a space follows the backslash, so that the line is not continued: the shell runs what "
        "is before it, with a word more than the AWS CLI takes",
        "take out the space after the backslash");
    return;
  }
  // "--publicly-accessible true"
  if ((text == "true" || text == "false") && at > 0 && arguments_[at - 1].text.starts_with("--")) {
    const std::string flag = arguments_[at - 1].text;
    add(Kind::unknown_option, at,
        fmt::format("{} takes no value: '{}' is an unknown option to the AWS CLI", flag, text),
        text == "true" ? fmt::format("write {} alone", flag)
                       : fmt::format("write --no-{}", flag.substr(2)));
    return;
  }
  add(Kind::unknown_option, at,
      fmt::format("'{}' belongs to no option: the AWS CLI calls it an unknown option", text),
      "quote what holds spaces, or take it out");
}

void Validator::look_at_operation(const Operation& operation) {
  const auto options = options_of(*model_, operation);
  const auto given = look_at_options(options);
  const std::size_t words = operation.writes_file && invocation_.operation != "wait" ? 1 : 0;
  const bool unsure = may_hold_more();
  if (invocation_.positional.size() > words && !unsure) surplus(invocation_.positional[words]);
  if (words == 1 && invocation_.positional.empty() && !unsure && !takes_more_than_one(given) &&
      invocation_.option("generate-cli-skeleton") == nullptr) {
    add(Kind::missing_option, invocation_.operation_at,
        fmt::format("{} {} wants the name of a file for its answer", invocation_.service,
                    invocation_.operation),
        "add a file's name at its end, or /dev/stdout");
  }
  for (const auto& [known, option] : given) look_at_option(operation, *known, *option);
}

}  // namespace godwit::awscli
