// What commands set of health checks.
#include "base/text.h"
#include "check/batches.h"
#include "check/loose_json.h"

namespace godwit::check {
namespace {

// A member of the check's settings, in the shorthand syntax (A=b,C=d) or in JSON.
class Settings {
 public:
  explicit Settings(std::string_view text) : json_(read_loose_json(text)) {
    if (json_) return;
    for (const std::string_view part : split(text, ',')) {
      const std::size_t equals = part.find('=');
      if (equals == std::string_view::npos) continue;
      shorthand_[std::string(trim(part.substr(0, equals)))] = trim(part.substr(equals + 1));
    }
  }

  std::string operator[](std::string_view name) const {
    if (json_) {
      const yaml::Node* node = member(&json_->tree, name);
      return node != nullptr ? node->text : std::string();
    }
    const auto found = shorthand_.find(name);
    return found != shorthand_.end() ? found->second : std::string();
  }

 private:
  std::optional<LooseJson> json_;
  std::map<std::string, std::string, std::less<>> shorthand_;
};

std::optional<bool> flag_of(std::string_view text) {
  if (equal_ignoring_case(text, "true")) return true;
  if (equal_ignoring_case(text, "false")) return false;
  return std::nullopt;
}

std::optional<int> small_number(std::string_view text) {
  const auto number = parse_integer(text);
  constexpr int most = 1000;
  if (!number || *number < 0 || *number > most) return std::nullopt;
  return static_cast<int>(*number);
}

Span word_span(const Command& command, std::size_t at) {
  return at < command.words.size() ? command.words[at].span : command.span;
}

std::optional<CheckChange> creation(const Subject& subject, const Command& command) {
  const auto text = text_of_parameter(subject, command, "health-check-config");
  if (!text) return std::nullopt;
  const Settings settings(text->content());
  CheckChange change;
  change.created = true;
  if (!command.sets.empty()) change.id = placeholder_name("$" + command.sets);
  change.disabled = flag_of(settings["Disabled"]).value_or(false);
  change.inverted = flag_of(settings["Inverted"]).value_or(false);
  constexpr int usual_interval_s = 30;
  constexpr int usual_threshold = 3;
  const std::string interval = settings["RequestInterval"];
  const std::string threshold = settings["FailureThreshold"];
  // What is given and cannot be read is not known.
  if (const auto number = interval.empty() ? usual_interval_s : small_number(interval)) {
    change.interval = seconds(*number);
  }
  change.threshold = threshold.empty() ? usual_threshold : small_number(threshold);
  if (const Word* word = command.option("health-check-config")) change.disabled_at = word->span;
  return change;
}

CheckChange update(const Command& command) {
  CheckChange change;
  if (const Word* word = command.option("health-check-id")) {
    change.id = placeholder_name(word->value.text);
  }
  const auto flag = [&](const std::string& name, std::optional<bool>& value) {
    if (command.aws->option(name) != nullptr) value = true;
    if (command.aws->option("no-" + name) != nullptr) value = false;
  };
  flag("disabled", change.disabled);
  flag("inverted", change.inverted);
  if (const auto* option = command.aws->option("disabled")) {
    change.disabled_at = word_span(command, option->at);
  }
  change.threshold = small_number(command.option_text("failure-threshold"));
  return change;
}

}  // namespace

std::vector<CheckChange> check_changes(const Subject& subject) {
  std::vector<CheckChange> changes;
  for (const Command& command : subject.commands) {
    if (changes.size() == most_batches) break;
    std::optional<CheckChange> change;
    if (command.is("route53", "create-health-check")) change = creation(subject, command);
    if (command.is("route53", "update-health-check")) change = update(command);
    if (!change) continue;
    change->command = command.index;
    change->span = word_span(command, command.aws->operation_at);
    changes.push_back(*std::move(change));
  }
  return changes;
}

}  // namespace godwit::check
