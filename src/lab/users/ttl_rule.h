// TtlRule: for how long a cache keeps an answer that says how long it may be kept.
#pragma once

#include <algorithm>
#include <cstdint>

#include "lab/users/sighting.h"

namespace godwit::lab {

struct TtlRule {
  enum class Kind : std::uint8_t { honoured, capped, stretched, ignored, forever };
  Kind kind = Kind::honoured;
  Duration bound{};  // capped: at most; stretched, ignored: at least

  // When the cache lets go of an answer that it gets `now` and that says `ttl`.
  Time kept_until(Time now, Duration ttl) const {
    switch (kind) {
      case Kind::honoured:
        break;
      case Kind::capped:
        return now + std::min(ttl, bound);
      case Kind::stretched:
      case Kind::ignored:
        return now + std::max(ttl, bound);
      case Kind::forever:
        return Time::max();
    }
    return now + ttl;
  }

  // What an answer that is kept beyond its TTL is held by.
  Hold hold() const {
    if (kind == Kind::stretched) return Hold::stretched_ttl;
    return kind == Kind::ignored || kind == Kind::forever ? Hold::ignored_ttl : Hold::none;
  }
};

}  // namespace godwit::lab
