#include "base/error.h"

#include <gtest/gtest.h>

#include "base/result.h"

namespace godwit {
namespace {

TEST(Error, NamesThePlaceTheAttemptAndTheCause) {
  const Error error{.operation = "read plan",
                    .subject = "migration.yaml",
                    .cause = "unknown key 'bukets' (did you mean 'buckets'?)",
                    .remedy = "correct the key",
                    .where = Location{"migration.yaml", 3, 5}};
  EXPECT_EQ(to_string(error),
            "migration.yaml:3:5: cannot read plan: unknown key 'bukets' (did you mean 'buckets'?)\n"
            "  correct the key");
}

TEST(Error, NamesTheSubject) {
  const Error error{.kind = ErrorKind::conflict,
                    .operation = "create bucket",
                    .subject = "recordings in eu-central-1",
                    .cause = "the name is taken",
                    .code = "BucketAlreadyExists"};
  EXPECT_EQ(to_string(error),
            "cannot create bucket recordings in eu-central-1: the name is taken "
            "(BucketAlreadyExists)");
}

TEST(Error, DoesNotSayThatSomethingUndecidedFailed) {
  const Error error{.kind = ErrorKind::unknown,
                    .operation = "create bucket",
                    .subject = "recordings",
                    .cause = "timed out after 30s"};
  EXPECT_EQ(to_string(error),
            "cannot tell the outcome of create bucket recordings: timed out after 30s");
}

TEST(Error, DoesWithoutWhatIsMissing) {
  EXPECT_EQ(to_string(Error{.cause = "no plan"}), "no plan");
  EXPECT_EQ(to_string(Error{.kind = ErrorKind::not_found, .operation = "open", .subject = "a"}),
            "cannot open a: not found");
  EXPECT_EQ(to_string(Error{.cause = "NoSuchKey: gone", .code = "NoSuchKey"}), "NoSuchKey: gone");
}

TEST(Error, PrintsWholeFilesLinesAndColumns) {
  EXPECT_EQ(to_string(Location{"plan.yaml"}), "plan.yaml");
  EXPECT_EQ(to_string(Location{"plan.yaml", 7}), "plan.yaml:7");
  EXPECT_EQ(to_string(Location{"plan.yaml", 7, 2}), "plan.yaml:7:2");
}

TEST(Error, EveryKindHasAName) {
  EXPECT_EQ(to_string(ErrorKind::invalid), "invalid");
  EXPECT_EQ(to_string(ErrorKind::not_found), "not found");
  EXPECT_EQ(to_string(ErrorKind::unknown), "unknown");
  EXPECT_EQ(to_string(ErrorKind::interrupted), "interrupted");
}

Result<int> positive(int number) {
  if (number > 0) return number;
  return fail({.cause = "not positive"});
}

Result<void> check(int number) {
  TRY_VOID(positive(number));
  return {};
}

Result<int> sum(int a, int b) {
  const int first = TRY(positive(a));
  const int second = TRY(positive(b));
  return first + second;
}

Result<std::unique_ptr<int>> boxed(int number) {
  auto box = TRY(Result<std::unique_ptr<int>>(std::make_unique<int>(number)));
  return box;
}

TEST(Result, TryHandsOnValuesAndErrors) {
  EXPECT_EQ(sum(1, 2), 3);
  EXPECT_EQ(sum(1, -2).error().cause, "not positive");
  EXPECT_TRUE(check(1));
  EXPECT_EQ(check(0).error().cause, "not positive");
  EXPECT_EQ(**boxed(4), 4);
}

}  // namespace
}  // namespace godwit
