#include "run/call_outcome.h"

#include <gtest/gtest.h>

#include "aws/codec.h"

namespace godwit::run {
namespace {

aws::Request a_write() {
  aws::Request request;
  request.service = "s3";
  request.operation = "PutBucketVersioning";
  return request;
}

aws::Response answer(int status, const std::string& code) {
  const aws::Service& service = aws::service("s3");
  return aws::serialize_error(service, service.find("PutBucketVersioning"),
                              {status, code, code, {}}, "id", code.empty());
}

CallOutcome outcome(int status, const std::string& code) {
  return outcome_of(a_write(), answer(status, code));
}

CallOutcome outcome(ErrorKind kind) {
  return outcome_of(a_write(), fail({kind, "send", "s3", "why", {}}));
}

TEST(CallOutcome, WhateverMayHaveHappenedIsUnknown) {
  aws::Response good;
  good.status = 204;
  EXPECT_EQ(outcome_of(a_write(), good), CallOutcome::applied);
  EXPECT_EQ(outcome(403, "AccessDenied"), CallOutcome::refused);
  EXPECT_EQ(outcome(409, "OperationAborted"), CallOutcome::refused);
  EXPECT_EQ(outcome(503, "SlowDown"), CallOutcome::refused);
  EXPECT_EQ(outcome(503, "ServiceUnavailable"), CallOutcome::unknown);
  EXPECT_EQ(outcome(500, "InternalError"), CallOutcome::unknown);
  aws::Response bare;
  for (const int status : {500, 502, 503, 504}) {
    bare.status = status;
    EXPECT_EQ(outcome_of(a_write(), bare), CallOutcome::unknown)
        << status << ": from something that does not know what the service did";
  }
  EXPECT_EQ(outcome(ErrorKind::unreachable), CallOutcome::refused);
  for (const ErrorKind kind : {ErrorKind::unknown, ErrorKind::interrupted, ErrorKind::storage}) {
    EXPECT_EQ(outcome(kind), CallOutcome::unknown);
  }
}

TEST(CallOutcome, KnowsWhoSaysLater) {
  EXPECT_TRUE(is_throttled(a_write(), answer(503, "SlowDown")));
  EXPECT_FALSE(is_throttled(a_write(), answer(503, "ServiceUnavailable")));
  EXPECT_FALSE(is_throttled(a_write(), answer(403, "AccessDenied")));
}

}  // namespace
}  // namespace godwit::run
