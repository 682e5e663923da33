#include "run/record.h"

#include "base/digest.h"

namespace godwit::run {
namespace {

constexpr std::pair<RecordKind, std::string_view> names[] = {
    {RecordKind::run_begun, "run_begun"},     {RecordKind::run_resumed, "run_resumed"},
    {RecordKind::step_begun, "step_begun"},   {RecordKind::intent, "intent"},
    {RecordKind::applied, "applied"},         {RecordKind::refused, "refused"},
    {RecordKind::unknown, "unknown"},         {RecordKind::observed, "observed"},
    {RecordKind::remembered, "remembered"},   {RecordKind::step_done, "step_done"},
    {RecordKind::step_failed, "step_failed"}, {RecordKind::rollback_begun, "rollback_begun"},
    {RecordKind::undo_begun, "undo_begun"},   {RecordKind::undo_done, "undo_done"},
    {RecordKind::run_ended, "run_ended"},
};

boost::json::value sorted(const boost::json::value& value) {
  if (const auto* object = value.if_object()) {
    std::map<std::string_view, const boost::json::value*> members;
    for (const auto& [name, member] : *object) members[name] = &member;
    boost::json::object result;
    for (const auto& [name, member] : members) result[name] = sorted(*member);
    return result;
  }
  if (const auto* array = value.if_array()) {
    boost::json::array result;
    for (const auto& element : *array) result.push_back(sorted(element));
    return result;
  }
  return value;
}

}  // namespace

std::string_view to_string(RecordKind kind) {
  for (const auto& [known, name] : names) {
    if (known == kind) return name;
  }
  return "";
}

std::optional<RecordKind> parse_record_kind(std::string_view text) {
  for (const auto& [kind, name] : names) {
    if (name == text) return kind;
  }
  return std::nullopt;
}

std::string canonical(const boost::json::object& payload) {
  return boost::json::serialize(sorted(payload));
}

std::string text_in(const boost::json::object& payload, std::string_view name) {
  const auto* value = payload.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::string chain_hash(const std::string& previous, const Record& record) {
  return sha256(fmt::format("{}{}\n{}\n{}\n{}\n{}", previous, record.sequence,
                            record.time.time_since_epoch().count(), to_string(record.kind),
                            record.step, canonical(record.payload)));
}

}  // namespace godwit::run
