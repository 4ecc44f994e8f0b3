// Warns of what a later release took away, once or each time.
#include "runner/bind/legacy.h"

#include "runner/base/words.h"
#include "runner/interp/object.h"
#include "runner/interp/state.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::ModuleBuilder;
using interp::NativeClosure;
using interp::NativeFn;
using interp::NativeFunctionObject;
using interp::Type;
using interp::Value;

namespace {

constexpr Releases kRelease14 = 2;
constexpr const char* kModule = "sqlalchemy.util.deprecations";
constexpr const char* kShowsAll = "SQLALCHEMY_WARN_20";
constexpr const char* kShowedAll = "_SQLALCHEMY_WARN_20_AT_IMPORT";
constexpr const char* kIsSilent = "SILENCE_UBER_WARNING";
constexpr const char* kSilenceVariable = "SQLALCHEMY_SILENCE_UBER_WARNING";

constexpr const char* kGeneral =
    "Deprecated API features detected! These feature(s) are not compatible with SQLAlchemy 2.0. To "
    "prevent incompatible upgrades prior to updating applications, ensure requirements files are "
    "pinned to \"sqlalchemy<2.0\". Set environment variable SQLALCHEMY_WARN_20=1 to show all "
    "deprecation warnings.  Set environment variable SQLALCHEMY_SILENCE_UBER_WARNING=1 to silence "
    "this message.";

std::string with_link(std::string_view sentence) {
  return std::string(sentence) + " (Background on SQLAlchemy 2.0 at: https://sqlalche.me/e/b8d9)";
}

bool is_flag_set(Interpreter& interp, const char* flag) {
  return interp.truth(interp.getattr(interp.modules().import(kModule), flag));
}

std::string sentence_of(const Context& owner, const LegacyRule& rule) {
  std::string text = rule.text;
  if (rule.word == LegacyWord::gone || rule.word == LegacyWord::legacy) {
    text = "The " + text + " is considered legacy as of the 1.x series of SQLAlchemy and " +
           (rule.word == LegacyWord::gone ? "will be removed" : "becomes a legacy construct") +
           " in 2.0.";
    if (*rule.instead != '\0') text += std::string(" ") + rule.instead;
  }
  if (rule.word == LegacyWord::ending) {
    text += std::string(" is deprecated and will be removed in a future release.  ") + rule.instead;
  }
  std::string since = rule.word == LegacyWord::ending ? "1.4" : rule.since;
  if (rule.word == LegacyWord::legacy || rule.word == LegacyWord::moved) {
    since = release_of(owner.profile) == kRelease14 ? "1.4" : "2.0";
  }
  if (!since.empty()) text += " (deprecated since: " + since + ")";
  return text;
}

const char* category_of(LegacyWord word) {
  switch (word) {
    case LegacyWord::removed:
    case LegacyWord::listed:
    case LegacyWord::gone:
      return "RemovedIn20Warning";
    case LegacyWord::legacy:
      return "LegacyAPIWarning";
    case LegacyWord::moved:
      return "MovedIn20Warning";
    case LegacyWord::ending:
    case LegacyWord::deprecated:
      break;
  }
  return "SADeprecationWarning";
}

// Is the argument there that a rule asks for?
bool is_given(Context& owner, Call& call, std::string_view parameter) {
  const interp::Signature& signature = *call.signature;
  const Value none = Value::none();
  auto at = [&](int index) -> const Value& {
    return index < 0 ? none : call.bound[static_cast<size_t>(index)];
  };
  const Value& positional = at(signature.var_args);
  if (parameter == "**") {
    return signature.var_keywords >= 0 && !dict_items(owner, at(signature.var_keywords)).empty();
  }
  if (parameter == "[]") {
    return !positional.is_none() && items(positional).size() == 1 &&
           items(positional)[0].is(Kind::kList);
  }
  const size_t place = parameter.find('@');
  const std::string_view name = parameter.substr(0, place);
  Value found = call.arg(name);
  if (!found && place != std::string_view::npos && !positional.is_none()) {
    const auto wanted = static_cast<size_t>(parameter[place + 1] - '0');
    if (wanted < items(positional).size()) found = items(positional)[wanted];
  }
  if (!found && signature.var_keywords >= 0) {
    for (auto& [key, value] : dict_items(owner, at(signature.var_keywords))) {
      if (key == name) found = value;
    }
  }
  // A default that is given in so many words is no use of the parameter.
  return found && !found.is_none() && !(found.is_bool() && !owner.interp.truth(found));
}

void warn_by(Context& owner, const LegacyRule& rule) {
  if (rule.word == LegacyWord::listed && !warns_of_all_from_start(owner)) return;
  const std::string sentence = sentence_of(owner, rule);
  if (rule.word == LegacyWord::ending || rule.word == LegacyWord::deprecated) {
    owner.warn(category_of(rule.word), sentence);
  } else {
    warn_of_20(owner, category_of(rule.word), sentence);
  }
}

void wrap_function(Context& owner, NativeFunctionObject& function, const LegacyRule& rule) {
  const NativeFn plain = function.function;
  function.closure = [&owner, &rule, plain, closure = function.closure](Call& call) {
    if (rule.parameter == nullptr || is_given(owner, call, rule.parameter)) warn_by(owner, rule);
    return closure ? closure(call) : plain(call);
  };
}

// The native function behind what a class holds: a method, of objects or of the class, or the
// getter of a property.
NativeFunctionObject* native_of(const Value& held) {
  if (held.is(Kind::kClassMethod)) return native_of(held.as<interp::WrappedObject>()->function);
  if (held.is(Kind::kNativeFunction)) return held.as<NativeFunctionObject>();
  if (held.is(Kind::kProperty)) {
    const Value& get = held.as<interp::PropertyObject>()->get;
    if (get && get.is(Kind::kNativeFunction)) return get.as<NativeFunctionObject>();
  }
  return nullptr;
}

// The rules of an owner, the last first: what is wrapped last warns first.
template <class F>
void each_rule(Context& owner, std::string_view of, F use) {
  const Releases release = release_of(owner.profile);
  const std::span<const LegacyRule> rules = legacy_rules();
  for (auto rule = rules.rbegin(); rule != rules.rend(); ++rule) {
    if ((rule->releases & release) != 0 && has_word(rule->owners, of)) use(*rule);
  }
}

}  // namespace

