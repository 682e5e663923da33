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
#include <vector>

namespace godwit {

class Body {
 public:
  Body() = default;
  Body(std::string bytes);  // NOLINT(google-explicit-constructor): text is a body
  Body(const char* text) : Body(std::string(text)) {}  // NOLINT(google-explicit-constructor)
  static Body synthetic(std::uint64_t length, std::uint64_t seed);
  // One after the other, as a multipart upload is put together. Real bytes are copied once; no byte
  // of synthetic content is made.
  static Body joined(const std::vector<Body>& parts);

  std::uint64_t size() const { return length_; }
  bool empty() const { return length_ == 0; }
  bool is_synthetic() const { return synthetic_; }
  // Tells synthetic bodies of one length apart.
  std::uint64_t seed() const { return seed_ ^ (phase_ * 0x9E3779B97F4A7C15ULL); }

  // The bytes themselves. Only for content that is not synthetic.
  std::string_view bytes() const { return bytes_ ? std::string_view(*bytes_) : std::string_view(); }

  // Any part of the content, made where it is synthetic; cut off at the end.
  std::string slice(std::uint64_t offset, std::uint64_t length) const;

  // The same part as a body of its own: synthetic content stays synthetic.
  Body part(std::uint64_t offset, std::uint64_t length) const;

  // The CRC-32C of the whole content. O(log length) where it is synthetic.
  std::uint32_t crc32c() const;

  // Same content. Two synthetic bodies are equal if length, seed and beginning are.
  bool operator==(const Body& other) const;

 private:
  std::uint32_t synthetic_crc() const;
  bool continues(const Body& before) const;

  std::shared_ptr<const std::string> bytes_;
  // What it is joined from, where some of that is synthetic: then this counts as synthetic, and its
  // seed is drawn from theirs.
  std::shared_ptr<const std::vector<Body>> parts_;
  std::uint64_t length_ = 0;
  std::uint64_t seed_ = 0;
  std::uint16_t phase_ = 0;  // where in the block synthetic content begins
  bool synthetic_ = false;
};

}  // namespace godwit
