// Bedrock's models that a migration of today meets: where they are, whether they can be asked
// directly, and until when (fact A6).
// as_of: 2026-11. sources:
// https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html,
// https://docs.aws.amazon.com/bedrock/latest/userguide/models-regions.html and
// https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html. The ends
// are fact A6's; a model is legacy for six months at least before its end, and just that long here.
// Incomplete, in models and in regions: confirm before relying on more than A6 says.
#include <algorithm>
#include <array>

#include "catalog/catalog.h"

namespace godwit::catalog {

namespace {

constexpr std::string_view europe =
    "eu-central-1 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-3";
constexpr std::string_view north_america = "us-east-1 us-east-2 us-west-2";

constexpr std::array<BedrockModel, 6> models = {{
    {"amazon.titan-embed-text-v2:0", "Titan Text Embeddings V2", "Amazon", "2024-04-30", "", "",
     true, "ca-central-1 eu-central-1 eu-west-2 sa-east-1 us-east-1 us-west-2", ""},
    {"anthropic.claude-3-5-sonnet-20240620-v1:0", "Claude 3.5 Sonnet", "Anthropic", "2024-06-20",
     "2025-09-01", "2026-03-01", true, "eu-central-1 us-east-1 us-east-2 us-west-2", "eu us"},
    {"anthropic.claude-3-haiku-20240307-v1:0", "Claude 3 Haiku", "Anthropic", "2024-03-13", "", "",
     true, "eu-central-1 eu-west-1 eu-west-2 eu-west-3 us-east-1 us-west-2", "eu us"},
    {"anthropic.claude-3-sonnet-20240229-v1:0", "Claude 3 Sonnet", "Anthropic", "2024-03-04",
     "2026-01-30", "2026-07-30", true, "eu-central-1 eu-west-1 eu-west-3 us-east-1 us-west-2",
     "eu us"},
    {"anthropic.claude-sonnet-4-20250514-v1:0", "Claude Sonnet 4", "Anthropic", "2025-05-22", "",
     "", false,
     "eu-central-1 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-3 us-east-1 us-east-2 "
     "us-west-2",
     "eu us"},
    {"anthropic.claude-sonnet-4-5-20250929-v1:0", "Claude Sonnet 4.5", "Anthropic", "2025-09-29",
     "", "", false,
     "eu-central-1 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-3 us-east-1 us-east-2 "
     "us-west-2",
     "eu us"},
}};
static_assert(std::ranges::is_sorted(models, {}, &BedrockModel::id));

}  // namespace

std::span<const BedrockModel> bedrock_models() { return models; }

const BedrockModel* find_bedrock_model(std::string_view id) {
  const auto found = std::ranges::find(models, id, &BedrockModel::id);
  return found == models.end() ? nullptr : &*found;
}

std::string_view regions_of_geography(std::string_view prefix) {
  if (prefix == "eu") return europe;
  if (prefix == "us") return north_america;
  return {};
}

}  // namespace godwit::catalog
