// Files: what is on this machine's disk before a run, of which steps read or change some: a path as
// the plan has it, and its content.
#pragma once

#include <map>
#include <string>

namespace godwit::rehearse {

using Files = std::map<std::string, std::string>;

}  // namespace godwit::rehearse
