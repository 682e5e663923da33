// Consumer settings: what commands set where those who call a system look for its addresses:
// secrets and configuration of Supabase, Firebase, GitHub, Heroku, Vercel, Fly, Cloudflare, and of
// AWS itself.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "awscli/invocation.h"
#include "check/finding.h"
#include "check/subject.h"

namespace godwit::check {

struct ConsumerSetting {
  std::string keeper;  // "Supabase"
  std::string name;
  awscli::Argument value;
  Span span;                // the word that sets it
  std::size_t command = 0;  // index
  bool way_back = false;
  // Nobody can read the value back: the keeper shows names and digests at most.
  bool write_only = false;
  // The keeper keeps earlier values by itself, and gives them back.
  bool keeps_versions = false;
};

// In the order of the commands.
std::vector<ConsumerSetting> consumer_settings_of(const Subject& subject);

}  // namespace godwit::check
