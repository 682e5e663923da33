// What an account file describes, put into the lab's services: keys, buckets and objects. What the
// file leaves to chance is drawn from the world's, each bucket from a stream of its own.
#pragma once

namespace godwit::lab {

class Lab;

void populate(Lab& lab);

}  // namespace godwit::lab
