#include "step/ours.h"

#include "base/digest.h"
#include "base/encoding.h"

namespace godwit::step {
namespace {

constexpr Duration pause = seconds(10);  // between two looks

}  // namespace

Tags tags_of_ours(const Context& context) {
  return {{"godwit:run", context.run}, {"godwit:step", context.step}};
}

bool is_ours(const Context& context, const Tags& tags) {
  for (const auto& [name, value] : tags_of_ours(context)) {
    auto it = tags.find(name);
    if (it == tags.end() || it->second != value) return false;
  }
  return true;
}

std::string client_token(const Context& context) {
  std::string text = context.run + "\n" + context.step;
  if (context.round > 0) text += fmt::format("\n{}", context.round);
  // 64 characters at most, for S3 Control; no separator can be part of an id.
  return "godwit-" + to_hex(sha256(text)).substr(0, 48);
}

bool is_adopted(const Context& context, const std::string& id) {
  return !id.empty() && context.adopted == id;
}

std::unexpected<Error> ask_to_adopt(const std::string& what, const std::string& id,
                                    const std::string& cause) {
  return fail({.kind = ErrorKind::conflict,
               .operation = "take over " + what,
               .subject = id,
               .cause = cause,
               .remedy = fmt::format("if it is yours, `godwit apply ... --adopt '{}'`; else choose "
                                     "another name in the plan, or remove it",
                                     id),
               .code = "Adopt",
               .where = {}});
}

std::optional<Wait> may_be_unseen(const Context& context) {
  if (!context.changed) return std::nullopt;
  const Time seen = *context.changed + visible_after;
  if (context.now() >= seen) return std::nullopt;
  return Wait{std::min(seen, context.now() + pause),
              "waiting until what was changed is sure to be seen"};
}

Result<Progress> look_again(Context& context, const Error& error) {
  const auto since = context.recall_time("doubt");
  // An older doubt was another one.
  if (!since || context.now() - *since > 2 * visible_after) {
    context.remember("doubt", context.now());
  } else if (context.now() - *since > visible_after) {
    context.memory.erase("doubt");
    return fail(error);
  }
  return Wait{context.now() + pause, "looking again: " + error.cause};
}

}  // namespace godwit::step
