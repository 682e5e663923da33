#include "env/threads.h"

#include <algorithm>
#include <thread>
#include <vector>

namespace godwit {

void on_threads(std::size_t count, const std::function<void(std::size_t)>& work) {
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < count; ++i) others.emplace_back([&work, i] { work(i); });
  if (count > 0) work(0);
}

std::size_t processors() { return std::max(1U, std::thread::hardware_concurrency()); }

}  // namespace godwit
