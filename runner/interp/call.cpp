// Calls: signatures of natives, binding of arguments, dispatch on what is called.
#include <cstdlib>
#include <new>
#include <stdexcept>

#include "runner/interp/state.h"

namespace lessonrun::interp {

const Value& Call::arg(std::string_view name) const {
  static const Value kUndefined;
  for (size_t i = 0; signature && i < signature->params.size(); ++i) {
    if (signature->params[i].name == name) return bound[i];
  }
  return kUndefined;
}

std::string_view Call::text(size_t i) const {
  if (!bound[i].is(Kind::kStr)) {
    const std::string name =
        signature && i < signature->params.size() ? signature->params[i].name : "value";
    interp.raise("TypeError",
                 "argument '" + name + "' must be str, not " + interp.type_name(bound[i]));
  }
  return bound[i].as<StrObject>()->text;
}

int64_t Call::integer(size_t i) const { return interp.to_int64(bound[i]); }

std::shared_ptr<Signature> parse_signature(Interpreter& interp, std::string_view text) {
  auto out = std::make_shared<Signature>();
  Signature& s = *out;
  size_t at = 0;
  bool keyword_only = false;
  const auto skip = [&]() {
    while (at < text.size() && text[at] == ' ') ++at;
  };
  while (skip(), at < text.size()) {
    Signature::Param p;
    if (text[at] == ',') {
      ++at;
      continue;
    }
    if (text[at] == '/') {
      ++at;
      for (auto& earlier : s.params) earlier.positional_only = true;
      continue;
    }
    int stars = 0;
    while (at < text.size() && text[at] == '*') ++stars, ++at;
    const size_t begin = at;
    while (at < text.size() && text[at] != ',' && text[at] != '=' && text[at] != ' ') ++at;
    p.name = std::string(text.substr(begin, at - begin));
    if (stars == 1) {
      keyword_only = true;
      if (p.name.empty()) continue;
      s.var_args = static_cast<int>(s.params.size());
    } else if (stars == 2) {
      s.var_keywords = static_cast<int>(s.params.size());
    } else {
      p.keyword_only = keyword_only;
    }
    p.interned = interp.intern(p.name);
    skip();
    if (at < text.size() && text[at] == '=') {
      ++at;
      p.optional = true;
      const size_t start = at;
      if (text[at] == '\'' || text[at] == '"') {
        const char quote = text[at++];
        while (at < text.size() && text[at] != quote) ++at;
        p.default_value = interp.str(text.substr(start + 1, at - start - 1));
        ++at;
      } else {
        int depth = 0;
        while (at < text.size() && (text[at] != ',' || depth > 0)) {
          if (text[at] == '(') ++depth;
          if (text[at] == ')') --depth;
          ++at;
        }
        std::string literal(text.substr(start, at - start));
        while (!literal.empty() && literal.back() == ' ') literal.pop_back();
        if (literal == "None")
          p.default_value = Value::none();
        else if (literal == "True")
          p.default_value = Value::boolean(true);
        else if (literal == "False")
          p.default_value = Value::boolean(false);
        else if (literal == "...")
          p.default_value = Value::ellipsis();
        else if (literal == "()")
          p.default_value = interp.tuple();
        else if (literal != "?" && !literal.empty()) {
          p.default_value = literal.find('.') != std::string::npos
                                ? Value::real(std::strtod(literal.c_str(), nullptr))
                                : Value::integer(std::strtoll(literal.c_str(), nullptr, 10));
        }
      }
    }
    s.params.push_back(std::move(p));
  }
  for (size_t i = 0; i < s.params.size(); ++i) {
    const Signature::Param& p = s.params[i];
    if (static_cast<int>(i) == s.var_args || static_cast<int>(i) == s.var_keywords ||
        p.keyword_only) {
      if (!p.positional_only)
        s.all_positional_only = s.all_positional_only && static_cast<int>(i) == s.var_args;
      continue;
    }
    ++s.positional;
    if (!p.optional) ++s.required;
    if (!p.positional_only) s.all_positional_only = false;
  }
  return out;
}

namespace {

std::string quoted_list(const std::vector<std::string>& names) {
  std::string out;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += names.size() == 2 ? " and " : i + 1 == names.size() ? ", and " : ", ";
    out += "'" + names[i] + "'";
  }
  return out;
}

// How CPython's C functions complain, which know positions only.
[[noreturn]] void raise_positional_only(Interpreter& interp, const Signature& s,
                                        const std::string& name, const Arguments& a) {
  const size_t dot = name.rfind('.');
  const std::string last = dot == std::string::npos ? name : name.substr(dot + 1);
  if (a.keywords > 0) interp.raise("TypeError", name + "() takes no keyword arguments");
  const std::string given = std::to_string(a.positional);
  if (s.positional == 0)
    interp.raise("TypeError", name + "() takes no arguments (" + given + " given)");
  if (s.positional == 1 && s.required == 1) {
    interp.raise("TypeError", name + "() takes exactly one argument (" + given + " given)");
  }
  const bool few = static_cast<int>(a.positional) < s.required;
  const int bound = few ? s.required : s.positional;
  const char* how = s.required == s.positional ? "" : few ? "at least " : "at most ";
  interp.raise("TypeError", last + " expected " + how + std::to_string(bound) + " argument" +
                                (bound == 1 ? "" : "s") + ", got " + given);
}

std::string last_part(const std::string& name) {
  const size_t dot = name.rfind('.');
  return dot == std::string::npos ? name : name.substr(dot + 1);
}

[[noreturn]] void raise_builtin_count(Interpreter& interp, const Signature& s,
                                      const std::string& name, const Arguments& a) {
  const std::string given = " (" + std::to_string(a.positional) + " given)";
  if (s.positional == 0)
    interp.raise("TypeError", last_part(name) + "() takes no positional arguments");
  bool keyword_only = false;
  for (const auto& p : s.params) keyword_only = keyword_only || p.keyword_only;
  interp.raise("TypeError",
               last_part(name) + "() takes " +
                   (s.required == s.positional && !keyword_only ? "exactly " : "at most ") +
                   std::to_string(s.positional) + (keyword_only ? " positional" : "") +
                   " argument" + (s.positional == 1 ? "" : "s") + given);
}

}  // namespace

