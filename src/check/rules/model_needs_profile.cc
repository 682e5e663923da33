// A model is asked for directly that only an inference profile answers for, or through a profile of
// another geography, or where it is not (fact A6).
#include <fmt/format.h>

#include "check/mentions.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

// "eu" of "eu-central-1", as far as geographies of profiles go by it.
std::string_view geography_of(std::string_view region) {
  for (const std::string_view geography : {"eu", "us"}) {
    if (catalog::lists(catalog::regions_of_geography(geography), region)) return geography;
  }
  return {};
}

void look(const Subject& subject, Findings& findings) {
  for (const Mention& mention : model_ids(subject)) {
    if (mention.before || mention.denies) continue;
    const ModelId id = split_model_id(mention.name);
    const catalog::BedrockModel* model = catalog::find_bedrock_model(id.model);
    const std::string region =
        mention.regions.size() == 1 ? mention.regions.front() : std::string();
    std::string message;
    std::string remedy;
    if (id.geography.empty() && model != nullptr && !model->on_demand) {
      const std::string_view geography = geography_of(region);
      message = fmt::format("{} has no on-demand capacity of its own: Bedrock refuses its bare id",
                            model->name);
      remedy = fmt::format("ask for the inference profile: {}.{}",
                           geography.empty() ? "eu" : geography, id.model);
    } else if (!id.geography.empty() && !region.empty() && id.geography != "global" &&
               !catalog::regions_of_geography(id.geography).empty() &&
               !geography_of(region).empty() && geography_of(region) != id.geography) {
      message = fmt::format("a profile of '{}' is not known in {}: the request is refused",
                            id.geography, region);
      remedy = fmt::format("ask for {}.{} there", geography_of(region), id.model);
    } else if (id.geography.empty() && model != nullptr && model->on_demand && !region.empty() &&
               is_offered(subject, "bedrock-runtime", region) == false) {
      message = fmt::format("Bedrock answers for no model in {}", region);
      remedy = fmt::format("ask in a region that has it ({})",
                           some_regions(catalog::regions_of("bedrock-runtime"), region));
    }
    if (message.empty()) continue;
    Finding& finding = findings.add(mention.span, std::move(message), std::move(remedy));
    finding.basis = basis_of(catalog::Topic::bedrock_models);
  }
}

}  // namespace

extern const Rule model_needs_profile;
const Rule model_needs_profile{
    .id = "model-needs-profile",
    .severity = Severity::error,
    .title = "a model is asked for by an id that does not work in that region",
    .look = look,
};

}  // namespace godwit::check::rule
