// Progress: a run as it goes, for people: one line for whatever begins, waits, ends or fails.
#pragma once

#include <iosfwd>
#include <map>
#include <string>

#include "plan/graph.h"
#include "report/terminal.h"
#include "run/event.h"

namespace godwit::report {

class Progress : public run::Observer {
 public:
  // Writes to `out`, which outlives it.
  Progress(const plan::Graph& graph, std::ostream& out, Terminal terminal);

  void on_record(const run::Record& record) override;
  void on_wait(Time time, const std::string& step, const std::string& why) override;

 private:
  void line(Time time, Style style, std::string_view what, const std::string& step,
            const std::string& detail);

  const plan::Graph& graph_;
  std::ostream& out_;
  Terminal terminal_;
  std::size_t width_ = 0;  // of the widest step's id
  std::size_t done_ = 0;
};

}  // namespace godwit::report
