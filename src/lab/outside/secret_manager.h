// The lab's Secret Manager of Google Cloud: secrets, and their versions.
// https://cloud.google.com/secret-manager/docs/reference/rest
//
// What it does not know: regional secrets, aliases of versions, expiry, rotation, policies of
// single secrets.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "account/account.h"
#include "lab/outside/outside_service.h"

namespace godwit::lab {

struct GoogleSecret {
  struct Version {
    std::string payload;
    std::string state = "ENABLED";
    Time created{};
  };
  std::vector<Version> versions;  // number 1 first
  Time created{};
};

struct GoogleProject {
  std::string number;  // "482913337105": what answers name it by
  std::map<std::string, GoogleSecret> secrets;
};

class SecretManager : public OutsideService {
 public:
  SecretManager(const account::Account& account, std::uint64_t secret);

  std::string_view name() const override { return "secretmanager"; }
  std::string_view host() const override { return "secretmanager.googleapis.com"; }
  std::span<const WebRoute> routes() const override;
  OutsideResult handle(const OutsideCall& call) override;
  boost::json::value describe(const aws::ServiceError& error) const override;
  aws::ServiceError stranger_refusal() const override;
  void describe_deed(const OutsideCall& call, AuditEntry& entry) const override;
  boost::json::value snapshot() const override;

  const GoogleProject* find(const std::string& project) const;  // nullptr: none
  // What a function sees that asks for "latest"; nullptr: nothing that it could read.
  const std::string* latest(const std::string& project, const std::string& secret) const;

 private:
  OutsideResult list_secrets(const GoogleProject& project, const OutsideCall& call) const;
  OutsideResult create_secret(GoogleProject& project, const OutsideCall& call);
  OutsideResult list_versions(const GoogleProject& project, const std::string& name,
                              const GoogleSecret& secret, const OutsideCall& call) const;
  OutsideResult add_version(const GoogleProject& project, const std::string& name,
                            GoogleSecret& secret, const OutsideCall& call);
  OutsideResult of_version(const GoogleProject& project, const std::string& name,
                           GoogleSecret& secret, const OutsideCall& call);

  std::map<std::string, GoogleProject> projects_;
};

}  // namespace godwit::lab
