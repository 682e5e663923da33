// A run's journal, for people and as JSON lines.
#pragma once

#include <string>
#include <vector>

#include "report/terminal.h"
#include "run/record.h"

namespace godwit::report {

std::string journal_text(const std::vector<run::Record>& records, const Terminal& terminal);

// One object per record and line: sequence, time, kind, step, payload, hash.
std::string journal_json(const std::vector<run::Record>& records);

}  // namespace godwit::report
