// Tags of hosted zones and health checks.
#pragma once

#include <map>
#include <string>

#include "aws/value.h"
#include "lab/service.h"

namespace godwit::lab::services {

class ResourceTags {
 public:
  // A resource as its tags are asked for. Whether it exists is for the caller to know.
  struct Resource {
    std::string type;  // "healthcheck" or "hostedzone"
    std::string id;
    auto operator<=>(const Resource&) const = default;
  };

  Answer change(const Resource& resource, const aws::Value& input);
  aws::Value list(const Resource& resource) const;  // a ResourceTagSet
  void forget(const Resource& resource) { tags_.erase(resource); }

  using Tags = std::map<std::string, std::string>;
  const std::map<Resource, Tags>& all() const { return tags_; }

 private:
  std::map<Resource, Tags> tags_;
};

}  // namespace godwit::lab::services
