#include "dns/answer.h"

#include "base/ip.h"

namespace godwit::dns {
namespace {

constexpr std::size_t most_pointed_at = 0x3FFF;  // 14 bits of a compression pointer
// RFC 2181, 8: a TTL has 31 bits.
constexpr std::int64_t most_ttl = 0x7FFFFFFF;

void write_number(std::string& out, std::uint64_t number, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out += static_cast<char>(number >> shift & 0xFF);
  }
}

// Labels are compared whole, so that no name ends in the middle of another's label.
std::string lowered(std::string_view name) {
  std::string result(name);
  for (char& byte : result) byte = static_cast<char>(lower(static_cast<std::uint8_t>(byte)));
  return result;
}

}  // namespace

AnswerWriter::AnswerWriter(std::string_view question)
    : owner_(question), links_begin_(header_size + question.size() + 4) {
  know(question, header_size);
}

void AnswerWriter::know(std::string_view name, std::size_t at) {
  while (name.size() > 1 && at <= most_pointed_at) {
    known_.push_back({lowered(name), at});
    const std::size_t label = 1 + static_cast<std::uint8_t>(name.front());
    name.remove_prefix(label);
    at += label;
  }
}

void AnswerWriter::write_name(std::string& out, std::string_view name) const {
  while (name.size() > 1) {
    const std::string key = lowered(name);
    for (const Known& known : known_) {
      if (known.name == key) {
        write_number(out, 0xC000 | known.at, 2);
        return;
      }
    }
    const std::size_t label = 1 + static_cast<std::uint8_t>(name.front());
    out += name.substr(0, label);
    name.remove_prefix(label);
  }
  out += '\0';
}

void AnswerWriter::write_record(std::string& out, std::string_view owner, std::uint16_t type,
                                Duration ttl, const RecordData& data) const {
  write_name(out, owner);
  write_number(out, type, 2);
  write_number(out, class_in, 2);
  const std::int64_t ttl_s = std::chrono::floor<seconds>(ttl).count();
  write_number(out, static_cast<std::uint64_t>(std::clamp<std::int64_t>(ttl_s, 0, most_ttl)), 4);
  const std::size_t size_at = out.size();
  write_number(out, 0, 2);
  std::size_t copied = 0;
  for (const RecordData::Name& name : data.names) {
    out += std::string_view(data.bytes).substr(copied, name.at - copied);
    write_name(out, std::string_view(data.bytes).substr(name.at, name.size));
    copied = name.at + name.size;
  }
  out += std::string_view(data.bytes).substr(copied);
  const std::size_t size = out.size() - size_at - 2;
  out[size_at] = static_cast<char>(size >> 8);
  out[size_at + 1] = static_cast<char>(size & 0xFF);
}

void AnswerWriter::link(Duration ttl, const RecordData& data) {
  write_record(answer.links, owner_, type::cname, ttl, data);
  ++answer.link_count;
  owner_ = data.name(0);
  // Where the target stands in full, later names may point at it; what it shares with earlier ones
  // is known already.
  std::string written;
  write_name(written, owner_);
  const std::size_t begin = links_begin_ + answer.links.size() - written.size();
  std::string_view rest = owner_;
  std::size_t at = 0;
  while (rest.size() > 1 && at < written.size() &&
         (static_cast<std::uint8_t>(written[at]) & 0xC0) == 0 && begin + at <= most_pointed_at) {
    known_.push_back({lowered(rest), begin + at});
    const std::size_t label = 1 + static_cast<std::uint8_t>(rest.front());
    rest.remove_prefix(label);
    at += label;
  }
}

void AnswerWriter::record(std::uint16_t type, Duration ttl, const RecordData& data) {
  write_record(answer.records, owner_, type, ttl, data);
  answer.record_ends.push_back(answer.records.size());
}

void AnswerWriter::authority(std::string_view owner, std::uint16_t type, Duration ttl,
                             const RecordData& data) {
  write_record(answer.authority, owner, type, ttl, data);
  ++answer.authority_count;
}

void AnswerWriter::additional(std::string_view owner, std::uint16_t type, Duration ttl,
                              const RecordData& data) {
  write_record(answer.additional, owner, type, ttl, data);
  ++answer.additional_count;
}

RecordData address_data(std::string_view address) {
  RecordData data;
  const auto parsed = parse_ip(address);
  if (!parsed) return data;
  const std::size_t size = parsed->family == IpFamily::v4 ? 4 : 16;
  data.bytes.assign(reinterpret_cast<const char*>(parsed->bytes.data()), size);
  return data;
}

}  // namespace godwit::dns
