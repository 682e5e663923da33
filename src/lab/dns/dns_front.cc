#include "lab/dns/dns_front.h"

#include "dns/response.h"
#include "lab/services/route53/route53.h"

namespace godwit::lab {
namespace {

// Names that somebody asks for and nobody has would otherwise fill the memory.
constexpr std::size_t max_remembered = 50'000;
// And so would networks, where a policy tells them apart.
constexpr std::size_t max_clients = 500;

// The longest networks that IP-based routing tells apart.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-ipbased.html
int longest_prefix(IpFamily family) { return family == IpFamily::v4 ? 24 : 48; }

}  // namespace

DnsFront::DnsFront(Lab& lab) : lab_(lab), chance_(lab.world().random.fork("dns messages")) {
  const auto secret = lab.world().random.fork("dns cookies");
  for (std::size_t n = 0; n < secret_.size(); n += 8) {
    const std::uint64_t bits = secret->next();
    for (std::size_t byte = 0; byte < 8; ++byte) {
      secret_[n + byte] = static_cast<std::uint8_t>(bits >> (8 * byte));
    }
  }
}

std::size_t DnsFront::answer(dns::Bytes message, const Asking& asking,
                             std::span<std::uint8_t> out) {
  dns::Query query;
  const dns::Reading reading = dns::read_query(message, query);
  if (reading.ignored) return 0;

  dns::Circumstances circumstances{.stream = asking.stream};
  dns::ServerCookie cookie;
  if (query.edns && !query.edns->client_cookie.empty()) {
    cookie = dns::make_cookie(secret_, query.edns->client_cookie, asking.now, asking.from);
    circumstances.cookie = &cookie;
  }
  if (reading.code != dns::ResponseCode::no_error) {
    return dns::write_code(query, reading.code, circumstances, out);
  }

  // Name and type together are the key.
  std::array<char, dns::max_name_size + 2> key;
  const std::string_view name = query.name();
  std::ranges::copy(name, key.begin());
  key[name.size()] = static_cast<char>(query.type >> 8);
  key[name.size() + 1] = static_cast<char>(query.type);
  const std::string_view whole(key.data(), name.size() + 2);
  auto found = questions_.find(whole);
  if (found == questions_.end()) {
    if (remembered_ >= max_remembered) {
      questions_.clear();
      remembered_ = 0;
    }
    found = questions_.emplace(std::string(whole), Question{.name = dns::text_of(name)}).first;
  }
  const Prepared& prepared = prepare(found->second, query, asking.from);

  circumstances.chance = chance_->next();
  circumstances.subnet_scope = scope_of(found->second, query);
  const DnsWay* way = prepared.ways.data();
  double draw = static_cast<double>(circumstances.chance >> 11) * 0x1p-53;
  while (draw >= way->probability && way != &prepared.ways.back()) {
    draw -= way->probability;
    ++way;
  }
  return dns::write_response(query, way->answer, circumstances, out);
}

const DnsFront::Prepared& DnsFront::prepare(Question& question, const dns::Query& query,
                                            const IpAddress& from) {
  services::NameServers& servers = lab_.route53().name_servers();
  const std::uint64_t generation = servers.generation();
  services::Client client;
  if (question.by_asker) client = client_of(query, from, question.by_network);
  auto prepared = std::ranges::find(question.prepared, client, &Prepared::client);
  if (prepared != question.prepared.end() && prepared->generation == generation) return *prepared;

  // Something has changed; mostly not this.
  if (prepared != question.prepared.end() &&
      DnsAnswers(lab_, query, question.name, client).said().version == prepared->version) {
    prepared->generation = generation;
    return *prepared;
  }
  const services::Client everything = client_of(query, from, true);
  const DnsAnswers answers(lab_, query, question.name, everything);
  // A copy: what is worked out asks further questions.
  const services::Said kept = answers.said();
  if (kept.by_asker != question.by_asker || kept.by_network != question.by_network) {
    question.by_asker = kept.by_asker;
    question.by_network = kept.by_network;
    question.prepared.clear();
    prepared = question.prepared.end();
  }
  client = kept.by_asker ? client_of(query, from, kept.by_network) : services::Client{};
  Prepared fresh{client, generation, kept.version, answers.ways(kept)};
  if (prepared != question.prepared.end()) {
    *prepared = std::move(fresh);
    return *prepared;
  }
  ++remembered_;
  if (question.prepared.size() >= max_clients) question.prepared.clear();
  return question.prepared.emplace_back(std::move(fresh));
}

// By the client subnet that the question carries, or else by the address that it comes from.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-edns0.html
services::Client DnsFront::client_of(const dns::Query& query, const IpAddress& from,
                                     bool with_network) const {
  const bool told = query.edns && query.edns->subnet && query.edns->subnet->network;
  const IpAddress& address = told ? query.edns->subnet->network->address : from;
  services::Client client{.place = lab_.names().place_of(address)};
  if (!with_network) return client;
  const int longest = longest_prefix(address.family);
  const int known = told ? query.edns->subnet->network->prefix : longest;
  client.network = network_of(address, std::min(known, longest));
  return client;
}

std::uint8_t DnsFront::scope_of(const Question& question, const dns::Query& query) const {
  if (!question.by_asker || !query.edns || !query.edns->subnet) return 0;
  const auto& network = query.edns->subnet->network;
  if (!network) return 0;
  int scope = lab_.names().scope_of(network->address);
  if (question.by_network) scope = std::max(scope, longest_prefix(network->address.family));
  return static_cast<std::uint8_t>(scope);
}

}  // namespace godwit::lab
