#include "lab/remote_lab.h"

#include <boost/json.hpp>
#include <charconv>

#include "base/encoding.h"
#include "base/text.h"

namespace godwit::lab {

namespace {

struct Url {
  std::string scheme;
  std::string host;  // with its port
};

Url split_url(std::string_view text) {
  Url url{"http", {}};
  if (const std::size_t mark = text.find("://"); mark != std::string_view::npos) {
    url.scheme = to_lower(text.substr(0, mark));
    text.remove_prefix(mark + 3);
  }
  url.host = text.substr(0, text.find('/'));
  return url;
}

HttpRequest control(const std::string& address, std::string path, std::string query = {}) {
  return {.scheme = "http",
          .host = address,
          .path = std::move(path),
          .query = std::move(query),
          .timeout = seconds(10)};
}

std::optional<boost::json::object> read_object(const HttpResponse& response) {
  if (response.status != 200) return std::nullopt;
  boost::system::error_code error;
  boost::json::value value = boost::json::parse(response.body.bytes(), error);
  if (error || !value.is_object()) return std::nullopt;
  return std::move(value.as_object());
}

std::string text_of(const boost::json::object& object, std::string_view name) {
  const auto* found = object.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

}  // namespace

RemoteLab::RemoteLab(const Env& env, const std::string& address, Time now, double speed)
    : speed_(speed),
      clock_(env.clock, Pace(now, env.clock.now(), speed)),
      scheduler_(env.scheduler, env.clock, Pace(now, env.clock.now(), speed)),
      sleeper_(env.sleeper, speed),
      http_(env.http, address),
      resolver_(env.http, address) {}

Result<std::unique_ptr<RemoteLab>> RemoteLab::find(const Env& env, const std::string& url) {
  const Url where = split_url(url);
  HttpRequest health = control(where.host, "/_lab/health");
  health.scheme = where.scheme;
  const auto answer = read_object(TRY(env.http.send(health)));
  if (!answer || text_of(*answer, "status") != "ready") return nullptr;
  const auto clock = read_object(TRY(env.http.send(control(where.host, "/_lab/clock"))));
  const auto now = clock ? parse_time(text_of(*clock, "now")) : std::nullopt;
  const auto* speed = clock ? clock->if_contains("speed") : nullptr;
  if (!now || speed == nullptr || !speed->is_number()) return nullptr;
  return std::unique_ptr<RemoteLab>(
      new RemoteLab(env, where.host, *now, speed->to_number<double>()));
}

Env RemoteLab::env(const Env& real) {
  return {clock_, scheduler_, real.random, real.disk, http_, resolver_, sleeper_, real.programs};
}

Result<HttpResponse> RemoteLab::SiteHttp::send(const HttpRequest& request) {
  HttpRequest routed = request;
  routed.scheme = "http";
  if (!request.address.empty()) routed.headers.set("X-Lab-Address", request.address);
  routed.address = address_;
  HttpResponse response = TRY(real_.send(routed));
  // What it took there, not what it took to be told.
  const std::string_view elapsed = response.headers.get("X-Lab-Elapsed");
  std::int64_t microseconds = 0;
  const auto read = std::from_chars(elapsed.data(), elapsed.data() + elapsed.size(), microseconds);
  if (!elapsed.empty() && read.ec == std::errc()) response.elapsed = Duration(microseconds);
  return response;
}

Result<Resolution> RemoteLab::NameServers::resolve(const std::string& name) {
  const HttpResponse response =
      TRY(real_.send(control(address_, "/_lab/resolve", "name=" + percent_encode(name))));
  const auto answer = read_object(response);
  Resolution resolution;
  const auto* addresses = answer ? answer->if_contains("addresses") : nullptr;
  if (addresses != nullptr && addresses->is_array()) {
    for (const auto& address : addresses->as_array()) {
      if (address.is_string()) resolution.addresses.emplace_back(address.as_string());
    }
  }
  if (resolution.addresses.empty()) {
    return fail({.kind = ErrorKind::not_found,
                 .operation = "resolve",
                 .subject = name,
                 .cause = "the lab's name servers have no address for it",
                 .remedy = "check the name and its zone",
                 .code = {},
                 .where = {}});
  }
  const auto* ttl = answer->if_contains("ttl");
  if (ttl != nullptr && ttl->is_int64()) resolution.ttl = seconds(ttl->as_int64());
  return resolution;
}

}  // namespace godwit::lab
