// What is deployed as an edge function: the files of its own folder and those that functions share
// ("_shared"), as Supabase's own command line takes them.
// https://supabase.com/docs/guides/functions/development-tips
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "consumer/supabase.h"
#include "env/disk.h"
#include "repo/edit.h"

namespace godwit::consumer {

// Changes of files that are not to be seen: what is read is as it was before them. Paths are from
// `repository`, which the functions' folder may be in.
struct BeforeChanges {
  std::string repository;
  std::vector<repo::FileChange> changes;
};

// `folder` has a folder for each function. Files whose names begin with a dot stay out: .env is one
// of them. Whether a token is verified says config.toml beside the folder; where it does not,
// `verify_jwt`. Errors: the disk's; not_found, where the function has no index file; invalid, where
// it is too large; conflict, where a file is not what the changes have made of it.
Result<supabase::FunctionSource> read_function_source(Disk& disk, const std::string& folder,
                                                      const std::string& slug, bool verify_jwt,
                                                      const BeforeChanges& before);

// For comparing: the same files, the same digest.
std::string digest_of(const supabase::FunctionSource& source);

}  // namespace godwit::consumer