void warn_of_20(Context& owner, const char* category, std::string_view sentence) {
  Interpreter& interp = owner.interp;
  const Releases release = release_of(owner.profile);
  if (release < kRelease14) return;
  if (release == kRelease14 && !is_flag_set(interp, kShowsAll)) {
    if (is_flag_set(interp, kIsSilent)) return;
    interp.setattr(interp.modules().import(kModule), kIsSilent, Value::boolean(true));
    owner.warn(category, with_link(kGeneral));
    return;
  }
  owner.warn(category, with_link(sentence));
}

bool warns_of_all_from_start(Context& owner) {
  return release_of(owner.profile) == kRelease14 && is_flag_set(owner.interp, kShowedAll);
}

void warn_removed_in_20(Context& owner, std::string_view sentence) {
  if (release_of(owner.profile) == kRelease14) warn_of_20(owner, "RemovedIn20Warning", sentence);
}

void warn_of_parent_name(Context& owner) {
  warn_removed_in_20(
      owner,
      "Using strings to indicate relationship names in the ORM with_parent() function is "
      "deprecated and will be removed SQLAlchemy 2.0.  Please use the class-bound attribute "
      "directly.");
}

void warn_of_plain_statement(Context& owner) {
  warn_removed_in_20(
      owner,
      "Using plain strings to indicate SQL statements without using the text() construct is  "
      "deprecated and will be removed in version 2.0.  Ensure plain SQL statements are passed "
      "using the text() construct.");
}

void warn_of_missing_bind(Context& owner) {
  warn_removed_in_20(
      owner,
      "The ``bind`` argument for schema methods that invoke SQL against an engine or connection "
      "will be required in SQLAlchemy 2.0.");
}

void warn_of_missing_keys(Context& owner) {
  warn_removed_in_20(
      owner,
      "Calling the .keys() method on a result set that does not return rows is deprecated and will "
      "raise ResourceClosedError in SQLAlchemy 2.0.");
}

void add_legacy_warnings(Context& owner, Type* type, std::string_view name) {
  each_rule(owner, name, [&](const LegacyRule& rule) {
    Value* held = owner.interp.type_lookup(type, owner.interp.intern(rule.name));
    NativeFunctionObject* function = held == nullptr ? nullptr : native_of(*held);
    if (function == nullptr) return;
    const bool is_method = held->is(Kind::kNativeFunction);
    const bool is_own = type->dict.find(owner.interp.intern(rule.name)) != nullptr;
    if (is_own && (!is_method || function->owner == type)) {
      return wrap_function(owner, *function, rule);
    }
    // What it has from a base, where other words may apply, becomes its own.
    if (!is_method) return;
    const Value copy = interp::make_native(owner.interp, function->name, function->signature_text,
                                           function->function, type, function->is_method);
    owner.interp.set_class_attr(type, owner.interp.intern(rule.name), copy);
    wrap_function(owner, *copy.as<NativeFunctionObject>(), rule);
  });
}

void add_legacy_warnings(Context& owner, std::string_view module, std::string_view name,
                         const Value& function) {
  each_rule(owner, module, [&](const LegacyRule& rule) {
    if (name == rule.name) wrap_function(owner, *function.as<NativeFunctionObject>(), rule);
  });
}

void read_warning_environment(Interpreter& interp) {
  if (release_of(context(interp).profile) != kRelease14) return;
  const Value os = interp.modules().get("os");
  if (!os) return;
  const Value environ = interp.getattr(os, "environ");
  for (const auto& [variable, flag] :
       {std::pair{kShowsAll, kShowsAll}, std::pair{kSilenceVariable, kIsSilent}}) {
    const Value set = interp.call_method(environ, "get", {interp.str(variable)});
    if (!set.is(Kind::kStr)) continue;
    const Value lower = interp.call_method(set, "lower");
    if (!has_word("true yes 1", interp.text(lower))) continue;
    interp.setattr(interp.modules().import(kModule), flag, Value::boolean(true));
    if (flag == kShowsAll) {
      interp.setattr(interp.modules().import(kModule), kShowedAll, Value::boolean(true));
    }
  }
}

void add_deprecations_module(Interpreter& interp) {
  if (release_of(context(interp).profile) != kRelease14) return;
  interp.modules().add(kModule, [](ModuleBuilder& builder) {
    builder.value(kShowsAll, Value::boolean(false));
    builder.value(kShowedAll, Value::boolean(false));
    builder.value(kIsSilent, Value::boolean(false));
  });
}

}  // namespace lessonrun::bind
