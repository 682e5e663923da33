#include "lab/services/bedrock_runtime.h"

#include "base/digest.h"
#include "base/split_mix.h"
#include "lab/identifiers.h"
#include "lab/lab.h"

namespace godwit::lab::services {

using aws::Value;

const OperationEntry<BedrockRuntime> BedrockRuntime::operations[] = {
    {"Converse", &BedrockRuntime::converse},
    {"InvokeModel", &BedrockRuntime::invoke_model},
};

BedrockRuntime::BedrockRuntime(Lab&) {}

Answer BedrockRuntime::handle(const Call& call) {
  return dispatch<BedrockRuntime>(*this, operations, call);
}

namespace {

std::unexpected<aws::ServiceError> invalid(std::string message) {
  return refuse(400, "ValidationException", std::move(message));
}

// The model, where it can be asked like this, here and now (fact A6).
std::expected<BedrockTarget, aws::ServiceError> target_of(const Call& call) {
  const std::string& id = call.input["modelId"].text();
  const auto target = find_bedrock_target(id, call.region);
  if (!target) return invalid("The provided model identifier is invalid.");
  if (has_ended(*target->model, call.now)) {
    return refuse(404, "ResourceNotFoundException",
                  "This model version has reached the end of its life. Please refer to the AWS "
                  "documentation for more details.");
  }
  if (target->geography.empty() && !target->model->on_demand) {
    return invalid(
        fmt::format("Invocation of model ID {} with on-demand throughput isn\u2019t "
                    "supported. Retry your request with the ID or ARN of an inference "
                    "profile that contains this model.",
                    target->model->id));
  }
  return *target;
}

// About four letters make a token.
std::int64_t tokens_of(std::size_t letters) { return static_cast<std::int64_t>((letters + 3) / 4); }

std::string answer_to(std::size_t letters) {
  return fmt::format("[godwit lab] No model has read these {} characters.", letters);
}

std::unexpected<aws::ServiceError> malformed(std::string_view what) {
  return invalid(
      fmt::format("Malformed input request: {}, please reformat your input and try again.", what));
}

// How many letters the messages have, or what is wrong with them.
std::expected<std::size_t, aws::ServiceError> letters_of(const boost::json::value& messages) {
  if (!messages.is_array() || messages.as_array().empty()) {
    return malformed("#: required key [messages] not found");
  }
  std::size_t letters = 0;
  for (const auto& message : messages.as_array()) {
    if (!message.is_object()) return malformed("#/messages: expected type: JSONObject");
    const auto* role = message.as_object().if_contains("role");
    const auto* content = message.as_object().if_contains("content");
    if (role == nullptr || content == nullptr) {
      return malformed("#/messages: required keys [role] and [content]");
    }
    if (content->is_string()) {
      letters += content->as_string().size();
    } else {
      letters += boost::json::serialize(*content).size();
    }
  }
  const auto& first = messages.as_array().front().as_object().at("role");
  if (!first.is_string() || first.as_string() != "user") {
    return invalid("messages: first message must use the \"user\" role");
  }
  return letters;
}

Answer invoke_anthropic(const BedrockTarget& target, const boost::json::object& body) {
  if (!body.contains("anthropic_version")) {
    return malformed("#: required key [anthropic_version] not found");
  }
  const auto* most = body.if_contains("max_tokens");
  if (most == nullptr || !most->is_int64() || most->as_int64() < 1) {
    return malformed("#: required key [max_tokens] not found");
  }
  const auto* messages = body.if_contains("messages");
  if (messages == nullptr) return malformed("#: required key [messages] not found");
  const std::size_t letters = TRY(letters_of(*messages));
  const std::string text = answer_to(letters);
  const boost::json::object output = {
      {"id", "msg_bdrk_" + derived_hex(0, boost::json::serialize(*messages), 24)},
      {"type", "message"},
      {"role", "assistant"},
      {"model", target.model->id},
      {"content", boost::json::array{{{"type", "text"}, {"text", text}}}},
      {"stop_reason", "end_turn"},
      {"stop_sequence", nullptr},
      {"usage", {{"input_tokens", tokens_of(letters)}, {"output_tokens", tokens_of(text.size())}}}};
  return Value().set("body", boost::json::serialize(output)).set("contentType", "application/json");
}

// Numbers that follow from the text, of length one together: near each other for no reason.
Answer invoke_titan(const boost::json::object& body) {
  const auto* text = body.if_contains("inputText");
  if (text == nullptr || !text->is_string()) {
    return malformed("#: required key [inputText] not found");
  }
  std::int64_t count = 1024;
  if (const auto* wanted = body.if_contains("dimensions")) {
    if (!wanted->is_int64() ||
        (wanted->as_int64() != 256 && wanted->as_int64() != 512 && wanted->as_int64() != 1024)) {
      return malformed("#/dimensions: must be 256, 512 or 1024");
    }
    count = wanted->as_int64();
  }
  const std::uint64_t seed = stable_hash(std::string_view(text->as_string()));
  boost::json::array embedding;
  // Plus or minus the same: no rounding that a machine could do its own way.
  const double size = count == 256 ? 1.0 / 16 : count == 512 ? 0.04419417382415922 : 1.0 / 32;
  for (std::int64_t i = 0; i < count; ++i) {
    embedding.emplace_back((split_mix_at(seed, static_cast<std::uint64_t>(i)) & 1) != 0 ? size
                                                                                        : -size);
  }
  const boost::json::object output = {{"embedding", std::move(embedding)},
                                      {"inputTextTokenCount", tokens_of(text->as_string().size())}};
  return Value().set("body", boost::json::serialize(output)).set("contentType", "application/json");
}

}  // namespace

Answer BedrockRuntime::invoke_model(const Call& call) {
  const BedrockTarget target = TRY(target_of(call));
  const Value& given = call.input["body"];
  const std::string text = given.is_body() ? std::string(given.body().bytes()) : given.text();
  boost::system::error_code error;
  const boost::json::value body = boost::json::parse(text, error);
  if (error || !body.is_object()) return malformed("expected a JSON object");
  return target.model->provider == "Anthropic" ? invoke_anthropic(target, body.as_object())
                                               : invoke_titan(body.as_object());
}

// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
Answer BedrockRuntime::converse(const Call& call) {
  const BedrockTarget target = TRY(target_of(call));
  if (target.model->provider != "Anthropic") {
    return invalid(
        "This action doesn't support the model that you provided. Try again with a "
        "supported text or chat model.");
  }
  const aws::List& messages = call.input["messages"].list();
  if (messages.empty() || messages.front()["role"].text() != "user") {
    return invalid(
        "A conversation must start with a user message. Try again with a conversation "
        "that starts with a user message.");
  }
  std::size_t letters = 0;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    if (i > 0 && messages[i]["role"].text() == messages[i - 1]["role"].text()) {
      return invalid(
          "A conversation must alternate between user and assistant roles. Make sure the "
          "conversation alternates between user and assistant roles and try again.");
    }
    for (const Value& block : messages[i]["content"].list()) letters += block["text"].text().size();
  }
  const std::string text = answer_to(letters);
  return Value()
      .set("output",
           Value().set("message", Value()
                                      .set("role", "assistant")
                                      .set("content", aws::List{Value().set("text", text)})))
      .set("stopReason", "end_turn")
      .set("usage", Value()
                        .set("inputTokens", tokens_of(letters))
                        .set("outputTokens", tokens_of(text.size()))
                        .set("totalTokens", tokens_of(letters) + tokens_of(text.size())))
      .set("metrics", Value().set("latencyMs", 400));
}

}  // namespace godwit::lab::services
