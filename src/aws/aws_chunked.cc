#include "aws/aws_chunked.h"

#include <algorithm>
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

std::optional<std::size_t> parse_hexadecimal(std::string_view digits) {
  std::size_t length = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), length, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return length;
}

// Everything between the lengths.
std::optional<std::string> take_content(ChunkReader& reader, std::size_t at_most) {
  std::string content;
  content.reserve(at_most);
  for (;;) {
    const auto chunk = reader.next();
    if (!chunk) return std::nullopt;
    if (chunk->content.empty()) return content;
    content += chunk->content;
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

// "10000;chunk-signature=...", the content, and a line end, which the last does without.
std::optional<Chunk> ChunkReader::next() {
  constexpr std::string_view extension = "chunk-signature=";
  const auto line = take_line(rest_);
  if (!line) return std::nullopt;
  const std::size_t semicolon = std::min(line->find(';'), line->size());
  const auto length = parse_hexadecimal(line->substr(0, semicolon));
  if (!length) return std::nullopt;
  Chunk chunk;
  const std::string_view rest = line->substr(std::min(semicolon + 1, line->size()));
  if (rest.starts_with(extension)) chunk.signature = rest.substr(extension.size());
  if (*length == 0) return chunk;
  if (rest_.size() < *length) return std::nullopt;
  chunk.content = rest_.substr(0, *length);
  rest_.remove_prefix(*length);
  if (!rest_.starts_with(line_end)) return std::nullopt;
  rest_.remove_prefix(line_end.size());
  return chunk;
}

std::optional<Headers> ChunkReader::trailer() {
  Headers fields;
  for (;;) {
    const auto line = take_line(rest_);
    if (!line) return std::nullopt;
    if (line->empty()) break;
    const std::size_t colon = line->find(':');
    if (colon == std::string_view::npos || colon == 0) return std::nullopt;
    fields.add(line->substr(0, colon), std::string(trim(line->substr(colon + 1))));
  }
  if (!rest_.empty()) return std::nullopt;
  return fields;
}

bool is_announced_trailer(const HttpRequest& request, std::string_view name) {
  return std::ranges::any_of(
      split(request.headers.get("x-amz-trailer"), ','),
      [name](std::string_view each) { return equal_ignoring_case(trim(each), name); });
}

bool is_aws_chunked(const HttpRequest& request) {
  return request.headers.get("x-amz-content-sha256").starts_with("STREAMING-");
}

std::optional<HttpRequest> without_chunks(const HttpRequest& request) {
  if (request.body.is_synthetic()) return std::nullopt;
  ChunkReader reader(request.body.bytes());
  auto content = take_content(reader, request.body.size());
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
  const auto trailer = reader.trailer();
  for (const auto& [name, value] : trailer.value_or(Headers())) {
    if (is_announced_trailer(request, name)) plain.headers.set(name, value);
  }
  plain.body = Body(std::move(*content));
  return plain;
}

}  // namespace godwit::aws
