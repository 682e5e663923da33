#include "lab/services/ssm.h"

#include "base/digest.h"
#include "base/encoding.h"
#include "base/text.h"
#include "lab/lab.h"
#include "lab/services/kms/kms.h"

namespace godwit::lab::services {

using aws::Value;

namespace {

constexpr std::size_t longest_standard = 4096;
constexpr std::size_t longest_advanced = 8192;
constexpr std::size_t most_versions = 100;
constexpr std::size_t most_parameters = 10'000;  // standard ones, of one region
constexpr std::size_t most_labels = 10;          // of one version

// https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
std::expected<void, aws::ServiceError> check_name(const std::string& name) {
  const bool letters = !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_.-/").find(c) != std::string_view::npos;
  });
  const std::string lower = to_lower(name);
  if (lower.starts_with("/aws") || lower.starts_with("aws")) {
    return refuse(400, "AccessDeniedException", "No access to reserved parameter name: " + name);
  }
  const std::string_view bare = std::string_view(lower).substr(lower.starts_with('/') ? 1 : 0);
  if (!letters || bare.starts_with("ssm") || name.ends_with('/') ||
      name.find("//") != std::string::npos) {
    return ssm_invalid(
        "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, "
        "it "
        "can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of "
        "letters, numbers and the following 3 symbols .-_");
  }
  if (name.find('/') != std::string::npos && name.front() != '/') {
    return ssm_invalid("Parameter name must be a fully qualified name.");
  }
  if (std::ranges::count(name, '/') > 15) {
    return refuse(400, "HierarchyLevelLimitExceededException",
                  "A hierarchy can have a maximum of 15 levels.");
  }
  if (name.size() > 1011) return ssm_invalid("Parameter names have at most 1011 characters.");
  return {};
}

bool is_label(const std::string& label) {
  const bool letters =
      !label.empty() && label.size() <= 100 && std::ranges::all_of(label, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '-' || c == '_';
      });
  const std::string lower = to_lower(label);
  return letters && !(label.front() >= '0' && label.front() <= '9') && !lower.starts_with("aws") &&
         !lower.starts_with("ssm");
}

}  // namespace

const OperationEntry<Ssm> Ssm::operations[] = {
    {"AddTagsToResource", &Ssm::add_tags},
    {"DeleteParameter", &Ssm::delete_parameter},
    {"DeleteParameters", &Ssm::delete_parameters},
    {"DescribeParameters", &Ssm::describe_parameters},
    {"GetParameter", &Ssm::get_parameter},
    {"GetParameterHistory", &Ssm::get_parameter_history},
    {"GetParameters", &Ssm::get_parameters},
    {"GetParametersByPath", &Ssm::get_parameters_by_path},
    {"LabelParameterVersion", &Ssm::label_parameter_version},
    {"ListTagsForResource", &Ssm::list_tags},
    {"PutParameter", &Ssm::put_parameter},
    {"RemoveTagsFromResource", &Ssm::remove_tags},
    {"UnlabelParameterVersion", &Ssm::unlabel_parameter_version},
};

Ssm::Ssm(Lab& lab) : lab_(lab) {}

Answer Ssm::handle(const Call& call) { return dispatch<Ssm>(*this, operations, call); }

std::unexpected<aws::ServiceError> ssm_invalid(std::string message) {
  return refuse(400, "ValidationException", std::move(message));
}

std::unexpected<aws::ServiceError> parameter_not_found(const std::string& name) {
  return refuse(400, "ParameterNotFound", fmt::format("Parameter {} not found.", name));
}

std::string Ssm::arn(const std::string& region, std::string_view name) const {
  return fmt::format("arn:aws:ssm:{}:{}:parameter{}{}", region, lab_.account().id,
                     name.starts_with('/') ? "" : "/", name);
}

std::expected<Parameter*, aws::ServiceError> Ssm::parameter_of(const Call& call,
                                                               const std::string& name) {
  Region& region = regions_[call.region];
  const auto found = region.find(name);
  if (found == region.end()) return parameter_not_found(name);
  return &found->second;
}

// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
Answer Ssm::put_parameter(const Call& call) {
  const Value& input = call.input;
  const std::string& name = input["Name"].text();
  const std::string& value = input["Value"].text();
  TRY_VOID(check_name(name));
  for (const std::string_view member : {"AllowedPattern", "Policies"}) {
    if (!input[member].text().empty()) {
      return refuse(501, "NotImplemented",
                    fmt::format("The lab's Parameter Store has no {}", member));
    }
  }
  if (value.empty()) {
    return ssm_invalid(
        "1 validation error detected: Value '' at 'value' failed to satisfy "
        "constraint: Member must have length greater than or equal to 1.");
  }
  Region& region = regions_[call.region];
  const auto known = region.find(name);
  const bool exists = known != region.end();
  const std::string& type = input["Type"].text();
  if (exists && !input["Overwrite"].flag()) {
    return refuse(400, "ParameterAlreadyExists",
                  "The parameter already exists. To overwrite this value, set the overwrite option "
                  "in the request to true.");
  }
  if (input["Overwrite"].flag() && input.has("Tags")) {
    return ssm_invalid(
        "Invalid request: tags and overwrite can't be used together. To create a parameter with "
        "tags, please remove overwrite flag. To update tags for an existing parameter, please use "
        "AddTagsToResource or RemoveTagsFromResource.");
  }
  if (!exists && type.empty()) {
    return ssm_invalid("A parameter type is required when you create a parameter.");
  }
  if (exists && !type.empty() && type != known->second.type) {
    return refuse(400, "HierarchyTypeMismatchException",
                  "The parameter type can't be changed: delete the parameter and create it anew.");
  }
  if (!exists && region.size() >= most_parameters) {
    return refuse(400, "ParameterLimitExceeded",
                  "You have exceeded the number of parameters for this AWS account.");
  }
  ParameterVersion version;
  const std::string& tier = input["Tier"].text();
  const bool was_advanced = exists && known->second.latest().tier == "Advanced";
  const bool large = value.size() > longest_standard;
  version.tier = tier == "Advanced" || was_advanced || (tier == "Intelligent-Tiering" && large)
                     ? "Advanced"
                     : "Standard";
  if (was_advanced && tier == "Standard") {
    return ssm_invalid(
        "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the "
        "advanced-parameter tier to the standard-parameter tier.");
  }
  if (large && version.tier == "Standard") {
    return ssm_invalid(
        "Standard tier parameters support a maximum parameter value of 4096 characters. To create "
        "a larger parameter value, upgrade the parameter to use the advanced-parameter tier.");
  }
  if (value.size() > longest_advanced) {
    return ssm_invalid(
        "Advanced tier parameters support a maximum parameter value of 8192 characters.");
  }
  Parameter parameter;
  if (exists) {
    parameter = known->second;
  } else {
    parameter.name = name;
    parameter.type = type;
    for (const Value& tag : input["Tags"].list()) {
      parameter.tags[tag["Key"].text()] = tag["Value"].text();
    }
  }
  version.number = exists ? parameter.latest().number + 1 : 1;
  version.digest = to_hex(sha256(value));
  version.description = input.has("Description") || !exists ? input["Description"].text()
                                                            : parameter.latest().description;
  if (input.has("DataType")) version.data_type = input["DataType"].text();
  version.modified = call.now;
  version.user = call.caller != nullptr ? call.caller->arn
                                        : fmt::format("arn:aws:iam::{}:root", lab_.account().id);
  version.value = value;
  if (parameter.type == "SecureString") {
    version.key = input.has("KeyId") ? input["KeyId"].text()
                  : exists           ? parameter.latest().key
                                     : "alias/aws/ssm";
    if (version.key == "alias/aws/ssm") lab_.kms().managed_key(call.region, "ssm");
    auto sealed = lab_.kms().seal(call.region, version.key,
                                  {.caller = call.caller,
                                   .through = "ssm",
                                   .context = {{"PARAMETER_ARN", arn(call.region, name)}}},
                                  value);
    if (!sealed) {
      if (sealed.error().code == "AccessDeniedException") return std::unexpected(sealed.error());
      return refuse(400, "InvalidKeyId",
                    fmt::format("{} (Service: AWSKMS; Status Code: 400; Error Code: {})",
                                sealed.error().message, sealed.error().code));
    }
    version.value = std::move(*sealed);
  } else if (input.has("KeyId")) {
    return ssm_invalid("KeyId is only for parameters of the type SecureString.");
  }
  if (parameter.versions.size() >= most_versions) {
    if (!parameter.versions.front().labels.empty()) {
      return refuse(400, "ParameterMaxVersionLimitExceeded",
                    fmt::format("You attempted to create a new version of {} by calling the "
                                "PutParameter API with the overwrite flag. Version {}, the oldest "
                                "version, can't be deleted because it has a label associated with "
                                "it. Move the label to another version of the parameter, and try "
                                "again.",
                                name, parameter.versions.front().number));
    }
    parameter.versions.pop_front();
  }
  parameter.versions.push_back(std::move(version));
  const auto& stored = region.insert_or_assign(name, std::move(parameter)).first->second;
  return Value().set("Version", stored.latest().number).set("Tier", stored.latest().tier);
}

