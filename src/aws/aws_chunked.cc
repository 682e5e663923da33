#include "aws/aws_chunked.h"

#include <charconv>

#include "base/text.h"

namespace godwit::aws {

namespace {

constexpr std::string_view line_end = "\r\n";

// Takes a line off the front; nullopt where there is no whole one.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const std::size_t end = rest.find(line_end);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + line_end.size());
  return line;
}

// "10000;chunk-signature=..."
std::optional<std::size_t> chunk_length(std::string_view line) {
  const std::string_view digits = line.substr(0, line.find(';'));
  std::size_t length = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), length, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return length;
}

// Everything between the lengths. Leaves what trails in `rest`.
std::optional<std::string> take_content(std::string_view& rest) {
  std::string content;
  content.reserve(rest.size());
  for (;;) {
    const auto line = take_line(rest);
    const auto length = line ? chunk_length(*line) : std::nullopt;
    if (!length) return std::nullopt;
    if (*length == 0) return content;
    if (rest.size() < *length) return std::nullopt;
    content += rest.substr(0, *length);
    rest.remove_prefix(*length);
    if (!rest.starts_with(line_end)) return std::nullopt;
    rest.remove_prefix(line_end.size());
  }
}

// "aws-chunked,gzip" -> "gzip"
std::string without_our_encoding(std::string_view encodings) {
  std::string others;
  for (const std::string_view each : split(encodings, ',')) {
    const std::string_view encoding = trim(each);
    if (encoding.empty() || equal_ignoring_case(encoding, "aws-chunked")) continue;
    if (!others.empty()) others += ',';
    others += encoding;
  }
  return others;
}

}  // namespace

bool is_aws_chunked(const HttpRequest& request) {
  return request.headers.get("x-amz-content-sha256").starts_with("STREAMING-");
}

std::optional<HttpRequest> without_chunks(const HttpRequest& request) {
  if (request.body.is_synthetic()) return std::nullopt;
  std::string_view rest = request.body.bytes();
  auto content = take_content(rest);
  if (!content) return std::nullopt;
  const auto announced = parse_integer(request.headers.get("x-amz-decoded-content-length"));
  if (announced && *announced != static_cast<std::int64_t>(content->size())) return std::nullopt;

  HttpRequest plain = request;
  plain.headers.set("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
  plain.headers.set("Content-Length", std::to_string(content->size()));
  plain.headers.remove("x-amz-decoded-content-length");
  plain.headers.remove("x-amz-trailer");
  const std::string encoding = without_our_encoding(request.headers.get("Content-Encoding"));
  plain.headers.remove("Content-Encoding");
  if (!encoding.empty()) plain.headers.add("Content-Encoding", encoding);
  while (const auto line = take_line(rest)) {
    const std::size_t colon = line->find(':');
    if (colon == std::string_view::npos) break;
    plain.headers.set(line->substr(0, colon), std::string(trim(line->substr(colon + 1))));
  }
  plain.body = Body(std::move(*content));
  return plain;
}

}  // namespace godwit::aws
