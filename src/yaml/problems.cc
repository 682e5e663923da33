#include "yaml/problems.h"

#include <fmt/format.h>

#include <utility>

#include "base/text.h"

namespace godwit::yaml {

namespace {

constexpr std::size_t most_errors = 100;
constexpr std::size_t most_quoted_bytes = 60;
constexpr std::size_t longest_slip_bytes = 64;

}  // namespace

Problems::Problems(std::string operation, std::string file)
    : operation_(std::move(operation)), file_(std::move(file)) {}

void Problems::add(Place place, std::string cause, std::string remedy) {
  if (errors_.size() == most_errors) {
    ++left_out_;
    return;
  }
  errors_.emplace(place, Error{.kind = ErrorKind::invalid,
                               .operation = operation_,
                               .subject = file_,
                               .cause = std::move(cause),
                               .remedy = std::move(remedy),
                               .where = at(place)});
}

std::string Problems::suggest(std::string_view text, const std::vector<std::string>& names) const {
  if (text.size() > longest_slip_bytes || errors_.size() == most_errors) return {};
  return did_you_mean(text, names);
}

Errors Problems::take() {
  Errors errors;
  for (auto& [place, error] : std::exchange(errors_, {})) errors.push_back(std::move(error));
  if (left_out_ > 0) {
    errors.push_back({.kind = ErrorKind::invalid,
                      .operation = operation_,
                      .subject = file_,
                      .cause = fmt::format("{} further errors are not shown", left_out_),
                      .remedy = "repair these first",
                      .where = at({})});
    left_out_ = 0;
  }
  return errors;
}

std::string in_quotes(std::string_view text) {
  std::string shown;
  for (const char letter : text.substr(0, most_quoted_bytes)) {
    // A terminal takes control characters for commands.
    const bool control = static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F;
    shown += control ? ' ' : letter;
  }
  if (text.size() > most_quoted_bytes) {
    // Never half a character: drop what continues one, and then its beginning.
    while (!shown.empty() && (static_cast<unsigned char>(shown.back()) & 0xC0) == 0x80) {
      shown.pop_back();
    }
    if (!shown.empty() && static_cast<unsigned char>(shown.back()) >= 0x80) shown.pop_back();
    shown += "...";
  }
  return "'" + shown + "'";
}

std::string alternatives(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  return text;
}

}  // namespace godwit::yaml
