#include "repo/secret_kind.h"

#include <algorithm>
#include <array>

namespace godwit::repo {

namespace {

using Form = SecretForm;

constexpr std::array<SecretKind, 63> kinds = {{
    {"AKIA", "AWS access key", Form::access_key, Alphabet::word, 16, 16},
    {"ASIA", "AWS access key", Form::access_key, Alphabet::word, 16, 16},
    {"secret_access_key", "AWS secret key", Form::secret_key, Alphabet::url, 40, 40, true},
    {"secretaccesskey", "AWS secret key", Form::secret_key, Alphabet::url, 40, 40, true},
    {"secret_key", "AWS secret key", Form::secret_key, Alphabet::url, 40, 40, true},
    {"secretkey", "AWS secret key", Form::secret_key, Alphabet::url, 40, 40, true},
    {"-----BEGIN ", "private key", Form::private_key, Alphabet::url, 0, 0},
    {"eyJ", "JSON web token", Form::web_token, Alphabet::url, 0, 0},
    {"ghp_", "GitHub token", Form::token, Alphabet::word, 36, 36},
    {"gho_", "GitHub token", Form::token, Alphabet::word, 36, 36},
    {"ghu_", "GitHub token", Form::token, Alphabet::word, 36, 36},
    {"ghs_", "GitHub token", Form::token, Alphabet::word, 36, 36},
    {"ghr_", "GitHub token", Form::token, Alphabet::word, 36, 76},
    {"github_pat_", "GitHub token", Form::token, Alphabet::url, 82, 82},
    {"glpat-", "GitLab token", Form::token, Alphabet::url, 20, 64},
    {"xoxb-", "Slack token", Form::token, Alphabet::url, 40, 90},
    {"xoxp-", "Slack token", Form::token, Alphabet::url, 40, 90},
    {"xoxa-", "Slack token", Form::token, Alphabet::url, 40, 90},
    {"xoxr-", "Slack token", Form::token, Alphabet::url, 40, 90},
    {"xapp-", "Slack token", Form::token, Alphabet::url, 40, 120},
    {"hooks.slack.com/services/T", "Slack webhook", Form::token, Alphabet::url, 36, 60},
    {"sk_live_", "Stripe key", Form::token, Alphabet::word, 24, 120},
    {"rk_live_", "Stripe key", Form::token, Alphabet::word, 24, 120},
    {"whsec_", "webhook secret", Form::token, Alphabet::word, 32, 64},
    {"AIza", "Google API key", Form::google_key, Alphabet::url, 35, 35},
    {"GOCSPX-", "Google OAuth secret", Form::token, Alphabet::url, 28, 28},
    {"ya29.", "Google access token", Form::token, Alphabet::url, 60, 500},
    {"npm_", "npm token", Form::token, Alphabet::word, 36, 36},
    {"pypi-AgE", "PyPI token", Form::token, Alphabet::url, 80, 300},
    {"SG.", "SendGrid key", Form::token, Alphabet::url, 66, 66},
    {"sk-ant-", "Anthropic key", Form::token, Alphabet::url, 80, 130},
    {"sk-proj-", "OpenAI key", Form::token, Alphabet::url, 40, 200},
    {"sk-svcacct-", "OpenAI key", Form::token, Alphabet::url, 40, 200},
    {"sbp_", "Supabase access token", Form::token, Alphabet::hex, 40, 40},
    {"sb_secret_", "Supabase secret key", Form::token, Alphabet::url, 20, 60},
    {"dop_v1_", "DigitalOcean token", Form::token, Alphabet::hex, 64, 64},
    {"dapi", "Databricks token", Form::token, Alphabet::hex, 32, 32},
    {"hf_", "Hugging Face token", Form::token, Alphabet::word, 34, 40},
    {"dckr_pat_", "Docker token", Form::token, Alphabet::url, 27, 27},
    {".atlasv1.", "Terraform Cloud token", Form::token, Alphabet::url, 60, 70},
    {"hvs.", "Vault token", Form::token, Alphabet::url, 90, 200},
    {"shpat_", "Shopify token", Form::token, Alphabet::hex, 32, 32},
    {"lin_api_", "Linear key", Form::token, Alphabet::word, 40, 40},
    {"PMAK-", "Postman key", Form::token, Alphabet::url, 59, 59},
    {"NRAK-", "New Relic key", Form::token, Alphabet::word, 27, 27},
    {"AccountKey=", "Azure storage key", Form::account_key, Alphabet::url, 86, 88},
    {"password", "password", Form::assigned, Alphabet::url, 16, 100, true},
    {"passwd", "password", Form::assigned, Alphabet::url, 16, 100, true},
    {"passphrase", "password", Form::assigned, Alphabet::url, 16, 100, true},
    {"secret", "secret", Form::assigned, Alphabet::url, 16, 100, true},
    {"token", "token", Form::assigned, Alphabet::url, 16, 100, true},
    {"api_key", "key", Form::assigned, Alphabet::url, 16, 100, true},
    {"api-key", "key", Form::assigned, Alphabet::url, 16, 100, true},
    {"apikey", "key", Form::assigned, Alphabet::url, 16, 100, true},
    {"postgres://", "password in an address", Form::address, Alphabet::url, 0, 0},
    {"postgresql://", "password in an address", Form::address, Alphabet::url, 0, 0},
    {"mysql://", "password in an address", Form::address, Alphabet::url, 0, 0},
    {"mongodb://", "password in an address", Form::address, Alphabet::url, 0, 0},
    {"mongodb+srv://", "password in an address", Form::address, Alphabet::url, 0, 0},
    {"redis://", "password in an address", Form::address, Alphabet::url, 0, 0},
    {"rediss://", "password in an address", Form::address, Alphabet::url, 0, 0},
    {"amqp://", "password in an address", Form::address, Alphabet::url, 0, 0},
    {"amqps://", "password in an address", Form::address, Alphabet::url, 0, 0},
}};

}  // namespace

std::span<const SecretKind> secret_kinds() { return kinds; }

const SecretKind* find_secret_kind(std::string_view prefix) {
  const auto found = std::ranges::find(kinds, prefix, &SecretKind::prefix);
  return found == kinds.end() ? nullptr : &*found;
}

}  // namespace godwit::repo
