#include "check/script.h"

namespace godwit::check {

const Word* Command::option(std::string_view option_name) const {
  const awscli::Option* found = aws ? aws->option(option_name) : nullptr;
  if (found == nullptr) return nullptr;
  const std::size_t at = found->values.empty() ? found->at : found->values.front();
  return at < words.size() ? &words[at] : nullptr;
}

std::string Command::option_text(std::string_view option_name) const {
  return aws ? aws->value(option_name).value_or("") : "";
}

bool Command::is(std::string_view service, std::string_view operation) const {
  return aws && aws->service == service && aws->operation == operation;
}

SourceText text_of(const Word& word) {
  std::vector<Place> lines = word.lines;
  if (lines.empty()) lines.push_back({word.span.at.line, word.span.at.column});
  return {word.span.at.file, word.value.text, std::move(lines)};
}

}  // namespace godwit::check
