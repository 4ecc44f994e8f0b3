// The virtual machine: frames and the instruction loop.
//
// Calls between Python functions do not use the C++ stack: run() pushes a frame and goes on.
// Natives that call back enter run() again, which counts against the native depth. The file is
// above 500 lines because the loop is one switch.
#include <algorithm>
#include <memory>

#include "runner/interp/state.h"

namespace lessonrun::interp {

namespace {

// ---------------------------------------------------------------- frames

Value* stack_allocate(InterpreterState& s, size_t n) {
  if (s.stack_chunks.empty()) s.stack_chunks.emplace_back();
  if (s.chunk_used + n > StackChunk::kSize) {
    ++s.chunk;
    if (s.chunk == s.stack_chunks.size()) s.stack_chunks.emplace_back();
    s.chunk_used = 0;
  }
  StackChunk& chunk = s.stack_chunks[s.chunk];
  Value* out = chunk.base() + s.chunk_used;
  s.chunk_used += n;
  if (s.chunk_used > chunk.made) {
    std::uninitialized_default_construct(chunk.base() + chunk.made, chunk.base() + s.chunk_used);
    chunk.made = s.chunk_used;
  }
  return out;
}

Frame* new_frame(Interpreter& interp, CodeObject& code, DictObject& globals, bool own_memory) {
  InterpreterState& s = interp.state();
  Frame* f;
  if (s.frame_pool.empty()) {
    f = new Frame;
  } else {
    f = s.frame_pool.back().release();
    s.frame_pool.pop_back();
  }
  const size_t n = code.locals.size() + code.cells.size() + static_cast<size_t>(code.stack_size);
  f->slots = n;
  f->owns_memory = own_memory || n > StackChunk::kSize;
  f->locals = f->owns_memory ? new Value[n] : nullptr;
  f->code = &code;
  f->code_value = Value(&code);
  f->globals = &globals;
  f->globals_value = Value(&globals);
  f->pc = 0;
  f->entry = false;
  f->generator = nullptr;
  f->back = nullptr;
  if (!f->owns_memory) f->locals = stack_allocate(s, n);
  f->cells = f->locals + code.locals.size();
  f->stack = f->cells + code.cells.size();
  f->sp = f->stack;
  return f;
}

void free_frame(InterpreterState& s, Frame* f) {
  Value* end = f->locals + f->slots;
  // The value stack first, then locals in order, as CPython clears them.
  while (f->sp > f->stack) (--f->sp)->reset();
  for (Value* v = f->locals; v != end; ++v) v->reset();
  if (f->owns_memory) {
    delete[] f->locals;
  } else {
    const StackChunk& chunk = s.stack_chunks[s.chunk];
    if (chunk.holds(f->locals)) {
      s.chunk_used = static_cast<size_t>(f->locals - chunk.base());
      if (s.chunk_used == 0 && s.chunk > 0) {
        --s.chunk;
        s.chunk_used =
            StackChunk::kSize;  // unknown, full is safe: the next frame below frees exactly
      }
    } else {
      while (s.chunk > 0) {
        --s.chunk;
        const StackChunk& lower = s.stack_chunks[s.chunk];
        if (lower.holds(f->locals)) {
          s.chunk_used = static_cast<size_t>(f->locals - lower.base());
          break;
        }
      }
    }
  }
  f->blocks.clear();
  f->names.reset();
  f->function.reset();
  f->init_self.reset();
  f->handled_before.reset();
  f->globals_value.reset();
  f->code_value.reset();
  if (s.frame_pool.size() < 64) {
    s.frame_pool.emplace_back(f);
  } else {
    delete f;
  }
}

std::string argument_names(const std::vector<std::string>& names) {
  std::string out;
  for (size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += names.size() == 2 ? " and " : i + 1 == names.size() ? ", and " : ", ";
    out += "'" + names[i] + "'";
  }
  return out;
}

[[noreturn]] void too_many(Interpreter& interp, const FunctionObject& fn, const Frame& f,
                           size_t given) {
  const CodeObject& code = *fn.code;
  const auto defaults = fn.defaults.size();
  const auto count = static_cast<size_t>(code.arg_count);
  std::string takes;
  bool plural;
  if (defaults) {
    takes = "from " + std::to_string(count - defaults) + " to " + std::to_string(count);
    plural = true;
  } else {
    takes = std::to_string(count);
    plural = count != 1;
  }
  size_t keyword_given = 0;
  for (int i = 0; i < code.kwonly_count; ++i)
    keyword_given += !f.locals[count + static_cast<size_t>(i)].is_undefined();
  std::string was = std::to_string(given);
  if (keyword_given) {
    was += std::string(" positional argument") + (given != 1 ? "s" : "") + " (and " +
           std::to_string(keyword_given) + " keyword-only argument" +
           (keyword_given != 1 ? "s" : "") + ")";
  }
  interp.raise("TypeError", interp.text(fn.qualname).data() + std::string("() takes ") + takes +
                                " positional argument" + (plural ? "s" : "") + " but " + was +
                                (given == 1 && !keyword_given ? " was given" : " were given"));
}

// Arguments into locals, by the rules of the language.
void bind_arguments(Interpreter& interp, const FunctionObject& fn, Frame& f, const Arguments& a) {
  const CodeObject& code = *fn.code;
  const auto count = static_cast<size_t>(code.arg_count),
             kwonly = static_cast<size_t>(code.kwonly_count);
  Value* locals = f.locals;
  const size_t direct = std::min(a.positional, count);
  for (size_t i = 0; i < direct; ++i) locals[i] = a.values[i];
  const size_t var_args = count + kwonly;
  if (code.flags & kVarArgs) {
    std::vector<Value> rest(a.values + direct, a.values + a.positional);
    locals[var_args] = interp.tuple(std::move(rest));
  }
  Value extra;
  if (code.flags & kVarKeywords) {
    extra = interp.dict();
    locals[var_args + ((code.flags & kVarArgs) ? 1 : 0)] = extra;
  }
  const auto function_name = [&]() { return std::string(interp.text(fn.qualname)); };
  for (size_t k = 0; k < a.keywords; ++k) {
    const StrObject* key = a.names[k].as<StrObject>();
    size_t i = static_cast<size_t>(code.posonly_count);
    const size_t end = count + kwonly;
    for (; i < end; ++i) {
      if (code.locals[i] == key || code.locals[i]->text == key->text) break;
    }
    if (i < end) {
      if (!locals[i].is_undefined()) {
        interp.raise("TypeError",
                     function_name() + "() got multiple values for argument '" + key->text + "'");
      }
      locals[i] = a.keyword(k);
    } else if (extra) {
      extra.as<DictObject>()->table.set(interp, a.names[k], a.keyword(k));
    } else {
      std::vector<std::string> posonly;
      for (size_t p = 0; p < static_cast<size_t>(code.posonly_count); ++p) {
        for (size_t q = 0; q < a.keywords; ++q) {
          if (code.locals[p]->text == a.names[q].as<StrObject>()->text)
            posonly.push_back(code.locals[p]->text);
        }
      }
      if (!posonly.empty()) {
        std::string list;
        for (const auto& n : posonly) list += (list.empty() ? "" : ", ") + n;
        interp.raise("TypeError",
                     function_name() +
                         "() got some positional-only arguments passed as keyword arguments: '" +
                         list + "'");
      }
      interp.raise("TypeError",
                   function_name() + "() got an unexpected keyword argument '" + key->text + "'");
    }
  }
  if (a.positional > count && !(code.flags & kVarArgs)) too_many(interp, fn, f, a.positional);
  if (a.positional < count) {
    const size_t defaults = fn.defaults.size();
    std::vector<std::string> missing;
    for (size_t i = a.positional; i < count; ++i) {
      if (!locals[i].is_undefined()) continue;
      if (i + defaults >= count) {
        locals[i] = fn.defaults[i + defaults - count];
      } else {
        missing.push_back(code.locals[i]->text);
      }
    }
    if (!missing.empty()) {
      interp.raise("TypeError", function_name() + "() missing " + std::to_string(missing.size()) +
                                    " required positional argument" +
                                    (missing.size() > 1 ? "s" : "") + ": " +
                                    argument_names(missing));
    }
  }
  if (kwonly) {
    std::vector<std::string> missing;
    for (size_t i = count; i < count + kwonly; ++i) {
      if (!locals[i].is_undefined()) continue;
      Value* d = fn.kwdefaults.is(Kind::kDict)
                     ? fn.kwdefaults.as<DictObject>()->table.find(code.locals[i])
                     : nullptr;
      if (d) {
        locals[i] = *d;
      } else {
        missing.push_back(code.locals[i]->text);
      }
    }
    if (!missing.empty()) {
      interp.raise("TypeError", function_name() + "() missing " + std::to_string(missing.size()) +
                                    " required keyword-only argument" +
                                    (missing.size() > 1 ? "s" : "") + ": " +
                                    argument_names(missing));
    }
  }
}

void make_cells(Interpreter& interp, CodeObject& code, Frame& f, const FunctionObject* fn) {
  for (size_t i = 0; i < code.own_cells; ++i) {
    auto* cell = new CellObject(interp.types().cell);
    f.cells[i] = Value(cell);
    const int from = code.cell_args[i];
    if (from >= 0) cell->value = std::move(f.locals[from]);
  }
  for (size_t i = code.own_cells; fn && i < code.cells.size(); ++i)
    f.cells[i] = fn->closure[i - code.own_cells];
}

Value run(Interpreter& interp, Frame* entry);

// A frame for a call; null when the function is a generator, whose object is then in `result`.
Frame* prepare_call(Interpreter& interp, FunctionObject& fn, const Arguments& a, Value& result) {
  CodeObject& code = *fn.code;
  const bool generator = code.flags & kIsGenerator;
  Frame* f = new_frame(interp, code, *fn.globals.as<DictObject>(), generator);
  try {
    if (a.positional == static_cast<size_t>(code.arg_count) && a.keywords == 0 &&
        code.kwonly_count == 0 && !(code.flags & (kVarArgs | kVarKeywords))) {
      for (size_t i = 0; i < a.positional; ++i) f->locals[i] = a.values[i];
    } else {
      bind_arguments(interp, fn, *f, a);
    }
    if (!code.cells.empty()) make_cells(interp, code, *f, &fn);
  } catch (...) {
    free_frame(interp.state(), f);
    throw;
  }
  f->function = Value(&fn);
  if (!generator) return f;
  auto* g = new GeneratorObject(interp.types().generator);
  result = Value(g);
  g->frame = f;
  g->name = code.name;
  g->qualname = fn.qualname.is(Kind::kStr) ? fn.qualname.as<StrObject>()->text : code.qualname;
  f->generator = g;
  return nullptr;
}

}  // namespace

// ---------------------------------------------------------------- entries

Value run_function(Interpreter& interp, FunctionObject& fn, const Arguments& a) {
  Value generator;
  Frame* f = prepare_call(interp, fn, a, generator);
  return f ? run(interp, f) : generator;
}

Value run_code(Interpreter& interp, CodeObject& code, DictObject& globals, const Value& names,
               const FunctionObject* fn) {
  Frame* f = new_frame(interp, code, globals, false);
  f->names = names;
  if (!code.cells.empty()) make_cells(interp, code, *f, fn);
  return run(interp, f);
}

Value run_class_body(Interpreter& interp, const FunctionObject& fn, const Value& names) {
  return run_code(interp, *fn.code, *fn.globals.as<DictObject>(), names, &fn);
}

GeneratorObject::~GeneratorObject() {
  if (frame && !type->interp.state().ending && started && !running) {
    // CPython closes a suspended generator when it dies, so that its finally blocks run.
    bool wanted = false;
    for (const TryBlock& b : frame->blocks) wanted = wanted || !b.handling;
    if (wanted) {
      ++refs;
      type->interp.guard([&]() { close_generator(type->interp, *this); }, "generator");
    }
  }
  if (frame) free_frame(type->interp.state(), frame);
}

void GeneratorObject::clear_references() noexcept {
  if (!frame || running) return;
  Frame* f = frame;
  frame = nullptr;
  free_frame(type->interp.state(), f);
}

// Throws into what a generator delegates to. A value: the inner one yielded it. Else `result` is
// what the inner one returned and `pending` is cleared, or `pending` is what the outer one sees.
static Value throw_into(Interpreter& interp, const Value& inner, Value& pending, Value& result) {
  const bool exits = interp.is_instance(pending, interp.exception_type("GeneratorExit"));
  try {
    Value v;
    if (inner.is(Kind::kGenerator)) {
      if (exits) {
        close_generator(interp, *inner.as<GeneratorObject>());
        return {};
      }
      const Value thrown = pending;
      v = resume_generator(interp, *inner.as<GeneratorObject>(), Value::none(), &thrown);
    } else if (const Value method = interp.find_attr(inner, exits ? "close" : "throw")) {
      if (exits) {
        interp.call(method, {});
        return {};
      }
      v = interp.call(method, {pending});
    } else {
      return {};
    }
    if (v) return v;
    result = Value::none();
    pending.reset();
  } catch (PythonError& e) {
    if (interp.matches(e, "StopIteration") && !e.exception.same(pending)) {
      result = e.exception.as<ExceptionObject>()->value_a;
      if (!result) result = Value::none();
      pending.reset();
    } else {
      pending = e.exception;
    }
  }
  return {};
}

Value resume_generator(Interpreter& interp, GeneratorObject& g, Value sent, const Value* thrown) {
  InterpreterState& s = interp.state();
  if (g.running) interp.raise("ValueError", "generator already executing");
  if (!g.frame) {
    if (thrown) interp.raise(*thrown);
    return {};
  }
  if (!g.started && !sent.is_none() && !thrown) {
    interp.raise("TypeError", "can't send non-None value to a just-started generator");
  }
  const Value keep(&g);
  Frame* f = g.frame;
  if (thrown && !g.started) {
    g.frame = nullptr;
    free_frame(s, f);
    interp.raise(*thrown);
  }
  g.running = true;
  if (g.started) *f->sp++ = std::move(sent);
  g.started = true;
  struct Running {
    GeneratorObject& g;
    ~Running() { g.running = false; }
  } running{g};
  Value pending = thrown ? *thrown : Value();
  const bool delegating = pending && op_of(f->code->code[f->pc]) == Op::kYieldFrom;
  if (delegating) {
    // The exception goes to the innermost generator first.
    (--f->sp)->reset();
    Value result;
    Value v = throw_into(interp, f->sp[-1], pending, result);
    if (v) return v;
    if (result) {
      f->sp[-1] = std::move(result);
      ++f->pc;
    }
  } else if (pending) {
    (--f->sp)->reset();
  }
  // run() sees a pending exception of a generator here. A value that was moved from is undefined,
  // which means none.
  f->init_self = std::move(pending);  // NOLINT(clang-analyzer-cplusplus.Move)
  return run(interp, f);
}

void close_generator(Interpreter& interp, GeneratorObject& g) {
  if (!g.frame) return;
  const Value keep(&g);
  const Value exit = interp.make_exception(interp.exception_type("GeneratorExit"), "");
  if (exit.is(Kind::kException)) exit.as<ExceptionObject>()->args = interp.tuple();
  try {
    const Value more = resume_generator(interp, g, Value::none(), &exit);
    if (more) interp.raise("RuntimeError", "generator ignored GeneratorExit");
  } catch (PythonError& e) {
    if (!interp.matches(e, "GeneratorExit") && !interp.matches(e, "StopIteration")) throw;
  }
}

namespace {

// ---------------------------------------------------------------- helpers of instructions

[[noreturn]] void raise_unbound(Interpreter& interp, const CodeObject& code, size_t i) {
  const std::string& n = code.locals[i]->text;
  interp.raise("UnboundLocalError",
               "cannot access local variable '" + n + "' where it is not associated with a value");
}

[[noreturn]] void raise_free(Interpreter& interp, StrObject* name) {
  const Value e =
      interp.make_exception(interp.exception_type("NameError"),
                            "cannot access free variable '" + name->text +
                                "' where it is not associated with a value in enclosing scope");
  e.as<ExceptionObject>()->value_a = Value(name);
  throw PythonError{e};
}

[[noreturn]] void raise_name(Interpreter& interp, StrObject* name) {
  const Value e = interp.make_exception(interp.exception_type("NameError"),
                                        "name '" + name->text + "' is not defined");
  e.as<ExceptionObject>()->value_a = Value(name);
  Frame* f = interp.state().frame;
  std::vector<Value> candidates;
  complete_builtins(interp);
  if (f) {
    for (size_t i = 0; i < f->code->locals.size(); ++i) {
      if (!f->locals[i].is_undefined()) candidates.emplace_back(f->code->locals[i]);
    }
    for (DictObject* d : {f->globals, interp.state().builtins.get()}) {
      for (size_t i = d->table.next(0); i < d->table.end(); i = d->table.next(i + 1))
        candidates.push_back(d->table.at(i).key);
    }
  }
  e.as<ExceptionObject>()->suggestion_object = interp.list(std::move(candidates));
  throw PythonError{e};
}

Value load_global(Interpreter& interp, const Frame& f, StrObject* name) {
  if (Value* v = f.globals->table.find(name)) return *v;
  if (Value* v = find_builtin(interp, name)) return *v;
  raise_name(interp, name);
}

Value load_name(Interpreter& interp, const Frame& f, StrObject* name) {
  if (f.names.is(Kind::kDict) && f.names.object()->type == interp.types().dict) {
    if (Value* v = f.names.as<DictObject>()->table.find(name)) return *v;
  } else if (f.names) {
    try {
      return interp.getitem(f.names, Value(name));
    } catch (PythonError& e) {
      if (!interp.matches(e, "KeyError")) throw;
    }
  }
  return load_global(interp, f, name);
}

void store_name(Interpreter& interp, const Frame& f, StrObject* name, Value value) {
  if (f.names.is(Kind::kDict) && f.names.object()->type == interp.types().dict) {
    f.names.as<DictObject>()->table.set(name, std::move(value));
  } else {
    interp.setitem(f.names, Value(name), value);
  }
}

void delete_name(Interpreter& interp, const Frame& f, StrObject* name) {
  if (f.names.is(Kind::kDict)) {
    if (f.names.as<DictObject>()->table.take(name).is_undefined()) raise_name(interp, name);
  } else {
    interp.delitem(f.names, Value(name));
  }
}

void unpack_sequence(Interpreter& interp, Value*& sp, size_t n) {
  const Value v = std::move(*--sp);
  if ((v.is(Kind::kTuple) || v.is(Kind::kList)) && v.object()->type->heap == false) {
    const auto& items = v.is(Kind::kTuple) ? v.as<TupleObject>()->items : v.as<ListObject>()->items;
    if (items.size() == n) {
      for (size_t i = n; i-- > 0;) *sp++ = items[i];
      return;
    }
  }
  Value it;
  try {
    it = interp.iter(v);
  } catch (PythonError& e) {
    if (!interp.matches(e, "TypeError") || interp.type_of(v)->slots.iter) throw;
    interp.raise("TypeError", "cannot unpack non-iterable " + interp.type_name(v) + " object");
  }
  std::vector<Value> items;
  for (;;) {
    Value next = interp.next(it);
    if (!next) break;
    if (items.size() == n)
      interp.raise("ValueError", "too many values to unpack (expected " + std::to_string(n) + ")");
    items.push_back(std::move(next));
  }
  if (items.size() < n) {
    interp.raise("ValueError", "not enough values to unpack (expected " + std::to_string(n) +
                                   ", got " + std::to_string(items.size()) + ")");
  }
  for (size_t i = n; i-- > 0;) *sp++ = std::move(items[i]);
}

void unpack_ex(Interpreter& interp, Value*& sp, size_t before, size_t after) {
  const Value v = std::move(*--sp);
  if (!interp.type_of(v)->slots.iter && !interp.type_of(v)->slots.getitem) {
    interp.raise("TypeError", "cannot unpack non-iterable " + interp.type_name(v) + " object");
  }
  std::vector<Value> items = interp.to_vector(v);
  if (items.size() < before + after) {
    interp.raise("ValueError", "not enough values to unpack (expected at least " +
                                   std::to_string(before + after) + ", got " +
                                   std::to_string(items.size()) + ")");
  }
  std::vector<Value> middle(items.begin() + static_cast<long>(before),
                            items.end() - static_cast<long>(after));
  for (size_t i = 0; i < after; ++i) *sp++ = items[items.size() - 1 - i];
  *sp++ = interp.list(std::move(middle));
  for (size_t i = before; i-- > 0;) *sp++ = items[i];
}

Value make_function_object(Interpreter& interp, const Frame& f, Value*& sp, uint32_t flags) {
  auto* fn = new FunctionObject(interp.types().function);
  Value keep(fn);
  fn->code_value = std::move(*--sp);
  fn->code = fn->code_value.as<CodeObject>();
  fn->globals = f.globals_value;
  if (flags & kHasClosure) {
    const Value cells = std::move(*--sp);
    fn->closure = cells.as<TupleObject>()->items;
  }
  if (flags & kHasAnnotations) fn->annotations = std::move(*--sp);
  if (flags & kHasKwDefaults) fn->kwdefaults = std::move(*--sp);
  if (flags & kHasDefaults) {
    const Value defaults = std::move(*--sp);
    fn->defaults = defaults.as<TupleObject>()->items;
  }
  fn->name = interp.intern(fn->code->name);
  fn->qualname = interp.intern(fn->code->qualname);
  if (Value* m = f.globals->table.find(interp.state().n_name)) fn->module = *m;
  fn->doc = fn->code->doc ? fn->code->doc : Value::none();
  return keep;
}

// As CPython names what is called, in errors about its arguments.
std::string callable_name(Interpreter& interp, const Value& callable) {
  const Value qualname = interp.find_attr(callable, "__qualname__");
  if (!qualname.is(Kind::kStr)) return interp.str_of(callable);
  const Value module = interp.find_attr(callable, "__module__");
  std::string out = std::string(interp.text(qualname)) + "()";
  if (module.is(Kind::kStr) && interp.text(module) != "builtins")
    out = std::string(interp.text(module)) + "." + out;
  return out;
}

void dict_merge(Interpreter& interp, const Frame&, const Value& into, const Value& from,
                const Value& callable) {
  auto* target = into.as<DictObject>();
  if (!is_mapping_like(interp, from)) {
    const std::string who = callable_name(interp, callable);
    interp.raise("TypeError",
                 who + " argument after ** must be a mapping, not " + interp.type_name(from));
  }
  const Value keys = interp.call_method(from, "keys");
  interp.iterate(keys, [&](const Value& key) {
    if (!key.is(Kind::kStr)) interp.raise("TypeError", "keywords must be strings");
    if (target->table.contains(interp, key)) {
      const std::string who = callable_name(interp, callable);
      interp.raise("TypeError", who + " got multiple values for keyword argument '" +
                                    key.as<StrObject>()->text + "'");
    }
    target->table.set(interp, key, interp.getitem(from, key));
  });
}

Value call_ex(Interpreter& interp, const Value& callable, const Value& args, const Value& kwargs) {
  std::vector<Value> values = args.as<TupleObject>()->items;
  const size_t positional = values.size();
  std::vector<Value> names;
  if (kwargs.is(Kind::kDict)) {
    const HashTable& t = kwargs.as<DictObject>()->table;
    for (size_t i = t.next(0); i < t.end(); i = t.next(i + 1)) {
      names.push_back(t.at(i).key);
      values.push_back(t.at(i).value);
    }
  }
  return interp.call(callable, Arguments{values.data(), positional, names.data(), names.size()});
}

void before_with(Interpreter& interp, Value*& sp) {
  InterpreterState& s = interp.state();
  const Value manager = std::move(*--sp);
  Type* t = interp.type_of(manager);
  Value* enter = interp.type_lookup(t, s.n_enter);
  if (!enter) {
    interp.raise("TypeError",
                 "'" + t->name + "' object does not support the context manager protocol");
  }
  Value* exit = interp.type_lookup(t, s.n_exit);
  if (!exit) {
    interp.raise(
        "TypeError",
        "'" + t->name +
            "' object does not support the context manager protocol (missed __exit__ method)");
  }
  const Value function = *exit;
  Value bound = function.is(Kind::kFunction) || function.is(Kind::kNativeFunction)
                    ? Value(new BoundMethod(interp.types().method, function, manager))
                    : interp.getattr(manager, s.n_exit);
  Value result = call_special(interp, manager, s.n_enter, {}, nullptr);
  *sp++ = std::move(bound);
  *sp++ = std::move(result);
}

Value with_except(Interpreter& interp, Value* sp) {
  const Value e = sp[-1];
  const Value exit = sp[-3];
  const Value trace = interp.getattr(e, "__traceback__");
  const Value result = interp.call(exit, {Value(interp.type_of(e)), e, trace});
  return Value::boolean(interp.truth(result));
}

Value import_name(Interpreter& interp, const Frame& f, StrObject* name, int64_t level,
                  const Value& from_list) {
  std::string full = name->text;
  if (level > 0) {
    std::string package;
    if (Value* p = f.globals->table.find(interp.state().n_package)) {
      if (p->is(Kind::kStr)) package = p->as<StrObject>()->text;
    }
    if (package.empty())
      interp.raise("ImportError", "attempted relative import with no known parent package");
    for (int64_t i = 1; i < level; ++i) {
      const size_t dot = package.rfind('.');
      if (dot == std::string::npos)
        interp.raise("ImportError", "attempted relative import beyond top-level package");
      package.resize(dot);
    }
    full = full.empty() ? package : package + "." + full;
  }
  Value module = interp.modules().import(full);
  if (!from_list.is_none() || level > 0) {
    // `from package import module` imports the submodule.
    if (from_list.is(Kind::kTuple)) {
      for (const Value& item : from_list.as<TupleObject>()->items) {
        const auto* n = item.as<StrObject>();
        if (n->text == "*" || interp.find_attr(module, n->text)) continue;
        if (!interp.find_attr(module, interp.state().n_path)) continue;
        try {
          interp.modules().import(full + "." + n->text);
        } catch (PythonError& e) {
          if (!interp.matches(e, "ModuleNotFoundError")) throw;
        }
      }
    }
    return module;
  }
  const size_t dot = full.find('.');
  return dot == std::string::npos ? module : interp.modules().import(full.substr(0, dot));
}

void import_star(Interpreter& interp, const Frame& f, const Value& module) {
  const Value all = interp.find_attr(module, interp.state().n_all);
  std::vector<Value> names;
  if (all) {
    names = interp.to_vector(all);
  } else if (module.is(Kind::kModule)) {
    ModuleObject* m = module.as<ModuleObject>();
    complete_names(interp, *m);
    if (m->native) {
      for (const auto& lazy : m->native->lazy_entries) {
        if (lazy.first[0] != '_') names.push_back(interp.str(lazy.first));
      }
    }
    const HashTable& t = m->dict->table;
    for (size_t i = t.next(0); i < t.end(); i = t.next(i + 1)) {
      const Value key = t.at(i).key;
      if (key.is(Kind::kStr) && key.as<StrObject>()->text[0] != '_') names.push_back(key);
    }
  }
  for (const Value& n : names) {
    StrObject* key = interp.intern(interp.text(n));
    store_name(interp, f, key, interp.getattr(module, key));
  }
}

void print_expr(Interpreter& interp, const Value& v) {
  if (v.is_none()) return;
  InterpreterState& s = interp.state();
  if (Value* hook = s.sys_dict ? s.sys_dict->table.find("displayhook") : nullptr) {
    const Value h = *hook;
    if (h.is(Kind::kFunction)) {
      interp.call(h, {v});
      return;
    }
  }
  s.builtins->table.take(s.n_underscore);
  const std::string repr = interp.repr(v);
  s.output_written += repr.size();
  if (s.output_written > interp.limits().output_bytes)
    throw OutputLimit("The step printed more than the limit allows.");
  interp.host().show_value(repr);
  s.builtins->table.set(s.n_underscore, v);
}

Value format_value(Interpreter& interp, Value*& sp, uint32_t flags) {
  Value spec;
  if (flags & 4) spec = std::move(*--sp);
  Value v = std::move(*--sp);
  switch (flags & 3) {
    case 1:
      v = interp.str(interp.repr(v));
      break;
    case 2:
      v = interp.str(interp.str_of(v));
      break;
    case 3:
      v = interp.str(interp.ascii(v));
      break;
    default:
      break;
  }
  if (!spec && v.is(Kind::kStr) && v.object()->type == interp.types().str) return v;
  return interp.str(interp.format(v, spec ? interp.text(spec) : std::string_view()));
}

Value match_class(Interpreter& interp, const Value& subject, const Value& cls, const Value& names,
                  size_t positional) {
  if (!cls.is(Kind::kType)) interp.raise("TypeError", "called match pattern must be a class");
  if (!interp.is_instance_of(subject, cls)) return Value::none();
  std::vector<Value> out;
  Type* t = cls.as<Type>();
  if (positional > 0) {
    const BuiltinTypes& b = interp.types();
    bool self_match = false;
    for (Type* builtin : {b.bool_, b.bytearray, b.bytes, b.dict, b.float_, b.frozenset, b.int_,
                          b.list, b.set, b.str, b.tuple}) {
      self_match = self_match || t == builtin;
    }
    if (self_match) {
      out.push_back(subject);
      if (positional > 1)
        interp.raise("TypeError", t->name + "() accepts 1 positional sub-pattern (" +
                                      std::to_string(positional) + " given)");
    } else {
      const Value match_args = interp.find_attr(cls, interp.state().n_match_args);
      const size_t have =
          match_args.is(Kind::kTuple) ? match_args.as<TupleObject>()->items.size() : 0;
      if (positional > have) {
        interp.raise("TypeError", t->name + "() accepts " + std::to_string(have) +
                                      " positional sub-pattern" + (have == 1 ? "" : "s") + " (" +
                                      std::to_string(positional) + " given)");
      }
      for (size_t i = 0; i < positional; ++i) {
        Value v = interp.find_attr(subject, interp.text(match_args.as<TupleObject>()->items[i]));
        if (!v) return Value::none();
        out.push_back(v);
      }
    }
  }
  for (const Value& n : names.as<TupleObject>()->items) {
    Value v = interp.find_attr(subject, n.as<StrObject>());
    if (!v) return Value::none();
    out.push_back(v);
  }
  return interp.tuple(std::move(out));
}

Value match_keys(Interpreter& interp, const Value& subject, const Value& keys) {
  std::vector<Value> out;
  const Value get = interp.getattr(subject, "get");
  const Value missing = interp.list();
  for (const Value& k : keys.as<TupleObject>()->items) {
    Value v = interp.call(get, {k, missing});
    if (v.same(missing)) return Value::none();
    out.push_back(v);
  }
  return interp.tuple(std::move(out));
}

Value match_rest(Interpreter& interp, const Value& subject, const Value& keys) {
  Value rest = interp.dict();
  dict_update(interp, *rest.as<DictObject>(), subject);
  for (const Value& k : keys.as<TupleObject>()->items) rest.as<DictObject>()->table.take(interp, k);
  return rest;
}

// yield from: the value to yield, or undefined when the inner one is done, its result then in
// `result`.
Value delegate(Interpreter& interp, const Value& inner, const Value& sent, Value& result) {
  try {
    Value v;
    if (inner.is(Kind::kGenerator)) {
      v = resume_generator(interp, *inner.as<GeneratorObject>(), sent, nullptr);
    } else if (sent.is_none()) {
      v = interp.next(inner);
    } else {
      v = interp.call_method(inner, "send", {sent});
    }
    if (v) return v;
    result = Value::none();
  } catch (PythonError& e) {
    if (!interp.matches(e, "StopIteration")) throw;
    result = e.exception.as<ExceptionObject>()->value_a;
    if (!result) result = Value::none();
  }
  return {};
}

void tick(Interpreter& interp) {
  InterpreterState& s = interp.state();
  if ((++s.ticks & 0xFFF) != 0) return;
  interp.check_deadline();
  interp.check_allocation(0);
}

bool small_add(const Value& a, const Value& b, Value& out, bool subtract) {
  if (a.is_int() && b.is_int()) {
    int64_t r;
    if (subtract ? __builtin_sub_overflow(a.as_int(), b.as_int(), &r)
                 : __builtin_add_overflow(a.as_int(), b.as_int(), &r)) {
      return false;
    }
    out = Value::integer(r);
    return true;
  }
  if (a.is_float() && b.is_float()) {
    out = Value::real(subtract ? a.as_float() - b.as_float() : a.as_float() + b.as_float());
    return true;
  }
  return false;
}

// Compares two small ints or floats; -1 when it is not such a pair.
int small_compare(CompareOp op, const Value& a, const Value& b) {
  if (a.is_int() && b.is_int()) {
    const int64_t x = a.as_int(), y = b.as_int();
    switch (op) {
      case CompareOp::kLt:
        return x < y;
      case CompareOp::kLe:
        return x <= y;
      case CompareOp::kEq:
        return x == y;
      case CompareOp::kNe:
        return x != y;
      case CompareOp::kGt:
        return x > y;
      case CompareOp::kGe:
        return x >= y;
    }
  }
  return -1;
}

// ---------------------------------------------------------------- the loop

struct Machine {
  Interpreter& interp;
  InterpreterState& s;
  Frame* f;

