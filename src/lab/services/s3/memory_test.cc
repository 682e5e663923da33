// What a small object costs beside its bytes.
#include <malloc.h>

#include "lab/lab_fixture.h"

namespace godwit::lab::services {
namespace {

using S3MemoryTest = LabTest;

TEST_F(S3MemoryTest, AnObjectsMetadataFitsIntoAKilobyte) {
#if defined(__SANITIZE_ADDRESS__)
  GTEST_SKIP() << "the sanitizer's heap is not counted";
#endif
  constexpr std::size_t count = 100'000;
  constexpr std::size_t size = 64;
  Bucket& bucket = *lab.s3().find("source");
  const auto used = [] { return mallinfo2().uordblks; };
  const std::size_t before = used();
  if (before == 0) GTEST_SKIP() << "another malloc";
  for (std::size_t i = 0; i < count; ++i) {
    auto content = std::make_shared<ObjectContent>();
    content->body = Body(std::string(size, 'x'));
    content->crc32c = content->body.crc32c();
    content->checksum = Checksum{ChecksumAlgorithm::crc32c, false, "AAAAAA=="};
    ObjectVersion version;
    version.last_modified = lab.now();
    version.key_arn = std::string("arn:aws:kms:eu-west-1:558069890522:key/") + west_key;
    version.content = std::move(content);
    lab.s3().write(bucket, fmt::format("recordings/2026/01/{:08}.webm", i), std::move(version));
  }
  const std::size_t each = (used() - before) / count - size;
  RecordProperty("bytes_per_object", static_cast<int>(each));
  EXPECT_GT(each, 100U);  // or nothing was measured
  EXPECT_LT(each, 1024U) << each << " bytes";
}

}  // namespace
}  // namespace godwit::lab::services
