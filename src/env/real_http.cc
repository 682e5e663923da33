#include "env/real_http.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "env/curl_library.h"
#include "env/http_request.h"

namespace godwit {

namespace {

const CurlLibrary& library() { return CurlLibrary::get(); }

struct ListCloser {
  void operator()(curl_slist* list) const { library().slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, ListCloser>;

void append(List& list, const std::string& text) {
  curl_slist* longer = library().slist_append(list.get(), text.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  std::ignore = list.release();  // it is part of the longer one
  list.reset(longer);
}

// What libcurl reads from and writes to while it performs one request.
struct Exchange {
  using Clock = std::chrono::steady_clock;
  const Body& body;
  std::uint64_t sent = 0;
  HttpResponse response;
  std::string received;
  std::array<char, CURL_ERROR_SIZE> cause{};
  const HttpOptions& options;
  CURL* curl;
  // What has moved so far, since when nothing more has, and what was too slow in the end.
  curl_off_t uploaded = 0;
  curl_off_t downloaded = 0;
  Clock::time_point moved = Clock::now();
  std::string late;
};

std::size_t read_body(char* buffer, std::size_t size, std::size_t count, void* data) {
  auto& exchange = *static_cast<Exchange*>(data);
  const std::size_t room = size * count;
  std::size_t taken = 0;
  if (exchange.body.is_synthetic()) {
    const std::string part = exchange.body.slice(exchange.sent, room);
    taken = part.copy(buffer, part.size());
  } else {
    taken = exchange.body.bytes().substr(exchange.sent).copy(buffer, room);
  }
  exchange.sent += taken;
  return taken;
}

// libcurl asks about once a second, and whenever something moves; not 0 ends the exchange.
int watch(void* data, curl_off_t, curl_off_t downloaded, curl_off_t, curl_off_t uploaded) {
  auto& exchange = *static_cast<Exchange*>(data);
  const bool answered = downloaded > 0 || exchange.response.headers.size() > 0;
  const auto now = Exchange::Clock::now();
  long sent = 0;
  library().easy_getinfo(exchange.curl, CURLINFO_REQUEST_SIZE, &sent);
  if (sent == 0) {  // connecting has a time-out of its own
    exchange.moved = now;
    return 0;
  }
  if (downloaded != exchange.downloaded || uploaded != exchange.uploaded) exchange.moved = now;
  exchange.downloaded = downloaded;
  exchange.uploaded = uploaded;
  const bool all_sent = exchange.sent == exchange.body.size();
  const bool waits = all_sent && !answered;
  const Duration limit =
      waits ? exchange.options.first_byte_timeout : exchange.options.stall_timeout;
  if (limit == Duration::zero() || now - exchange.moved < limit) return 0;
  exchange.late =
      (waits ? "no answer began within " : "nothing moved for ") + format_duration(limit);
  return 1;
}

// libcurl goes back to the start of a body in order to send it a second time.
int refuse_seek(void*, curl_off_t, int) { return CURL_SEEKFUNC_FAIL; }

std::size_t write_body(char* bytes, std::size_t size, std::size_t count, void* data) {
  static_cast<Exchange*>(data)->received.append(bytes, size * count);
  return size * count;
}

std::size_t write_header(char* bytes, std::size_t size, std::size_t count, void* data) {
  auto& headers = static_cast<Exchange*>(data)->response.headers;
  const std::string_view line = trim({bytes, size * count});
  if (line.starts_with("HTTP/")) headers = {};  // what came before belonged to "100 Continue"
  const std::size_t colon = line.find(':');
  if (colon != std::string_view::npos && !line.starts_with("HTTP/")) {
    headers.add(line.substr(0, colon), std::string(trim(line.substr(colon + 1))));
  }
  return size * count;
}

List header_list(const HttpRequest& request) {
  List list;
  for (const auto& [name, value] : request.headers) {
    // An empty value has a notation of its own, as "Name:" takes a header away.
    append(list, value.empty() ? name + ";" : fmt::format("{}: {}", name, value));
  }
  for (const char* name : {"Accept", "Expect"}) {  // which libcurl would add
    if (request.headers.find(name) == nullptr) append(list, std::string(name) + ":");
  }
  return list;
}

// "host:port" for CURLOPT_CONNECT_TO; the port may be missing, and a bare IPv6 address needs
// brackets.
std::string connection_target(const std::string& address) {
  const bool is_bare_ipv6 = std::ranges::count(address, ':') > 1 && !address.starts_with('[');
  if (is_bare_ipv6) return "::[" + address + "]:";
  const std::size_t after_brackets = address.starts_with('[') ? address.find(']') : 0;
  const bool has_port = address.find(':', after_brackets) != std::string::npos;
  return "::" + address + (has_port ? "" : ":");
}

void prepare_body(CURL* curl, const HttpRequest& request, Exchange& exchange) {
  const std::string& method = request.method;
  if (method == "HEAD") {
    library().easy_setopt(curl, CURLOPT_NOBODY, 1L);
    return;
  }
  library().easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
  const bool expects_body = method == "PUT" || method == "POST" || method == "PATCH";
  if (!expects_body && request.body.empty()) return;
  library().easy_setopt(curl, CURLOPT_UPLOAD, 1L);
  library().easy_setopt(curl, CURLOPT_INFILESIZE_LARGE,
                        static_cast<curl_off_t>(request.body.size()));
  library().easy_setopt(curl, CURLOPT_READFUNCTION, read_body);
  library().easy_setopt(curl, CURLOPT_READDATA, &exchange);
  library().easy_setopt(curl, CURLOPT_SEEKFUNCTION, refuse_seek);
}

void prepare(CURL* curl, const HttpRequest& request, Exchange& exchange) {
  const std::string url = url_of(request) + (request.query.empty() ? "" : "?" + request.query);
  library().easy_setopt(curl, CURLOPT_URL, url.c_str());
  library().easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);  // keys of S3 may contain "/../"
  library().easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  const HttpOptions& options = exchange.options;
  library().easy_setopt(
      curl, CURLOPT_HTTP_VERSION,
      static_cast<long>(options.http_2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1));
  if (!options.ca_bundle.empty()) {
    library().easy_setopt(curl, CURLOPT_CAINFO, options.ca_bundle.c_str());
  }
  if (options.first_byte_timeout + options.stall_timeout > Duration::zero()) {
    library().easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    library().easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, watch);
    library().easy_setopt(curl, CURLOPT_XFERINFODATA, &exchange);
  }
  library().easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);      // there are other threads
  library().easy_setopt(curl, CURLOPT_MAXAGE_CONN, 15L);  // many servers hang up after 20 seconds
  library().easy_setopt(curl, CURLOPT_ERRORBUFFER, exchange.cause.data());
  library().easy_setopt(curl, CURLOPT_WRITEFUNCTION, write_body);
  library().easy_setopt(curl, CURLOPT_WRITEDATA, &exchange);
  library().easy_setopt(curl, CURLOPT_HEADERFUNCTION, write_header);
  library().easy_setopt(curl, CURLOPT_HEADERDATA, &exchange);

