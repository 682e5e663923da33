#include "aws/answer.h"

#include <gtest/gtest.h>

namespace godwit::aws {
namespace {

ErrorKind kind(std::string_view service_name, std::string_view operation, int status,
               std::string code) {
  const Service& model = service(service_name);
  return error_of_answer(model, *model.find(operation), status, {std::move(code), "Words."}).kind;
}

TEST(ErrorOfAnswer, SaysWhatMayHaveHappened) {
  EXPECT_EQ(kind("s3", "GetObject", 404, "NoSuchKey"), ErrorKind::not_found);
  EXPECT_EQ(kind("s3", "GetBucketReplication", 404, "ReplicationConfigurationNotFoundError"),
            ErrorKind::not_found);
  EXPECT_EQ(kind("kms", "DescribeKey", 400, "NotFoundException"), ErrorKind::not_found);
  EXPECT_EQ(kind("route53", "GetHealthCheck", 404, "NoSuchHealthCheck"), ErrorKind::not_found);
  EXPECT_EQ(kind("s3", "CreateBucket", 409, "BucketAlreadyOwnedByYou"), ErrorKind::conflict);
  EXPECT_EQ(kind("s3", "RestoreObject", 409, "RestoreAlreadyInProgress"), ErrorKind::conflict);
  EXPECT_EQ(kind("kms", "CreateAlias", 400, "AlreadyExistsException"), ErrorKind::conflict);
  EXPECT_EQ(kind("s3", "PutObject", 503, "SlowDown"), ErrorKind::throttled);
  EXPECT_EQ(kind("kms", "Encrypt", 400, "ThrottlingException"), ErrorKind::throttled);
  EXPECT_EQ(kind("route53", "ChangeResourceRecordSets", 400, "PriorRequestNotComplete"),
            ErrorKind::throttled);
  EXPECT_EQ(kind("s3", "CreateBucket", 409, "OperationAborted"), ErrorKind::throttled);
  EXPECT_EQ(kind("s3control", "CreateJob", 429, "TooManyRequestsException"), ErrorKind::throttled);
  EXPECT_EQ(kind("s3", "PutObject", 403, "AccessDenied"), ErrorKind::refused);
  EXPECT_EQ(kind("route53", "ChangeResourceRecordSets", 400, "InvalidChangeBatch"),
            ErrorKind::refused);
  EXPECT_EQ(kind("s3", "HeadBucket", 301, "PermanentRedirect"), ErrorKind::refused);
  EXPECT_EQ(kind("s3", "PutObject", 500, "InternalError"), ErrorKind::unknown);
  EXPECT_EQ(kind("s3", "GetObject", 500, "InternalError"), ErrorKind::unreachable);
  EXPECT_EQ(kind("s3", "ListBuckets", 502, "502"), ErrorKind::unreachable);
}

TEST(ErrorOfAnswer, SaysWhatToDo) {
  const Service& s3 = service("s3");
  const Error error = error_of_answer(s3, *s3.find("PutObject"), 404,
                                      {"NoSuchBucket", "The specified bucket does not exist."});
  EXPECT_EQ(to_string(error),
            "cannot s3 PutObject: The specified bucket does not exist (NoSuchBucket)\n"
            "  check the bucket's name and its region");
  EXPECT_EQ(error_of_answer(s3, *s3.find("PutObject"), 400, {"Strange", ""}).cause,
            "AWS answered Strange");
  EXPECT_FALSE(
      error_of_answer(s3, *s3.find("PutObject"), 500, {"InternalError", "Oops"}).remedy.empty());
}

}  // namespace
}  // namespace godwit::aws
