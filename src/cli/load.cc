#include "cli/load.h"

#include <ostream>

#include "account/account_file.h"
#include "plan/plan_file.h"

namespace godwit::cli {
namespace {

std::optional<std::string> read(Console& console, const std::string& path) {
  auto text = read_file(console.env.disk, path, 16 << 20);
  if (text) return *text;
  print(console, text.error());
  return std::nullopt;
}

template <class T>
std::optional<T> value_or_print(Console& console, Checked<T> checked) {
  if (checked) return std::move(*checked);
  print(console, checked.error());
  return std::nullopt;
}

}  // namespace

std::optional<plan::Plan> load_plan(Console& console, const std::string& path) {
  auto text = read(console, path);
  if (!text) return std::nullopt;
  return value_or_print(console, plan::read_plan(*text, path));
}

std::optional<account::Account> load_account(Console& console, const std::string& path) {
  auto text = read(console, path);
  if (!text) return std::nullopt;
  return value_or_print(console, account::read_account(*text, path));
}

std::optional<plan::Graph> compile(Console& console, const plan::Plan& plan,
                                   const account::Account* account) {
  Errors errors;
  if (account != nullptr) errors = plan::check_against(plan, *account);
  auto graph = plan::compile(plan);
  if (!graph) errors.insert(errors.end(), graph.error().begin(), graph.error().end());
  if (errors.empty()) return std::move(*graph);
  print(console, errors);
  return std::nullopt;
}

std::optional<rehearse::Files> load_files(Console& console, const plan::Plan& plan) {
  std::vector<std::string> cut_short;
  auto files = rehearse::read_files(console.env.disk, plan, &cut_short);
  for (const std::string& folder : cut_short) {
    console.err << folder << ": it is large; the rehearsal has only some of its files\n";
  }
  return value_or_print(console, std::move(files));
}

std::string beside(const std::string& path, std::string_view name) {
  return path.substr(0, path.rfind('/') + 1).append(name);  // npos + 1 is 0
}

void print(Console& console, const Error& error) { console.err << to_string(error) << '\n'; }

void print(Console& console, const Errors& errors) {
  for (const Error& error : errors) print(console, error);
  if (errors.size() > 1) console.err << errors.size() << " errors\n";
}

int exit_code(const Error& error) {
  switch (error.kind) {
    case ErrorKind::invalid:
    case ErrorKind::not_found:
    case ErrorKind::conflict:
      return bad_input;
    default:
      return broken;
  }
}

}  // namespace godwit::cli
