#include <fmt/format.h>

#include <map>

#include "account/formats.h"
#include "account/sections.h"
#include "yaml/unique.h"

namespace godwit::account {

namespace {

Alias read_alias(const Node& node, Problems& problems) {
  yaml::Reader reader(node, "an alias", problems);
  Alias alias;
  alias.zone = reader.required("zone", yaml::a_word);
  alias.name = reader.required("name", a_host_name);
  alias.evaluate_target_health = reader.optional("evaluate_target_health", yaml::a_flag, false);
  reader.finish();
  return alias;
}

void check_form(yaml::Reader& reader) {
  const bool alias = reader.find("alias") != nullptr;
  const bool ttl = reader.find("ttl") != nullptr;
  const bool values = reader.find("values") != nullptr;
  if (alias && (ttl || values)) {
    reader.problem(ttl ? "ttl" : "values", "a record is either an alias or has 'ttl' and 'values'",
                   "remove one of the two: an alias has no TTL of its own");
  } else if (!alias && !(ttl && values)) {
    reader.problems().add(reader.place(), "a record needs either 'alias', or 'ttl' and 'values'",
                          ttl ? "add 'values: [...]'" : "add 'ttl: 300s' and 'values: [...]'");
  }
  const bool set_identifier = reader.find("set_identifier") != nullptr;
  const bool weight = reader.find("weight") != nullptr;
  if (set_identifier != weight) {
    reader.problem(weight ? "weight" : "set_identifier",
                   "a weighted record needs both 'set_identifier' and 'weight'",
                   weight ? "add 'set_identifier: ...'" : "add 'weight: ...', from 0 to 255");
  }
}

Record read_record(yaml::Reader& reader, const Zone& zone) {
  Record record;
  record.name = reader.required("name", a_host_name);
  record.type = reader.required("type", a_record_type);
  record.set_identifier = reader.optional("set_identifier", yaml::a_word, "");
  record.weight = reader.maybe("weight", yaml::an_integer(0, 255));
  record.ttl = reader.maybe("ttl", yaml::a_duration);
  record.values =
      reader.optional("values", yaml::list_of(yaml::a_text), std::vector<std::string>());
  if (const Node* alias = reader.find("alias"))
    record.alias = read_alias(*alias, reader.problems());
  reader.finish();

  check_form(reader);
  if (!record.name.empty() && !zone.name.empty() && record.name != zone.name &&
      !record.name.ends_with("." + zone.name)) {
    reader.problem("name", fmt::format("{} is not in the zone {}", record.name, zone.name),
                   "put it into the zone of its domain");
  }
  return record;
}

// One name and type has one routing policy (fact C2): one simple record, or any number of weighted
// ones with different set identifiers.
class Policies {
 public:
  void add(const Record& record, yaml::Reader& reader) {
    if (record.name.empty() || record.type.empty()) return;
    const std::string key = record.name + " " + record.type;
    const auto [earlier, is_new] =
        first_.emplace(key, First{record.set_identifier.empty(), reader.place()});
    if (!is_new && (earlier->second.simple || record.set_identifier.empty())) {
      reader.problem("name",
                     fmt::format("there is another record {} in line {}, and {}", key,
                                 earlier->second.place.line,
                                 earlier->second.simple && record.set_identifier.empty()
                                     ? "neither is weighted"
                                     : "one of them is weighted, the other is not"),
                     "records of one name and type have one routing policy");
    } else if (!record.set_identifier.empty()) {
      identifiers_.add(key + " " + record.set_identifier, reader.place("set_identifier"),
                       reader.problems());
    }
  }

 private:
  struct First {
    bool simple;
    yaml::Place place;
  };
  std::map<std::string, First> first_;
  yaml::Unique identifiers_{"record set"};
};

}  // namespace

void read_zones(yaml::Reader& file, Account& account) {
  yaml::Unique ids("zone id");
  for (const Node& item : file.items("zones")) {
    yaml::Reader reader(item, "a zone", file.problems());
    Zone zone;
    zone.id = reader.required("id", yaml::a_word);
    zone.name = reader.required("name", a_host_name);
    Policies policies;
    for (const Node& each : reader.items("records")) {
      yaml::Reader record_reader(each, "a record", file.problems());
      zone.records.push_back(read_record(record_reader, zone));
      policies.add(zone.records.back(), record_reader);
    }
    reader.finish();
    ids.add(zone.id, reader.place("id"), file.problems());
    account.zones.push_back(std::move(zone));
  }
}

}  // namespace godwit::account
