#include "awscli/options.h"

#include <algorithm>

#include "awscli/arity.h"
#include "awscli/customizations.h"

namespace godwit::awscli {
namespace {

void add(std::vector<KnownOption>& options, KnownOption option) {
  const auto same = std::ranges::find(options, option.name, &KnownOption::name);
  if (same != options.end()) {
    *same = std::move(option);
  } else {
    options.push_back(std::move(option));
  }
}

void add_own(std::vector<KnownOption>& options, const OwnOption& own) {
  add(options, {.name = std::string(own.name),
                .most = own.most,
                .required = own.required,
                .value_optional = own.value_optional});
}

// A structure of one boolean, 'Value', is given as if it were the boolean itself.
bool wraps_boolean(const Shape& shape) {
  return shape.kind == ShapeKind::structure && shape.members.size() == 1 &&
         shape.members[0].name == "Value" && shape.members[0].shape->kind == ShapeKind::boolean;
}

}  // namespace

std::vector<KnownOption> options_of(const Service& service, const Operation& operation) {
  std::vector<KnownOption> options;
  const std::size_t count = operation.input == nullptr ? 0
                                                       : std::min(operation.options.size(),
                                                                  operation.input->members.size());
  for (std::size_t i = 0; i < count; ++i) {
    const Member& member = operation.input->members[i];
    const std::string_view own_name = operation.options[i];
    std::string_view name = renamed(service.name, operation.name, own_name);
    const bool required = member.required && !is_relaxed(service.name, operation.name, own_name);
    if (name == "*") {
      // Under one of several names, by operation.
      for (const char* prefix : {"build-", "script-", "bot-", "intent-", "slot-type-", "resource-",
                                 "grant-", "license-", "campaign-", "segment-", "template-"}) {
        add(options, {.name = prefix + std::string(own_name), .member = &member});
      }
      continue;
    }
    const Shape& shape = *member.shape;
    KnownOption option{.name = std::string(name), .member = &member, .required = required};
    if (shape.kind == ShapeKind::boolean) {
      option.most = 0;
      const std::string no = "no-" + std::string(own_name);
      add(options, {.name = std::string(renamed(service.name, operation.name, no)),
                    .member = &member,
                    .most = 0,
                    .negative = true});
    } else if (wraps_boolean(shape)) {
      option.value_optional = true;
      const std::string no = "no-" + std::string(own_name);
      add(options, {.name = std::string(renamed(service.name, operation.name, no)),
                    .member = &member,
                    .most = 0,
                    .negative = true});
    } else if (shape.kind == ShapeKind::list) {
      option.most = any_number;
      option.value_optional = true;  // an empty list
    }
    add(options, std::move(option));
  }
  for (const std::string_view name : operation.later) {
    // A flag, a value or a list: whoever knows gives it what it takes.
    for (const char* prefix : {"", "no-"}) {
      add(options, {.name = prefix + std::string(renamed(service.name, operation.name, name)),
                    .most = any_number,
                    .value_optional = true,
                    .later = true});
    }
  }
  const OwnCommand additions{.options = added_options(service.name, operation.name)};
  for (const OwnOption& own : options_of(additions)) add_own(options, own);
  if (operation.paginated) {
    add(options, {.name = "starting-token"});
    add(options, {.name = "max-items"});
    if (operation.page_size) add(options, {.name = "page-size"});
  }
  add(options, {.name = "cli-input-json"});
  add(options, {.name = "cli-input-yaml"});
  add(options, {.name = "generate-cli-skeleton", .value_optional = true});
  return options;
}

std::vector<KnownOption> known_options(std::string_view service, std::string_view operation,
                                       std::string_view waiter) {
  if (const OwnCommand* own = find_own_command(service, operation)) {
    std::vector<KnownOption> options;
    for (const OwnOption& option : options_of(*own)) add_own(options, option);
    return options;
  }
  if (is_open_service(service) || is_open_command(service, operation)) return {};
  const Service* model = find_service(service);
  if (model == nullptr) return {};
  if (operation == "wait") {
    const Waiter* found = model->waiter(waiter);
    if (found == nullptr) return {};
    operation = found->operation;
  }
  const Operation* found = model->operation(operation);
  if (found == nullptr) return {};
  return options_of(*model, *found);
}

const KnownOption* find_option(const std::vector<KnownOption>& options, std::string_view name) {
  const KnownOption* only = nullptr;
  int count = 0;
  for (const KnownOption& option : options) {
    if (option.name == name) return &option;
    if (std::string_view(option.name).starts_with(name)) {
      only = &option;
      ++count;
    }
  }
  return count == 1 ? only : nullptr;
}

}  // namespace godwit::awscli
