#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;
using testing::ElementsAre;
using testing::IsEmpty;

class S3ListingTest : public LabTest {
 protected:
  static std::vector<std::string> names(const Value& list, std::string_view member) {
    std::vector<std::string> all;
    for (const Value& each : list.list()) all.push_back(each[member].text());
    return all;
  }
  // All pages of a listing, each of at most `most`, one after the other: keys and "prefix/" alike.
  std::vector<std::string> pages_v2(Value input, int most) {
    std::vector<std::string> all;
    for (input.set("MaxKeys", most);;) {
      const Value page = must("s3", "ListObjectsV2", west, input);
      const std::size_t before = all.size();
      for (const auto& key : names(page["Contents"], "Key")) all.push_back(key);
      for (const auto& prefix : names(page["CommonPrefixes"], "Prefix")) all.push_back(prefix);
      EXPECT_LE(all.size() - before, static_cast<std::size_t>(most));
      EXPECT_EQ(page["KeyCount"].integer(), static_cast<std::int64_t>(all.size() - before));
      if (!page["IsTruncated"].flag()) return all;
      input.set("ContinuationToken", page["NextContinuationToken"]);
    }
  }
};

TEST_F(S3ListingTest, KeysInOrderOfTheirBytes) {
  for (const std::string key : {"b", "a", "Z", "ä", "a/1", "a-1"}) put(source, key, "1");
  ASSERT_TRUE(aws::s3::delete_object(cloud, source, "b"));
  const Value page = must("s3", "ListObjectsV2", west, in("source"));
  EXPECT_THAT(names(page["Contents"], "Key"), ElementsAre("Z", "a", "a-1", "a/1", "ä"));
  EXPECT_FALSE(page["IsTruncated"].flag());
  EXPECT_EQ(page["KeyCount"].integer(), 5);
  EXPECT_EQ(page["MaxKeys"].integer(), 1000);
  EXPECT_EQ(page["Contents"].list()[0]["Size"].integer(), 1);
}

TEST_F(S3ListingTest, PrefixAndDelimiter) {
  for (const std::string key : {"2024/01/a", "2024/01/b", "2024/02/a", "2024/x", "2025/a", "z"}) {
    put(source, key, "1");
  }
  put(source, "dead/a", "1");
  ASSERT_TRUE(aws::s3::delete_object(cloud, source, "dead/a"));
  const Value top = must("s3", "ListObjectsV2", west, in("source").set("Delimiter", "/"));
  EXPECT_THAT(names(top["Contents"], "Key"), ElementsAre("z"));
  EXPECT_THAT(names(top["CommonPrefixes"], "Prefix"), ElementsAre("2024/", "2025/"));
  const Value below =
      must("s3", "ListObjectsV2", west, in("source").set("Prefix", "2024/").set("Delimiter", "/"));
  EXPECT_THAT(names(below["Contents"], "Key"), ElementsAre("2024/x"));
  EXPECT_THAT(names(below["CommonPrefixes"], "Prefix"), ElementsAre("2024/01/", "2024/02/"));
  const Value after = must("s3", "ListObjectsV2", west, in("source").set("StartAfter", "2024/x"));
  EXPECT_THAT(names(after["Contents"], "Key"), ElementsAre("2025/a", "z"));
  EXPECT_THAT(
      names(must("s3", "ListObjectsV2", west, in("source").set("Prefix", "2026"))["Contents"],
            "Key"),
      IsEmpty());
}

TEST_F(S3ListingTest, PagesAreExactAtTheirEdges) {
  for (const std::string key : {"a/1", "a/2", "b", "c/1", "c/2", "d"}) put(source, key, "1");
  for (int most = 1; most <= 7; ++most) {
    EXPECT_THAT(pages_v2(in("source"), most), ElementsAre("a/1", "a/2", "b", "c/1", "c/2", "d"));
    auto folded = pages_v2(in("source").set("Delimiter", "/"), most);
    std::ranges::sort(folded);
    EXPECT_THAT(folded, ElementsAre("a/", "b", "c/", "d"));
  }
  // As many as there are: the page is full, and yet the last.
  const Value all = must("s3", "ListObjectsV2", west, in("source").set("MaxKeys", 6));
  EXPECT_FALSE(all["IsTruncated"].flag());
  const Value none = must("s3", "ListObjectsV2", west, in("source").set("MaxKeys", 0));
  EXPECT_FALSE(none["IsTruncated"].flag());
  EXPECT_EQ(none["KeyCount"].integer(), 0);
  EXPECT_EQ(refused("s3", "ListObjectsV2", west, in("source").set("MaxKeys", -1)),
            "InvalidArgument");
  EXPECT_EQ(refused("s3", "ListObjectsV2", west, in("source").set("ContinuationToken", "x")),
            "InvalidArgument");
}

TEST_F(S3ListingTest, OlderClients) {
  for (const std::string key : {"a/1", "a/2", "b", "c/1"}) put(source, key, "1");
  std::vector<std::string> all;
  Value input = in("source").set("Delimiter", "/").set("MaxKeys", 1);
  for (;;) {
    const Value page = must("s3", "ListObjects", west, input);
    for (const auto& key : names(page["Contents"], "Key")) all.push_back(key);
    for (const auto& prefix : names(page["CommonPrefixes"], "Prefix")) all.push_back(prefix);
    if (!page["IsTruncated"].flag()) break;
    input.set("Marker", page["NextMarker"]);
  }
  EXPECT_THAT(all, ElementsAre("a/", "b", "c/"));
}

