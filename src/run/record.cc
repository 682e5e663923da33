#include "run/record.h"

#include <algorithm>

#include "base/digest.h"

namespace godwit::run {
namespace {

constexpr std::pair<RecordKind, std::string_view> names[] = {
    {RecordKind::run_begun, "run_begun"},
    {RecordKind::run_resumed, "run_resumed"},
    {RecordKind::plan_changed, "plan_changed"},
    {RecordKind::step_begun, "step_begun"},
    {RecordKind::intent, "intent"},
    {RecordKind::applied, "applied"},
    {RecordKind::refused, "refused"},
    {RecordKind::unknown, "unknown"},
    {RecordKind::observed, "observed"},
    {RecordKind::remembered, "remembered"},
    {RecordKind::adopted, "adopted"},
    {RecordKind::step_done, "step_done"},
    {RecordKind::step_failed, "step_failed"},
    {RecordKind::rollback_begun, "rollback_begun"},
    {RecordKind::forward_begun, "forward_begun"},
    {RecordKind::undo_begun, "undo_begun"},
    {RecordKind::undo_done, "undo_done"},
    {RecordKind::approved, "approved"},
    {RecordKind::paused, "paused"},
    {RecordKind::continued, "continued"},
    {RecordKind::cancelled, "cancelled"},
    {RecordKind::run_ended, "run_ended"},
};

void write(std::string& text, const boost::json::value& value) {
  if (const auto* object = value.if_object()) {
    std::vector<const boost::json::key_value_pair*> members;
    members.reserve(object->size());
    for (const auto& member : *object) members.push_back(&member);
    std::sort(members.begin(), members.end(),
              [](const auto* a, const auto* b) { return a->key() < b->key(); });
    text += '{';
    for (const auto* member : members) {
      if (member != members.front()) text += ',';
      text += boost::json::serialize(member->key());
      text += ':';
      write(text, member->value());
    }
    text += '}';
  } else if (const auto* array = value.if_array()) {
    text += '[';
    for (const auto& element : *array) {
      if (&element != array->data()) text += ',';
      write(text, element);
    }
    text += ']';
  } else {
    text += boost::json::serialize(value);
  }
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

RecordText text_of(const Record& record) {
  return {.format = record.format,
          .sequence = record.sequence,
          .time_us = record.time.time_since_epoch().count(),
          .kind = std::string(to_string(record.kind)),
          .step = record.step,
          .attempt = record.attempt,
          .payload = canonical(record.payload),
          .hash = record.hash};
}

std::string canonical(const boost::json::object& payload) {
  std::string text;
  write(text, payload);
  return text;
}

std::string text_in(const boost::json::object& payload, std::string_view name) {
  const auto* value = payload.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

boost::json::object to_json(const Error& error) {
  return {{"operation", error.operation},
          {"subject", error.subject},
          {"cause", error.cause},
          {"remedy", error.remedy},
          {"code", error.code}};
}

std::string first_hash() { return std::string(32, '\0'); }

std::string chain_hash(const std::string& previous, const RecordText& record) {
  if (record.format == 1) {
    return sha256(fmt::format("{}{}\n{}\n{}\n{}\n{}", previous, record.sequence, record.time_us,
                              record.kind, record.step, record.payload));
  }
  return sha256(fmt::format("{}{}\n{}\n{}\n{}\n{}\n{}", previous, record.sequence, record.time_us,
                            record.kind, record.step, record.attempt, record.payload));
}

std::string chain_hash(const std::string& previous, const Record& record) {
  return chain_hash(previous, text_of(record));
}

}  // namespace godwit::run
