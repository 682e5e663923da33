#include "rehearse/fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/time.h"

namespace godwit::rehearse {
namespace {

using Subject = FaultForm::Subject;
using Number = FaultForm::Number;

// What the engine asks; a fault of another service would never happen.
const std::vector<std::string> services = {"cloudformation", "cloudwatch", "kms",
                                           "route53",        "s3",         "s3control",
                                           "secretmanager",  "supabase",   "sts"};
const std::vector<std::string> modes = {"full", "standby", "traffic"};

std::unexpected<Error> wrong(std::string_view text, std::string cause) {
  return fail({ErrorKind::invalid, "read fault", "'" + std::string(text) + "'", std::move(cause),
               "write it as: failing eu-central-1 at traffic/api/shift+30h for 2h"});
}

// Exact, as parse_duration reads it.
std::string duration_text(Duration duration) {
  std::int64_t left = duration.count() / 1000;
  if (left <= 0) return "0s";
  constexpr std::array<std::pair<std::int64_t, const char*>, 5> units = {
      {{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "m"}, {1'000, "s"}, {1, "ms"}}};
  std::string text;
  for (const auto& [length, name] : units) {
    if (left >= length) text += fmt::format("{}{}", left / length, name);
    left %= length;
  }
  return text;
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// Reads a fault's words from left to right.
class Words {
 public:
  explicit Words(std::string_view text) {
    for (std::string_view word : split(text, ' ')) {
      if (!word.empty()) words_.push_back(word);
    }
  }
  bool more() const { return at_ < words_.size(); }
  std::string_view peek() const { return more() ? words_[at_] : std::string_view(); }
  std::string_view take() { return more() ? words_[at_++] : std::string_view(); }
  bool take(std::string_view word) {
    if (peek() != word) return false;
    ++at_;
    return true;
  }

 private:
  std::vector<std::string_view> words_;
  std::size_t at_ = 0;
};

bool is_percent(std::string_view word) { return word.ends_with('%'); }
// A word that begins another part.
bool is_keyword(std::string_view word) {
  return word == "at" || word == "for" || word == "by" || word == "with" || word == "without";
}

Result<void> read_subject(std::string_view text, const FaultForm& form, Words& words,
                          Fault& fault) {
  if (form.subject == Subject::none) return {};
  bool there = words.more() && !is_keyword(words.peek()) && !is_percent(words.peek());
  if (form.subject == Subject::service) {
    if (!there) return {};
    fault.service = words.take();
    if (contains(services, fault.service)) return {};
    return wrong(text, "nothing is asked of '" + fault.service + "'" +
                           did_you_mean(fault.service, services) + "; there are " +
                           join(services, ", "));
  }
  if (!there) {
    return wrong(text, fmt::format("'{}' needs a region{}", form.name,
                                   form.subject == Subject::region_or_bucket ? " or bucket" : ""));
  }
  fault.subject = words.take();
  return {};
}

Result<void> read_number(std::string_view text, const FaultForm& form, Words& words, Fault& fault) {
  if (form.number == Number::percent) {
    if (!is_percent(words.peek())) return {};  // always
    std::string_view word = words.take();
    auto percent = parse_integer(word.substr(0, word.size() - 1));
    if (!percent || *percent < 1 || *percent > 100) {
      return wrong(text, "'" + std::string(word) + "' is no share from 1% to 100%");
    }
    fault.percent = static_cast<int>(*percent);
  } else if (form.number == Number::record) {
    std::string_view word = words.take();
    auto record = parse_integer(word);
    if (!record || *record < 1) {
      return wrong(text, "'" + std::string(word) + "' is no record's number, which is 1 or more");
    }
    fault.record = static_cast<std::uint64_t>(*record);
    bool with = words.take("with");
    if (!with && !words.take("without")) return {};
    fault.effect = with;
    if (!words.take("effect")) return wrong(text, "'effect' has to follow");
  } else if (form.number == Number::mode) {
    fault.mode = "full";
    if (!words.more() || is_keyword(words.peek())) return {};
    fault.mode = words.take();
    if (!contains(modes, fault.mode)) {
      return wrong(text, "no way back is called '" + fault.mode + "'" +
                             did_you_mean(fault.mode, modes) + "; there are " + join(modes, ", "));
    }
  }
  return {};
}

Result<void> read_when(std::string_view text, std::string_view value, Fault& fault) {
  const std::size_t plus = value.find('+');
  if (plus != std::string_view::npos || value.find('/') != std::string_view::npos) {
    fault.step = value.substr(0, plus);
    value = plus == std::string_view::npos ? "0s" : value.substr(plus + 1);
  }
  auto after = parse_duration(value);
  if (!after) return wrong(text, "'" + std::string(value) + "' is no duration");
  fault.after = *after;
  return {};
}

// "by 3s", "at WHEN", "for DURATION", in any order.
Result<void> read_rest(std::string_view text, const FaultForm& form, Words& words, Fault& fault) {
  std::vector<std::string_view> seen;
  while (words.more()) {
    std::string_view word = words.take();
    if (word != "by" && word != "at" && word != "for") {
      return wrong(text, "'" + std::string(word) + "' is neither 'by' nor 'at' nor 'for'");
    }
    if (std::ranges::find(seen, word) != seen.end()) {
      return wrong(text, "'" + std::string(word) + "' is there twice");
    }
    seen.push_back(word);
    if (!words.more()) {
      return wrong(text, "something has to follow '" + std::string(word) + "'");
    }
    std::string_view value = words.take();
    if (word == "at") {
      if (form.number == Number::record) return wrong(text, "its record says when it happens");
      TRY_VOID(read_when(text, value, fault));
      continue;
    }
    auto duration = parse_duration(value);
    if (!duration) return wrong(text, "'" + std::string(value) + "' is no duration");
    if (word == "by" && !form.amount) {
      return wrong(text, fmt::format("'{}' has no amount", form.name));
    }
    if (word == "for" && form.momentary) {
      return wrong(text, fmt::format("'{}' is a moment and does not last", form.name));
    }
    (word == "by" ? fault.amount : fault.lasts) = *duration;
  }
  return {};
}

std::unexpected<Error> missing(const Fault& fault, std::string_view what, std::string cause,
                               const std::vector<std::string>& there) {
  return fail({ErrorKind::invalid, "read fault", std::string(what),
               std::move(cause) + did_you_mean(what, there),
               there.empty() ? "leave '" + to_string(fault) + "' out"
                             : "name one of: " + join(there, ", ")});
}

}  // namespace

const std::vector<FaultForm>& fault_forms() {
  static const std::vector<FaultForm> forms = {
      {FaultKind::slow_site, "slow", Subject::site, Number::none, true, seconds(3)},
      {FaultKind::ailing_site, "ailing", Subject::site, Number::none},
      {FaultKind::failing_site, "failing", Subject::site, Number::none},
      {FaultKind::gone_site, "gone", Subject::site, Number::none},
      {FaultKind::region_down, "down", Subject::region, Number::none},
      {FaultKind::control_plane_down, "control-plane", Subject::region, Number::none},
      {FaultKind::data_plane_down, "data-plane", Subject::region, Number::none},
      {FaultKind::replication_stalled, "replication-stalled", Subject::region_or_bucket,
       Number::none},
      {FaultKind::slow_jobs, "slow-jobs", Subject::none, Number::none, true, hours(2)},
      {FaultKind::failing_jobs, "failing-jobs", Subject::none, Number::percent},
      {FaultKind::throttled, "throttled", Subject::service, Number::percent},
      {FaultKind::server_errors, "server-errors", Subject::service, Number::percent},
      {FaultKind::lost_requests, "lost-requests", Subject::service, Number::percent},
      {FaultKind::lost_responses, "lost-responses", Subject::service, Number::percent},
      {FaultKind::slow_calls, "slow-calls", Subject::service, Number::percent, true, seconds(20)},
      {FaultKind::stale_reads, "stale-reads", Subject::service, Number::percent, true, seconds(5)},
      {FaultKind::expired_credentials, "expired-credentials", Subject::none, Number::none},
      {FaultKind::unreachable_sites, "unreachable-sites", Subject::none, Number::percent},
      {FaultKind::failing_programs, "failing-programs", Subject::none, Number::percent},
      {FaultKind::clock_ahead, "clock-ahead", Subject::none, Number::none, true, minutes(2)},
      {FaultKind::clock_behind, "clock-behind", Subject::none, Number::none, true, minutes(2)},
      {FaultKind::disk_full, "disk-full", Subject::none, Number::none},
      {FaultKind::torn_writes, "torn-writes", Subject::none, Number::none},
      {FaultKind::sync_errors, "sync-errors", Subject::none, Number::percent},
      {FaultKind::crash, "crash", Subject::none, Number::none, false, {}, true},
      {FaultKind::crash_at_record,
       "crash-at-record",
       Subject::none,
       Number::record,
       false,
       {},
       true},
      {FaultKind::stalled, "stalled", Subject::none, Number::none},
      {FaultKind::second_executor, "second-executor", Subject::none, Number::none},
      {FaultKind::late_approval, "late-approval", Subject::none, Number::none, true, hours(6)},
      {FaultKind::no_approval, "no-approval", Subject::none, Number::none},
      {FaultKind::roll_back, "roll-back", Subject::none, Number::mode, false, {}, true},
  };
  return forms;
}

const FaultForm& form_of(FaultKind kind) { return fault_forms()[static_cast<std::size_t>(kind)]; }

Result<Fault> parse_fault(std::string_view text) {
  Words words(text);
  const std::string_view name = words.take();
  const auto form = std::ranges::find(fault_forms(), name, &FaultForm::name);
  if (form == fault_forms().end()) {
    std::vector<std::string> names;
    for (const FaultForm& each : fault_forms()) names.emplace_back(each.name);
    return wrong(text, "no fault is called '" + std::string(name) + "'" +
                           did_you_mean(name, names) + "; there are " + join(names, ", "));
  }
  Fault fault;
  fault.kind = form->kind;
  fault.amount = form->usual;
  TRY_VOID(read_subject(text, *form, words, fault));
  TRY_VOID(read_number(text, *form, words, fault));
  TRY_VOID(read_rest(text, *form, words, fault));
  return fault;
}

std::string to_string(const Fault& fault) {
  const FaultForm& form = form_of(fault.kind);
  std::string text(form.name);
  if (!fault.subject.empty()) text += " " + fault.subject;
  if (!fault.service.empty()) text += " " + fault.service;
  if (form.number == Number::percent) text += fmt::format(" {}%", fault.percent);
  if (form.number == Number::record) {
    text += fmt::format(" {} {} effect", fault.record, fault.effect ? "with" : "without");
  }
  if (form.number == Number::mode) text += " " + fault.mode;
  if (form.amount) text += " by " + duration_text(fault.amount);
  if (!fault.step.empty()) {
    text += " at " + fault.step;
    // A step without a slash in its id would read as a duration.
    if (fault.after > Duration::zero() || !fault.step.contains('/')) {
      text += "+" + duration_text(fault.after);
    }
  } else if (fault.after > Duration::zero()) {
    text += " at " + duration_text(fault.after);
  }
  if (fault.lasts > Duration::zero()) text += " for " + duration_text(fault.lasts);
  return text;
}

Result<void> check_fault(const Fault& fault, const account::Account& account,
                         const plan::Graph& graph) {
  const Subject subject = form_of(fault.kind).subject;
  std::vector<std::string> there;
  std::string cause;
  if (subject == Subject::site) {
    for (const account::Site& site : account.workload.sites) there.push_back(site.region);
    cause = "the workload has no site there";
  } else if (subject == Subject::region || subject == Subject::region_or_bucket) {
    there = account.regions;
    // Global services' control planes live there, whatever regions an account uses (fact C11).
    if (!contains(there, "us-east-1")) there.emplace_back("us-east-1");
    cause = "the account does not use it";
  }
  if (subject == Subject::region_or_bucket) {
    for (const account::Bucket& bucket : account.buckets) there.push_back(bucket.name);
    for (const account::Site& site : account.workload.sites) {
      for (const auto& [store, bucket] : site.stores) {
        if (!contains(there, bucket)) there.push_back(bucket);
      }
    }
  }
  if (!cause.empty() && !contains(there, fault.subject)) {
    return missing(fault, fault.subject, cause, there);
  }
  if (!fault.step.empty() && graph.find(fault.step) == nullptr) {
    std::vector<std::string> steps;
    for (const plan::StepSpec& step : graph.steps) steps.push_back(step.id);
    return fail({ErrorKind::invalid, "read fault", fault.step,
                 "the plan has no such step" + did_you_mean(fault.step, steps),
                 "`godwit plan` shows the steps"});
  }
  return {};
}

}  // namespace godwit::rehearse