Answer Ssm::delete_parameter(const Call& call) {
  const std::string& name = call.input["Name"].text();
  if (regions_[call.region].erase(name) == 0) return parameter_not_found(name);
  return Value::structure();
}

Answer Ssm::delete_parameters(const Call& call) {
  aws::List deleted, invalid;
  for (const Value& name : call.input["Names"].list()) {
    (regions_[call.region].erase(name.text()) != 0 ? deleted : invalid).push_back(name);
  }
  return Value()
      .set("DeletedParameters", std::move(deleted))
      .set("InvalidParameters", std::move(invalid));
}

namespace {

ParameterVersion* find_version(Parameter& parameter, const Value& number) {
  if (!number) return &parameter.versions.back();
  for (ParameterVersion& version : parameter.versions) {
    if (version.number == number.integer()) return &version;
  }
  return nullptr;
}

std::unexpected<aws::ServiceError> no_such_version(const std::string& name,
                                                   const std::string& version) {
  return refuse(400, "ParameterVersionNotFound",
                fmt::format("Systems Manager could not find version {} of {}. Verify the version "
                            "and try again.",
                            version, name));
}

}  // namespace

// A label is on one version at a time.
Answer Ssm::label_parameter_version(const Call& call) {
  const Value& input = call.input;
  Parameter* parameter = TRY(parameter_of(call, input["Name"].text()));
  ParameterVersion* version = find_version(*parameter, input["ParameterVersion"]);
  if (version == nullptr) {
    return no_such_version(parameter->name, fmt::format("{}", input["ParameterVersion"].integer()));
  }
  aws::List invalid;
  std::set<std::string> labels = version->labels;
  std::set<std::string> moved;
  for (const Value& label : input["Labels"].list()) {
    if (!is_label(label.text())) {
      invalid.push_back(label);
    } else {
      labels.insert(label.text());
      moved.insert(label.text());
    }
  }
  if (labels.size() > most_labels) {
    return refuse(400, "ParameterVersionLabelLimitExceeded",
                  "A parameter version can have a maximum of ten labels.");
  }
  for (ParameterVersion& other : parameter->versions) {
    for (const std::string& label : moved) other.labels.erase(label);
  }
  version->labels = std::move(labels);
  return Value().set("InvalidLabels", std::move(invalid)).set("ParameterVersion", version->number);
}

Answer Ssm::unlabel_parameter_version(const Call& call) {
  const Value& input = call.input;
  Parameter* parameter = TRY(parameter_of(call, input["Name"].text()));
  ParameterVersion* version = find_version(*parameter, input["ParameterVersion"]);
  if (version == nullptr) {
    return no_such_version(parameter->name, fmt::format("{}", input["ParameterVersion"].integer()));
  }
  aws::List removed, invalid;
  for (const Value& label : input["Labels"].list()) {
    (version->labels.erase(label.text()) != 0 ? removed : invalid).push_back(label);
  }
  return Value().set("RemovedLabels", std::move(removed)).set("InvalidLabels", std::move(invalid));
}

boost::json::value Ssm::snapshot() const {
  boost::json::object all;
  for (const auto& [region_name, region] : regions_) {
    boost::json::object parameters;
    for (const auto& [name, parameter] : region) {
      boost::json::object shown = {{"type", parameter.type},
                                   {"version", parameter.latest().number}};
      // What is secret stays so.
      if (parameter.type == "SecureString") {
        shown["digest"] = parameter.latest().digest;
      } else {
        shown["value"] = parameter.latest().value;
      }
      if (!parameter.tags.empty()) {
        boost::json::object tags;
        for (const auto& [key, value] : parameter.tags) tags[key] = value;
        shown["tags"] = std::move(tags);
      }
      parameters[name] = std::move(shown);
    }
    if (!parameters.empty()) all[region_name] = std::move(parameters);
  }
  return all;
}

}  // namespace godwit::lab::services
