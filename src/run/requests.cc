#include "run/requests.h"

#include <boost/json.hpp>

#include "base/text.h"
#include "run/record.h"

namespace godwit::run {
namespace {

constexpr int most_tries = 50;
constexpr Duration pause_between = milliseconds(20);
constexpr std::uint64_t longest_line = 64 << 10;
constexpr RequestKind kinds[] = {RequestKind::approve, RequestKind::pause, RequestKind::go_on,
                                 RequestKind::cancel};

std::string line_of(const RunRequest& request) {
  boost::json::object object{{"request", to_string(request.kind)},
                             {"by", request.by},
                             {"because", request.because},
                             {"time", format_time(request.time)}};
  if (!request.gate.empty()) object["gate"] = request.gate;
  return canonical(object) + "\n";
}

std::optional<RunRequest> read_line(std::string_view line) {
  boost::system::error_code error;
  const boost::json::value value = boost::json::parse(line, error);
  if (error || !value.is_object()) return std::nullopt;
  const boost::json::object& object = value.get_object();
  RunRequest request{.gate = text_in(object, "gate"),
                     .by = text_in(object, "by"),
                     .because = text_in(object, "because")};
  if (const auto time = parse_time(text_in(object, "time"))) request.time = *time;
  const std::string name = text_in(object, "request");
  for (RequestKind kind : kinds) {
    if (to_string(kind) != name) continue;
    request.kind = kind;
    return request;
  }
  return std::nullopt;
}

Result<std::unique_ptr<File>> open_alone(Disk& disk, Sleeper& sleeper, const std::string& path) {
  for (int tries = 1;; ++tries) {
    auto file = disk.open(path, OpenMode::create, true);
    if (file || file.error().kind != ErrorKind::conflict || tries == most_tries) return file;
    sleeper.sleep(pause_between);
  }
}

}  // namespace

std::string_view to_string(RequestKind kind) {
  switch (kind) {
    case RequestKind::approve:
      return "approve";
    case RequestKind::pause:
      return "pause";
    case RequestKind::go_on:
      return "continue";
    case RequestKind::cancel:
      return "cancel";
  }
  return "";
}

std::string requests_path(const std::string& journal) { return journal + "-requests"; }

Result<void> ask(Disk& disk, Sleeper& sleeper, const std::string& path, const RunRequest& request) {
  const auto file = TRY(open_alone(disk, sleeper, path));
  const std::uint64_t size = TRY(file->size());
  // A crash may have left half a line: it ends here, and ours begins on one of its own.
  const bool torn = size > 0 && TRY(file->read(size - 1, 1)) != "\n";
  TRY_VOID(file->write(size, (torn ? "\n" : "") + line_of(request)));
  return file->sync();
}

Result<std::vector<RunRequest>> RequestReader::read_new() {
  std::vector<RunRequest> requests;
  if (path_.empty() || !TRY(disk_.exists(path_))) return requests;
  const auto file = TRY(disk_.open(path_, OpenMode::read));
  const std::uint64_t size = TRY(file->size());
  if (size <= offset_) return requests;
  const std::string text = TRY(file->read(offset_, size - offset_));
  std::size_t begin = 0;
  // Only whole lines: the last one may be on its way.
  for (std::size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
    ++lines_;
    if (end - begin > longest_line) continue;
    if (auto request = read_line(std::string_view(text).substr(begin, end - begin))) {
      request->number = lines_;
      requests.push_back(*std::move(request));
    }
  }
  offset_ += begin;
  return requests;
}

}  // namespace godwit::run
