// Any bytes as a document.
#include "fuzz/fuzz.h"
#include "markdown/document.h"

namespace {

// A part of the document stands in the document.
void must_stand(const godwit::SourceText& part, const godwit::SourceText& whole) {
  const auto lines = static_cast<int>(whole.lines());
  for (const std::size_t offset : {std::size_t{0}, part.content().size()}) {
    const godwit::Location at = part.at(offset);
    godwit::fuzz::must(at.line >= 1 && at.line <= lines + 1 && at.column >= 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace godwit;
  const SourceText source("a.md", std::string(fuzz::text(data, size)));
  const markdown::Document document = markdown::read(source);
  fuzz::must(!document.sections.empty());
  const auto sections = static_cast<int>(document.sections.size());
  for (const auto& section : document.sections) {
    fuzz::must(section.parent < sections);
    must_stand(section.title, source);
  }
  for (const auto& prose : document.prose) {
    fuzz::must(prose.section >= 0 && prose.section < sections);
    must_stand(prose.text, source);
    markdown::plain(prose.text.content());
  }
  for (const auto& table : document.tables) {
    for (const auto& row : table.rows) fuzz::must(row.size() == table.header.size());
  }
  for (const auto& code : document.code) {
    fuzz::must(code.introduced_by < static_cast<int>(document.prose.size()));
    must_stand(code.text, source);
  }
  for (const auto& comment : document.comments) must_stand(comment.text, source);
  return 0;
}
