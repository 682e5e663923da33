#include "lab/services/service_quotas.h"

#include "lab/identifiers.h"
#include "lab/identities.h"
#include "lab/lab.h"
#include "lab/paging.h"

namespace godwit::lab::services {

using aws::Value;
using catalog::Quota;

const OperationEntry<ServiceQuotas> ServiceQuotas::operations[] = {
    {"GetAWSDefaultServiceQuota", &ServiceQuotas::get_service_quota},
    {"GetRequestedServiceQuotaChange", &ServiceQuotas::get_requested_service_quota_change},
    {"GetServiceQuota", &ServiceQuotas::get_service_quota},
    {"ListAWSDefaultServiceQuotas", &ServiceQuotas::list_service_quotas},
    {"ListRequestedServiceQuotaChangeHistory",
     &ServiceQuotas::list_requested_service_quota_change_history},
    {"ListRequestedServiceQuotaChangeHistoryByQuota",
     &ServiceQuotas::list_requested_service_quota_change_history},
    {"ListServiceQuotas", &ServiceQuotas::list_service_quotas},
    {"ListServices", &ServiceQuotas::list_services},
    {"RequestServiceQuotaIncrease", &ServiceQuotas::request_service_quota_increase},
};

ServiceQuotas::ServiceQuotas(Lab& lab)
    : lab_(lab), secret_(lab.world().random.fork("service quotas")->next()) {}

Answer ServiceQuotas::handle(const Call& call) {
  return dispatch<ServiceQuotas>(*this, operations, call);
}

namespace {

std::unexpected<aws::ServiceError> no_such(std::string message) {
  return refuse(400, "NoSuchResourceException", std::move(message));
}

// Fact A11: a code belongs to one service.
std::expected<const Quota*, aws::ServiceError> quota_of(const Call& call) {
  const Quota* quota =
      catalog::find_quota(call.input["ServiceCode"].text(), call.input["QuotaCode"].text());
  if (quota == nullptr) {
    return no_such("The request failed because the specified service quota does not exist.");
  }
  return quota;
}

struct Page {
  std::size_t limit = 100;
  std::string after;
};

std::expected<Page, aws::ServiceError> read_page(const Value& input) {
  Page page;
  if (const Value& limit = input["MaxResults"]) {
    if (limit.integer() < 1 || limit.integer() > 100) {
      return refuse(400, "IllegalArgumentException", "MaxResults must be between 1 and 100.");
    }
    page.limit = static_cast<std::size_t>(limit.integer());
  }
  if (const Value& token = input["NextToken"]) {
    auto after = read_page_token(token.text());
    if (!after)
      return refuse(400, "InvalidPaginationTokenException", "Invalid token was provided.");
    page.after = std::move(*after);
  }
  return page;
}

}  // namespace

std::string ServiceQuotas::arn(const Call& call, const Quota& quota) const {
  return fmt::format("arn:aws:servicequotas:{}:{}:{}/{}", quota.global ? "" : call.region,
                     lab_.account().id, quota.service, quota.code);
}

Value ServiceQuotas::describe(const Call& call, const Quota& quota) const {
  return Value()
      .set("ServiceCode", quota.service)
      .set("ServiceName", catalog::quota_service_name(quota.service))
      .set("QuotaArn", arn(call, quota))
      .set("QuotaCode", quota.code)
      .set("QuotaName", quota.name)
      .set("Value", quota.value)
      .set("Unit", "None")
      .set("Adjustable", quota.adjustable)
      .set("GlobalQuota", quota.global);
}

Value ServiceQuotas::describe(const Call& call, const QuotaRequest& request) const {
  const Quota& quota = *request.quota;
  return Value()
      .set("Id", request.id)
      .set("ServiceCode", quota.service)
      .set("ServiceName", catalog::quota_service_name(quota.service))
      .set("QuotaCode", quota.code)
      .set("QuotaName", quota.name)
      .set("DesiredValue", request.desired)
      .set("Status", "PENDING")
      .set("Created", request.created)
      .set("Requester", request.requester)
      .set("QuotaArn", arn(call, quota))
      .set("GlobalQuota", quota.global)
      .set("Unit", "None");
}

Answer ServiceQuotas::get_service_quota(const Call& call) {
  const Quota* quota = TRY(quota_of(call));
  return Value().set("Quota", describe(call, *quota));
}

Answer ServiceQuotas::list_services(const Call& call) {
  const Page page = TRY(read_page(call.input));
  std::map<std::string, int> codes;
  for (const std::string_view code : catalog::quota_services()) codes.emplace(code, 0);
  aws::List services;
  const std::string token = show_page(
      codes, page.after, page.limit, [](const auto&) { return true; },
      [&](const auto& entry) {
        services.push_back(Value()
                               .set("ServiceCode", entry.first)
                               .set("ServiceName", catalog::quota_service_name(entry.first)));
      });
  Value output = Value().set("Services", std::move(services));
  if (!token.empty()) output.set("NextToken", token);
  return output;
}

Answer ServiceQuotas::list_service_quotas(const Call& call) {
  const Page page = TRY(read_page(call.input));
  const std::string& service = call.input["ServiceCode"].text();
  if (catalog::quota_service_name(service).empty()) {
    return no_such("The request failed because the specified service does not exist.");
  }
  std::map<std::string, const Quota*> quotas;
  for (const Quota& quota : catalog::quotas()) {
    if (quota.service == service) quotas.emplace(quota.code, &quota);
  }
  aws::List shown;
  const std::string token = show_page(
      quotas, page.after, page.limit, [](const auto&) { return true; },
      [&](const auto& entry) { shown.push_back(describe(call, *entry.second)); });
  Value output = Value().set("Quotas", std::move(shown));
  if (!token.empty()) output.set("NextToken", token);
  return output;
}

Answer ServiceQuotas::request_service_quota_increase(const Call& call) {
  const Quota* quota = TRY(quota_of(call));
  const double desired = call.input["DesiredValue"].number();
  if (!quota->adjustable) {
    return refuse(400, "IllegalArgumentException",
                  "The request failed because the quota is not adjustable.");
  }
  if (desired <= quota->value) {
    return refuse(400, "IllegalArgumentException",
                  "You must provide a quota value greater than the current quota value.");
  }
  auto& requests = requests_[quota->global ? "" : call.region];
  for (const auto& [id, request] : requests) {
    if (request.quota == quota) {
      return refuse(400, "ResourceAlreadyExistsException",
                    "Only one open service quota increase request is allowed per quota.");
    }
  }
  QuotaRequest request;
  request.id = derived_hex(secret_, fmt::format("request {}", made_++), 40);
  request.quota = quota;
  request.desired = desired;
  request.created = call.now;
  request.requester = boost::json::serialize(boost::json::object{
      {"accountId", lab_.account().id},
      {"callerArn", call.caller != nullptr ? call.caller->arn : std::string()}});
  const auto& made = requests.emplace(request.id, std::move(request)).first->second;
  return Value().set("RequestedQuota", describe(call, made));
}

Answer ServiceQuotas::get_requested_service_quota_change(const Call& call) {
  const std::string& id = call.input["RequestId"].text();
  for (const std::string& region : {call.region, std::string()}) {
    const auto& requests = requests_[region];
    if (const auto found = requests.find(id); found != requests.end()) {
      return Value().set("RequestedQuota", describe(call, found->second));
    }
  }
  return no_such("The request failed because the specified quota increase request does not exist.");
}

Answer ServiceQuotas::list_requested_service_quota_change_history(const Call& call) {
  const Value& input = call.input;
  const Page page = TRY(read_page(input));
  if (call.operation.name.ends_with("ByQuota")) TRY_VOID(quota_of(call));
  std::map<std::string, QuotaRequest> all = requests_[call.region];
  const auto& everywhere = requests_[""];
  all.insert(everywhere.begin(), everywhere.end());
  const auto wanted = [&](std::string_view member, std::string_view value) {
    return !input.has(member) || input[member].text() == value;
  };
  aws::List shown;
  const std::string token = show_page(
      all, page.after, page.limit,
      [&](const auto& entry) {
        return wanted("ServiceCode", entry.second.quota->service) &&
               wanted("QuotaCode", entry.second.quota->code) && wanted("Status", "PENDING");
      },
      [&](const auto& entry) { shown.push_back(describe(call, entry.second)); });
  Value output = Value().set("RequestedQuotas", std::move(shown));
  if (!token.empty()) output.set("NextToken", token);
  return output;
}

boost::json::value ServiceQuotas::snapshot() const {
  boost::json::object all;
  for (const auto& [region, requests] : requests_) {
    std::map<std::string, double> desired;
    for (const auto& [id, request] : requests) {
      desired[fmt::format("{} {}", request.quota->service, request.quota->code)] = request.desired;
    }
    boost::json::object shown;
    for (const auto& [quota, value] : desired) shown[quota] = value;
    if (!shown.empty()) all[region.empty() ? "global" : region] = std::move(shown);
  }
  return all;
}

}  // namespace godwit::lab::services
