// A run's journal, for people and as JSON lines.
#pragma once

#include <string>
#include <vector>

#include "report/terminal.h"
#include "run/journal_view.h"

namespace godwit::report {

std::string journal_text(const std::vector<run::Record>& records, const Terminal& terminal);

// One object per record and line: everything that its hash covers, and the hash.
std::string journal_json(const std::vector<run::Record>& records);

// What was checked of a journal that verifies, and what could not be.
std::string verification_text(const run::JournalView& view);

}  // namespace godwit::report
