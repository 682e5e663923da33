#include "rehearse/live_consumers.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/text.h"
#include "consumer/function_source.h"
#include "consumer/setting.h"
#include "lab/outside/outside.h"

namespace godwit::rehearse {
namespace {

using plan::ConsumerKind;

// Keys of objects within objects with dots between: "Endpoints.Chat".
void flatten(const boost::json::value& value, const std::string& name, SettingsSeen& settings) {
  if (const auto* object = value.if_object()) {
    if (!name.empty()) settings[name] = boost::json::serialize(value);
    for (const auto& [key, below] : *object) {
      flatten(below, name.empty() ? std::string(key) : name + "." + std::string(key), settings);
    }
  } else if (const auto* text = value.if_string()) {
    settings[name] = std::string(*text);
  } else {
    settings[name] = boost::json::serialize(value);
  }
}

// JSON, or lines NAME=value, as an app's build reads them.
ConsumerPlace read_settings_file(Machine& machine, const std::string& path) {
  ConsumerPlace place;
  const auto text = read_file(machine.disk(), path);
  if (!text) {
    place.trouble = path + ": " + text.error().cause;
    return place;
  }
  if (path.ends_with(".json")) {
    boost::system::error_code error;
    const auto value = boost::json::parse(*text, error);
    if (error || !value.is_object()) {
      place.trouble = path + " is no JSON";
    } else {
      flatten(value, {}, place.settings);
    }
    return place;
  }
  for (std::string_view line : split(*text, '\n')) {
    line = trim(line);
    if (line.starts_with("export ")) line = trim(line.substr(7));
    const std::size_t equals = line.find('=');
    if (line.empty() || line.starts_with('#')) continue;
    if (equals == std::string_view::npos) {
      place.trouble = path + " has a line that is none";
      continue;
    }
    std::string_view value = trim(line.substr(equals + 1));
    const bool quoted = value.size() >= 2 && value.front() == value.back() &&
                        (value.front() == '"' || value.front() == '\'');
    if (quoted) value = value.substr(1, value.size() - 2);
    place.settings[std::string(trim(line.substr(0, equals)))] = std::string(value);
  }
  return place;
}

// What a project's functions find in their environment.
ConsumerPlace read_supabase(lab::Lab& lab, const std::string& ref) {
  ConsumerPlace place;
  const lab::SupabaseProject* project = lab.outside().supabase().find(ref);
  if (project == nullptr) {
    place.trouble = "there is no project " + ref;
    return place;
  }
  for (const auto& [name, secret] : project->secrets) place.settings[name] = secret.value;
  for (const auto& [slug, function] : project->functions) place.functions[slug] = function.digest;
  return place;
}

// Of the functions that the plan deploys, what there is to deploy.
void read_sources(Machine& machine, const plan::Consumer& consumer, ConsumerPlace& place) {
  for (const plan::Reference& function : consumer.deploy) {
    const auto source =
        consumer::read_function_source(machine.disk(), consumer.sources, function.name, true, {});
    if (!source) continue;
    std::map<std::string, std::string_view> files;
    for (const auto& file : source->files) files[file.path] = file.content;
    place.sources[function.name] = lab::bundle_digest(source->entrypoint, files);
  }
}

// What functions find that ask for the newest version of each secret.
ConsumerPlace read_secret_manager(lab::Lab& lab, const std::string& id) {
  ConsumerPlace place;
  lab::SecretManager& manager = lab.outside().secret_manager();
  const lab::GoogleProject* project = manager.find(id);
  if (project == nullptr) {
    place.trouble = "there is no project " + id;
    return place;
  }
  for (const auto& [name, secret] : project->secrets) {
    const std::string* value = manager.latest(id, name);
    place.settings[name] = value != nullptr ? std::optional(*value) : std::nullopt;
  }
  return place;
}

SettingsSeen of_plan(const plan::Consumer& consumer, const SettingsSeen& there) {
  SettingsSeen seen;
  for (const plan::NamedUse& use : consumer.set) {
    const auto found = there.find(use.name);
    seen[use.name] = found == there.end() ? std::nullopt : found->second;
  }
  return seen;
}

}  // namespace

LiveConsumers::LiveConsumers(lab::Lab& lab, Machine& machine, const plan::Plan& plan)
    : lab_(lab), machine_(machine), plan_(plan) {
  look();
}

ConsumerPlace LiveConsumers::place_of(const plan::Consumer& consumer) const {
  switch (consumer.kind) {
    case ConsumerKind::file:
      return read_settings_file(machine_, consumer.file);
    case ConsumerKind::supabase:
      return read_supabase(lab_, consumer.project);
    case ConsumerKind::firebase:
      return read_secret_manager(lab_, consumer.project);
    case ConsumerKind::command:
      break;
  }
  return {};
}

std::map<std::string, ConsumerPlace> LiveConsumers::places() const {
  std::map<std::string, ConsumerPlace> places;
  for (const plan::Consumer& consumer : plan_.consumers) {
    if (consumer.kind == ConsumerKind::command) continue;
    ConsumerPlace& place = places[consumer.name];
    place = place_of(consumer);
    read_sources(machine_, consumer, place);
  }
  return places;
}

// Whoever has a record goes by it alone, and never by one that is older than what it has seen.
ConsumerView LiveConsumers::read(const plan::Consumer& consumer) const {
  const ConsumerPlace place = place_of(consumer);
  const auto known = known_.find(consumer.name);
  ConsumerView view{machine_.now(), consumer.name, {}, 0, place.trouble};
  if (!view.trouble.empty()) return view;
  const auto record = place.settings.find(consumer.record);
  if (consumer.record.empty() || record == place.settings.end() || !record->second) {
    view.settings = of_plan(consumer, place.settings);
    return view;
  }
  const auto parsed = consumer::parse_record(*record->second);
  if (!parsed) {
    view.trouble = consumer.record + ": " + parsed.error().cause;
    return view;
  }
  SettingsSeen there;
  for (const consumer::Setting& setting : parsed->settings) there[setting.name] = setting.value;
  view.settings = of_plan(consumer, there);
  view.epoch = parsed->epoch;
  if (known == known_.end() || view.epoch > known->second.epoch) return view;
  if (view.epoch == known->second.epoch && view.settings != known->second.settings) {
    view.trouble =
        fmt::format("{}: epoch {} is there twice, and not the same", consumer.record, view.epoch);
    return view;
  }
  return known->second;
}

void LiveConsumers::look() {
  for (const plan::Consumer& consumer : plan_.consumers) {
    if (consumer.kind == ConsumerKind::command) continue;
    ConsumerView view = read(consumer);
    if (view.trouble.empty()) known_[consumer.name] = view;
    const auto [shown, is_first] = shown_.try_emplace(consumer.name, view);
    if (!is_first && shown->second.same_as(view)) continue;
    shown->second = view;
    views_.push_back(std::move(view));
  }
}

}  // namespace godwit::rehearse
