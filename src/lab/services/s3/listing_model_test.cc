// Listings against a naive model: every key, prefix, delimiter and page size at random.
#include "base/split_mix.h"
#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

class S3ListingModelTest : public LabTest {
 protected:
  std::uint64_t below(std::uint64_t bound) { return split_mix_at(99, drawn_++) % bound; }
  std::string letters(std::size_t most) {
    std::string text;
    for (std::uint64_t i = below(most + 1); i > 0; --i) text += "ab/-"[below(4)];
    return text;
  }

  // What a listing shows in all, in order: keys, and prefixes with a mark in front.
  std::vector<std::string> expected(const std::set<std::string>& keys, const std::string& prefix,
                                    const std::string& delimiter, const std::string& after) {
    std::vector<std::string> shown;
    for (const std::string& key : keys) {
      if (!key.starts_with(prefix) || key <= after) continue;
      const auto at = delimiter.empty() ? std::string::npos : key.find(delimiter, prefix.size());
      std::string entry =
          at == std::string::npos ? key : "P" + key.substr(0, at + delimiter.size());
      if (shown.empty() || shown.back() != entry) shown.push_back(std::move(entry));
    }
    return shown;
  }

 private:
  std::uint64_t drawn_ = 0;
};

void take(const Value& page, std::string_view key_list, std::vector<std::string>& seen) {
  // A page's keys and prefixes are each in order; together they are one order.
  std::map<std::string, std::string> both;
  for (const Value& one : page[key_list].list()) both[one["Key"].text()] = one["Key"].text();
  for (const Value& one : page["CommonPrefixes"].list()) {
    both[one["Prefix"].text()] = "P" + one["Prefix"].text();
  }
  for (const auto& [order, entry] : both) seen.push_back(entry);
}

TEST_F(S3ListingModelTest, AllThreeListings) {
  std::set<std::string> keys;
  while (keys.size() < 60) {
    const std::string key = letters(6);
    if (!key.empty() && keys.insert(key).second) put(source, key, key);
  }
  for (int round = 0; round < 300; ++round) {
    const std::string prefix = letters(3);
    const std::string delimiter = below(3) == 0 ? "" : below(2) == 0 ? "/" : letters(2);
    const int most = 1 + static_cast<int>(below(7));
    const std::string after = below(2) == 0 ? "" : letters(4);
    const std::string what =
        fmt::format("prefix {} delimiter {} after {} most {}", prefix, delimiter, after, most);
    Value request = in("source").set("MaxKeys", most);
    if (!prefix.empty()) request.set("Prefix", prefix);
    if (!delimiter.empty()) request.set("Delimiter", delimiter);

    std::vector<std::string> seen;
    Value input = request;
    if (!after.empty()) input.set("StartAfter", after);
    for (int pages = 0; pages < 200; ++pages) {
      const Value page = must("s3", "ListObjectsV2", west, input);
      const auto count = page["Contents"].list().size() + page["CommonPrefixes"].list().size();
      ASSERT_LE(count, static_cast<std::size_t>(most)) << what;
      ASSERT_EQ(page["KeyCount"].integer(), static_cast<std::int64_t>(count));
      take(page, "Contents", seen);
      if (!page["IsTruncated"].flag()) break;
      ASSERT_EQ(count, static_cast<std::size_t>(most)) << what;
      input.set("ContinuationToken", page["NextContinuationToken"]);
    }
    ASSERT_EQ(seen, expected(keys, prefix, delimiter, after)) << what;

    // The older two, from the beginning: their markers say where to go on.
    seen.clear();
    input = request;
    for (int pages = 0; pages < 200; ++pages) {
      const Value page = must("s3", "ListObjects", west, input);
      take(page, "Contents", seen);
      if (!page["IsTruncated"].flag()) break;
      input.set("Marker",
                delimiter.empty() ? page["Contents"].list().back()["Key"] : page["NextMarker"]);
    }
    ASSERT_EQ(seen, expected(keys, prefix, delimiter, "")) << what;

    seen.clear();
    input = request;
    for (int pages = 0; pages < 200; ++pages) {
      const Value page = must("s3", "ListObjectVersions", west, input);
      take(page, "Versions", seen);
      if (!page["IsTruncated"].flag()) break;
      input.set("KeyMarker", page["NextKeyMarker"]);
      if (page.has("NextVersionIdMarker")) {
        input.set("VersionIdMarker", page["NextVersionIdMarker"]);
      } else {
        input.set("VersionIdMarker", "");
      }
    }
    ASSERT_EQ(seen, expected(keys, prefix, delimiter, "")) << what;
  }
}

TEST_F(S3ListingModelTest, NoKeysAtAll) {
  put(source, "a", "1");
  const Value page = must("s3", "ListObjectsV2", west, in("source").set("MaxKeys", 0));
  EXPECT_EQ(page["KeyCount"].integer(), 0);
  EXPECT_FALSE(page["IsTruncated"].flag());
}

}  // namespace
}  // namespace godwit::lab::services
