#include <filesystem>

#include "plan/plan.h"

namespace godwit::plan {

std::string from_plan_file(const Plan& plan, const std::string& path) {
  if (path.empty() || path.starts_with('/')) return path;
  const std::string folder = plan.file.substr(0, plan.file.rfind('/') + 1);  // npos + 1 is 0
  return std::filesystem::path(folder + path).lexically_normal().generic_string();
}

}  // namespace godwit::plan
