// The one place where the real world is put together.
#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>

#include "cli/command.h"
#include "env/real_env.h"
#include "env/real_interrupts.h"

int main(int argc, char** argv) {
  using namespace godwit;
  RealEnv env;
  winsize window{};
  bool is_terminal = isatty(STDOUT_FILENO) == 1;
  int width = is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 ? window.ws_col : 0;
  const Environment environment = Environment::of(environ);
  cli::Console console{
      env.env(), std::cout, std::cerr,
      report::Terminal(is_terminal, environment.get("NO_COLOR"), environment.get("TERM"), width)};
  if (isatty(STDIN_FILENO) == 1) console.in = &std::cin;
  console.messages = report::Terminal(isatty(STDERR_FILENO) == 1, environment.get("NO_COLOR"),
                                      environment.get("TERM"), width);
  console.environment = environment;
  console.loop = {[&env] { env.scheduler.run(); }, [&env] { env.scheduler.stop(); }};
  console.on_interrupt = [](std::function<void()> stop) {
    return std::make_shared<RealInterrupts>(std::move(stop));
  };
  int code = cli::run(argc, argv, console);
  std::cout.flush();
  // A full disk under a redirected report is a failure too.
  return std::cout.good() ? code : cli::broken;
}
