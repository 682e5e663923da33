// Defaults beside what overrides them (fact B12), and what is given beside where it is taken; only
// where both can be seen to be about the same thing.
#include <algorithm>
#include <map>
#include <span>
#include <tuple>

#include "repo/givens.h"
#include "repo/scan.h"

namespace godwit::repo {
namespace {

constexpr std::size_t most_dependencies = 20;  // of a hit that are told

std::string_view name_of_file(std::string_view path) {
  return path.substr(path.rfind('/') == path.npos ? 0 : path.rfind('/') + 1);
}

// Without its last component: "a/b" of "a/b/c"; "" of "c".
std::string_view folder_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == path.npos ? std::string_view() : path.substr(0, slash);
}

bool is_structured(Language language) {
  return language == Language::yaml || language == Language::json;
}

// "Parameters.PrimaryRegion.Default", of "PrimaryRegion".
bool is_default_of_template(const Hit& hit) {
  return is_structured(hit.language) && hit.name == "Parameters." + hit.overridden_by + ".Default";
}

// Does a path that a command names end like this file's, or the other way round?
bool is_same_file(std::string_view named, std::string_view path) {
  if (named.size() > path.size()) std::swap(named, path);
  if (!path.ends_with(named)) return false;
  return path.size() == named.size() || path[path.size() - named.size() - 1] == '/';
}

// An environment that is read where it lies; not an example of one.
bool is_live_environment(std::string_view path) {
  const std::string_view name = name_of_file(path);
  if (name != ".env" && !name.starts_with(".env.")) return false;
  return std::ranges::none_of(
      std::to_array<std::string_view>({".example", ".sample", ".template", ".dist", ".defaults"}),
      [&](std::string_view ending) { return name.ends_with(ending); });
}

bool reads_environment(Language language) {
  return language == Language::javascript || language == Language::python ||
         language == Language::dart;
}

// Terraform takes the values of these by itself.
bool is_live_values(std::string_view path) {
  const std::string_view name = name_of_file(path);
  return name == "terraform.tfvars" || name.ends_with(".auto.tfvars");
}

// What is given, by whom it may be for. Keys are (name, file or folder, further scope).
using Key = std::tuple<std::string_view, std::string_view, std::string_view>;
using Index = std::map<Key, std::vector<const Given*>>;

class Connection {
 public:
  explicit Connection(Scan& scan) : scan_(scan) {
    for (const Given& given : scan.given) {
      const std::string_view file = given.at.file;
      if (given.use == Use::parameter) {
        of_templates_[{given.name, name_of_file(given.to), {}}].push_back(&given);
      } else if (!given.to.empty()) {
        of_functions_[{given.name, file, given.to}].push_back(&given);
        if (given.code) of_code_[{given.name, *given.code, {}}].push_back(&given);
      } else if (is_live_environment(file) || is_live_values(file)) {
        of_folders_[{given.name, folder_of(file), {}}].push_back(&given);
      } else if (given.language == Language::shell) {
        of_scripts_[{given.name, file, {}}].push_back(&given);
      }
      if (!given.from.empty()) takers_[{given.from, file, {}}].push_back(&given);
    }
  }

  void lay() {
    for (Hit& hit : scan_.hits) {
      if (!hit.overridden_by.empty()) lay_overrides(hit);
      lay_takers(hit);
    }
  }

 private:
  static const std::vector<const Given*>& look_up(const Index& index, const Key& key) {
    static const std::vector<const Given*> nothing;
    const auto found = index.find(key);
    return found == index.end() ? nothing : found->second;
  }

  static bool is_full(const Hit& hit) { return hit.depends.size() >= most_dependencies; }
  static void add(Hit& hit, Dependency::Kind kind, const Given& given, std::string words) {
    if (!is_full(hit)) hit.depends.push_back({kind, given.at, std::move(words)});
  }

  void lay_overrides(Hit& hit) const {
    constexpr auto overridden = Dependency::Kind::overridden;
    const std::string& name = hit.overridden_by;
    const std::string_view file = hit.at.file;
    if (!hit.within.empty()) {
      for (const Given* given : look_up(of_functions_, {name, file, hit.within})) {
        if (is_full(hit)) break;
        add(hit, overridden, *given, "the environment of " + hit.within + " sets " + name);
      }
      return;
    }
    if (is_default_of_template(hit)) {
      std::size_t seen = 0;
      for (const Given* given : look_up(of_templates_, {name, name_of_file(file), {}})) {
        if (++seen > 10 * most_dependencies || is_full(hit)) break;
        if (!is_same_file(given->to, file)) continue;
        add(hit, overridden, *given, "whoever deploys the template gives " + name);
      }
      return;
    }
    if (hit.language == Language::shell) {
      for (const Given* given : look_up(of_scripts_, {name, file, {}})) {
        if (given->at.line >= hit.at.line || is_full(hit)) break;
        add(hit, overridden, *given, "the script has set " + name + " before");
      }
      return;
    }
    if (hit.language == Language::terraform) {
      for (const Given* given : look_up(of_folders_, {name, folder_of(file), {}})) {
        if (is_full(hit)) break;
        if (is_live_values(given->at.file)) {
          add(hit, overridden, *given, "Terraform is given " + name);
        }
      }
      return;
    }
    if (!reads_environment(hit.language)) return;
    lay_functions(hit, file);
    for (std::string_view folder = folder_of(file);; folder = folder_of(folder)) {
      for (const Given* given : look_up(of_folders_, {name, folder, {}})) {
        if (is_full(hit)) break;
        if (!is_live_environment(given->at.file)) continue;
        add(hit, overridden, *given, "the environment sets " + name);
      }
      lay_functions(hit, folder);
      if (folder.empty()) break;
    }
  }

  // What the functions are given whose code is there.
  void lay_functions(Hit& hit, std::string_view code) const {
    for (const Given* given : look_up(of_code_, {hit.overridden_by, code, {}})) {
      if (is_full(hit)) break;
      add(hit, Dependency::Kind::overridden, *given,
          "the environment of " + given->to + " sets " + given->name);
    }
  }

  // Of a variable or a parameter: what takes its value and gives it on.
  void lay_takers(Hit& hit) const {
    const bool of_template = is_default_of_template(hit);
    if (!of_template && (hit.use != Use::setting || hit.language != Language::shell)) return;
    const std::string& name = of_template ? hit.overridden_by : hit.name;
    if (name.empty()) return;
    const auto& takers = look_up(takers_, {name, hit.at.file, {}});
    // They are in the order of their places.
    auto taker = takers.begin();
    if (!of_template) {
      taker = std::ranges::lower_bound(takers, hit.at.line, {},
                                       [](const Given* given) { return given->at.line; });
    }
    for (; taker != takers.end() && !is_full(hit); ++taker) {
      std::string words = (*taker)->name;
      if (!(*taker)->to.empty()) words += " of " + (*taker)->to;
      add(hit, Dependency::Kind::used, **taker, std::move(words));
    }
  }

  Scan& scan_;
  Index of_templates_;  // by parameter and the template's file name
  Index of_functions_;  // by variable, template and logical id
  Index of_code_;       // by variable and where a function's code is
  Index of_folders_;    // by variable and folder
  Index of_scripts_;    // by variable and script
  Index takers_;        // by the variable that is taken, and where
};

}  // namespace

void connect(Scan& scan) { Connection(scan).lay(); }

}  // namespace godwit::repo
