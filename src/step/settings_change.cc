#include "step/settings_change.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "step/old_settings.h"
#include "step/ours.h"

namespace godwit::step {
namespace {

using consumer::EndpointRecord;
using consumer::Setting;
using consumer::Settings;

std::string record_name(const Context& context) { return context.parameters.text("record"); }

// The record comes first: whoever goes by it has the whole change at once, whatever of the other
// settings is there yet.
std::vector<std::string> names_of(const Context& context) {
  std::vector<std::string> names = context.parameters.list("names");
  const std::string record = record_name(context);
  if (!record.empty()) names.insert(names.begin(), record);
  return names;
}

bool matches(const SeenSettings& seen, const Setting& setting) {
  const auto found = seen.find(setting.name);
  if (!setting.value) return found == seen.end();
  return found != seen.end() && found->second == consumer::digest_of(*setting.value);
}

bool is_as_it_was(const SeenSettings& seen, const std::string& name, const OldSetting& old) {
  const auto found = seen.find(name);
  return old.there ? found != seen.end() && found->second == old.digest : found == seen.end();
}

const Setting* find(const Settings& settings, const std::string& name) {
  const auto found = std::ranges::find(settings, name, &Setting::name);
  return found == settings.end() ? nullptr : &*found;
}

// A record from before, which others may have settings in too.
Result<EndpointRecord> old_record(const Context& context, const OldSettings& old) {
  const OldSetting& setting = old.at(record_name(context));
  if (!setting.there) return EndpointRecord{};
  constexpr std::uint64_t most = 1ULL << 52;  // a reader may take it for a floating-point number
  auto record = consumer::parse_record(setting.value.value_or(""));
  if (record && record->epoch <= most) return record;
  return fail({ErrorKind::conflict, "read the record", record_name(context),
               record ? "its epoch is too large" : record.error().cause,
               "choose another name for the plan's 'record', or make it a record "
               "(docs/consumers.md)"});
}

void overlay(Settings& all, const Setting& setting) {
  const auto found = std::ranges::find(all, setting.name, &Setting::name);
  if (found == all.end()) {
    all.push_back(setting);
  } else {
    found->value = setting.value;
  }
}

// What the plan says, the record first.
Result<Settings> forward(const Context& context, const OldSettings& old) {
  Settings settings;
  for (const std::string& name : context.parameters.list("names")) {
    settings.push_back({name, context.text("value/" + name)});
  }
  if (record_name(context).empty()) return settings;
  EndpointRecord record = TRY(old_record(context, old));
  ++record.epoch;
  for (const Setting& setting : settings) overlay(record.settings, setting);
  std::ranges::sort(record.settings, {}, &Setting::name);
  settings.insert(settings.begin(), {record_name(context), to_text(record)});
  return settings;
}

// What was there; but a record goes on, for its readers do not go by an older epoch. Values that
// nobody knows stay as they are.
Result<Settings> backward(const Context& context, const OldSettings& old, bool atomic) {
  const Settings fresh = TRY(forward(context, old));
  Settings settings;
  for (const std::string& name : context.parameters.list("names")) {
    const OldSetting& setting = old.at(name);
    if (setting.value || !setting.there) {
      settings.push_back({name, setting.value});
    } else {
      settings.push_back(*find(fresh, name));
    }
  }
  if (record_name(context).empty()) return settings;
  const bool had_record = old.at(record_name(context)).there;
  if (!had_record && atomic) {
    settings.insert(settings.begin(), {record_name(context), std::nullopt});
    return settings;
  }
  EndpointRecord record = TRY(old_record(context, old));
  record.epoch += 2;
  if (!had_record) {
    for (const Setting& setting : settings) {
      if (setting.value) record.settings.push_back(setting);
    }
    std::ranges::sort(record.settings, {}, &Setting::name);
  }
  settings.insert(settings.begin(), {record_name(context), to_text(record)});
  return settings;
}

// Everything that a turn goes by.
struct Situation {
  OldSettings old;
  Settings fresh;
  Settings back;
  SeenSettings seen;