  void push_frame(Frame* next) {
    if (s.depth >= s.recursion_limit) {
      free_frame(s, next);
      interp.raise("RecursionError", "maximum recursion depth exceeded");
    }
    ++s.depth;
    next->back = f;
    s.frame = f = next;
  }

  // Leaves the current frame; the caller's becomes current.
  void pop_frame() {
    Frame* gone = f;
    s.frame = f = gone->back;
    --s.depth;
    if (gone->generator) {
      gone->generator->frame = nullptr;
      gone->generator = nullptr;
    }
    free_frame(s, gone);
  }

  // Starts a call whose callable and arguments lie on the stack from `base`; true when a frame was
  // pushed, false when the result is already on the stack.
  bool start_call(Value* base, size_t n) {
    const Value callable = *base;
    if (callable.is(Kind::kFunction)) {
      return enter(callable, base, Arguments{base + 1, n, nullptr, 0}, Value());
    }
    if (callable.is(Kind::kBoundMethod)) {
      auto* m = callable.as<BoundMethod>();
      if (m->function.is(Kind::kFunction)) {
        const Value function = m->function;
        *base = m->self;
        return enter(function, base, Arguments{base, n + 1, nullptr, 0}, Value());
      }
    }
    if (callable.is(Kind::kType) && callable.object()->type == interp.types().type) {
      Type* t = callable.as<Type>();
      if (t->heap && t->slots.new_ == object_new) {
        Value* init = interp.type_lookup(t, s.n_init);
        if (init && init->is(Kind::kFunction)) {
          const Value function = *init;
          Value made = object_new(interp, t, Arguments{base + 1, n, nullptr, 0});
          *base = made;
          return enter(function, base, Arguments{base, n + 1, nullptr, 0}, std::move(made));
        }
      }
    }
    Value result = interp.call(callable, Arguments{base + 1, n, nullptr, 0});
    drop_to(base);
    *f->sp++ = std::move(result);
    return false;
  }

