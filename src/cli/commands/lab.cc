// godwit lab: the simulated AWS on a socket, for any AWS client. docs/lab.md.
#include <ostream>

#include "base/digest.h"
#include "base/encoding.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "cli/load.h"
#include "env/real_http_server.h"
#include "env/real_message_server.h"
#include "lab/server/lab_server.h"
#include "rehearse/live_workload.h"

namespace godwit::cli {
namespace {

struct Arguments {
  std::string account;
  std::uint16_t port = 4566;
  std::string address;
  std::uint64_t seed = 1;
  double speed = 1;
  std::string starts;
  std::string state;
  std::string users_for;
  std::string dns = "0";
  std::vector<std::string> locate;
};

// For who brings no account: as people's habits from other emulators have it.
account::Account empty_account() {
  account::Account account;
  account.id = "000000000000";
  account.regions = catalog::region_names();
  account.credentials = {"test", "test"};
  return account;
}

std::optional<Time> start_of(const Arguments& arguments, const account::Account& account,
                             Console& console) {
  if (arguments.starts == "now" || (arguments.starts.empty() && arguments.account.empty())) {
    return console.env.clock.now();
  }
  if (arguments.starts.empty()) return account.starts;
  const auto starts = parse_time(arguments.starts);
  if (!starts) {
    print(console, Error{.kind = ErrorKind::invalid,
                         .operation = "start the lab",
                         .subject = "--starts " + arguments.starts,
                         .cause = "it is neither 'now' nor a time",
                         .remedy = "write 2026-01-05 or 2026-01-05T06:00:00Z",
                         .code = {},
                         .where = {}});
  }
  return starts;
}

// Sites, and users where they are wanted, for as long as a lab lasts.
std::shared_ptr<void> furnish(lab::Lab& lab, std::optional<Duration> users_for) {
  const account::Account& account = lab.account();
  if (account.workload.sites.empty()) return nullptr;
  // Without a plan nobody says that a site may not ask its peer for what has not arrived yet.
  auto workload = std::make_shared<rehearse::LiveWorkload>(lab, true);
  if (users_for) {
    rehearse::Auditor auditor(lab);
    workload->take_stock(auditor, account.workload.sites.front().region);
    workload->start_users(lab.now() + *users_for);
  }
  return workload;
}

// Loopback in both families, or the address that was asked for. The port, if it can be had.
Result<std::uint16_t> listen(RealHttpServer& server, const Arguments& arguments) {
  if (!arguments.address.empty()) return server.listen(arguments.address, arguments.port);
  const std::uint16_t port = TRY(server.listen("127.0.0.1", arguments.port));
  // Not every machine has IPv6, and somebody else may have this port there.
  std::ignore = server.listen("::1", port);
  return port;
}

// The same for DNS. `wanted` is a port.
Result<std::uint16_t> listen(RealMessageServer& server, const Arguments& arguments,
                             std::uint16_t wanted) {
  if (!arguments.address.empty()) return server.listen(arguments.address, wanted);
  const std::uint16_t port = TRY(server.listen("127.0.0.1", wanted));
  std::ignore = server.listen("::1", port);
  return port;
}

std::optional<std::uint16_t> dns_port(const Arguments& arguments, Console& console) {
  const auto port = parse_integer(arguments.dns);
  if (port && *port >= 0 && *port <= 65535) return static_cast<std::uint16_t>(*port);
  print(console, Error{.kind = ErrorKind::invalid,
                       .operation = "start the lab",
                       .subject = "--dns " + arguments.dns,
                       .cause = "it is neither a port nor 'off'",
                       .remedy = "write a port of 1 to 65535, 0 for a free one, or 'off'",
                       .code = {},
                       .where = {}});
  return std::nullopt;
}

// "NETWORK=PLACE" of --locate, into the account's places.
bool locate(account::Account& account, const std::string& what, Console& console) {
  const auto wrong = [&](std::string cause, std::string remedy) {
    print(console, Error{.kind = ErrorKind::invalid,
                         .operation = "start the lab",
                         .subject = "--locate " + what,
                         .cause = std::move(cause),
                         .remedy = std::move(remedy),
                         .code = {},
                         .where = {}});
    return false;
  };
  const std::size_t sign = what.find('=');
  const auto network = parse_network(std::string_view(what).substr(0, sign));
  if (sign == std::string::npos || !network) {
    return wrong("it is not NETWORK=PLACE", "write --locate 127.0.1.0/24=Germany");
  }
  auto& places = account.users.places;
  const auto place = std::ranges::find(places, what.substr(sign + 1), &account::Place::name);
  if (place == places.end()) {
    std::string names;
    for (const account::Place& each : places) {
      names += (names.empty() ? "" : ", ") + each.name;
    }
    return wrong("the account has no such place",
                 names.empty() ? "name an account file with places under 'users': --account FILE"
                               : "name one of its places: " + names);
  }
  // What is said here counts for more than the file.
  for (account::Place& each : places) std::erase(each.networks, *network);
  place->networks.push_back(*network);
  return true;
}

int serve_lab(const Arguments& arguments, Console& console) {
  // Load.
  account::Account account = empty_account();
  std::string digest = "none";
  if (!arguments.account.empty()) {
    auto loaded = load_account(console, arguments.account);
    if (!loaded) return bad_input;
    account = std::move(*loaded);
    const auto text = read_file(console.env.disk, arguments.account);
    if (text) digest = to_hex(sha256(*text));
  }
  for (const std::string& each : arguments.locate) {
    if (!locate(account, each, console)) return bad_input;
  }
  const bool with_dns = arguments.dns != "off";
  const auto wanted_dns_port = with_dns ? dns_port(arguments, console) : 0;
  if (!wanted_dns_port) return bad_input;
  const auto starts = start_of(arguments, account, console);
  if (!starts) return bad_input;
  std::optional<Duration> users_for;
  if (!arguments.users_for.empty()) {
    users_for = parse_duration(arguments.users_for);
    if (!users_for) {
      print(console, Error{.kind = ErrorKind::invalid,
                           .operation = "start the lab",
                           .subject = "--users-for " + arguments.users_for,
                           .cause = "it is no duration",
                           .remedy = "write 21d or 6h",
                           .code = {},
                           .where = {}});
      return bad_input;
    }
  }

  // Build.
  lab::LabServer lab(account, console.env.clock,
                     {.seed = arguments.seed,
                      .speed = arguments.speed,
                      .starts = *starts,
                      .furnish = [&](lab::Lab& made) { return furnish(made, users_for); },
                      .version = GODWIT_VERSION});
  if (!arguments.state.empty()) {
    auto kept = console.env.disk.make_folder(arguments.state);
    if (kept) kept = lab.keep_state(console.env.disk, arguments.state, digest);
    if (!kept) {
      print(console, kept.error());
      return exit_code(kept.error());
    }
  }

  // Serve.
  std::optional<Error> broken;
  RealHttpServer* stoppable = nullptr;
  RealHttpServer server(
      {.answer = [&](HttpRequest&& request) { return lab.answer(std::move(request)); },
       .refuse = [&](const HttpFraming::Problem& problem) { return lab.refuse(problem); },
       .before_answers =
           [&] {
             const auto kept = lab.flush();
             if (!kept) {
               broken = kept.error();
               stoppable->stop();
             }
             return kept.has_value();
           },
       .tick = [&] { return lab.tick(); }},
      {});
  stoppable = &server;
  const auto port = listen(server, arguments);
  if (!port) {
    print(console, port.error());
    return bad_input;
  }
  RealMessageServer dns(
      server.loop(),
      {.before_batch = [&] { lab.catch_up(); },
       .answer =
           [&](std::span<const std::uint8_t> message, const IpAddress& from, bool stream,
               std::span<std::uint8_t> out) { return lab.answer_dns(message, from, stream, out); }},
      {});
  std::string dns_words;
  if (with_dns) {
    const auto listening = listen(dns, arguments, *wanted_dns_port);
    if (!listening) {
      print(console, listening.error());
      return bad_input;
    }
    dns_words = fmt::format(", DNS on port {}", *listening);
  }
  const std::string host = arguments.address.empty() ? "127.0.0.1" : arguments.address;
  const bool bracketed = host.find(':') != std::string::npos;
  console.out << fmt::format("godwit lab ready on http://{}{}{}:{} (account {}{}, {})\n",
                             bracketed ? "[" : "", host, bracketed ? "]" : "", *port, account.id,
                             dns_words,
                             arguments.speed == 1
                                 ? "in real time"
                                 : fmt::format("{:g} times as fast as life", arguments.speed))
              << std::flush;
  server.run();
  if (!broken) return ok;
  print(console, *broken);
  return exit_code(*broken);
}

}  // namespace

Command::Run declare_lab(CLI::App& app) {
  auto arguments = std::make_shared<Arguments>();
  app.add_option("--account", arguments->account,
                 "account file (docs/account-file.md); default: an empty account, credentials "
                 "test/test");
  app.add_option("--port", arguments->port, "0 takes a free one")->capture_default_str();
  app.add_option("--dns", arguments->dns,
                 "the port for DNS, UDP and TCP; 0 takes a free one, which is printed; or 'off'")
      ->capture_default_str();
  app.add_option("--locate", arguments->locate,
                 "NETWORK=PLACE: who asks DNS from there is at that place of the account file; may "
                 "be repeated");
  app.add_option("--address", arguments->address, "default: loopback");
  app.add_option("--seed", arguments->seed, "all chance follows from it")->capture_default_str();
  app.add_option("--speed", arguments->speed, "how much faster than life time runs")
      ->check(CLI::Range(0.001, 1e6))
      ->capture_default_str();
  app.add_option("--starts", arguments->starts,
                 "the lab's time at its start: 'now' or a time; default: the account's");
  app.add_option("--state", arguments->state, "keep the lab in this folder across restarts");
  app.add_option("--users-for", arguments->users_for,
                 "the account's users are at work for so long, in the lab's time");
  return [arguments](Console& console) { return serve_lab(*arguments, console); };
}

}  // namespace godwit::cli
