#include "repo/rewrite.h"

#include <algorithm>
#include <iterator>

#include "repo/proposer.h"
#include "repo/walk.h"

namespace godwit::repo {
namespace {

// What one thread proposes of the files that it is shown.
class Propositions : public Visitor {
 public:
  explicit Propositions(const Proposer& proposer)
      : proposer_(proposer), scratch_(proposer.scratch()) {}

  void text(const WalkedFile& file, std::string_view text) override {
    auto proposal = proposer_.look_at(path_of(file), text, scratch_);
    if (proposal) found.push_back(*std::move(proposal));
  }

  std::vector<FileProposal> found;

 private:
  const Proposer& proposer_;
  Proposer::Scratch scratch_;
};

Proposal by_path(const Proposer& proposer, std::vector<FileProposal> files) {
  std::ranges::sort(files, {}, &FileProposal::path);
  return proposer.put_together(std::move(files));
}

}  // namespace

Values stand_ins(const plan::Plan& plan) {
  Values values;
  for (const plan::NamedValue& value : plan.values) {
    if (!value.stack.empty()) values[value.name] = "stand-in-for-" + value.name;
  }
  return values;
}

Checked<Proposal> propose(const Tree& tree, const plan::Plan& plan, const Values& values,
                          const Vocabulary& vocabulary) {
  const Proposer proposer = TRY(Proposer::make(plan, values, vocabulary));
  Proposer::Scratch scratch = proposer.scratch();
  std::vector<FileProposal> files;
  for (const TreeFile& file : tree.files) {
    auto proposal = proposer.look_at(file.path, file.content, scratch);
    if (proposal) files.push_back(*std::move(proposal));
  }
  Proposal proposal = by_path(proposer, std::move(files));
  proposal.complete = tree.complete;
  return proposal;
}

Checked<Proposal> propose(Disk& disk, const std::string& folder, const plan::Plan& plan,
                          const Values& values, const Vocabulary& vocabulary, std::size_t threads) {
  const Proposer proposer = TRY(Proposer::make(plan, values, vocabulary));
  std::vector<Propositions> each;
  for (std::size_t i = 0; i < std::max<std::size_t>(threads, 1); ++i) each.emplace_back(proposer);
  std::vector<Visitor*> visitors;
  for (Propositions& one : each) visitors.push_back(&one);
  const auto walked = walk(disk, folder, visitors, {});
  if (!walked) return std::unexpected(Errors{walked.error()});
  std::vector<FileProposal> files;
  for (Propositions& one : each) std::ranges::move(one.found, std::back_inserter(files));
  Proposal proposal = by_path(proposer, std::move(files));
  proposal.complete = walked->complete && walked->large.empty() && walked->unreadable.empty();
  return proposal;
}

std::string shown(std::string content, const std::vector<Hidden>& hidden) {
  for (const Hidden& secret : hidden) {
    for (std::size_t i = secret.begin; i < std::min(secret.end, content.size()); ++i) {
      if (content[i] != '\n' && content[i] != '\r') content[i] = '*';
    }
  }
  return content;
}

}  // namespace godwit::repo