  void drop_to(Value* base) {
    while (f->sp > base) (--f->sp)->reset();
  }

  bool enter(const Value& function, Value* base, const Arguments& a, Value init_self) {
    Value generator;
    Frame* next = prepare_call(interp, *function.as<FunctionObject>(), a, generator);
    drop_to(base);
    if (!next) {
      if (init_self) interp.raise("TypeError", "__init__() should return None, not 'generator'");
      *f->sp++ = std::move(generator);
      return false;
    }
    next->init_self = std::move(init_self);
    push_frame(next);
    return true;
  }

  // Finds the handler for an exception, leaving frames down to the entry; false when there is none.
  bool unwind(const Value& exception, const Frame* entry) {
    auto* e = exception.as<ExceptionObject>();
    for (;;) {
      add_trace(interp, *e, *f);
      while (!f->blocks.empty()) {
        const TryBlock block = f->blocks.back();
        f->blocks.pop_back();
        Value* base = f->stack + block.height;
        if (block.handling) {
          drop_to(base + 1);
          restore_handled(std::move(*--f->sp));
          continue;
        }
        drop_to(base);
        *f->sp++ = s.handled ? s.handled : Value::none();
        *f->sp++ = exception;
        f->blocks.push_back({0, block.height, true});
        s.handled = exception;
        f->pc = block.handler;
        return true;
      }
      const bool last = f == entry;
      if (f->generator) f->generator->running = false;
      pop_frame();
      if (last) {
        left_ = true;
        return false;
      }
    }
  }

