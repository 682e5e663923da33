// The one place where the real world is put together.
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "cli/command.h"
#include "env/real_env.h"

int main(int argc, char** argv) {
  using namespace godwit;
  RealEnv env;
  winsize window{};
  bool is_terminal = isatty(STDOUT_FILENO) == 1;
  int width = is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 ? window.ws_col : 0;
  auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value ? value : "");
  };
  cli::Console console{
      env.env(), std::cout, std::cerr,
      report::Terminal(is_terminal, variable("NO_COLOR"), variable("TERM"), width)};
  int code = cli::run(argc, argv, console);
  std::cout.flush();
  // A full disk under a redirected report is a failure too.
  return std::cout.good() ? code : cli::broken;
}
