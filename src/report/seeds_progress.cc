#include "report/seeds_progress.h"

#include <ostream>

#include "base/text.h"

namespace godwit::report {
namespace {

constexpr Duration between_updates = milliseconds(200);
constexpr Duration between_lines = seconds(30);

}  // namespace

SeedsProgress::SeedsProgress(std::ostream& out, const Terminal& terminal, const Clock& clock,
                             std::size_t count, std::optional<Time> until)
    : out_(out),
      terminal_(terminal),
      clock_(clock),
      count_(count),
      until_(until),
      began_(clock.now()),
      printed_(began_) {}

void SeedsProgress::over(const rehearse::SeedSummary& summary) {
  ++done_;
  if (!summary.passed() && failed_++ == 0) first_failed_ = summary.seed;
  const Duration pause = terminal_.interactive() ? between_updates : between_lines;
  if (clock_.now() - printed_ < pause) return;
  printed_ = clock_.now();
  print(state());
}

std::string SeedsProgress::state() const {
  const Duration passed = std::max<Duration>(clock_.now() - began_, milliseconds(1));
  const double per_minute =
      static_cast<double>(done_) / std::chrono::duration<double, std::ratio<60>>(passed).count();
  std::string text = group_digits(done_);
  if (count_ > 0) text += " of " + group_digits(count_);
  text += fmt::format(" seeds, {} a minute", group_digits(static_cast<std::uint64_t>(per_minute)));
  if (failed_ > 0) {
    text += ", " + terminal_.styled(Style::bad, fmt::format("{} failed (seed {} first)",
                                                            group_digits(failed_), first_failed_));
  }
  std::optional<Duration> left;
  if (until_) left = std::max(*until_ - clock_.now(), Duration::zero());
  if (count_ > done_ && done_ > 0) {
    left = Duration(passed.count() * static_cast<std::int64_t>(count_ - done_) /
                    static_cast<std::int64_t>(done_));
  }
  if (left) {
    left = *left - *left % seconds(1);
    text += ", " + format_duration(*left) + " left";
  }
  return text;
}

void SeedsProgress::print(const std::string& text) {
  if (terminal_.interactive()) {
    out_ << "\r\x1b[K" << text << std::flush;
  } else {
    out_ << text << std::endl;
  }
}

void SeedsProgress::end() {
  until_.reset();
  count_ = std::min(count_, done_);
  print(state() + fmt::format(", in {}", format_duration(std::chrono::floor<milliseconds>(
                                             clock_.now() - began_))));
  if (terminal_.interactive()) out_ << std::endl;
}

}  // namespace godwit::report