  // 0 would mean "for ever".
  const auto in_milliseconds = [](Duration timeout) -> long {
    return std::clamp<std::int64_t>(std::chrono::ceil<milliseconds>(timeout).count(), 1,
                                    86'400'000);
  };
  const Duration connect = options.connect_timeout == Duration::zero()
                               ? request.timeout
                               : std::min(options.connect_timeout, request.timeout);
  library().easy_setopt(curl, CURLOPT_TIMEOUT_MS, in_milliseconds(request.timeout));
  library().easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, in_milliseconds(connect));

  // Whoever sends something that must not happen twice cannot refuse to start a body again where
  // there is none. It takes a new connection, on which libcurl repeats nothing.
  const bool repeatable = request.method == "GET" || request.method == "HEAD";
  if (!repeatable && request.body.empty()) library().easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
  prepare_body(curl, request, exchange);
}

std::unexpected<Error> explain(CURL* curl, CURLcode code, const HttpRequest& request,
                               const Exchange& exchange) {
  // Where not one byte of the request left, it cannot have been acted on, whatever went wrong. What
  // went to a proxy that would not let us through is not the request.
  long sent = 0;
  long proxy_status = 0;
  library().easy_getinfo(curl, CURLINFO_REQUEST_SIZE, &sent);
  library().easy_getinfo(curl, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
  const bool reached = sent > 0 && (proxy_status == 0 || proxy_status / 100 == 2);
  const bool connecting = !reached && exchange.options.connect_timeout > Duration::zero();
  std::string cause =
      code == CURLE_OPERATION_TIMEDOUT
          ? "timed out after " +
                format_duration(connecting
                                    ? std::min(request.timeout, exchange.options.connect_timeout)
                                    : request.timeout)
      : !exchange.late.empty()
          ? exchange.late
          : uncapitalize(exchange.cause[0] != '\0' ? exchange.cause.data()
                                                   : library().easy_strerror(code));
  return fail(
      http_error(request, reached ? ErrorKind::unknown : ErrorKind::unreachable, std::move(cause)));
}

}  // namespace

void RealHttp::HandleCloser::operator()(void* handle) const { library().easy_cleanup(handle); }

RealHttp::Handle RealHttp::take_handle() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) {
    Handle handle(library().easy_init());
    if (handle == nullptr) throw std::bad_alloc();
    return handle;
  }
  Handle handle = std::move(idle_.back());
  idle_.pop_back();
  return handle;
}

void RealHttp::give_back(Handle handle) {
  library().easy_reset(handle.get());  // which keeps its connections
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(handle));
}

Result<HttpResponse> RealHttp::send(const HttpRequest& request) {
  TRY_VOID(check_request(request));
  if (!library().problem.empty()) {
    return fail(http_error(request, ErrorKind::unreachable, library().problem));
  }
  Handle handle = take_handle();
  CURL* curl = handle.get();
  static const HttpOptions defaults;
  Exchange exchange{.body = request.body,
                    .options = request.options != nullptr ? *request.options : defaults,
                    .curl = curl};
  prepare(curl, request, exchange);
  const List headers = header_list(request);
  library().easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  List target;
  if (!request.address.empty()) {
    append(target, connection_target(request.address));
    library().easy_setopt(curl, CURLOPT_CONNECT_TO, target.get());
    library().easy_setopt(curl, CURLOPT_PROXY, "");
  }

  const CURLcode code = library().easy_perform(curl);
  if (code != CURLE_OK) {
    auto error = explain(curl, code, request, exchange);
    give_back(std::move(handle));
    return error;
  }
  long status = 0;
  curl_off_t total = 0;
  curl_off_t before = 0;
  library().easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  library().easy_getinfo(curl, CURLINFO_TOTAL_TIME_T, &total);
  library().easy_getinfo(curl, CURLINFO_PRETRANSFER_TIME_T, &before);
  give_back(std::move(handle));
  exchange.response.status = static_cast<int>(status);
  exchange.response.body = std::move(exchange.received);
  exchange.response.elapsed = Duration(total - before);
  return std::move(exchange.response);
}

}  // namespace godwit