  bool is_old(const std::string& name) const { return is_as_it_was(seen, name, old.at(name)); }
  bool is_fresh(const std::string& name) const { return matches(seen, *find(fresh, name)); }
  bool is_back(const std::string& name) const { return matches(seen, *find(back, name)); }
  // Somebody else has changed it since.
  bool is_strange(const std::string& name) const {
    return !is_old(name) && !is_fresh(name) && !is_back(name);
  }
  Settings differing(const Settings& wanted) const {
    Settings some;
    for (const Setting& setting : wanted) {
      if (!matches(seen, setting)) some.push_back(setting);
    }
    return some;
  }
};

Result<Situation> situation(Context& context, SettingsStore& store) {
  Situation now;
  now.old = TRY(open_old(context));
  for (const std::string& name : names_of(context)) {
    if (now.old.contains(name)) continue;
    return fail({ErrorKind::conflict, "read the old settings", name,
                 "it was not saved: the plan has another 'set' than when this step began",
                 "take the change of the plan back, or roll back with the plan as it was"});
  }
  now.fresh = TRY(forward(context, now.old));
  now.back = TRY(backward(context, now.old, store.is_atomic()));
  now.seen = TRY(store.look(context, names_of(context)));
  return now;
}

std::string listed(const std::vector<std::string>& names) { return join(names, ", "); }

std::unexpected<Error> ask(Context& context, SettingsStore& store,
                           const std::vector<std::string>& names, const std::string& cause) {
  return ask_to_adopt("settings of " + store.what(context), join(names, ","), cause);
}

bool adopts(const Context& context, const std::vector<std::string>& names) {
  return is_adopted(context, join(names, ","));
}

// A record of which only the digest is known is known all the same where this plan has written it,
// on a way back or by an earlier run: of its settings there are two sets, and of its epochs few.
std::optional<std::string> recognised(const Context& context, const OldSettings& old) {
  constexpr std::uint64_t most_epochs = 10'000;
  EndpointRecord before;
  EndpointRecord after;
  for (const std::string& name : context.parameters.list("names")) {
    after.settings.push_back({name, context.text("value/" + name)});
    if (const auto& value = old.at(name).value) before.settings.push_back({name, value});
  }
  const std::string& digest = old.at(record_name(context)).digest;
  for (EndpointRecord* record : {&before, &after}) {
    for (record->epoch = 1; record->epoch <= most_epochs; ++record->epoch) {
      std::string text = to_text(*record);
      if (consumer::digest_of(text) == digest) return text;
    }
  }
  return std::nullopt;
}

// Of these, what was there before: sealed, before anything is changed.
Result<Progress> save(Context& context, SettingsStore& store, const std::vector<std::string>& names,
                      OldSettings old) {
  std::vector<std::string> unknown;
  std::string why;
  for (auto& [name, setting] : TRY(store.read_old(context, names))) {
    if (setting.there && !setting.value && name != record_name(context)) {
      unknown.push_back(name);
      why += (why.empty() ? "" : "; ") + name + ": " + setting.why_unknown;
    }
    old[name] = std::move(setting);
  }
  if (!record_name(context).empty()) {
    OldSetting& record = old.at(record_name(context));
    if (record.there && !record.value) record.value = recognised(context, old);
    if (record.there && !record.value) {
      return fail({ErrorKind::conflict, "save the old value of", record_name(context),
                   record.why_unknown + ", and its epoch has to be known",
                   "write its value there"});
    }
  }
  if (!unknown.empty() && !adopts(context, unknown)) {
    return ask(context, store, unknown, why + ": it could not be put back");
  }
  if (!record_name(context).empty()) TRY_VOID(old_record(context, old));
  TRY_VOID(seal_old(context, old));
  return Again{};
}

std::string count_of(const Context& context) {
  const std::size_t count = context.parameters.list("names").size();
  return fmt::format("{} {}", count, count == 1 ? "setting" : "settings");
}

}  // namespace

Result<std::optional<Progress>> tell(Context& context, SettingsStore& store, std::string& note) {
  if (auto making = TRY(need_key(context))) return making;
  if (!has_old(context)) return TRY(save(context, store, names_of(context), {}));
  const Situation now = TRY(situation(context, store));
  std::vector<std::string> strange;
  for (const std::string& name : names_of(context)) {
    if (now.is_strange(name)) strange.push_back(name);
  }
  if (!strange.empty()) {
    if (adopts(context, strange)) return TRY(save(context, store, strange, now.old));
    return ask(context, store, strange,
               fmt::format("{} changed after the old values were saved, and not by this step",
                           strange.size() == 1 ? "it was" : "they were"));
  }
  if (const Settings some = now.differing(now.fresh); !some.empty()) {
    return TRY(store.write(context, some, now.old));
  }
  note = fmt::format("{} of {}, verified", count_of(context), store.what(context));
  if (const Setting* record = find(now.fresh, record_name(context))) {
    const std::uint64_t epoch = TRY(consumer::parse_record(*record->value)).epoch;
    context.remember("epoch", std::to_string(epoch));
    note += fmt::format("; {} is at epoch {}", record->name, epoch);
  }
  return std::optional<Progress>();
}

Result<std::optional<Progress>> take_back(Context& context, SettingsStore& store,
                                          std::string& note) {
  if (!has_old(context)) {
    note = "nothing was changed";
    return std::optional<Progress>();
  }
  const Situation now = TRY(situation(context, store));
  const std::vector<std::string> names = names_of(context);
  if (std::ranges::all_of(names, [&](const std::string& name) { return now.is_old(name); })) {
    note = fmt::format("{} of {} as before", count_of(context), store.what(context));
    return std::optional<Progress>();
  }
  Settings some;
  std::vector<std::string> kept;
  std::vector<std::string> unknown;
  for (const Setting& setting : now.back) {
    const OldSetting& old = now.old.at(setting.name);
    if (now.is_strange(setting.name)) {
      kept.push_back(setting.name);
    } else if (old.there && !old.value) {
      unknown.push_back(setting.name);
    } else if (!now.is_back(setting.name)) {
      some.push_back(setting);
    }
  }
  if (!some.empty()) return TRY(store.write(context, some, now.old));
  note = fmt::format("the old values are back in {}", store.what(context));
  if (!kept.empty()) note += fmt::format("; kept, for somebody changed them: {}", listed(kept));
  if (!unknown.empty()) {
    note += fmt::format("; kept, for their old values were never known: {}", listed(unknown));
  }
  return std::optional<Progress>();
}

Result<Verdict> observe_settings(Context& context, SettingsStore& store) {
  if (!has_old(context)) return Verdict{State::absent, "nothing was changed"};
  const Situation now = TRY(situation(context, store));
  const std::vector<std::string> names = names_of(context);
  if (std::ranges::all_of(names, [&](const std::string& name) { return now.is_fresh(name); })) {
    return Verdict{State::in_place, count_of(context) + " as the plan says"};
  }
  if (std::ranges::all_of(
          names, [&](const std::string& name) { return now.is_old(name) || now.is_back(name); })) {
    return Verdict{State::absent, count_of(context) + " as before"};
  }
  // What is strange is asked about in the next turn, where a person can be asked.
  return Verdict{State::in_progress, count_of(context) + ", some as before"};
}

Result<std::string> foresee_settings(Context& context, SettingsStore& store) {
  if (!has_old(context)) return std::string("nothing was changed");
  const Situation now = TRY(situation(context, store));
  std::vector<std::string> kept;
  for (const std::string& name : names_of(context)) {
    const OldSetting& old = now.old.at(name);
    if (now.is_strange(name) || (old.there && !old.value)) kept.push_back(name);
  }
  if (kept.empty())
    return std::string("the old values are known, and nobody has changed them since");
  return fmt::format("kept: {} (changed by somebody else, or the old value was never known)",
                     listed(kept));
}

Result<Progress> SettingsStep::advance(Context& context) {
  std::string note;
  if (auto progress = TRY(tell(context, *make_store_(), note))) return *progress;
  return Done{note};
}

Result<Progress> SettingsStep::undo(Context& context) {
  std::string note;
  if (auto progress = TRY(take_back(context, *make_store_(), note))) return *progress;
  return Done{note};
}

Result<Verdict> SettingsStep::observe(Context& context) {
  return observe_settings(context, *make_store_());
}

Result<std::string> SettingsStep::foresee(Context& context) {
  return foresee_settings(context, *make_store_());
}

}  // namespace godwit::step
