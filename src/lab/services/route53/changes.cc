// Changes of records, and when they are answered.
#include "base/digest.h"
#include "lab/identifiers.h"
#include "lab/lab.h"
#include "lab/services/route53/batch.h"
#include "lab/services/route53/names.h"
#include "lab/services/route53/route53.h"
#include "lab/services/route53/zone.h"

namespace godwit::lab::services {
namespace {

using aws::Value;

// "Changes generally propagate to all Route 53 name servers within 60 seconds" (fact C10).
constexpr Duration propagation_min = seconds(20);
constexpr Duration propagation_max = seconds(60);

}  // namespace

// When all name servers or checkers will know.
Time Route53::propagated(std::string_view what, Time not_before) const {
  const auto spread = static_cast<std::uint64_t>((propagation_max - propagation_min).count());
  const Duration drawn(static_cast<std::int64_t>(stable_hash(what, secret_) % (spread + 1)));
  return std::max(lab_.now() + propagation_min + drawn, not_before);
}

std::string Route53::submit(const std::string& comment, Time& in_sync_at,
                            std::function<void()> arrive) {
  static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  const std::string ordinal = fmt::format("change {}", changes_.size());
  const std::string id = "C" + derived_text(secret_, ordinal, 20, letters);
  Change& change = changes_[id];
  change.comment = comment;
  change.submitted_at = std::chrono::floor<milliseconds>(lab_.now());  // as it travels
  in_sync_at = propagated(ordinal, in_sync_at);
  tasks_.at(in_sync_at, [this, id, arrive = std::move(arrive)] {
    changes_.at(id).in_sync = true;
    arrive();
  });
  return id;
}

Value Route53::describe_change(const std::string& id) const {
  const Change& change = changes_.at(id);
  Value info;
  info.set("Id", "/change/" + id)
      .set("Status", change.in_sync ? "INSYNC" : "PENDING")
      .set("SubmittedAt", change.submitted_at);
  if (!change.comment.empty()) info.set("Comment", change.comment);
  return info;
}

// A batch is done before the next request is looked at, so that PriorRequestNotComplete, which AWS
// answers to a batch while it works at another one of the zone, is nothing that can be met here.
Answer Route53::change_record_sets(const Call& call) {
  Zone& zone = *TRY(find_zone(call.input["HostedZoneId"].text()));
  const auto has_check = [&](const std::string& id) { return health_checks_.find(id) != nullptr; };
  const auto problem_of_cidr = [&](const traffic::CidrRouting& location) {
    return cidr_collections_.problem_of(location);
  };
  const Value& batch = call.input["ChangeBatch"];
  zone.records = TRY(apply_batch({zone.id, zone.name, zone.records, has_check, problem_of_cidr},
                                 batch["Changes"]));
  const std::string id =
      submit(batch["Comment"].text(), zone.in_sync_at,
             [this, served = traffic::Zone{zone.id, zone.name, zone.records}]() mutable {
               if (zones_.contains(served.id)) name_servers_.publish(std::move(served));
             });
  return Value().set("ChangeInfo", describe_change(id));
}

Answer Route53::get_change(const Call& call) {
  const std::string id(without_prefix(call.input["Id"].text(), "/change/"));
  if (!changes_.contains(id)) {
    return refuse(404, "NoSuchChange", fmt::format("Could not find resource with ID: {}", id));
  }
  return Value().set("ChangeInfo", describe_change(id));
}

Answer Route53::list_record_sets(const Call& call) {
  return list_page(TRY(find_zone(call.input["HostedZoneId"].text()))->records, call.input);
}

}  // namespace godwit::lab::services
