// What the two formats of a SettingsFile know of themselves. Internal to this folder.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "consumer/settings_file.h"
#include "repo/reading.h"

namespace godwit::consumer {

// A place in the content: bytes.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;  // to before
};

// Bytes that take the place of others.
struct Replacement {
  Span span;
  std::string bytes;
};

class SettingsFile::Format {
 public:
  virtual ~Format() = default;
  // All settings, as a reader of the file understands them: for what must not change.
  using Whole = std::map<std::string, std::string>;
  virtual Whole whole() const = 0;
  virtual std::string value_of(const std::string& token) const = 0;
  // The same as whole() has it: "8" and 8 differ there.
  virtual std::string exact(const std::string& token) const = 0;
  // Where its token stands; nothing: it is not there.
  virtual Result<std::optional<Span>> place_of(const std::string& name) const = 0;
  // How a value is written, in the place of such a token (empty: there was none).
  virtual Result<std::string> written(const std::string& value,
                                      const std::string& instead_of) const = 0;
  // What adds a setting, and what takes it away again.
  virtual Result<Replacement> adding(const std::string& name, const std::string& token) const = 0;
  virtual Result<Replacement> removing(Span token) const = 0;
};

using repo::Part;
using repo::Reading;

Result<std::unique_ptr<SettingsFile::Format>> read_json_settings(const std::string& path,
                                                                 const std::string& content,
                                                                 Reading reading);
Result<std::unique_ptr<SettingsFile::Format>> read_line_settings(const std::string& path,
                                                                 const std::string& content,
                                                                 Reading reading);

// Where the outermost part of that name stands, with its quotes. Errors: conflict, where there are
// two apart from each other.
Result<std::optional<Span>> place_in(const Reading& reading, const std::string& name,
                                     const std::string& path);

std::unexpected<Error> no_settings(const std::string& path, ErrorKind kind, std::string cause,
                                   std::string remedy);

}  // namespace godwit::consumer
