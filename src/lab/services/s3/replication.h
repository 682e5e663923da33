// Replication: what happens to a version elsewhere, and when.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "lab/services/s3/bucket.h"
#include "lab/tasks.h"

namespace godwit::lab {
class Lab;
}

namespace godwit::lab::services {

class S3;

class Replication {
 public:
  Replication(Lab& lab, S3& s3);

  // A user has written a version (or a delete marker) just now. It is replicated by the rules that
  // the bucket has now, some time later.
  void written(const Bucket& bucket, const std::string& key, ObjectVersion& version);

  // A user has changed a version's tags, retention, legal hold or ACL just now.
  void details_changed(const Bucket& bucket, const std::string& key, ObjectVersion& version);

  // Would some rule of the bucket take the version, if it came now? That is what Batch Replication
  // calls eligible: it looks at filters and delete markers, not at keys and storage classes.
  bool is_eligible(const Bucket& bucket, const std::string& key,
                   const ObjectVersion& version) const;

  // Replicates one version at once by the bucket's current rules, as Batch Replication does.
  // Returns AWS's code of why it cannot be done.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-failure-codes.html
  using Failure = std::optional<std::string_view>;
  Failure replicate(Bucket& bucket, const std::string& key, const std::string& version_id);

  // How far a rule with metrics is, as CloudWatch tells it.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html
  struct MetricsOf {
    std::string source;       // bucket
    std::string destination;  // bucket
    std::string rule;         // id
    auto operator<=>(const MetricsOf&) const = default;
  };
  struct Metrics {
    std::uint64_t bytes_pending = 0;
    std::int64_t operations_pending = 0;
    std::int64_t operations_failed = 0;  // ever
    std::multiset<Time> pending_since;   // latency is the age of the first
    Duration latency(Time now) const {
      return pending_since.empty() ? Duration{} : now - *pending_since.begin();
    }
  };
  const std::map<MetricsOf, Metrics>& metrics() const { return metrics_; }

  // What S3 notifies of replications: to whom is the notification configuration's business.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html
  struct Event {
    std::string_view name;  // "s3:Replication:OperationMissedThreshold"
    std::string bucket;
    std::string key;
    std::string version_id;
    std::string rule;
    std::string_view reason;  // of a failure: AWS's code
    Time time{};
  };
  // The latest of buckets whose notification configuration asks for them; oldest first.
  const std::deque<Event>& events() const { return events_; }

  // Does nothing replicate from or to some side of any of the bucket's rules now?
  bool is_held_up(const Bucket& bucket) const;

 private:
  // Nothing replicates from or to the bucket now.
  bool stands_still(const Bucket& bucket) const;
  enum class What { version, details };
  struct Pending {
    std::string bucket;
    std::string key;
    std::string version_id;
    std::shared_ptr<const ReplicationRule> rule;
    What what;
    std::uint64_t size;
    Time since;
    mutable bool late = false;  // has missed its threshold, and has said so
  };
  void schedule(const Bucket& bucket, const std::string& key, ObjectVersion& version,
                const std::shared_ptr<const ReplicationRule>& rule, What what);
  void attempt(const std::shared_ptr<const Pending>& pending);
  void hold(const std::shared_ptr<const Pending>& pending);
  void release();
  void look_again();
  Failure role_failure(const Bucket& source, const std::string& key, const ObjectVersion& version,
                       const ReplicationRule& rule) const;
  Failure copy(const Bucket& source, const std::string& key, const ObjectVersion& version,
               const ReplicationRule& rule);
  Failure copy_details(const std::string& key, const ObjectVersion& version,
                       const ReplicationRule& rule);
  void count(const Pending& pending, bool begins, bool failed);
  void tell(const Pending& pending, std::string_view event, std::string_view reason = {});

  Lab& lab_;
  S3& s3_;
  Tasks tasks_;
  std::map<MetricsOf, Metrics> metrics_;
  std::deque<Event> events_;
  // What waits for a region: a long outage holds up thousands of versions, and each on its own
  // would look again every minute. By source and destination; each with when it last looked.
  struct Held {
    std::shared_ptr<const Pending> pending;
    Time looked;
  };
  std::map<std::pair<std::string, std::string>, std::vector<Held>> held_;
  bool listening_ = false;  // to the internet, for regions that come back
  bool looking_ = false;    // every minute, while anything is held
};

}  // namespace godwit::lab::services
