// MedZen's files, for benchmarks. They are part of the tree: what cannot be read is a broken
// checkout.
#pragma once

#include <cstdlib>
#include <iostream>

#include "account/account_file.h"
#include "env/real_disk.h"
#include "plan/plan_file.h"

namespace godwit::bench {

inline std::string example(const std::string& name) {
  RealDisk disk;
  auto text = read_file(disk, GODWIT_SOURCE_DIR "/examples/medzen/" + name);
  if (!text) {
    std::cerr << to_string(text.error()) << '\n';
    std::exit(3);
  }
  return *text;
}

inline account::Account medzen_account() {
  return account::read_account(example("account.yaml"), "account.yaml").value();
}

inline plan::Plan medzen_plan() {
  return plan::read_plan(example("migration.yaml"), "migration.yaml").value();
}

}  // namespace godwit::bench
