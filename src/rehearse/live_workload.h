// LiveWorkload: what an account describes beside AWS, at work in a lab: the workload on its sites,
// and the users who ask it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "aws/cloud.h"
#include "lab/lab.h"
#include "lab/users.h"
#include "rehearse/auditor.h"
#include "workload/store_site.h"

namespace godwit::rehearse {

class LiveWorkload {
 public:
  // Deploys the sites. The lab outlives it. `read_through` is the plan's (docs/plan-file.md).
  LiveWorkload(lab::Lab& lab, bool read_through);

  // What the stores hold now in `region`, as an auditor reads it: the yardstick for later, and the
  // old items that users ask for.
  void take_stock(Auditor& auditor, const std::string& region);
  // Once, after taking stock.
  void start_users(Time end);

  lab::Users& users() { return *users_; }
  const std::vector<std::string>& stores() const { return stores_; }
  const std::map<std::string, Contents>& stock() const { return stock_; }  // by store

 private:
  lab::Lab& lab_;
  std::unique_ptr<aws::Cloud> cloud_;
  std::vector<std::unique_ptr<workload::StoreSite>> sites_;
  std::vector<std::string> stores_;
  std::map<std::string, Contents> stock_;
  std::unique_ptr<lab::Users> users_;
};

// The bucket that a store has in a region; one that does not exist where it has none.
aws::s3::BucketName bucket_of(const account::Account& account, const std::string& store,
                              const std::string& region);

}  // namespace godwit::rehearse
