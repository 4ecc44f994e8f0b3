// Modules: the registry, imports, sys, and the standard library's table.
#include "runner/base/words.h"
#include "runner/interp/modules/table.h"
#include "runner/interp/state.h"
#include "runner/lang/parser.h"

namespace lessonrun::interp {

// ---------------------------------------------------------------- ModuleBuilder

void ModuleBuilder::function(const char* name, const char* signature, NativeFn fn, void* data) {
  names_.table.set(interp.intern(name), make_function(interp, name, signature, fn, data));
}
void ModuleBuilder::value(std::string_view name, Value v) {
  names_.table.set(interp.intern(name), std::move(v));
}
void ModuleBuilder::lazy(std::string_view name, std::function<Value(Interpreter&)> make) {
  lazy_entries.emplace_back(std::string(name), std::move(make));
}
void ModuleBuilder::fallback(std::function<Value(Interpreter&, std::string_view)> resolve) {
  resolver = std::move(resolve);
}

// ---------------------------------------------------------------- registry

void ModuleRegistry::add(std::string name, std::function<void(ModuleBuilder&)> fill,
                         const char* text) {
  fills_[std::move(name)] = {std::move(fill), text};
}
DictObject& ModuleRegistry::table() { return *interp_.state().sys_modules; }
Value ModuleRegistry::get(const std::string& name) {
  // An interpreter that ends has none any more; what ends with it may still ask.
  if (!interp_.state().sys_modules) return {};
  Value* m = table().table.find(interp_.intern(name));
  return m ? *m : Value();
}
void ModuleRegistry::forget(const std::string& name) { table().table.take(interp_.intern(name)); }

Value ModuleRegistry::import(const std::string& name) {
  if (Value* m = table().table.find(interp_.intern(name))) {
    if (m->is_none())
      interp_.raise("ModuleNotFoundError", "import of " + name + " halted; None in sys.modules");
    return *m;
  }
  Value parent;
  const size_t dot = name.rfind('.');
  if (dot != std::string::npos) {
    parent = import(name.substr(0, dot));
    if (Value* m = table().table.find(interp_.intern(name))) return *m;
  }
  Value module = load(name, parent);
  if (parent) interp_.setattr(parent, interp_.intern(name.substr(dot + 1)), module);
  return module;
}

namespace {

// Whether a package is one of the interpreter's own, made of no text of the lesson.
bool is_built_in(Interpreter& interp, const Value& package) {
  return package.is(Kind::kModule) &&
         !package.as<ModuleObject>()->dict->table.find(interp.intern(" from text"));
}

}  // namespace

Value ModuleRegistry::load(const std::string& name, const Value& parent) {
  InterpreterState& s = interp_.state();
  StrObject* key = interp_.intern(name);
  const auto begin = [&](const std::string& package) {
    Value m(new ModuleObject(interp_.types().module, name));
    HashTable& t = m.as<ModuleObject>()->dict->table;
    t.set(s.n_name, Value(key));
    t.set(s.n_doc, Value::none());
    t.set(s.n_package, interp_.str(package));
    table().table.set(key, m);
    return m;
  };
  const auto run_text = [&](const Value& m, std::string_view text, const std::string& file,
                            int offset) {
    DictObject& names = *m.as<ModuleObject>()->dict;
    const Value keep(&names);
    try {
      Ref<CodeObject> code;
      try {
        const lang::Ast ast = lang::parse(text, lang::ParseMode::kExec);
        code = compile(interp_, ast, Mode::kExec, file, offset);
      } catch (const lang::SyntaxError& e) {
        throw PythonError{syntax_error(interp_, e, file, text, offset)};
      }
      run_code(interp_, *code, names, keep);
    } catch (...) {
      table().table.take(key);
      throw;
    }
  };
  // The lesson's own files come first, as the script's folder does in sys.path. Submodules lie
  // where their package does: those of a built-in one are not looked for in files.
  if (interp_.loader() && name != "builtins" && !is_built_in(interp_, parent)) {
    if (auto found = interp_.loader()->find(name)) {
      const size_t dot = name.rfind('.');
      Value m = begin(found->is_package          ? name
                      : dot == std::string::npos ? ""
                                                 : name.substr(0, dot));
      HashTable& t = m.as<ModuleObject>()->dict->table;
      t.set(s.n_file, interp_.str(found->file));
      t.set(interp_.intern("__builtins__"), get("builtins"));
      t.set(interp_.intern(" from text"), Value::boolean(true));
      if (found->is_package) t.set(s.n_path, interp_.list());
      run_text(m, found->text, found->file, found->first_line - 1);
      return m;
    }
  }
  if (finder_ && fills_.count(name) == 0) finder_(name);
  const auto it = fills_.find(name);
  bool is_parent = false;
  for (const auto& entry : fills_)
    is_parent = is_parent || entry.first.compare(0, name.size() + 1, name + ".") == 0;
  if (it != fills_.end() || is_parent) {
    Value m = begin(name);
    ModuleObject* module = m.as<ModuleObject>();
    if (is_parent) module->dict->table.set(s.n_path, interp_.list());
    if (name == "builtins") module->dict = s.builtins;
    module->native = std::make_unique<ModuleBuilder>(interp_, *module->dict);
    if (it != fills_.end()) {
      it->second.fill(*module->native);
      if (it->second.text) run_text(m, it->second.text, "<frozen " + name + ">", 0);
    }
    return m;
  }
  for (const LibraryModule& lib : library_modules()) {
    if (name != lib.name) continue;
    Value m = begin(name);
    ModuleObject* module = m.as<ModuleObject>();
    module->native = std::make_unique<ModuleBuilder>(interp_, *module->dict);
    if (lib.absent != nullptr) {
      module->native->fallback([&lib](Interpreter& interp, std::string_view missing) {
        if (has_word(lib.absent, missing)) {
          const std::string whole = lib.name + ("." + std::string(missing));
          interp.unsupported(whole, whole + " is not supported; leave it out of the lesson.");
        }
        return Value();
      });
    }
    if (lib.fill) lib.fill(*module->native);
    if (lib.text) run_text(m, lib.text, "<frozen " + name + ">", 0);
    return m;
  }
  if (is_known_missing(name)) {
    interp_.unsupported("module " + name,
                        "The module '" + name + "' is not supported; leave it out of the lesson.");
  }
  std::string text = "No module named '" + name + "'";
  if (parent && !interp_.find_attr(parent, s.n_path))
    text += "; '" + name.substr(0, name.rfind('.')) + "' is not a package";
  const Value e = interp_.make_exception(interp_.exception_type("ModuleNotFoundError"), text);
  e.as<ExceptionObject>()->value_a = Value(key);
  throw PythonError{e};
}

Value ModuleRegistry::import_from(const Value& module, StrObject* name) {
  Value v = interp_.find_attr(module, name);
  if (v) return v;
  std::string module_name = "<unknown module name>", place = "unknown location";
  if (module.is(Kind::kModule)) {
    module_name = module.as<ModuleObject>()->name;
    if (Value* sub = table().table.find(interp_.intern(module_name + "." + name->text)))
      return *sub;
    if (Value* file = module.as<ModuleObject>()->dict->table.find(interp_.state().n_file))
      place = interp_.str_of(*file);
  }
  const Value e = interp_.make_exception(
      interp_.exception_type("ImportError"),
      "cannot import name '" + name->text + "' from '" + module_name + "' (" + place + ")");
  e.as<ExceptionObject>()->value_a = interp_.str(module_name);
  throw PythonError{e};
}

Value Interpreter::import_module(const std::string& name) { return modules_->import(name); }

Completion Interpreter::run_module_as_main(const std::string& name) {
  Completion done;
  const auto found = loader_ ? loader_->find(name) : std::nullopt;
  if (!found) {
    done.exception =
        make_exception(exception_type("ModuleNotFoundError"), "No module named '" + name + "'");
    return done;
  }
  const Value names = dict();
  HashTable& t = names.as<DictObject>()->table;
  t.set(state_->n_name, Value(state_->n_main));
  t.set(state_->n_file, str(found->file));
  t.set(state_->n_package, Value::none());
  t.set(intern("__builtins__"), modules_->get("builtins"));
  return run_in(*names.as<DictObject>(), found->text,
                {found->file, found->first_line, Mode::kExec});
}

void install_modules(Interpreter& interp) { interp.modules().import("builtins"); }

// ---------------------------------------------------------------- warnings and logging from C++

void Interpreter::warn(Type* category, std::string_view message, int level) {
  const Value f = getattr(import_module("warnings"), "_warn_native");
  const TraceEntry where = caller(level - 1);
  call(f, {str(message), Value(category), str(where.file), Value::integer(where.line),
           Value::integer(where.line - caller_offset(level - 1))});
}

namespace logging {
bool is_enabled_for(Interpreter& interp, std::string_view logger, int level) {
  if (!interp.modules().get("logging")) return level >= kWarning;
  return interp.truth(
      interp.call_method(get_logger(interp, logger), "isEnabledFor", {Value::integer(level)}));
}
int level_of(Interpreter& interp, std::string_view logger) {
  if (!interp.modules().get("logging")) return 0;
  return static_cast<int>(interp.to_int64(interp.getattr(get_logger(interp, logger), "level")));
}
void set_level(Interpreter& interp, std::string_view logger, int level) {
  interp.call_method(get_logger(interp, logger), "setLevel", {Value::integer(level)});
}
void log(Interpreter& interp, std::string_view logger, int level, std::string_view message) {
  // Without the module no lesson can have set up a handler; only warnings reach the last resort.
  if (level < kWarning && !interp.modules().get("logging")) return;
  interp.call_method(get_logger(interp, logger), "_log_text",
                     {Value::integer(level), interp.str(message)});
}
Value get_logger(Interpreter& interp, std::string_view name) {
  return interp.call_method(interp.import_module("logging"), "getLogger", {interp.str(name)});
}
}  // namespace logging

}  // namespace lessonrun::interp
