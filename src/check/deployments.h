// Deployments: commands that make or change a stack, with what they give it; as scripts will run
// when all is done that the documents say, and as the repository's scripts run today.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "check/subject.h"

namespace godwit::check {

struct GivenParameter {
  awscli::Argument value;
  Span span;  // of "Name=value"
};

struct Deployment {
  const Command* command = nullptr;  // the subject's, for its place
  // `deploy` keeps the parameters of a stack that it does not give, and leaves out those that the
  // template does not have; the others do neither.
  bool keeps = false;
  awscli::Argument stack;                 // its name
  awscli::Argument region;                // text is empty where nobody says
  const TemplateFile* content = nullptr;  // a whole one; nullptr: not known
  std::map<std::string, GivenParameter> parameters;
  bool all_given = true;  // false: there may be parameters that nobody can see
};

struct Deployments {
  std::vector<Deployment> planned;  // in order of commands
  std::vector<Deployment> today;    // of the repository's scripts, without what documents change
};
Deployments deployments_of(const Subject& subject);

// The whole template that a path means in a script, the repository's before those of documents, the
// one nearest to the script before others; nullptr: there is none, or nobody can tell which. And
// what documents change or add in it.
const TemplateFile* whole_template(const Subject& subject, std::string_view path,
                                   std::string_view script);
std::vector<const TemplateFile*> changes_of(const Subject& subject, const TemplateFile& of);
// The template that a stack of this name is made of: by a deployment, or, where a single one fits,
// by the name of its file, which is part of the stack's.
const TemplateFile* template_of_stack(const Subject& subject, const Deployments& deployments,
                                      std::string_view stack);

// Where a document brings a deployment about: the command itself, or the one that runs its script,
// or the change of a variable that its region comes from. Else the command's own place.
Span cause_of(const Subject& subject, const Deployment& deployment);
// The change, in a document, of a variable that a word of the command uses; nullptr: there is none.
const Setting* edit_behind(const Subject& subject, const Command& command, std::string_view option);

// What evaluates the template of a deployment in its region: with its parameters where they are
// known, and `unknown` and the parameter's name where they are not.
cloudformation::Circumstances circumstances_of(const Deployment& deployment,
                                               const std::string& account,
                                               const std::string& unknown);

}  // namespace godwit::check
