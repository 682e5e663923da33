// Its findings come from check/suppressions.cc, which reads exceptions once for all rules.
#include "check/rule.h"

namespace godwit::check::rule {

extern const Rule suppression_invalid;
const Rule suppression_invalid = {
    .id = "suppression-invalid",
    .severity = Severity::error,
    .title = "an exception has no reason, or names no rule that there is",
    .look = [](const Subject&, Findings&) {},
};

}  // namespace godwit::check::rule
