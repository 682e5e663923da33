#include "rehearse/fault.h"

#include "base/text.h"
#include "base/time.h"

namespace godwit::rehearse {
namespace {

std::unexpected<Error> wrong(std::string_view text, std::string cause) {
  return fail({ErrorKind::invalid, "read fault", "'" + std::string(text) + "'", std::move(cause),
               "write it as: failing eu-central-1 at traffic/api/shift+30h for 2h"});
}

}  // namespace

Result<Fault> parse_fault(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::string_view word : split(text, ' ')) {
    if (!word.empty()) words.push_back(word);
  }
  if (words.size() < 2) return wrong(text, "it needs a state and a region");
  Fault fault;
  const std::vector<std::string> states = {"slow", "ailing", "failing", "gone", "down"};
  if (words[0] == "slow") {
    fault.state = lab::SiteState::slow;
  } else if (words[0] == "ailing") {
    fault.state = lab::SiteState::ailing;
  } else if (words[0] == "failing") {
    fault.state = lab::SiteState::failing;
  } else if (words[0] == "gone") {
    fault.state = lab::SiteState::gone;
  } else if (words[0] == "down") {
    fault.region_down = true;
  } else {
    return wrong(text, "a site can be slow, ailing, failing or gone, a region down, not '" +
                           std::string(words[0]) + "'" + did_you_mean(words[0], states));
  }
  fault.region = words[1];
  for (std::size_t i = 2; i < words.size(); i += 2) {
    if (i + 1 == words.size())
      return wrong(text, "something has to follow '" + std::string(words[i]) + "'");
    std::string_view value = words[i + 1];
    if (words[i] == "for") {
      auto lasts = parse_duration(value);
      if (!lasts) return wrong(text, "'" + std::string(value) + "' is no duration");
      fault.lasts = *lasts;
    } else if (words[i] == "at") {
      std::size_t plus = value.find('+');
      if (plus != std::string_view::npos || value.find('/') != std::string_view::npos) {
        fault.step = value.substr(0, plus);
        value = plus == std::string_view::npos ? "0s" : value.substr(plus + 1);
      }
      auto after = parse_duration(value);
      if (!after) return wrong(text, "'" + std::string(value) + "' is no duration");
      fault.after = *after;
    } else {
      return wrong(text, "'" + std::string(words[i]) + "' is neither 'at' nor 'for'");
    }
  }
  return fault;
}

Result<void> check_fault(const Fault& fault, const account::Account& account,
                         const plan::Graph& graph) {
  std::vector<std::string> regions;
  if (fault.region_down) {
    regions = account.regions;
    // Route 53's control plane lives there, whatever regions an account uses (fact C11).
    regions.emplace_back("us-east-1");
  } else {
    for (const account::Site& site : account.workload.sites) regions.push_back(site.region);
  }
  if (std::ranges::find(regions, fault.region) == regions.end()) {
    return fail(
        {ErrorKind::invalid, "read fault", fault.region,
         (fault.region_down ? "the account does not use it" : "the workload has no site there") +
             did_you_mean(fault.region, regions),
         "name one of: " + join(regions, ", ")});
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
