#include "aws/value.h"

namespace godwit::aws {

namespace {

constinit const Value absent;
const std::string no_text;  // constant for GCC; clang 19 does not see it with its library
constinit const List no_list;
constinit const Members no_members;

}  // namespace

bool Value::flag() const {
  const auto* flag = std::get_if<bool>(&data_);
  return flag != nullptr && *flag;
}

std::int64_t Value::integer() const {
  const auto* number = std::get_if<std::int64_t>(&data_);
  return number != nullptr ? *number : 0;
}

double Value::number() const {
  if (const auto* number = std::get_if<double>(&data_)) return *number;
  return static_cast<double>(integer());
}

const std::string& Value::text() const {
  const auto* text = std::get_if<std::string>(&data_);
  return text != nullptr ? *text : no_text;
}

Time Value::time() const {
  const auto* time = std::get_if<Time>(&data_);
  return time != nullptr ? *time : Time{};
}

Body Value::body() const {
  if (const auto* body = std::get_if<Body>(&data_)) return *body;
  return Body(text());
}

const List& Value::list() const {
  const auto* list = std::get_if<List>(&data_);
  return list != nullptr ? *list : no_list;
}

const Members& Value::members() const {
  const auto* members = std::get_if<Members>(&data_);
  return members != nullptr ? *members : no_members;
}

Members Value::take_members() && {
  auto* members = std::get_if<Members>(&data_);
  return members != nullptr ? std::move(*members) : Members();
}

const Value& Value::operator[](std::string_view name) const {
  for (const auto& [key, value] : members()) {
    // Names of one length differ in their last letter as a rule: that is cheaper than to ask.
    if (key.size() != name.size() || (!name.empty() && key.back() != name.back())) continue;
    if (key == name) return value;
  }
  return absent;
}

Value& Value::set(std::string_view name, Value value) {
  if (!value.present()) return *this;
  if (!present()) data_ = Members{};
  auto& members = std::get<Members>(data_);
  for (auto& [key, old] : members) {
    if (key == name) {
      old = std::move(value);
      return *this;
    }
  }
  if (members.empty()) members.reserve(8);
  members.emplace_back(name, std::move(value));
  return *this;
}

Value& Value::push(Value value) {
  if (!present()) data_ = List{};
  std::get<List>(data_).push_back(std::move(value));
  return *this;
}

}  // namespace godwit::aws