TEST_F(S3ListingTest, UrlEncoding) {
  put(source, "a b/c+d&ü\n", "1");
  const auto response = raw("s3", "ListObjectsV2", west, in("source").set("EncodingType", "url"));
  EXPECT_THAT(std::string(response.body.bytes()),
              testing::HasSubstr("<Key>a+b/c%2Bd%26%C3%BC%0A</Key>"));
  const auto versions = aws::s3::list_all_versions(cloud, source);
  ASSERT_TRUE(versions);
  EXPECT_EQ(versions->at(0).key, "a b/c+d&ü\n");
  EXPECT_EQ(refused("s3", "ListObjectsV2", west, in("source").set("EncodingType", "rot13")),
            "InvalidArgument");
}

TEST_F(S3ListingTest, VersionsNewestFirst) {
  const std::string first = put(source, "a", "1");
  pass(seconds(10));
  const std::string second = put(source, "a", "2");
  pass(seconds(10));
  const std::string marker =
      must("s3", "DeleteObject", west, at("source", "a"))["VersionId"].text();
  const std::string other = put(source, "b", "3");
  const auto page = aws::s3::list_object_versions(cloud, source);
  ASSERT_TRUE(page);
  ASSERT_EQ(page->versions.size(), 4U);
  EXPECT_EQ(page->versions[0].version_id, marker);
  EXPECT_TRUE(page->versions[0].delete_marker);
  EXPECT_TRUE(page->versions[0].latest);
  EXPECT_EQ(page->versions[1].version_id, second);
  EXPECT_FALSE(page->versions[1].latest);
  EXPECT_EQ(page->versions[2].version_id, first);
  EXPECT_EQ(page->versions[3].version_id, other);
  EXPECT_TRUE(page->versions[3].latest);
  EXPECT_FALSE(page->truncated);
}

TEST_F(S3ListingTest, PagesOfVersions) {
  std::vector<std::string> written;
  for (const std::string key : {"a", "b", "b", "b", "c/1", "c/1", "d"}) {
    written.push_back(put(source, key, "1"));
    pass(seconds(2));
  }
  ASSERT_TRUE(aws::s3::delete_object(cloud, source, "b"));
  for (int most = 1; most <= 9; ++most) {
    std::vector<std::string> all;
    Value input = in("source").set("MaxKeys", most);
    for (;;) {
      const Value page = must("s3", "ListObjectVersions", west, input);
      for (const auto& id : names(page["Versions"], "VersionId")) all.push_back(id);
      for (const auto& id : names(page["DeleteMarkers"], "VersionId")) all.push_back(id);
      if (!page["IsTruncated"].flag()) break;
      EXPECT_EQ(page["Versions"].list().size() + page["DeleteMarkers"].list().size(),
                static_cast<std::size_t>(most));
      input.set("KeyMarker", page["NextKeyMarker"]);
      input.set("VersionIdMarker", page["NextVersionIdMarker"]);
    }
    EXPECT_EQ(all.size(), 8U);
    for (const auto& id : written) EXPECT_EQ(std::ranges::count(all, id), 1) << most;
  }
  EXPECT_EQ(
      refused("s3", "ListObjectVersions", west, in("source").set("VersionIdMarker", written[0])),
      "InvalidArgument");
}

TEST_F(S3ListingTest, PagesOfVersionsWithDelimiter) {
  for (const std::string key : {"a/1", "a/1", "a/2", "b", "b", "c/1"}) put(source, key, "1");
  std::vector<std::string> all;
  Value input = in("source").set("MaxKeys", 1).set("Delimiter", "/");
  for (;;) {
    const Value page = must("s3", "ListObjectVersions", west, input);
    for (const auto& key : names(page["Versions"], "Key")) all.push_back(key);
    for (const auto& prefix : names(page["CommonPrefixes"], "Prefix")) all.push_back(prefix);
    if (!page["IsTruncated"].flag()) break;
    input.set("KeyMarker", page["NextKeyMarker"]);
    input.set("VersionIdMarker",
              page.has("NextVersionIdMarker") ? page["NextVersionIdMarker"] : Value(""));
  }
  EXPECT_THAT(all, ElementsAre("a/", "b", "b", "c/"));
}

// Who deletes page by page loses nothing of a key that a page ended in.
TEST_F(S3ListingTest, DeletingPageByPage) {
  for (int i = 0; i < 7; ++i) put(source, "a", std::to_string(i));
  for (int i = 0; i < 4; ++i) put(source, "b", std::to_string(i));
  Value input = in("source").set("MaxKeys", 3);
  for (;;) {
    const Value page = must("s3", "ListObjectVersions", west, input);
    for (const Value& version : page["Versions"].list()) {
      must("s3", "DeleteObject", west,
           at("source", version["Key"].text(), version["VersionId"].text()));
    }
    if (!page["IsTruncated"].flag()) break;
    input.set("KeyMarker", page["NextKeyMarker"]);
    input.set("VersionIdMarker", page["NextVersionIdMarker"]);
  }
  EXPECT_TRUE(aws::s3::delete_bucket(cloud, source));
}

}  // namespace
}  // namespace godwit::lab::services
