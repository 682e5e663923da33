// Words of S3's that are one of a few: kept as a byte, said as a text.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace godwit::lab::services {

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-class-intro.html
enum class StorageClass : std::uint8_t {
  standard,
  reduced_redundancy,
  standard_ia,
  intelligent_tiering,
  onezone_ia,
  glacier_ir,
  glacier,
  deep_archive,
};
std::string_view to_string(StorageClass storage_class);  // "STANDARD_IA"
std::optional<StorageClass> storage_class_of(std::string_view text);

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-status.html
enum class ReplicationStatus : std::uint8_t { none, pending, completed, failed, replica };
std::string_view to_string(ReplicationStatus status);  // "PENDING"; empty for none

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
enum class ChecksumAlgorithm : std::uint8_t { crc32, crc32c, crc64nvme, sha1, sha256 };
std::string_view to_string(ChecksumAlgorithm algorithm);                        // "CRC64NVME"
std::optional<ChecksumAlgorithm> checksum_algorithm_of(std::string_view text);  // in either case

}  // namespace godwit::lab::services
