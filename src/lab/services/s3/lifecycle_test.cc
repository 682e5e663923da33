#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html
// The clock starts at six in the morning.
class S3LifecycleTest : public LabTest {
 protected:
  void SetUp() override { ASSERT_TRUE(aws::s3::create_bucket(cloud, plain)); }

  static Value rule(Value actions, Value filter = Value::structure()) {
    Value all;
    all.set("Status", "Enabled").set("Filter", std::move(filter));
    for (const auto& [name, value] : actions.members()) all.set(name, value);
    return all;
  }
  static Value expiration(std::string_view name, Value value) {
    return Value().set("Expiration", Value().set(name, std::move(value)));
  }
  std::string apply(const std::string& bucket, Value rule) {
    return refused(
        "s3", "PutBucketLifecycleConfiguration", west,
        in(bucket).set("LifecycleConfiguration", Value().set("Rules", aws::List{std::move(rule)})));
  }
  std::size_t count(const std::string& bucket, const std::string& key) {
    const History* history = lab.s3().find(bucket)->find(key);
    return history == nullptr ? 0 : history->versions().size();
  }
  void until(const std::string& time) { env.scheduler.run_until(parse_time(time).value()); }
  const aws::s3::BucketName plain{west, "plain"};
};

TEST_F(S3LifecycleTest, DaysAreRoundedUpToMidnight) {
  EXPECT_EQ(apply("plain", rule(expiration("Days", 3), Value().set("Prefix", "tmp/"))),
            "(success)");
  put(plain, "tmp/a", "1");
  put(plain, "kept", "1");
  EXPECT_EQ(must("s3", "HeadObject", west, at("plain", "tmp/a"))["Expiration"].text().substr(0, 43),
            R"(expiry-date="Fri, 09 Jan 2026 00:00:00 GMT")");
  EXPECT_FALSE(must("s3", "HeadObject", west, at("plain", "kept")).has("Expiration"));
  until("2026-01-08T23:59:59Z");
  EXPECT_EQ(text_of(plain, "tmp/a"), "1");
  until("2026-01-09T00:00:01Z");
  EXPECT_EQ(status_of(plain, "tmp/a"), "NoSuchKey");
  EXPECT_EQ(text_of(plain, "kept"), "1");
}

TEST_F(S3LifecycleTest, InAVersionedBucketAMarkerIsPutOnTop) {
  EXPECT_EQ(apply("source", rule(expiration("Days", 1))), "(success)");
  put(source, "a", "1");
  until("2026-01-07T00:00:01Z");
  EXPECT_EQ(count("source", "a"), 2U);
  EXPECT_TRUE(lab.s3().find("source")->find("a")->current()->delete_marker);
  pass(hours(24 * 30));  // a marker that something is behind stays
  EXPECT_EQ(count("source", "a"), 2U);
}

TEST_F(S3LifecycleTest, NoncurrentVersions) {
  EXPECT_EQ(
      apply("source",
            rule(Value().set("NoncurrentVersionExpiration",
                             Value().set("NoncurrentDays", 2).set("NewerNoncurrentVersions", 1)))),
      "(success)");
  for (const char* text : {"1", "2", "3", "4"}) {
    put(source, "a", text);
    pass(hours(1));
  }
  until("2026-01-07T23:00:00Z");
  EXPECT_EQ(count("source", "a"), 4U);
  until("2026-01-08T00:00:01Z");
  EXPECT_EQ(count("source", "a"), 2U);  // the current one, and the newest that is not
  EXPECT_EQ(text_of(source, "a"), "4");
}

TEST_F(S3LifecycleTest, MarkersThatNothingIsBehind) {
  EXPECT_EQ(apply("source", rule(expiration("ExpiredObjectDeleteMarker", true))), "(success)");
  const std::string id = put(source, "gone", "1");
  ASSERT_FALSE(refused("s3", "DeleteObject", west, at("source", "gone")).empty());
  put(source, "behind", "1");
  ASSERT_FALSE(refused("s3", "DeleteObject", west, at("source", "behind")).empty());
  must("s3", "DeleteObject", west, at("source", "gone", id));
  until("2026-01-06T00:00:01Z");
  EXPECT_EQ(count("source", "gone"), 0U);
  EXPECT_EQ(count("source", "behind"), 2U);
}

TEST_F(S3LifecycleTest, TransitionsOfWhatIsLargeEnough) {
  Value transition;
  transition.set("Days", 0).set("StorageClass", "GLACIER");
  EXPECT_EQ(apply("plain", rule(Value().set("Transitions", aws::List{transition}))), "(success)");
  put(plain, "large", std::string(128 * 1024, 'x'));
  put(plain, "small", "x");
  until("2026-01-06T00:00:01Z");
  EXPECT_EQ(refused("s3", "GetObject", west, at("plain", "large")), "InvalidObjectState");
  EXPECT_EQ(text_of(plain, "small"), "x");
  EXPECT_EQ(apply("plain", rule(Value().set("Transitions", aws::List{transition}),
                                Value().set("ObjectSizeGreaterThan", 0))),
            "(success)");
  until("2026-01-07T00:00:01Z");
  EXPECT_EQ(refused("s3", "GetObject", west, at("plain", "small")), "InvalidObjectState");
}

