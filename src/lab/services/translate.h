// The lab's Translate: which languages there are and what is refused, as AWS has it. It does not
// translate: its answers are marked with the target's code, so that nobody takes them for more.
// https://docs.aws.amazon.com/translate/latest/APIReference/welcome.html
#pragma once

#include "lab/operation_table.h"
#include "lab/service.h"

namespace godwit::lab::services {

class Translate : public Service {
 public:
  explicit Translate(Lab& lab);

  std::string_view name() const override { return "translate"; }
  Answer handle(const Call& call) override;
  boost::json::value snapshot() const override { return boost::json::object(); }

 private:
  static const OperationEntry<Translate> operations[];
  Answer translate_text(const Call& call);
  Answer list_languages(const Call& call);
  Answer list_terminologies(const Call& call);
};

}  // namespace godwit::lab::services
