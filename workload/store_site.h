// StoreSite: MedZen's API in one region, as plain as its users need it: PUT, GET and DELETE
// /<store>/<id>, and GET /health. On Env and Cloud alone, so it runs wherever these lead.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "aws/api/s3.h"
#include "aws/cloud.h"
#include "env/http.h"

namespace godwit::workload {

// Where a store's items are kept, seen from one site.
struct StoreLocation {
  aws::s3::BucketName own;
  aws::s3::BucketName peer;  // in the other region; an empty name: none
};

class StoreSite {
 public:
  // With read-through, an item that has not arrived in the own bucket is read from the peer's: what
  // was written on the other side a moment ago is found, whatever replication's lag. What was
  // deleted here is gone, whatever the peer still has.
  StoreSite(aws::Cloud& cloud, std::map<std::string, StoreLocation> stores, bool read_through);

  // One request, answered. `elapsed` is what the calls behind it took.
  HttpResponse handle(const HttpRequest& request);

 private:
  HttpResponse put(const StoreLocation& store, const std::string& id, const HttpRequest& request);
  HttpResponse get(const StoreLocation& store, const std::string& id);
  HttpResponse remove(const StoreLocation& store, const std::string& id);

  aws::Cloud& cloud_;
  std::map<std::string, StoreLocation> stores_;
  bool read_through_;
};

}  // namespace godwit::workload
