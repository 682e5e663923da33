// Record: one line of a run's journal. The format is docs/journal.md.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/time.h"

namespace godwit::run {

enum class RecordKind {
  run_begun,
  run_resumed,
  plan_changed,
  step_begun,
  intent,
  applied,
  refused,
  unknown,
  observed,
  remembered,
  adopted,
  step_done,
  step_failed,
  rollback_begun,
  forward_begun,
  undo_begun,
  undo_done,
  approved,
  paused,
  continued,
  cancelled,
  run_ended,
};

std::string_view to_string(RecordKind kind);
std::optional<RecordKind> parse_record_kind(std::string_view text);

struct Record {
  std::uint64_t sequence = 0;  // 1 for the first
  Time time{};
  RecordKind kind = RecordKind::run_begun;
  std::string step;           // empty for the run itself
  std::uint32_t attempt = 0;  // 0 for the run itself; see attempts.h
  boost::json::object payload;
  std::string hash;  // 32 bytes
  int format = 2;    // the version of the journal's format that it was written in
};

// A record as it is stored, and as its hash sees it.
struct RecordText {
  int format = 2;
  std::uint64_t sequence = 0;
  std::int64_t time_us = 0;  // since 1970
  std::string kind;
  std::string step;
  std::uint32_t attempt = 0;
  std::string payload;
  std::string hash;
};

RecordText text_of(const Record& record);

// Keys sorted, no white space: the same object, the same text.
std::string canonical(const boost::json::object& payload);

// A text in a payload; empty where there is none of that name.
std::string text_in(const boost::json::object& payload, std::string_view name);

// What a payload says of an error, and reports do.
boost::json::object to_json(const Error& error);

// The hash before the first record.
std::string first_hash();

// The hash that a record with this text must have after `previous`.
std::string chain_hash(const std::string& previous, const RecordText& record);
std::string chain_hash(const std::string& previous, const Record& record);

}  // namespace godwit::run
