// One call through everything that a call passes: serialise, sign, verify, parse, handle, and back.
#include <benchmark/benchmark.h>

#include "aws/api/s3.h"
#include "aws/signature.h"
#include "bench/medzen.h"
#include "env/simulated_env.h"
#include "lab/lab.h"

namespace godwit::bench {
namespace {

struct World {
  account::Account account = medzen_account();
  SimulatedEnv env{account.starts, 1};
  lab::Lab lab{{env.clock, env.scheduler, env.random}, account};
  aws::SigningCloud cloud{
      lab.cloud(),
      {account.credentials.access_key_id, account.credentials.secret_access_key, {}},
      env.clock};
  aws::s3::BucketName bucket{account.buckets[0].region, account.buckets[0].name};
};

void put_object(benchmark::State& state) {
  World world;
  std::uint64_t number = 0;
  for (auto _ : state) {
    aws::s3::PutObject object;
    object.key = std::to_string(++number);
    object.body = Body(std::string(64, 'x'));
    benchmark::DoNotOptimize(aws::s3::put_object(world.cloud, world.bucket, object));
  }
}
BENCHMARK(put_object)->Unit(benchmark::kMicrosecond);

void get_object(benchmark::State& state) {
  World world;
  for (auto _ : state) {
    benchmark::DoNotOptimize(aws::s3::get_object(world.cloud, world.bucket, "canary"));
  }
}
BENCHMARK(get_object)->Unit(benchmark::kMicrosecond);

void head_object(benchmark::State& state) {
  World world;
  for (auto _ : state) {
    benchmark::DoNotOptimize(aws::s3::head_object(world.cloud, world.bucket, "canary"));
  }
}
BENCHMARK(head_object)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace godwit::bench
