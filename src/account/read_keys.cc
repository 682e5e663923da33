#include "account/formats.h"
#include "account/sections.h"
#include "yaml/unique.h"

namespace godwit::account {

void read_keys(yaml::Reader& file, Account& account) {
  yaml::Unique ids("key id");
  yaml::Unique aliases("key alias");
  for (const Node& item : file.items("keys")) {
    yaml::Reader reader(item, "a key", file.problems());
    Key key;
    key.region = reader.required("region", a_region_among(account.regions));
    key.id = reader.required("id", yaml::a_word);
    key.description = reader.optional("description", yaml::a_line, "");
    key.alias = reader.optional("alias", a_key_alias, "");
    key.rotation = reader.optional("rotation", yaml::a_flag, false);
    key.tags = reader.optional("tags", some_tags, Tags());
    reader.finish();

    ids.add(key.id, reader.place("id"), file.problems());
    // An alias is unique within its region.
    if (!key.alias.empty()) {
      aliases.add(key.alias + " in " + key.region, reader.place("alias"), file.problems());
    }
    account.keys.push_back(std::move(key));
  }
}

}  // namespace godwit::account
