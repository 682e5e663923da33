// Typed calls of Supabase's Management API, through Cloud: unsigned, with a bearer token that
// TokenCloud adds. https://supabase.com/docs/reference/api
#pragma once

#include <string>
#include <vector>

#include "aws/cloud.h"
#include "base/result.h"
#include "consumer/setting.h"

namespace godwit::consumer::supabase {

inline constexpr std::string_view host = "api.supabase.com";

struct SecretDigest {
  std::string name;
  std::string digest;  // digest_of(value): values themselves are never told (fact E5)
};

Result<std::vector<SecretDigest>> list_secrets(aws::Cloud& cloud, const std::string& project);
// One call: all of them, or none. Every setting has a value. Errors: invalid, where a name begins
// with "SUPABASE_".
Result<void> set_secrets(aws::Cloud& cloud, const std::string& project, const Settings& secrets);
Result<void> delete_secrets(aws::Cloud& cloud, const std::string& project,
                            const std::vector<std::string>& names);

struct FunctionFile {
  std::string path;  // from the functions' folder
  std::string content;
};
struct FunctionSource {
  std::string slug;
  std::string entrypoint;  // "chime-meeting-token/index.ts"
  bool verify_jwt = true;
  std::vector<FunctionFile> files;  // by path
};
struct Function {
  std::string slug;
  std::string status;  // "ACTIVE"
  int version = 0;     // one more with each deployment
  std::string digest;  // of its bundle (ezbr_sha256)
  bool verify_jwt = true;
};

Result<std::vector<Function>> list_functions(aws::Cloud& cloud, const std::string& project);
Result<Function> get_function(aws::Cloud& cloud, const std::string& project,
                              const std::string& slug);  // not_found
Result<Function> deploy_function(aws::Cloud& cloud, const std::string& project,
                                 const FunctionSource& source);

}  // namespace godwit::consumer::supabase
