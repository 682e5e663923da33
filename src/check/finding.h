// Finding: something that is to be said of what a user wrote, at the place where it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/source_text.h"

namespace godwit::check {

enum class Severity : std::uint8_t {
  error,    // it fails, loses data, or does nothing where something is meant to happen
  warning,  // it may, or it does something else than what it says
  note      // worth knowing; or what the rule cannot decide, and why
};
std::string_view to_string(Severity severity);  // "error"

// Words of a file: where they begin, and how many characters they have. 0: all of the line.
struct Span {
  Location at;
  int length = 0;

  bool operator==(const Span&) const = default;
};

// From `begin` to before `end`, bytes of a text. Of words on several lines, what is on the first.
Span span_of(const SourceText& text, std::size_t begin, std::size_t end);

// Another place that has to do with it: the definition, the contradiction.
struct Related {
  Span span;
  std::string message;
};

// What a finding rests on, where that can be out of date.
struct Basis {
  std::string fact;    // "regions of Comprehend Medical"
  std::string as_of;   // "2026-05", "2026-11-22"
  std::string source;  // "botocore 1.43.11, endpoints.json"
};

struct Finding {
  std::string rule;  // id
  Severity severity = Severity::error;
  Span span;
  std::string message;  // what happens and why: a sentence without its full stop
  std::string remedy;   // what to do instead; the same
  std::vector<Related> related;
  std::optional<Basis> basis;
  bool secret = false;  // the words at its place are a password or a token: nobody prints them
};

// What a rule finds. It knows which rule is looking.
class Findings {
 public:
  Findings(std::string_view rule, Severity severity, std::vector<Finding>& all)
      : rule_(rule), severity_(severity), all_(all) {}

  // With the rule's severity, unless the caller changes it. The reference is good until the next.
  // What comes after `most` is left out: rubbish must not become a report of rubbish.
  Finding& add(const Span& span, std::string message, std::string remedy);
  std::size_t left_out() const { return added_ > most ? added_ - most : 0; }

  static constexpr std::size_t most = 1'000;

 private:
  std::string_view rule_;
  Severity severity_;
  std::vector<Finding>& all_;
  std::size_t added_ = 0;
  Finding spare_;
};

}  // namespace godwit::check
