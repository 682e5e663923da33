// When Bedrock's models come to their end (fact A6).
// as_of: 2026-11-22. sources:
// https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html as public trackers of
// it have it: awslabs/startups (ai-model-lifecycle.md, 2026-05 to 2026-09) and models.dev
// (2026-07-24). For Claude 3.5 Sonnet (June) fact A6 has 2026-03-01, a tracker 2026-07-30: both are
// over. What is missing here is not known to end.
#include <algorithm>
#include <array>

#include "catalog/catalog.h"

namespace godwit::catalog {

namespace {

constexpr std::string_view today = "anthropic.claude-sonnet-4-5-20250929-v1:0";

constexpr std::array<ModelLife, 21> lives = {{
    {"amazon.titan-image-generator-v2:0", "Titan Image Generator G1 v2", "", "2026-06-30", ""},
    {"anthropic.claude-3-5-haiku-20241022-v1:0", "Claude 3.5 Haiku", "", "2026-06-19", ""},
    {"anthropic.claude-3-5-sonnet-20240620-v1:0", "Claude 3.5 Sonnet", "2025-09-01", "2026-03-01",
     today},
    {"anthropic.claude-3-5-sonnet-20241022-v2:0", "Claude 3.5 Sonnet v2", "", "2026-07-30", today},
    {"anthropic.claude-3-7-sonnet-20250219-v1:0", "Claude 3.7 Sonnet", "", "2026-04-28", today},
    {"anthropic.claude-3-haiku-20240307-v1:0", "Claude 3 Haiku", "", "", ""},
    {"anthropic.claude-3-sonnet-20240229-v1:0", "Claude 3 Sonnet", "2026-01-30", "2026-07-30",
     today},
    {"anthropic.claude-opus-4-1-20250805-v1:0", "Claude Opus 4.1", "2026-07-08", "2027-01-08", ""},
    {"anthropic.claude-opus-4-20250514-v1:0", "Claude Opus 4", "", "2026-05-31", ""},
    {"anthropic.claude-sonnet-4-20250514-v1:0", "Claude Sonnet 4", "", "2026-10-14", today},
    {"anthropic.claude-sonnet-4-5-20250929-v1:0", "Claude Sonnet 4.5", "", "", ""},
    {"cohere.command-r-plus-v1:0", "Command R+", "2026-02-19", "2026-08-19", ""},
    {"cohere.command-r-v1:0", "Command R", "2026-02-19", "2026-08-19", ""},
    {"meta.llama3-1-405b-instruct-v1:0", "Llama 3.1 405B Instruct", "", "2026-07-07", ""},
    {"meta.llama3-2-11b-instruct-v1:0", "Llama 3.2 11B Instruct", "", "2026-07-07", ""},
    {"meta.llama3-2-1b-instruct-v1:0", "Llama 3.2 1B Instruct", "", "2026-07-07", ""},
    {"meta.llama3-2-3b-instruct-v1:0", "Llama 3.2 3B Instruct", "", "2026-07-07", ""},
    {"meta.llama3-2-90b-instruct-v1:0", "Llama 3.2 90B Instruct", "", "2026-07-07", ""},
    {"ai21.jamba-1-5-large-v1:0", "Jamba 1.5 Large", "", "2026-11-26", ""},
    {"ai21.jamba-1-5-mini-v1:0", "Jamba 1.5 Mini", "", "2026-11-26", ""},
    {"amazon.titan-embed-text-v2:0", "Titan Text Embeddings V2", "", "", ""},
}};

}  // namespace

std::span<const ModelLife> model_lives() {
  static const auto sorted = [] {
    auto all = lives;
    std::ranges::sort(all, {}, &ModelLife::id);
    return all;
  }();
  return sorted;
}

const ModelLife* find_model_life(std::string_view id) {
  const auto all = model_lives();
  const auto found = std::ranges::find(all, id, &ModelLife::id);
  return found == all.end() ? nullptr : &*found;
}

bool is_geography(std::string_view prefix) {
  return lists("apac au ca eu global jp us us-gov", prefix);
}

}  // namespace godwit::catalog
