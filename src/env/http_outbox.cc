#include "env/http_outbox.h"

#include <charconv>

#include "base/text.h"

namespace godwit {

namespace {

// Copied into one run of bytes with the head: one write is cheaper than two.
constexpr std::uint64_t most_copied = 64ULL << 10;
// Made at a time of a synthetic body.
constexpr std::uint64_t piece = 256ULL << 10;

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 301:
      return "Moved Permanently";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 416:
      return "Requested Range Not Satisfiable";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    default:
      return "";
  }
}

void append_number(std::string& out, std::uint64_t number) {
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
  out.append(digits, end);
}

// Is the field one that this server decides itself?
bool is_framing(std::string_view name) {
  return equal_ignoring_case(name, "Content-Length") || equal_ignoring_case(name, "Connection") ||
         equal_ignoring_case(name, "Transfer-Encoding") || equal_ignoring_case(name, "Date");
}

// Nobody may add fields of his own through a value that he chose.
bool is_clean(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == text.npos;
}

}  // namespace

std::string& HttpOutbox::tail() {
  if (!later_.empty()) return later_.back().text;
  if (sent_ == text_.size()) {
    text_.clear();
    sent_ = 0;
  }
  return text_;
}

void HttpOutbox::add(std::string_view bytes) { tail() += bytes; }

void HttpOutbox::add(const HttpResponse& response, std::string_view date, bool close, bool bare) {
  std::string& out = tail();
  const bool no_body =
      bare || response.status == 204 || response.status == 304 || response.status < 200;
  const bool copied = !response.body.is_synthetic() && response.body.size() <= most_copied;
  out.reserve(out.size() + 512 + (copied && !no_body ? response.body.size() : 0));
  out += "HTTP/1.1 ";
  append_number(out, static_cast<std::uint64_t>(response.status));
  out += ' ';
  out += reason(response.status);
  out += "\r\nDate: ";
  out += date;
  out += "\r\n";
  for (const auto& [name, value] : response.headers) {
    if (is_framing(name) || !is_clean(name) || !is_clean(value)) continue;
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
  }
  // The answer to HEAD may say how long the body would be; 204 and 304 say nothing.
  if (response.status != 204 && response.status >= 200) {
    const std::string_view said = response.headers.get("Content-Length");
    if (bare && !said.empty() && is_clean(said)) {
      out += "Content-Length: ";
      out += said;
      out += "\r\n";
    } else if (response.status != 304) {
      out += "Content-Length: ";
      append_number(out, response.body.size());
      out += "\r\n";
    }
  }
  if (close) out += "Connection: close\r\n";
  out += "\r\n";
  if (no_body || response.body.empty()) return;
  if (copied) {
    out += response.body.bytes();
  } else {
    later_.push_back({response.body, 0, {}});
  }
}

std::uint64_t HttpOutbox::size() const {
  std::uint64_t size = text_.size() - sent_;
  for (const Segment& segment : later_)
    size += segment.body.size() - segment.offset + segment.text.size();
  return size;
}

std::string_view HttpOutbox::front() {
  while (sent_ == text_.size() && !later_.empty()) {
    Segment& segment = later_.front();
    const std::uint64_t left = segment.body.size() - segment.offset;
    if (left == 0) {
      text_ = std::move(segment.text);
      sent_ = 0;
      later_.pop_front();
    } else if (!segment.body.is_synthetic()) {
      return segment.body.bytes().substr(segment.offset);
    } else {
      sent_ = 0;
      text_ = segment.body.slice(segment.offset, std::min(left, piece));
      segment.offset += text_.size();
    }
  }
  return std::string_view(text_).substr(sent_);
}

void HttpOutbox::consume(std::size_t count) {
  if (sent_ == text_.size() && !later_.empty()) {
    Segment& segment = later_.front();
    segment.offset += count;
    if (segment.offset < segment.body.size()) return;
    text_ = std::move(segment.text);
    sent_ = 0;
    later_.pop_front();
    return;
  }
  sent_ += count;
  if (sent_ == text_.size()) {
    // A burst is over: what it needed is given back.
    if (text_.capacity() > 4 * most_copied) text_ = std::string();
    text_.clear();
    sent_ = 0;
  }
}

}  // namespace godwit
