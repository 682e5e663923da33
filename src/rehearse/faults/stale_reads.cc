#include "rehearse/faults/stale_reads.h"

#include <algorithm>

#include "aws/model.h"

namespace godwit::rehearse {
namespace {

bool is_eventually_consistent(const aws::Request& request) {
  const std::string& service = request.service;
  const std::string& operation = request.operation;
  if (!aws::reads_only(operation)) return false;
  if (service == "kms" || service == "iam") return true;
  // Settings and lists of buckets.
  if (service == "s3") return operation.starts_with("GetBucket") || operation == "ListBuckets";
  if (service == "route53") {
    return operation.starts_with("List") || operation.starts_with("GetHealthCheck");
  }
  if (service == "cloudwatch") return operation.starts_with("DescribeAlarms");
  return false;
}

std::string place_of(const aws::Request& request) { return request.service + " " + request.region; }

// Everything but signatures and dates, which a request gets later.
std::string question_of(const aws::Request& request) {
  std::string text = request.service;
  for (const std::string* part :
       {&request.operation, &request.http.host, &request.http.path, &request.http.query}) {
    text += '\n';
    text += *part;
  }
  text += '\n';
  if (!request.http.body.is_synthetic()) text += request.http.body.bytes();
  return text;
}

}  // namespace

const aws::Response* StaleReads::stale(const aws::Request& request, Duration age) const {
  if (!is_eventually_consistent(request)) return nullptr;
  const auto seen = seen_.find(question_of(request));
  const auto changes = changes_.find(place_of(request));
  if (seen == seen_.end() || changes == changes_.end()) return nullptr;
  // The first change that this answer does not know of.
  const auto first = std::ranges::upper_bound(changes->second, seen->second.time);
  if (first == changes->second.end() || *first < clock_.now() - age) return nullptr;
  return &seen->second.response;
}

void StaleReads::saw(const aws::Request& request, const aws::Response& response) {
  if (!aws::reads_only(request.operation)) {
    // A moment after what was read in the same turn, in which time stands still.
    if (response.status < 300) {
      changes_[place_of(request)].push_back(clock_.now() + microseconds(1));
    }
  } else if (is_eventually_consistent(request) && response.status < 500) {
    seen_.insert_or_assign(question_of(request), Seen{clock_.now(), response});
  }
}

}  // namespace godwit::rehearse
