#include "awscli/invocation.h"

#include <algorithm>

#include "awscli/arity.h"
#include "awscli/global_options.h"
#include "awscli/options.h"

namespace godwit::awscli {
namespace {

bool is_negative_number(std::string_view text) {
  return text.size() > 1 && text[0] == '-' &&
         text.find_first_not_of("0123456789.", 1) == std::string_view::npos;
}

// As Python's argparse tells options from values: what begins with a dash is an option, unless it
// is the dash alone, a negative number, or holds a space.
bool looks_like_option(const Argument& argument) {
  const std::string_view text = argument.text;
  if (text.size() < 2 || text[0] != '-') return false;
  if (is_negative_number(text)) return false;
  const std::string_view name = text.substr(0, text.find('='));
  return name.find_first_of(" \t\n$") == std::string_view::npos;
}

class Reader {
 public:
  explicit Reader(std::span<const Argument> arguments) : arguments_(arguments) {}

  std::optional<Invocation> read() {
    if (arguments_.empty() || !arguments_[0].known || arguments_[0].text != "aws") return {};
    while (next_ < arguments_.size()) {
      if (looks_like_option(arguments_[next_])) {
        read_option();
      } else if (!read_word()) {
        return {};
      }
    }
    if (invocation_.service.empty()) return {};
    return std::move(invocation_);
  }

 private:
  // A word that is no option's value: the service, the operation, the waiter, or positional.
  // false: it asks for help.
  bool read_word() {
    const std::size_t at = next_++;
    const std::string& text = arguments_[at].text;
    if (invocation_.waiter_at == 0 && invocation_.positional.empty() && text == "help") {
      return false;
    }
    if (invocation_.service_at == 0) {
      invocation_.service = text;
      invocation_.service_at = at;
    } else if (invocation_.operation_at == 0) {
      invocation_.operation = text;
      invocation_.operation_at = at;
    } else if (invocation_.operation == "wait" && invocation_.waiter_at == 0) {
      invocation_.waiter = text;
      invocation_.waiter_at = at;
    } else {
      invocation_.positional.push_back(at);
    }
    return true;
  }

  void read_option() {
    const std::size_t at = next_++;
    std::string_view text = arguments_[at].text;
    text.remove_prefix(text.starts_with("--") ? 2 : 1);
    Option option{.at = at};
    const std::size_t equals = text.find('=');
    option.name = std::string(text.substr(0, equals));
    if (equals != std::string_view::npos) {
      option.value = std::string(text.substr(equals + 1));
      option.known = arguments_[at].known;
      option.values.push_back(at);
      invocation_.options.push_back(std::move(option));
      return;
    }
    std::size_t most = most_values(option.name);
    while (most-- > 0 && next_ < arguments_.size() && !looks_like_option(arguments_[next_])) {
      option.known = option.known && arguments_[next_].known;
      option.values.push_back(next_++);
    }
    if (option.values.size() == 1) option.value = arguments_[option.values[0]].text;
    invocation_.options.push_back(std::move(option));
  }

  // How many of the words that follow are the option's values. Any number where nobody knows the
  // option, for then a word more is a lesser mistake than a word less.
  std::size_t most_values(std::string_view name) {
    if (const GlobalOption* global = find_global_option(name)) return global->takes_value ? 1 : 0;
    if (invocation_.operation_at == 0) return 1;
    if (!looked_) {
      known_ = known_options(invocation_.service, invocation_.operation, invocation_.waiter);
      looked_ = true;
    }
    const KnownOption* known = find_option(known_, name);
    return known == nullptr ? any_number : known->most;
  }

  std::span<const Argument> arguments_;
  std::size_t next_ = 1;
  Invocation invocation_;
  bool looked_ = false;
  std::vector<KnownOption> known_;
};

}  // namespace

const Option* Invocation::option(std::string_view name) const {
  for (auto each = options.rbegin(); each != options.rend(); ++each) {
    if (each->name == name) return &*each;
  }
  return nullptr;
}

std::optional<std::string> Invocation::value(std::string_view name) const {
  const Option* found = option(name);
  if (found == nullptr || !found->known || found->values.size() != 1) return {};
  return found->value;
}

std::optional<Invocation> read(std::span<const Argument> arguments) {
  return Reader(arguments).read();
}

}  // namespace godwit::awscli