void bind_native(Interpreter& interp, const Signature& s, const std::string& name,
                 const Arguments& a, std::vector<Value>& bound) {
  bound.assign(s.params.size(), Value());
  if (s.var_args < 0 && static_cast<int>(a.positional) > s.positional) {
    if (s.all_positional_only) raise_positional_only(interp, s, name, a);
    if (s.builtin) raise_builtin_count(interp, s, name, a);
    const int receiver = s.library && name.find('.') != std::string::npos ? 1 : 0;
    const int most = s.positional + receiver;
    const size_t given = a.positional + static_cast<size_t>(receiver);
    const std::string takes =
        s.required == s.positional
            ? std::to_string(most) + " positional argument" + (most == 1 ? "" : "s")
            : "from " + std::to_string(s.required + receiver) + " to " + std::to_string(most) +
                  " positional arguments";
    interp.raise("TypeError", name + "() takes " + takes + " but " + std::to_string(given) +
                                  (given == 1 ? " was given" : " were given"));
  }
  size_t taken = 0;
  std::vector<Value> rest;
  for (size_t i = 0; i < s.params.size() && taken < a.positional; ++i) {
    const Signature::Param& p = s.params[i];
    if (static_cast<int>(i) == s.var_args) {
      while (taken < a.positional) rest.push_back(a.values[taken++]);
      break;
    }
    if (p.keyword_only || static_cast<int>(i) == s.var_keywords) continue;
    bound[i] = a.values[taken++];
  }
  if (s.var_args >= 0) bound[static_cast<size_t>(s.var_args)] = interp.tuple(std::move(rest));
  Value extra;
  if (s.var_keywords >= 0) {
    extra = interp.dict();
    bound[static_cast<size_t>(s.var_keywords)] = extra;
  }
  for (size_t k = 0; k < a.keywords; ++k) {
    const auto* key = a.names[k].as<StrObject>();
    bool found = false;
    for (size_t i = 0; i < s.params.size(); ++i) {
      const Signature::Param& p = s.params[i];
      if (p.positional_only || static_cast<int>(i) == s.var_args ||
          static_cast<int>(i) == s.var_keywords)
        continue;
      if (p.interned != key && p.name != key->text) continue;
      if (!bound[i].is_undefined()) {
        interp.raise("TypeError", name + "() got multiple values for argument '" + p.name + "'");
      }
      bound[i] = a.keyword(k);
      found = true;
      break;
    }
    if (found) continue;
    if (s.var_keywords >= 0) {
      extra.as<DictObject>()->table.set(interp, a.names[k], a.keyword(k));
      continue;
    }
    if (s.all_positional_only) raise_positional_only(interp, s, name, a);
    if (s.builtin)
      interp.raise("TypeError", "'" + key->text + "' is an invalid keyword argument for " +
                                    last_part(name) + "()");
    interp.raise("TypeError", name + "() got an unexpected keyword argument '" + key->text + "'");
  }
  std::vector<std::string> missing, missing_keywords;
  for (size_t i = 0; i < s.params.size(); ++i) {
    if (!bound[i].is_undefined()) continue;
    const Signature::Param& p = s.params[i];
    if (p.optional) {
      bound[i] = p.default_value;
    } else {
      (p.keyword_only ? missing_keywords : missing).push_back(p.name);
    }
  }
  if (!missing.empty() && s.all_positional_only) raise_positional_only(interp, s, name, a);
  if (!missing.empty() && s.builtin) {
    size_t position = 1;
    while (s.params[position - 1].name != missing[0]) ++position;
    if (s.params[position - 1].positional_only) {
      interp.raise("TypeError", last_part(name) + " expected " + std::to_string(s.required) +
                                    " argument" + (s.required == 1 ? "" : "s") + ", got " +
                                    std::to_string(a.positional));
    }
    interp.raise("TypeError", last_part(name) + "() missing required argument '" + missing[0] +
                                  "' (pos " + std::to_string(position) + ")");
  }
  if (missing.empty())
    missing.swap(missing_keywords);
  else
    missing_keywords.clear();
  if (!missing.empty()) {
    const bool keyword =
        bound.size() && static_cast<int>(a.positional) >= s.required && s.required >= 0 && [&] {
          for (const auto& p : s.params) {
            if (p.name == missing[0]) return p.keyword_only;
          }
          return false;
        }();
    interp.raise("TypeError", name + "() missing " + std::to_string(missing.size()) + " required " +
                                  (keyword ? "keyword-only" : "positional") + " argument" +
                                  (missing.size() == 1 ? "" : "s") + ": " + quoted_list(missing));
  }
}

