#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>

#include "base/text.h"
#include "check/rule.h"

// The visible list: a rule is one line here, and one file rules/ID.cc (with '_' for '-') that
// defines `extern const Rule ID`.
#define GODWIT_RULES(X)               \
  /* capability */                    \
  X(service_stays_in_source)          \
  X(quota_service)                    \
  X(service_not_in_region)            \
  X(control_region_missing)           \
  X(fallback_without_service)         \
  X(language_not_supported)           \
  X(model_retired)                    \
  X(model_name_wrong)                 \
  X(model_needs_profile)              \
  X(runtime_deprecated)               \
  X(sms_sandbox_regional)             \
  X(region_opt_in)                    \
  /* placement */                     \
  X(stack_placement)                  \
  X(stack_name_unknown)               \
  X(node_name_regional)               \
  /* capture */                       \
  X(capture_output_missing)           \
  X(capture_unchecked)                \
  X(capture_arbitrary)                \
  X(waiter_accepts_failure)           \
  /* templates */                     \
  X(template_default_ineffective)     \
  X(stack_parameter_unknown)          \
  X(environment_overrides_default)    \
  X(capability_missing)               \
  X(global_name_collides)             \
  X(hosted_zone_second)               \
  X(empty_reference)                  \
  X(delete_stack_destroys)            \
  X(health_path_login)                \
  X(grace_period_short)               \
  X(template_backup_wrapped)          \
  X(delete_stack_unchecked)           \
  X(key_made_twice)                   \
  /* records */                       \
  X(record_exists)                    \
  X(record_missing)                   \
  X(policies_mixed)                   \
  X(weight_out_of_range)              \
  X(ttl_of_alias)                     \
  X(zone_of_alias)                    \
  X(alias_without_domain)             \
  X(set_identifier_added)             \
  X(way_back_incomplete)              \
  X(share_left_behind)                \
  X(shift_in_one_batch)               \
  X(place_without_answer)             \
  X(routing_not_made)                 \
  X(health_check_address)             \
  X(check_disabled)                   \
  X(drill_after_shift)                \
  X(record_without_check)             \
  X(time_to_move)                     \
  X(way_back_control_plane)           \
  X(name_unused)                      \
  X(host_out_of_reach)                \
  X(meetings_not_drained)             \
  /* data */                          \
  X(store_not_moved)                  \
  X(backfill_missing)                 \
  X(versioning_missing)               \
  X(replication_refused)              \
  X(encrypted_objects_skipped)        \
  X(archived_objects_skipped)         \
  X(sync_copies_current_only)         \
  X(version_deletions_not_replicated) \
  X(settings_not_replicated)          \
  X(replication_lag_promised)         \
  X(bucket_name_guessable)            \
  X(bucket_never_made)                \
  X(etag_compared)                    \
  X(references_break)                 \
  X(capture_principal)                \
  X(key_deletion)                     \
  X(snapshot_stays)                   \
  X(snapshot_copy_without_key)        \
  X(snapshot_while_writing)           \
  X(backup_never_restored)            \
  X(data_after_traffic)               \
  X(health_proves_nothing)            \
  X(copy_never_verified)              \
  X(way_back_missing)                 \
  X(way_back_loses_writes)            \
  X(delete_only_copy)                 \
  X(secrets_not_saved)                \
  X(secret_name_reserved)             \
  X(placeholder_in_rollback)          \
  X(setting_not_restored)             \
  X(config_service_ends)              \
  /* residency */                     \
  X(data_leaves_policy)               \
  X(fallback_leaves_policy)           \
  X(fallback_orders_differ)           \
  /* order */                         \
  X(cutover_before_tests)             \
  X(cutover_before_clients)           \
  /* claims */                        \
  X(cost_incomplete)                  \
  X(home_contradicted)                \
  X(sum_wrong)                        \
  X(total_contradicted)               \
  X(increase_contradicted)            \
  X(annual_figure_wrong)              \
  X(downtime_of_availability)         \
  X(downtime_contradicted)            \
  X(days_miscounted)                  \
  /* commands */                      \
  X(aws_unknown_operation)            \
  X(aws_parameter)                    \
  X(aws_value)                        \
  X(aws_query)                        \
  /* scripts */                       \
  X(variable_never_set)               \
  X(setting_not_exported)             \
  X(capture_failure_masked)           \
  X(password_characters)              \
  X(here_document_expands)            \
  X(loop_variable_unused)             \
  X(folder_entered_twice)             \
  X(script_missing)                   \
  X(shell_syntax)                     \
  /* documents */                     \
  X(json_invalid)                     \
  X(unclosed_fence)                   \
  X(yaml_invalid)                     \
  /* exceptions */                    \
  X(suppression_invalid)              \
  X(suppression_unused)

namespace godwit::check {
namespace rule {
#define GODWIT_DECLARE(name) extern const Rule name;
GODWIT_RULES(GODWIT_DECLARE)
#undef GODWIT_DECLARE
}  // namespace rule

std::span<const Rule* const> rules() {
#define GODWIT_LIST(name) &rule::name,
  static const Rule* const list[] = {GODWIT_RULES(GODWIT_LIST) nullptr};
#undef GODWIT_LIST
  return {list, std::size(list) - 1};
}

const Rule* find_rule(std::string_view id) {
  const auto found = std::ranges::find(rules(), id, [](const Rule* rule) { return rule->id; });
  return found == rules().end() ? nullptr : *found;
}

std::vector<Finding> look(const Subject& subject) {
  std::vector<Finding> all;
  for (const Rule* rule : rules()) {
    Findings findings(rule->id, rule->severity, all);
    rule->look(subject, findings);
    if (findings.left_out() > 0) {
      Finding rest{.rule = std::string(rule->id),
                   .severity = Severity::note,
                   .span = all.back().span,
                   .message = fmt::format("{} more findings of this rule are left out",
                                          group_digits(findings.left_out())),
                   .remedy = "correct these first"};
      all.push_back(std::move(rest));
    }
  }
  std::ranges::stable_sort(all, {}, [](const Finding& finding) {
    const Location& at = finding.span.at;
    return std::tie(at.file, at.line, at.column);
  });
  return all;
}

}  // namespace godwit::check
