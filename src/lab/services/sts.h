// The lab's Security Token Service: it says who you are, and there is one user.
#pragma once

#include <cstdint>
#include <string>

#include "lab/service.h"

namespace godwit::lab::services {

class Sts : public Service {
 public:
  explicit Sts(Lab& lab);

  std::string_view name() const override { return "sts"; }
  Answer handle(const Call& call) override;
  boost::json::value snapshot() const override { return boost::json::object(); }

 private:
  Lab& lab_;
  std::string user_id_;
};

}  // namespace godwit::lab::services
