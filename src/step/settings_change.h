// SettingsChange: how the settings of a consumer are changed as one, and put back, wherever they
// are kept. What is common to the kinds "supabase", "firebase" and "settings_file"; each of them is
// a SettingsStore. docs/consumers.md has the order of what happens, and what a crash leads to.
//
// Parameters of all of them: names (of settings), value/NAME for each, record, sealing_key.
// Remembers: old (sealed), epoch.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "consumer/setting.h"
#include "step/step.h"

namespace godwit::step {

// Digests of the settings that are there, by name: the most that every store tells.
using SeenSettings = std::map<std::string, std::string>;

// What was there before anything was changed.
struct OldSetting {
  bool there = false;
  std::string digest;                // where it is there
  std::optional<std::string> value;  // nothing: it is not there, or nobody knows it
  std::string token;                 // of a file: as it stood there
  std::string why_unknown;           // for people; not kept
};
using OldSettings = std::map<std::string, OldSetting>;

class SettingsStore {
 public:
  virtual ~SettingsStore() = default;
  virtual std::string what(Context& context) = 0;  // "the Supabase project X"
  // Of these names. Reads only.
  virtual Result<SeenSettings> look(Context& context, const std::vector<std::string>& names) = 0;
  // The same with values, as far as anybody knows them. Reads only.
  virtual Result<OldSettings> read_old(Context& context, const std::vector<std::string>& names) = 0;
  // One step towards these settings, which differ from what is there: at most one change. Where
  // they cannot all be changed at once, first things first. Of those without a value nothing shall
  // be there.
  virtual Result<Progress> write(Context& context, const consumer::Settings& settings,
                                 const OldSettings& old) = 0;
  // Whether write() changes all of them at once, those too that shall not be there. Then a record
  // that was not there before goes on the way back: nobody sees it gone and the rest still new.
  virtual bool is_atomic() const { return false; }
};

// Nothing: everything is as the plan says, and `note` says so.
Result<std::optional<Progress>> tell(Context& context, SettingsStore& store, std::string& note);

// The same, back. Settings that somebody else has changed since are kept, and named in the note.
Result<std::optional<Progress>> take_back(Context& context, SettingsStore& store,
                                          std::string& note);

Result<Verdict> observe_settings(Context& context, SettingsStore& store);
Result<std::string> foresee_settings(Context& context, SettingsStore& store);

// A step that does nothing else. A store is made for each turn: what it has read is of that turn.
class SettingsStep : public Step {
 public:
  using MakeStore = std::unique_ptr<SettingsStore> (*)();
  explicit SettingsStep(MakeStore make_store) : make_store_(make_store) {}

  Result<Progress> advance(Context& context) override;
  Result<Progress> undo(Context& context) override;
  Result<Verdict> observe(Context& context) override;
  Result<std::string> foresee(Context& context) override;

 private:
  MakeStore make_store_;
};

}  // namespace godwit::step
