#include "awscli/check_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "awscli/pattern.h"
#include "awscli/suggest.h"
#include "base/text.h"

namespace godwit::awscli {
namespace {

using Kind = Complaint::Kind;

bool is_integer(std::string_view text) {
  text = trim(text);
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return !text.empty() && std::ranges::all_of(text, [](char letter) {
    return (letter >= '0' && letter <= '9') || letter == '_';
  });
}

bool is_number(std::string_view text) {
  text = trim(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  return parse_number(text).has_value() || is_integer(text);
}

std::size_t letters(std::string_view text) {  // of UTF-8
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

std::string shown(double number) {
  return number == static_cast<double>(static_cast<long long>(number))
             ? std::to_string(static_cast<long long>(number))
             : fmt::format("{}", number);
}

std::string shown(std::string_view text) {
  constexpr std::size_t most = 60;
  std::string cut;
  for (const char letter : text.substr(0, most)) {
    cut += static_cast<unsigned char>(letter) < 0x20 ? ' ' : letter;
  }
  return text.size() > most ? cut + "..." : cut;
}

class Checker {
 public:
  explicit Checker(const Service& service) : service_(service) {}

  void check(const Value& value, const Shape& shape, const std::string& name) {
    if (problems_.size() >= most_problems) return;
    // What is to be put in its place can be anything.
    if (value.kind == Value::Kind::text && is_placeholder(value.text)) return;
    if (value.shorthand && value.kind == Value::Kind::text && value.text.starts_with("file"))
      return;
    if (value.kind == Value::Kind::null) return;
    switch (shape.kind) {
      case ShapeKind::structure:
      case ShapeKind::one_of:
        return structure(value, shape, name);
      case ShapeKind::list:
        return list(value, shape, name);
      case ShapeKind::map:
        return map(value, shape, name);
      case ShapeKind::text:
      case ShapeKind::enumeration:
        return text(value, shape, name);
      case ShapeKind::integer:
      case ShapeKind::long_integer:
      case ShapeKind::number:
        return number(value, shape, name);
      case ShapeKind::boolean:
        return boolean(value, name);
      case ShapeKind::blob:
        return blob(value, name);
      case ShapeKind::timestamp:
        if (value.kind == Value::Kind::list || value.kind == Value::Kind::object) {
          wrong(value, name, "a single value");
        }
        return;
      default:
        return;
    }
  }

  std::vector<ValueProblem> take() { return std::move(problems_); }

 private:
  static constexpr std::size_t most_problems = 20;

  void add(Kind kind, std::size_t begin, std::size_t end, std::string message, std::string remedy) {
    problems_.push_back({kind, begin, end, std::move(message), std::move(remedy)});
  }
  void add(Kind kind, const Value& value, std::string message, std::string remedy) {
    add(kind, value.begin, value.end, std::move(message), std::move(remedy));
  }

  static std::string_view kind_of(const Value& value) {
    switch (value.kind) {
      case Value::Kind::null:
        return "null";
      case Value::Kind::boolean:
        return "a boolean";
      case Value::Kind::number:
        return "a number";
      case Value::Kind::text:
        return "a text";
      case Value::Kind::list:
        return "a list";
      case Value::Kind::object:
        return "a structure";
    }
    return "";
  }

  void wrong(const Value& value, const std::string& name, std::string_view wanted) {
    add(Kind::wrong_type, value,
        fmt::format("{} has to be {}, and this is {}", name, wanted, kind_of(value)),
        fmt::format("give {}", wanted));
  }

  void structure(const Value& value, const Shape& shape, const std::string& name) {
    if (value.kind != Value::Kind::object) return wrong(value, name, "a structure");
    std::vector<std::string> names;
    for (const Member& member : shape.members) names.emplace_back(member.name);
    bool all_known = true;
    std::vector<std::string> meant;  // by names that are not there
    for (const Entry& entry : value.entries) {
      const Member* member = shape.member(entry.key);
      if (member != nullptr) {
        check(entry.value, *member->shape, fmt::format("{}.{}", name, entry.key));
        continue;
      }
      all_known = false;
      if (problems_.size() >= most_problems) return;
      if (const auto near = nearest_to(entry.key, names)) meant.push_back(*near);
      if (shape.came_later(entry.key) || is_placeholder(entry.key)) continue;
      // The keys of all members would be too long a list for people.
      add(Kind::unknown_member, entry.begin, entry.end,
          fmt::format("{} has no member '{}'{}", name, shown(entry.key), suggest(entry.key, names)),
          fmt::format("its members are {}", some_of(names)));
    }
    if (shape.kind == ShapeKind::one_of) {
      if (all_known && value.entries.size() != 1) {
        add(Kind::unknown_member, value,
            fmt::format("{} takes exactly one of its members, not {}", name, value.entries.size()),
            fmt::format("give one of {}", some_of(names)));
      }
      return;
    }
    for (const Member& member : shape.members) {
      if (member.required && value.find(member.name) == nullptr &&
          std::ranges::find(meant, member.name) == meant.end()) {
        add(Kind::missing_member, value,
            fmt::format("{} lacks '{}', which is required", name, member.name),
            fmt::format("add {}", member.name));
      }
    }
  }

  static std::string some_of(const std::vector<std::string>& names) {
    constexpr std::size_t most = 8;
    const auto count = static_cast<std::ptrdiff_t>(std::min(most, names.size()));
    return join({names.begin(), names.begin() + count}, ", ") +
           (names.size() > most ? fmt::format(" and {} more", names.size() - most) : "");
  }

  void length(const Value& value, const Shape& shape, const std::string& name, std::size_t size,
              std::string_view unit) {
    const auto real = static_cast<double>(size);
    if (shape.min && real < *shape.min) {
      add(Kind::bad_pattern, value,
          fmt::format("{} has {} {}, and needs at least {}", name, size, unit, shown(*shape.min)),
          "give more");
    } else if (shape.max && real > *shape.max) {
      add(Kind::bad_pattern, value,
          fmt::format("{} has {} {}, and may have {} at most", name, size, unit, shown(*shape.max)),
          "give fewer");
    }
  }

  void list(const Value& value, const Shape& shape, const std::string& name) {
    if (value.kind != Value::Kind::list) {
      // The shorthand syntax takes one element for a list of it.
      if (value.shorthand) return check(value, *shape.element, name);
      return wrong(value, name, "a list");
    }
    length(value, shape, name, value.items.size(), "elements");
    for (const Value& item : value.items) check(item, *shape.element, name + "[]");
  }

  void map(const Value& value, const Shape& shape, const std::string& name) {
    if (value.kind != Value::Kind::object) return wrong(value, name, "a map");
    length(value, shape, name, value.entries.size(), "entries");
    for (const Entry& entry : value.entries) {
      const Value key{
          .kind = Value::Kind::text, .begin = entry.begin, .end = entry.end, .text = entry.key};
      check(key, *shape.key, fmt::format("the key of {}", name));
      check(entry.value, *shape.element, fmt::format("{}.{}", name, shown(entry.key)));
    }
  }

  void text(const Value& value, const Shape& shape, const std::string& name) {
    if (value.kind != Value::Kind::text) return wrong(value, name, "a text");
    if (shape.kind == ShapeKind::enumeration) return enumeration(value, shape, name);
    if (is_in_capitals(value.text)) return;
    const std::size_t before = problems_.size();
    length(value, shape, name, letters(value.text), "characters");
    if (problems_.size() > before || shape.pattern.empty()) return;
    if (!is_made_up(value.text) && fits(shape.pattern, value.text) == false) {
      add(Kind::bad_pattern, value,
          fmt::format("{}: '{}' does not fit the pattern {}", name, shown(value.text),
                      shown(shape.pattern)),
          "write one that does");
    }
  }

  // Patterns are many values' own.
  std::optional<bool> fits(std::string_view pattern, std::string_view text) {
    auto known = patterns_.find(pattern);
    if (known == patterns_.end()) known = patterns_.emplace(pattern, Pattern(pattern)).first;
    return known->second.matches(text);
  }

  // SESSION_TOKEN, DEVICE_KEY: what people write for what is to be put there.
  static bool is_in_capitals(std::string_view text) {
    const bool capitals = std::ranges::all_of(text, [](char letter) {
      return (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '_';
    });
    return capitals && text.find('_', 1) != std::string_view::npos && text[0] >= 'A';
  }

  // Ids and ARNs that nobody takes for real ones: "subnet-02bf4c428bexample",
  // "arn:aws:acm:region:account:certificate/...".
  static bool is_made_up(std::string_view text) {
    const std::string lower = to_lower(text);
    for (const std::string_view word : {"example", ":region:", ":account", "abcd", "1234", "1111",
                                        "account-id", "account_id", "my-", "0123", "xyz"}) {
      if (lower.find(word) != std::string::npos) return true;
    }
    return false;
  }

  void enumeration(const Value& value, const Shape& shape, const std::string& name) {
    if (std::ranges::find(shape.values, value.text) != shape.values.end()) return;
    if (value.text.empty()) return;
    std::vector<std::string> names(shape.values.begin(), shape.values.end());
    std::string meant = suggest(value.text, names);
    for (const std::string& each : names) {
      if (!equal_ignoring_case(each, value.text)) continue;
      if (service_.name == "ec2") return;  // which takes "TCP" for "tcp"
      meant = fmt::format(" (did you mean '{}'?)", each);
    }
    add(Kind::not_in_enumeration, value,
        fmt::format("{} has no value '{}'{}", name, shown(value.text), meant),
        fmt::format("use one of {}", some_of(names)));
  }

  void number(const Value& value, const Shape& shape, const std::string& name) {
    const bool whole = shape.kind != ShapeKind::number;
    const std::string_view wanted = whole ? "a whole number" : "a number";
    if (value.kind == Value::Kind::text && !value.shorthand) return wrong(value, name, wanted);
    if (value.kind != Value::Kind::number && value.kind != Value::Kind::text) {
      return wrong(value, name, wanted);
    }
    if (whole ? !is_integer(value.text) : !is_number(value.text)) {
      return add(Kind::wrong_type, value,
                 fmt::format("{} is {}, and '{}' is none", name, wanted, shown(value.text)),
                 fmt::format("give {}", wanted));
    }
    const auto real = parse_number(trim(value.text));
    if (!real) return;
    if ((shape.min && *real < *shape.min) || (shape.max && *real > *shape.max)) {
      const std::string limits =
          shape.min && shape.max
              ? fmt::format("from {} to {}", shown(*shape.min), shown(*shape.max))
          : shape.min ? fmt::format("at least {}", shown(*shape.min))
                      : fmt::format("at most {}", shown(*shape.max));
      add(Kind::bad_pattern, value, fmt::format("{} is {}, not {}", name, limits, value.text),
          fmt::format("give a number that is {}", limits));
    }
  }

  // Version 2 of the CLI takes base64, unless it is told otherwise. Of other letters Python's
  // decoder makes nothing; what is left has to be whole.
  void blob(const Value& value, const std::string& name) {
    if (value.kind != Value::Kind::text) return wrong(value, name, "a text in base64");
    std::size_t count = 0;
    bool strange = false;
    for (const char letter : value.text) {
      const bool alphabet = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                            (letter >= '0' && letter <= '9') || letter == '+' || letter == '/';
      if (alphabet) ++count;
      strange = strange || !(alphabet || letter == '=' || letter == '\n' || letter == '\r');
    }
    if (!strange && (count % 4 == 0 || value.text.ends_with('='))) return;
    add(Kind::not_base64, value,
        fmt::format("version 2 of the AWS CLI reads {} as base64, and this is none", name),
        "add --cli-binary-format raw-in-base64-out, or give fileb://FILE");
  }

  void boolean(const Value& value, const std::string& name) {
    if (value.kind == Value::Kind::boolean) return;
    if (value.shorthand && value.kind == Value::Kind::text &&
        (equal_ignoring_case(value.text, "true") || equal_ignoring_case(value.text, "false"))) {
      return;
    }
    wrong(value, name, "true or false");
  }

  const Service& service_;
  std::vector<ValueProblem> problems_;
  std::map<std::string_view, Pattern> patterns_;
};

}  // namespace

std::vector<ValueProblem> check_value(const Value& value, const Shape& shape, std::string_view name,
                                      const Service& service) {
  Checker checker(service);
  checker.check(value, shape, std::string(name));
  return checker.take();
}

bool is_placeholder(std::string_view text) {
  // What the shell would have to say, what others put in (Jinja, CloudFormation), and what people
  // write for people.
  constexpr auto marks = std::to_array<std::string_view>(
      {"${", "$(", "{{", "...", "\u2026", "<", "%s", "xxx", "XXX", "YOUR", "your-", "your_",
       "REPLACE", "CHANGE", "EXAMPLE", "PLACEHOLDER"});
  for (const std::string_view mark : marks) {
    if (text.find(mark) != std::string_view::npos) return true;
  }
  // [NEW_ID]
  const std::size_t open = text.find('[');
  const std::size_t close = text.find(']', open == std::string_view::npos ? 0 : open);
  if (open != std::string_view::npos && close != std::string_view::npos && close > open + 1) {
    return std::ranges::all_of(text.substr(open + 1, close - open - 1), [](char letter) {
      return (letter >= 'A' && letter <= 'Z') || letter == '_' || letter == ' ' || letter == '-' ||
             (letter >= '0' && letter <= '9');
    });
  }
  // MY_BUCKET, ACCOUNT-ID: words in capitals that an underscore holds together are told apart from
  // values of enumerations by whoever asks.
  return false;
}

}  // namespace godwit::awscli
