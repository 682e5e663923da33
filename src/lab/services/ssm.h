// The lab's Systems Manager: Parameter Store, and AWS's public parameters about its own regions and
// services, from the catalog.
// https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "lab/operation_table.h"
#include "lab/service.h"

namespace godwit::lab::services {

struct ParameterVersion {
  std::int64_t number = 1;
  std::string value;   // plain; of a SecureString what KMS made of it
  std::string digest;  // SHA-256 of the plain value, for snapshots
  std::string key;     // of a SecureString, as given
  std::string description;
  std::string data_type = "text";
  std::string tier;
  std::set<std::string> labels;
  std::string user;  // who wrote it: an ARN
  Time modified{};
};

struct Parameter {
  std::string name;
  std::string type;
  std::map<std::string, std::string> tags;
  std::deque<ParameterVersion> versions;  // the oldest first; never empty
  const ParameterVersion& latest() const { return versions.back(); }
};

class Ssm : public Service {
 public:
  explicit Ssm(Lab& lab);

  std::string_view name() const override { return "ssm"; }
  Answer handle(const Call& call) override;
  boost::json::value snapshot() const override;

 private:
  using Region = std::map<std::string, Parameter, std::less<>>;  // by name
  static const OperationEntry<Ssm> operations[];

  // ssm.cc
  Answer put_parameter(const Call& call);
  Answer delete_parameter(const Call& call);
  Answer delete_parameters(const Call& call);
  Answer label_parameter_version(const Call& call);
  Answer unlabel_parameter_version(const Call& call);
  // ssm_reads.cc
  Answer get_parameter(const Call& call);
  Answer get_parameters(const Call& call);
  Answer get_parameters_by_path(const Call& call);
  Answer get_parameter_history(const Call& call);
  Answer describe_parameters(const Call& call);
  // ssm_tags.cc
  Answer add_tags(const Call& call);
  Answer remove_tags(const Call& call);
  Answer list_tags(const Call& call);

  std::expected<Parameter*, aws::ServiceError> parameter_of(const Call& call,
                                                            const std::string& name);
  std::expected<Parameter*, aws::ServiceError> tagged(const Call& call);
  // "name", "name:3" or "name:label", or an ARN of one: shown as answers have it.
  std::expected<aws::Value, aws::ServiceError> read(const Call& call, const std::string& selector);
  std::expected<aws::Value, aws::ServiceError> show(const Call& call, const Parameter& parameter,
                                                    const ParameterVersion& version);
  std::expected<std::string, aws::ServiceError> plain_value(const Call& call,
                                                            const Parameter& parameter,
                                                            const ParameterVersion& version);
  std::string arn(const std::string& region, std::string_view name) const;

  Lab& lab_;
  std::map<std::string, Region, std::less<>> regions_;
};

// ---- shared by the handlers

std::unexpected<aws::ServiceError> ssm_invalid(std::string message);
std::unexpected<aws::ServiceError> parameter_not_found(const std::string& name);

// AWS's own tree, "/aws/service/global-infrastructure/...": value by name (ssm_public.cc).
const std::map<std::string, std::string, std::less<>>& public_parameters();

}  // namespace godwit::lab::services
