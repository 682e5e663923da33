// SplitMix64 (Steele, Lea and Flood, 2014): a counter put through a mixing function. Any element of
// its sequence can be made directly, which is what synthetic content and derived seeds need.
#pragma once

#include <cstdint>

namespace godwit {

// The mixing function: bijective, and each bit of the result depends on all bits of the argument.
constexpr std::uint64_t split_mix(std::uint64_t value) {
  value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
  value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
  return value ^ (value >> 31);
}

// The element at `index` (from 0) of the sequence that starts from `seed`.
constexpr std::uint64_t split_mix_at(std::uint64_t seed, std::uint64_t index) {
  return split_mix(seed + (index + 1) * 0x9e3779b97f4a7c15ULL);
}

}  // namespace godwit
