// The lab's Comprehend Medical, where AWS has it (fact A1). It understands nothing: it finds the
// words of a small dictionary, and whether they are denied.
// https://docs.aws.amazon.com/comprehend-medical/latest/dev/comprehendmedical-welcome.html
#pragma once

#include "lab/operation_table.h"
#include "lab/service.h"

namespace godwit::lab::services {

class ComprehendMedical : public Service {
 public:
  explicit ComprehendMedical(Lab& lab);

  std::string_view name() const override { return "comprehendmedical"; }
  Answer handle(const Call& call) override;
  boost::json::value snapshot() const override { return boost::json::object(); }

 private:
  static const OperationEntry<ComprehendMedical> operations[];
  Answer detect_entities(const Call& call);
  Answer detect_phi(const Call& call);
  Answer infer_icd10cm(const Call& call);
  Answer infer_rx_norm(const Call& call);
};

}  // namespace godwit::lab::services
