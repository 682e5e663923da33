// One file of AWS's shared configuration, in its dialect of INI: sections, properties, and below a
// property with nothing behind its '=' indented lines that are properties of their own.
// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
//
// As the CLI has it: comments are whole lines that begin with '#' or ';', names are read without
// regard to case, an indented line continues the value above it, and nothing may be there twice.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace godwit::aws {

// "[profile work]" and what follows it.
struct ConfigSection {
  using Values = std::map<std::string, std::string, std::less<>>;

  Values values;
  std::map<std::string, Values, std::less<>> nested;  // of "s3 =" and the indented lines below it
  Location where;                                     // its heading

  // Empty where it is not there.
  std::string get(std::string_view name) const;
  bool has(std::string_view name) const { return values.contains(name); }
};

using ConfigFile = std::map<std::string, ConfigSection, std::less<>>;  // by heading, trimmed

// ErrorKind::invalid, with the line, where it is none.
Result<ConfigFile> parse_config_file(std::string_view text, const std::string& file);

}  // namespace godwit::aws
