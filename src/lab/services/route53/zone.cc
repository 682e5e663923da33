#include "lab/services/route53/zone.h"

#include "account/as_traffic.h"
#include "base/digest.h"
#include "base/text.h"
#include "lab/services/route53/names.h"
#include "lab/services/route53/records.h"
#include "lab/services/route53/routing.h"

namespace godwit::lab::services {
namespace {

using aws::Value;
using traffic::RecordSet;

constexpr std::size_t max_records_page = 300;

// AWS wants text in quotation marks; an account file may leave them out.
std::string quoted(const std::string& text) {
  if (text.starts_with('"')) return text;
  std::string result = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') result += '\\';
    result += letter;
  }
  return result += '"';
}

// As Route 53 keeps it: text values in quotation marks.
RecordSet loaded(const account::Record& record) {
  RecordSet result = account::record_set_of(record);
  if (record.type == "TXT" || record.type == "SPF") {
    for (std::string& value : result.values) value = quoted(value);
  }
  return result;
}

void add_missing(std::vector<RecordSet>& records, const std::string& name, std::string type,
                 Duration ttl, std::vector<std::string> values) {
  const bool there = std::ranges::any_of(
      records, [&](const RecordSet& record) { return record.name == name && record.type == type; });
  if (there) return;
  RecordSet record;
  record.name = name;
  record.type = std::move(type);
  record.ttl = ttl;
  record.values = std::move(values);
  records.push_back(std::move(record));
}

}  // namespace

std::vector<RecordSet> initial_records(const account::Zone& zone) {
  const std::string name = traffic::canonical_name(zone.name);
  std::vector<RecordSet> records;
  for (const account::Record& record : zone.records) records.push_back(loaded(record));

  const auto servers = name_servers_of(zone.id);
  std::vector<std::string> values;
  for (const std::string& server : servers) values.push_back(server + ".");
  add_missing(records, name, "NS", hours(48), std::move(values));
  add_missing(records, name, "SOA", minutes(15),
              {servers[0] + ". awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400"});
  std::ranges::stable_sort(records, comes_before);
  return records;
}

std::array<std::string, 4> name_servers_of(const std::string& zone_id) {
  static constexpr std::array<std::string_view, 4> domains = {"com", "net", "org", "co.uk"};
  std::array<std::string, 4> servers;
  for (std::size_t n = 0; n < servers.size(); ++n) {
    const std::uint64_t number = stable_hash(zone_id, n);
    servers[n] = fmt::format("ns-{}.awsdns-{:02}.{}", 512 * n + number % 512, (number >> 16) % 64,
                             domains[n]);
  }
  return servers;
}

std::expected<std::size_t, aws::ServiceError> page_size(const Value& input, std::size_t limit) {
  if (!input.has("MaxItems")) return limit;
  const auto asked = parse_integer(input["MaxItems"].text());
  if (!asked || *asked < 1) {
    return refuse(400, "InvalidInput", "MaxItems must be a positive number");
  }
  return std::min(limit, static_cast<std::size_t>(*asked));
}

Answer list_page(const std::vector<RecordSet>& records, const Value& input) {
  const std::size_t page = TRY(page_size(input, max_records_page));
  if (input.has("StartRecordType") && !input.has("StartRecordName")) {
    return refuse(400, "InvalidInput",
                  "Invalid request: StartRecordType needs a StartRecordName as well");
  }
  if (input.has("StartRecordIdentifier") && !input.has("StartRecordType")) {
    return refuse(400, "InvalidInput",
                  "Invalid request: StartRecordIdentifier needs a StartRecordType as well");
  }
  RecordSet start;
  start.name = from_wire_name(input["StartRecordName"].text());
  start.type = input["StartRecordType"].text();
  start.set_identifier = input["StartRecordIdentifier"].text();
  auto next = std::ranges::lower_bound(records, start, comes_before);

  Value sets{aws::List{}};
  for (; next != records.end() && sets.list().size() < page; ++next) sets.push(to_value(*next));
  Value output;
  output.set("ResourceRecordSets", std::move(sets)).set("IsTruncated", next != records.end());
  if (next != records.end()) {
    output.set("NextRecordName", to_wire_name(next->name)).set("NextRecordType", next->type);
    if (!next->set_identifier.empty()) output.set("NextRecordIdentifier", next->set_identifier);
  }
  return output.set("MaxItems", std::to_string(page));
}

boost::json::value to_json(const RecordSet& record) {
  boost::json::object object{{"name", record.name}, {"type", record.type}};
  describe_routing(record, object);
  if (record.alias) {
    object["alias"] = {{"zone", record.alias->zone},
                       {"name", record.alias->name},
                       {"evaluate_target_health", record.alias->evaluate_target_health}};
  } else {
    object["ttl_s"] = std::chrono::duration_cast<seconds>(record.ttl).count();
    object["values"] = boost::json::value_from(record.values);
  }
  if (!record.health_check.empty()) object["health_check"] = record.health_check;
  return object;
}

}  // namespace godwit::lab::services
