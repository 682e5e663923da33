// Finding: something that is to be said of a batch of changes before it is made.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "traffic/record_set.h"

namespace godwit::traffic {

enum class Severity : std::uint8_t {
  refused,  // Route 53 does not take the batch
  warning,  // it does, and what happens is probably not what was meant
  note      // what happens, in numbers
};
std::string_view to_string(Severity severity);  // "refused"

struct Finding {
  std::string id;    // of the rule: "set-identifier-added"
  std::string fact;  // of aws-facts: "C7"
  Severity severity = Severity::warning;
  std::vector<std::string> records;       // title()
  std::vector<std::string> places;        // of users, where some are concerned
  std::map<std::string, double> numbers;  // by name; units last
  std::string sentence;                   // all of it for people, without a final dot
};

// "api.example.com A 'source'", as findings name records.
std::string title(const RecordSet& record);
// "50 %", "33.3 %"; of a share from 0 to 1.
std::string percent(double share);

}  // namespace godwit::traffic
