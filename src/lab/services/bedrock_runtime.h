// The lab's Bedrock runtime: who may ask which model, and how. No model answers: its words are made
// of the question's size, and say so.
// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html
#pragma once

#include "lab/operation_table.h"
#include "lab/service.h"
#include "lab/services/bedrock.h"

namespace godwit::lab::services {

class BedrockRuntime : public Service {
 public:
  explicit BedrockRuntime(Lab& lab);

  std::string_view name() const override { return "bedrock-runtime"; }
  Answer handle(const Call& call) override;
  boost::json::value snapshot() const override { return boost::json::object(); }

 private:
  static const OperationEntry<BedrockRuntime> operations[];
  Answer invoke_model(const Call& call);
  Answer converse(const Call& call);
};

}  // namespace godwit::lab::services
