// What a user has told AWS's tools, in two files and in the environment.
// https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html
#pragma once

#include <optional>
#include <string>

#include "aws/client/config_file.h"
#include "env/disk.h"
#include "env/environment.h"

namespace godwit::aws {

// A profile is what both files say of one name.
struct Profile {
  std::string name;
  const ConfigSection* config = nullptr;       // of ~/.aws/config, if it is there
  const ConfigSection* credentials = nullptr;  // of ~/.aws/credentials, if it is there

  bool exists() const { return config != nullptr || credentials != nullptr; }
  // The credentials file comes first. Empty where neither says.
  std::string get(std::string_view setting) const;
  // "s3 = addressing_style = path": a property below another.
  std::string get(std::string_view group, std::string_view setting) const;
};

class SharedConfig {
 public:
  // AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, or ~/.aws/config and ~/.aws/credentials; a
  // file that is missing says nothing. The profile in use is `profile`, or AWS_PROFILE, or
  // AWS_DEFAULT_PROFILE, or "default". Errors are those of reading and of parse_config_file; and
  // not_found where somebody asked for a profile that is in neither file.
  static Result<SharedConfig> read(Disk& disk, const Environment& environment,
                                   const std::string& profile = {});

  // Valid as long as this is.
  Profile profile(const std::string& name) const;
  Profile profile() const { return profile(in_use_); }
  // Was the profile named by an option? Then it comes before credentials in the environment.
  bool profile_is_explicit() const { return explicit_; }
  // "[services NAME]"; nullptr where it is missing.
  const ConfigSection* services(const std::string& name) const;

 private:
  ConfigFile config_;
  ConfigFile credentials_;
  std::string in_use_;
  bool explicit_ = false;
};

// "~/x" with the user's own folder.
std::string expand_home(const std::string& path, const Environment& environment);

}  // namespace godwit::aws
