#include "consumer/setting.h"

#include <algorithm>
#include <boost/json.hpp>

#include "base/digest.h"
#include "base/encoding.h"

namespace godwit::consumer {
namespace {

// Says nothing of the text: it may be a secret that somebody put where a record was to be.
std::unexpected<Error> no_record(std::string cause) {
  return fail({.kind = ErrorKind::invalid,
               .operation = "read the record of endpoints",
               .subject = {},
               .cause = std::move(cause),
               .remedy = R"(it is {"epoch": 1, "settings": {"NAME": "value"}})",
               .code = {},
               .where = {}});
}

}  // namespace

std::string digest_of(std::string_view value) { return to_hex(sha256(value)); }

std::string to_text(const EndpointRecord& record) {
  Settings sorted = record.settings;
  std::ranges::stable_sort(sorted, {}, &Setting::name);
  boost::json::object settings;
  for (const Setting& setting : sorted) {
    if (setting.value) {
      settings[setting.name] = *setting.value;
    } else {
      settings[setting.name] = nullptr;
    }
  }
  return boost::json::serialize(
      boost::json::object{{"epoch", record.epoch}, {"settings", std::move(settings)}});
}

Result<EndpointRecord> parse_record(std::string_view text) {
  boost::system::error_code error;
  const boost::json::value read = boost::json::parse(text, error);
  if (error) return no_record("it is no JSON");
  const auto* object = read.if_object();
  if (object == nullptr) return no_record("it is no object");
  EndpointRecord record;
  const auto* epoch = object->if_contains("epoch");
  if (epoch == nullptr) return no_record("it has no epoch");
  if (const auto* small = epoch->if_int64(); small != nullptr && *small >= 0) {
    record.epoch = static_cast<std::uint64_t>(*small);
  } else if (const auto* large = epoch->if_uint64()) {
    record.epoch = *large;
  } else {
    return no_record("its epoch is no whole number");
  }
  const auto* settings = object->if_contains("settings");
  if (settings == nullptr || !settings->is_object()) return no_record("it has no settings");
  if (object->size() != 2) return no_record("it has more than an epoch and settings");
  for (const auto& [name, value] : settings->get_object()) {
    Setting& setting = record.settings.emplace_back(Setting{std::string(name), std::nullopt});
    if (const auto* said = value.if_string()) {
      setting.value = std::string(*said);
    } else if (!value.is_null()) {
      return no_record("one of its settings is no text");
    }
  }
  std::ranges::sort(record.settings, {}, &Setting::name);
  return record;
}

}  // namespace godwit::consumer
