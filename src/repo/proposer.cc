#include "repo/proposer.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "repo/file_rules.h"

namespace godwit::repo {
namespace {

using Deed = RuleItem::Deed;

// What values stand for; problems where nobody knows.
class Resolver {
 public:
  Resolver(const plan::Plan& plan, const Values& values) : plan_(plan), values_(values) {}

  std::string text_of(const plan::ValueUse& use, const ReadyRule& rule) {
    const std::string& name = use.value.name;
    if (name.empty()) return use.text;
    const auto known = values_.find(name);
    if (known != values_.end()) return known->second + use.append;
    const auto value = std::ranges::find(plan_.values, name, &plan::NamedValue::name);
    if (value != plan_.values.end() && value->stack.empty()) return value->text + use.append;
    errors_.push_back(
        {.kind = ErrorKind::invalid,
         .operation = "rewrite",
         .subject = fmt::format("by rule '{}'", rule.name),
         .cause = value == plan_.values.end()
                      ? fmt::format("there is no value '{}'", name)
                      : fmt::format("the value '{}' is not known: it is the output {} of {} in {}",
                                    name, value->output, value->stack, value->region),
         .remedy = fmt::format("give it with --value {}=TEXT; a run reads it itself", name),
         .where = use.value.where});
    return {};
  }
  Errors take() { return std::move(errors_); }

 private:
  const plan::Plan& plan_;
  const Values& values_;
  Errors errors_;
};

ReadyRule ready(const plan::RewriteRule& rule, Resolver& resolver) {
  ReadyRule ready{rule.name, Files(rule.files), Uses(rule.uses, false), {}, rule.where};
  for (const plan::NamedUse& use : rule.set) {
    ready.items.push_back(
        {Deed::set, use.name, resolver.text_of(use.value, ready), {}, use.value.where});
  }
  for (const plan::NamedUse& use : rule.replace) {
    ready.items.push_back(
        {Deed::replace, use.name, resolver.text_of(use.value, ready), {}, use.value.where});
  }
  // Of two that begin alike the longer one is meant.
  std::ranges::stable_sort(ready.items, std::ranges::greater(), [](const RuleItem& item) {
    return item.deed == Deed::replace ? item.old.size() : std::size_t{0};
  });
  if (rule.order.empty()) return ready;
  if (rule.names.size() > 1) {  // a variable for each
    for (std::size_t i = 0; i < std::min(rule.names.size(), rule.order.size()); ++i) {
      ready.items.push_back({Deed::set, rule.names[i], rule.order[i], {}, rule.where});
    }
  } else {
    ready.items.push_back({Deed::order,
                           rule.names.empty() ? std::string() : rule.names.front(),
                           {},
                           rule.order,
                           rule.where});
  }
  return ready;
}

// Where the texts of an item end in a file.
struct Ends {
  FileRules::Ends of_old;
  FileRules::Ends of_new;
};

// A text that a file has where an item is about it: of a name its longest part.
std::string word_of(const RuleItem& item) {
  if (item.deed == Deed::replace) return item.old;
  std::string_view longest;
  for (const std::string_view part : split(item.old, '.')) {
    if (part.size() > longest.size()) longest = part;
  }
  return std::string(longest.empty() ? std::string_view(item.old) : longest);
}

void carry_out(FileRules& rules, const ReadyRule& rule, FileRules::Item item,
               const FileRules::Ends& ends) {
  switch (rule.items[item.second].deed) {
    case Deed::set:
      rules.set(rule, item);
      break;
    case Deed::order:
      rules.order(rule, item);
      break;
    case Deed::replace:
      rules.replace(rule, item, ends);
      break;
  }
}

}  // namespace

Proposer::Proposer(const plan::Plan& plan, const Vocabulary& vocabulary, Matcher matcher)
    : plan_(plan),
      vocabulary_(vocabulary),
      matcher_(std::move(matcher)),
      exceptions_(plan.rewrite->exceptions) {}

Checked<Proposer> Proposer::make(const plan::Plan& plan, const Values& values,
                                 const Vocabulary& vocabulary) {
  if (!plan.rewrite) {
    return std::unexpected(Errors{{.kind = ErrorKind::invalid,
                                   .operation = "rewrite",
                                   .subject = plan.name,
                                   .cause = "the plan has no rules",
                                   .remedy = "add a section 'rewrite' (docs/plan-file.md)",
                                   .where = Location{plan.file, 0, 0}}});
  }
  auto matcher = Matcher::make(vocabulary.words());
  if (!matcher) return std::unexpected(Errors{matcher.error()});
  Proposer proposer(plan, vocabulary, *std::move(matcher));
  Resolver resolver(plan, values);
  std::map<std::string, std::vector<FileRules::Item>> words;
  for (const plan::RewriteRule& rule : plan.rewrite->rules) {
    proposer.rules_.push_back(ready(rule, resolver));
    const std::vector<RuleItem>& items = proposer.rules_.back().items;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (items[i].old.empty()) {
        proposer.any_list_ = true;
      } else {
        words[word_of(items[i])].push_back({proposer.rules_.size() - 1, i});
      }
    }
  }
  if (Errors errors = resolver.take(); !errors.empty()) return std::unexpected(std::move(errors));
  std::vector<Word> texts;
  for (auto& [word, items] : words) {
    texts.push_back({.text = word, .what = What::given});
    proposer.items_of_word_.push_back(std::move(items));
  }
  // What a rule has put somewhere may bind to the source, and is as it shall be.
  proposer.first_value_ = texts.size();
  for (auto& [value, items] : proposer.values_of_source()) {
    texts.push_back({.text = value, .what = What::given});
    proposer.items_of_word_.push_back(items);
  }
  if (!texts.empty()) {
    auto of_rules = Matcher::make(texts);
    if (!of_rules) return std::unexpected(Errors{of_rules.error()});
    proposer.words_.emplace(*std::move(of_rules));
  }
  return proposer;
}

