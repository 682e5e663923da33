#include "report/sarif.h"

#include <utility>

#include "aws/utf8.h"
#include "base/digest.h"
#include "base/encoding.h"

namespace godwit::report {

using boost::json::array;
using boost::json::object;

object sarif_text(std::string_view text) { return {{"text", text}}; }

std::string uri_of(const std::string& path) {
  const std::string encoded = percent_encode(path, true);
  return path.starts_with('/') ? "file://" + encoded : encoded;
}

object sarif_location(const Location& at, int length) {
  object physical{{"artifactLocation", object{{"uri", uri_of(at.file)}}}};
  if (at.line > 0) {
    object region{{"startLine", at.line}};
    if (at.column > 0 && length > 0) {
      region["startColumn"] = at.column;
      region["endColumn"] = at.column + length;
    }
    physical["region"] = std::move(region);
  }
  return {{"physicalLocation", std::move(physical)}};
}

std::string Fingerprints::of(const std::string& same) {
  const int number = ++seen_[same];
  return to_hex(sha256(same + '\n' + std::to_string(number))).substr(0, 32);
}

std::string sarif_log(array rules, array artifacts, array results) {
  const object driver{{"name", "Godwit"}, {"version", GODWIT_VERSION}, {"rules", std::move(rules)}};
  const object run{{"tool", object{{"driver", driver}}},
                   {"columnKind", "unicodeCodePoints"},
                   {"artifacts", std::move(artifacts)},
                   {"results", std::move(results)}};
  return aws::as_utf8(boost::json::serialize(
             object{{"$schema",
                     "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
                     "sarif-schema-2.1.0.json"},
                    {"version", "2.1.0"},
                    {"runs", array{run}}})) +
         "\n";
}

}  // namespace godwit::report
