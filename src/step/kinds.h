// Makers of all step kinds, each defined in its own file in steps/. What a kind does stands there;
// which parameters it takes, too.
#pragma once

#include <memory>

#include "step/step.h"

namespace godwit::step {

std::unique_ptr<Step> make_account();
std::unique_ptr<Step> make_key();
std::unique_ptr<Step> make_bucket();
std::unique_ptr<Step> make_versioning();
std::unique_ptr<Step> make_replicate();
std::unique_ptr<Step> make_restore();
std::unique_ptr<Step> make_backfill();
std::unique_ptr<Step> make_verify();
std::unique_ptr<Step> make_health_check();
std::unique_ptr<Step> make_switch();
std::unique_ptr<Step> make_records();
std::unique_ptr<Step> make_drill();
std::unique_ptr<Step> make_shift();
std::unique_ptr<Step> make_soak();
std::unique_ptr<Step> make_value();
std::unique_ptr<Step> make_rewrite();
std::unique_ptr<Step> make_supabase();
std::unique_ptr<Step> make_firebase();
std::unique_ptr<Step> make_settings_file();
std::unique_ptr<Step> make_command();

}  // namespace godwit::step
