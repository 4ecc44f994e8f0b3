// The builtin functions, and the module they stand in.
#include "runner/interp/builtins.h"

#include <algorithm>
#include <cmath>

#include "runner/lang/parser.h"

namespace lessonrun::interp {

namespace {

Value b_print(Call& c) {
  Interpreter& i = c.interp;
  for (size_t k = 1; k < 3; ++k) {
    if (!c[k].is_none() && !c[k].is(Kind::kStr))
      i.raise("TypeError", std::string(k == 1 ? "sep" : "end") + " must be None or a string, not " +
                               i.type_name(c[k]));
  }
  const std::string sep = c[1].is_none() ? " " : std::string(i.text(c[1])),
                    end = c[2].is_none() ? "\n" : std::string(i.text(c[2]));
  if (!c[3].is_none()) {
    // A file sees each piece in a write of its own.
    const Value write = i.getattr(c[3], "write");
    bool begun = false;
    for (const Value& v : c[0].as<TupleObject>()->items) {
      if (begun) i.call(write, {i.str(sep)});
      begun = true;
      i.call(write, {i.str(i.str_of(v))});
    }
    i.call(write, {i.str(end)});
    return Value::none();
  }
  std::string out;
  bool first = true;
  for (const Value& v : c[0].as<TupleObject>()->items) {
    if (!first) out += sep;
    first = false;
    out += i.str_of(v);
    if (out.size() > 1 << 20) i.check_allocation(out.size());
  }
  out += end;
  i.write_stdout(out);
  return Value::none();
}
Value b_len(Call& c) { return Value::integer(c.interp.len(c[0])); }
Value b_repr(Call& c) { return c.interp.str(c.interp.repr(c[0])); }
Value b_ascii(Call& c) { return c.interp.str(c.interp.ascii(c[0])); }
Value b_format(Call& c) { return c.interp.str(c.interp.format(c[0], c.text(1))); }
Value b_isinstance(Call& c) { return Value::boolean(c.interp.is_instance_of(c[0], c[1])); }
Value b_issubclass(Call& c) { return Value::boolean(c.interp.is_subclass_of(c[0], c[1])); }
StrObject* name_of(Call& c, size_t n) {
  if (!c[n].is(Kind::kStr))
    c.interp.raise("TypeError",
                   "attribute name must be string, not '" + c.interp.type_name(c[n]) + "'");
  return c.interp.intern(c[n].as<StrObject>()->text);
}
Value b_getattr(Call& c) {
  StrObject* n = name_of(c, 1);
  if (!c.given(2)) return c.interp.getattr(c[0], n);
  Value v = c.interp.find_attr(c[0], n);
  return v ? v : c[2];
}
Value b_hasattr(Call& c) {
  return Value::boolean(static_cast<bool>(c.interp.find_attr(c[0], name_of(c, 1))));
}
Value b_setattr(Call& c) {
  c.interp.setattr(c[0], name_of(c, 1), c[2]);
  return Value::none();
}
Value b_delattr(Call& c) {
  c.interp.delattr(c[0], name_of(c, 1));
  return Value::none();
}
Value frame_locals(Interpreter& i) {
  const Frame* f = i.state().frame;
  if (!f) return i.dict();
  if (f->names) return f->names;
  Value d = i.dict();
  for (size_t k = 0; k < f->code->locals.size(); ++k) {
    if (f->locals[k] && f->code->locals[k]->text[0] != '.')
      d.as<DictObject>()->table.set(f->code->locals[k], f->locals[k]);
  }
  for (size_t k = 0; k < f->code->cells.size(); ++k) {
    const Value& v = f->cells[k].as<CellObject>()->value;
    if (v) d.as<DictObject>()->table.set(f->code->cells[k], v);
  }
  return d;
}
Value b_vars(Call& c) {
  if (!c.given(0)) return frame_locals(c.interp);
  if (c[0].is(Kind::kModule)) {
    complete_names(c.interp, *c[0].as<ModuleObject>());
    return c[0].as<ModuleObject>()->dict.value();
  }
  Value d = c.interp.find_attr(c[0], "__dict__");
  if (!d) c.interp.raise("TypeError", "vars() argument must have __dict__ attribute");
  return d;
}
Value b_globals(Call& c) {
  return c.interp.state().frame ? c.interp.state().frame->globals_value : c.interp.dict();
}
Value b_locals(Call& c) { return frame_locals(c.interp); }
Value b_dir(Call& c) {
  std::vector<Value> names;
  if (!c.given(0)) {
    names = c.interp.to_vector(frame_locals(c.interp));
  } else if (c[0].is(Kind::kModule)) {
    ModuleObject* m = c[0].as<ModuleObject>();
    complete_names(c.interp, *m);
    names = c.interp.to_vector(m->dict.value());
    if (m->native) {
      for (const auto& e : m->native->lazy_entries) names.push_back(c.interp.str(e.first));
    }
  } else {
    names =
        c.interp.to_vector(call_special(c.interp, c[0], c.interp.intern("__dir__"), {}, nullptr));
  }
  std::vector<std::string> sorted;
  sorted.reserve(names.size());
  for (const Value& n : names) sorted.push_back(c.interp.str_of(n));
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  std::vector<Value> out;
  out.reserve(sorted.size());
  for (const auto& s : sorted) out.push_back(c.interp.str(s));
  return c.interp.list(std::move(out));
}
Value b_id(Call& c) {
  return Value::integer(c[0].is_object()
                            ? static_cast<int64_t>(reinterpret_cast<size_t>(c[0].object()))
                            : c[0].as_int() * 32 + static_cast<int>(c[0].tag()));
}
Value b_hash(Call& c) { return Value::integer(c.interp.hash(c[0])); }
Value b_callable(Call& c) { return Value::boolean(c.interp.is_callable(c[0])); }

Value b_abs(Call& c) { return c.interp.unary(UnaryOp::kAbs, c[0]); }
Value b_round(Call& c) {
  bool found = false;
  Value r = c[1].is_none() ? call_special(c.interp, c[0], c.interp.state().n_round, {}, &found)
                           : call_special(c.interp, c[0], c.interp.state().n_round, {c[1]}, &found);
  if (!found)
    c.interp.raise("TypeError",
                   "type " + c.interp.type_name(c[0]) + " doesn't define __round__ method");
  return r;
}
Value b_divmod(Call& c) {
  Interpreter& i = c.interp;
  for (int reflected = 0; reflected < 2; ++reflected) {
    bool found = false;
    Value r =
        call_special(i, c[reflected ? 1 : 0], i.intern(reflected ? "__rdivmod__" : "__divmod__"),
                     {c[reflected ? 0 : 1]}, &found);
    if (found && !r.is_not_implemented()) return r;
  }
  const auto& s = i.type_of(c[0])->slots;
  const auto& t = i.type_of(c[1])->slots;
  const auto is_number = [&](const Value& v) { return is_int_like(v) || is_float_like(v); };
  if ((is_number(c[0]) && !is_number(c[1]) && !t.binary) || !s.binary || c[0].is(Kind::kStr) ||
      (i.type_of(c[0])->heap && !i.find_attr(c[0], "__floordiv__"))) {
    i.raise("TypeError", "unsupported operand type(s) for divmod(): '" + i.type_name(c[0]) +
                             "' and '" + i.type_name(c[1]) + "'");
  }
  if (is_number(c[0]) && is_number(c[1]) && (is_float_like(c[0]) || is_float_like(c[1])) &&
      i.to_double(c[1]) == 0)
    i.raise("ZeroDivisionError", "float divmod()");
  return c.interp.tuple({c.interp.binary(BinaryOp::kFloorDiv, c[0], c[1]),
                         c.interp.binary(BinaryOp::kMod, c[0], c[1])});
}
Value b_pow(Call& c) {
  if (c[2].is_none()) return c.interp.binary(BinaryOp::kPow, c[0], c[1]);
  Interpreter& i = c.interp;
  int64_t unit_ = 0;
  if (!is_int_like(c[0])) {
    bool found = false;
    Value r = call_special(i, c[0], i.intern("__pow__"), {c[1], c[2]}, &found);
    if (found && !is_float_like(c[0])) return r;
  }
  if (!is_int_like(c[0]) || !is_int_like(c[1]) || !is_int_like(c[2]))
    i.raise("TypeError", "pow() 3rd argument not allowed unless all arguments are integers");
  if (compare_ints(c[2], Value::integer(0)) == 0)
    i.raise("ValueError", "pow() 3rd argument cannot be 0");
  if (compare_ints(c[1], Value::integer(0)) < 0) {
    // The inverse, by Euclid's algorithm.
    Value r0 = c[2], r1 = i.binary(BinaryOp::kMod, c[0], c[2]), t0 = Value::integer(0),
          t1 = Value::integer(1);
    while (compare_ints(r1, Value::integer(0)) != 0) {
      const Value q = i.binary(BinaryOp::kFloorDiv, r0, r1);
      const Value r2 = i.binary(BinaryOp::kSub, r0, i.binary(BinaryOp::kMul, q, r1));
      const Value t2 = i.binary(BinaryOp::kSub, t0, i.binary(BinaryOp::kMul, q, t1));
      r0 = r1, r1 = r2, t0 = t1, t1 = t2;
    }
    const int64_t unit = int_fits(r0, unit_) ? unit_ : 0;
    if (unit != 1 && unit != -1)
      i.raise("ValueError", "base is not invertible for the given modulus");
    const Value inverse = unit == 1 ? t0 : i.unary(UnaryOp::kNeg, t0);
    c.bound[0] = i.binary(BinaryOp::kMod, inverse, c[2]);
    c.bound[1] = i.unary(UnaryOp::kNeg, c[1]);
  }
  Value out = Value::integer(1), base = c.interp.binary(BinaryOp::kMod, c[0], c[2]);
  for (Value e = plain_int(c[1]); compare_ints(e, Value::integer(0)) > 0;
       e = i.binary(BinaryOp::kRShift, e, Value::integer(1))) {
    i.check_deadline();
    if (i.truth(i.binary(BinaryOp::kAnd, e, Value::integer(1))))
      out = c.interp.binary(BinaryOp::kMod, c.interp.binary(BinaryOp::kMul, out, base), c[2]);
    base = c.interp.binary(BinaryOp::kMod, c.interp.binary(BinaryOp::kMul, base, base), c[2]);
  }
  return c.interp.binary(BinaryOp::kMod, out, c[2]);
}
Value b_chr(Call& c) {
  const int64_t n = c.integer(0);
  if (n < 0 || n > 0x10FFFF) c.interp.raise("ValueError", "chr() arg not in range(0x110000)");
  std::string s;
  lang::append_utf8(s, static_cast<uint32_t>(n));
  return c.interp.str(s);
}
Value b_ord(Call& c) {
  if (c[0].is(Kind::kBytes) || c[0].is(Kind::kByteArray)) {
    const std::string& data = c[0].as<BytesObject>()->data;
    if (data.size() != 1)
      c.interp.raise("TypeError", "ord() expected a character, but string of length " +
                                      std::to_string(data.size()) + " found");
    return Value::integer(static_cast<unsigned char>(data[0]));
  }
  if (!c[0].is(Kind::kStr))
    c.interp.raise("TypeError",
                   "ord() expected string of length 1, but " + c.interp.type_name(c[0]) + " found");
  if (c[0].as<StrObject>()->length != 1)
    c.interp.raise("TypeError", "ord() expected a character, but string of length " +
                                    std::to_string(c[0].as<StrObject>()->length) + " found");
  size_t at = 0;
  return Value::integer(lang::decode_utf8(c[0].as<StrObject>()->text, at));
}
template <int base>
Value b_base(Call& c) {
  const Value v = is_int_like(c[0]) ? c[0] : Value::integer(c.integer(0));
  const bool negative = compare_ints(v, Value::integer(0)) < 0;
  return c.interp.str((negative ? "-" : "") +
                      std::string(base == 2   ? "0b"
                                  : base == 8 ? "0o"
                                              : "0x") +
                      int_text(c.interp.unary(UnaryOp::kAbs, v), base));
}

Value b_input(Call& c) {
  if (c.given(0)) c.interp.write_stdout(c.interp.str_of(c[0]));
  const auto line = c.interp.host().read_line();
  if (!line) c.interp.raise("EOFError", "EOF when reading a line");
  return c.interp.str(*line);
}
Value run_text(Call& c, Mode mode) {
  Interpreter& i = c.interp;
  Value globals = c[1].is_none() ? (i.state().frame ? i.state().frame->globals_value
                                                    : Value(&i.main_namespace()))
                                 : c[1];
  Value names = c[2].is_none() ? (c[1].is_none() ? frame_locals(i) : globals) : c[2];
  if (!globals.is(Kind::kDict)) i.raise("TypeError", "globals must be a dict");
  if (c[0].is(Kind::kCode))
    return run_code(i, *c[0].as<CodeObject>(), *globals.as<DictObject>(), names);
  if (!c[0].is(Kind::kStr) && !c[0].is(Kind::kBytes)) {
    i.raise("TypeError", std::string(mode == Mode::kEval ? "eval" : "exec") +
                             "() arg 1 must be a string, bytes or code object");
  }
  std::string text(c[0].is(Kind::kStr) ? c[0].as<StrObject>()->text : c[0].as<BytesObject>()->data);
  if (mode == Mode::kEval) text.erase(0, std::min(text.find_first_not_of(" \t"), text.size()));
  try {
    const lang::Ast ast =
        lang::parse(text, mode == Mode::kEval ? lang::ParseMode::kEval : lang::ParseMode::kExec);
    Ref<CodeObject> code = compile(i, ast, mode, "<string>", 0);
    return run_code(i, *code, *globals.as<DictObject>(), names);
  } catch (const lang::SyntaxError& e) {
    throw PythonError{syntax_error(i, e, "<string>", text, 0)};
  }
}
Value b_eval(Call& c) { return run_text(c, Mode::kEval); }
Value b_exec(Call& c) {
  run_text(c, Mode::kExec);
  return Value::none();
}
Value b_import(Call& c) { return c.interp.modules().import(std::string(c.text(0))); }
Value b_exit(Call& c) {
  const Value type(c.interp.exception_type("SystemExit"));
  c.interp.raise(c[0].is_none() ? c.interp.call(type, {}) : c.interp.call(type, {c[0]}));
}
// open() is io.open, which comes into being when first used.
Value b_open(Call& c) {
  const auto& values = c[0].as<TupleObject>()->items;
  std::vector<std::pair<std::string_view, Value>> keywords;
  const HashTable& given = c[1].as<DictObject>()->table;
  for (size_t i = given.next(0); i < given.end(); i = given.next(i + 1))
    keywords.emplace_back(c.interp.text(given.at(i).key), given.at(i).value);
  return c.interp.call(c.interp.getattr(c.interp.import_module("io"), "open"), values, keywords);
}
Value b_refuse(Call& c) {
  const auto* name = static_cast<const char*>(c.data);
  c.interp.unsupported(
      name, std::string(name) + "() is not supported in a lesson; write the statements out.");
}

Value b_build_class(Call& c) {
  std::vector<Value> values = c[0].as<TupleObject>()->items, names;
  const size_t n = values.size();
  const HashTable& kw = c[1].as<DictObject>()->table;
  for (size_t k = kw.next(0); k < kw.end(); k = kw.next(k + 1)) {
    names.push_back(kw.at(k).key);
    values.push_back(kw.at(k).value);
  }
  return build_class(c.interp, Arguments{values.data(), n, names.data(), names.size()});
}

struct Builtin {
  const char* name;
  const char* signature;
  NativeFn function;
};
const Builtin kBuiltins[] = {
    {"open", "*args, **kwargs", b_open},
    {"print", "*args, sep=None, end=None, file=None, flush=False", b_print},
    {"len", "obj, /", b_len},
    {"repr", "obj, /", b_repr},
    {"ascii", "obj, /", b_ascii},
    {"format", "value, format_spec='', /", b_format},
    {"isinstance", "obj, class_or_tuple, /", b_isinstance},
    {"issubclass", "cls, class_or_tuple, /", b_issubclass},
    {"getattr", "object, name, default=?, /", b_getattr},
    {"hasattr", "obj, name, /", b_hasattr},
    {"setattr", "obj, name, value, /", b_setattr},
    {"delattr", "obj, name, /", b_delattr},
    {"vars", "object=?, /", b_vars},
    {"globals", "/", b_globals},
    {"locals", "/", b_locals},
    {"dir", "object=?, /", b_dir},
    {"id", "obj, /", b_id},
    {"hash", "obj, /", b_hash},
    {"callable", "obj, /", b_callable},
    {"iter", "iterable, sentinel=?, /", b_iter},
    {"next", "iterator, default=?, /", b_next},
    {"abs", "x, /", b_abs},
    {"round", "number, ndigits=None", b_round},
    {"divmod", "x, y, /", b_divmod},
    {"pow", "base, exp, mod=None", b_pow},
    {"chr", "i, /", b_chr},
    {"ord", "c, /", b_ord},
    {"bin", "number, /", b_base<2>},
    {"oct", "number, /", b_base<8>},
    {"hex", "number, /", b_base<16>},
    {"sum", "iterable, /, start=0", b_sum},
    {"any", "iterable, /", b_any},
    {"all", "iterable, /", b_all},
    {"min", "*args, key=None, default=?", b_min},
    {"max", "*args, key=None, default=?", b_max},
    {"sorted", "iterable, /, *, key=None, reverse=False", b_sorted},
    {"reversed", "sequence, /", b_reversed},
    {"map", "*args", b_map},
    {"filter", "function, iterable, /", b_filter},
    {"zip", "*iterables, strict=False", b_zip},
    {"enumerate", "iterable, start=0", b_enumerate},
    {"input", "prompt=?, /", b_input},
    {"eval", "source, globals=None, locals=None, /", b_eval},
    {"exec", "source, globals=None, locals=None, /", b_exec},
    {"__import__", "name, globals=None, locals=None, fromlist=None, level=0", b_import},
    {"exit", "code=None", b_exit},
    {"quit", "code=None", b_exit},
    {"__build_class__", "*args, **kwargs", b_build_class},
    {"help", "*args, **kwargs", b_refuse},
    {"compile", "*args, **kwargs", b_refuse},
    {"breakpoint", "*args, **kwargs", b_refuse},
};

Value* make_builtin(Interpreter& interp, const Builtin& row) {
  HashTable& table = interp.state().builtins->table;
  Value f = make_native(interp, row.name, row.signature, row.function);
  f.as<NativeFunctionObject>()->data = const_cast<char*>(row.name);
  StrObject* name = interp.intern(row.name);
  table.set(name, std::move(f));
  return table.find(name);
}

}  // namespace

Value* find_builtin(Interpreter& interp, StrObject* name) {
  InterpreterState& s = interp.state();
  if (Value* found = s.builtins->table.find(name)) return found;
  if (s.builtins_complete) return nullptr;
  for (const Builtin& row : kBuiltins) {
    if (name->text == row.name) return make_builtin(interp, row);
  }
  Type* type = interp.exception_type(name->text);
  if (!type) return nullptr;
  s.builtins->table.set(name, Value(type));
  return s.builtins->table.find(name);
}

void complete_builtins(Interpreter& interp) {
  InterpreterState& s = interp.state();
  if (s.builtins_complete) return;
  for (const Builtin& row : kBuiltins) find_builtin(interp, interp.intern(row.name));
  for_each_exception_name([&](const char* name) { find_builtin(interp, interp.intern(name)); });
  s.builtins_complete = true;
}

void complete_names(Interpreter& interp, const ModuleObject& module) {
  if (module.dict.get() == interp.state().builtins.get()) complete_builtins(interp);
}

void install_builtins(Interpreter& interp) {
  const BuiltinTypes& t = interp.types();
  interp.modules().add("builtins", [](ModuleBuilder& module) {
    module.fallback([](Interpreter& i, std::string_view name) {
      const Value* found = find_builtin(i, i.intern(name));
      return found ? *found : Value();
    });
  });
  HashTable& table = interp.state().builtins->table;
  for (Type* type : {t.object, t.type, t.bool_, t.int_, t.float_, t.str, t.bytes, t.bytearray,
                     t.list, t.tuple, t.dict, t.set, t.frozenset, t.range, t.slice, t.property,
                     t.staticmethod, t.classmethod, t.super_}) {
    table.set(interp.intern(type->name), Value(type));
  }
  table.set(interp.intern("None"), Value::none());
  table.set(interp.intern("NotImplemented"), Value::not_implemented());
  table.set(interp.intern("Ellipsis"), Value::ellipsis());
  table.set(interp.intern("__debug__"), Value::boolean(true));
  table.set(interp.state().n_name, interp.str("builtins"));
}

}  // namespace lessonrun::interp