  void restore_handled(Value previous) {
    if (previous.is_none()) previous = Value();
    s.handled = std::move(previous);
  }

  // `object.method(...)` where the attribute is no plain method: [undefined, callable,
  // arguments...].
  bool start_method_value(Value* base, size_t n) {
    *base = std::move(base[1]);
    for (size_t i = 0; i < n; ++i) base[i + 1] = std::move(base[i + 2]);
    --f->sp;
    return start_call(base, n);
  }

  // Raises again what a handler did not take; no new context.
  bool unwind_again(const Value& exception, Frame* entry) {
    reraising_ = true;
    const bool handled = unwind(exception, entry);
    reraising_ = false;
    if (!handled) left_ = true;
    return handled;
  }

  // What a generator handles while it yields is its own, and again current when it goes on.
  void suspend_handled() {
    for (const TryBlock& b : f->blocks) {
      if (b.handling) f->handled_before = s.handled;
    }
  }

  // What is being handled while another exception is raised becomes its __context__.
  void set_context(const Value& exception) {
    auto* e = exception.as<ExceptionObject>();
    if (!s.handled || s.handled.same(exception) || e->context) return;
    // Never a cycle.
    for (Value c = s.handled; c.is(Kind::kException); c = c.as<ExceptionObject>()->context) {
      if (c.as<ExceptionObject>()->context.same(exception)) {
        c.as<ExceptionObject>()->context = Value();
        break;
      }
    }
    e->context = s.handled;
  }

