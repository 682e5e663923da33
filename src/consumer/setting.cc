#include "consumer/setting.h"

#include "base/digest.h"
#include "base/encoding.h"

namespace godwit::consumer {

std::string digest_of(std::string_view value) { return to_hex(sha256(value)); }

}  // namespace godwit::consumer
