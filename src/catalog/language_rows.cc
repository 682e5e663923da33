// Which languages a service knows, as it writes their codes.
// Written by tools/compile_catalog.py.
// as_of: 2026-11. sources: botocore 1.44.5's model of Transcribe (LanguageCode);
// https://docs.aws.amazon.com/transcribe/latest/dg/how-start-stop-medical.html,
// https://docs.aws.amazon.com/comprehend-medical/latest/dev/comprehendmedical-quotas.html,
// https://docs.aws.amazon.com/comprehend/latest/dg/supported-languages.html,
// https://docs.aws.amazon.com/translate/latest/dg/what-is-languages.html
#include <array>

#include "catalog/rows.h"

namespace godwit::catalog {

namespace {

constexpr std::array<LanguageRow, 5> rows = {{
    {"comprehend", "ar de en es fr hi it ja ko pt zh zh-TW"},
    {"comprehendmedical", "en"},
    {"transcribe",
     "ab-GE af-ZA am-ET ar-AE ar-SA ast-ES az-AZ ba-RU be-BY bg-BG bn-IN bs-BA ca-ES "
     "ckb-IQ ckb-IR cs-CZ cy-GB cy-WL da-DK de-CH de-DE el-GR en-AB en-AU en-GB en-IE "
     "en-IN en-NZ en-US en-WL en-ZA es-ES es-MX es-US et-EE et-ET eu-ES fa-AF fa-IR "
     "fi-FI fr-CA fr-FR ga-IE gd-GB gl-ES gu-IN ha-NG he-IL hi-IN hr-HR ht-HT hu-HU "
     "hy-AM id-ID is-IS it-IT ja-JP jv-ID ka-GE kab-DZ kk-KZ km-KH kn-IN ko-KR ky-KG "
     "lg-IN lt-LT lv-LV mhr-RU mi-NZ mk-MK ml-IN mn-MN mr-IN ms-MY mt-MT my-MM ne-NP "
     "nl-NL no-NO or-IN pa-IN pl-PL ps-AF pt-BR pt-PT ro-RO ru-RU rw-RW si-LK sk-SK "
     "sl-SI so-SO sq-AL sr-RS su-ID sv-SE sw-BI sw-KE sw-RW sw-TZ sw-UG ta-IN te-IN "
     "th-TH tl-PH tr-TR tt-RU ug-CN uk-UA uz-UZ vi-VN wo-SN zh-CN zh-HK zh-TW zu-ZA"},
    {"transcribemedical", "en-US"},
    {"translate",
     "af am ar az bg bn bs ca cs cy da de el en es es-MX et fa fa-AF fi fr fr-CA ga gu "
     "ha he hi hr ht hu hy id is it ja ka kk kn ko lt lv mk ml mn mr ms mt nl no pa pl "
     "ps pt pt-PT ro ru si sk sl so sq sr sv sw ta te th tl tr uk ur uz vi zh zh-TW"},
}};

}  // namespace

std::span<const LanguageRow> language_rows() { return rows; }

}  // namespace godwit::catalog
