// The lab's Security Token Service: it says who you are.
#pragma once

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
};

}  // namespace godwit::lab::services
