// The control API of a lab on a socket: docs/lab.md.
#include "aws/query_string.h"
#include "base/text.h"
#include "lab/outside/outside.h"
#include "lab/server/lab_server.h"

namespace godwit::lab {

namespace {

HttpResponse json(int status, const boost::json::value& value) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json"}},
          .body = boost::json::serialize(value) + "\n"};
}

HttpResponse problem(int status, std::string_view cause) {
  return json(status, {{"error", cause}});
}

std::unexpected<Error> wrong(std::string cause) {
  return fail({.kind = ErrorKind::invalid,
               .operation = "control the lab",
               .subject = {},
               .cause = std::move(cause),
               .remedy = {},
               .code = {},
               .where = {}});
}

// A year at a time is far enough to let anything happen, and no further than a lab can run at once.
constexpr Duration most_advance = hours(24 * 366);
constexpr double most_speed = 1e6;

}  // namespace

boost::json::value LabServer::clock_state() const {
  return {{"now", format_time_ms(world_->lab.now())}, {"speed", pace_.speed()}};
}

boost::json::value LabServer::health() const {
  boost::json::array services;
  for (const aws::Service* service : aws::services()) {
    if (world_->lab.find_service(service->name) != nullptr) services.emplace_back(service->name);
  }
  for (const OutsideService* service : world_->lab.outside().services()) {
    services.emplace_back(service->name());
  }
  boost::json::array regions;
  for (const std::string& region : account_.regions) regions.emplace_back(region);
  return {
      {"status", "ready"},     {"version", options_.version},     {"account", account_.id},
      {"seed", options_.seed}, {"services", std::move(services)}, {"regions", std::move(regions)},
      {"requests", requests_}, {"dns_queries", dns_queries_}};
}

Result<boost::json::value> LabServer::change_clock(const boost::json::value& wanted,
                                                   Time real_time) {
  if (!wanted.is_object() || wanted.as_object().empty()) {
    return wrong(R"(say {"advance": "6h"} or {"speed": 60})");
  }
  std::optional<Duration> advance;
  std::optional<double> speed;
  for (const auto& [key, value] : wanted.as_object()) {
    if (key == "advance") {
      if (value.is_string()) advance = parse_duration(std::string_view(value.as_string()));
      if (!advance || *advance > most_advance)
        return wrong("'advance' is a duration of up to 366d");
    } else if (key == "speed") {
      if (value.is_number()) speed = value.to_number<double>();
      if (!speed || !(*speed > 0) || *speed > most_speed) {
        return wrong("'speed' is a number above 0 and up to 1000000");
      }
    } else {
      return wrong(fmt::format("the clock has no '{}'", std::string_view(key)));
    }
  }
  if (advance) world_->env.scheduler.run_until(world_->lab.now() + *advance);
  pace_ = Pace(world_->lab.now(), real_time, speed.value_or(pace_.speed()));
  return clock_state();
}

Result<boost::json::value> LabServer::add_faults(const boost::json::value& wanted) {
  boost::json::array ids;
  const auto* several = wanted.is_object() ? wanted.as_object().if_contains("faults") : nullptr;
  if (several == nullptr) {
    ids.emplace_back(TRY(world_->faults.add(wanted)));
  } else {
    if (!several->is_array()) return wrong("'faults' is a list");
    for (const auto& fault : several->as_array()) ids.emplace_back(TRY(world_->faults.add(fault)));
  }
  return boost::json::object{{"ids", std::move(ids)}};
}

Result<void> LabServer::reset() {
  options_.speed = pace_.speed();
  if (log_) TRY_VOID(log_->clear(header(clock_.now())));
  begin(Pace(options_.starts, clock_.now(), options_.speed));
  return {};
}

HttpResponse LabServer::control(const HttpRequest& request, Time real_time) {
  const std::string_view path = request.path;
  const bool reads = request.method == "GET" || request.method == "HEAD";
  const bool posts = request.method == "POST";
  boost::json::value wanted;
  if (!request.body.empty()) {
    boost::system::error_code error;
    wanted = boost::json::parse(request.body.bytes(), error);
    if (error) return problem(400, "the body is not JSON: " + error.message());
  }
  const auto answer = [](Result<boost::json::value> result) {
    return result ? json(200, *result) : problem(400, result.error().cause);
  };
  const auto changed = [&] {
    if (log_) log_->append(entry(LoggedRequest::Kind::control, request));
  };

  if (path == "/_lab/health" && reads) return json(200, health());
  if (path == "/_lab/snapshot" && reads) return json(200, world_->lab.snapshot());
  if (path == "/_lab/clock") {
    if (reads) return json(200, clock_state());
    if (posts) {
      changed();
      return answer(change_clock(wanted, real_time));
    }
  } else if (path == "/_lab/reset" && posts) {
    if (const auto done = reset(); !done) return problem(500, done.error().cause);
    return json(200, clock_state());
  } else if (path == "/_lab/faults") {
    if (reads) return json(200, world_->faults.list());
    if (posts) {
      changed();
      return answer(add_faults(wanted));
    }
    if (request.method == "DELETE") {
      changed();
      world_->faults.clear();
      return json(200, world_->faults.list());
    }
  } else if (path.starts_with("/_lab/faults/")) {
    if (request.method == "DELETE") {
      changed();
      if (!world_->faults.remove(path.substr(std::string_view("/_lab/faults/").size()))) {
        return problem(404, "there is no such fault");
      }
      return json(200, world_->faults.list());
    }
  } else if (path == "/_lab/resolve" && reads) {
    const aws::QueryString query(request.query);
    const std::string_view* name = query.find("name");
    if (name == nullptr) return problem(400, "which name? /_lab/resolve?name=...");
    const auto found = world_->lab.names().resolve(std::string(*name));
    if (!found) return problem(404, found.error().cause);
    boost::json::array addresses;
    for (const std::string& address : found->addresses) addresses.emplace_back(address);
    return json(200, {{"addresses", std::move(addresses)},
                      {"ttl", std::chrono::floor<seconds>(found->ttl).count()}});
  } else if (path != "/_lab/health" && path != "/_lab/snapshot" && path != "/_lab/reset" &&
             path != "/_lab/resolve") {
    return problem(404, "docs/lab.md lists what is below /_lab/");
  }
  return problem(405, fmt::format("{} cannot be {}", path, request.method));
}

}  // namespace godwit::lab
