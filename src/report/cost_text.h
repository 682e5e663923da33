// What a move costs, for people and for programs (docs/price-file.md).
#pragma once

#include <string>

#include "plan/bill.h"
#include "report/terminal.h"

namespace godwit::report {

std::string cost_text(const plan::Plan& plan, const plan::Prices& prices, const plan::Bill& bill,
                      const Terminal& terminal);
std::string cost_json(const plan::Plan& plan, const plan::Prices& prices, const plan::Bill& bill);

}  // namespace godwit::report
