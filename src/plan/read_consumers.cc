// Consumers: who is configured with where things are, and how they are told.
#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"
#include "plan/sections.h"
#include "yaml/unique.h"

namespace godwit::plan {

namespace {

using yaml::Reader;

struct Kind {
  ConsumerKind kind;
  std::string_view name;
  std::string_view setting;  // what it calls one
  bool (*names)(std::string_view);
  std::string_view names_are;
};

bool is_word_of(std::string_view text, std::string_view others, std::size_t longest) {
  return !text.empty() && text.size() <= longest && std::ranges::all_of(text, [&](char letter) {
    return is_letter_or_digit(letter) || others.contains(letter);
  });
}

// A function reads it as a variable of its environment. 256 letters are the Management API's limit.
bool is_variable(std::string_view text) {
  return is_word_of(text, "_", 256) && !is_digit(text.front());
}
// https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/create
bool is_secret_id(std::string_view text) { return is_word_of(text, "-_", 255); }
bool is_key(std::string_view text) {
  return !text.empty() && text.size() <= 256 && yaml::is_line(text) && trim(text) == text;
}

constexpr Kind kinds[] = {
    {ConsumerKind::supabase, "supabase", "secret", is_variable,
     "letters, digits and '_', at most 256, no digit first"},
    {ConsumerKind::firebase, "firebase", "secret", is_secret_id,
     "letters, digits, '-' and '_', at most 255"},
    {ConsumerKind::file, "file", "key", is_key, "one line of at most 256 letters"},
    {ConsumerKind::command, "command", "setting", is_key, ""},
};

const Kind& about(ConsumerKind kind) { return *std::ranges::find(kinds, kind, &Kind::kind); }

// What the Management API takes as a project's ref.
bool is_supabase_project(std::string_view text) {
  return text.size() == 20 && std::ranges::all_of(text, is_lower);
}
// https://cloud.google.com/resource-manager/docs/creating-managing-projects: an id, or a number.
bool is_google_project(std::string_view text) {
  if (std::ranges::all_of(text, is_digit)) return true;
  return text.size() >= 6 && text.size() <= 30 && is_lower(text.front()) && text.back() != '-' &&
         std::ranges::all_of(text, [](char letter) {
           return is_lower(letter) || is_digit(letter) || letter == '-';
         });
}
bool is_slug(std::string_view text) {
  return is_word_of(text, "-_", 256) && is_letter(text.front());
}

std::string read_project(Reader& reader, bool (*fits)(std::string_view),
                         const std::string& expected) {
  std::string project = reader.required("project", yaml::a_word);
  if (!project.empty() && !fits(project)) {
    reader.problem("project", fmt::format("{} is no {}", yaml::in_quotes(project), expected),
                   "write it as the project's own settings show it");
  }
  return project;
}

std::string read_path(Reader& reader, std::string_view key, const Plan& plan) {
  return from_plan_file(plan, reader.optional(key, yaml::a_line, ""));
}

void check_name(Reader& reader, std::string_view key, const std::string& name, yaml::Place place,
                const Kind& kind) {
  if (!kind.names(name)) {
    reader.problems().add(place,
                          fmt::format("{} is no name of a {} of kind {}", yaml::in_quotes(name),
                                      kind.setting, kind.name),
                          fmt::format("names in '{}' are {}", key, kind.names_are));
  } else if (kind.kind == ConsumerKind::supabase && name.starts_with("SUPABASE_")) {
    // Fact E5: the API refuses the whole call.
    reader.problems().add(place,
                          fmt::format("{} begins with 'SUPABASE_', which Supabase keeps for itself",
                                      yaml::in_quotes(name)),
                          "choose another name, and let the functions read that one");
  }
}

void read_settings(Reader& reader, Consumer& consumer, const Plan& plan) {
  const Kind& kind = about(consumer.kind);
  reader.need("set");
  consumer.set = read_named_uses(reader, "set", plan);
  const std::vector<yaml::Entry>& entries = reader.entries("set");
  for (const yaml::Entry& entry : entries) {
    check_name(reader, "set", entry.key, entry.place, kind);
  }
  if (const yaml::Node* set = reader.find("set");
      set != nullptr && entries.empty() && set->kind == yaml::Kind::map) {
    reader.problem("set", "'set' is empty", "name what the consumer has to be told");
  }
  // https://cloud.google.com/secret-manager/docs/reference/rest/v1/SecretPayload
  if (consumer.kind == ConsumerKind::firebase) {
    for (const yaml::Entry& entry : entries) {
      if (entry.value.kind != yaml::Kind::scalar || !entry.value.text.empty()) continue;
      reader.problems().add(entry.value.place, "a version of a secret cannot be empty",
                            "give it a value");
    }
  }
  // What one call takes, which is all or nothing: POST /v1/projects/{ref}/secrets.
  constexpr std::size_t most_secrets = 99;
  if (consumer.kind == ConsumerKind::supabase && entries.size() > most_secrets) {
    reader.problem("set",
                   fmt::format("there are {}, more than the {} that one call sets with "
                               "their record",
                               entries.size(), most_secrets),
                   "make two consumers of them");
  }
  consumer.record = reader.optional("record", yaml::a_line, "");
  if (reader.find("record") == nullptr) {
    // Secret Manager takes one secret after the other, and whoever reads in between has half.
    if (consumer.kind == ConsumerKind::firebase && entries.size() > 1) {
      reader.problem("set",
                     fmt::format("{} secrets are set one after the other, and functions would see "
                                 "some old and some new",
                                 entries.size()),
                     "add 'record: NAME': one secret that has all of them (docs/consumers.md)");
    }
    return;
  }
  if (consumer.record.empty()) return;
  check_name(reader, "record", consumer.record, reader.place("record"), kind);
  if (std::ranges::find(entries, consumer.record, &yaml::Entry::key) != entries.end()) {
    reader.problem("record",
                   fmt::format("{} is one of 'set' too", yaml::in_quotes(consumer.record)),
                   "the record gets all of 'set' and an epoch: give it a name of its own");
  }
}

void read_deployment(Reader& reader, Consumer& consumer, const Plan& plan) {
  consumer.deploy = read_references(reader, "deploy");
  yaml::Unique slugs("function");
  const std::vector<yaml::Node>& items = reader.items("deploy");
  for (const yaml::Node& item : items) {
    if (item.kind != yaml::Kind::scalar) continue;
    slugs.add(item.text, item.place, reader.problems());
    if (!item.text.empty() && !is_slug(item.text)) {
      reader.problems().add(item.place,
                            yaml::in_quotes(item.text) + " is no name of an edge function",
                            "write the name of its folder: letters, digits, '-' and '_'");
    }
  }
  const bool has_sources = reader.find("sources") != nullptr;
  if (!items.empty() && !has_sources) {
    reader.problem("deploy", "'deploy' needs 'sources', which is missing",
                   "add the folder that has a folder for each of the functions");
  } else if (items.empty() && has_sources) {
    reader.problem("sources", "'sources' without 'deploy' is of no use",
                   "name the functions that are deployed anew, or leave it out");
  }
  consumer.sources = read_path(reader, "sources", plan);
}

// The program is found from the plan file where its name is a path, else in PATH.
std::vector<std::string> read_program(Reader& reader, std::string_view key, const Plan& plan) {
  auto words = reader.required(key, yaml::list_of(yaml::a_line));
  const yaml::Node* node = reader.find(key);
  const bool is_list = node != nullptr && node->kind == yaml::Kind::list;
  if (is_list && (node->items.empty() || (!words.empty() && trim(words.front()).empty()))) {
    reader.problem(key, fmt::format("'{}' names no program", key),
                   "write a program and its arguments: [./release.sh, frankfurt]");
  }
  if (!words.empty() && words.front().contains('/')) {
    words.front() = from_plan_file(plan, words.front());
    if (!words.front().contains('/')) words.front().insert(0, "./");
  }
  return words;
}

void read_command(Reader& reader, Consumer& consumer, const Plan& plan) {
  consumer.run = read_program(reader, "run", plan);
  consumer.undo = read_program(reader, "undo", plan);
  consumer.check = read_program(reader, "check", plan);
  consumer.timeout = reader.optional("timeout", yaml::a_duration, minutes(10));
  if (consumer.timeout <= Duration::zero()) {
    reader.problem("timeout", "a program is given no time", "write how long it may take: 10m");
  }
  const auto same = [&](std::string_view key, const std::vector<std::string>& one,
                        const std::vector<std::string>& other, std::string_view than) {
    if (one.empty() || one != other) return;
    reader.problem(key, fmt::format("'{}' is the same as '{}'", key, than),
                   "'run' acts, 'undo' takes that back, and 'check' only looks");
  };
  same("undo", consumer.undo, consumer.run, "run");
  same("check", consumer.check, consumer.run, "run");
  same("check", consumer.check, consumer.undo, "undo");
}

Consumer read_consumer(const yaml::Node& item, const Plan& plan, yaml::Problems& problems) {
  Consumer consumer;
  std::string kind;
  if (item.kind == yaml::Kind::map) {
    const auto found = std::ranges::find(item.entries, "kind", &yaml::Entry::key);
    if (found != item.entries.end()) kind = found->value.text;
  }
  const auto* known = std::ranges::find(kinds, kind, &Kind::name);
  const bool is_known = known != std::end(kinds);
  Reader reader(item, is_known ? "a consumer of kind " + kind : "a consumer", problems);
  consumer.where = reader.where();
  consumer.name = reader.required("name", yaml::a_name);
  std::vector<std::string> names;
  for (const Kind& each : kinds) names.emplace_back(each.name);
  reader.required("kind", yaml::one_of("a kind of consumer", names));
  if (!is_known) return consumer;  // which keys it has nobody knows

  consumer.kind = known->kind;
  switch (consumer.kind) {
    case ConsumerKind::supabase:
      consumer.project = read_project(reader, is_supabase_project,
                                      "reference of a Supabase project, which has 20 lower-case "
                                      "letters");
      read_settings(reader, consumer, plan);
      consumer.old_values = read_path(reader, "old", plan);
      read_deployment(reader, consumer, plan);
      break;
    case ConsumerKind::firebase:
      consumer.project =
          read_project(reader, is_google_project, "id or number of a Google Cloud project");
      read_settings(reader, consumer, plan);
      break;
    case ConsumerKind::file:
      consumer.file = from_plan_file(plan, reader.required("file", yaml::a_line));
      read_settings(reader, consumer, plan);
      break;
    case ConsumerKind::command:
      read_command(reader, consumer, plan);
      break;
  }
  consumer.after = read_references(reader, "after");
  reader.finish();
  return consumer;
}

// Two that set the same would each save the other's values as the old ones.
void check_overlaps(const std::vector<Consumer>& consumers, const std::vector<yaml::Node>& items,
                    yaml::Problems& problems) {
  std::map<std::string, const Consumer*> seen;
  for (std::size_t i = 0; i < consumers.size(); ++i) {
    const Consumer& consumer = consumers[i];
    if (consumer.kind == ConsumerKind::command) continue;
    const std::string place = consumer.project.empty() ? consumer.file : consumer.project;
    if (place.empty()) continue;
    std::vector<std::string> names;
    for (const NamedUse& use : consumer.set) names.push_back(use.name);
    if (!consumer.record.empty()) names.push_back(consumer.record);
    for (const std::string& name : names) {
      const auto [earlier, is_new] = seen.emplace(
          fmt::format("{}\n{}\n{}", about(consumer.kind).name, place, name), &consumer);
      if (is_new || earlier->second == &consumer) continue;
      problems.add(items[i].place,
                   fmt::format("{} is set by the consumer '{}' too", yaml::in_quotes(name),
                               earlier->second->name),
                   "set it in one of them");
    }
  }
}

}  // namespace

void read_consumers(Reader& file, Plan& plan) {
  plan.sealing_key =
      from_plan_file(plan, file.optional("sealing_key", yaml::a_line, plan.name + ".key"));
  if (file.find("sealing_key") != nullptr && plan.sealing_key.empty()) {
    file.problem("sealing_key", "'sealing_key' names no file", "write a path, or leave it out");
  }
  yaml::Unique names("consumer name");
  limit(file, "consumers", most_consumers);
  const std::vector<yaml::Node>& items = file.items("consumers");
  for (const yaml::Node& item : items) {
    Consumer consumer = read_consumer(item, plan, file.problems());
    const auto name = std::ranges::find(item.entries, "name", &yaml::Entry::key);
    if (name != item.entries.end()) {
      names.add(consumer.name, name->value.place, file.problems());
    }
    plan.consumers.push_back(std::move(consumer));
  }
  check_overlaps(plan.consumers, items, file.problems());
}

}  // namespace godwit::plan
