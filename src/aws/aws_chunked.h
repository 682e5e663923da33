// The content encoding aws-chunked, in which SDKs stream to S3: each chunk behind its length, and
// checksums behind the last.
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "env/http.h"

namespace godwit::aws {

// Is the body in chunks? The header that says so is x-amz-content-sha256.
bool is_aws_chunked(const HttpRequest& request);

// The request as it would be without: the content as its body, what trailed it among its headers.
// nullopt where the framing is broken, or the length is not what was announced. The signatures of
// chunks are not checked; that of the head has been.
std::optional<HttpRequest> without_chunks(const HttpRequest& request);

}  // namespace godwit::aws
