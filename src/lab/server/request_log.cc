#include "lab/server/request_log.h"

#include <bit>

#include "base/digest.h"

namespace godwit::lab {

namespace {

constexpr std::uint64_t most_read = 8ULL << 20;
// Longer than any body may be, with its head.
constexpr std::uint32_t longest_entry = 1U << 30;
constexpr std::size_t longest_header = 4096;
constexpr std::size_t frame = 8;  // length and checksum

void put_u32(std::string& out, std::uint32_t number) {
  for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(number >> shift & 0xff);
}

void put_u64(std::string& out, std::uint64_t number) {
  put_u32(out, static_cast<std::uint32_t>(number));
  put_u32(out, static_cast<std::uint32_t>(number >> 32));
}

void put_text(std::string& out, std::string_view text) {
  put_u32(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

// Reads what was put; after the first thing that is not there, everything is empty and `good`
// false.
struct Reader {
  std::string_view bytes;
  bool good = true;

  std::string_view take(std::size_t count) {
    if (count > bytes.size()) good = false;
    if (!good) return {};
    const std::string_view taken = bytes.substr(0, count);
    bytes.remove_prefix(count);
    return taken;
  }
  std::uint32_t u32() {
    const std::string_view four = take(4);
    std::uint32_t number = 0;
    for (std::size_t i = four.size(); i-- > 0;)
      number = number << 8 | static_cast<unsigned char>(four[i]);
    return number;
  }
  std::uint64_t u64() {
    const std::uint64_t low = u32();
    return low | static_cast<std::uint64_t>(u32()) << 32;
  }
  std::string text() { return std::string(take(u32())); }
};

}  // namespace

std::string encode(const LoggedRequest& entry) {
  const HttpRequest& request = entry.request;
  std::string out;
  out.reserve(512 + request.body.size());
  out += static_cast<char>(entry.kind);
  put_u64(out, static_cast<std::uint64_t>(entry.time.time_since_epoch().count()));
  put_u64(out, static_cast<std::uint64_t>(entry.real_time.time_since_epoch().count()));
  for (const std::string* text :
       {&entry.service, &entry.region, &entry.caller, &request.method, &request.scheme,
        &request.host, &request.path, &request.query, &request.address}) {
    put_text(out, *text);
  }
  put_u32(out, static_cast<std::uint32_t>(request.headers.size()));
  for (const auto& [name, value] : request.headers) {
    put_text(out, name);
    put_text(out, value);
  }
  put_text(out, request.body.bytes());
  return out;
}

std::optional<LoggedRequest> decode_entry(std::string_view bytes) {
  Reader reader{bytes};
  LoggedRequest entry;
  const std::string_view kind = reader.take(1);
  if (kind.empty() || kind.front() < 0 ||
      kind.front() > static_cast<char>(LoggedRequest::Kind::control)) {
    return std::nullopt;
  }
  entry.kind = static_cast<LoggedRequest::Kind>(kind.front());
  entry.time = Time(Duration(static_cast<std::int64_t>(reader.u64())));
  entry.real_time = Time(Duration(static_cast<std::int64_t>(reader.u64())));
  HttpRequest& request = entry.request;
  for (std::string* text :
       {&entry.service, &entry.region, &entry.caller, &request.method, &request.scheme,
        &request.host, &request.path, &request.query, &request.address}) {
    *text = reader.text();
  }
  for (std::uint32_t left = reader.u32(); left > 0 && reader.good; --left) {
    std::string name = reader.text();
    request.headers.add(name, reader.text());
  }
  request.body = Body(reader.text());
  if (!reader.good || !reader.bytes.empty()) return std::nullopt;
  return entry;
}

Result<std::unique_ptr<RequestLog>> RequestLog::open(Disk& disk, const std::string& path,
                                                     const std::string& header) {
  std::unique_ptr<RequestLog> log(new RequestLog(TRY(disk.open(path, OpenMode::create, true))));
  const std::string start = TRY(log->file_->read(0, longest_header));
  const std::size_t end = start.find('\n');
  if (end == std::string::npos) {
    // New, or made by somebody who died before the first line was there.
    TRY_VOID(log->clear(header));
  } else {
    log->header_ = start.substr(0, end);
    log->end_ = end + 1;
  }
  return log;
}

Result<void> RequestLog::read_all(const std::function<void(const LoggedRequest&)>& replay) {
  const std::uint64_t size = TRY(file_->size());
  std::string bytes;  // from end_ on
  const auto more = [&](std::size_t wanted) -> Result<bool> {
    while (bytes.size() < wanted && end_ + bytes.size() < size) {
      const std::uint64_t left = size - end_ - bytes.size();
      bytes += TRY(
          file_->read(end_ + bytes.size(),
                      std::min<std::uint64_t>(left, std::max<std::uint64_t>(most_read, wanted))));
    }
    return bytes.size() >= wanted;
  };
  std::size_t used = 0;  // of `bytes`
  while (true) {
    if (used > most_read) {
      end_ += used;
      bytes.erase(0, used);
      used = 0;
    }
    if (!TRY(more(used + frame))) break;
    Reader head{std::string_view(bytes).substr(used, frame)};
    const std::uint32_t length = head.u32();
    const std::uint32_t checksum = head.u32();
    if (length > longest_entry || !TRY(more(used + frame + length))) break;
    const std::string_view payload = std::string_view(bytes).substr(used + frame, length);
    if (crc32c(payload) != checksum) break;
    const auto entry = decode_entry(payload);
    if (!entry) break;
    replay(*entry);
    ++entries_;
    used += frame + length;
  }
  end_ += used;
  if (end_ < size) {
    TRY_VOID(file_->truncate(end_));
    TRY_VOID(file_->sync());
  }
  return {};
}

void RequestLog::append(const LoggedRequest& entry) {
  const std::string payload = encode(entry);
  put_u32(unwritten_, static_cast<std::uint32_t>(payload.size()));
  put_u32(unwritten_, crc32c(payload));
  unwritten_ += payload;
  ++entries_;
}

Result<void> RequestLog::flush() {
  if (unwritten_.empty()) return {};
  TRY_VOID(file_->write(end_, unwritten_));
  TRY_VOID(file_->sync());
  end_ += unwritten_.size();
  unwritten_.clear();
  return {};
}

Result<void> RequestLog::clear(const std::string& header) {
  unwritten_.clear();
  entries_ = 0;
  header_ = header;
  TRY_VOID(file_->truncate(0));
  TRY_VOID(file_->write(0, header + "\n"));
  TRY_VOID(file_->sync());
  end_ = header.size() + 1;
  return {};
}

}  // namespace godwit::lab
