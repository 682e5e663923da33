// RequestLog: everything that was asked of a lab and may have changed it, in order, in a file. A
// lab is the fold of its log: see docs/lab.md, "State".
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/time.h"
#include "env/disk.h"
#include "env/http.h"

namespace godwit::lab {

// One entry. Which fields count depends on the kind.
struct LoggedRequest {
  enum class Kind : std::uint8_t {
    service,  // `service`, `region`, `caller` and the request
    site,     // the request, to `request.address`
    control,  // the request, below /_lab/
  };
  Kind kind = Kind::service;
  Time time{};       // the lab's
  Time real_time{};  // this machine's
  std::string service;
  std::string region;
  std::string caller;  // the access key id that signed
  HttpRequest request;
};

std::string encode(const LoggedRequest& entry);
// nullopt where the bytes are not an entry.
std::optional<LoggedRequest> decode_entry(std::string_view bytes);

class RequestLog {
 public:
  // Opens the file, or makes it with `header`, a line that says which lab it is of. Errors:
  // conflict where another process has it open; storage.
  static Result<std::unique_ptr<RequestLog>> open(Disk& disk, const std::string& path,
                                                  const std::string& header);

  // Of the file as it was found.
  const std::string& header() const { return header_; }
  // Gives every entry that is there to `replay`, in order; a torn end is cut off.
  Result<void> read_all(const std::function<void(const LoggedRequest&)>& replay);

  void append(const LoggedRequest& entry);
  // What was appended is on stable storage when this returns.
  Result<void> flush();
  // Forgets every entry, and begins again with another header.
  Result<void> clear(const std::string& header);

  std::uint64_t entries() const { return entries_; }

 private:
  explicit RequestLog(std::unique_ptr<File> file) : file_(std::move(file)) {}

  std::unique_ptr<File> file_;
  std::string header_;
  std::uint64_t end_ = 0;  // of what is on the disk
  std::string unwritten_;
  std::uint64_t entries_ = 0;
};

}  // namespace godwit::lab
