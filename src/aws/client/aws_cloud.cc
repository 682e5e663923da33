#include "aws/client/aws_cloud.h"

#include <algorithm>
#include <array>

#include "aws/bucket_address.h"
#include "aws/codec.h"
#include "aws/xml_reader.h"

namespace godwit::aws {

namespace {

// As far apart as clocks may be before a refusal is put down to them.
constexpr Duration notable_skew = minutes(4);

// The bucket that an S3 request is about; empty where it is about none.
std::string bucket_of(const Request& request, const Service& service) {
  if (service.name != "s3") return {};
  const std::string_view in_host = bucket_in_host(request.http.host);
  if (!in_host.empty()) return std::string(in_host);
  const std::string_view path = std::string_view(request.http.path).substr(1);
  return std::string(path.substr(0, path.find('/')));
}

bool could_be_region(std::string_view text) {
  return text.size() > 4 && text.size() < 32 &&
         std::ranges::all_of(
             text,
             [](char letter) {
               return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                      letter == '-';
             });
}

// What a refusal says of where the bucket is; empty where it does not.
std::string region_said(const Response& response) {
  const std::string_view header = response.headers.get("x-amz-bucket-region");
  if (!header.empty()) return std::string(header);
  if (response.body.is_synthetic()) return {};
  const XmlDocument document(response.body.bytes());
  if (!document) return {};
  if (const auto region = child_of(document.root(), "Region")) return text_of(region);
  if (const auto endpoint = child_of(document.root(), "Endpoint")) {
    if (const auto named = endpoint_of_host(text_of(endpoint))) return named->region;
  }
  return {};
}

// The code of an error, whatever protocol it is in: enough to know one's own mistakes by.
bool names_code(const Response& response, std::span<const std::string_view> codes) {
  if (response.status / 100 != 4 || response.body.is_synthetic()) return false;
  const std::string_view body = response.body.bytes().substr(0, 4096);
  const std::string_view header = response.headers.get("x-amzn-ErrorType");
  return std::ranges::any_of(codes, [&](std::string_view code) {
    return body.find(code) != std::string_view::npos || header.find(code) != header.npos;
  });
}

}  // namespace

// What one send() knows beyond what the cloud does.
struct AwsCloud::Try {
  std::string region;
  std::string bucket;
  std::string host;  // of the last try
  Duration skew{};   // that it was signed with
  bool redirected = false;
  bool set_clock = false;
  bool renewed = false;
  Duration elapsed{};
};

AwsCloud::AwsCloud(AwsCloudParts parts)
    : parts_(std::move(parts)), random_(parts_.env.random.fork("pauses between tries")) {}

Result<Response> AwsCloud::send(const Request& request) {
  const Service* service = find_service(request.service);
  if (service == nullptr) {
    return fail({.kind = ErrorKind::unreachable,
                 .operation = request.service + " " + request.operation,
                 .subject = {},
                 .cause = "there is no model of this service",
                 .remedy = {},
                 .code = {},
                 .where = {}});
  }
  Try state;
  state.bucket = bucket_of(request, *service);
  state.region = region_for(request, *service, state.bucket);
  std::optional<int> taken;
  const bool changes = !reads_only(request.operation) && request.service != "sts";
  bool doubtful = false;  // an earlier try may have taken effect
  // A refusal of the last try says nothing of those before it.
  const auto give_up = [&](Result<Response> answer) -> Result<Response> {
    if (!doubtful) return answer;
    return fail({.kind = ErrorKind::unknown,
                 .operation = request.service + " " + request.operation,
                 .subject = state.host,
                 .cause = "an earlier try may have taken effect; the last one: " +
                          (answer ? fmt::format("HTTP {}", answer->status) : answer.error().cause),
                 .remedy = "look whether it has happened before trying again",
                 .code = {},
                 .where = {}});
  };
  for (int attempt = 1;;) {
    Result<Response> answer = send_once(request, *service, state);
    if (answer) {
      state.elapsed += answer->elapsed;
      answer->elapsed = state.elapsed;
      if (answer->status < 300) {
        quota_.give_back(taken);
        return answer;
      }
      if (learns(request, *service, *answer, state)) continue;
    }
    const TryOutcome outcome = outcome_of(request, answer);
    if (attempt >= parts_.retries.max_attempts || !may_repeat(request, outcome)) {
      return give_up(std::move(answer));
    }
    const auto cost = quota_.take(outcome);
    if (!cost) return give_up(std::move(answer));
    taken = cost;
    doubtful = doubtful ||
               (changes && outcome != TryOutcome::throttled && outcome != TryOutcome::unreachable);
    ++attempt;
    parts_.env.sleeper.sleep(draw_pause(attempt, answer));
  }
}

Result<Response> AwsCloud::send_once(const Request& request, const Service& service, Try& state) {
  HttpRequest http = request.http;
  http.options = &parts_.http;
  http.timeout = std::max(http.timeout, parts_.timeout);
  const std::string scope_region =
      parts_.endpoints.direct(http, service, request.region, state.region);
  state.host = http.host;
  if (parts_.credentials != nullptr) {
    auto credentials = parts_.credentials->get();
    if (!credentials) {
      Error error = std::move(credentials.error());
      error.kind = ErrorKind::unreachable;  // of the call: nothing was sent
      return fail(std::move(error));
    }
    state.skew = skew_of(http.host);
    sign(http, {scope_region, request.signing_name}, *credentials,
         parts_.env.clock.now() + state.skew);
  }
  return parts_.env.http.send(http);
}

std::string AwsCloud::region_for(const Request& request, const Service& service,
                                 const std::string& bucket) {
  if (!service.global_endpoint.empty() && !parts_.home_region.empty()) return parts_.home_region;
  const std::lock_guard lock(mutex_);
  const auto known = bucket.empty() ? bucket_regions_.end() : bucket_regions_.find(bucket);
  return known == bucket_regions_.end() ? request.region : known->second;
}

bool AwsCloud::learns(const Request& request, const Service& service, const Response& response,
                      Try& state) {
  return learns_region(request, service, response, state) || learns_skew(response, state) ||
         renews_credentials(response, state);
}

bool AwsCloud::learns_region(const Request& request, const Service& service,
                             const Response& response, Try& state) {
  const bool redirects = response.status == 301 || response.status == 307 || response.status == 400;
  if (service.name != "s3" || state.bucket.empty() || state.redirected || !redirects ||
      request.operation == "CreateBucket") {
    return false;
  }
  std::string region = region_said(response);
  if (!could_be_region(region) || region == state.region) return false;
  state.redirected = true;
  state.region = region;
  const std::lock_guard lock(mutex_);
  bucket_regions_.insert_or_assign(state.bucket, std::move(region));
  return true;
}

bool AwsCloud::learns_skew(const Response& response, Try& state) {
  constexpr std::array<std::string_view, 6> codes = {
      "RequestTimeTooSkewed",      "RequestExpired",       "RequestInTheFuture", "AuthFailure",
      "InvalidSignatureException", "SignatureDoesNotMatch"};
  if (parts_.credentials == nullptr || state.set_clock) return false;
  // HEAD has no body to say it in.
  const bool bare = response.status == 403 && response.body.empty();
  if (!bare && !names_code(response, codes)) return false;
  const auto date = parse_http_date(response.headers.get("Date"));
  if (!date) return false;
  const Duration skew = *date - parts_.env.clock.now();
  if (std::chrono::abs(skew - state.skew) < notable_skew) return false;
  state.set_clock = true;
  const std::lock_guard lock(mutex_);
  skews_.insert_or_assign(state.host, skew);
  return true;
}

bool AwsCloud::renews_credentials(const Response& response, Try& state) {
  constexpr std::array<std::string_view, 1> codes = {"ExpiredToken"};
  if (parts_.credentials == nullptr || state.renewed || !names_code(response, codes)) return false;
  state.renewed = true;
  parts_.credentials->forget();
  return true;
}

Duration AwsCloud::skew_of(const std::string& host) {
  const std::lock_guard lock(mutex_);
  const auto known = skews_.find(host);
  return known == skews_.end() ? Duration::zero() : known->second;
}

Duration AwsCloud::draw_pause(int attempt, const Result<Response>& answer) {
  const std::lock_guard lock(mutex_);
  return pause_before(attempt, answer, *random_);
}

}  // namespace godwit::aws
