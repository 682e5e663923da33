#include "base/digest.h"
#include "base/encoding.h"
#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

class S3ConditionsTest : public LabTest {
 protected:
  void SetUp() override {
    put(source, "a", "hello");
    written = env.clock.now();
  }
  int status(Value conditions) {
    Value input = at("source", "a");
    for (const auto& [name, value] : conditions.members()) input.set(name, value);
    return raw("s3", "GetObject", west, input).status;
  }
  const std::string etag = '"' + to_hex(md5("hello")) + '"';
  Time written{};
};

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, and RFC 9110, section 13.2.2
TEST_F(S3ConditionsTest, OfReads) {
  const Time before = written - hours(1);
  pass(hours(2));
  const Time after = written + hours(1);
  EXPECT_EQ(status(Value().set("IfMatch", etag)), 200);
  EXPECT_EQ(status(Value().set("IfMatch", "\"x\"")), 412);
  EXPECT_EQ(status(Value().set("IfNoneMatch", etag)), 304);
  EXPECT_EQ(status(Value().set("IfNoneMatch", "\"x\"")), 200);
  EXPECT_EQ(status(Value().set("IfModifiedSince", before)), 200);
  EXPECT_EQ(status(Value().set("IfModifiedSince", after)), 304);
  EXPECT_EQ(status(Value().set("IfModifiedSince", env.clock.now() + hours(24))), 200);
  EXPECT_EQ(status(Value().set("IfUnmodifiedSince", before)), 412);
  EXPECT_EQ(status(Value().set("IfUnmodifiedSince", after)), 200);
  // An ETag that holds outdoes a date that does not; one that fails outdoes a date that holds.
  EXPECT_EQ(status(Value().set("IfMatch", etag).set("IfUnmodifiedSince", before)), 200);
  EXPECT_EQ(status(Value().set("IfNoneMatch", etag).set("IfModifiedSince", before)), 304);
  EXPECT_EQ(status(Value().set("IfNoneMatch", "\"x\"").set("IfModifiedSince", after)), 200);
  const auto unchanged = raw("s3", "GetObject", west, at("source", "a").set("IfNoneMatch", etag));
  EXPECT_TRUE(unchanged.body.empty());
  EXPECT_EQ(unchanged.headers.get("ETag"), etag);
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
TEST_F(S3ConditionsTest, OfWrites) {
  const auto write = [&](const std::string& key, std::string_view name, const std::string& value) {
    return refused("s3", "PutObject", west, at("source", key).set("Body", "x").set(name, value));
  };
  EXPECT_EQ(write("a", "IfNoneMatch", "*"), "PreconditionFailed");
  EXPECT_EQ(write("b", "IfNoneMatch", "*"), "(success)");
  EXPECT_EQ(write("b", "IfNoneMatch", etag), "NotImplemented");
  EXPECT_EQ(write("a", "IfMatch", "\"x\""), "PreconditionFailed");
  EXPECT_EQ(write("c", "IfMatch", etag), "NoSuchKey");
  EXPECT_EQ(write("a", "IfMatch", etag), "(success)");
  // What a marker covers is not there.
  must("s3", "DeleteObject", west, at("source", "a"));
  EXPECT_EQ(write("a", "IfMatch", etag), "NoSuchKey");
  EXPECT_EQ(write("a", "IfNoneMatch", "*"), "(success)");
  const auto copy = [&](const std::string& key) {
    return refused("s3", "CopyObject", west,
                   at("source", key).set("CopySource", "source/b").set("IfNoneMatch", "*"));
  };
  EXPECT_EQ(copy("a"), "PreconditionFailed");
  EXPECT_EQ(copy("new"), "(success)");
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
TEST_F(S3ConditionsTest, OfDeletions) {
  const auto erase = [&](const std::string& key, const std::string& match) {
    return refused("s3", "DeleteObject", west, at("source", key).set("IfMatch", match));
  };
  EXPECT_EQ(erase("a", "\"x\""), "PreconditionFailed");
  EXPECT_EQ(erase("none", etag), "NoSuchKey");
  EXPECT_EQ(erase("none", "*"), "PreconditionFailed");
  const auto many = [&](const std::string& match) {
    Value object;
    object.set("Key", "a").set("ETag", match);
    return must("s3", "DeleteObjects", west,
                in("source").set("Delete", Value().set("Objects", aws::List{object})));
  };
  EXPECT_EQ(many("\"x\"")["Errors"].list().at(0)["Code"].text(), "PreconditionFailed");
  EXPECT_EQ(text_of(source, "a"), "hello");
  EXPECT_EQ(many(etag)["Deleted"].list().size(), 1U);
  EXPECT_EQ(erase("a", "*"), "PreconditionFailed");  // a marker now
}

TEST_F(S3ConditionsTest, OfCopiesSources) {
  const auto copy = [&](Value conditions) {
    Value input = at("source", "b").set("CopySource", "source/a");
    for (const auto& [name, value] : conditions.members()) input.set(name, value);
    return refused("s3", "CopyObject", west, input);
  };
  const Time before = written - hours(1);
  EXPECT_EQ(copy(Value().set("CopySourceIfMatch", "\"x\"")), "PreconditionFailed");
  EXPECT_EQ(copy(Value().set("CopySourceIfNoneMatch", etag)), "PreconditionFailed");
  EXPECT_EQ(copy(Value().set("CopySourceIfUnmodifiedSince", before)), "PreconditionFailed");
  EXPECT_EQ(copy(Value().set("CopySourceIfMatch", etag).set("CopySourceIfUnmodifiedSince", before)),
            "(success)");
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerSideEncryptionCustomerKeys.html
TEST_F(S3ConditionsTest, CustomersKeys) {
  const auto with_key = [](Value input, char letter, std::string_view prefix = "") {
    const std::string key(32, letter);
    input.set(fmt::format("{}SSECustomerAlgorithm", prefix), "AES256");
    input.set(fmt::format("{}SSECustomerKey", prefix), to_base64(key));
    input.set(fmt::format("{}SSECustomerKeyMD5", prefix), to_base64(md5(key)));
    return input;
  };
  const Value written_output =
      must("s3", "PutObject", west, with_key(at("source", "c").set("Body", "hello"), 'k'));
  EXPECT_EQ(written_output["SSECustomerAlgorithm"].text(), "AES256");
  EXPECT_FALSE(written_output.has("ServerSideEncryption"));
  EXPECT_NE(written_output["ETag"].text(), etag);  // (fact D10)
  EXPECT_EQ(refused("s3", "GetObject", west, at("source", "c")), "InvalidRequest");
  EXPECT_EQ(raw("s3", "HeadObject", west, at("source", "c")).status, 400);
  EXPECT_EQ(refused("s3", "GetObject", west, with_key(at("source", "c"), 'x')), "AccessDenied");
  EXPECT_EQ(refused("s3", "GetObject", west, with_key(at("source", "a"), 'k')), "InvalidRequest");
  EXPECT_EQ(must("s3", "GetObject", west, with_key(at("source", "c"), 'k'))["Body"].body(),
            Body("hello"));
  EXPECT_EQ(refused("s3", "PutObject", west,
                    with_key(at("source", "c"), 'k').set("SSECustomerKeyMD5", "AAAA")),
            "InvalidArgument");
  EXPECT_EQ(refused("s3", "PutObject", west, at("source", "c").set("SSECustomerAlgorithm", "DES")),
            "InvalidEncryptionAlgorithmError");
  EXPECT_EQ(refused("s3", "CopyObject", west, at("source", "d").set("CopySource", "source/c")),
            "InvalidRequest");
  EXPECT_EQ(refused("s3", "CopyObject", west,
                    with_key(at("source", "d").set("CopySource", "source/c"), 'k', "CopySource")),
            "(success)");
  EXPECT_EQ(text_of(source, "d"), "hello");
}

// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, "Overriding response headers"
TEST_F(S3ConditionsTest, AnswersAsAskedFor) {
  const auto response = raw("s3", "GetObject", west,
                            at("source", "a")
                                .set("ResponseContentType", "text/csv")
                                .set("ResponseContentDisposition", "attachment"));
  EXPECT_EQ(response.headers.get("Content-Type"), "text/csv");
  EXPECT_EQ(response.headers.get("Content-Disposition"), "attachment");
  const auto head = raw("s3", "HeadObject", west, at("source", "a").set("Range", "bytes=1-2"));
  EXPECT_EQ(head.status, 206);
  EXPECT_EQ(head.headers.get("Content-Range"), "bytes 1-2/5");
}

// Since December 2024 every object has a checksum.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
TEST_F(S3ConditionsTest, OwnChecksum) {
  const Value output = must("s3", "PutObject", west, at("source", "b").set("Body", "hello"));
  const std::string expected = to_base64(crc_bytes(crc64nvme("hello")));
  EXPECT_EQ(output["ChecksumCRC64NVME"].text(), expected);
  const Value input = at("source", "b").set("ChecksumMode", "ENABLED");
  EXPECT_EQ(must("s3", "HeadObject", west, input)["ChecksumCRC64NVME"].text(), expected);
  EXPECT_EQ(must("s3", "HeadObject", west, input)["ChecksumType"].text(), "FULL_OBJECT");
  EXPECT_FALSE(must("s3", "HeadObject", west, at("source", "b")).has("ChecksumCRC64NVME"));
  // A part of it has none.
  EXPECT_FALSE(must("s3", "GetObject", west, Value(input).set("Range", "bytes=0-1"))
                   .has("ChecksumCRC64NVME"));
}

}  // namespace
}  // namespace godwit::lab::services
