// A document counts what a workload costs in each region and leaves out what the move adds (fact
// F5).
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

#include "base/text.h"
#include "check/passages.h"
#include "check/region_words.h"
#include "check/rule.h"

namespace godwit::check::rule {
namespace {

bool is_money(std::string_view text) {
  return text.find_first_of("0123456789") != std::string_view::npos &&
         (text.find('$') != std::string_view::npos || text.find("€") != std::string_view::npos ||
          text.find("£") != std::string_view::npos || text.find("USD") != std::string_view::npos ||
          text.find("EUR") != std::string_view::npos);
}

// Costs by region: two columns of money at least whose headers name regions, three rows at least.
bool is_cost_table(const markdown::Table& table) {
  if (table.rows.size() < 3) return false;
  int columns = 0;
  for (std::size_t i = 0; i < table.header.size(); ++i) {
    if (region_words(table.header[i].text.content()).empty()) continue;
    const auto money = std::ranges::count_if(table.rows, [&](const auto& row) {
      return i < row.size() && is_money(row[i].text.content());
    });
    if (money * 2 > std::ssize(table.rows)) ++columns;
  }
  return columns >= 2;
}

// All that the document says in its sections about costs: the table and what stands around it.
std::string words_of_costs(const markdown::Document& document, const markdown::Table& table) {
  constexpr std::array<std::string_view, 6> about = {"cost",   "costs", "budget",
                                                     "prices", "price", "billing"};
  std::vector<bool> inside(document.sections.size());
  for (std::size_t i = 0; i < document.sections.size(); ++i) {
    const markdown::Section& section = document.sections[i];
    inside[i] = static_cast<int>(i) == table.section ||
                has_any_word(section.title.content(), about) ||
                (section.parent >= 0 && inside[static_cast<std::size_t>(section.parent)] &&
                 section.level > 1);
  }
  std::string words;
  for (const markdown::Prose& prose : document.prose) {
    if (inside[static_cast<std::size_t>(prose.section)]) words += prose.text.content() + '\n';
  }
  for (const markdown::Table& each : document.tables) {
    if (!inside[static_cast<std::size_t>(each.section)]) continue;
    for (const auto& row : each.rows) {
      for (const markdown::Cell& cell : row) words += cell.text.content() + " | ";
      words += '\n';
    }
  }
  return words;
}

// The whole of a table's cell.
Span span_of_cell(const markdown::Cell& cell) {
  return span_of(cell.text, 0, cell.text.content().size());
}

const markdown::Cell* row_about(const markdown::Table& table,
                                std::span<const std::string_view> words) {
  for (const auto& row : table.rows) {
    if (!row.empty() && has_any_word(row.front().text.content(), words)) return &row.front();
  }
  return nullptr;
}

void look_at_standby(const Document& document, const markdown::Table& table,
                     const std::string& costs, Findings& findings) {
  constexpr std::array<std::string_view, 3> database = {"RDS", "Aurora", "database"};
  constexpr std::array<std::string_view, 9> covered = {
      "multi-az",       "multi az", "standby", "two instances", "2 instances", "second instance",
      "both instances", "x2",       "2x"};
  constexpr std::array<std::string_view, 2> multi = {"multi-az", "multi az"};
  const markdown::Cell* row = row_about(table, database);
  if (row == nullptr || has_any_word(costs, covered)) return;
  if (!has_any_word(document.content.source.content(), multi)) return;
  findings.add(span_of_cell(*row),
               "the database is Multi-AZ, which bills two instances, and the costs say nothing of "
               "the second",
               "count the standby: the same again");
}

void look_at_replication(const Subject& subject, const Document& document,
                         const markdown::Table& table, const std::string& costs,
                         Findings& findings) {
  constexpr std::array<std::string_view, 4> beginnings = {"replicat", "inter-region",
                                                          "cross-region", "interregion"};
  constexpr std::array<std::string_view, 4> between = {"between regions", "region to region",
                                                       "to the other region", "backfill"};
  constexpr std::array<std::string_view, 3> control = {"time control", "rtc", "replication time"};
  const bool replicates = std::ranges::any_of(subject.commands, [](const Command& command) {
    return command.is("s3api", "put-bucket-replication") ||
           command.is("dynamodb", "update-table") ||
           command.is("rds", "create-db-instance-read-replica");
  });
  const std::string& text = document.content.source.content();
  if (!replicates && !has_beginning(text, "replicat")) return;
  const Span header = span_of_cell(table.header.front());
  if (!has_any_beginning(costs, beginnings) && !has_any_word(costs, between)) {
    findings.add(header,
                 "data is replicated to another region, and the costs have no transfer between "
                 "regions",
                 "count each gigabyte that is copied, and each that is written while replication "
                 "runs");
  }
  if (text.find("\"ReplicationTime\"") != std::string::npos && !has_any_word(costs, control)) {
    findings.add(
        header,
        "Replication Time Control is turned on, and the costs do not have it: it is billed "
        "by the gigabyte",
        "count it, or do without");
  }
}

void look_at_both(const Subject& subject, const markdown::Table& table, const std::string& costs,
                  Findings& findings) {
  constexpr std::array<std::string_view, 12> covered = {
      "both regions", "in parallel",  "parallel", "dual",       "overlap",    "while both",
      "both run",     "side by side", "twice",    "double run", "transition", "two regions"};
  if (subject.migration.target.region.empty() || has_any_word(costs, covered)) return;
  findings.add(
      span_of_cell(table.header.front()),
      "the costs have a month in the one region and a month in the other, and none in which "
      "both run",
      "count the weeks in which everything is there twice");
}

void look(const Subject& subject, Findings& findings) {
  for (const Document& document : subject.documents) {
    const auto table = std::ranges::find_if(document.content.tables, is_cost_table);
    if (table == document.content.tables.end() || table->header.empty()) continue;
    const std::string costs = words_of_costs(document.content, *table);
    look_at_both(subject, *table, costs, findings);
    look_at_replication(subject, document, *table, costs, findings);
    look_at_standby(document, *table, costs, findings);
  }
}

}  // namespace

extern const Rule cost_incomplete;
const Rule cost_incomplete{
    .id = "cost-incomplete",
    .severity = Severity::warning,
    .title = "a comparison of costs leaves out what the move adds",
    .look = look,
};

}  // namespace godwit::check::rule
