// Child: this program as a process of its own, for tests that kill it.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace godwit::cli::testing {

class Child {
 public:
  // Its stdout goes to one file and its stderr to another; existing ones are replaced.
  Child(std::vector<std::string> words, const std::string& out, const std::string& err,
        const std::vector<std::string>& environment = {}) {
    words.insert(words.begin(), GODWIT_BINARY);
    process_ = fork();
    if (process_ != 0) return;
    redirect(out, STDOUT_FILENO);
    redirect(err, STDERR_FILENO);
    for (const std::string& variable : environment) putenv(strdup(variable.c_str()));
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execv(GODWIT_BINARY, arguments.data());
    _exit(127);
  }
  ~Child() { kill(); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // Its exit code, if it ends in that time.
  std::optional<int> wait(std::chrono::milliseconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    int status = 0;
    while (process_ > 0) {
      if (waitpid(process_, &status, WNOHANG) == process_) {
        process_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
      }
      if (std::chrono::steady_clock::now() >= deadline) break;
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    return std::nullopt;
  }
  void signal(int number) const { ::kill(process_, number); }
  void kill() {
    if (process_ <= 0) return;
    signal(SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = -1;
  }

 private:
  static void redirect(const std::string& path, int number) {
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(file, number);
  }

  pid_t process_ = -1;
};

}  // namespace godwit::cli::testing
