#include "lab/services/route53/cidr_collections.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "lab/identifiers.h"
#include "lab/paging.h"
#include "lab/services/route53/refusals.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html
constexpr std::size_t max_collections = 5;
constexpr std::size_t max_blocks = 1000;  // of a collection, and of a request
constexpr std::size_t max_page = 100;

bool is_word(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most && std::ranges::all_of(text, [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
           (letter >= '0' && letter <= '9') || letter == '_' || letter == '-';
  });
}

std::expected<std::size_t, aws::ServiceError> page_limit(const Value& input) {
  if (!input.has("MaxResults")) return max_page;
  const auto asked = parse_integer(input["MaxResults"].text());
  if (!asked || *asked < 1) return invalid_input("MaxResults must be a positive number");
  return std::min(max_page, static_cast<std::size_t>(*asked));
}

std::expected<std::string, aws::ServiceError> after(const Value& input) {
  if (!input.has("NextToken")) return std::string();
  const auto name = read_page_token(input["NextToken"].text());
  if (!name) return invalid_input("The NextToken is none of this listing's");
  return *name;
}

std::unexpected<aws::ServiceError> no_such_collection() {
  return refuse(404, "NoSuchCidrCollectionException",
                "The CIDR collection you specified, doesn't exist.");
}

// "/1 to /24 for IPv4, /1 to /48 for IPv6": for everybody there is the location "*".
std::expected<IpNetwork, aws::ServiceError> read_block(const std::string& text) {
  const auto network = parse_network(text);
  const int most = network && network->address.family == IpFamily::v6 ? 48 : 24;
  if (!network || network->prefix < 1 || network->prefix > most) {
    return invalid_input(
        fmt::format("'{}' is not a CIDR block of Route 53: IPv4 from /1 to /24, "
                    "IPv6 from /1 to /48, without bits after the prefix",
                    text));
  }
  return *network;
}

}  // namespace

void CidrCollections::add(const std::string& id, const std::string& name,
                          std::map<std::string, std::vector<IpNetwork>> locations) {
  Collection& collection = collections_[id];
  collection.id = id;
  collection.name = name;
  collection.caller_reference = name;
  for (const auto& [location, networks] : locations) {
    for (const IpNetwork& network : networks) collection.blocks[network] = location;
  }
}

CidrCollections::Found CidrCollections::find(const std::string& id) const {
  const auto found = collections_.find(id);
  if (found == collections_.end()) return no_such_collection();
  return &found->second;
}

std::string CidrCollections::arn(const Collection& collection) const {
  return fmt::format("arn:aws:route53::{}:cidrcollection/{}", account_, collection.id);
}

Answer CidrCollections::create(const Value& input) {
  const std::string& name = input["Name"].text();
  const std::string& reference = input["CallerReference"].text();
  if (!is_word(name, 64)) {
    return invalid_input(
        fmt::format("'{}' is no name of a CIDR collection: 1 to 64 letters, "
                    "digits, '-' and '_'",
                    name));
  }
  TRY_VOID(check_length(reference, 1, 64, "CidrNonce"));
  const Collection* made = nullptr;
  for (const auto& [id, collection] : collections_) {
    if (collection.name != name) continue;
    // "Retries receive a similar response."
    if (collection.caller_reference != reference) {
      return refuse(400, "CidrCollectionAlreadyExistsException",
                    "A CIDR collection with this name and a different caller reference already "
                    "exists in this account.");
    }
    made = &collection;
  }
  if (made == nullptr) {
    if (collections_.size() >= max_collections) {
      return refuse(
          400, "LimitsExceeded",
          fmt::format("The account has reached its limit of {} CIDR collections", max_collections));
    }
    const std::string id = derived_uuid(secret_, fmt::format("cidr collection {}", made_++));
    Collection& collection = collections_[id];
    collection.id = id;
    collection.name = name;
    collection.caller_reference = reference;
    made = &collection;
  }
  return Value()
      .set("Collection", Value()
                             .set("Arn", arn(*made))
                             .set("Id", made->id)
                             .set("Name", made->name)
                             .set("Version", made->version))
      .set("Location", "https://route53.amazonaws.com/2013-04-01/cidrcollection/" + made->id);
}

