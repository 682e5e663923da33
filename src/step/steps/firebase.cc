// firebase: secrets of Google's Secret Manager, from which Firebase's functions take their
// parameters (fact E6). Each new value is a new version; it takes one secret after the other, so
// that several of them need a record (step/settings_change.h), which is written first.
//
// Parameters: those of step/settings_change.h; project.
// Remembers: those of step/settings_change.h; created/NAME, adding/NAME, added/NAME.
//
// "latest" may name the version before for some minutes, as everything but a version's own number:
// https://cloud.google.com/secret-manager/docs/consistency
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "consumer/secret_manager.h"
#include "step/kinds.h"
#include "step/ours.h"
#include "step/settings_change.h"

namespace godwit::step {
namespace {

using namespace consumer;

constexpr Duration pause = seconds(10);

class Secrets : public SettingsStore {
 public:
  std::string what(Context& context) override {
    return "the Google Cloud project " + project(context);
  }

  Result<SeenSettings> look(Context& context, const std::vector<std::string>& names) override {
    SeenSettings seen;
    for (const std::string& name : names) {
      if (const auto version = TRY(latest(context, name))) {
        seen[name] = digest_of(version->payload);
      }
    }
    return seen;
  }

  Result<OldSettings> read_old(Context& context, const std::vector<std::string>& names) override {
    OldSettings old;
    for (const std::string& name : names) {
      OldSetting& setting = old[name];
      const auto version = TRY(latest(context, name));
      if (!version) continue;
      setting.there = true;
      setting.digest = digest_of(version->payload);
      setting.value = version->payload;
    }
    return old;
  }

  Result<Progress> write(Context& context, const Settings& settings, const OldSettings&) override {
    const Setting& first = settings.front();
    return first.value ? add(context, first.name, *first.value) : remove(context, first.name);
  }

 private:
  static const std::string& project(const Context& context) {
    return context.parameters.text("project");
  }

  static Result<std::optional<secret_manager::SecretVersion>> latest(Context& context,
                                                                     const std::string& name) {
    auto version = secret_manager::get_latest(context.cloud, project(context), name);
    if (version) return std::optional(*std::move(version));
    if (version.error().kind == ErrorKind::not_found) {
      return std::optional<secret_manager::SecretVersion>();
    }
    return fail(version.error());
  }

  // What is noted in one turn is on stable storage before the call of the next one. So a note
  // without what follows it says that the call may have happened and its answer was lost.
  static Result<Progress> add(Context& context, const std::string& name, const std::string& value) {
    const std::string digest = digest_of(value);
    if (const auto known = parse_number_of(context.recall("added/" + name), digest)) {
      const auto version = TRY(latest(context, name));
      if (!version || version->number < *known) {
        return Wait{
            context.now() + pause,
            fmt::format("waiting until version {} of {} is seen as the latest", *known, name)};
      }
      context.memory.erase("added/" + name);  // somebody else has added one since: another look
    }
    const auto versions = secret_manager::list_versions(context.cloud, project(context), name);
    if (!versions && versions.error().kind != ErrorKind::not_found) return fail(versions.error());
    if (!versions && context.recall("created/" + name).empty()) {
      auto created = secret_manager::create_secret(context.cloud, project(context), name);
      if (!created && created.error().kind != ErrorKind::conflict) return fail(created.error());
      context.remember("created/" + name, "yes");
      return Again{};
    }
    const auto noted = context.recall_time("adding/" + name);
    if (!noted) {
      context.remember("adding/" + name, context.now());
      return Again{};
    }
    if (context.changed && *context.changed >= *noted) {
      if (auto wait = may_be_unseen(context)) return *wait;
      context.remember("adding/" + name, context.now());
      return Again{};
    }
    const auto version =
        TRY(secret_manager::add_version(context.cloud, project(context), name, value));
    context.memory.erase("adding/" + name);
    context.remember("added/" + name, fmt::format("{} {}", version.number, digest));
    return Again{};
  }

  // A secret that was not there before.
  static Result<Progress> remove(Context& context, const std::string& name) {
    auto deleted = secret_manager::delete_secret(context.cloud, project(context), name);
    if (deleted) return Again{};
    if (deleted.error().kind == ErrorKind::not_found) return look_again(context, deleted.error());
    return fail(deleted.error());
  }

  // "3 DIGEST", where it is that value's.
  static std::optional<int> parse_number_of(const std::string& memory, const std::string& digest) {
    const std::size_t space = memory.find(' ');
    if (space == std::string::npos || memory.substr(space + 1) != digest) return std::nullopt;
    return static_cast<int>(parse_integer(memory.substr(0, space)).value_or(0));
  }
};

}  // namespace

std::unique_ptr<Step> make_firebase() {
  return std::make_unique<SettingsStep>(
      []() -> std::unique_ptr<SettingsStore> { return std::make_unique<Secrets>(); });
}

}  // namespace godwit::step
