// Replication: what happens to a version elsewhere, and when.
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lab/services/s3_bucket.h"
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

  // A user has changed a version's tags just now.
  void tags_changed(const Bucket& bucket, const std::string& key, ObjectVersion& version);

  // Would some rule of the bucket take the version, if it came now? That is what Batch Replication
  // calls eligible: it looks at filters and delete markers, not at keys and storage classes.
  bool is_eligible(const Bucket& bucket, const std::string& key,
                   const ObjectVersion& version) const;

  // Replicates one version at once by the bucket's current rules, as Batch Replication does.
  // Returns AWS's code of why it cannot be done.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-failure-codes.html
  using Failure = std::optional<std::string_view>;
  Failure replicate(Bucket& bucket, const std::string& key, const std::string& version_id);

  // Is either side of any of the bucket's rules unreachable now?
  bool is_held_up(const Bucket& bucket) const;

 private:
  enum class What { version, tags };
  struct Pending {
    std::string bucket;
    std::string key;
    std::string version_id;
    std::shared_ptr<const ReplicationRule> rule;
    What what;
  };
  void schedule(const Bucket& bucket, const std::string& key, ObjectVersion& version,
                const std::shared_ptr<const ReplicationRule>& rule, What what);
  void attempt(const std::shared_ptr<const Pending>& pending);
  Failure copy(const Bucket& source, const std::string& key, const ObjectVersion& version,
               const ReplicationRule& rule);
  Failure copy_tags(const std::string& key, const ObjectVersion& version,
                    const ReplicationRule& rule);

  Lab& lab_;
  S3& s3_;
  Tasks tasks_;
};

}  // namespace godwit::lab::services
