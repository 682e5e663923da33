#include "base/body.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <vector>

#include "base/digest.h"
#include "base/split_mix.h"

namespace godwit {

namespace {

constexpr std::uint64_t block_size = 4096;

// Fills `out` with synthetic content from `offset` on: word by word up to a block's length, and
// from there as a repetition of itself.
void make_synthetic(std::string& out, std::uint64_t seed, std::uint64_t offset) {
  const std::size_t made = std::min<std::size_t>(out.size(), block_size);
  for (std::size_t position = 0; position < made;) {
    const std::uint64_t in_block = (offset + position) % block_size;
    std::uint64_t word = split_mix_at(seed, in_block / 8);
    if (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
    const std::size_t skipped = in_block % 8;
    const std::size_t taken = std::min(8 - skipped, made - position);
    std::memcpy(out.data() + position, reinterpret_cast<const char*>(&word) + skipped, taken);
    position += taken;
  }
  for (std::size_t position = made; position < out.size();) {
    const std::size_t taken = std::min(position, out.size() - position);
    std::memcpy(out.data() + position, out.data(), taken);  // `position` is whole blocks here
    position += taken;
  }
}

}  // namespace

Body::Body(std::string bytes) : length_(bytes.size()) {
  if (length_ > 0) bytes_ = std::make_shared<const std::string>(std::move(bytes));
}

Body Body::synthetic(std::uint64_t length, std::uint64_t seed) {
  Body body;
  if (length == 0) return body;  // nothing is nothing, whatever it was drawn from
  body.length_ = length;
  body.seed_ = seed;
  body.synthetic_ = true;
  return body;
}

std::string Body::slice(std::uint64_t offset, std::uint64_t length) const {
  if (offset >= length_) return {};
  length = std::min(length, length_ - offset);
  if (!synthetic_) return bytes_->substr(offset, length);
  std::string part;
  if (parts_ == nullptr) {
    part.resize(length);
    make_synthetic(part, seed_, offset + phase_);
    return part;
  }
  part.reserve(length);
  for (const Body& one : *parts_) {
    if (length == 0) break;
    if (offset < one.size()) {
      part += one.slice(offset, length);
      length -= std::min(length, one.size() - offset);
      offset = 0;
    } else {
      offset -= one.size();
    }
  }
  return part;
}

Body Body::part(std::uint64_t offset, std::uint64_t length) const {
  if (offset >= length_ || length == 0) return {};
  length = std::min(length, length_ - offset);
  if (offset == 0 && length == length_) return *this;
  if (!synthetic_) return bytes_->substr(offset, length);
  if (parts_ == nullptr) {
    Body body = synthetic(length, seed_);
    body.phase_ = static_cast<std::uint16_t>((phase_ + offset) % block_size);
    return body;
  }
  std::vector<Body> taken;
  for (const Body& one : *parts_) {
    if (length == 0) break;
    if (offset < one.size()) {
      taken.push_back(one.part(offset, length));
      length -= taken.back().size();
      offset = 0;
    } else {
      offset -= one.size();
    }
  }
  return joined(taken);
}

bool Body::continues(const Body& before) const {
  return synthetic_ && before.synthetic_ && parts_ == nullptr && before.parts_ == nullptr &&
         seed_ == before.seed_ && (before.phase_ + before.length_) % block_size == phase_;
}

Body Body::joined(const std::vector<Body>& parts) {
  std::vector<Body> pieces;
  std::string bytes;
  // Neighbours of a kind become one; so the parts of a copy are the same content again.
  const auto flush = [&] {
    if (!bytes.empty()) pieces.emplace_back(std::move(bytes));
    bytes.clear();
  };
  const auto add = [&](const Body& body) {
    if (body.empty()) return;
    if (!body.synthetic_) {
      bytes += body.bytes();
      return;
    }
    flush();
    if (!pieces.empty() && body.continues(pieces.back())) {
      pieces.back().length_ += body.length_;
    } else {
      pieces.push_back(body);
    }
  };
  const bool real =
      std::ranges::none_of(parts, [](const Body& body) { return body.is_synthetic(); });
  if (real) {
    std::size_t total = 0;
    for (const Body& body : parts) total += body.size();
    bytes.reserve(total);
  }
  for (const Body& body : parts) {
    if (body.parts_ == nullptr) {
      add(body);
    } else {
      for (const Body& one : *body.parts_) add(one);
    }
  }
  flush();
  if (pieces.empty()) return {};
  if (pieces.size() == 1) return std::move(pieces.front());
  Body body;
  body.synthetic_ = true;
  for (const Body& piece : pieces) {
    body.length_ += piece.length_;
    const std::uint64_t drawn =
        piece.synthetic_ ? split_mix_at(piece.seed_, piece.phase_) : piece.crc32c();
    body.seed_ = split_mix_at(body.seed_ + drawn, piece.length_);
  }
  body.parts_ = std::make_shared<const std::vector<Body>>(std::move(pieces));
  return body;
}

namespace {

// Synthetic content is asked for again and again, and its CRC depends on two numbers alone: what
// was worked out lately is kept, by thread.
struct KnownCrc {
  std::uint64_t length = 0;  // 0: nothing yet
  std::uint64_t seed = 0;
  std::uint32_t crc = 0;
};

KnownCrc& known_crc(std::uint64_t length, std::uint64_t seed) {
  thread_local std::vector<KnownCrc> known(8192);
  return known[split_mix_at(seed, length) % known.size()];
}

}  // namespace

std::uint32_t Body::crc32c() const {
  if (!synthetic_) return godwit::crc32c(bytes());
  if (parts_ != nullptr) {
    std::uint32_t total = 0;
    for (const Body& one : *parts_) total = crc32c_combine(total, one.crc32c(), one.size());
    return total;
  }
  if (phase_ != 0) return synthetic_crc();
  KnownCrc& known = known_crc(length_, seed_);
  if (known.length != length_ || known.seed != seed_) known = {length_, seed_, synthetic_crc()};
  return known.crc;
}

std::uint32_t Body::synthetic_crc() const {
  // All whole blocks are the same, so the CRC of 2^n of them follows from that of half as many.
  const std::string block = slice(0, block_size);
  std::uint32_t total = 0;
  std::uint32_t piece = godwit::crc32c(block);
  std::uint64_t piece_length = block_size;
  for (std::uint64_t blocks = length_ / block_size; blocks != 0; blocks >>= 1) {
    if ((blocks & 1) != 0) total = crc32c_combine(total, piece, piece_length);
    piece = crc32c_combine(piece, piece, piece_length);
    piece_length *= 2;
  }
  const std::uint64_t rest = length_ % block_size;
  return godwit::crc32c(std::string_view(block).substr(0, rest), total);
}

bool Body::operator==(const Body& other) const {
  if (length_ != other.length_) return false;
  if (synthetic_ && other.synthetic_) {
    return seed_ == other.seed_ && phase_ == other.phase_ &&
           (parts_ == nullptr) == (other.parts_ == nullptr);
  }
  if (synthetic_) return other.bytes() == slice(0, length_);
  if (other.synthetic_) return bytes() == other.slice(0, length_);
  return bytes() == other.bytes();
}

}  // namespace godwit