Value call_native(Interpreter& interp, NativeFunctionObject& f, const Arguments& arguments) {
  InterpreterState& state = interp.state();
  if (!f.signature) {
    f.signature = parse_signature(interp, f.signature_text ? f.signature_text : "*args, **kwargs");
    const std::string& module = f.owner ? f.owner->module : f.module;
    f.signature->builtin = module == "builtins";
    f.signature->library = module.rfind("sqlalchemy", 0) == 0;
    if (f.signature->library) f.signature->all_positional_only = false;
  }
  Arguments a = arguments;
  std::vector<Value> pooled;
  if (!state.argument_pool.empty()) {
    pooled = std::move(state.argument_pool.back());
    state.argument_pool.pop_back();
  }
  Call call{interp, f.self, std::move(pooled), f.signature.get(), f.data};
  if (f.is_method) {
    if (a.positional == 0) {
      interp.raise("TypeError", "unbound method " + f.qualname + "() needs an argument");
    }
    call.self = a.values[0];
    if (f.owner && !interp.type_of(call.self)->is_subtype_of(f.owner)) {
      interp.raise("TypeError", "descriptor '" + f.name + "' for '" + f.owner->name +
                                    "' objects doesn't apply to a '" + interp.type_name(call.self) +
                                    "' object");
    }
    a = a.rest();
  }
  const bool method_name = f.is_method || f.owner;
  bind_native(interp, *f.signature, method_name ? f.qualname : f.name, a, call.bound);
  Value result;
  try {
    result = f.closure ? f.closure(call) : f.function(call);
  } catch (const std::bad_alloc&) {
    interp.raise("MemoryError", "");
  } catch (const std::length_error&) {
    interp.raise("MemoryError", "");
  }
  call.bound.clear();
  if (state.argument_pool.size() < 16) state.argument_pool.push_back(std::move(call.bound));
  return result.is_undefined() ? Value::none() : result;
}

Value make_native(Interpreter& interp, std::string_view name, const char* signature, NativeFn fn,
                  Type* owner, bool method) {
  auto* f = new NativeFunctionObject(method ? interp.types().method_descriptor
                                            : interp.types().builtin_function);
  Value keep(f);
  f->name = std::string(name);
  f->qualname = owner ? owner->qualname + "." + f->name : f->name;
  f->module = owner ? owner->module : "builtins";
  f->signature_text = signature;
  f->function = fn;
  f->owner = owner;
  f->is_method = method;
  return keep;
}

Value make_function(Interpreter& interp, std::string_view name, const char* signature, NativeFn fn,
                    void* data) {
  Value f = make_native(interp, name, signature, fn);
  f.as<NativeFunctionObject>()->data = data;
  return f;
}