TEST_F(S3LifecycleTest, DatesTagsAndSizes) {
  const Time date = parse_time("2026-01-07T00:00:00Z").value();
  Value both;
  both.set("Prefix", "a").set("Tags", aws::List{Value().set("Key", "k").set("Value", "v")});
  EXPECT_EQ(apply("plain", rule(expiration("Date", date), Value().set("And", both))), "(success)");
  put(plain, "a1", "1", {{"k", "v"}});
  put(plain, "a2", "1", {{"k", "w"}});
  put(plain, "b1", "1", {{"k", "v"}});
  until("2026-01-07T00:00:01Z");
  EXPECT_EQ(count("plain", "a1"), 0U);
  EXPECT_EQ(count("plain", "a2"), 1U);
  EXPECT_EQ(count("plain", "b1"), 1U);
}

TEST_F(S3LifecycleTest, AbandonedUploads) {
  EXPECT_EQ(apply("plain", rule(Value().set("AbortIncompleteMultipartUpload",
                                            Value().set("DaysAfterInitiation", 1)))),
            "(success)");
  const Value begun = must("s3", "CreateMultipartUpload", west, at("plain", "a"));
  EXPECT_EQ(begun["AbortDate"].time(), parse_time("2026-01-07T00:00:00Z").value());
  const Value input = at("plain", "a").set("UploadId", begun["UploadId"]);
  until("2026-01-06T23:00:00Z");
  EXPECT_EQ(refused("s3", "ListParts", west, input), "(success)");
  until("2026-01-07T00:00:01Z");
  EXPECT_EQ(refused("s3", "ListParts", west, input), "NoSuchUpload");
}

TEST_F(S3LifecycleTest, NothingAfterItIsTakenAway) {
  EXPECT_EQ(apply("plain", rule(expiration("Days", 1))), "(success)");
  put(plain, "a", "1");
  must("s3", "DeleteBucketLifecycle", west, in("plain"));
  pass(hours(24 * 10));
  EXPECT_EQ(text_of(plain, "a"), "1");
  EXPECT_EQ(refused("s3", "GetBucketLifecycleConfiguration", west, in("plain")),
            "NoSuchLifecycleConfiguration");
}

TEST_F(S3LifecycleTest, Refusals) {
  EXPECT_EQ(apply("plain", rule(Value::structure())), "InvalidRequest");
  EXPECT_EQ(apply("plain", rule(expiration("Days", 0))), "InvalidArgument");
  EXPECT_EQ(apply("plain", rule(expiration("Date", env.clock.now()))), "InvalidArgument");
  EXPECT_EQ(apply("plain", rule(Value().set("Expiration", Value().set("Days", 1).set(
                                                              "ExpiredObjectDeleteMarker", true)))),
            "MalformedXML");
  const auto transition = [](int days, std::string_view storage_class) {
    return Value().set("Transitions",
                       aws::List{Value().set("Days", days).set("StorageClass", storage_class)});
  };
  EXPECT_EQ(apply("plain", rule(transition(29, "STANDARD_IA"))), "InvalidArgument");
  EXPECT_EQ(apply("plain", rule(transition(30, "STANDARD_IA"))), "(success)");
  EXPECT_EQ(
      apply("plain", rule(transition(30, "GLACIER").set("Expiration", Value().set("Days", 30)))),
      "InvalidArgument");
  EXPECT_EQ(
      apply("plain", rule(expiration("Days", 1), Value().set("Prefix", "a")).set("Status", "On")),
      "MalformedXML");
  EXPECT_EQ(apply("plain", rule(expiration("Days", 1)).set("Prefix", "a")), "MalformedXML");
}

TEST_F(S3LifecycleTest, LockedVersionsStay) {
  must("s3", "CreateBucket", west,
       in("vault")
           .set("ObjectLockEnabledForBucket", true)
           .set("CreateBucketConfiguration", Value().set("LocationConstraint", west)));
  const aws::s3::BucketName vault{west, "vault"};
  const std::string id = put(vault, "a", "1");
  must("s3", "PutObjectLegalHold", west,
       at("vault", "a", id).set("LegalHold", Value().set("Status", "ON")));
  put(vault, "a", "2");
  EXPECT_EQ(apply("vault", rule(Value().set("NoncurrentVersionExpiration",
                                            Value().set("NoncurrentDays", 1)))),
            "(success)");
  pass(hours(24 * 5));
  EXPECT_EQ(count("vault", "a"), 2U);
}

}  // namespace
}  // namespace godwit::lab::services
