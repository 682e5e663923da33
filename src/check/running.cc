#include "check/running.h"

#include <algorithm>

#include "check/paths.h"

namespace godwit::check {
namespace {

using awscli::Argument;

// A program that runs another one: which of its options have a value of their own, and how many
// words come before the other program.
struct Wrapper {
  std::string_view name;
  std::string_view with_value;  // letters of short options
  std::size_t words = 0;        // "timeout 30 CMD": 1
  bool takes_settings = false;  // "env A=b CMD"
  bool takes_script = false;    // the one word that is left is read by a shell
};

constexpr Wrapper wrappers[] = {
    {.name = "sudo", .with_value = "ugphCcrtTD", .takes_settings = true},
    {.name = "doas", .with_value = "uC"},
    {.name = "time", .with_value = "fo"},
    {.name = "nohup", .with_value = ""},
    {.name = "env", .with_value = "uC", .takes_settings = true},
    {.name = "command", .with_value = ""},
    {.name = "builtin", .with_value = ""},
    {.name = "exec", .with_value = "a"},
    {.name = "nice", .with_value = "n"},
    {.name = "ionice", .with_value = "cn"},
    {.name = "stdbuf", .with_value = "ioe"},
    {.name = "timeout", .with_value = "ks", .words = 1},
    {.name = "watch", .with_value = "nq", .takes_script = true},
};

bool is_shell_program(std::string_view name) {
  return name == "sh" || name == "bash" || name == "zsh" || name == "dash" || name == "ksh";
}

bool is_setting(std::string_view word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string_view::npos || equals == 0) return false;
  return std::ranges::all_of(word.substr(0, equals), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// The index after the options that begin at `at`.
std::size_t after_options(const std::vector<Argument>& words, std::size_t at,
                          std::string_view with_value) {
  while (at < words.size()) {
    const std::string_view word = words[at].text;
    if (word.size() < 2 || word[0] != '-') return at;
    ++at;
    if (word == "--") return at;
    if (word[1] == '-') continue;
    // "-n 5", but not "-n5".
    if (with_value.contains(word.back()) && word.size() == 2) ++at;
  }
  return std::min(at, words.size());
}

void look_into(const std::vector<Argument>& words, Running& running) {
  const std::size_t size = words.size();
  const std::string_view name = program_name(words[running.first].text);
  const std::size_t next = running.first + 1;
  if (is_shell_program(name)) {
    for (std::size_t at = next; at + 1 < size; ++at) {
      const std::string_view word = words[at].text;
      if (word.size() < 2 || word[0] != '-') return;
      if (word[1] != '-' && word.back() == 'c') {
        running.quoted = at + 1;
        return;
      }
    }
  } else if (name == "eval" && next + 1 == size) {
    running.quoted = next;
  } else if (name == "xargs") {
    const std::size_t begin = after_options(words, next, "IiLnPdaEes");
    for (std::size_t at = next; at < begin; ++at) {
      const std::string_view word = words[at].text;
      if (word == "-I" && at + 1 < begin) running.stands_for = words[at + 1].text;
      if (word.starts_with("-I") && word.size() > 2) running.stands_for = word.substr(2);
      if (word == "-i") running.stands_for = "{}";
    }
    running.inner_begin = begin;
    running.inner_end = size;
    running.fed = true;
  } else if (name == "find") {
    for (std::size_t at = next; at < size; ++at) {
      if (words[at].text != "-exec" && words[at].text != "-execdir") continue;
      running.inner_begin = at + 1;
      running.inner_end = at + 1;
      while (running.inner_end < size && words[running.inner_end].text != ";" &&
             words[running.inner_end].text != "+") {
        ++running.inner_end;
      }
      running.fed = true;
      running.stands_for = "{}";
      return;
    }
  }
}

}  // namespace

std::string_view program_name(std::string_view word) { return file_name(word); }

Running running(const std::vector<Argument>& words) {
  Running running;
  while (running.first < words.size()) {
    const std::string_view name = program_name(words[running.first].text);
    const auto* wrapper = std::ranges::find(wrappers, name, &Wrapper::name);
    if (wrapper == std::end(wrappers)) break;
    std::size_t next = after_options(words, running.first + 1, wrapper->with_value);
    if (name == "command" && next > running.first + 1) break;  // "command -v aws" only asks
    while (wrapper->takes_settings && next < words.size() && is_setting(words[next].text)) {
      running.environment.push_back(next++);
    }
    next += wrapper->words;
    if (next >= words.size()) break;
    if (wrapper->takes_script && next + 1 == words.size() && words[next].text.contains(' ')) {
      running.quoted = next;
      return running;
    }
    running.first = next;
  }
  if (running.first < words.size()) look_into(words, running);
  return running;
}

}  // namespace godwit::check
