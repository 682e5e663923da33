// Validate: what the AWS CLI or the service would refuse of an invocation, by the service models,
// and what of it does nothing.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "awscli/invocation.h"
#include "base/source_text.h"

namespace godwit::awscli {

struct Complaint {
  enum class Kind {
    unknown_service,
    unknown_operation,
    unknown_option,
    missing_option,
    missing_value,
    not_in_enumeration,
    bad_pattern,  // also: too short, too long, too small, too large
    wrong_type,   // of a value, or within a structure given as JSON or in the shorthand syntax
    missing_member,
    unknown_member,
    bad_json,
    query_invalid,    // no JMESPath
    query_no_member,  // asks for what the output never has: the answer is null, or empty
    unknown_region,
    unknown_waiter,
    not_base64,  // version 2 of the CLI reads it as base64
  };
  Kind kind;
  std::size_t argument = 0;  // index of the argument at fault
  // Within the argument's text, or within the file that it names (`in_file`), where that is known.
  std::optional<Place> place;
  bool in_file = false;
  std::string words;    // at fault
  std::string message;  // a sentence without its full stop
  std::string remedy;
};

// The text of a `file://` argument, where the caller knows it. nullptr: not known.
using FileOf = std::function<const SourceText*(std::string_view path)>;

// Everything at once. Says nothing of what is not known: unknown arguments, services that no model
// describes.
std::vector<Complaint> validate(const Invocation& invocation,
                                const std::vector<Argument>& arguments, const FileOf& file_of);

// Is there an operation of that name (as the CLI writes it: "create-bucket")? Of service models:
// "cloudformation".
bool knows_service(std::string_view service);
bool knows_operation(std::string_view service, std::string_view operation);
// Does the operation only look? Then repeating it does no harm and changes nothing.
bool only_reads(std::string_view service, std::string_view operation);
// The endpoint prefix, as the catalog names services: "chime-sdk-meetings" -> "meetings-chime";
// empty: not known.
std::string endpoint_prefix(std::string_view service);

}  // namespace godwit::awscli
