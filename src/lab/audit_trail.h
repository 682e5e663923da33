// AuditTrail: every call that may change the account, as its front door saw it: what CloudTrail
// keeps of management events, and nothing that a caller could deny. Judges hold it against what a
// caller says of itself. Off unless somebody asks for it.
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "aws/codec.h"
#include "base/time.h"
#include "env/http.h"

namespace godwit::lab {

// What a call does to the things that somebody would have to clean up. Everything else it may do
// changes settings of what is there.
enum class Deed : std::uint8_t { sets, makes, removes };

struct AuditEntry {
  Time time{};
  std::string principal;  // as Lab::introduce was told, or the access key id
  std::string operation;  // "kms CreateKey"
  std::string region;     // empty: a global service's
  std::string subject;    // host and path, without a query
  std::string token;      // the caller's own mark for "this once": a client token, a reference
  std::string resource;   // what is made or removed: "health check 1b2c", "bucket b"; else empty
  Deed deed = Deed::sets;
  int status = 0;       // of the answer
  std::string code;     // of a refusal
  bool effect = false;  // it was carried out
  bool told = true;     // the answer left; what becomes of it on the way is not known here
};

class AuditTrail {
 public:
  // Calls of these principals are not kept: users' writes are many, and judged otherwise.
  explicit AuditTrail(std::set<std::string> left_out = {}) : left_out_(std::move(left_out)) {}

  bool keeps(const std::string& principal) const { return !left_out_.contains(principal); }
  void add(AuditEntry entry) { entries_.push_back(std::move(entry)); }

  // In the order in which they were carried out.
  const std::vector<AuditEntry>& entries() const { return entries_; }
  std::vector<AuditEntry> take() { return std::exchange(entries_, {}); }  // leaves none behind

 private:
  std::set<std::string> left_out_;
  std::vector<AuditEntry> entries_;
};

// What is known of a call from its own words; `output` is absent where it was refused. Time,
// principal and status are the door's to add.
AuditEntry describe_call(const aws::Service& service, const aws::Operation& operation,
                         const std::string& region, const HttpRequest& request,
                         const aws::Value& input, const aws::Value& output);

}  // namespace godwit::lab
