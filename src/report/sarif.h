// SARIF: what all reports for code review tools have in common.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
#pragma once

#include <boost/json.hpp>
#include <map>
#include <string>
#include <string_view>

#include "base/error.h"

namespace godwit::report {

boost::json::object sarif_text(std::string_view text);

// A path as a URI (RFC 3986): relative ones stay relative.
std::string uri_of(const std::string& path);

// Line 0 is the whole file, length 0 the whole line.
boost::json::object sarif_location(const Location& at, int length);

// Tells what is the same from run to run: the first one that says this of a file, the second, ...
class Fingerprints {
 public:
  // 32 hexadecimal digits; `same` has the file and what is said of it, and no line number.
  std::string of(const std::string& same);

 private:
  std::map<std::string, int> seen_;
};

// The whole log, with its line end. Bytes that are no UTF-8 are replaced.
std::string sarif_log(boost::json::array rules, boost::json::array artifacts,
                      boost::json::array results);

}  // namespace godwit::report
