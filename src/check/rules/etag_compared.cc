// Fact D10: an ETag is no hash of the content where an object was uploaded in parts or is encrypted
// with KMS.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "check/deeds.h"
#include "check/passages.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

constexpr std::string_view remedy =
    "compare checksums: head-object --checksum-mode ENABLED, get-object-attributes, or a job that "
    "computes them";

bool asks_for_etags(const Command& command) {
  if (!command.aws || command.aws->service != "s3api") return false;
  const std::string query = given(command, "query");
  return query.find("ETag") != std::string::npos && query.find("hecksum") == std::string::npos;
}

bool hashes(const Command& command) {
  return command.name == "md5sum" || command.name == "md5" ||
         (command.name == "openssl" && command.words.size() > 1 &&
          (command.words[1].value.text == "md5" || command.words[1].value.text == "dgst"));
}

void look_at_words(const Subject& subject, Findings& findings) {
  constexpr std::array<std::string_view, 6> compares = {"compare", "match",     "verify",
                                                        "equal",   "identical", "same"};
  constexpr std::array<std::string_view, 5> knows = {"not an MD5", "not a hash", "multipart",
                                                     "checksum", "no hash"};
  for (const Passage& passage : passages_of(subject)) {
    const bool speaks = has_word(passage.plain, "ETag") || has_word(passage.plain, "ETags");
    if (!speaks || !has_any_beginning(passage.plain, compares)) continue;
    const bool of_s3 = has_word(passage.plain, "S3") || has_beginning(passage.plain, "object") ||
                       has_beginning(passage.plain, "bucket");
    if (!of_s3 || has_any_beginning(passage.plain, knows)) continue;
    findings.add(
        span_in(passage, "ETag"),
        "the ETag of an object that came in parts, or is encrypted with KMS, is no hash of "
        "its content: equal objects differ by it",
        std::string(remedy));
  }
}

void look(const Subject& subject, Findings& findings) {
  for (const Script& script : subject.scripts) {
    std::vector<const Command*> asking;
    bool compares = false;
    bool hashed = false;
    for (const std::size_t index : script.commands) {
      const Command& command = subject.commands[index];
      if (asks_for_etags(command)) asking.push_back(&command);
      hashed = hashed || hashes(command);
      compares = compares || command.name == "diff" || command.name == "comm" ||
                 command.name == "cmp" || command.name == "[" || command.name == "test";
    }
    const bool two = asking.size() >= 2;
    if (asking.empty() || (!hashed && !(two && compares))) continue;
    findings.add(operation_span(*asking.front()),
                 "ETags are compared, and that of an object that came in parts, or is encrypted "
                 "with KMS, is no hash of its content: equal objects differ by it",
                 std::string(remedy));
  }
  look_at_words(subject, findings);
}

}  // namespace

extern const Rule etag_compared;
const Rule etag_compared{.id = "etag-compared",
                         .severity = Severity::warning,
                         .title = "ETags are taken for hashes of content",
                         .look = look};

}  // namespace godwit::check::rule
