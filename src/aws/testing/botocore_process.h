// botocore_client.py, running: one call in, one answer out. For tests only.
#pragma once

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/json.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

namespace godwit::aws::testing {

class BotocoreProcess {
 public:
  // The first Python that has a botocore which knows what is asked for; nullptr if there is none.
  // `question` is a Python program that fails where it does not.
  static std::unique_ptr<BotocoreProcess> start(const std::string& question) {
    for (const char* python : {"/usr/bin/python3", "python3"}) {
      const std::string probe = std::string(python) + " -c '" + question + "' 2>/dev/null";
      if (std::system(probe.c_str()) == 0) {
        return std::unique_ptr<BotocoreProcess>(new BotocoreProcess(python));
      }
    }
    return nullptr;
  }

  BotocoreProcess(const BotocoreProcess&) = delete;
  BotocoreProcess& operator=(const BotocoreProcess&) = delete;
  ~BotocoreProcess() {
    std::fclose(to_);
    std::fclose(from_);
    waitpid(process_, nullptr, 0);
  }

  // Empty if the process is gone.
  boost::json::object ask(const boost::json::object& line) {
    const std::string text = boost::json::serialize(line) + "\n";
    std::fwrite(text.data(), 1, text.size(), to_);
    std::fflush(to_);
    char* answer = nullptr;
    std::size_t capacity = 0;
    const auto length = getline(&answer, &capacity, from_);
    boost::json::object object;
    if (length > 0) {
      object = boost::json::parse({answer, static_cast<std::size_t>(length)}).as_object();
    }
    std::free(answer);
    return object;
  }

 private:
  explicit BotocoreProcess(const std::string& python) {
    std::signal(SIGPIPE, SIG_IGN);  // its end is an empty answer, not ours
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    if (pipe(in.data()) != 0 || pipe(out.data()) != 0) std::abort();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    posix_spawn_file_actions_addclose(&actions, in[1]);
    posix_spawn_file_actions_addclose(&actions, out[0]);
    std::string program = python;
    std::string script = GODWIT_SOURCE_DIR "/src/aws/testing/botocore_client.py";
    char* const arguments[] = {program.data(), script.data(), nullptr};
    if (posix_spawnp(&process_, program.c_str(), &actions, nullptr, arguments, environ) != 0) {
      std::abort();
    }
    posix_spawn_file_actions_destroy(&actions);
    close(in[0]);
    close(out[1]);
    to_ = fdopen(in[1], "w");
    from_ = fdopen(out[0], "r");
  }

  pid_t process_ = -1;
  std::FILE* to_ = nullptr;
  std::FILE* from_ = nullptr;
};

}  // namespace godwit::aws::testing
