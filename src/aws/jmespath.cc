#include "aws/jmespath.h"

#include <cstdlib>

#include "base/text.h"

namespace godwit::aws {

namespace {

bool is_name_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '_';
}

class Evaluator {
 public:
  Evaluator(std::string_view expression, const Value& root) : rest_(expression), root_(root) {}

  Value whole() {
    Value value = comparison();
    while (take("||")) {
      Value other = comparison();
      if (!is_true(value)) value = std::move(other);
    }
    if (!rest_.empty()) std::abort();
    return value;
  }

 private:
  bool take(std::string_view token) {
    rest_ = trim(rest_);
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    rest_ = trim(rest_);
    return true;
  }

  std::string_view take_until(char end) {
    const std::size_t length = rest_.find(end);
    if (length == std::string_view::npos) std::abort();
    const std::string_view taken = rest_.substr(0, length);
    rest_.remove_prefix(length + 1);
    return taken;
  }

  Value comparison() {
    Value left = term();
    if (!take(">")) return left;
    if (!take("`")) std::abort();
    const auto right = parse_integer(take_until('`'));
    if (!right) std::abort();
    rest_ = trim(rest_);
    // Only numbers have an order.
    if (!left.is_integer()) return {};
    return left.integer() > *right;
  }

  Value term() {
    if (!take("length(")) return path();
    const Value of = path();
    if (!take(")")) std::abort();
    if (of.is_list()) return static_cast<std::uint64_t>(of.list().size());
    if (of.is_members()) return static_cast<std::uint64_t>(of.members().size());
    if (of.is_text()) return static_cast<std::uint64_t>(of.text().size());
    return {};
  }

  // After a flattened list, what follows is asked of each of its elements.
  Value path() {
    Value current = name_in(root_);
    bool each = false;
    for (;;) {
      if (take("[]")) {
        current = flattened(current);
        each = true;
      } else if (take("[")) {
        const auto index = parse_integer(take_until(']'));
        if (!index) std::abort();
        current =
            of_each(current, each, [&](const Value& value) { return element(value, *index); });
      } else if (take(".")) {
        const std::string_view name = take_name();
        current = of_each(current, each, [&](const Value& value) { return value[name]; });
      } else {
        return current;
      }
    }
  }

  std::string_view take_name() {
    std::size_t length = 0;
    while (length < rest_.size() && is_name_letter(rest_[length])) ++length;
    if (length == 0) std::abort();
    const std::string_view name = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return name;
  }

  Value name_in(const Value& value) {
    rest_ = trim(rest_);
    return value[take_name()];
  }

  static Value of_each(const Value& current, bool each, auto ask) {
    if (!each) return ask(current);
    if (!current.is_list()) return {};
    List list;
    for (const Value& value : current.list()) {
      Value part = ask(value);
      if (part.present()) list.push_back(std::move(part));
    }
    return Value(std::move(list));
  }

  static Value element(const Value& value, std::int64_t index) {
    const auto size = static_cast<std::int64_t>(value.list().size());
    if (index < 0) index += size;
    if (index < 0 || index >= size) return {};
    return value.list()[static_cast<std::size_t>(index)];
  }

  static Value flattened(const Value& value) {
    if (!value.is_list()) return {};
    List list;
    for (const Value& each : value.list()) {
      if (each.is_list()) {
        list.insert(list.end(), each.list().begin(), each.list().end());
      } else {
        list.push_back(each);
      }
    }
    return Value(std::move(list));
  }

  std::string_view rest_;
  const Value& root_;
};

}  // namespace

Value evaluate(std::string_view expression, const Value& value) {
  return Evaluator(expression, value).whole();
}

bool is_true(const Value& value) {
  if (value.is_flag()) return value.flag();
  if (value.is_text()) return !value.text().empty();
  if (value.is_list()) return !value.list().empty();
  if (value.is_members()) return !value.members().empty();
  return value.present();
}

}  // namespace godwit::aws