Answer CidrCollections::change(const Value& input, const InUse& in_use) {
  Collection& collection = *TRY(find(input["Id"].text()));
  if (input.has("CollectionVersion") &&
      input["CollectionVersion"].integer() != collection.version) {
    return refuse(409, "CidrCollectionVersionMismatchException",
                  "The CIDR collection version you provided, doesn't match the one in the "
                  "CidrCollection.");
  }
  if (input["Changes"].list().empty()) return invalid_input("A change of no block is none");
  Blocks blocks = collection.blocks;
  std::set<std::string> emptied;
  std::size_t asked = 0;
  // Removals first, so that a block may move from one location to another.
  for (const bool removals : {true, false}) {
    for (const Value& change : input["Changes"].list()) {
      const std::string& location = change["LocationName"].text();
      const std::string& action = change["Action"].text();
      if (action != "PUT" && action != "DELETE_IF_EXISTS") {
        return not_in_enumeration(action, "PUT, DELETE_IF_EXISTS");
      }
      if (!is_word(location, 16)) {
        return invalid_input(
            fmt::format("'{}' is no name of a CIDR location: 1 to 16 letters, "
                        "digits, '-' and '_'",
                        location));
      }
      if ((action == "DELETE_IF_EXISTS") != removals) continue;
      for (const Value& text : change["CidrList"].list()) {
        if (++asked > max_blocks) {
          return invalid_input(fmt::format("A request has {} CIDR blocks at most", max_blocks));
        }
        const IpNetwork network = TRY(read_block(text.text()));
        const auto there = blocks.find(network);
        if (removals) {
          if (there == blocks.end() || there->second != location) continue;
          blocks.erase(there);
          emptied.insert(location);
        } else if (there != blocks.end() && there->second != location) {
          return invalid_input(fmt::format("The CIDR block {} is in the location {} already",
                                           text.text(), there->second));
        } else {
          blocks[network] = location;
        }
      }
    }
  }
  if (blocks.size() > max_blocks) {
    return refuse(400, "LimitsExceeded",
                  fmt::format("A CIDR collection has {} blocks at most", max_blocks));
  }
  for (const std::string& location : emptied) {
    const bool left =
        std::ranges::any_of(blocks, [&](const auto& block) { return block.second == location; });
    if (!left && in_use({collection.id, location})) {
      return refuse(400, "CidrBlockInUseException", "This CIDR block is already in use.");
    }
  }
  collection.blocks = std::move(blocks);
  ++collection.version;
  return Value::structure();
}

Answer CidrCollections::list(const Value& input) const {
  const std::size_t limit = TRY(page_limit(input));
  Value shown{aws::List{}};
  const std::string token = show_page(
      collections_, TRY(after(input)), limit, [](const auto&) { return true; },
      [&](const auto& entry) {
        shown.push(Value()
                       .set("Arn", arn(entry.second))
                       .set("Id", entry.first)
                       .set("Name", entry.second.name)
                       .set("Version", entry.second.version));
      });
  Value output;
  output.set("CidrCollections", std::move(shown));
  if (!token.empty()) output.set("NextToken", token);
  return output;
}

Answer CidrCollections::list_locations(const Value& input) const {
  const Collection& collection = *TRY(find(input["CollectionId"].text()));
  std::map<std::string, bool> locations;
  for (const auto& [network, location] : collection.blocks) locations[location] = true;
  Value shown{aws::List{}};
  const std::string token = show_page(
      locations, TRY(after(input)), TRY(page_limit(input)), [](const auto&) { return true; },
      [&](const auto& entry) { shown.push(Value().set("LocationName", entry.first)); });
  Value output;
  output.set("CidrLocations", std::move(shown));
  if (!token.empty()) output.set("NextToken", token);
  return output;
}

Answer CidrCollections::list_blocks(const Value& input) const {
  const Collection& collection = *TRY(find(input["CollectionId"].text()));
  const std::string& wanted = input["LocationName"].text();
  std::map<std::string, std::string> blocks;
  for (const auto& [network, location] : collection.blocks) {
    if (!input.has("LocationName") || location == wanted) blocks[to_string(network)] = location;
  }
  if (input.has("LocationName") && blocks.empty()) {
    return refuse(404, "NoSuchCidrLocationException",
                  "The CIDR collection location doesn't match any locations in your account.");
  }
  Value shown{aws::List{}};
  const std::string token = show_page(
      blocks, TRY(after(input)), TRY(page_limit(input)), [](const auto&) { return true; },
      [&](const auto& entry) {
        shown.push(Value().set("CidrBlock", entry.first).set("LocationName", entry.second));
      });
  Value output;
  output.set("CidrBlocks", std::move(shown));
  if (!token.empty()) output.set("NextToken", token);
  return output;
}

Answer CidrCollections::remove(const Value& input) {
  const Collection& collection = *TRY(find(input["Id"].text()));
  if (!collection.blocks.empty()) {
    return refuse(400, "CidrCollectionInUseException",
                  "This CIDR collection is in use, and isn't empty.");
  }
  collections_.erase(collection.id);
  return Value::structure();
}

std::string CidrCollections::problem_of(const traffic::CidrRouting& location) const {
  const auto found = collections_.find(location.collection);
  if (found == collections_.end()) {
    return fmt::format("The CIDR collection {} does not exist", location.collection);
  }
  if (location.location == "*") return "";
  const bool there = std::ranges::any_of(
      found->second.blocks, [&](const auto& block) { return block.second == location.location; });
  return there ? ""
               : fmt::format("The CIDR collection {} has no location {}", location.collection,
                             location.location);
}

traffic::CidrCollections CidrCollections::networks() const {
  traffic::CidrCollections all;
  for (const auto& [id, collection] : collections_) {
    auto& locations = all[id];
    for (const auto& [network, location] : collection.blocks) {
      locations[location].push_back(network);
    }
  }
  return all;
}

boost::json::value CidrCollections::snapshot() const {
  std::map<std::string, const Collection*> by_name;
  for (const auto& [id, collection] : collections_) by_name[collection.name] = &collection;
  boost::json::object result;
  for (const auto& [name, collection] : by_name) {
    boost::json::object blocks;
    for (const auto& [network, location] : collection->blocks) {
      blocks[to_string(network)] = location;
    }
    result[name] = std::move(blocks);
  }
  return result;
}

}  // namespace godwit::lab::services
