// Nearness: how far a record is from who asks, as its routing policy measures it. Of two records,
// the nearer answers, if it is healthy.
#pragma once

#include <optional>

#include "traffic/asker.h"
#include "traffic/record_set.h"

namespace godwit::traffic {

// In the policy's own unit; nullopt: the record is not for this asker at all, or not of the policy.
// Policies without distances (simple, weighted, multivalue) have none.
//
// latency        seconds of round trip. Where the asker's to the region is not known, it is guessed
//                from the distance: light in fibre goes 200 km in a millisecond, and cables are
//                half as long again as the great circle (our assumption). Nothing known: infinite.
// failover       0 for the primary, 1 for the secondary
// geolocation    0 for the subdivision, 1 for the country, 2 for the continent, 3 for the default.
//                So an unhealthy record leaves its people to the next larger place's (documented at
//                HealthCheckId of API_ResourceRecordSet); that the smallest answers where all of
//                these are unhealthy is our reading of "all unhealthy means all healthy".
// geoproximity   biased kilometres: distance * (1 - bias / 100), see routing-policy-geoproximity.
//                (Editions before 2024 divide by 1 + bias / 100 where the bias is negative.) Where
//                the asker or the resource are not known: infinite.
// IP-based       fewer is nearer: 128 less the prefix of the longest network of the location that
//                has the asker in it; the default is behind all. routing-policy-ipbased. What an
//                unhealthy record leaves its people to is not documented: here, as for geolocation,
//                the next.
std::optional<double> distance_of(Policy policy, const RecordSet& record, const Asker& asker,
                                  const CidrCollections& collections);

// What a round trip over so many kilometres is guessed to take.
Duration guessed_round_trip(double distance_km);

}  // namespace godwit::traffic
