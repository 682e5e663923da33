// The lab's Bedrock: which models a region has, until when, and through which inference profiles
// (fact A6), from the catalog.
// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock.html
#pragma once

#include <optional>

#include "catalog/catalog.h"
#include "lab/operation_table.h"
#include "lab/service.h"

namespace godwit::lab::services {

class Bedrock : public Service {
 public:
  explicit Bedrock(Lab& lab);

  std::string_view name() const override { return "bedrock"; }
  Answer handle(const Call& call) override;
  boost::json::value snapshot() const override { return boost::json::object(); }

 private:
  static const OperationEntry<Bedrock> operations[];
  Answer get_foundation_model(const Call& call);
  Answer list_foundation_models(const Call& call);
  Answer get_inference_profile(const Call& call);
  Answer list_inference_profiles(const Call& call);

  Lab& lab_;
};

// ---- shared with Bedrock's runtime

// A model directly, or through a profile, as an id or an ARN says.
struct BedrockTarget {
  const catalog::BedrockModel* model = nullptr;
  std::string_view geography;  // of the profile: "eu", or empty
};
// nullopt: there is no such model, or the profile is of another geography.
std::optional<BedrockTarget> find_bedrock_target(std::string_view id_or_arn,
                                                 std::string_view region);

bool has_ended(const catalog::BedrockModel& model, Time now);

}  // namespace godwit::lab::services
