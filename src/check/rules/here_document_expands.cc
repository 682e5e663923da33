// "${AWS::Region}" is CloudFormation's, "${aws:username}" is IAM's, and both mean something to a
// shell. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_07_04
#include <fmt/format.h>

#include "check/rule.h"

namespace godwit::check::rule {
namespace {

void look(const Subject& subject, Findings& findings) {
  // Pseudo parameters of templates, and policy variables.
  static constexpr std::string_view others[] = {
      "${AWS::", "${aws:", "${saml:", "${s3:", "${cognito-identity.", "${graph."};
  for (const Command& command : subject.commands) {
    if (!command.here_expands) continue;
    for (const SourceText& body : command.here) {
      const std::string& text = body.content();
      for (std::size_t at = text.find("${"); at != std::string::npos;
           at = text.find("${", at + 2)) {
        if (at > 0 && text[at - 1] == '\\') continue;
        const std::string_view rest = std::string_view(text).substr(at);
        bool other = false;
        for (const std::string_view each : others) other |= rest.starts_with(each);
        const std::size_t end = rest.find('}');
        if (!other || end == std::string_view::npos) continue;
        const std::string_view words = rest.substr(0, end + 1);
        findings.add(
            span_of(body, at, at + words.size()),
            fmt::format("the shell expands {} before anything is written: it is empty in the file",
                        words),
            "quote the delimiter (<<'EOF'), and the here-document stays as it is; or write \\${ "
            "where only some of it is to stay");
        break;  // the others of this here-document have the same cause
      }
    }
  }
}

}  // namespace

extern const Rule here_document_expands;
const Rule here_document_expands{.id = "here-document-expands",
                                 .severity = Severity::error,
                                 .title = "a here-document loses what AWS would have expanded",
                                 .look = look};

}  // namespace godwit::check::rule
