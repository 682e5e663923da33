// What users see: one request each, from its first attempt to its end.
#pragma once

#include <cstdint>
#include <string>

#include "base/time.h"

namespace godwit::lab {

// Something in a store that a user may expect to find.
struct Item {
  std::uint16_t store;  // index into Users::stores()
  std::string id;
  std::uint32_t checksum;  // CRC-32C of its content
  std::uint64_t size;
  // Whether it was overwritten or removed since, or somebody tried to. What a read of it has to
  // find is for judges to say, who know the whole history.
  bool changed = false;
  bool deleted = false;  // or somebody tried to
};

enum class RequestKind : std::uint8_t { write, read, remove };

// What led a user where they came, where it was not the records as their TTL allows.
enum class Hold : std::uint8_t {
  none,             // an answer within its TTL
  stretched_ttl,    // an answer that a resolver or a client kept beyond its TTL
  ignored_ttl,      // the same, where they keep every answer for hours or for good
  kept_connection,  // no name was asked for: the connection outlived the answer it came from
  hard_wired        // another name was asked for, which no record of the workload's moves
};

// One request, as its user saw it.
struct Sighting {
  Time time;           // when it was first sent
  Duration elapsed{};  // until its end: names, connecting, all attempts and the pauses between them
  RequestKind kind;
  // Acknowledged; for a read also: the content is what it was, or, of a changed item, there was an
  // answer that says what is there.
  bool ok;
  bool answered;        // an HTTP status came back, of the last attempt
  std::int16_t status;  // 0 where none came back
  std::uint16_t place;  // index into account::Users::places
  std::uint16_t store;
  std::uint32_t user;
  std::int8_t region;  // index into Users::regions(), of the last attempt; -1: nobody's address
  std::uint8_t attempts = 1;  // more than one: all before the last failed
  Hold hold = Hold::none;     // of the last attempt
  bool kept = false;          // the last attempt was on a connection that was there already
  // CRC-32C of what was written, or of what a read has found (status 200); else 0.
  std::uint32_t checksum = 0;
  std::string id;  // of the item
};

}  // namespace godwit::lab
