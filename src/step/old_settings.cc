#include "step/old_settings.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <mutex>

#include "consumer/sealed.h"

namespace godwit::step {
namespace {

constexpr const char* memory = "old";

// A value of one step opens for no other, nor for another run.
std::string about(const Context& context) { return context.run + "\n" + context.step; }

std::string text_in(const boost::json::object& object, std::string_view name) {
  const auto* member = object.if_contains(name);
  return member != nullptr && member->is_string() ? std::string(member->get_string())
                                                  : std::string();
}

}  // namespace

Result<std::optional<Progress>> need_key(Context& context) {
  const std::string& path = context.parameters.text("sealing_key");
  const auto key = consumer::SealingKey::load(context.env.disk, path);
  if (key) return std::optional<Progress>();
  if (key.error().kind != ErrorKind::not_found) return fail(key.error());
  if (context.effects == nullptr) return fail(key.error());
  TRY_VOID(context.effects->perform(file_write, path, [&]() -> Result<void> {
    // Several consumers find it missing at once, each on a thread of its own; it is made once.
    static std::mutex making;
    const std::lock_guard lock(making);
    const auto chance = context.env.random.fork("sealing key");
    auto made = consumer::SealingKey::load_or_make(context.env.disk, path, *chance);
    if (!made) return fail(made.error());
    return {};
  }));
  return Again{};
}

bool has_old(const Context& context) { return !context.recall(memory).empty(); }

Result<void> seal_old(Context& context, const OldSettings& old) {
  boost::json::object all;
  for (const auto& [name, setting] : old) {
    boost::json::object entry{{"there", setting.there}, {"digest", setting.digest}};
    if (setting.value) entry["value"] = *setting.value;
    if (!setting.token.empty()) entry["token"] = setting.token;
    all[name] = std::move(entry);
  }
  const auto key =
      TRY(consumer::SealingKey::load(context.env.disk, context.parameters.text("sealing_key")));
  const auto chance = context.env.random.fork("sealing " + about(context));
  context.remember(memory, key.seal(boost::json::serialize(all), about(context), *chance));
  return {};
}

Result<OldSettings> open_old(Context& context) {
  const std::string& path = context.parameters.text("sealing_key");
  auto key = consumer::SealingKey::load(context.env.disk, path);
  if (!key && key.error().kind == ErrorKind::not_found) {
    Error error = key.error();
    error.operation = "open the old settings";
    error.subject = path;
    error.cause = "the key that they are sealed with is not there";
    error.remedy = "put the key's file back; without it, set the old values by hand";
    return fail(std::move(error));
  }
  if (!key) return fail(key.error());
  const std::string text = TRY(key->open(context.recall(memory), about(context)));
  boost::system::error_code error;
  const boost::json::value all = boost::json::parse(text, error);
  OldSettings old;
  if (error || !all.is_object()) {
    return fail({ErrorKind::corrupt, "open the old settings", context.step,
                 "what was sealed is no list of settings", "set the old values by hand"});
  }
  for (const auto& [name, entry] : all.get_object()) {
    if (!entry.is_object()) continue;
    const boost::json::object& object = entry.get_object();
    OldSetting& setting = old[std::string(name)];
    const auto* there = object.if_contains("there");
    setting.there = there != nullptr && there->is_bool() && there->get_bool();
    setting.digest = text_in(object, "digest");
    if (object.contains("value")) setting.value = text_in(object, "value");
    setting.token = text_in(object, "token");
  }
  return old;
}

}  // namespace godwit::step
