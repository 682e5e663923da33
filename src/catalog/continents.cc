// Which continent a country is on, as geolocation routing sees it: by ISO 3166-1 alpha-2 code.
// as_of: 2026-11-22. source: GeoNames, countryInfo. Route 53's own assignment is in its console's
// list of locations; the two are known to agree for all but islands and countries that lie on two
// continents, where they may not.
#include <array>

#include "catalog/catalog.h"

namespace godwit::catalog {

namespace {

struct Continent {
  std::string_view code;
  std::string_view countries;  // apart by spaces
};

constexpr std::array<Continent, 7> continents = {{
    {"AF",
     "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG EH ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML "
     "MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW"},
    {"AN", "AQ BV GS HM TF"},
    {"AS",
     "AE AF AM AZ BD BH BN BT CC CN CX GE HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM "
     "MN MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TM TR TW UZ VN YE"},
    {"EU",
     "AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT "
     "LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK"},
    {"NA",
     "AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA "
     "PM PR SV SX TC TT US VC VG VI"},
    {"OC", "AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TL TO TV UM VU WF WS"},
    {"SA", "AR BO BR CL CO EC FK GF GY PE PY SR UY VE"},
}};

}  // namespace

std::string_view continent_of(std::string_view country) {
  for (const Continent& continent : continents) {
    if (lists(continent.countries, country)) return continent.code;
  }
  return {};
}

}  // namespace godwit::catalog
