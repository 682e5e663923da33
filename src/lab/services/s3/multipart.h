// What the handlers of multipart uploads share.
#pragma once

#include "lab/service.h"
#include "lab/services/s3/upload.h"

namespace godwit::lab::services {

struct Bucket;

std::unexpected<aws::ServiceError> no_such_upload(const std::string& id);

// When a lifecycle rule will give the upload up, in the answers that say so.
void say_abort(const Bucket& bucket, const std::string& key, const Upload& upload,
               aws::Value& output);

}  // namespace godwit::lab::services
