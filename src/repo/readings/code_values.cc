#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "repo/readings/code.h"
#include "repo/readings/meaning.h"
#include "repo/readings/readers.h"

namespace godwit::repo {
namespace {

// What asks the environment for a variable: Deno.env.get(), os.getenv(), String.fromEnvironment().
bool asks_environment(std::string_view callee) {
  const std::size_t dot = callee.rfind('.');
  const std::string_view last = dot == callee.npos ? callee : callee.substr(dot + 1);
  const std::string_view owner = dot == callee.npos ? "" : callee.substr(0, dot);
  if (last == "getenv" || last == "getEnv" || last == "get_env" || last == "fromEnvironment" ||
      last == "env" || last == "Getenv" || last == "getInput" || last == "requireEnv" ||
      last == "GetEnvironmentVariable" || last == "LookupEnv") {
    return true;
  }
  if (last == "var" && owner.ends_with("env")) return true;  // Rust's
  if (last == "getOrDefault") return owner.ends_with("getenv()");
  if (last == "config" && owner.empty()) return true;  // python-decouple's
  if (last == "get" || last == "setdefault" || last == "pop" || last == "fetch" ||
      last == "getOrElse") {
    return owner.ends_with("environ") || owner.ends_with("env") || owner.ends_with("ENV") ||
           owner.ends_with("environment");
  }
  return owner == "env" && (last == "str" || last == "string" || last == "url");
}

// What is taken where a variable of the environment is not set: env::var("A").unwrap_or("b").
bool is_instead(std::string_view callee) {
  if (!callee.starts_with("env.")) return false;
  const std::string_view last = callee.substr(callee.rfind('.') + 1);
  return last == "unwrap_or" || last == "orElse" || last == "or";
}

}  // namespace

// "EU_WEST_1", as the SDKs name regions.
bool Code::is_region_constant(std::string_view name) {
  if (name.size() < 9 || name.size() > 20 || name[2] != '_') return false;
  std::string code;
  for (const char c : name) {
    if (is_upper(c)) {
      code += static_cast<char>(c - 'A' + 'a');
    } else if (c == '_') {
      code += '-';
    } else {
      code += c;
    }
  }
  return looks_like_region(code);
}

// Of "process.env.REGION": "REGION"; of what nobody outside can set: the expression as it is.
std::string Code::taken_first(std::string_view chain) const {
  for (const std::string_view mark : {".env.", ".environ.", ".environment."}) {
    const std::size_t at = chain.find(mark);
    if (at != chain.npos) return std::string(chain.substr(at + mark.size()));
  }
  for (const std::string_view mark : {"env.", "environ.", "ENV.", "functions.config()."}) {
    if (chain.starts_with(mark)) return std::string(chain.substr(mark.size()));
  }
  const std::size_t dot = chain.find('.');
  if (dot != chain.npos &&
      std::ranges::find(configurations_, chain.substr(0, dot)) != configurations_.end()) {
    return std::string(chain.substr(dot + 1));
  }
  return std::string(chain);
}

void Code::on_text(std::size_t begin, std::size_t end, Quoting quoting) {
  Frame& frame = frames_.back();
  const std::string_view value = text_.substr(begin, end - begin);
  const bool arrow = language_ == Language::program && next_two(at_) == "=>";
  if ((frame.around == Around::object || arrow) &&
      (last_ == Token::open || last_text_ == "," || last_ == Token::newline)) {
    const char next = next_character(at_);
    if (next == ':' || (next == '=' && (language_ == Language::terraform || arrow))) {
      frame.chain = value.substr(0, std::min(value.size(), longest_chain));
      // A region can be a key: of a mapping by region.
      maker_.add({.begin = begin, .end = end, .use = Use::setting, .quoting = quoting}, true);
      return remember(Token::text, "text");
    }
  }
  if ((frame.around == Around::call || frame.around == Around::index) && frame.argument == 0 &&
      frame.first_text.empty() && value.size() < 200) {
    frame.first_text = value;
  }
  if (language_ == Language::terraform && frame.target.empty() && !frame.labels.empty() &&
      frame.labels.size() < 4) {
    frame.labels.emplace_back(value.substr(0, std::min<std::size_t>(value.size(), 100)));
  }
  add_value(begin, end, quoting, last_text_);
  frame.chain.clear();
  remember(Token::text, "text");
}

// `before`: what is directly before the value.
void Code::add_value(std::size_t begin, std::size_t end, Quoting quoting, std::string_view before) {
  Frame& frame = frames_.back();
  Part part{.begin = begin, .end = end, .use = Use::code, .quoting = quoting};
  const bool direct = before == "=" || before == "=>" || before == "return" || before == ":" ||
                      before == "?" || before == "+=" || before == ":=" || before == "const" ||
                      before == "new";
  const bool environment_call = frame.around == Around::call && asks_environment(frame.callee);
  const bool is_default_argument = frame.target == "default" || frame.target == "defaultValue" ||
                                   frame.target == "default_value";
  if (frame.or_else) {
    part.use = Use::default_value;
    part.name = full_name(frame);
    part.overridden_by = frame.environment;
  } else if (frame.around == Around::call && !frame.first_text.empty() &&
             ((environment_call && frame.argument == 1 && frame.target.empty()) ||
              is_default_argument)) {
    part.use = Use::default_value;
    part.name = frame.name.empty() ? frame.first_text : frame.name;
    part.overridden_by = frame.first_text;
  } else if (frame.around == Around::call && frame.argument == 0 && is_instead(frame.callee)) {
    const std::string_view owner =
        std::string_view(frame.callee).substr(0, frame.callee.rfind('.'));
    part.use = Use::default_value;
    part.name = frame.name;
    part.overridden_by = taken_first(owner);
  } else if (direct && !frame.target.empty()) {
    part.name = full_name(frame);
    part.use = frame.is_parameter   ? Use::default_value
               : frame.makes_client ? Use::client
                                    : Use::setting;
    for (const std::string_view owner : {"process.env.", "os.environ.", "Deno.env.", "$env."}) {
      if (!part.name.starts_with(owner)) continue;
      part.name.erase(0, owner.size());
      part.gives = true;
    }
  } else if (frame.around == Around::list) {
    return add_entry(std::move(part));
  }
  if (language_ == Language::terraform && part.use == Use::setting) {
    const std::string_view key = frame.target;
    if (key == "description") part.use = Use::documentation;
    if (frame.name.starts_with("variable.") && key == "default") {
      part.use = Use::default_value;
      part.overridden_by = frame.name.substr(9);
    } else if (frame.name.starts_with("module.")) {
      part.use = Use::parameter;
    } else if (frame.name.ends_with(".environment.variables") ||
               frame.name.find(".environment.") != std::string::npos) {
      part.gives = true;
    }
  }
  const Use use = part.use;
  if (language_ == Language::program) maker_.add_interpolations(begin, end, part.name);  // Spring's
  maker_.add(std::move(part));
  if (quoting != Quoting::block || use == Use::documentation || !maker_.may_go_deeper()) return;
  const Language inner_language = language_of_code(text_.substr(begin, end - begin));
  if (inner_language == Language::json || inner_language == Language::shell) {
    read_inner(inner_language, maker_, Inner::dedented(text_, begin, end), {});
  }
}

void Code::add_entry(Part part) {
  Frame& frame = frames_.back();
  const std::size_t quote = part.quoting == Quoting::none ? 0 : 1;
  if (frame.entries.empty() && frame.argument == 0) frame.first_entry = part.begin - quote;
  frame.last_entry = part.end + quote;
  const std::string_view value = text_.substr(part.begin, part.end - part.begin);
  frame.all_regions = frame.all_regions && (looks_like_region(value) || is_region_constant(value));
  if (!frame.name.empty()) {
    part.name = join_names(frame.name, std::to_string(frame.argument));
    part.use = Use::setting;
  }
  const std::size_t index = maker_.add(std::move(part));
  if (index != Maker::none && frame.all_regions) frame.entries.push_back(index);
}

void Code::finish_list() {
  Frame& frame = frames_.back();
  if (frame.entries.size() < 2 || !frame.all_regions) return;
  const bool tried = is_tried_in_order(frame.name, frame.entries.size());
  const Use use = tried ? Use::fallback : Use::setting;
  for (const std::size_t entry : frame.entries) maker_.part(entry).use = use;
  Part list{.begin = frame.first_entry, .end = frame.last_entry, .use = use, .name = frame.name};
  maker_.add(std::move(list), true);
}

void Code::finish_call() {
  const Frame frame = std::move(frames_.back());
  frames_.pop_back();
  Frame& outer = frames_.back();
  if (asks_environment(frame.callee) && !frame.first_text.empty()) {
    outer.chain = "env." + frame.first_text.substr(0, longest_chain);
    return;
  }
  if (frame.callee == "functions.config" && !outer.target.empty() && configurations_.size() < 100) {
    configurations_.push_back(outer.target);
  }
  outer.chain = frame.callee.size() < longest_chain ? frame.callee + "()" : std::string();
}

}  // namespace godwit::repo
