// SettingsFile: a file that somebody is built with: JSON, or lines NAME=value. Its settings are
// read and changed where they stand, so that formatting, comments, line ends and everything else
// stay. docs/consumers.md says which names and values it takes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace godwit::consumer {

class SettingsFile {
 public:
  // A setting as it stands there.
  struct Entry {
    std::string value;  // as a text: of a number or a flag its letters
    std::string token;  // with its quotes and escapes
  };

  // `path` says what it is. Errors: invalid, where it is neither kind, or cannot be read as what it
  // is. No error shows any of its content.
  static Result<SettingsFile> read(const std::string& path, std::string content);
  SettingsFile(SettingsFile&&) noexcept;
  SettingsFile& operator=(SettingsFile&&) noexcept;
  ~SettingsFile();

  const std::string& content() const { return content_; }
  // The setting of that name: in JSON all keys on the way, with dots between. Nothing: it is not
  // there. Errors: conflict, where it is there twice; invalid, where it is a list or a map.
  Result<std::optional<Entry>> find(const std::string& name) const;

  // Each gives the whole file with one thing changed, after making sure that nothing else reads
  // differently, and that what with() does can be taken back letter by letter. Errors: those of
  // find(); invalid, where the value cannot be written so that every reader understands the same,
  // or there is no place for a new name.
  Result<std::string> with(const std::string& name, const std::string& value) const;
  // The same, with a token that was there before.
  Result<std::string> with_token(const std::string& name, const std::string& token) const;
  // Takes away what with() has added, without a trace.
  Result<std::string> without(const std::string& name) const;

  class Format;  // settings_format.h

 private:
  SettingsFile(std::string path, std::string content, std::unique_ptr<Format> format);

  std::string path_;
  std::string content_;
  std::unique_ptr<Format> format_;
};

}  // namespace godwit::consumer
