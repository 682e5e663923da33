#include "dns/response.h"

#include <array>
#include <cstring>

#include "base/split_mix.h"

namespace godwit::dns {
namespace {

// More records than this in one answer are rotated, not shuffled.
constexpr std::size_t most_shuffled = 512;

class Writer {
 public:
  Writer(std::span<std::uint8_t> out, std::size_t limit) : out_(out), limit_(limit) {}

  std::size_t size() const { return size_; }
  void cut(std::size_t size) { size_ = size; }
  // As much of the limit as is kept for later.
  void reserve(std::size_t bytes) { limit_ -= std::min(bytes, limit_); }
  void release(std::size_t bytes) { limit_ += bytes; }

  bool bytes(const void* from, std::size_t count) {
    if (limit_ - size_ < count || limit_ < size_) return false;
    if (count != 0) std::memcpy(out_.data() + size_, from, count);
    size_ += count;
    return true;
  }
  bool text(std::string_view bytes_of) { return bytes(bytes_of.data(), bytes_of.size()); }
  void number(std::uint64_t value, int count) {
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
      out_[size_++] = static_cast<std::uint8_t>(value >> shift);
    }
  }
  void number_at(std::size_t at, std::size_t value) {
    out_[at] = static_cast<std::uint8_t>(value >> 8);
    out_[at + 1] = static_cast<std::uint8_t>(value);
  }

  std::span<std::uint8_t> out_;

 private:
  std::size_t limit_;
  std::size_t size_ = 0;
};

std::size_t size_of_opt(const Query& query, const Circumstances& circumstances) {
  if (!query.edns) return 0;
  std::size_t size = 11;
  if (query.edns->subnet) size += 8 + (query.edns->subnet->prefix + 7U) / 8;
  if (circumstances.cookie != nullptr) size += 4 + 8 + circumstances.cookie->size();
  return size;
}

void write_opt(Writer& writer, const Query& query, ResponseCode code,
               const Circumstances& circumstances) {
  const Edns& edns = *query.edns;
  writer.number(0, 1);
  writer.number(type::opt, 2);
  writer.number(max_udp_size, 2);
  writer.number(static_cast<std::uint16_t>(code) >> 4, 1);
  writer.number(0, 1);                            // our version
  writer.number(edns.dnssec_ok ? 0x8000 : 0, 2);  // copied (RFC 3225, 3); nothing here is signed
  writer.number(size_of_opt(query, circumstances) - 11, 2);
  if (edns.subnet) {
    const std::size_t bytes = (edns.subnet->prefix + 7U) / 8;
    writer.number(8, 2);
    writer.number(4 + bytes, 2);
    writer.number(edns.subnet->family, 2);
    writer.number(edns.subnet->prefix, 1);
    writer.number(circumstances.subnet_scope, 1);
    if (bytes != 0) writer.bytes(edns.subnet->network->address.bytes.data(), bytes);
  }
  if (circumstances.cookie != nullptr) {
    writer.number(10, 2);
    writer.number(8 + circumstances.cookie->size(), 2);
    writer.bytes(edns.client_cookie.data(), 8);
    writer.bytes(circumstances.cookie->data(), circumstances.cookie->size());
  }
}

// Header and question; false where not even they fit.
void begin(Writer& writer, const Query& query, ResponseCode code, bool authoritative) {
  writer.number(query.id, 2);
  writer.number(
      0x80 | query.opcode << 3 | (authoritative ? 0x04 : 0) | (query.recursion_desired ? 0x01 : 0),
      1);
  writer.number(static_cast<std::uint16_t>(code) & 0xF, 1);  // recursion is not available
  writer.number(query.question.empty() ? 0 : 1, 2);
  writer.number(0, 6);
  writer.bytes(query.question.data(), query.question.size());
}

std::string_view record_at(const Answer& answer, std::size_t n) {
  const std::size_t from = n == 0 ? 0 : answer.record_ends[n - 1];
  return std::string_view(answer.records).substr(from, answer.record_ends[n] - from);
}

// Records in the order of chance: rotated where all are given, which leaves each as often first as
// any other, or else a sample without replacement, every one as probable.
bool write_records(Writer& writer, const Answer& answer, std::uint64_t chance) {
  const std::size_t count = answer.record_ends.size();
  if (count <= 1) return count == 0 || writer.text(answer.records);
  if (answer.most >= count || count > most_shuffled) {
    const std::size_t first = split_mix_at(chance, 1) % count;
    const std::size_t given = std::min(answer.most, count);
    for (std::size_t n = 0; n < given; ++n) {
      if (!writer.text(record_at(answer, (first + n) % count))) return false;
    }
    return true;
  }
  std::array<std::uint16_t, most_shuffled> order;
  for (std::size_t n = 0; n < count; ++n) order[n] = static_cast<std::uint16_t>(n);
  for (std::size_t n = 0; n < answer.most; ++n) {
    std::swap(order[n], order[n + split_mix_at(chance, n + 1) % (count - n)]);
    if (!writer.text(record_at(answer, order[n]))) return false;
  }
  return true;
}

std::size_t limit_of(const Query& query, const Circumstances& circumstances) {
  if (circumstances.stream) return max_message_size;
  const std::size_t asked = query.edns ? query.edns->udp_size : min_udp_size;
  return std::clamp(asked, min_udp_size, max_udp_size);
}

}  // namespace

std::size_t write_code(const Query& query, ResponseCode code, const Circumstances& circumstances,
                       std::span<std::uint8_t> out) {
  Writer writer(out, limit_of(query, circumstances));
  begin(writer, query, code, false);
  if (query.edns) {
    write_opt(writer, query, code, circumstances);
    writer.number_at(10, 1);
  }
  return writer.size();
}

std::size_t write_response(const Query& query, const Answer& answer,
                           const Circumstances& circumstances, std::span<std::uint8_t> out) {
  Writer writer(out, limit_of(query, circumstances));
  const std::size_t opt_size = size_of_opt(query, circumstances);
  writer.reserve(opt_size);
  begin(writer, query, answer.code, answer.authoritative);

  std::size_t additional = 0;
  bool fits = writer.text(answer.links) && write_records(writer, answer, circumstances.chance);
  if (fits) {
    writer.number_at(6, answer.link_count + std::min(answer.most, answer.record_ends.size()));
    if (writer.text(answer.authority)) {
      writer.number_at(8, answer.authority_count);
      if (writer.text(answer.additional)) {
        additional = answer.additional_count;
      } else {
        fits = !answer.additional_needed;
      }
    } else {
      fits = !answer.authority_needed;
    }
  }
  if (!fits) {
    if (circumstances.stream)
      return write_code(query, ResponseCode::server_failure, circumstances, out);
    // Nothing rather than a part: who sees TC asks again over TCP (RFC 2181, 9).
    writer.cut(header_size + query.question.size());
    writer.number_at(6, 0);
    writer.number_at(8, 0);
    writer.out_[2] |= 0x02;
  }
  writer.release(opt_size);
  if (query.edns) {
    write_opt(writer, query, answer.code, circumstances);
    ++additional;
  }
  writer.number_at(10, additional);
  return writer.size();
}

}  // namespace godwit::dns
