#include "rehearse/faults/disk_faults.h"

namespace godwit::rehearse {

DiskFaults::DiskFaults(Schedule& schedule, SimulatedDisk& disk) : schedule_(schedule), disk_(disk) {
  schedule.on(FaultKind::disk_full, [this](Trouble& trouble) {
    if (trouble.active) ++trouble.happened;
    disk_.set_capacity(schedule_.any_active(FaultKind::disk_full) ? disk_.used()
                                                                  : ~std::uint64_t{0});
  });
}

void DiskFaults::crash() {
  if (Trouble* torn = schedule_.strike(FaultKind::torn_writes)) {
    disk_.crash_with_torn_writes(*torn->chance);
  } else {
    disk_.crash();
  }
}

}  // namespace godwit::rehearse
