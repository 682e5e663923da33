#include "base/digest.h"
#include "base/encoding.h"
#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
class S3MultipartTest : public LabTest {
 protected:
  static constexpr std::size_t smallest = 5 << 20;

  std::string begin(const std::string& key, Value more = Value::structure()) {
    Value input = at("source", key);
    for (const auto& [name, value] : more.members()) input.set(name, value);
    return must("s3", "CreateMultipartUpload", west, input)["UploadId"].text();
  }
  static Value part(const std::string& key, const std::string& id, int number) {
    return at("source", key).set("UploadId", id).set("PartNumber", number);
  }
  std::string upload(const std::string& key, const std::string& id, int number, Body body) {
    return must("s3", "UploadPart", west,
                part(key, id, number).set("Body", std::move(body)))["ETag"]
        .text();
  }
  static Value completion(const std::string& key, const std::string& id,
                          std::vector<std::pair<int, std::string>> parts) {
    aws::List list;
    for (const auto& [number, etag] : parts) {
      list.push_back(Value().set("PartNumber", number).set("ETag", etag));
    }
    return at("source", key)
        .set("UploadId", id)
        .set("MultipartUpload", Value().set("Parts", Value(std::move(list))));
  }
  std::string complete_refused(const Value& input) {
    return refused("s3", "CompleteMultipartUpload", west, input);
  }
};

TEST_F(S3MultipartTest, PartsBecomeAnObject) {
  const std::string id = begin("film", Value()
                                           .set("ContentType", "video/webm")
                                           .set("StorageClass", "STANDARD_IA")
                                           .set("Tagging", "a=b")
                                           .set("Metadata", Value().set("room", "7")));
  const std::string first(smallest, 'a');
  const std::string second = "the end";
  const std::string two = upload("film", id, 2, second);
  const std::string one = upload("film", id, 1, first);
  EXPECT_EQ(one, '"' + to_hex(md5(first)) + '"');
  EXPECT_EQ(refused("s3", "HeadObject", west, at("source", "film")), "NoSuchKey");

  const Value done =
      must("s3", "CompleteMultipartUpload", west, completion("film", id, {{1, one}, {2, two}}));
  EXPECT_EQ(done["ETag"].text(), fmt::format("\"{}-2\"", to_hex(md5(md5(first) + md5(second)))));
  EXPECT_EQ(done["VersionId"].text().size(), 32U);
  const Value head = must("s3", "GetObject", west, at("source", "film"));
  EXPECT_EQ(head["Body"].body(), Body(first + second));
  EXPECT_EQ(head["ContentType"].text(), "video/webm");
  EXPECT_EQ(head["StorageClass"].text(), "STANDARD_IA");
  EXPECT_EQ(head["Metadata"]["room"].text(), "7");
  EXPECT_EQ(head["TagCount"].integer(), 1);
  // Again is the same again, as after an answer that was lost.
  const Value again =
      must("s3", "CompleteMultipartUpload", west, completion("film", id, {{1, one}, {2, two}}));
  EXPECT_EQ(again["VersionId"].text(), done["VersionId"].text());
  EXPECT_EQ(refused("s3", "UploadPart", west, part("film", id, 3).set("Body", "x")),
            "NoSuchUpload");
  EXPECT_EQ(refused("s3", "AbortMultipartUpload", west, at("source", "film").set("UploadId", id)),
            "NoSuchUpload");
}

TEST_F(S3MultipartTest, WhatCannotBeCompleted) {
  const std::string id = begin("a");
  const std::string one = upload("a", id, 1, std::string(smallest - 1, 'a'));
  const std::string two = upload("a", id, 2, "b");
  EXPECT_EQ(complete_refused(completion("a", id, {{1, one}, {2, two}})), "EntityTooSmall");
  EXPECT_EQ(complete_refused(completion("a", id, {{2, two}, {1, one}})), "InvalidPartOrder");
  EXPECT_EQ(complete_refused(completion("a", id, {{1, one}, {1, one}})), "InvalidPartOrder");
  EXPECT_EQ(complete_refused(completion("a", id, {{1, two}})), "InvalidPart");
  EXPECT_EQ(complete_refused(completion("a", id, {{3, two}})), "InvalidPart");
  EXPECT_EQ(complete_refused(completion("a", id, {})), "MalformedXML");
  EXPECT_EQ(complete_refused(completion("a", "nonsense", {{1, one}})), "NoSuchUpload");
  EXPECT_EQ(complete_refused(completion("b", id, {{1, one}})), "NoSuchUpload");
  EXPECT_EQ(complete_refused(completion("a", id, {{1, one}}).set("MpuObjectSize", 3)),
            "InvalidRequest");
  // The last may be small, and not all need to be used.
  EXPECT_EQ(complete_refused(completion("a", id, {{2, two}})), "(success)");
  EXPECT_EQ(text_of(source, "a"), "b");
}

