// The lab's Supabase: the Management API's projects, the secrets that edge functions are configured
// with, and the functions' deployments. https://supabase.com/docs/reference/api
//
// What it does not know: limits of calls in a minute (throttled calls are a fault), branches,
// organizations, and functions deployed from bundles.
#pragma once

#include <map>
#include <string>

#include "account/account.h"
#include "lab/outside/outside_service.h"

namespace godwit::lab {

struct EdgeFunction {
  std::string id;
  std::string name;
  std::string entrypoint;
  bool verify_jwt = true;
  int version = 0;
  std::string digest;  // of its bundle
  Time created{};
  Time updated{};
};

// What a function's digest is once these files, by path, are deployed.
std::string bundle_digest(const std::string& entrypoint,
                          const std::map<std::string, std::string_view>& files);

struct SupabaseProject {
  struct Secret {
    std::string value;
    Time updated{};
  };
  std::map<std::string, Secret> secrets;
  std::map<std::string, EdgeFunction> functions;  // by slug
};

class Supabase : public OutsideService {
 public:
  // `secret` is what ids are derived from.
  Supabase(const account::Account& account, std::uint64_t secret);

  std::string_view name() const override { return "supabase"; }
  std::string_view host() const override { return "api.supabase.com"; }
  std::span<const WebRoute> routes() const override;
  OutsideResult handle(const OutsideCall& call) override;
  boost::json::value describe(const aws::ServiceError& error) const override;
  aws::ServiceError stranger_refusal() const override;
  void describe_deed(const OutsideCall& call, AuditEntry& entry) const override;
  boost::json::value snapshot() const override;

  // What a project's functions see; nullptr: there is no such project. All secrets of one call
  // change at once.
  const SupabaseProject* find(const std::string& ref) const;

 private:
  OutsideResult list_projects() const;
  OutsideResult list_secrets(const SupabaseProject& project) const;
  OutsideResult set_secrets(SupabaseProject& project, const OutsideCall& call);
  OutsideResult delete_secrets(SupabaseProject& project, const OutsideCall& call);
  OutsideResult deploy(const std::string& ref, SupabaseProject& project, const OutsideCall& call);

  std::map<std::string, SupabaseProject> projects_;
  std::uint64_t secret_;
};

}  // namespace godwit::lab
