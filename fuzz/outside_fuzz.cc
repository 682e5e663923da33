// Any bytes as requests to the lab's services outside AWS, and as what the client's side reads:
// records, sealed values, answers.
#include "consumer/sealed.h"
#include "consumer/secret_manager.h"
#include "consumer/setting.h"
#include "consumer/supabase.h"
#include "env/simulated_env.h"
#include "fuzz/fuzz.h"
#include "lab/lab.h"
#include "lab/outside/form_data.h"
#include "lab/outside/outside.h"

namespace godwit {
namespace {

account::Account small_account() {
  account::Account account;
  account.id = "111122223333";
  account.regions = {"eu-west-1"};
  account.supabase = {{.ref = "abcdefghijklmnopqrst", .secrets = {{"A", "a"}}, .functions = {"f"}}};
  account.secret_manager = {{.id = "small-example", .secrets = {{"s", "v"}}}};
  return account;
}

// Answers everything with the same bytes.
class OneAnswer : public aws::Cloud {
 public:
  OneAnswer(int status, std::string_view body) : status_(status), body_(body) {}
  Result<aws::Response> send(const aws::Request&) override {
    aws::Response response;
    response.status = status_;
    response.body = body_;
    return response;
  }

 private:
  int status_;
  std::string body_;
};

void ask_everything(std::string_view bytes) {
  static SimulatedEnv env(Time(), 1);
  static const account::Account account = small_account();
  static lab::Lab lab({env.clock, env.scheduler, env.random}, account);
  lab::Outside& outside = lab.outside();
  for (lab::OutsideService* service : outside.services()) {
    // The first byte is one of its operations; the rest a body, or a query.
    const auto routes = service->routes();
    const auto which = bytes.empty() ? 0U : static_cast<unsigned char>(bytes.front());
    const lab::WebRoute& route = routes[which % routes.size()];
    HttpRequest request;
    request.method = route.method;
    request.host = service->host();
    std::size_t name = 0;
    for (const char letter : route.pattern) {
      if (letter == '{') {
        const bool supabase = service->name() == "supabase";
        constexpr const char* names[] = {"abcdefghijklmnopqrst", "f", "small-example", "s", "1"};
        request.path += name < 2 ? names[name + (supabase ? 0 : 2)] : names[4];
        ++name;
      } else if (letter != '}') {
        request.path += letter;
      }
    }
    request.headers = {{"Authorization", "Bearer test"},
                       {"Content-Type", "multipart/form-data; boundary=x"}};
    const std::string_view rest = bytes.substr(bytes.empty() ? 0 : 1);
    request.query = rest.substr(0, 100);
    request.body = std::string(rest);
    std::ignore = outside.answer(*service, request);
    request.path = std::string(rest.substr(0, 200));
    std::ignore = outside.answer(*service, request);
    std::ignore = service->snapshot();
  }
  std::ignore = lab::read_form(bytes.substr(0, bytes.size() / 3), bytes.substr(bytes.size() / 3));
}

void read_everything(std::string_view bytes) {
  if (const auto record = consumer::parse_record(bytes)) {
    const auto again = consumer::parse_record(consumer::to_text(*record));
    fuzz::must(again.has_value());
    fuzz::must(again->epoch == record->epoch);
  }
  static SimulatedDisk disk;
  static SimulatedRandom random(1);
  static const auto key = consumer::SealingKey::load_or_make(disk, "key", random);
  fuzz::must(!key->open(bytes, "a").has_value());
  const std::string sealed = key->seal(bytes, "a", random);
  fuzz::must(key->open(sealed, "a").value_or("-" + std::string(bytes)) == bytes);
  for (const int status : {200, 201, 400, 503}) {
    OneAnswer cloud(status, bytes);
    std::ignore = consumer::supabase::list_secrets(cloud, "p");
    std::ignore = consumer::supabase::list_functions(cloud, "p");
    std::ignore = consumer::supabase::get_function(cloud, "p", "f");
    std::ignore = consumer::supabase::set_secrets(cloud, "p", {{"A", "b"}});
    std::ignore = consumer::secret_manager::get_latest(cloud, "p", "s");
    std::ignore = consumer::secret_manager::list_versions(cloud, "p", "s");
    std::ignore = consumer::secret_manager::add_version(cloud, "p", "s", "v");
  }
}

}  // namespace
}  // namespace godwit

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  godwit::ask_everything(bytes);
  godwit::read_everything(bytes);
  return 0;
}
