// A message's or an object's content. Either real bytes, shared and immutable, or *synthetic*: a
// length and a seed that stand for bytes nobody has to hold, so that a terabyte of recordings costs
// nothing and still has a true checksum.
//
// Synthetic content is defined, not arbitrary: it repeats one block of 4,096 bytes, which a
// generator (SplitMix64) draws from the seed, and is cut off at the length. So its CRC-32C follows
// from the block's by combination, and any range of it can be made on demand.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace godwit {

class Body {
 public:
  Body() = default;
  Body(std::string bytes);  // NOLINT(google-explicit-constructor): text is a body
  Body(const char* text) : Body(std::string(text)) {}  // NOLINT(google-explicit-constructor)
  static Body synthetic(std::uint64_t length, std::uint64_t seed);

  std::uint64_t size() const { return length_; }
  bool empty() const { return length_ == 0; }
  bool is_synthetic() const { return synthetic_; }
  std::uint64_t seed() const { return seed_; }

  // The bytes themselves. Only for content that is not synthetic.
  std::string_view bytes() const { return bytes_ ? std::string_view(*bytes_) : std::string_view(); }

  // Any part of the content, made where it is synthetic; cut off at the end.
  std::string slice(std::uint64_t offset, std::uint64_t length) const;

  // The CRC-32C of the whole content. O(log length) where it is synthetic.
  std::uint32_t crc32c() const;

  // Same content. Two synthetic bodies are equal if length and seed are.
  bool operator==(const Body& other) const;

 private:
  std::uint32_t synthetic_crc() const;

  std::shared_ptr<const std::string> bytes_;
  std::uint64_t length_ = 0;
  std::uint64_t seed_ = 0;
  bool synthetic_ = false;
};

}  // namespace godwit
