#include "aws/client/shared_config.h"

#include <algorithm>

#include "base/text.h"

namespace godwit::aws {

namespace {

Result<ConfigFile> read_if_there(Disk& disk, const std::string& path) {
  if (path.empty() || !TRY(disk.exists(path))) return ConfigFile{};
  return parse_config_file(TRY(read_file(disk, path, 1 << 20)), path);
}

std::string path_of(const Environment& environment, const char* variable, const char* usual) {
  const std::string named = environment.get(variable);
  return expand_home(named.empty() ? usual : named, environment);
}

// "profile work", "profile \"my work\"": the rest of a heading behind its kind.
std::optional<std::string> name_behind(std::string_view heading, std::string_view kind) {
  if (!heading.starts_with(kind)) return std::nullopt;
  heading.remove_prefix(kind.size());
  if (heading.empty() || (heading.front() != ' ' && heading.front() != '\t')) return std::nullopt;
  heading = trim(heading);
  const bool quoted = heading.size() > 2 && heading.front() == heading.back() &&
                      (heading.front() == '"' || heading.front() == '\'');
  if (quoted) heading = heading.substr(1, heading.size() - 2);
  return std::string(heading);
}

const ConfigSection* find_named(const ConfigFile& file, std::string_view kind,
                                const std::string& name) {
  for (const auto& [heading, section] : file) {
    if (name_behind(heading, kind) == name) return &section;
  }
  return nullptr;
}

}  // namespace

std::string Profile::get(std::string_view setting) const {
  if (credentials != nullptr && credentials->has(setting)) return credentials->get(setting);
  return config != nullptr ? config->get(setting) : std::string();
}

std::string Profile::get(std::string_view group, std::string_view setting) const {
  if (config == nullptr) return {};
  const auto found = config->nested.find(group);
  if (found == config->nested.end()) return {};
  const auto value = found->second.find(setting);
  return value == found->second.end() ? std::string() : value->second;
}

std::string expand_home(const std::string& path, const Environment& environment) {
  if (path != "~" && !path.starts_with("~/")) return path;
  const std::string home = environment.get("HOME");
  return home.empty() ? std::string() : home + path.substr(1);
}

Result<SharedConfig> SharedConfig::read(Disk& disk, const Environment& environment,
                                        const std::string& profile) {
  SharedConfig shared;
  shared.config_ =
      TRY(read_if_there(disk, path_of(environment, "AWS_CONFIG_FILE", "~/.aws/config")));
  shared.credentials_ = TRY(read_if_there(
      disk, path_of(environment, "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials")));
  shared.explicit_ = !profile.empty();
  shared.in_use_ = profile;
  for (const char* variable : {"AWS_PROFILE", "AWS_DEFAULT_PROFILE"}) {
    if (shared.in_use_.empty()) shared.in_use_ = environment.get(variable);
  }
  const bool asked_for = !shared.in_use_.empty();
  if (!asked_for) shared.in_use_ = "default";
  if (asked_for && !shared.profile().exists()) {
    return fail({.kind = ErrorKind::not_found,
                 .operation = "read AWS's configuration",
                 .subject = "for profile '" + shared.in_use_ + "'",
                 .cause = "there is no such profile",
                 .remedy = "see 'aws configure list-profiles'",
                 .code = {},
                 .where = {}});
  }
  return shared;
}

Profile SharedConfig::profile(const std::string& name) const {
  Profile found;
  found.name = name;
  found.config = find_named(config_, "profile", name);
  if (found.config == nullptr && name == "default") {
    const auto section = config_.find("default");
    if (section != config_.end()) found.config = &section->second;
  }
  const auto section = credentials_.find(name);
  if (section != credentials_.end()) found.credentials = &section->second;
  return found;
}

const ConfigSection* SharedConfig::services(const std::string& name) const {
  return find_named(config_, "services", name);
}

}  // namespace godwit::aws
