#include "lab/services/bedrock.h"

#include "base/time.h"
#include "lab/arn.h"
#include "lab/lab.h"

namespace godwit::lab::services {

using aws::Value;
using catalog::BedrockModel;

const OperationEntry<Bedrock> Bedrock::operations[] = {
    {"GetFoundationModel", &Bedrock::get_foundation_model},
    {"GetInferenceProfile", &Bedrock::get_inference_profile},
    {"ListFoundationModels", &Bedrock::list_foundation_models},
    {"ListInferenceProfiles", &Bedrock::list_inference_profiles},
};

Bedrock::Bedrock(Lab& lab) : lab_(lab) {}

Answer Bedrock::handle(const Call& call) { return dispatch<Bedrock>(*this, operations, call); }

namespace {

bool reached(std::string_view date, Time now) {
  const auto time = parse_time(date);
  return time && *time <= now;
}

std::string model_arn(std::string_view region, const BedrockModel& model) {
  return fmt::format("arn:aws:bedrock:{}::foundation-model/{}", region, model.id);
}

Value describe(const BedrockModel& model, const std::string& region, Time now) {
  Value lifecycle;
  lifecycle.set("status", reached(model.legacy_since, now) ? "LEGACY" : "ACTIVE");
  if (const auto start = parse_time(model.start_of_life)) lifecycle.set("startOfLifeTime", *start);
  if (reached(model.legacy_since, now)) {
    lifecycle.set("legacyTime", *parse_time(model.legacy_since));
    if (const auto end = parse_time(model.end_of_life)) lifecycle.set("endOfLifeTime", *end);
  }
  const bool embeds = model.name.find("Embeddings") != std::string_view::npos;
  return Value()
      .set("modelArn", model_arn(region, model))
      .set("modelId", model.id)
      .set("modelName", model.name)
      .set("providerName", model.provider)
      .set("inputModalities", embeds ? aws::List{"TEXT"} : aws::List{"TEXT", "IMAGE"})
      .set("outputModalities", aws::List{embeds ? "EMBEDDING" : "TEXT"})
      .set("responseStreamingSupported", !embeds)
      .set("customizationsSupported", aws::List())
      .set("inferenceTypesSupported",
           aws::List{model.on_demand ? "ON_DEMAND" : "INFERENCE_PROFILE"})
      .set("modelLifecycle", std::move(lifecycle));
}

}  // namespace

bool has_ended(const BedrockModel& model, Time now) { return reached(model.end_of_life, now); }

std::optional<BedrockTarget> find_bedrock_target(std::string_view id, std::string_view region) {
  if (const auto arn = read_arn(id)) {
    if (arn->service != "bedrock" || arn->region != region) return std::nullopt;
    const std::size_t slash = arn->resource.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    id = arn->resource.substr(slash + 1);
  }
  if (const BedrockModel* model = catalog::find_bedrock_model(id)) {
    return catalog::lists(model->regions, region) ? std::optional(BedrockTarget{model, {}})
                                                  : std::nullopt;
  }
  const std::size_t dot = id.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view geography = id.substr(0, dot);
  const BedrockModel* model = catalog::find_bedrock_model(id.substr(dot + 1));
  if (model == nullptr || !catalog::lists(model->profile_prefixes, geography)) return std::nullopt;
  if (!catalog::lists(catalog::regions_of_geography(geography), region)) return std::nullopt;
  return BedrockTarget{model, geography};
}

Answer Bedrock::get_foundation_model(const Call& call) {
  const auto target = find_bedrock_target(call.input["modelIdentifier"].text(), call.region);
  if (!target || !target->geography.empty()) {
    return refuse(400, "ValidationException", "The provided model identifier is invalid.");
  }
  if (has_ended(*target->model, call.now)) {
    return refuse(404, "ResourceNotFoundException",
                  "Could not resolve the foundation model from the provided model identifier.");
  }
  return Value().set("modelDetails", describe(*target->model, call.region, call.now));
}

Answer Bedrock::list_foundation_models(const Call& call) {
  const Value& input = call.input;
  aws::List models;
  for (const BedrockModel& model : catalog::bedrock_models()) {
    if (!catalog::lists(model.regions, call.region) || has_ended(model, call.now)) continue;
    Value shown = describe(model, call.region, call.now);
    if (input.has("byProvider") && input["byProvider"].text() != model.provider) continue;
    if (input.has("byCustomizationType")) continue;  // none can be trained here
    const auto has = [&](std::string_view member, std::string_view wanted) {
      return !input.has(wanted) ||
             std::ranges::find(shown[member].list(), input[wanted]) != shown[member].list().end();
    };
    if (!has("outputModalities", "byOutputModality")) continue;
    if (!has("inferenceTypesSupported", "byInferenceType")) continue;
    models.push_back(std::move(shown));
  }
  return Value().set("modelSummaries", std::move(models));
}

namespace {

Value describe_profile(const BedrockModel& model, std::string_view geography,
                       const std::string& region, const std::string& account, Time created) {
  const std::string id = fmt::format("{}.{}", geography, model.id);
  aws::List models;
  for (const catalog::Region& there : catalog::regions()) {
    if (!catalog::lists(catalog::regions_of_geography(geography), there.name)) continue;
    if (!catalog::lists(model.regions, there.name)) continue;
    models.push_back(Value().set("modelArn", model_arn(there.name, model)));
  }
  return Value()
      .set("inferenceProfileName",
           fmt::format("{} {} {}", geography == "eu" ? "EU" : "US", model.provider, model.name))
      .set("description",
           fmt::format("Routes requests to {} in the regions of its geography.", model.name))
      .set("createdAt", created)
      .set("updatedAt", created)
      .set("inferenceProfileArn",
           fmt::format("arn:aws:bedrock:{}:{}:inference-profile/{}", region, account, id))
      .set("models", std::move(models))
      .set("inferenceProfileId", id)
      .set("status", "ACTIVE")
      .set("type", "SYSTEM_DEFINED");
}

}  // namespace

Answer Bedrock::get_inference_profile(const Call& call) {
  const auto target =
      find_bedrock_target(call.input["inferenceProfileIdentifier"].text(), call.region);
  if (!target || target->geography.empty() || has_ended(*target->model, call.now)) {
    return refuse(404, "ResourceNotFoundException", "Inference profile not found.");
  }
  return describe_profile(*target->model, target->geography, call.region, lab_.account().id,
                          parse_time(target->model->start_of_life).value_or(Time{}));
}

Answer Bedrock::list_inference_profiles(const Call& call) {
  aws::List profiles;
  if (call.input["typeEquals"].text() != "APPLICATION") {
    for (const BedrockModel& model : catalog::bedrock_models()) {
      if (has_ended(model, call.now)) continue;
      for (const std::string_view geography : {"eu", "us"}) {
        if (!catalog::lists(model.profile_prefixes, geography)) continue;
        if (!catalog::lists(catalog::regions_of_geography(geography), call.region)) continue;
        profiles.push_back(describe_profile(model, geography, call.region, lab_.account().id,
                                            parse_time(model.start_of_life).value_or(Time{})));
      }
    }
  }
  return Value().set("inferenceProfileSummaries", std::move(profiles));
}

}  // namespace godwit::lab::services