TEST_F(S3MultipartTest, PartNumbers) {
  const std::string id = begin("a");
  for (const int number : {0, -1, 10'001}) {
    EXPECT_EQ(refused("s3", "UploadPart", west, part("a", id, number).set("Body", "x")),
              "InvalidArgument");
  }
  EXPECT_EQ(refused("s3", "UploadPart", west, part("a", id, 10'000).set("Body", "x")), "(success)");
  EXPECT_EQ(refused("s3", "UploadPart", west, part("a", "other", 1).set("Body", "x")),
            "NoSuchUpload");
}

TEST_F(S3MultipartTest, ConditionalCompletion) {
  put(source, "a", "there");
  std::string id = begin("a");
  std::string one = upload("a", id, 1, "x");
  EXPECT_EQ(complete_refused(completion("a", id, {{1, one}}).set("IfNoneMatch", "*")),
            "PreconditionFailed");
  EXPECT_EQ(complete_refused(completion("a", id, {{1, one}}).set("IfMatch", "\"0\"")),
            "PreconditionFailed");
  EXPECT_EQ(complete_refused(
                completion("a", id, {{1, one}}).set("IfMatch", '"' + to_hex(md5("there")) + '"')),
            "(success)");
  id = begin("b");
  one = upload("b", id, 1, "x");
  EXPECT_EQ(complete_refused(completion("b", id, {{1, one}}).set("IfMatch", "\"0\"")), "NoSuchKey");
  EXPECT_EQ(complete_refused(completion("b", id, {{1, one}}).set("IfNoneMatch", "*")), "(success)");
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
TEST_F(S3MultipartTest, CompositeChecksums) {
  const std::string id = begin("a", Value().set("ChecksumAlgorithm", "SHA256"));
  const std::string first(smallest, 'a');
  const auto with = [&](int number, const std::string& body) {
    return part("a", id, number).set("Body", body).set("ChecksumSHA256", to_base64(sha256(body)));
  };
  EXPECT_EQ(refused("s3", "UploadPart", west, part("a", id, 1).set("Body", "x")), "InvalidRequest");
  EXPECT_EQ(
      refused(
          "s3", "UploadPart", west,
          part("a", id, 1).set("Body", "x").set("ChecksumCRC32", to_base64(crc_bytes(crc32("x"))))),
      "InvalidRequest");
  const std::string one = must("s3", "UploadPart", west, with(1, first))["ETag"].text();
  const std::string two = must("s3", "UploadPart", west, with(2, "b"))["ETag"].text();
  EXPECT_EQ(complete_refused(completion("a", id, {{1, one}, {2, two}})), "InvalidRequest");
  const auto full = [&](const std::string& of_second) {
    aws::List list;
    list.push_back(Value()
                       .set("PartNumber", 1)
                       .set("ETag", one)
                       .set("ChecksumSHA256", to_base64(sha256(first))));
    list.push_back(Value().set("PartNumber", 2).set("ETag", two).set("ChecksumSHA256", of_second));
    return at("source", "a")
        .set("UploadId", id)
        .set("MultipartUpload", Value().set("Parts", Value(std::move(list))));
  };
  EXPECT_EQ(complete_refused(full(to_base64(sha256("c")))), "InvalidPart");
  EXPECT_EQ(complete_refused(full(to_base64(sha256("b"))).set("ChecksumType", "FULL_OBJECT")),
            "InvalidRequest");
  const Value done = must("s3", "CompleteMultipartUpload", west, full(to_base64(sha256("b"))));
  const std::string expected = to_base64(sha256(sha256(first) + sha256("b"))) + "-2";
  EXPECT_EQ(done["ChecksumSHA256"].text(), expected);
  EXPECT_EQ(done["ChecksumType"].text(), "COMPOSITE");
  const Value attributes =
      must("s3", "GetObjectAttributes", west,
           at("source", "a")
               .set("ObjectAttributes",
                    aws::List{"Checksum", "ObjectParts", "ETag", "ObjectSize", "StorageClass"}));
  EXPECT_EQ(attributes["Checksum"]["ChecksumSHA256"].text(), expected);
  EXPECT_EQ(attributes["ObjectParts"]["TotalPartsCount"].integer(), 2);
  EXPECT_EQ(attributes["ObjectParts"]["Parts"].list().at(1)["ChecksumSHA256"].text(),
            to_base64(sha256("b")));
  EXPECT_EQ(attributes["ObjectSize"].integer(), static_cast<std::int64_t>(smallest + 1));
  EXPECT_FALSE(attributes["ETag"].text().starts_with('"'));
}

TEST_F(S3MultipartTest, FullObjectChecksums) {
  const std::string first(smallest, 'a');
  for (const bool crc64 : {false, true}) {
    const std::string_view name = crc64 ? "CRC64NVME" : "CRC32";
    const std::string_view member = crc64 ? "ChecksumCRC64NVME" : "ChecksumCRC32";
    const auto checksum = [&](const std::string& body) {
      return to_base64(crc64 ? crc_bytes(crc64nvme(body)) : crc_bytes(crc32(body)));
    };
    const std::string id =
        begin("a", Value().set("ChecksumAlgorithm", name).set("ChecksumType", "FULL_OBJECT"));
    const auto send = [&](int number, const std::string& body) {
      return must("s3", "UploadPart", west,
                  part("a", id, number).set("Body", body).set(member, checksum(body)))["ETag"]
          .text();
    };
    const std::string one = send(1, first);
    const std::string two = send(2, "b");
    const auto parts = completion("a", id, {{1, one}, {2, two}});
    EXPECT_EQ(complete_refused(Value(parts).set(member, checksum("else"))), "BadDigest");
    const Value done = must("s3", "CompleteMultipartUpload", west,
                            Value(parts).set(member, checksum(first + "b")));
    EXPECT_EQ(done[member].text(), checksum(first + "b"));
    EXPECT_EQ(done["ChecksumType"].text(), "FULL_OBJECT");
  }
}

TEST_F(S3MultipartTest, WhichChecksumsThereAre) {
  const auto create = [&](std::string_view algorithm, std::string_view type) {
    Value input = at("source", "a");
    if (!algorithm.empty()) input.set("ChecksumAlgorithm", algorithm);
    if (!type.empty()) input.set("ChecksumType", type);
    return refused("s3", "CreateMultipartUpload", west, input);
  };
  EXPECT_EQ(create("CRC32", "FULL_OBJECT"), "(success)");
  EXPECT_EQ(create("CRC32C", "COMPOSITE"), "(success)");
  EXPECT_EQ(create("CRC64NVME", "COMPOSITE"), "InvalidRequest");
  EXPECT_EQ(create("SHA1", "FULL_OBJECT"), "InvalidRequest");
  EXPECT_EQ(create("SHA256", "FULL_OBJECT"), "InvalidRequest");
  EXPECT_EQ(create("", "FULL_OBJECT"), "InvalidRequest");
}

// Clients send a CRC-32 with everything: it is verified even where the upload asked for nothing.
TEST_F(S3MultipartTest, ChecksumsOfPartsThatNobodyAskedFor) {
  const std::string id = begin("a");
  const auto with = [&](const std::string& body) {
    return part("a", id, 1)
        .set("Body", "x")
        .set("ChecksumCRC32", to_base64(crc_bytes(crc32(body))));
  };
  EXPECT_EQ(refused("s3", "UploadPart", west, with("y")), "BadDigest");
  const std::string one = must("s3", "UploadPart", west, with("x"))["ETag"].text();
  EXPECT_EQ(complete_refused(completion("a", id, {{1, one}})), "(success)");
}

// Nobody asked: S3 makes its own, of the whole.
TEST_F(S3MultipartTest, OwnChecksum) {
  const std::string id = begin("a");
  const std::string first(smallest, 'a');
  const std::string one = upload("a", id, 1, first);
  const std::string two = upload("a", id, 2, "b");
  const Value done =
      must("s3", "CompleteMultipartUpload", west, completion("a", id, {{1, one}, {2, two}}));
  EXPECT_EQ(done["ChecksumCRC64NVME"].text(), to_base64(crc_bytes(crc64nvme(first + "b"))));
}

TEST_F(S3MultipartTest, CopiedParts) {
  put(source, "from", std::string(smallest, 'x') + "0123456789");
  const std::string id = begin("to");
  const auto copy = [&](int number, const std::string& range) {
    Value input = part("to", id, number).set("CopySource", "source/from");
    if (!range.empty()) input.set("CopySourceRange", range);
    return input;
  };
  const Value one =
      must("s3", "UploadPartCopy", west, copy(1, fmt::format("bytes=0-{}", smallest - 1)));
  const Value two = must("s3", "UploadPartCopy", west,
                         copy(2, fmt::format("bytes={}-{}", smallest + 2, smallest + 4)));
  EXPECT_EQ(two["CopyPartResult"]["ETag"].text(), '"' + to_hex(md5("234")) + '"');
  EXPECT_FALSE(two["CopySourceVersionId"].text().empty());
  for (const std::string range : {"bytes=0-", "bytes=-5", "bytes=5-2", "0-5", "bytes=0-99999999"}) {
    EXPECT_EQ(refused("s3", "UploadPartCopy", west, copy(3, range)), "InvalidArgument") << range;
  }
  EXPECT_EQ(
      refused("s3", "UploadPartCopy", west, part("to", id, 3).set("CopySource", "source/nothing")),
      "NoSuchKey");
  EXPECT_EQ(refused("s3", "UploadPartCopy", west, copy(3, "").set("CopySourceIfMatch", "\"1\"")),
            "PreconditionFailed");
  must("s3", "CompleteMultipartUpload", west,
       completion(
           "to", id,
           {{1, one["CopyPartResult"]["ETag"].text()}, {2, two["CopyPartResult"]["ETag"].text()}}));
  EXPECT_EQ(text_of(source, "to"), std::string(smallest, 'x') + "234");
}

// A terabyte in parts is still two numbers.
TEST_F(S3MultipartTest, SyntheticContentStaysSynthetic) {
  constexpr std::uint64_t part_size = 1ULL << 30;
  put(source, "from", Body::synthetic(3 * part_size + 5, 42));
  const std::string id =
      begin("to", Value().set("ChecksumAlgorithm", "CRC32C").set("ChecksumType", "FULL_OBJECT"));
  std::vector<std::pair<int, std::string>> parts;
  for (int number = 1; number <= 4; ++number) {
    const std::uint64_t first = static_cast<std::uint64_t>(number - 1) * part_size;
    const std::uint64_t last = std::min(first + part_size, 3 * part_size + 5) - 1;
    const Value copied = must("s3", "UploadPartCopy", west,
                              part("to", id, number)
                                  .set("CopySource", "source/from")
                                  .set("CopySourceRange", fmt::format("bytes={}-{}", first, last)));
    parts.emplace_back(number, copied["CopyPartResult"]["ETag"].text());
  }
  const ObjectVersion* from = lab.s3().find("source")->find("from")->current();
  must("s3", "CompleteMultipartUpload", west, completion("to", id, parts));
  const ObjectVersion* to = lab.s3().find("source")->find("to")->current();
  EXPECT_TRUE(to->content->body.is_synthetic());
  EXPECT_EQ(to->content->body, from->content->body);
  EXPECT_EQ(to->content->crc32c, from->content->crc32c);
}

TEST_F(S3MultipartTest, PiecesByPartNumber) {
  const std::string id = begin("a");
  const std::string first(smallest, 'a');
  const std::string one = upload("a", id, 3, first);
  const std::string two = upload("a", id, 7, "bcd");
  must("s3", "CompleteMultipartUpload", west, completion("a", id, {{3, one}, {7, two}}));
  const auto response = raw("s3", "GetObject", west, at("source", "a").set("PartNumber", 2));
  EXPECT_EQ(response.status, 206);
  EXPECT_EQ(response.body, Body("bcd"));
  EXPECT_EQ(response.headers.get("x-amz-mp-parts-count"), "2");
  EXPECT_EQ(response.headers.get("Content-Range"),
            fmt::format("bytes {}-{}/{}", smallest, smallest + 2, smallest + 3));
  const auto head = raw("s3", "HeadObject", west, at("source", "a").set("PartNumber", 1));
  EXPECT_EQ(head.status, 206);
  EXPECT_EQ(head.headers.get("Content-Length"), std::to_string(smallest));
  EXPECT_EQ(raw("s3", "GetObject", west, at("source", "a").set("PartNumber", 3)).status, 416);
  EXPECT_EQ(refused("s3", "GetObject", west, at("source", "a").set("PartNumber", 3)),
            "InvalidPartNumber");
  EXPECT_EQ(refused("s3", "GetObject", west,
                    at("source", "a").set("PartNumber", 1).set("Range", "bytes=0-1")),
            "InvalidRequest");
  // What came in one piece is its own first part.
  put(source, "whole", "xyz");
  const auto whole = raw("s3", "GetObject", west, at("source", "whole").set("PartNumber", 1));
  EXPECT_EQ(whole.status, 206);
  EXPECT_EQ(whole.headers.get("x-amz-mp-parts-count"), "");
}

TEST_F(S3MultipartTest, ListOfParts) {
  const std::string id = begin("a");
  for (const int number : {5, 1, 9}) upload("a", id, number, std::to_string(number));
  upload("a", id, 5, "again");  // replaces
  const Value input = at("source", "a").set("UploadId", id);
  const Value all = must("s3", "ListParts", west, input);
  ASSERT_EQ(all["Parts"].list().size(), 3U);
  EXPECT_EQ(all["Parts"].list()[1]["Size"].integer(), 5);
  EXPECT_FALSE(all["IsTruncated"].flag());
  const Value page = must("s3", "ListParts", west, Value(input).set("MaxParts", 2));
  EXPECT_TRUE(page["IsTruncated"].flag());
  EXPECT_EQ(page["NextPartNumberMarker"].integer(), 5);
  const Value rest = must("s3", "ListParts", west, Value(input).set("PartNumberMarker", 5));
  ASSERT_EQ(rest["Parts"].list().size(), 1U);
  EXPECT_EQ(rest["Parts"].list()[0]["PartNumber"].integer(), 9);
  EXPECT_EQ(refused("s3", "ListParts", west, at("source", "b").set("UploadId", id)),
            "NoSuchUpload");
}

TEST_F(S3MultipartTest, ListOfUploads) {
  std::vector<std::string> expected;
  for (const std::string key : {"a/1", "a/2", "b", "b", "c/1"}) {
    begin(key);
    pass(seconds(1));
    expected.push_back(key);
  }
  for (int most = 1; most <= 6; ++most) {
    std::vector<std::string> seen;
    Value input = in("source").set("MaxUploads", most);
    for (int pages = 0; pages < 10; ++pages) {
      const Value page = must("s3", "ListMultipartUploads", west, input);
      for (const Value& one : page["Uploads"].list()) seen.push_back(one["Key"].text());
      if (!page["IsTruncated"].flag()) break;
      input.set("KeyMarker", page["NextKeyMarker"])
          .set("UploadIdMarker", page["NextUploadIdMarker"]);
    }
    EXPECT_EQ(seen, expected) << most;
  }
  const Value folded = must("s3", "ListMultipartUploads", west, in("source").set("Delimiter", "/"));
  EXPECT_EQ(folded["CommonPrefixes"].list().size(), 2U);
  EXPECT_EQ(folded["Uploads"].list().size(), 2U);
  const Value prefixed = must("s3", "ListMultipartUploads", west, in("source").set("Prefix", "a/"));
  EXPECT_EQ(prefixed["Uploads"].list().size(), 2U);
}

TEST_F(S3MultipartTest, GivenUp) {
  const std::string id = begin("a");
  upload("a", id, 1, "x");
  must("s3", "AbortMultipartUpload", west, at("source", "a").set("UploadId", id));
  EXPECT_EQ(refused("s3", "ListParts", west, at("source", "a").set("UploadId", id)),
            "NoSuchUpload");
  EXPECT_EQ(refused("s3", "HeadObject", west, at("source", "a")), "NoSuchKey");
}

// A bucket with an unfinished upload can be deleted, for there is no object in it.
TEST_F(S3MultipartTest, AnUnfinishedUploadKeepsNoBucket) {
  ASSERT_TRUE(aws::s3::create_bucket(cloud, {west, "empty"}));
  must("s3", "CreateMultipartUpload", west, at("empty", "a"));
  EXPECT_TRUE(aws::s3::delete_bucket(cloud, {west, "empty"}));
}

}  // namespace
}  // namespace godwit::lab::services
