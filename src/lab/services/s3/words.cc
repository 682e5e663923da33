#include "lab/services/s3/words.h"

#include <span>

#include "base/text.h"

namespace godwit::lab::services {

namespace {

constexpr std::string_view storage_classes[] = {
    "STANDARD",   "REDUCED_REDUNDANCY", "STANDARD_IA", "INTELLIGENT_TIERING",
    "ONEZONE_IA", "GLACIER_IR",         "GLACIER",     "DEEP_ARCHIVE"};
constexpr std::string_view statuses[] = {"", "PENDING", "COMPLETED", "FAILED", "REPLICA"};
constexpr std::string_view algorithms[] = {"CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"};

}  // namespace

std::string_view to_string(StorageClass storage_class) {
  return storage_classes[static_cast<std::size_t>(storage_class)];
}

std::optional<StorageClass> storage_class_of(std::string_view text) {
  for (std::size_t i = 0; i < std::size(storage_classes); ++i) {
    if (storage_classes[i] == text) return static_cast<StorageClass>(i);
  }
  return std::nullopt;
}

std::string_view to_string(ReplicationStatus status) {
  return statuses[static_cast<std::size_t>(status)];
}

std::string_view to_string(ChecksumAlgorithm algorithm) {
  return algorithms[static_cast<std::size_t>(algorithm)];
}

std::optional<ChecksumAlgorithm> checksum_algorithm_of(std::string_view text) {
  for (std::size_t i = 0; i < std::size(algorithms); ++i) {
    if (equal_ignoring_case(algorithms[i], text)) return static_cast<ChecksumAlgorithm>(i);
  }
  return std::nullopt;
}

}  // namespace godwit::lab::services
