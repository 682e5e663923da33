#include "check/texts.h"

namespace godwit::check {

Texts::Texts(const Subject& subject) {
  for (const Document& document : subject.documents) {
    by_file_.emplace(document.path, &document.content.source);
  }
  if (subject.plan != nullptr) by_file_.emplace(subject.plan->file, &subject.plan_text);
  for (const ShownFile& file : subject.files) {
    if (file.document == -1) by_file_.emplace(file.path, &file.text);
  }
}

std::string_view Texts::line(const Location& at) const {
  const auto found = by_file_.find(at.file);
  if (found == by_file_.end() || at.line < 1) return {};
  return found->second->line(static_cast<std::size_t>(at.line));
}

}  // namespace godwit::check
