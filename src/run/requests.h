// Requests: what people ask of a run from another process: approvals, a pause, its end. They go
// through a file beside the journal, which anybody may append to; the executor reads it and
// journals what it acts on. The format is in docs/apply.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "env/disk.h"
#include "env/sleeper.h"

namespace godwit::run {

enum class RequestKind { approve, pause, go_on, cancel };
std::string_view to_string(RequestKind kind);  // "approve", "pause", "continue", "cancel"

struct RunRequest {
  RequestKind kind = RequestKind::approve;
  std::string gate;  // which is approved
  std::string by;
  std::string because;
  Time time{};
  std::uint64_t number = 0;  // of its line, from 1; not written
};

// "RUN.journal" -> "RUN.journal-requests"
std::string requests_path(const std::string& journal);

// Appends a request; on stable storage when this returns. Waits a moment where another process is
// appending. Errors: conflict (it did not let go), storage.
Result<void> ask(Disk& disk, Sleeper& sleeper, const std::string& path, const RunRequest& request);

// Reads what has been asked so far. Where there is no file, nothing was. A line that does not read
// is passed over, with its number: a crash may have torn it.
class RequestReader {
 public:
  RequestReader(Disk& disk, std::string path) : disk_(disk), path_(std::move(path)) {}

  // The requests that are new since the last call.
  Result<std::vector<RunRequest>> read_new();

 private:
  Disk& disk_;
  std::string path_;
  std::uint64_t offset_ = 0;
  std::uint64_t lines_ = 0;
};

}  // namespace godwit::run
