// Threads for a piece of work that is over when all of them are: of many files, say.
#pragma once

#include <cstddef>
#include <functional>

namespace godwit {

// Calls work(0) ... work(count - 1) at the same time, the first of them on the caller's thread, and
// returns when all have. Of one there is no other thread, as in a simulation. May not throw.
void on_threads(std::size_t count, const std::function<void(std::size_t)>& work);

// How many of this machine's processors this process may use; at least 1.
std::size_t processors();

}  // namespace godwit