Value make_closure(Interpreter& interp, std::string_view name, const char* signature,
                   NativeClosure closure) {
  Value f = make_native(interp, name, signature, nullptr);
  f.as<NativeFunctionObject>()->closure = std::move(closure);
  return f;
}

Value Interpreter::call(const Value& callable, const Arguments& a) {
  switch (callable.is_object() ? callable.object()->kind : Kind::kOther) {
    case Kind::kFunction:
      return run_function(*this, *callable.as<FunctionObject>(), a);
    case Kind::kNativeFunction:
      return call_native(*this, *callable.as<NativeFunctionObject>(), a);
    case Kind::kBoundMethod: {
      const auto* m = callable.as<BoundMethod>();
      Value small[8];
      std::vector<Value> large;
      const size_t n = a.positional + a.keywords;
      Value* values = small;
      if (n + 1 > 8) {
        large.resize(n + 1);
        values = large.data();
      }
      values[0] = m->self;
      for (size_t i = 0; i < n; ++i) values[i + 1] = a.values[i];
      const Value function = m->function;
      return call(function, Arguments{values, a.positional + 1, a.names, a.keywords});
    }
    case Kind::kType:
      if (callable.object()->type == types_.type) return type_call(*this, callable.as<Type>(), a);
      break;
    default:
      break;
  }
  const auto slot = type_of(callable)->slots.call;
  if (!slot) raise("TypeError", "'" + type_name(callable) + "' object is not callable");
  Recursion guard(*this, " while calling a Python object");
  return slot(*this, callable, a);
}

Value Interpreter::call(const Value& callable, std::initializer_list<Value> arguments) {
  return call(callable, Arguments{arguments.begin(), arguments.size(), nullptr, 0});
}

Value Interpreter::call(const Value& callable, const std::vector<Value>& arguments,
                        const std::vector<std::pair<std::string_view, Value>>& keywords) {
  std::vector<Value> values = arguments, names;
  for (const auto& k : keywords) {
    values.push_back(k.second);
    names.emplace_back(intern(k.first));
  }
  return call(callable, Arguments{values.data(), arguments.size(), names.data(), names.size()});
}

Value Interpreter::call_method(const Value& object, std::string_view name,
                               std::initializer_list<Value> arguments) {
  const Value method = getattr(object, name);
  return call(method, arguments);
}

Value call_special(Interpreter& interp, const Value& self, StrObject* name,
                   std::initializer_list<Value> arguments, bool* found) {
  Value* f = interp.type_lookup(interp.type_of(self), name);
  if (found) *found = f != nullptr;
  if (!f || f->is_none()) return {};
  const Value function = *f;
  if (function.is(Kind::kFunction) ||
      (function.is(Kind::kNativeFunction) && function.as<NativeFunctionObject>()->is_method)) {
    Value values[6];
    size_t n = 0;
    values[n++] = self;
    for (const Value& v : arguments) values[n++] = v;
    return interp.call(function, Arguments{values, n, nullptr, 0});
  }
  if (!function.is_object()) return interp.call(function, arguments);
  if (function.is(Kind::kStaticMethod))
    return interp.call(function.as<WrappedObject>()->function, arguments);
  if (function.is(Kind::kClassMethod)) {
    return interp.call(
        new BoundMethod(interp.types().method, function.as<WrappedObject>()->function,
                        Value(interp.type_of(self))),
        arguments);
  }
  const auto get = function.object()->type->slots.descr_get;
  return interp.call(get ? get(interp, function, self, interp.type_of(self)) : function, arguments);
}

bool Interpreter::is_callable(const Value& v) {
  if (!v.is_object()) return false;
  switch (v.object()->kind) {
    case Kind::kFunction:
    case Kind::kNativeFunction:
    case Kind::kBoundMethod:
    case Kind::kType:
      return true;
    default:
      return type_of(v)->slots.call != nullptr;
  }
}

Interpreter::Recursion::Recursion(Interpreter& interp, const char* where) : interp_(interp) {
  InterpreterState& s = *interp.state_;
  if (s.depth >= s.recursion_limit || stack_is_low(s)) {
    interp.raise("RecursionError", std::string("maximum recursion depth exceeded") + where);
  }
  ++s.depth;
  ++s.native_depth;
}

Interpreter::Recursion::~Recursion() {
  --interp_.state_->depth;
  --interp_.state_->native_depth;
}

}  // namespace lessonrun::interp
