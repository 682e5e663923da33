// Habits: how users' software treats names, connections and failures.
// docs/account-file.md, "What users do", has the format and the source of every default.
#pragma once

#include <optional>
#include <string>

#include "base/time.h"

namespace godwit::account {

// All shares are from 0 to 1.

struct CappedTtl {
  double share = 0;
  Duration most = hours(1);
};
struct StretchedTtl {
  double share = 0;
  Duration least{};
};
struct IgnoredTtl {
  double share = 0;
  Duration keep = hours(6);
};

// Recursive resolvers, whose caches many users share. Shares are of the users.
struct ResolverHabits {
  int per_place = 4;  // assumption
  // Measured for about 30 % of clients: caching is not effective ("When the Dike Breaks: Dissecting
  // DNS Defenses During DDoS", IMC 2018). How many caches: assumption.
  double public_share = 0.3;
  int public_caches = 8;
  Duration public_most = hours(6);  // as Google Public DNS's answers show
  // 8.74 % of resolvers extend TTLs ("TTL Violation of DNS Resolvers in the Wild", PAM 2023). By
  // how much, and how they part into these two: assumption.
  StretchedTtl stretched{0.08, minutes(10)};
  IgnoredTtl ignored{0.0074, hours(6)};
  CappedTtl capped;
};

// Clients that ask once and never again until they are started anew.
struct ForeverTtl {
  double share = 0;
  Duration restart = hours(24 * 7);  // mean
};

// What clients keep themselves.
struct CacheHabits {
  // Chromium keeps what getaddrinfo() says for 60 s and no answer for less. The share is of those
  // that do neither of the following: assumption.
  StretchedTtl stretched{0.65, minutes(1)};
  IgnoredTtl ignored;
  ForeverTtl forever;
};

struct ConnectionHabits {
  // Assumption, of the order of HTTP clients' pools. Zero: none is kept.
  Duration idle = minutes(5);
  Duration age = hours(1);         // assumption
  double long_lived_share = 0.02;  // assumption, and so is the next
  Duration long_lived_lasts = hours(4);
};

struct RetryHabits {
  // As the AWS SDKs' standard mode: three in all.
  // https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
  int attempts = 3;
  Duration backoff = milliseconds(100);  // before the second; doubled each time, with full jitter
  Duration deadline = seconds(30);       // none begins later
};

// Clients that call an endpoint's own name (fact C12).
struct HardWired {
  enum class Updated { never, after, over };
  double share = 0;
  std::string endpoint;  // empty: that of the first site
  Updated updated = Updated::never;
  Duration duration{};  // `after`: all at once then; `over`: one by one until then
};

struct Habits {
  double ipv6 = 0.4;  // APNIC Labs, April 2026: 42 % of users
  ResolverHabits resolvers;
  CacheHabits caches;
  ConnectionHabits connections;
  RetryHabits retries;
  HardWired hard_wired;
};

// Every TTL is honoured, no connection kept, and every request has one attempt: then a user is
// where the records say as soon as the answers' TTL has passed.
Habits strict_habits();

}  // namespace godwit::account
