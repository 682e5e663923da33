// What the calls of S3 have in common: a bucket in a region.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "aws/api/s3.h"
#include "aws/call.h"

namespace godwit::aws::s3 {

inline Value about(const BucketName& bucket) {
  Value input;
  input.set("Bucket", bucket.name);
  return input;
}

// Only an error needs to say what it is about; it is put together for none else.
template <class Subject>
Result<Value> naming(Result<Value> output, Subject subject) {
  if (!output && output.error().subject.empty()) output.error().subject = subject();
  return output;
}

inline Result<Value> call_bucket(Cloud& cloud, std::string_view operation, const BucketName& bucket,
                                 const Value& input) {
  return naming(call(cloud, "s3", operation, bucket.region, input, {}),
                [&] { return bucket.name + " in " + bucket.region; });
}

inline Result<Value> call_object(Cloud& cloud, std::string_view operation, const BucketName& bucket,
                                 const std::string& key, const Value& input) {
  return naming(call(cloud, "s3", operation, bucket.region, input, {}),
                [&] { return bucket.name + "/" + key + " in " + bucket.region; });
}

// For configurations that S3 reports as missing, each by a code of its own, where the bucket itself
// is there: absent instead of an error.
inline Result<Value> or_absent(Result<Value> output, std::string_view missing_code) {
  if (!output && output.error().code == missing_code) return Value();
  return output;
}

inline Result<void> without_output(Result<Value> output) {
  TRY_VOID(output);
  return {};
}

inline Tags tags_of(const Value& tag_set) {
  Tags tags;
  for (const Value& tag : tag_set.list()) tags[tag["Key"].text()] = tag["Value"].text();
  return tags;
}

inline Value enabled(bool on) { return on ? "Enabled" : "Disabled"; }

}  // namespace godwit::aws::s3
