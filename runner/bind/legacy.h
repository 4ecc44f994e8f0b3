// What 1.4 and 2.0 say of names and habits that a later release took away.
//
// Most of it is a table (legacy_names.cpp): such a function, method or attribute, or a parameter
// of one, and the sentence. The bound function is wrapped when its type or module is made, in the
// releases that warn; others pay nothing. What only a running function can see calls warn_of_20().
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "runner/bind/context.h"
#include "runner/bind/known_names.h"

namespace lessonrun::bind {

/// How a sentence is completed, and the warning's class.
enum class LegacyWord : uint8_t {
  removed,     ///< RemovedIn20Warning: the sentence
  listed,      ///< the same, where each warning is shown; it is no occasion for the general one
  gone,        ///< RemovedIn20Warning: The .. is considered legacy .. and will be removed in 2.0
  legacy,      ///< LegacyAPIWarning: The .. is considered legacy .. and becomes a legacy construct
  moved,       ///< MovedIn20Warning: the sentence, and since when
  ending,      ///< SADeprecationWarning: .. is deprecated and will be removed in a future release
  deprecated,  ///< SADeprecationWarning: the sentence, and since when if `since` says it
};

// NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding): rows are read in this order
struct LegacyRule {
  Releases releases;   ///< which warn
  const char* owners;  ///< types, or one module; apart by blanks
  const char* name;
  /// Null: every use warns. `bind`: a use with that argument; `values@0`: or with that positional
  /// one. `[]`: a use with a list in place of positional arguments, `**`: with
  /// any keyword.
  const char* parameter;
  LegacyWord word;
  /// The sentence, or what the sentence is about: `Query.get() method`.
  const char* text;
  const char* instead = "";  ///< advice of `gone`, `legacy` and `ending`
  const char* since = "";
};

/// The table; of one function, in the order in which its sentences are said.
std::span<const LegacyRule> legacy_rules();

/// Makes the functions of a new type warn, of which the table says so.
void add_legacy_warnings(Context& context, interp::Type* type, std::string_view name);
/// The same for a function of a module.
void add_legacy_warnings(Context& context, std::string_view module, std::string_view name,
                         const interp::Value& function);

/// Warns of what 2.0 takes away or calls legacy; `category` is the warning's class. 1.4 shows one
/// general sentence in place of the first, and no others, unless SQLALCHEMY_WARN_20 is set.
void warn_of_20(Context& context, const char* category, std::string_view sentence);
/// Warns so in 1.4.
void warn_removed_in_20(Context& context, std::string_view sentence);
/// The same of a relationship that with_parent() is given by name.
void warn_of_parent_name(Context& context);
/// The same of a string that Session.execute() is given.
void warn_of_plain_statement(Context& context);
/// The same of what needs an engine and is given none.
void warn_of_missing_bind(Context& context);
/// The same of the keys of a result without rows.
void warn_of_missing_keys(Context& context);
/// Did the environment ask 1.4 for every warning, before SQLAlchemy was imported?
bool warns_of_all_from_start(Context& context);
/// Reads what the environment says of these warnings, when SQLAlchemy is first imported.
void read_warning_environment(interp::Interpreter& interp);
/// sqlalchemy.util.deprecations, whose two flags decide.
void add_deprecations_module(interp::Interpreter& interp);

}  // namespace lessonrun::bind
