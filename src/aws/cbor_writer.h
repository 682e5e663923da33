// Values as CBOR, by their shapes: the bodies of RPC v2.
// https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html#shape-serialization
#pragma once

#include <string>

#include "aws/model.h"
#include "aws/value.h"

namespace godwit::aws {

// A structure, as one map. Documents have no place in this protocol: they become null.
void write_cbor(std::string& out, const Shape& shape, const Value& value);

}  // namespace godwit::aws
