#include "env/http_framing.h"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/rfc7230.hpp>

#include "base/text.h"

namespace godwit {

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

namespace {

std::string_view plain(string_view text) { return {text.data(), text.size()}; }

// Reserved at once for a body whose length is announced; whoever announces more has to send it
// first.
constexpr std::uint64_t most_reserved = 1ULL << 20;

constexpr const char* head_too_large =
    "Your request header section exceeds the maximum allowed request header size";

}  // namespace

class HttpFraming::Parser : public http::basic_parser<true> {
 public:
  explicit Parser(const Limits& limits) : most_head_bytes_(limits.head_bytes) {
    header_limit(limits.head_bytes);
    body_limit(limits.body_bytes);
    eager(true);
  }

  HttpRequest request;
  std::string body;
  Problem problem;
  bool bad = false;
  bool expects_continue = false;
  int hosts = 0;

  void fail_with(int status, std::string text) {
    if (bad) return;
    bad = true;
    problem = {status, std::move(text)};
  }

 private:
  // Splits the target: "/path?query", "http://host/path?query" as proxies are asked, or "*".
  void on_request_impl(http::verb, string_view method, string_view target, int version,
                       error_code&) override {
    version_is_11_ = version >= 11;
    count(method.size() + target.size());
    request.scheme = "http";
    request.method = plain(method);
    std::string_view rest = plain(target);
    for (const std::string_view scheme : {"http://", "https://"}) {
      if (rest.size() < scheme.size() ||
          !equal_ignoring_case(rest.substr(0, scheme.size()), scheme))
        continue;
      rest.remove_prefix(scheme.size());
      const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
      request.host = rest.substr(0, end);
      rest.remove_prefix(end);
      break;
    }
    const std::size_t mark = rest.find('?');
    request.path = rest.substr(0, mark);
    if (mark != std::string_view::npos) request.query = rest.substr(mark + 1);
    if (request.path.empty()) request.path = "/";
  }

  // The parser's own limit is for the bytes of one call; a head may come in any number of them.
  void count(std::size_t bytes) {
    head_bytes_ += bytes;
    if (head_bytes_ > most_head_bytes_) fail_with(431, head_too_large);
  }

  void on_field_impl(http::field field, string_view name, string_view value, error_code&) override {
    count(name.size() + value.size() + 4);
    if (bad) return;
    switch (field) {
      case http::field::host:
        ++hosts;
        // An absolute target says it better (RFC 9112, 3.2.2).
        if (request.host.empty()) request.host = plain(value);
        return;
      case http::field::transfer_encoding:
        if (!equal_ignoring_case(trim(plain(value)), "chunked")) {
          fail_with(501, "A header you provided implies functionality that is not implemented");
        }
        return;
      case http::field::expect:
        expects_continue = equal_ignoring_case(trim(plain(value)), "100-continue");
        [[fallthrough]];
      default:
        request.headers.add(plain(name), std::string(plain(value)));
    }
  }

  void on_header_impl(error_code&) override {
    if (hosts > 1 || (hosts == 0 && version_is_11_ && request.host.empty())) {
      fail_with(400, "A request has exactly one Host header");
    }
  }
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code&) override {
    if (length) body.reserve(std::min(*length, most_reserved));
  }
  std::size_t on_body_impl(string_view part, error_code&) override {
    body.append(part.data(), part.size());
    return part.size();
  }
  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, string_view part, error_code&) override {
    body.append(part.data(), part.size());
    return part.size();
  }
  void on_finish_impl(error_code&) override {}
  void on_response_impl(int, string_view, int, error_code&) override {}

  bool version_is_11_ = true;
  std::uint64_t head_bytes_ = 0;
  const std::uint64_t most_head_bytes_;
};

HttpFraming::HttpFraming(Limits limits) : limits_(limits) {}
HttpFraming::~HttpFraming() = default;
HttpFraming::HttpFraming(HttpFraming&&) noexcept = default;
HttpFraming& HttpFraming::operator=(HttpFraming&&) noexcept = default;

namespace {

HttpFraming::Problem explain(const error_code& error) {
  if (error == http::error::body_limit)
    return {413, "Your proposed upload exceeds the maximum allowed size"};
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return {431, head_too_large};
  }
  if (error == http::error::bad_version)
    return {505, "The HTTP version specified is not supported"};
  return {400, "An error occurred when parsing the HTTP request: " + error.message()};
}

}  // namespace

std::size_t HttpFraming::feed(std::string_view bytes) {
  if (bytes.empty() || (parser_ && (parser_->bad || parser_->is_done()))) return 0;
  if (!parser_) {
    // An empty line before a request is to be ignored (RFC 9112, 2.2).
    std::size_t blank = 0;
    while (blank + 1 < bytes.size() && bytes[blank] == '\r' && bytes[blank + 1] == '\n') blank += 2;
    if (blank > 0) return blank;
    if (bytes == "\r") return 0;
    parser_ = std::make_unique<Parser>(limits_);
  }
  error_code error;
  const std::size_t used =
      parser_->put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
  if (error && error != http::error::need_more && !parser_->bad) {
    const Problem problem = explain(error);
    parser_->fail_with(problem.status, problem.text);
  }
  return used;
}

HttpFraming::State HttpFraming::state() const {
  if (!parser_) return State::head;
  if (parser_->bad) return State::bad;
  if (parser_->is_done()) return State::complete;
  return parser_->is_header_done() ? State::body : State::head;
}

bool HttpFraming::idle() const { return !parser_; }

bool HttpFraming::take_expectation() {
  if (!parser_ || !parser_->expects_continue || !parser_->is_header_done() || parser_->bad)
    return false;
  parser_->expects_continue = false;
  return !parser_->is_done() || parser_->body.empty();
}

bool HttpFraming::keeps_alive() const { return parser_ && !parser_->bad && parser_->keep_alive(); }

std::uint64_t HttpFraming::held_bytes() const { return parser_ ? parser_->body.capacity() : 0; }

const HttpFraming::Problem& HttpFraming::problem() const {
  static const Problem none;
  return parser_ ? parser_->problem : none;
}

bool HttpFraming::is_head_request() const { return parser_ && parser_->request.method == "HEAD"; }

HttpRequest HttpFraming::take() {
  HttpRequest request = std::move(parser_->request);
  if (!parser_->body.empty()) request.body = Body(std::move(parser_->body));
  parser_.reset();
  return request;
}

}  // namespace godwit
