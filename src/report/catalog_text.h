// The catalog for people (docs/catalog.md).
#pragma once

#include <string>
#include <string_view>

#include "catalog/refreshed.h"
#include "report/terminal.h"

namespace godwit::report {

// What it has, as of when, and from where. `newer` may be nullptr.
std::string catalog_overview(const catalog::Refreshed* newer, const Terminal& terminal);
// Of one service, region, model or runtime. Empty: the catalog has nothing of that name.
std::string catalog_entry(std::string_view name, const catalog::Refreshed* newer,
                          const Terminal& terminal);
// What AWS says otherwise than the tables that are compiled in: a line each.
std::string catalog_news(const catalog::Refreshed& newer);

}  // namespace godwit::report
