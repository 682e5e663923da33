#include "lab/server/lab_server.h"

#include "aws/bucket_address.h"
#include "base/encoding.h"
#include "base/text.h"
#include "lab/outside/outside.h"
#include "lab/server/destination.h"
#include "lab/services/s3/s3.h"

namespace godwit::lab {

namespace {

constexpr std::string_view control_prefix = "/_lab/";

std::string_view code_of(int status) {
  switch (status) {
    case 413:
      return "EntityTooLarge";
    case 431:
      return "RequestHeaderSectionTooLarge";
    case 501:
      return "NotImplemented";
    case 503:
      return "SlowDown";
    case 505:
      return "HttpVersionNotSupported";
    default:
      return "BadRequest";
  }
}

// An answer in nobody's protocol: most clients find the code in it.
HttpResponse plain_error(int status, std::string_view code, std::string_view message) {
  return {.status = status,
          .headers = {{"Content-Type", "application/xml"}},
          .body = fmt::format(
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{}</Code><Message>{}"
              "</Message></Error>",
              code, message)};
}

}  // namespace

LabServer::World::World(const account::Account& account, const LabServerOptions& options)
    : env(options.starts, options.seed),
      lab({env.clock, env.scheduler, env.random}, account),
      dns(lab),
      faults(lab),
      furniture(options.furnish ? options.furnish(lab) : nullptr) {}

LabServer::LabServer(const account::Account& account, const Clock& clock, LabServerOptions options)
    : account_(account),
      clock_(clock),
      options_(std::move(options)),
      pace_(options_.starts, clock.now(), options_.speed) {
  begin(pace_);
}

LabServer::~LabServer() = default;

void LabServer::begin(Pace pace) {
  pace_ = pace;
  world_ = std::make_unique<World>(account_, options_);
  set_edge(true);
  world_->lab.front_door().on_change(
      [this](const aws::Endpoint& endpoint, const Identity& caller, const HttpRequest& request) {
        if (!log_) return;
        LoggedRequest logged = entry(LoggedRequest::Kind::service, request);
        logged.service = endpoint.service->name;
        logged.region = endpoint.region;
        logged.caller = caller.credentials.access_key_id;
        log_->append(logged);
      });
  world_->lab.outside().on_change([this](const OutsideService& service,
                                         const std::string& principal, const HttpRequest& request) {
    if (!log_) return;
    LoggedRequest logged = entry(LoggedRequest::Kind::service, request);
    logged.service = service.name();
    logged.caller = principal;
    logged.request.headers.remove("Authorization");
    log_->append(logged);
  });
}

void LabServer::set_edge(bool faults) {
  FrontDoor::Edge edge;
  if (faults) {
    edge = [this](const aws::Service& service, const aws::Operation& operation,
                  const std::string& region) {
      return world_->faults.effect_on(service, operation, region);
    };
  }
  world_->lab.front_door().set_edge(std::move(edge));
  Outside::Edge outside;
  if (faults) {
    outside = [this](const OutsideService& service, std::string_view operation) {
      return world_->faults.effect_on(service, operation);
    };
  }
  world_->lab.outside().set_edge(std::move(outside));
}

LoggedRequest LabServer::entry(LoggedRequest::Kind kind, const HttpRequest& request) const {
  return {.kind = kind,
          .time = world_->lab.now(),
          .real_time = clock_.now(),
          .service = {},
          .region = {},
          .caller = {},
          .request = request};
}

void LabServer::catch_up() {
  caught_up_ = clock_.now();
  world_->env.scheduler.run_until(pace_.time_at(caught_up_));
}

std::optional<Duration> LabServer::tick() {
  catch_up();
  const auto next = world_->env.scheduler.next_time();
  if (!next) return std::nullopt;
  return pace_.until(*next, clock_.now());
}

HttpReply LabServer::answer(HttpRequest&& request) {
  ++requests_;
  catch_up();
  if (request.path.starts_with(control_prefix)) return {control(request, clock_.now())};
  if (request.method == "OPTIONS") return {answer_preflight(request)};
  const Destination destination = destination_of(world_->lab, request);
  if (const auto* site = std::get_if<ToSite>(&destination)) {
    request.address = site->address;
    request.headers.remove("X-Lab-Address");
    return answer_site(std::move(request));
  }
  if (const auto* service = std::get_if<ToService>(&destination)) {
    return answer_service(service->endpoint, service->bucket, std::move(request));
  }
  if (const auto* outside = std::get_if<ToOutside>(&destination)) {
    return answer_outside(*outside->service, request);
  }
  const auto& nowhere = std::get<ToNowhere>(destination);
  if (nowhere.service == nullptr) {
    return {plain_error(nowhere.error.status, nowhere.error.code, nowhere.error.message)};
  }
  return {world_->lab.front_door().refuse(*nowhere.service, nullptr, nowhere.error, request)};
}

HttpReply LabServer::answer_service(const aws::Endpoint& endpoint, const std::string& bucket,
                                    HttpRequest&& request) {
  FrontDoor& door = world_->lab.front_door();
  if (door.is_down(endpoint)) return {.drop = true};
  FrontDoor::Reply reply = door.answer(endpoint, bucket, std::move(request), clock_.now());
  return {std::move(reply.response), reply.delay, reply.drop};
}

HttpReply LabServer::answer_outside(OutsideService& service, const HttpRequest& request) {
  FrontDoor::Reply reply = world_->lab.outside().answer(service, request);
  return {std::move(reply.response), reply.delay, reply.drop};
}

// What a browser asks before a page's script may ask S3, always without a signature.
// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html
HttpResponse LabServer::answer_preflight(const HttpRequest& request) {
  std::string bucket(bucket_of_local_host(request.host));
  if (bucket.empty()) bucket = aws::bucket_in_host(request.host);
  if (bucket.empty()) {
    const std::string_view path = std::string_view(request.path).substr(1);
    bucket = percent_decode(path.substr(0, path.find('/')));
  }
  std::vector<std::string> headers;
  for (const std::string_view name :
       split(request.headers.get("Access-Control-Request-Headers"), ',')) {
    if (!trim(name).empty()) headers.emplace_back(trim(name));
  }
  const std::string_view origin = request.headers.get("Origin");
  const std::string_view method = request.headers.get("Access-Control-Request-Method");
  if (origin.empty() || method.empty()) {
    return plain_error(400, "BadRequest",
                       "Insufficient information. Origin request header needed.");
  }
  const auto allowed = world_->lab.s3().cors_headers(bucket, origin, method, headers);
  if (!allowed) {
    return plain_error(
        403, "AccessForbidden",
        "CORSResponse: This CORS request is not allowed. This is usually because the "
        "evalution of Origin, request method / Access-Control-Request-Method or "
        "Access-Control-Request-Headers are not whitelisted by the resource's CORS "
        "spec.");
  }
  return {.status = 200, .headers = *allowed, .body = {}};
}

HttpReply LabServer::answer_site(HttpRequest&& request) {
  if (log_ && request.method != "GET" && request.method != "HEAD") {
    log_->append(entry(LoggedRequest::Kind::site, request));
  }
  auto response = world_->lab.internet().deliver(request, Duration::zero());
  if (!response) return {.drop = true};
  // For whoever measures: the lab does not make anybody wait for it.
  response->headers.set("X-Lab-Elapsed", std::to_string(response->elapsed.count()));
  return {std::move(*response)};
}

std::size_t LabServer::answer_dns(dns::Bytes message, const IpAddress& from, bool stream,
                                  std::span<std::uint8_t> out) {
  ++dns_queries_;
  return world_->dns.answer(message, {.from = from, .stream = stream, .now = caught_up_}, out);
}

HttpResponse LabServer::refuse(const HttpFraming::Problem& problem) {
  return plain_error(problem.status, code_of(problem.status), problem.text);
}

Result<void> LabServer::flush() {
  if (!log_) return {};
  return log_->flush();
}

void LabServer::replay(const LoggedRequest& logged) {
  world_->env.scheduler.run_until(logged.time);
  switch (logged.kind) {
    case LoggedRequest::Kind::service: {
      if (OutsideService* outside = world_->lab.outside().find(logged.service)) {
        std::ignore = world_->lab.outside().perform(*outside, logged.caller, logged.request);
        return;
      }
      const Identity* caller = world_->lab.identities().find(logged.caller);
      if (caller == nullptr) return;
      world_->lab.front_door().perform({&aws::service(logged.service), logged.region}, caller,
                                       logged.request);
      return;
    }
    case LoggedRequest::Kind::site:
      std::ignore = world_->lab.internet().deliver(logged.request, Duration::zero());
      return;
    case LoggedRequest::Kind::control:
      std::ignore = control(logged.request, logged.real_time);
      return;
  }
}

std::string LabServer::header(Time begun) const {
  return boost::json::serialize(
      boost::json::object{{"godwit_lab", 1},
                          {"account", account_digest_},
                          {"seed", options_.seed},
                          {"starts", options_.starts.time_since_epoch().count()},
                          {"begun", begun.time_since_epoch().count()},
                          {"speed", options_.speed}});
}

Result<void> LabServer::keep_state(Disk& disk, const std::string& folder,
                                   const std::string& account) {
  account_digest_ = account;
  const std::string path = folder + "/lab.log";
  auto log = TRY(RequestLog::open(disk, path, header(clock_.now())));
  boost::system::error_code error;
  const boost::json::value there = boost::json::parse(log->header(), error);
  const auto number = [&](std::string_view name) {
    const auto* found = there.is_object() ? there.as_object().if_contains(name) : nullptr;
    return found != nullptr && found->is_int64() ? found->as_int64() : -1;
  };
  const bool readable = !error && number("godwit_lab") == 1 && there.at("account").is_string();
  if (!readable || there.at("account").as_string() != account ||
      number("seed") != static_cast<std::int64_t>(options_.seed)) {
    return fail(
        {.kind = ErrorKind::conflict,
         .operation = "open the lab's state",
         .subject = path,
         .cause = readable ? "it was begun with another account file or seed" : "it is not a lab's",
         .remedy = "start the lab as it was started first, or with another --state folder",
         .code = {},
         .where = {}});
  }
  // The first start's times are this lab's for as long as it lasts.
  const double speed = options_.speed;
  options_.starts = Time(Duration(number("starts")));
  options_.speed = there.at("speed").to_number<double>(error);
  begin(Pace(options_.starts, Time(Duration(number("begun"))), options_.speed));
  // Nobody interferes with what has happened already.
  set_edge(false);
  TRY_VOID(log->read_all([this](const LoggedRequest& logged) { replay(logged); }));
  set_edge(true);
  log_ = std::move(log);
  if (speed != pace_.speed()) {
    catch_up();
    std::ignore = control({.method = "POST",
                           .path = "/_lab/clock",
                           .body = boost::json::serialize(boost::json::object{{"speed", speed}})},
                          clock_.now());
  }
  return {};
}

}  // namespace godwit::lab
