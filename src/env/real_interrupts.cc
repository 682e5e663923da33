#include "env/real_interrupts.h"

#include <unistd.h>

#include <csignal>
#include <ctime>

namespace godwit {

namespace {

sigset_t interrupts() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

RealInterrupts::RealInterrupts(std::function<void()> on_interrupt)
    : on_interrupt_(std::move(on_interrupt)) {
  const sigset_t set = interrupts();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  thread_ = std::thread([this] { watch(); });
}

RealInterrupts::~RealInterrupts() {
  done_ = true;
  thread_.join();
  const sigset_t set = interrupts();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void RealInterrupts::watch() {
  const sigset_t set = interrupts();
  const timespec moment{0, 100'000'000};
  bool interrupted = false;
  while (!done_) {
    const int signal = sigtimedwait(&set, nullptr, &moment);
    if (signal <= 0) continue;
    if (interrupted) _exit(128 + signal);
    interrupted = true;
    on_interrupt_();
  }
}

}  // namespace godwit
