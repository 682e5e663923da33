// What a service says to whoever asks too often: each has its own way to say "later".
// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
// https://docs.aws.amazon.com/awssupport/latest/user/CommonErrors.html
#pragma once

#include "aws/codec.h"

namespace godwit::lab {

aws::ServiceError throttled(const aws::Service& service);

}  // namespace godwit::lab
