#include "base/text.h"
#include "check/rule.h"
#include "yaml/parse.h"

namespace godwit::check::rule {
namespace {

// Templates of templates, and what documents leave out: no YAML, and not meant to be.
bool is_sketch(std::string_view text) {
  for (const char* sign : {"{{", "{%", "<%", "...", "\xE2\x80\xA6", "<<"}) {
    if (text.contains(sign)) return true;
  }
  return false;
}

void look(const Subject& subject, Findings& findings) {
  constexpr std::string_view not_yaml = "this is not YAML: ";
  for (const Document& document : subject.documents) {
    for (const markdown::Code& code : document.content.code) {
      if (code.language != "yaml" && code.language != "yml") continue;
      const SourceText& text = code.text;
      if (is_sketch(text.content())) continue;
      yaml::Problems problems("read YAML", text.file());
      yaml::parse(text.content(), problems, yaml::Tags::kept);
      for (const Error& error : problems.take()) {
        // Anchors and a second document are YAML, though no plan's.
        if (!error.cause.starts_with(not_yaml) || !error.where) continue;
        const std::size_t at = text.offset_of({error.where->line, error.where->column});
        findings.add(span_of(text, at, at + 1),
                     "this block is not YAML: " + error.cause.substr(not_yaml.size()),
                     error.remedy);
        break;
      }
    }
  }
}

}  // namespace

extern const Rule yaml_invalid;
const Rule yaml_invalid = {
    .id = "yaml-invalid",
    .severity = Severity::warning,
    .title = "a block of YAML is not YAML",
    .look = look,
};

}  // namespace godwit::check::rule
