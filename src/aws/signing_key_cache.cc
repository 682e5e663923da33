#include "aws/signing_key_cache.h"

#include <array>

#include "base/digest.h"

namespace godwit::aws {

namespace {

struct Entry {
  std::string secret;
  std::string date;
  std::string region;
  std::string service;
  std::string key;  // empty: not in use
};

}  // namespace

std::string derive_signing_key(const std::string& secret, std::string_view date,
                               std::string_view region, std::string_view service) {
  const std::string of_date = hmac_sha256("AWS4" + secret, date);
  const std::string of_region = hmac_sha256(of_date, region);
  const std::string of_service = hmac_sha256(of_region, service);
  return hmac_sha256(of_service, "aws4_request");
}

const std::string& cached_signing_key(const std::string& secret, std::string_view date,
                                      std::string_view region, std::string_view service) {
  thread_local std::array<Entry, 8> entries;
  thread_local std::size_t oldest = 0;
  for (const Entry& entry : entries) {
    if (!entry.key.empty() && entry.date == date && entry.region == region &&
        entry.service == service && entry.secret == secret) {
      return entry.key;
    }
  }
  Entry& entry = entries[oldest];
  oldest = (oldest + 1) % entries.size();
  entry = {secret, std::string(date), std::string(region), std::string(service),
           derive_signing_key(secret, date, region, service)};
  return entry.key;
}

}  // namespace godwit::aws