  Value loop(Frame* entry);
  bool left_ = false;
  bool reraising_ = false;
  bool entry_is_generator_ = false;
  bool returning_ = false;  // a generator's own StopIteration is on its way

  // PEP 479: StopIteration does not leave a generator.
  Value stop_in_generator(const Value& exception) {
    if (!interp.is_instance(exception, interp.exception_type("StopIteration"))) return exception;
    Value error = interp.make_exception(interp.exception_type("RuntimeError"),
                                        "generator raised StopIteration");
    auto* e = error.as<ExceptionObject>();
    e->cause = exception;
    e->context = exception;
    e->suppress_context = true;
    return error;
  }
};

// One case for each instruction, over the registers of one loop.
// NOLINTNEXTLINE(readability-function-size)
Value Machine::loop(Frame* entry) {
  Value pending;
  if (entry->generator && entry->init_self) pending = std::move(entry->init_self);
  if (entry->generator && entry->handled_before) s.handled = std::move(entry->handled_before);
  for (;;) {
    try {
      if (pending) {
        Value raised = std::move(pending);
        interp.raise(raised);
      }
      Frame* frame = f;
      Value* sp = frame->sp;
      const Instruction* code = frame->code->code.data();
#define PUSH(v) (*sp++ = (v))
#define POP() (std::move(*--sp))
#define SYNC() (frame->sp = sp)
#define RELOAD() (frame = f, sp = frame->sp, code = frame->code->code.data())
      for (;;) {
        const Instruction instruction = code[frame->pc++];
        const uint32_t arg = arg_of(instruction);
        switch (op_of(instruction)) {
          case Op::kNop:
          case Op::kPushExcInfo:
            break;
          case Op::kPopTop: {
            SYNC();
            (--sp)->reset();
            frame->sp = sp;
            break;
          }
          case Op::kDup:
            sp[0] = sp[-1];
            ++sp;
            break;
          case Op::kDup2:
            sp[0] = sp[-2];
            sp[1] = sp[-1];
            sp += 2;
            break;
          case Op::kRot2:
            sp[-1].swap(sp[-2]);
            break;
          case Op::kRot3:
            sp[-1].swap(sp[-2]);
            sp[-2].swap(sp[-3]);
            break;
          case Op::kRot4:
            sp[-1].swap(sp[-2]);
            sp[-2].swap(sp[-3]);
            sp[-3].swap(sp[-4]);
            break;
          case Op::kLoadConst:
            PUSH(frame->code->constants[arg]);
            break;
          case Op::kLoadFast: {
            const Value& v = frame->locals[arg];
            if (v.is_undefined()) {
              SYNC();
              raise_unbound(interp, *frame->code, arg);
            }
            PUSH(v);
            break;
          }
          case Op::kLoadFastLoadFast:
            break;
          case Op::kStoreFast: {
            Value old = std::move(frame->locals[arg]);
            frame->locals[arg] = POP();
            SYNC();
            break;
          }
          case Op::kDeleteFast: {
            if (frame->locals[arg].is_undefined()) {
              SYNC();
              raise_unbound(interp, *frame->code, arg);
            }
            SYNC();
            frame->locals[arg].reset();
            break;
          }
          case Op::kLoadName: {
            SYNC();
            PUSH(load_name(interp, *frame, frame->code->names[arg]));
            break;
          }
          case Op::kStoreName: {
            Value v = POP();
            SYNC();
            store_name(interp, *frame, frame->code->names[arg], std::move(v));
            break;
          }
          case Op::kDeleteName: {
            SYNC();
            delete_name(interp, *frame, frame->code->names[arg]);
            break;
          }
          case Op::kLoadGlobal: {
            SYNC();
            PUSH(load_global(interp, *frame, frame->code->names[arg]));
            break;
          }
          case Op::kStoreGlobal: {
            Value v = POP();
            SYNC();
            frame->globals->table.set(frame->code->names[arg], std::move(v));
            break;
          }
          case Op::kDeleteGlobal: {
            SYNC();
            if (frame->globals->table.take(frame->code->names[arg]).is_undefined())
              raise_name(interp, frame->code->names[arg]);
            break;
          }
          case Op::kLoadDeref:
          case Op::kLoadClassDeref: {
            SYNC();
            StrObject* name = frame->code->cells[arg];
            if (op_of(instruction) == Op::kLoadClassDeref && frame->names.is(Kind::kDict)) {
              if (Value* v = frame->names.as<DictObject>()->table.find(name)) {
                PUSH(*v);
                break;
              }
            }
            const Value& v = frame->cells[arg].as<CellObject>()->value;
            if (v.is_undefined()) {
              if (arg < frame->code->own_cells) {
                interp.raise("UnboundLocalError", "cannot access local variable '" + name->text +
                                                      "' where it is not associated with a value");
              }
              raise_free(interp, name);
            }
            PUSH(v);
            break;
          }
          case Op::kStoreDeref: {
            Value v = POP();
            SYNC();
            frame->cells[arg].as<CellObject>()->value = std::move(v);
            break;
          }
          case Op::kDeleteDeref: {
            SYNC();
            if (frame->cells[arg].as<CellObject>()->value.is_undefined())
              raise_name(interp, frame->code->cells[arg]);
            frame->cells[arg].as<CellObject>()->value.reset();
            break;
          }
          case Op::kLoadClosure:
            PUSH(frame->cells[arg]);
            break;
          case Op::kLoadAttr: {
            SYNC();
            Value v = interp.getattr(sp[-1], frame->code->names[arg]);
            sp[-1] = std::move(v);
            break;
          }
          case Op::kStoreAttr: {
            SYNC();
            interp.setattr(sp[-1], frame->code->names[arg], sp[-2]);
            (--sp)->reset();
            (--sp)->reset();
            SYNC();
            break;
          }
          case Op::kDeleteAttr: {
            SYNC();
            interp.delattr(sp[-1], frame->code->names[arg]);
            (--sp)->reset();
            SYNC();
            break;
          }
          case Op::kLoadMethod: {
            SYNC();
            StrObject* name = frame->code->names[arg];
            Type* t = interp.type_of(sp[-1]);
            if (!t->slots.getattr && !sp[-1].is(Kind::kModule)) {
              Value* found = interp.type_lookup(t, name);
              if (found &&
                  (found->is(Kind::kFunction) || (found->is(Kind::kNativeFunction) &&
                                                  found->as<NativeFunctionObject>()->is_method)) &&
                  !(sp[-1].is_object() && sp[-1].object()->attributes &&
                    sp[-1].object()->attributes->find(t->keys, name))) {
                Value function = *found;
                sp[0] = std::move(sp[-1]);
                sp[-1] = std::move(function);
                ++sp;
                break;
              }
            }
            Value v = interp.getattr(sp[-1], name);
            sp[-1].reset();
            sp[0] = std::move(v);
            ++sp;
            break;
          }
          case Op::kCallMethod: {
            SYNC();
            Value* base = sp - arg - 2;
            bool pushed;
            if (base->is_undefined()) {
              // Not a plain method: the callable stands in the second place.
              pushed = start_method_value(base, arg);
            } else {
              pushed = start_call(base, arg + 1);
            }
            (void)pushed;
            RELOAD();
            break;
          }
          case Op::kBinary: {
            const auto op = static_cast<BinaryOp>(arg);
            Value out;
            if (op <= BinaryOp::kSub && small_add(sp[-2], sp[-1], out, op == BinaryOp::kSub)) {
              sp[-2] = std::move(out);
              --sp;
              break;
            }
            SYNC();
            Value r = interp.binary(op, sp[-2], sp[-1]);
            (--sp)->reset();
            sp[-1] = std::move(r);
            SYNC();
            break;
          }
          case Op::kInplace: {
            const auto op = static_cast<BinaryOp>(arg);
            Value out;
            if (op <= BinaryOp::kSub && small_add(sp[-2], sp[-1], out, op == BinaryOp::kSub)) {
              sp[-2] = std::move(out);
              --sp;
              break;
            }
            SYNC();
            Value r = interp.inplace(op, sp[-2], sp[-1]);
            (--sp)->reset();
            sp[-1] = std::move(r);
            SYNC();
            break;
          }
          case Op::kUnary: {
            SYNC();
            sp[-1] = interp.unary(static_cast<UnaryOp>(arg), sp[-1]);
            break;
          }
          case Op::kNot: {
            SYNC();
            sp[-1] = Value::boolean(!interp.truth(sp[-1]));
            break;
          }
          case Op::kCompare: {
            const auto op = static_cast<CompareOp>(arg);
            const int quick = small_compare(op, sp[-2], sp[-1]);
            if (quick >= 0) {
              --sp;
              sp[-1] = Value::boolean(quick != 0);
              break;
            }
            SYNC();
            Value r = interp.compare(op, sp[-2], sp[-1]);
            (--sp)->reset();
            sp[-1] = std::move(r);
            SYNC();
            break;
          }
          case Op::kCompareJumpIfFalse:
            break;
          case Op::kIs: {
            SYNC();
            const bool same = sp[-2].same(sp[-1]);
            (--sp)->reset();
            sp[-1] = Value::boolean(same != (arg != 0));
            SYNC();
            break;
          }
          case Op::kContains: {
            SYNC();
            const bool in = interp.contains(sp[-1], sp[-2]);
            (--sp)->reset();
            sp[-1] = Value::boolean(in != (arg != 0));
            SYNC();
            break;
          }
          case Op::kSubscript: {
            SYNC();
            Value r = interp.getitem(sp[-2], sp[-1]);
            (--sp)->reset();
            sp[-1] = std::move(r);
            SYNC();
            break;
          }
          case Op::kStoreSubscript: {
            SYNC();
            interp.setitem(sp[-2], sp[-1], sp[-3]);
            for (int i = 0; i < 3; ++i) (--sp)->reset();
            SYNC();
            break;
          }
          case Op::kDeleteSubscript: {
            SYNC();
            interp.delitem(sp[-2], sp[-1]);
            (--sp)->reset();
            (--sp)->reset();
            SYNC();
            break;
          }
          case Op::kBuildTuple:
          case Op::kBuildList: {
            std::vector<Value> items(arg);
            for (uint32_t i = 0; i < arg; ++i)
              items[i] = std::move(sp[static_cast<int>(i) - static_cast<int>(arg)]);
            sp -= arg;
            SYNC();
            PUSH(op_of(instruction) == Op::kBuildTuple ? interp.tuple(std::move(items))
                                                       : interp.list(std::move(items)));
            break;
          }
          case Op::kBuildSet: {
            SYNC();
            Value set = interp.set(std::vector<Value>(sp - arg, sp));
            for (uint32_t i = 0; i < arg; ++i) (--sp)->reset();
            PUSH(std::move(set));
            SYNC();
            break;
          }
          case Op::kBuildMap: {
            SYNC();
            Value dict = interp.dict();
            for (Value* p = sp - size_t{2} * arg; p < sp; p += 2)
              dict.as<DictObject>()->table.set(interp, p[0], p[1]);
            for (uint32_t i = 0; i < 2 * arg; ++i) (--sp)->reset();
            PUSH(std::move(dict));
            SYNC();
            break;
          }
          case Op::kBuildString: {
            SYNC();
            std::string out;
            for (Value* p = sp - arg; p < sp; ++p) out += p->as<StrObject>()->text;
            interp.check_allocation(out.size() > 4096 ? out.size() : 0);
            for (uint32_t i = 0; i < arg; ++i) (--sp)->reset();
            PUSH(interp.str(std::move(out)));
            break;
          }
          case Op::kBuildSlice: {
            Value slice(new SliceObject(interp.types().slice, sp[-3], sp[-2], sp[-1]));
            for (int i = 0; i < 3; ++i) (--sp)->reset();
            PUSH(std::move(slice));
            SYNC();
            break;
          }
          case Op::kListAppend: {
            Value v = POP();
            SYNC();
            auto& items = sp[-static_cast<int>(arg)].as<ListObject>()->items;
            if (items.size() == items.capacity() && items.size() >= 4096)
              interp.check_allocation(items.size() * 32);
            items.push_back(std::move(v));
            break;
          }
          case Op::kSetAdd: {
            Value v = POP();
            SYNC();
            sp[-static_cast<int>(arg)].as<SetObject>()->table.set(interp, v, Value::none());
            break;
          }
          case Op::kMapAdd: {
            Value v = POP();
            Value k = POP();
            SYNC();
            sp[-static_cast<int>(arg)].as<DictObject>()->table.set(interp, k, std::move(v));
            break;
          }
          case Op::kListExtend: {
            const Value v = POP();
            SYNC();
            if ((arg & 0x300) && !interp.type_of(v)->slots.iter &&
                !interp.type_of(v)->slots.getitem) {
              interp.raise("TypeError", (arg & 0x200 ? callable_name(interp, sp[-2]) + " argument"
                                                     : std::string("Value")) +
                                            " after * must be an iterable, not " +
                                            interp.type_name(v));
            }
            const Value target = sp[-static_cast<int>(arg & 0xFF)];
            interp.iterate(
                v, [&](const Value& item) { target.as<ListObject>()->items.push_back(item); });
            break;
          }
          case Op::kSetUpdate: {
            const Value v = POP();
            SYNC();
            const Value target = sp[-static_cast<int>(arg)];
            interp.iterate(v, [&](const Value& item) {
              target.as<SetObject>()->table.set(interp, item, Value::none());
            });
            break;
          }
          case Op::kDictUpdate: {
            const Value v = POP();
            SYNC();
            if (!is_mapping_like(interp, v))
              interp.raise("TypeError", "'" + interp.type_name(v) + "' object is not a mapping");
            dict_update(interp, *sp[-static_cast<int>(arg)].as<DictObject>(), v);
            break;
          }
          case Op::kDictMerge: {
            const Value v = POP();
            SYNC();
            dict_merge(interp, *frame, sp[-static_cast<int>(arg)], v,
                       sp[-static_cast<int>(arg) - 2]);
            break;
          }
          case Op::kListToTuple: {
            sp[-1] = interp.tuple(std::move(sp[-1].as<ListObject>()->items));
            break;
          }
          case Op::kUnpackSequence:
            SYNC();
            unpack_sequence(interp, sp, arg);
            SYNC();
            break;
          case Op::kUnpackEx:
            SYNC();
            unpack_ex(interp, sp, arg & 0xFF, arg >> 8);
            SYNC();
            break;
          case Op::kJump:
            if (arg < frame->pc) {
              SYNC();
              tick(interp);
            }
            frame->pc = arg;
            break;
          case Op::kPopJumpIfFalse:
          case Op::kPopJumpIfTrue: {
            const Value v = POP();
            bool truth;
            if (v.is_bool()) {
              truth = v.as_bool();
            } else {
              SYNC();
              truth = interp.truth(v);
            }
            if (truth == (op_of(instruction) == Op::kPopJumpIfTrue)) {
              if (arg < frame->pc) {
                SYNC();
                tick(interp);
              }
              frame->pc = arg;
            }
            break;
          }
          case Op::kJumpIfFalseOrPop:
          case Op::kJumpIfTrueOrPop: {
            SYNC();
            if (interp.truth(sp[-1]) == (op_of(instruction) == Op::kJumpIfTrueOrPop)) {
              frame->pc = arg;
            } else {
              (--sp)->reset();
              SYNC();
            }
            break;
          }
          case Op::kGetIter: {
            SYNC();
            if (sp[-1].is(Kind::kIterator) || sp[-1].is(Kind::kGenerator)) break;
            sp[-1] = interp.iter(sp[-1]);
            break;
          }
          case Op::kForIter: {
            SYNC();
            Value v = sp[-1].is(Kind::kIterator)
                          ? sp[-1].as<NativeIterator>()->step(interp, *sp[-1].as<NativeIterator>())
                          : interp.next(sp[-1]);
            if (v) {
              PUSH(std::move(v));
              break;
            }
            (--sp)->reset();
            SYNC();
            frame->pc = arg;
            break;
          }
          case Op::kCall: {
            SYNC();
            start_call(sp - arg - 1, arg);
            RELOAD();
            break;
          }
          case Op::kCallKw: {
            const Value names = POP();
            SYNC();
            const auto& name_items = names.as<TupleObject>()->items;
            Value* base = sp - arg - 1;
            const size_t positional = arg - name_items.size();
            const Value callable = *base;
            const Arguments a{base + 1, positional, name_items.data(), name_items.size()};
            if (callable.is(Kind::kFunction)) {
              enter(callable, base, a, Value());
            } else {
              Value r = interp.call(callable, a);
              drop_to(base);
              *f->sp++ = std::move(r);
            }
            RELOAD();
            break;
          }
          case Op::kCallEx: {
            Value kwargs;
            if (arg) kwargs = POP();
            const Value args = POP();
            SYNC();
            Value r = call_ex(interp, sp[-1], args, kwargs);
            sp[-1] = std::move(r);
            break;
          }
          case Op::kMakeFunction: {
            Value fn = make_function_object(interp, *frame, sp, arg);
            PUSH(std::move(fn));
            SYNC();
            break;
          }
          case Op::kReturn: {
            Value result = POP();
            SYNC();
            const bool last = frame == entry;
            if (frame->generator) {
              const Value keep(frame->generator);
              frame->generator->running = false;
              pop_frame();
              left_ = true;
              returning_ = true;
              if (!result.is_none()) {
                const Value stop =
                    interp.make_exception(interp.exception_type("StopIteration"), "");
                auto* e = stop.as<ExceptionObject>();
                e->args = interp.tuple({result});
                e->value_a = result;
                throw PythonError{stop};
              }
              return {};
            }
            if (frame->init_self) {
              if (!result.is_none()) {
                interp.raise("TypeError", "__init__() should return None, not '" +
                                              interp.type_name(result) + "'");
              }
              result = std::move(frame->init_self);
            }
            pop_frame();
            if (last) return result;
            *f->sp++ = std::move(result);
            RELOAD();
            break;
          }
          case Op::kYield: {
            Value v = POP();
            SYNC();
            suspend_handled();
            s.frame = frame->back;
            --s.depth;
            return v;
          }
          case Op::kYieldFrom: {
            const Value sent = POP();
            SYNC();
            Value result;
            Value v = delegate(interp, sp[-1], sent, result);
            if (v) {
              --frame->pc;  // comes back here with what is sent
              suspend_handled();
              s.frame = frame->back;
              --s.depth;
              return v;
            }
            sp[-1] = std::move(result);
            break;
          }
          case Op::kRaise: {
            Value cause, raised, out;
            if (arg == 2) cause = POP();
            if (arg >= 1) raised = POP();
            SYNC();
            if (!raised) {
              if (!s.handled) interp.raise("RuntimeError", "No active exception to reraise");
              throw PythonError{s.handled};
            }
            normalize_raise(interp, raised, cause ? &cause : nullptr, out);
            throw PythonError{out};
          }
          case Op::kReraise: {
            Value e = POP();
            SYNC();
            if (!unwind_again(e, entry)) throw PythonError{e};
            RELOAD();
            break;
          }
          case Op::kSetupTry: {
            const bool with = arg & kWithBlock;
            frame->blocks.push_back({arg & ~kWithBlock,
                                     static_cast<uint32_t>(sp - frame->stack) - (with ? 1u : 0u),
                                     false});
            break;
          }
          case Op::kPopBlock:
            frame->blocks.pop_back();
            break;
          case Op::kPopExcept: {
            Value previous = POP();
            SYNC();
            frame->blocks.pop_back();
            restore_handled(std::move(previous));
            break;
          }
          case Op::kCheckExcMatch: {
            SYNC();
            const bool matches = exception_matches(interp, sp[-2], sp[-1]);
            (--sp)->reset();
            sp[-1] = Value::boolean(matches);
            SYNC();
            break;
          }
          case Op::kBeforeWith:
            SYNC();
            before_with(interp, sp);
            SYNC();
            break;
          case Op::kWithExcept: {
            SYNC();
            Value suppressed = with_except(interp, sp);
            PUSH(std::move(suppressed));
            SYNC();
            break;
          }
          case Op::kImportName: {
            SYNC();
            Value m = import_name(interp, *frame, frame->code->names[arg], sp[-2].as_int(), sp[-1]);
            (--sp)->reset();
            sp[-1] = std::move(m);
            SYNC();
            break;
          }
          case Op::kImportFrom: {
            SYNC();
            Value item = interp.modules().import_from(sp[-1], frame->code->names[arg]);
            PUSH(std::move(item));
            break;
          }
          case Op::kImportStar: {
            const Value m = POP();
            SYNC();
            import_star(interp, *frame, m);
            break;
          }
          case Op::kLoadBuildClass:
            SYNC();
            PUSH(load_global(interp, *frame, interp.intern("__build_class__")));
            break;
          case Op::kPrintExpr: {
            const Value v = POP();
            SYNC();
            print_expr(interp, v);
            break;
          }
          case Op::kFormat: {
            SYNC();
            Value v = format_value(interp, sp, arg);
            PUSH(std::move(v));
            SYNC();
            break;
          }
          case Op::kLoadAssertionError:
            PUSH(Value(interp.exception_type("AssertionError")));
            break;
          case Op::kSetupAnnotations: {
            SYNC();
            bool there = false;
            if (frame->names.is(Kind::kDict))
              there = frame->names.as<DictObject>()->table.find(s.n_annotations) != nullptr;
            if (!there) store_name(interp, *frame, s.n_annotations, interp.dict());
            break;
          }
          case Op::kMatchSequence: {
            const bool yes =
                sp[-1].is(Kind::kList) || sp[-1].is(Kind::kTuple) || sp[-1].is(Kind::kRange);
            sp[-1] = Value::boolean(yes);
            break;
          }
          case Op::kMatchMapping:
            sp[-1] = Value::boolean(sp[-1].is(Kind::kDict));
            break;
          case Op::kMatchKeys:
          case Op::kMatchRest: {
            SYNC();
            Value r = op_of(instruction) == Op::kMatchKeys ? match_keys(interp, sp[-2], sp[-1])
                                                           : match_rest(interp, sp[-2], sp[-1]);
            (--sp)->reset();
            sp[-1] = std::move(r);
            SYNC();
            break;
          }
          case Op::kMatchClass: {
            SYNC();
            Value r = match_class(interp, sp[-3], sp[-2], sp[-1], arg);
            (--sp)->reset();
            (--sp)->reset();
            sp[-1] = std::move(r);
            SYNC();
            break;
          }
          case Op::kGetLen: {
            SYNC();
            sp[-1] = Value::integer(interp.len(sp[-1]));
            break;
          }
        }
      }
#undef PUSH
#undef POP
#undef SYNC
#undef RELOAD
    } catch (PythonError& e) {
      if (left_) {
        if (!entry_is_generator_ || returning_) throw;
        throw PythonError{stop_in_generator(e.exception)};
      }
      const Value exception = e.exception;
      set_context(exception);
      if (!unwind(exception, entry))
        throw PythonError{entry_is_generator_ ? stop_in_generator(exception) : exception};
    } catch (...) {
      // A limit was hit: leave all frames of this run.
      while (!left_) {
        left_ = f == entry;
        if (f->generator) f->generator->running = false;
        pop_frame();
      }
      throw;
    }
  }
}

Value run(Interpreter& interp, Frame* entry) {
  InterpreterState& s = interp.state();
  const bool generator = entry->generator != nullptr;
  const auto give_up = [&](const char* text) {
    if (generator) {
      entry->generator->running = false;
    } else {
      free_frame(s, entry);
    }
    interp.raise("RecursionError", text);
  };
  if (s.depth >= s.recursion_limit || stack_is_low(s)) give_up("maximum recursion depth exceeded");
  ++s.depth;
  ++s.native_depth;
  struct Native {
    InterpreterState& s;
    Value handled;
    ~Native() {
      --s.native_depth;
      s.handled = std::move(handled);
    }
  } native{s, s.handled};
  entry->back = s.frame;
  s.frame = entry;
  Machine machine{interp, s, entry};
  machine.entry_is_generator_ = generator;
  return machine.loop(entry);
}

}  // namespace

}  // namespace lessonrun::interp
