#include "awscli/validate.h"

#include <fmt/format.h>

#include <algorithm>

#include "awscli/check_value.h"
#include "awscli/customizations.h"
#include "awscli/global_options.h"
#include "awscli/jmespath.h"
#include "awscli/json.h"
#include "awscli/options.h"
#include "awscli/query_type.h"
#include "awscli/shorthand.h"
#include "awscli/suggest.h"
#include "base/text.h"
#include "catalog/catalog.h"

namespace godwit::awscli {
namespace {

using Kind = Complaint::Kind;

// More of one command than anybody reads.
constexpr std::size_t most_complaints = 50;

// A text that a value is read from: an argument's, or the file's that it names.
struct Source {
  std::string_view text;
  std::size_t argument = 0;
  std::size_t offset = 0;  // of the text within the argument's: "--name=" stands before it
  bool in_file = false;
  bool known = true;
};

Place place_in(std::string_view text, std::size_t offset) {
  Place place{1, 1};
  for (const char letter : text.substr(0, std::min(offset, text.size()))) {
    if (letter == '\n') {
      ++place.line;
      place.column = 1;
    } else if ((static_cast<unsigned char>(letter) & 0xC0) != 0x80) {
      ++place.column;
    }
  }
  return place;
}

bool stands_for_words(const Argument& argument) {
  return !argument.known || argument.text == "..." || argument.text == "\u2026" ||
         argument.text == "\\" || argument.text.starts_with('[') || argument.text.starts_with('<');
}

class Validator {
 public:
  Validator(const Invocation& invocation, const std::vector<Argument>& arguments,
            const FileOf& file_of)
      : invocation_(invocation), arguments_(arguments), file_of_(file_of) {}

  std::vector<Complaint> run() {
    // How Windows' shells continue a line: not for the shell that this was read by.
    for (const Argument& argument : arguments_) {
      if (argument.text == "^" || argument.text == "`") return {};
    }
    look_at_globals();
    look_at_command();
    look_at_query();
    std::ranges::stable_sort(complaints_, {}, &Complaint::argument);
    return std::move(complaints_);
  }

 private:
  Complaint& add(Kind kind, std::size_t argument, std::string message, std::string remedy) {
    Complaint complaint;
    complaint.kind = kind;
    complaint.argument = argument;
    complaint.words = arguments_[argument].text;
    complaint.message = std::move(message);
    complaint.remedy = std::move(remedy);
    return complaints_.emplace_back(std::move(complaint));
  }
  void add(Kind kind, const Source& source, std::size_t begin, std::size_t end, std::string message,
           std::string remedy) {
    Complaint& complaint = add(kind, source.argument, std::move(message), std::move(remedy));
    const std::string_view whole =
        source.in_file ? source.text : std::string_view(arguments_[source.argument].text);
    complaint.in_file = source.in_file;
    complaint.place = place_in(whole, begin + source.offset);
    end = std::min(std::max(begin, end), source.text.size());
    complaint.words = std::string(source.text.substr(std::min(begin, end), end - begin));
  }

  Source source_of(const Option& option, std::size_t index) const {
    const Argument& argument = arguments_[index];
    Source source{.text = argument.text, .argument = index, .known = argument.known};
    if (index == option.at) {  // --name=value
      source.offset = argument.text.find('=') + 1;
      source.text.remove_prefix(source.offset);
    }
    return source;
  }

  // ---- Global options ---------------------------------------------------------------------------

