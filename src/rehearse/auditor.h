// Auditor: reads the account from outside, with credentials of its own, through the same API as
// everybody else. What the invariants know of stored data and configuration comes from here.
#pragma once

#include <boost/json.hpp>
#include <map>
#include <string>
#include <vector>

#include "account/account.h"
#include "aws/api/s3.h"
#include "aws/signature.h"
#include "lab/audit_trail.h"
#include "lab/lab.h"
#include "plan/plan.h"
#include "rehearse/marks.h"

namespace godwit::rehearse {

// One version of one object, as far as it must not change.
struct VersionRecord {
  std::string version_id;
  bool delete_marker = false;
  bool archived = false;
  std::uint64_t size = 0;
  std::string checksum;
  aws::s3::Metadata metadata;
  aws::s3::Tags tags;
  Time written{};
};
// By key, newest first.
using Contents = std::map<std::string, std::vector<VersionRecord>>;

// What one bucket holds of what another held.
struct Comparison {
  std::size_t versions = 0;  // that should be there
  std::size_t missing = 0;
  std::size_t different = 0;
  std::string first;  // the first that is missing or different: "key (version), what"
};

class Auditor {
 public:
  // From now on keeps the lab's audit trail, without the calls of users' sites. The lab outlives
  // the auditor.
  explicit Auditor(lab::Lab& lab);
  ~Auditor();
  Auditor(const Auditor&) = delete;
  Auditor& operator=(const Auditor&) = delete;

  // A bucket that does not exist is empty. `deep` reads content, metadata and tags of each version.
  Contents contents(const aws::s3::BucketName& bucket, bool deep);

  // Is everything of `expected` in the bucket, version by version? What was written after `limit`
  // is left out.
  Comparison compare(const Contents& expected, const aws::s3::BucketName& bucket, Time limit);

  // Everything a migration configures and a way back has to restore: the zone's records, health
  // checks, and the settings of the named buckets. Comparable as JSON.
  boost::json::value configuration(const std::string& zone,
                                   const std::vector<aws::s3::BucketName>& buckets);

  // The region that a bucket is in; empty where it does not exist.
  std::string region_of(const std::string& bucket, const std::vector<std::string>& regions);

  // What carries the marks of that run now.
  std::vector<MarkedResource> marked(const std::string& run);
  // The trail so far; the next one begins where it ends.
  std::vector<lab::AuditEntry> take_trail() { return trail_.take(); }

 private:
  lab::Lab& lab_;
  aws::SigningCloud cloud_;
  lab::AuditTrail trail_;
};

}  // namespace godwit::rehearse
