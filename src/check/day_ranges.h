// Day ranges: the days of a plan that its titles give ("Migration Phase (Day 3-5)"), and the plan's
// length as a table of its phases gives it.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "check/figures.h"
#include "check/subject.h"

namespace godwit::check {

struct DayRange {
  int first = 0;
  int last = 0;

  int days() const { return last - first + 1; }
};

// "Day 8", "(Days 3-5)", "Week 2"; nothing where there is none, or several.
std::optional<DayRange> day_range(std::string_view text);

// Of each of a document's sections: its title's, or else from the first to the last of those below
// it, and of its bold labels ("**Speed (days 11-12):**").
struct SectionDays {
  std::optional<DayRange> days;
  bool own = false;  // of its title
};
std::vector<SectionDays> days_of_sections(const markdown::Document& document);

// The row with the total of a table of durations of a document's: its cell. Nothing where there is
// none, or several that differ.
struct PlanLength {
  double seconds = 0;
  const FigureTable* table = nullptr;
  std::size_t row = 0;
  std::size_t column = 0;
};
std::optional<PlanLength> plan_length(const std::vector<FigureTable>& tables, int document);

}  // namespace godwit::check