std::map<std::string, std::vector<FileRules::Item>> Proposer::values_of_source() const {
  std::map<std::string, std::vector<FileRules::Item>> values;
  Matcher::Scratch scratch = matcher_.scratch();
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    for (std::size_t j = 0; j < rules_[i].items.size(); ++j) {
      const RuleItem& item = rules_[i].items[j];
      if (item.deed != Deed::replace || item.value.empty()) continue;
      const FileScan found = scan_text("value", item.value, vocabulary_, matcher_, scratch);
      const bool binds = std::ranges::any_of(
          found.hits, [&](const Hit& hit) { return binds_to_source(hit, plan_); });
      if (binds) values[item.value].push_back({i, j});
    }
  }
  return values;
}

Proposer::Scratch Proposer::scratch() const {
  Scratch scratch{matcher_.scratch(), std::nullopt};
  if (words_) scratch.rules.emplace(words_->scratch());
  return scratch;
}

std::optional<FileProposal> Proposer::look_at(const std::string& path, std::string_view text,
                                              Scratch& scratch) const {
  std::optional<Reading> kept;
  FileScan found = scan_text(path, text, vocabulary_, matcher_, scratch.vocabulary, &kept);
  // Of UTF-16 what is found is told; rules are about bytes that are characters.
  const bool is_wide = text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff");
  std::vector<Match> matches;
  if (words_ && !is_wide) words_->find(text, *scratch.rules, matches);
  std::map<FileRules::Item, Ends> named;
  for (const Match& match : matches) {
    for (const FileRules::Item& item : items_of_word_[match.word]) {
      Ends& ends = named[item];
      (match.word < first_value_ ? ends.of_old : ends.of_new).push_back(match.end);
    }
  }
  if (any_list_ && !found.hits.empty() && !is_wide) {
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      for (std::size_t j = 0; j < rules_[i].items.size(); ++j) {
        if (rules_[i].items[j].old.empty()) named[{i, j}];
      }
    }
  }
  std::erase_if(named,
                [&](const auto& entry) { return !rules_[entry.first.first].files.has(path); });
  if (named.empty() && found.hits.empty() && found.given.empty()) return std::nullopt;
  if (!kept) kept = named.empty() ? Reading() : read(path, text);
  const Reading& reading = *kept;
  FileRules rules(path, text, reading, found, exceptions_);
  // In the order of the plan. What a rule has given before is looked for first: its literals may
  // have others in them.
  for (auto entry = named.begin(); entry != named.end();) {
    const ReadyRule& rule = rules_[entry->first.first];
    const auto end = named.lower_bound({entry->first.first + 1, 0});
    for (auto each = entry; each != end; ++each) {
      rules.settle(rule, each->first, each->second.of_new);
    }
    for (; entry != end; ++entry) carry_out(rules, rule, entry->first, entry->second.of_old);
  }
  rules.leave(plan_, is_wide ? "the file is in UTF-16, which rules do not change"
                             : "no rule and no exception is about it");
  FileProposal proposal = std::move(rules).finish(plan_);
  proposal.scan = std::move(found);
  return proposal;
}

Proposal Proposer::put_together(std::vector<FileProposal> files) const {
  Proposal all;
  std::set<FileRules::Item> used_items;
  std::set<std::size_t> used_exceptions;
  Scan scan;
  std::set<std::tuple<std::string, int, int>> changed;
  for (FileProposal& file : files) {
    if (file.change) {
      all.hidden[file.path] = std::move(file.hidden);
      all.changes.push_back(*std::move(file.change));
    }
    std::ranges::move(file.work, std::back_inserter(all.work));
    std::ranges::move(file.excepted, std::back_inserter(all.excepted));
    std::ranges::move(file.settled, std::back_inserter(all.settled));
    std::ranges::move(file.scan.hits, std::back_inserter(scan.hits));
    std::ranges::move(file.scan.given, std::back_inserter(scan.given));
    for (const Location& at : file.changed) changed.insert({at.file, at.line, at.column});
    used_items.merge(file.used_items);
    used_exceptions.merge(file.used_exceptions);
  }
  connect(scan);
  for (const Hit& hit : scan.hits) {
    if (!changed.contains({hit.at.file, hit.at.line, hit.at.column})) continue;
    for (const Dependency& dependency : hit.depends) {
      if (dependency.kind != Dependency::Kind::overridden) continue;
      all.notes.push_back(fmt::format(
          "the default at {} is changed, and this alone has no effect: "
          "{} is given at {}:{}",
          to_string(hit.at), hit.overridden_by, dependency.where.file, dependency.where.line));
      break;
    }
  }
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const std::vector<RuleItem>& items = rules_[i].items;
    std::vector<Location> unused;
    for (std::size_t j = 0; j < items.size(); ++j) {
      if (!used_items.contains({i, j})) unused.push_back(items[j].where);
    }
    if (unused.size() == items.size()) {
      all.unused.push_back(rules_[i].where);
    } else {
      std::ranges::move(unused, std::back_inserter(all.unused));
    }
  }
  for (std::size_t i = 0; i < plan_.rewrite->exceptions.size(); ++i) {
    if (!used_exceptions.contains(i)) all.unused.push_back(plan_.rewrite->exceptions[i].where);
  }
  return all;
}

}  // namespace godwit::repo
