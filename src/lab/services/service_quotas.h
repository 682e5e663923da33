// The lab's Service Quotas: the quotas that the catalog has, and requests for more.
// https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/Welcome.html
#pragma once

#include <map>
#include <string>

#include "catalog/catalog.h"
#include "lab/operation_table.h"
#include "lab/service.h"

namespace godwit::lab::services {

// Nobody decides on it in the lab: it stays pending.
struct QuotaRequest {
  std::string id;
  const catalog::Quota* quota = nullptr;
  double desired = 0;
  std::string requester;  // JSON, as AWS has it
  Time created{};
};

class ServiceQuotas : public Service {
 public:
  explicit ServiceQuotas(Lab& lab);

  std::string_view name() const override { return "service-quotas"; }
  Answer handle(const Call& call) override;
  boost::json::value snapshot() const override;

 private:
  static const OperationEntry<ServiceQuotas> operations[];
  Answer get_service_quota(const Call& call);
  Answer list_services(const Call& call);
  Answer list_service_quotas(const Call& call);
  Answer request_service_quota_increase(const Call& call);
  Answer get_requested_service_quota_change(const Call& call);
  Answer list_requested_service_quota_change_history(const Call& call);

  aws::Value describe(const Call& call, const catalog::Quota& quota) const;
  aws::Value describe(const Call& call, const QuotaRequest& request) const;
  std::string arn(const Call& call, const catalog::Quota& quota) const;

  Lab& lab_;
  std::uint64_t secret_;
  std::uint64_t made_ = 0;
  std::map<std::string, std::map<std::string, QuotaRequest>> requests_;  // by region, by id
};

}  // namespace godwit::lab::services
