#include "base/encoding.h"
#include "lab/service.h"
#include "lab/services/s3/listing.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::int64_t longest_page = 1000;

// The first text after all that begin with `prefix`; empty where there is none.
std::string successor(std::string prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xFF) prefix.pop_back();
  if (!prefix.empty()) ++prefix.back();
  return prefix;
}

}  // namespace

std::expected<ListingRequest, aws::ServiceError> read_listing_request(const Value& input) {
  ListingRequest request{.prefix = input["Prefix"].text(), .delimiter = input["Delimiter"].text()};
  if (const Value& most = input["MaxKeys"]) {
    if (most.integer() < 0 || most.integer() > INT32_MAX) {
      return refuse(400, "InvalidArgument",
                    "Argument maxKeys must be an integer between 0 and 2147483647",
                    Value().set("ArgumentName", "max-keys"));
    }
    request.most = static_cast<std::size_t>(std::min(most.integer(), longest_page));
  }
  if (const Value& encoding = input["EncodingType"]) {
    if (encoding.text() != "url") {
      return refuse(400, "InvalidArgument", "Invalid Encoding Method specified in Request",
                    Value().set("ArgumentName", "encoding-type"));
    }
    request.url_encoded = true;
  }
  return request;
}

// As in a form: a space is "+", and slashes stay.
std::string spell(const ListingRequest& request, std::string_view text) {
  if (!request.url_encoded) return std::string(text);
  std::string spelled;
  while (true) {
    const auto space = text.find(' ');
    percent_encode_to(spelled, text.substr(0, space), true);
    if (space == std::string_view::npos) return spelled;
    spelled += '+';
    text.remove_prefix(space + 1);
  }
}

ListingWalk::ListingWalk(const Bucket& bucket, const ListingRequest& request)
    : bucket_(bucket), request_(request), position_(bucket.objects.lower_bound(request.prefix)) {}

void ListingWalk::start_at(const std::string& key) {
  if (key > request_.prefix) position_ = bucket_.objects.lower_bound(key);
}

void ListingWalk::start_after(const std::string& key) {
  if (key >= request_.prefix) position_ = bucket_.objects.upper_bound(key);
}

void ListingWalk::start_after_prefix(const std::string& prefix) {
  const std::string next = successor(prefix);
  if (next.empty()) {
    position_ = bucket_.objects.end();
  } else {
    start_at(next);
  }
}

void ListingWalk::start_after_marker(const std::string& marker) {
  const bool is_prefix = !request_.delimiter.empty() && marker.starts_with(request_.prefix) &&
                         marker.size() > request_.prefix.size() &&
                         marker.ends_with(request_.delimiter) &&
                         marker.find(request_.delimiter, request_.prefix.size()) ==
                             marker.size() - request_.delimiter.size();
  if (is_prefix) {
    start_after_prefix(marker);
  } else {
    start_after(marker);
  }
}

bool ListingWalk::at_end() const {
  return position_ == bucket_.objects.end() || !position_->first.starts_with(request_.prefix);
}

std::string folded(const ListingRequest& request, std::string_view key) {
  if (request.delimiter.empty()) return {};
  const auto found = key.find(request.delimiter, request.prefix.size());
  if (found == std::string_view::npos) return {};
  return std::string(key.substr(0, found + request.delimiter.size()));
}

Value common_prefixes(const ListingRequest& request, const std::vector<std::string>& prefixes) {
  if (prefixes.empty()) return {};
  aws::List list;
  list.reserve(prefixes.size());
  for (const std::string& prefix : prefixes) {
    list.emplace_back(aws::Members{{"Prefix", spell(request, prefix)}});
  }
  return list;
}

}  // namespace godwit::lab::services
