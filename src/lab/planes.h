// Planes: which of a service's operations are its control plane (they create, change, list and
// describe resources) and which its data plane (they use them). They fail apart.
// https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/control-planes-and-data-planes.html
#pragma once

#include "aws/model.h"

namespace godwit::lab {

enum class Plane { control, data };

// DNS answers are Route 53's data plane, and no operation.
Plane plane_of(const aws::Service& service, const aws::Operation& operation);

}  // namespace godwit::lab
