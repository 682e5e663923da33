#include "env/real_programs.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

namespace godwit {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t longest_output = 1 << 20;

Error program_error(const std::string& program, ErrorKind kind, std::string cause,
                    std::string remedy) {
  return {.kind = kind,
          .operation = "run",
          .subject = program,
          .cause = std::move(cause),
          .remedy = std::move(remedy),
          .code = {},
          .where = {}};
}

// One end to read from, one to write to; closed with it, and in programs that are started.
class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) {
      throw std::system_error(errno, std::generic_category(), "pipe");
    }
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    close_end(0);
    close_end(1);
  }

  int read_end() const { return ends_[0]; }
  int write_end() const { return ends_[1]; }
  void close_end(int which) {
    if (ends_[which] >= 0) close(ends_[which]);
    ends_[which] = -1;
  }

 private:
  std::array<int, 2> ends_ = {-1, -1};
};

// Takes what is there; false at its end.
bool read_some(Pipe& pipe, std::string& into) {
  std::array<char, 4096> buffer;
  const ssize_t count = read(pipe.read_end(), buffer.data(), buffer.size());
  if (count < 0 && errno == EINTR) return true;
  if (count <= 0) return false;
  const std::size_t room = longest_output - into.size();
  into.append(buffer.data(), std::min(room, static_cast<std::size_t>(count)));
  return true;
}

// Reads both until both have ended, or time is up: false.
bool read_all(Pipe& output, Pipe& errors, ProgramResult& result, Clock::time_point deadline) {
  while (output.read_end() >= 0 || errors.read_end() >= 0) {
    std::array<pollfd, 2> entries = {pollfd{output.read_end(), POLLIN, 0},
                                     pollfd{errors.read_end(), POLLIN, 0}};
    const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return false;
    if (poll(entries.data(), entries.size(), static_cast<int>(std::min<long>(left, 60'000))) < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    if (entries[0].revents != 0 && !read_some(output, result.output)) output.close_end(0);
    if (entries[1].revents != 0 && !read_some(errors, result.errors)) errors.close_end(0);
  }
  return true;
}

struct FileActions {
  FileActions() { posix_spawn_file_actions_init(&actions); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  ~FileActions() { posix_spawn_file_actions_destroy(&actions); }
  posix_spawn_file_actions_t actions;
};

}  // namespace

Result<ProgramResult> RealPrograms::run(const std::vector<std::string>& arguments,
                                        Duration timeout) {
  const std::string program = arguments.empty() ? std::string() : arguments.front();
  Pipe output;
  Pipe errors;
  FileActions files;
  posix_spawn_file_actions_addopen(&files.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files.actions, output.write_end(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files.actions, errors.write_end(), STDERR_FILENO);
  std::vector<char*> texts;
  for (const std::string& each : arguments) texts.push_back(const_cast<char*>(each.c_str()));
  texts.push_back(nullptr);

  pid_t process = 0;
  const int failure =
      posix_spawnp(&process, program.c_str(), &files.actions, nullptr, texts.data(), environ);
  if (failure != 0) {
    return fail(
        program_error(program, failure == ENOENT ? ErrorKind::not_found : ErrorKind::unreachable,
                      failure == ENOENT ? "there is no such program" : std::strerror(failure),
                      "check its name and that it may be run"));
  }
  output.close_end(1);
  errors.close_end(1);

  ProgramResult result;
  const bool ended = read_all(output, errors, result, Clock::now() + timeout);
  if (!ended) kill(process, SIGKILL);
  int status = 0;
  while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  if (!ended) {
    return fail(program_error(program, ErrorKind::unknown,
                              "it took longer than " + format_duration(timeout), "run it by hand"));
  }
  result.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return result;
}

}  // namespace godwit
