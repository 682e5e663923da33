// The server's check of a body in chunks: frames, lengths, signatures and what trails.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
#pragma once

#include <optional>

#include "aws/chunk_signer.h"
#include "aws/codec.h"

namespace godwit::aws {

// `signer` is nullptr where chunks are not signed (STREAMING-UNSIGNED-PAYLOAD-TRAILER).
// SignatureDoesNotMatch, IncompleteBody, InvalidChunkSizeError, MalformedTrailerError or
// MissingContentLength. The checksum in a trailer is the codec's business (checksum.h).
std::optional<ServiceError> find_chunk_fault(const HttpRequest& request, ChunkSigner* signer,
                                             std::string_view access_key_id);

// As long whether or where they differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace godwit::aws
