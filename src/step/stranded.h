// Stranded: what was written in one bucket and is not in the other. Before a way back takes
// anything away it asks this: the only copy of anything must stay.
#pragma once

#include <string>

#include "step/context.h"
#include "step/inventory.h"

namespace godwit::step {

struct Stranded {
  std::size_t coming = 0;  // replication has not said that it failed: they may still arrive
  std::size_t stuck = 0;   // it has failed, or was never asked
  std::string first;       // "key (version)", the oldest that is stuck, else the oldest at all
};

// What `here`, which is in `bucket`, has and `there` lacks, of what was written here. What
// replication brought here and is not there any more was deleted there on purpose, and is not
// counted (deletions of versions are never replicated, fact D8). A delete marker says nothing of
// how it came: it is waited for as long as it is younger than `patience`; after that it matters
// only where the other side still shows what it hides.
Result<Stranded> find_stranded(Context& context, const aws::s3::BucketName& bucket,
                               const Inventory& here, const Inventory& there, Duration patience);

// When somebody last wrote to the bucket itself, rather than replication; `since` if nobody has
// after that.
Result<Time> last_write(Context& context, const aws::s3::BucketName& bucket,
                        const Inventory& inventory, Time since);

}  // namespace godwit::step
