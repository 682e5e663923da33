// Checksums that S3 verifies as it receives, and keeps.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
#pragma once

#include <string_view>

#include "lab/service.h"
#include "lab/services/s3/object.h"

namespace godwit::lab::services {

// What a request says where some models know a member for it and older ones only the header.
std::optional<std::string> asked(const Call& call, std::string_view member,
                                 std::string_view header);

// Raw bytes of a body's checksum.
std::string compute_checksum(ChecksumAlgorithm algorithm, const Body& body);

// "ChecksumCRC32", as S3's model names the member that holds it.
std::string_view checksum_member(ChecksumAlgorithm algorithm);

// The one x-amz-checksum-* of a request, in base64; nullopt where there is none. InvalidRequest
// where there are several, or it is not of the algorithm that was announced.
std::expected<std::optional<Checksum>, aws::ServiceError> given_checksum(const Call& call);

// Verifies Content-MD5 and the one x-amz-checksum-* of what was sent; BadDigest where they are
// wrong. Returns the latter.
std::expected<std::optional<Checksum>, aws::ServiceError> verify_checksums(const Call& call,
                                                                           const Body& body);

// The checksum that an object has: the one it was given, or S3's own, which is worked out when
// somebody first asks.
Checksum checksum_to_say(const ObjectContent& content);
void say_checksum(aws::Value& output, const Checksum& checksum);

// An object's checksum from those of its parts, in base64: the CRC of the whole, and the composite
// one, "...-N".
std::string combine_crcs(ChecksumAlgorithm algorithm, const std::vector<ObjectPart>& parts);
std::string checksum_of_checksums(ChecksumAlgorithm algorithm,
                                  const std::vector<ObjectPart>& parts);

// An object's checksum of another algorithm, as CopyObject can ask for.
void replace_checksum(ChecksumAlgorithm algorithm, ObjectContent& content);

// Requests that change a bucket's settings must come with a checksum of their XML, and it must be
// right. Nothing to do for the others.
std::expected<void, aws::ServiceError> verify_settings_checksum(const aws::Operation& operation,
                                                                const HttpRequest& request);

// The MD5 of a body. Synthetic content has one that is derived from its CRC and size.
std::string md5_of(const Body& body, std::uint32_t crc32c);

// The ETag of a content that came in one piece and that S3 does not encrypt with KMS. Synthetic
// content is taken to have come in parts of 8 MiB.
ETag plain_etag(const ObjectContent& content);

}  // namespace godwit::lab::services