  void look_at_globals() {
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

  void look_at_region(const Source& source) {
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

  // ---- The command ------------------------------------------------------------------------------

  bool is_known(std::size_t argument) const {
    return argument != 0 && arguments_[argument].known && !stands_for_words(arguments_[argument]) &&
           !is_placeholder(arguments_[argument].text);
  }

  void look_at_command() {
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

  static std::vector<std::string> own_operations(std::string_view service) {
    std::vector<std::string> names;
    for (const OwnCommand& each : own_commands()) {
      if (each.service == service && !each.operation.empty()) names.emplace_back(each.operation);
    }
    return names;
  }

  void unknown_operation(const std::vector<std::string>& names) {
    add(Kind::unknown_operation, invocation_.operation_at,
        fmt::format("{} has no operation '{}'{}", invocation_.service, invocation_.operation,
                    suggest(invocation_.operation, names)),
        fmt::format("see aws {} help for what it has", invocation_.service));
  }

  const Operation* find_operation() {
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

  void look_at_waiter() {
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

  // Could words that nobody knows hold options?
  static bool is_blank(std::string_view text) {
    return !text.empty() && text.find_first_not_of(" \t") == std::string_view::npos;
  }

  // "\\ " at a line's end: what was to follow is not a part of it.
  bool ends_early() const {
    return std::ranges::any_of(invocation_.positional,
                               [&](std::size_t at) { return is_blank(arguments_[at].text); });
  }

  bool may_hold_more() const {
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

  // The nearest name, or the only one that ends alike: --policy of --key-policy.
  static std::string meant_by(const std::string& name, const std::vector<KnownOption>& options,
                              const std::vector<std::string>& names) {
    std::string meant = suggest(name, names);
    if (!meant.empty()) return meant;
    int count = 0;
    for (const KnownOption& each : options) {
      if (!name.ends_with("-" + each.name) && !each.name.ends_with("-" + name)) continue;
      meant = fmt::format(" (did you mean '{}'?)", each.name);
      ++count;
    }
    return count == 1 ? meant : "";
  }

  void unknown_option(const Option& option, const std::vector<KnownOption>& options) {
    std::vector<std::string> names;
    for (const KnownOption& each : options) names.push_back(each.name);
    for (const GlobalOption& each : global_options()) names.emplace_back(each.name);
    const std::string asked =
        invocation_.operation == "wait"
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
  std::vector<std::pair<const KnownOption*, const Option*>> look_at_options(
      const std::vector<KnownOption>& options) {
    std::vector<std::pair<const KnownOption*, const Option*>> given;
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

  static std::string_view without_no(std::string_view name) {
    if (name.starts_with("no-")) name.remove_prefix(3);
    return name;
  }

  static bool is_global_prefix(std::string_view name) {
    return std::ranges::count_if(global_options(), [&](const GlobalOption& each) {
             return each.name.starts_with(name);
           }) == 1;
  }

  void look_at_missing(const std::vector<KnownOption>& options,
                       const std::vector<std::pair<const KnownOption*, const Option*>>& given) {
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

  // ---- Commands of the CLI's own ----------------------------------------------------------------

  void look_at_own(const OwnCommand& command) {
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

  void look_at_s3(std::string_view operation) {
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

  void surplus(std::size_t at) {
    const std::string& text = arguments_[at].text;
    if (is_blank(text)) {
      add(Kind::unknown_option, at,
          "a space follows the backslash, so that the line is not continued: the shell runs what "
          "is before it, with a word more than the AWS CLI takes",
          "take out the space after the backslash");
      return;
    }
    // "--publicly-accessible true"
    if ((text == "true" || text == "false") && at > 0 &&
        arguments_[at - 1].text.starts_with("--")) {
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

  // ---- Operations of a model --------------------------------------------------------------------

  void look_at_operation(const Operation& operation) {
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

  // A list of values may have taken what is a file's name.
  static bool takes_more_than_one(
      const std::vector<std::pair<const KnownOption*, const Option*>>& given) {
    return std::ranges::any_of(given, [](const auto& each) {
      return each.first->most > 1 && each.second->values.size() > 1;
    });
  }

  void look_at_option(const Operation& operation, const KnownOption& known, const Option& option) {
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

  // A parameter's text, or its file's; nothing where that is not known, or is no text of a value.
  std::optional<Source> resolve(const Source& source) const {
    if (source.text.starts_with("fileb://")) return {};
    if (!source.text.starts_with("file://")) return source;
    const SourceText* file = source.known && file_of_ ? file_of_(source.text) : nullptr;
    if (file == nullptr && source.known && file_of_) file = file_of_(source.text.substr(7));
    if (file == nullptr) return {};
    return Source{.text = file->content(), .argument = source.argument, .in_file = true};
  }

  std::optional<Value> read(const Source& source, bool json, std::string_view name) {
    auto value = json ? read_json(source.text) : read_shorthand(source.text);
    if (value) return std::move(*value);
    // What is unknown may be more than it looks, and what is for people is no JSON.
    if (!source.known) return {};
    const SyntaxError& error = value.error();
    const bool cut = error.message.find("cut short") != std::string::npos;
    if (!cut && !source.in_file && is_placeholder(source.text)) return {};
    add(json ? Kind::bad_json : Kind::wrong_type, source, error.at, error.at + 1,
        cut ? fmt::format(
                  "the JSON of {} is cut short by '...': the command cannot run as it stands", name)
        : json ? fmt::format("{} is no JSON: {}", name, error.message)
               : fmt::format("{} is not in the shorthand syntax: {}", name, error.message),
        cut    ? "write it out"
        : json ? "repair the JSON; jq . shows the same"
               : "write KEY=VALUE,KEY=VALUE, or JSON");
    return {};
  }

  void check(const Value& value, const Shape& shape, const Source& source, std::string_view name) {
    for (ValueProblem& problem : check_value(value, shape, name, *model_)) {
      if (problem.kind == Kind::not_base64 && invocation_.option("cli-binary-format")) continue;
      add(problem.kind, source, problem.begin, problem.end, std::move(problem.message),
          std::move(problem.remedy));
    }
  }

  static char first_letter(std::string_view text) {
    text = trim(text);
    return text.empty() ? '\0' : text[0];
  }

  void look_at_values(const Shape& shape, const Option& option) {
    const std::string name = "--" + option.name;
    const bool list = shape.kind == ShapeKind::list;
    if (list && option.values.size() == 1) {
      const auto source = resolve(source_of(option, option.values[0]));
      if (!source) return;
      if (first_letter(source->text) == '[') {
        if (const auto value = read(*source, true, name)) check(*value, shape, *source, name);
        return;
      }
      look_at_value(*shape.element, *source, name, true);
      return;
    }
    if (list) {
      for (const std::size_t at : option.values) {
        if (const auto source = resolve(source_of(option, at))) {
          look_at_value(*shape.element, *source, name, true);
        }
      }
      return;
    }
    if (const auto source = resolve(source_of(option, option.values[0]))) {
      look_at_value(shape, *source, name, false);
    }
  }

  void look_at_value(const Shape& shape, const Source& source, std::string_view name,
                     bool element) {
    if (shape.is_complex()) return look_at_structure(shape, source, name, element);
    if (shape.kind == ShapeKind::document) {
      if (const auto value = read(source, true, name)) check(*value, shape, source, name);
      return;
    }
    if (!source.known || source.in_file || is_capitals(source.text)) return;
    // A scalar on the command line is what the shorthand syntax has, too: a text.
    const Value value{.kind = Value::Kind::text,
                      .end = source.text.size(),
                      .text = std::string(source.text),
                      .shorthand = true};
    check(value, shape, source, name);
  }

  // MY_BUCKET: nobody's bucket.
  bool is_capitals(std::string_view text) const {
    const bool capitals = text.size() > 2 && std::ranges::all_of(text, [](char letter) {
                            return (letter >= 'A' && letter <= 'Z') || letter == '_' ||
                                   letter == '-' || (letter >= '0' && letter <= '9');
                          });
    return capitals &&
           (text.find('_') != std::string_view::npos || text == "NAME" || text == "ID") &&
           (text.find("NAME") != std::string_view::npos ||
            text.find("ID") != std::string_view::npos ||
            text.find("ARN") != std::string_view::npos ||
            text.find("MY_") != std::string_view::npos ||
            text.find("REGION") != std::string_view::npos ||
            text.find("ACCOUNT") != std::string_view::npos);
  }

  void look_at_structure(const Shape& shape, const Source& source, std::string_view name,
                         bool element) {
    const char first = first_letter(source.text);
    if (first == '{' || first == '[') {
      if (const auto value = read(source, true, name)) check(*value, shape, source, name);
      return;
    }
    if (source.in_file && first == '\0') return;
    // A structure of one member may be given by that alone, here and there.
    const bool plain = source.text.find('=') == std::string_view::npos;
    if (plain && shape.is_structure() && shape.members.size() == 1) return;
    if (!source.known && plain) return;
    if (is_placeholder(source.text) && plain) return;
    if (plain && !element && source.text.find(':') != std::string_view::npos && source.in_file)
      return;
    if (const auto value = read(source, false, name)) check(*value, shape, source, name);
  }

  // --cli-input-json: everything at once; options may add to it.
  void look_at_input(const Shape& input, const Option& option) {
    if (option.values.empty()) return;
    const auto source = resolve(source_of(option, option.values[0]));
    if (!source) return;
    const auto value = read(*source, true, "--cli-input-json");
    if (!value) return;
    for (ValueProblem& problem : check_value(*value, input, "--cli-input-json", *model_)) {
      if (problem.kind == Kind::missing_member && problem.begin == value->begin) continue;
      add(problem.kind, *source, problem.begin, problem.end, std::move(problem.message),
          std::move(problem.remedy));
    }
  }

  // ---- --query ----------------------------------------------------------------------------------

  void look_at_query() {
    const Option* option = invocation_.option("query");
    if (option == nullptr || option->values.empty()) return;
    const Source source = source_of(*option, option->values[0]);
    auto query = jmespath::parse(source.text);
    if (!query) {
      if (!source.known || is_placeholder(source.text)) return;
      add(Kind::query_invalid, source, query.error().at, query.error().at + 1,
          fmt::format("the query is no JMESPath: {}", query.error().message),
          "see https://jmespath.org/specification.html");
      return;
    }
    if (invocation_.option("generate-cli-skeleton") != nullptr) return;
    const bool typed = operation_ != nullptr && invocation_.operation != "wait";
    for (QueryProblem& problem :
         typed ? look_at(*query, operation_->output, *model_, *operation_) : look_at(*query)) {
      if (!source.known && problem.invalid) continue;
      add(problem.invalid ? Kind::query_invalid : Kind::query_no_member, source, problem.begin,
          problem.end, std::move(problem.message), std::move(problem.remedy));
    }
  }

  const Invocation& invocation_;
  const std::vector<Argument>& arguments_;
  const FileOf& file_of_;
  const Service* model_ = nullptr;
  const Operation* operation_ = nullptr;
  std::vector<Complaint> complaints_;
};

}  // namespace

std::vector<Complaint> validate(const Invocation& invocation,
                                const std::vector<Argument>& arguments, const FileOf& file_of) {
  return Validator(invocation, arguments, file_of).run();
}

bool knows_service(std::string_view service) {
  return is_own_service(service) || find_service(service) != nullptr;
}

bool knows_operation(std::string_view service, std::string_view operation) {
  if (find_own_command(service, operation) != nullptr || is_open_command(service, operation)) {
    return true;
  }
  const Service* model = find_service(service);
  if (model == nullptr || removed(service, operation)) return false;
  return model->operation(operation) != nullptr || (operation == "wait" && !model->waiters.empty());
}

bool only_reads(std::string_view service, std::string_view operation) {
  if (operation == "wait") return true;
  if (service == "s3") return operation == "ls" || operation == "presign";
  if (service == "configure") return operation == "list" || operation == "get";
  if (service == "logs" && operation == "tail") return true;
  for (const std::string_view verb : {"get-", "list-", "describe-", "head-", "lookup-", "search-",
                                      "batch-get-", "test-", "validate-", "estimate-", "detect-",
                                      "select-", "simulate-", "scan", "query", "generate-"}) {
    if (operation.starts_with(verb)) return true;
  }
  return false;
}

std::string endpoint_prefix(std::string_view service) {
  if (service == "s3" || service == "s3api") return "s3";
  if (service == "ddb") return "dynamodb";
  const Service* model = find_service(service == "opsworkscm" ? "opsworks-cm" : service);
  return model == nullptr ? "" : model->endpoint_prefix;
}

}  // namespace godwit::awscli
