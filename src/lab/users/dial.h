// Dialling: which of several addresses a client ends at, and how long it takes until there is a
// TCP connection. Happy Eyeballs, RFC 8305. Pure.
#pragma once

#include <cstdint>
#include <span>

#include "base/time.h"
#include "lab/internet.h"
#include "lab/users/directory.h"

namespace godwit::lab {

struct Candidate {
  Directory::Address address;
  IpFamily family;
  Reach reach;
  Duration round_trip;
};

struct Dialled {
  int winner = -1;     // index of the candidate; -1: none
  Duration elapsed{};  // until it accepted, or until all have failed
};

// RFC 8305, sections 3, 5 and 8.
constexpr Duration resolution_delay = milliseconds(50);
constexpr Duration attempt_delay = milliseconds(250);
// How long a client waits for somebody who says nothing: assumption; operating systems' own limits
// are minutes, clients' are seconds.
constexpr Duration connect_timeout = seconds(10);

// The candidates are in the order of their answers, of both families mixed in any way. The answers
// came so long after the question; that is where `elapsed` begins.
Dialled dial(std::span<const Candidate> candidates, Duration v4_came, Duration v6_came);

}  // namespace godwit::lab
