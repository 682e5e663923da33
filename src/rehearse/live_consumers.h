// LiveConsumers: whoever is configured with where things are, at work in a rehearsal: edge
// functions, cloud functions, apps. Each reads its settings all the time, so it is asked what it
// sees whenever anything has changed; what it sees is kept as often as it is something new.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "lab/lab.h"
#include "plan/plan.h"
#include "rehearse/machine.h"

namespace godwit::rehearse {

// Name -> value; nothing: there is none of that name.
using SettingsSeen = std::map<std::string, std::optional<std::string>>;

// What a consumer goes by from a moment on.
struct ConsumerView {
  Time time{};
  std::string consumer;
  SettingsSeen settings;    // those that the plan sets
  std::uint64_t epoch = 0;  // of the record that has them; 0: there is none
  std::string trouble;      // why it can make nothing of what it reads; empty: it can

  bool same_as(const ConsumerView& other) const {
    return settings == other.settings && epoch == other.epoch && trouble == other.trouble;
  }
};

// All that a consumer's place holds, whoever set it: secrets, keys of a file.
struct ConsumerPlace {
  SettingsSeen settings;
  std::map<std::string, std::string> functions;  // that are deployed -> a digest of what they are
  std::map<std::string, std::string> sources;    // the same of what would be, of the plan's files
  std::string trouble;                           // why it cannot be read
};

class LiveConsumers {
 public:
  // All outlive it. The first look is taken at once.
  LiveConsumers(lab::Lab& lab, Machine& machine, const plan::Plan& plan);

  // Everybody reads.
  void look();

  std::vector<ConsumerView> take_views() { return std::move(views_); }
  // By consumer; those of kind `command` have none.
  std::map<std::string, ConsumerPlace> places() const;

 private:
  ConsumerPlace place_of(const plan::Consumer& consumer) const;
  ConsumerView read(const plan::Consumer& consumer) const;

  lab::Lab& lab_;
  Machine& machine_;
  const plan::Plan& plan_;
  std::map<std::string, ConsumerView> known_;  // by consumer, what it goes by
  std::map<std::string, ConsumerView> shown_;  // and what was kept last
  std::vector<ConsumerView> views_;
};

}  // namespace godwit::rehearse
