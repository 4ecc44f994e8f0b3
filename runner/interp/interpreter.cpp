// The interpreter as a whole: set-up, steps, values, output, teardown.
#include "runner/interp/interpreter.h"

#include <algorithm>
#include <cstring>
#include <mutex>

#include "runner/interp/state.h"
#include "runner/lang/parser.h"

namespace lessonrun::interp {

namespace {

void intern_names(Interpreter& i, InterpreterState& s) {
  const auto n = [&i](const char* name) { return i.intern(name); };
  s.n_init = n("__init__"), s.n_new = n("__new__"), s.n_dict = n("__dict__"),
  s.n_class = n("__class__");
  s.n_name = n("__name__"), s.n_doc = n("__doc__"), s.n_module = n("__module__"),
  s.n_qualname = n("__qualname__");
  s.n_getattr = n("__getattr__"), s.n_call = n("__call__"), s.n_enter = n("__enter__"),
  s.n_exit = n("__exit__");
  s.n_del = n("__del__"), s.n_getitem = n("__getitem__"), s.n_iter = n("__iter__"),
  s.n_next = n("__next__");
  s.n_eq = n("__eq__"), s.n_hash = n("__hash__"), s.n_repr = n("__repr__"), s.n_str = n("__str__"),
  s.n_len = n("__len__");
  s.n_bool = n("__bool__"), s.n_contains = n("__contains__"), s.n_main = n("__main__");
  s.n_annotations = n("__annotations__"), s.n_class_getitem = n("__class_getitem__"),
  s.n_set_name = n("__set_name__");
  s.n_init_subclass = n("__init_subclass__"), s.n_slots = n("__slots__"),
  s.n_classcell = n("__classcell__");
  s.n_file = n("__file__"), s.n_path = n("__path__"), s.n_all = n("__all__"),
  s.n_underscore = n("_");
  s.n_getattribute = n("__getattribute__"), s.n_setattr = n("__setattr__"),
  s.n_delattr = n("__delattr__");
  s.n_get = n("__get__"), s.n_set = n("__set__"), s.n_delete = n("__delete__"),
  s.n_format = n("__format__");
  s.n_index = n("__index__"), s.n_int = n("__int__"), s.n_float = n("__float__"),
  s.n_setitem = n("__setitem__");
  s.n_delitem = n("__delitem__"), s.n_reversed = n("__reversed__"), s.n_missing = n("__missing__");
  s.n_mro_entries = n("__mro_entries__"), s.n_prepare = n("__prepare__"),
  s.n_instancecheck = n("__instancecheck__");
  s.n_subclasscheck = n("__subclasscheck__"), s.n_wrapped = n("__wrapped__"),
  s.n_abstract = n("__abstractmethods__");
  s.n_match_args = n("__match_args__"), s.n_package = n("__package__"),
  s.n_orig_bases = n("__orig_bases__");
  s.n_notes = n("__notes__"), s.n_length_hint = n("__length_hint__"), s.n_round = n("__round__"),
  s.n_self = n("self");
}

// The end of the process frees memory faster than we can. So the first interpreters of a process,
// which for one lesson are all there are, leave their types to it; later ones clean up.
struct Remains {
  std::vector<Ref<Type>> types;
  std::unique_ptr<InterpreterState> state;
  std::unique_ptr<ModuleRegistry> modules;
};
constexpr size_t kMostRemains = 4;

// Takes what remains and says true, or leaves it.
bool left_to_exit([[maybe_unused]] Remains& remains) {
#ifdef __SANITIZE_ADDRESS__
  return false;  // the leak checker is to see every tear-down
#else
  static std::mutex mutex;
  static auto* const kept = new std::vector<Remains>;
  const std::lock_guard<std::mutex> lock(mutex);
  if (kept->size() == kMostRemains) return false;
  kept->push_back(std::move(remains));
  return true;
#endif
}

}  // namespace

Interpreter::Interpreter(Host& host, const Limits& limits, FileSystem* files, ModuleLoader* loader)
    : host_(host),
      limits_(limits),
      files_(files),
      loader_(loader),
      state_(std::make_unique<InterpreterState>(*this)) {
  state_->recursion_limit = limits.recursion;
  state_->interned.reserve(1024);  // about what the types below and a short lesson need
  modules_ = std::make_unique<ModuleRegistry>(*this);
  install_object_types(*this);
  intern_names(*this, *state_);
  install_exceptions(*this);
  install_numbers(*this);
  install_strings(*this);
  install_bytes(*this);
  install_sequences(*this);
  install_mappings(*this);
  install_sets(*this);
  install_functions(*this);
  install_generics(*this);
  state_->empty_string = Value(intern(""));
  state_->empty_tuple = Value(new TupleObject(types_.tuple));
  state_->builtins = Ref<DictObject>(new DictObject(types_.dict));
  state_->sys_modules = Ref<DictObject>(new DictObject(types_.dict));
  state_->main_module = Ref<ModuleObject>(new ModuleObject(types_.module, "__main__"));
  state_->sys_modules->table.set(state_->n_main, state_->main_module.value());
  install_builtins(*this);
  install_modules(*this);
  reset_namespace();
}

Interpreter::~Interpreter() {
  InterpreterState& s = *state_;
  // As CPython ends: the program's names first, while everything still works.
  const auto quietly = [](const std::function<void()>& f) {
    try {
      f();
    } catch (...) {
    }
  };
  s.has_deadline = false;
  s.depth = s.native_depth = 0;
  s.handled.reset();
  quietly([&] { s.builtins->table.take(s.n_underscore); });
  if (s.main_module) quietly([&] { s.main_module->clear_references(); });
  s.original_stdout.reset();
  s.original_stderr.reset();
  s.ending = true;
  if (s.sys_modules) {
    std::vector<Value> modules;
    const HashTable& t = s.sys_modules->table;
    for (size_t i = t.next(0); i < t.end(); i = t.next(i + 1)) modules.push_back(t.at(i).value);
    for (const Value& m : modules) {
      if (m.is(Kind::kModule)) m.as<ModuleObject>()->clear_references();
    }
  }
  s.extras.clear();
  s.sys_dict = {};
  s.main_module = {};
  s.sys_modules = {};
  s.builtins = {};
  s.argument_pool.clear();
  s.empty_tuple.reset();
  // Take apart what is left of cycles. Types go last: every object needs its own until it is gone.
  std::vector<Ref<Type>> types;
  while (GcNode* node = s.gc_head.next) {
    Object* owner = node->gc_object();
    node->unlink();
    if (!owner) continue;
    if (owner->kind == Kind::kType) types.emplace_back(static_cast<Type*>(owner));
    if (node == dynamic_cast<GcNode*>(owner) && owner->kind == Kind::kType) continue;
    const Value keep(owner);
    node->clear_references();
  }
  // Whatever a lesson made is gone; types and interned names are memory and nothing else.
  Remains remains{std::move(types), std::move(state_), std::move(modules_)};
  if (left_to_exit(remains)) return;
  types = std::move(remains.types);
  state_ = std::move(remains.state);
  modules_ = std::move(remains.modules);
  for (Value& c : s.characters) c.reset();
  s.empty_string.reset();
  for (const Ref<Type>& t : types) {
    HashTable gone;
    gone.swap(t->dict);
    t->class_payload.reset();
  }
  s.weak_cells.clear();
  for (auto& entry : s.interned) entry.second->release();
  s.interned.clear();
  s.exception_types.clear();
  while (GcNode* node = s.gc_head.next) {  // made while clearing
    Object* owner = node->gc_object();
    node->unlink();
    if (!owner || owner->kind == Kind::kType) continue;
    const Value keep(owner);
    node->clear_references();
  }
  for (const Ref<Type>& t : types) t->clear_references();
  s.kept.clear();
  Type* root = types_.type;
  Type* object = types_.object;
  const Ref<Type> keep_root(root), keep_object(object);
  types.clear();
  modules_.reset();
  // The two roots hold each other.
  while (object->refs > 1) object->release();
  while (root->refs > 2) root->release();
}

// ---------------------------------------------------------------- values

StrObject* Interpreter::intern(std::string_view name) {
  const auto it = state_->interned.find(name);
  if (it != state_->interned.end()) return it->second;
  auto* s = new StrObject(types_.str, std::string(name));
  s->retain();
  s->interned = true;
  state_->interned.emplace(std::string_view(s->text), s);
  return s;
}

Value Interpreter::str(std::string_view text) {
  if (text.size() <= 1) return text.empty() ? state_->empty_string : one_character(*this, text);
  return new StrObject(types_.str, std::string(text));
}

Value Interpreter::str(std::string&& text) {
  if (text.size() <= 1) return str(std::string_view(text));
  return new StrObject(types_.str, std::move(text));
}

Value one_character(Interpreter& interp, std::string_view c) {
  const auto code = static_cast<unsigned char>(c[0]);
  if (c.size() != 1 || code >= 128) return new StrObject(interp.types().str, std::string(c));
  Value& cached = interp.state().characters[code];
  if (!cached) cached = Value(interp.intern(c));
  return cached;
}

Value Interpreter::bytes(std::string data) {
  return new BytesObject(types_.bytes, Kind::kBytes, std::move(data));
}

Value Interpreter::list(std::vector<Value> items) {
  auto* l = new ListObject(types_.list);
  l->items = std::move(items);
  return l;
}

Value Interpreter::tuple(std::vector<Value> items) {
  if (items.empty() && state_->empty_tuple) return state_->empty_tuple;
  auto* t = new TupleObject(types_.tuple);
  t->items = std::move(items);
  return t;
}

Value Interpreter::dict() { return new DictObject(types_.dict); }

Value Interpreter::dict(std::initializer_list<std::pair<std::string_view, Value>> items) {
  Value d = dict();
  for (const auto& item : items) d.as<DictObject>()->table.set(intern(item.first), item.second);
  return d;
}

Value Interpreter::set(const std::vector<Value>& items) {
  Value s(new SetObject(types_.set, false));
  for (const Value& v : items) s.as<SetObject>()->table.set(*this, v, Value::none());
  return s;
}

Value Interpreter::big_int(std::string_view digits) { return make_int(*this, std::string(digits)); }

// ---------------------------------------------------------------- steps

DictObject& Interpreter::main_namespace() { return *state_->main_module->dict; }

Value Interpreter::snapshot_namespace() {
  Value copy = dict();
  copy.as<DictObject>()->table.copy_from(main_namespace().table);
  if (Value* last = state_->builtins->table.find(state_->n_underscore)) {
    copy.as<DictObject>()->table.set(intern(" _"), *last);
  }
  return copy;
}

void Interpreter::restore_namespace(const Value& snapshot) {
  HashTable old;
  old.copy_from(snapshot.as<DictObject>()->table);
  const Value last = old.take(intern(" _"));
  main_namespace().table.swap(old);
  state_->builtins->table.take(state_->n_underscore);
  if (last) state_->builtins->table.set(state_->n_underscore, last);
}

void Interpreter::reset_namespace() {
  InterpreterState& s = *state_;
  s.builtins->table.take(s.n_underscore);
  HashTable fresh;
  main_namespace().table.swap(fresh);
  fresh.clear();
  HashTable& t = main_namespace().table;
  t.set(s.n_name, Value(s.n_main));
  t.set(s.n_doc, Value::none());
  t.set(s.n_package, Value::none());
  t.set(intern("__loader__"), Value::none());
  t.set(intern("__spec__"), Value::none());
  t.set(s.n_annotations, dict());
  t.set(intern("__builtins__"), modules_->get("builtins"));
  s.future_annotations = false;
  // Modules made of texts are forgotten.
  std::vector<std::string> gone;
  const HashTable& m = s.sys_modules->table;
  for (size_t i = m.next(0); i < m.end(); i = m.next(i + 1)) {
    if (m.at(i).value.is(Kind::kModule) &&
        m.at(i).value.as<ModuleObject>()->dict->table.find(intern(" from text"))) {
      gone.push_back(m.at(i).key.as<StrObject>()->text);
    }
  }
  for (const auto& name : gone) modules_->forget(name);
}

Completion Interpreter::run(std::string_view source, const RunOptions& options) {
  return run_in(main_namespace(), source, options);
}

Completion Interpreter::run_in(DictObject& globals, std::string_view source,
                               const RunOptions& options) {
  Completion done;
  InterpreterState& s = *state_;
  Frame* outer = s.frame;
  const int offset = options.first_line - 1;
  try {
    const auto mode = options.mode == Mode::kSingle ? lang::ParseMode::kSingle
                      : options.mode == Mode::kExec ? lang::ParseMode::kExec
                                                    : lang::ParseMode::kEval;
    Ref<CodeObject> code;
    try {
      const lang::Ast ast = lang::parse(source, mode);
      const bool is_main = &globals == s.main_module->dict.get();
      for (const lang::Stmt* st : ast.body) {
        if (st->kind != lang::StmtKind::kImportFrom || st->name != "__future__") continue;
        for (const auto& a : st->aliases) {
          if (a.name == "annotations" && is_main) s.future_annotations = true;
        }
      }
      code =
          compile(*this, ast, options.mode, options.file, offset, is_main && s.future_annotations);
    } catch (const lang::SyntaxError& e) {
      done.exception = syntax_error(*this, e, options.file, source, offset);
      return done;
    }
    done.value = run_code(*this, *code, globals, Value(&globals));
  } catch (PythonError& e) {
    done.exception = e.exception;
  } catch (const std::bad_alloc&) {
    done.exception = make_exception(exception_type("MemoryError"), "");
  }
  s.frame = outer;
  return done;
}

Value Interpreter::eval(std::string_view source, DictObject& globals) {
  Completion done = run_in(globals, source, {"<string>", 1, Mode::kEval});
  if (done.exception) throw PythonError{done.exception};
  return done.value;
}

int Interpreter::current_line() const {
  const Frame* f = state_->frame;
  if (!f) return 0;
  while (f->back) f = f->back;
  return f->line();
}

TraceEntry Interpreter::caller(int level) const {
  const Frame* f = state_->frame;
  while (f && level-- > 0) f = f->back;
  if (!f) return {"<stdin>", 1, ""};
  return {f->code->file, f->line(), f->code->name};
}

int Interpreter::caller_offset(int level) const {
  const Frame* f = state_->frame;
  while (f && level-- > 0) f = f->back;
  return f ? f->code->line_offset : 0;
}

// ---------------------------------------------------------------- output

void Interpreter::write_stdout(std::string_view text) {
  InterpreterState& s = *state_;
  s.output_written += text.size();
  if (s.output_written > limits_.output_bytes)
    throw OutputLimit("The step printed more than the limit allows.");
  if (s.sys_dict) {
    if (Value* out = s.sys_dict->table.find("stdout")) {
      if (!out->same(s.original_stdout)) {
        const Value target = *out;
        call_method(target, "write", {str(text)});
        return;
      }
    }
  }
  host_.write_stdout(text);
}

void Interpreter::write_stderr(std::string_view text) {
  InterpreterState& s = *state_;
  s.output_written += text.size();
  if (s.output_written > limits_.output_bytes)
    throw OutputLimit("The step printed more than the limit allows.");
  if (s.sys_dict) {
    if (Value* out = s.sys_dict->table.find("stderr")) {
      if (!out->same(s.original_stderr)) {
        const Value target = *out;
        call_method(target, "write", {str(text)});
        return;
      }
    }
  }
  host_.write_stderr(text);
}

void Interpreter::write_warning(std::string_view text) {
  InterpreterState& s = *state_;
  const Value* err = s.sys_dict ? s.sys_dict->table.find("stderr") : nullptr;
  if (err && !err->same(s.original_stderr)) {
    write_stderr(text);
    return;
  }
  s.output_written += text.size();
  if (s.output_written > limits_.output_bytes)
    throw OutputLimit("The step printed more than the limit allows.");
  host_.write_warning(text);
}

std::string Interpreter::source_line(const std::string& file, int line) {
  if (!files_ || line < 1 || file.empty() || file[0] == '<') return "";
  try {
    const auto info = files_->stat(file);
    if (!info || info->is_directory || info->size > (1u << 20)) return "";
    const std::string text = files_->read(file);
    size_t at = 0;
    while (--line > 0 && at != std::string::npos) {
      at = text.find('\n', at);
      if (at != std::string::npos) ++at;
    }
    if (at == std::string::npos || at >= text.size()) return "";
    const size_t end = std::min(text.find('\n', at), text.size());
    const size_t first = text.find_first_not_of(" \t\f", at);
    if (first == std::string::npos || first >= end) return "";
    const size_t last = text.find_last_not_of(" \t\f\r", end - 1);
    return text.substr(first, last + 1 - first);
  } catch (const FileError&) {
    return "";
  }
}

void Interpreter::unsupported(std::string thing, const std::string& sentence) {
  throw Unsupported(std::move(thing), current_line(), sentence);
}

void Interpreter::guard(const std::function<void()>& f, std::string_view where) {
  if (state_->ending) return;
  const Value handled = state_->handled;
  try {
    f();
  } catch (PythonError& e) {
    try {
      write_stderr("Exception ignored in: " + std::string(where) + "\n" +
                   format_exception(e.exception));
    } catch (...) {
    }
  } catch (...) {
    // A limit: the next check of the running code meets it again.
  }
  state_->handled = handled;
}

}  // namespace lessonrun::interp
