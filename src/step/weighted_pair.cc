#include "step/weighted_pair.h"

#include <boost/json.hpp>

#include "base/text.h"
#include "traffic/ladder.h"

namespace godwit::step {

using aws::route53::Change;
using aws::route53::ChangeAction;
using aws::route53::RecordSet;

Result<WeightedPair> read_pair(Context& context, const std::string& name_parameter) {
  const auto& parameters = context.parameters;
  WeightedPair pair;
  for (RecordSet& record :
       TRY(aws::route53::list_record_sets(context.cloud, parameters.text("zone")))) {
    if (!equal_ignoring_case(record.name, parameters.text(name_parameter)) ||
        record.type != parameters.text("type")) {
      continue;
    }
    if (record.set_identifier == parameters.text("source_set")) {
      pair.source = std::move(record);
    } else if (record.set_identifier == parameters.text("target_set")) {
      pair.target = std::move(record);
    } else {
      pair.others.push_back(std::move(record));
    }
  }
  return pair;
}

Result<std::string> put_weights(Context& context, const WeightedPair& pair, int source_weight,
                                int target_weight) {
  RecordSet source = pair.source.value();
  RecordSet target = pair.target.value();
  source.weight = source_weight;
  target.weight = target_weight;
  return aws::route53::change_record_sets(
      context.cloud, context.parameters.text("zone"),
      {{ChangeAction::upsert, source}, {ChangeAction::upsert, target}},
      fmt::format("{} {}", context.run, context.step));
}

Result<WeightedPair> read_both(Context& context) {
  WeightedPair pair = TRY(read_pair(context, "record"));
  if (!pair.source || !pair.target) {
    return fail({ErrorKind::conflict, "shift traffic", context.parameters.text("record"),
                 "a weighted record set is missing: somebody changed the zone meanwhile",
                 "put the record sets back, or roll the run back"});
  }
  return pair;
}

bool has_weights(const WeightedPair& pair, int target_percent) {
  return pair.source->weight == 100 - target_percent && pair.target->weight == target_percent;
}

void remember_change(Context& context, std::string id) {
  context.remember("change", std::move(id));
  context.remember("change_known", context.now());
}

Result<std::string> settle(Context& context) {
  static const std::string waiting = "waiting for the record change to reach all servers";
  const auto known = context.recall_time("change_known");
  if (context.changed && (!known || *context.changed > *known)) {
    return context.now() < *context.changed + traffic::propagation ? waiting : std::string();
  }
  if (context.recall("change").empty()) return std::string();
  auto in_sync = aws::route53::change_in_sync(context.cloud, context.recall("change"));
  // Route 53 forgets changes after a while: then they have long arrived.
  if (!in_sync && in_sync.error().kind == ErrorKind::not_found) return std::string();
  return TRY(std::move(in_sync)) ? std::string() : waiting;
}

Duration longest_ttl(const WeightedPair& pair) {
  Duration longest = traffic::alias_ttl;
  for (const auto* record : {&pair.source, &pair.target}) {
    if (*record && (*record)->ttl) longest = std::max<Duration>(longest, seconds(*(*record)->ttl));
  }
  return longest;
}

std::string to_text(const std::vector<RecordSet>& records) {
  boost::json::array list;
  for (const RecordSet& record : records) {
    boost::json::object object{{"name", record.name},
                               {"type", record.type},
                               {"set", record.set_identifier},
                               {"health_check", record.health_check_id}};
    if (record.weight) object["weight"] = *record.weight;
    if (record.ttl) object["ttl"] = *record.ttl;
    if (record.alias) {
      object["alias"] = {{"zone", record.alias->hosted_zone_id},
                         {"name", record.alias->dns_name},
                         {"health", record.alias->evaluate_target_health}};
    }
    object["values"] = boost::json::value_from(record.values);
    list.push_back(std::move(object));
  }
  return boost::json::serialize(list);
}

std::vector<RecordSet> records_from_text(const std::string& text) {
  std::vector<RecordSet> records;
  if (text.empty()) return records;
  const boost::json::value list = boost::json::parse(text);
  for (const auto& value : list.as_array()) {
    const auto& object = value.as_object();
    auto string = [](const boost::json::value& of) { return std::string(of.as_string()); };
    RecordSet record;
    record.name = string(object.at("name"));
    record.type = string(object.at("type"));
    record.set_identifier = string(object.at("set"));
    record.health_check_id = string(object.at("health_check"));
    if (auto* weight = object.if_contains("weight")) record.weight = weight->to_number<int>();
    if (auto* ttl = object.if_contains("ttl")) record.ttl = ttl->to_number<int>();
    if (auto* alias = object.if_contains("alias")) {
      record.alias = {string(alias->at("zone")), string(alias->at("name")),
                      alias->at("health").as_bool()};
    }
    record.values = boost::json::value_to<std::vector<std::string>>(object.at("values"));
    records.push_back(std::move(record));
  }
  return records;
}

}  // namespace godwit::step
