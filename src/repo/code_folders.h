// CodeFolders: where the code of a template's functions is, of those whose code is in files: SAM's
// CodeUri, and Code where it is a path, as `aws cloudformation package` takes it.
// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "repo/reading.h"

namespace godwit::repo {

class CodeFolders {
 public:
  CodeFolders(std::string_view path, std::string_view text, const Reading& reading);

  // By logical id; paths from the root, of a folder or a file. "" is the root itself.
  const std::map<std::string, std::string, std::less<>>& all() const { return folders_; }

 private:
  std::map<std::string, std::string, std::less<>> folders_;
};

}  // namespace godwit::repo
