// One page of a listing: where it begins, what it folds into prefixes, where it ends. The three
// listings of S3 differ only in what they say about a key.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/codec.h"
#include "lab/services/s3/bucket.h"

namespace godwit::lab::services {

struct ListingRequest {
  std::string prefix;
  std::string delimiter;
  std::size_t most = 1000;
  bool url_encoded = false;
};

// Prefix, Delimiter, MaxKeys and EncodingType, or what is wrong with them.
std::expected<ListingRequest, aws::ServiceError> read_listing_request(const aws::Value& input);

// A key or prefix as the answer spells it.
std::string spell(const ListingRequest& request, std::string_view text);

// What a key folds into; empty where it stands for itself.
std::string folded(const ListingRequest& request, std::string_view key);

// Walks the keys of a bucket in the order of their bytes and folds those that contain the delimiter
// after the prefix.
class ListingWalk {
 public:
  ListingWalk(const Bucket& bucket, const ListingRequest& request);

  void start_at(const std::string& key);
  void start_after(const std::string& key);
  // After all keys that begin with it.
  void start_after_prefix(const std::string& prefix);
  // As a marker of the older listings, which may be either.
  void start_after_marker(const std::string& marker);

  // The key at hand; false at the end.
  bool at_end() const;
  const std::string& key() const { return position_->first; }
  const History& history() const { return position_->second; }
  std::string common_prefix() const { return folded(request_, key()); }
  void next() { ++position_; }

 private:
  const Bucket& bucket_;
  const ListingRequest& request_;
  std::map<std::string, History, std::less<>>::const_iterator position_;
};

aws::Value common_prefixes(const ListingRequest& request, const std::vector<std::string>& prefixes);

}  // namespace godwit::lab::services
