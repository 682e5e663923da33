#include "run/lease_file.h"

#include <boost/json.hpp>

#include "base/digest.h"
#include "base/encoding.h"

namespace godwit::run {
namespace {

// Blocks that a disk writes as a whole: two tenures in turn, so that one is always whole, and the
// end.
constexpr std::size_t block_size = 512;
constexpr std::uint64_t end_offset = 2 * block_size;
constexpr std::size_t longest_holder = 200;

// A line with its own checksum in front, filled up with spaces.
std::string block_of(const boost::json::object& content) {
  const std::string text = boost::json::serialize(content);
  std::string block = fmt::format("{:08x} {}", crc32c(text), text);
  block.resize(block_size - 1, ' ');
  return block + "\n";
}

std::optional<boost::json::object> content_of(std::string_view block) {
  if (block.size() != block_size || block[8] != ' ') return std::nullopt;
  const std::size_t last = block.find_last_not_of(" \n");
  const std::string_view text = block.substr(9, last < 9 ? 0 : last - 8);
  if (fmt::format("{:08x}", crc32c(text)) != block.substr(0, 8)) return std::nullopt;
  boost::system::error_code error;
  boost::json::value value = boost::json::parse(text, error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

std::int64_t number_in(const boost::json::object& content, std::string_view name) {
  const auto* value = content.if_contains(name);
  return value != nullptr && value->is_int64() ? value->as_int64() : 0;
}

std::string text_in_block(const boost::json::object& content, std::string_view name) {
  const auto* value = content.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::optional<Tenure> tenure_in(std::string_view block) {
  const auto content = content_of(block);
  if (!content) return std::nullopt;
  const auto* replacing = content->if_contains("replacing");
  return Tenure{static_cast<std::uint64_t>(number_in(*content, "number")),
                static_cast<std::uint64_t>(number_in(*content, "fence")),
                text_in_block(*content, "holder"), Time(Duration(number_in(*content, "expires"))),
                replacing != nullptr && replacing->is_bool() && replacing->as_bool()};
}

// At most so many bytes of JSON, and only what it can carry unchanged.
std::string short_text(const std::string& holder) {
  std::string text;
  for (const char c : holder) {
    if (text.size() == longest_holder) break;
    text += c >= ' ' && c <= '~' && c != '"' && c != '\\' ? c : '?';
  }
  return text;
}

}  // namespace

std::string lease_path(const std::string& journal) { return journal + "-lease"; }

Result<void> check_end(const std::string& journal, const std::vector<Record>& records,
                       const std::optional<End>& end) {
  if (!end || end->sequence == 0) return {};
  std::string cause;
  if (end->sequence > records.size()) {
    cause = fmt::format("record {} is missing: record {} was on stable storage once",
                        records.size() + 1, end->sequence);
  } else if (records[end->sequence - 1].hash != end->hash) {
    cause = fmt::format("record {} is another one than was on stable storage once", end->sequence);
  } else {
    return {};
  }
  return fail({ErrorKind::corrupt, "verify journal", journal, std::move(cause),
               fmt::format("restore the file and its log from a newer copy; to go on from an "
                           "earlier state all the same, remove {}",
                           lease_path(journal))});
}

Result<std::unique_ptr<LeaseFile>> LeaseFile::open(Disk& disk, const std::string& journal) {
  auto file = TRY(disk.open(lease_path(journal), OpenMode::create));
  return std::unique_ptr<LeaseFile>(new LeaseFile(std::move(file)));
}

Result<std::optional<Tenure>> LeaseFile::tenure() {
  seen_ = TRY(file_->read(0, 2 * block_size));
  const std::string_view both = seen_;
  std::optional<Tenure> newest;
  for (std::size_t at = 0; at + block_size <= both.size(); at += block_size) {
    const auto tenure = tenure_in(both.substr(at, block_size));
    if (tenure && (!newest || tenure->number > newest->number)) newest = tenure;
  }
  return newest;
}

Result<std::optional<End>> LeaseFile::end() {
  const std::string block = TRY(file_->read(end_offset, block_size));
  const auto content = content_of(block);
  if (!content) return std::nullopt;
  const auto hash = from_hex(text_in_block(*content, "hash"));
  if (!hash) return std::nullopt;
  return End{static_cast<std::uint64_t>(number_in(*content, "sequence")), *hash};
}

Result<void> LeaseFile::write(const Tenure& tenure) {
  const std::string block = block_of({{"number", tenure.number},
                                      {"fence", tenure.fence},
                                      {"holder", short_text(tenure.holder)},
                                      {"expires", tenure.expires.time_since_epoch().count()},
                                      {"replacing", tenure.replacing}});
  const std::uint64_t offset = (tenure.number % 2) * block_size;
  seen_.resize(2 * block_size, '\0');
  seen_.replace(offset, block_size, block);
  TRY_VOID(file_->write(offset, block));
  return file_->sync();
}

Result<void> LeaseFile::write(const End& end) {
  return file_->write(end_offset,
                      block_of({{"sequence", end.sequence}, {"hash", to_hex(end.hash)}}));
}

Result<bool> LeaseFile::changed() { return TRY(file_->read(0, 2 * block_size)) != seen_; }

}  // namespace godwit::run
