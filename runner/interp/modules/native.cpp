// Native parts of the standard library: sys, math, time, types, weakref, and helpers of the modules
// that are written in Python.
#include <cmath>
#include <ctime>

#include "runner/interp/modules/library.h"
#include "runner/interp/state.h"

namespace lessonrun::interp {

namespace {

double d(Call& c, size_t n) { return c.interp.to_double(c[n]); }
using Unary = double (*)(double);
template <Unary f>
Value math1(Call& c) {
  const double x = d(c, 0), r = f(x);
  if (std::isnan(r) && !std::isnan(x)) c.interp.raise("ValueError", "math domain error");
  if (std::isinf(r) && !std::isinf(x))
    c.interp.raise(x == 0 ? "ValueError" : "OverflowError",
                   x == 0 ? "math domain error" : "math range error");
  return Value::real(r);
}
template <Unary f>
Value to_integer(Call& c) {
  if (is_int_like(c[0])) return plain_int(c[0]);
  return int_from_double(c.interp, f(d(c, 0)));
}
Value math_log(Call& c) {
  const double x = d(c, 0);
  if (x <= 0) c.interp.raise("ValueError", "math domain error");
  return Value::real(c.given(1) ? std::log(x) / std::log(d(c, 1)) : std::log(x));
}
Value math_gcd(Call& c) {
  Value a = Value::integer(0);
  for (Value b : c[0].as<TupleObject>()->items) {
    while (c.interp.truth(b)) {
      Value r = c.interp.binary(BinaryOp::kMod, a, b);
      a = b;
      b = r;
    }
  }
  return c.interp.unary(UnaryOp::kAbs, a);
}
Value math_factorial(Call& c) {
  Value out = Value::integer(1);
  const int64_t n = c.integer(0);
  if (n < 0) c.interp.raise("ValueError", "factorial() not defined for negative values");
  for (int64_t k = 2; k <= n; ++k) {
    c.interp.check_deadline();
    out = c.interp.binary(BinaryOp::kMul, out, Value::integer(k));
  }
  return out;
}
Value math_isqrt(Call& c) {
  return Value::integer(static_cast<int64_t>(std::sqrt(static_cast<long double>(c.integer(0)))));
}

Value out_write(Call& c) {
  const std::string_view text = c.text(1);
  Interpreter& i = c.interp;
  // The original streams go to the host, whatever sys.stdout is now.
  if (c[0].is_bool() && c[0].as_bool())
    i.host().write_stderr(text);
  else
    i.host().write_stdout(text);
  return Value::integer(static_cast<int64_t>(utf8_length(text)));
}

}  // namespace

void fill_math(ModuleBuilder& m) {
  m.value("pi", Value::real(M_PI));
  m.value("e", Value::real(M_E));
  m.value("tau", Value::real(2 * M_PI));
  m.value("inf", Value::real(INFINITY));
  m.value("nan", Value::real(NAN));
  m.function("sqrt", "x, /", math1<std::sqrt>);
  m.function("exp", "x, /", math1<std::exp>);
  m.function("sin", "x, /", math1<std::sin>);
  m.function("cos", "x, /", math1<std::cos>);
  m.function("tan", "x, /", math1<std::tan>);
  m.function("asin", "x, /", math1<std::asin>);
  m.function("acos", "x, /", math1<std::acos>);
  m.function("atan", "x, /", math1<std::atan>);
  m.function("log2", "x, /", math1<std::log2>);
  m.function("log10", "x, /", math1<std::log10>);
  m.function("fabs", "x, /", math1<std::fabs>);
  m.function("floor", "x, /", to_integer<std::floor>);
  m.function("ceil", "x, /", to_integer<std::ceil>);
  m.function("trunc", "x, /", to_integer<std::trunc>);
  m.function("log", "x, base=?, /", math_log);
  m.function("pow", "x, y, /", [](Call& c) { return Value::real(std::pow(d(c, 0), d(c, 1))); });
  m.function("hypot", "x, y, /", [](Call& c) { return Value::real(std::hypot(d(c, 0), d(c, 1))); });
  m.function("atan2", "y, x, /", [](Call& c) { return Value::real(std::atan2(d(c, 0), d(c, 1))); });
  m.function("fmod", "x, y, /", [](Call& c) { return Value::real(std::fmod(d(c, 0), d(c, 1))); });
  m.function("degrees", "x, /", [](Call& c) { return Value::real(d(c, 0) * 180 / M_PI); });
  m.function("radians", "x, /", [](Call& c) { return Value::real(d(c, 0) * M_PI / 180); });
  m.function("isnan", "x, /", [](Call& c) { return Value::boolean(std::isnan(d(c, 0))); });
  m.function("isinf", "x, /", [](Call& c) { return Value::boolean(std::isinf(d(c, 0))); });
  m.function("isfinite", "x, /", [](Call& c) { return Value::boolean(std::isfinite(d(c, 0))); });
  m.function("copysign", "x, y, /",
             [](Call& c) { return Value::real(std::copysign(d(c, 0), d(c, 1))); });
  m.function("isclose", "a, b, *, rel_tol=1e-09, abs_tol=0.0", [](Call& c) {
    const double a = d(c, 0), b = d(c, 1);
    return Value::boolean(a == b ||
                          std::fabs(a - b) <=
                              std::max(d(c, 2) * std::max(std::fabs(a), std::fabs(b)), d(c, 3)));
  });
  m.function("fsum", "seq, /", [](Call& c) {
    long double s = 0;
    c.interp.iterate(c[0], [&](const Value& v) { s += c.interp.to_double(v); });
    return Value::real(static_cast<double>(s));
  });
  m.function("prod", "iterable, /, *, start=1", [](Call& c) {
    Value p = c[1];
    c.interp.iterate(c[0], [&](const Value& v) { p = c.interp.binary(BinaryOp::kMul, p, v); });
    return p;
  });
  m.function("gcd", "*integers", math_gcd);
  m.function("factorial", "n, /", math_factorial);
  m.function("isqrt", "n, /", math_isqrt);
}

void fill_time(ModuleBuilder& m) {
  m.function("time", "/", [](Call& c) { return Value::real(c.interp.host().now()); });
  m.function("monotonic", "/", [](Call& c) { return Value::real(c.interp.host().now()); });
  m.function("perf_counter", "/", [](Call& c) { return Value::real(c.interp.host().now()); });
  m.function("process_time", "/", [](Call& c) { return Value::real(c.interp.host().now()); });
  m.function("sleep", "seconds, /", [](Call& c) {
    const double wanted = c.interp.to_double(c[0]);
    if (wanted < 0) c.interp.raise("ValueError", "sleep length must be non-negative");
    const auto end =
        std::chrono::steady_clock::now() + std::chrono::duration<double>(std::min(wanted, 1e6));
    while (std::chrono::steady_clock::now() < end) c.interp.check_deadline();
    return Value::none();
  });
}

void fill_types(ModuleBuilder& m) {
  const BuiltinTypes& t = m.interp.types();
  for (const auto& entry : {std::pair<const char*, Type*>{"FunctionType", t.function},
                            {"LambdaType", t.function},
                            {"GeneratorType", t.generator},
                            {"MethodType", t.method},
                            {"BuiltinFunctionType", t.builtin_function},
                            {"ModuleType", t.module},
                            {"NoneType", t.none},
                            {"GenericAlias", t.generic_alias},
                            {"UnionType", t.union_type},
                            {"MappingProxyType", t.mappingproxy},
                            {"TracebackType", t.traceback},
                            {"CodeType", t.code},
                            {"EllipsisType", t.ellipsis}}) {
    m.value(entry.first, Value(entry.second));
  }
  m.lazy("SimpleNamespace", [](Interpreter& i) {
    const Value names = i.dict();
    const Completion done =
        i.run_in(*names.as<DictObject>(),
                 "class SimpleNamespace:\n"
                 "    def __init__(self, **kw): self.__dict__.update(kw)\n"
                 "    def __eq__(self, o): return isinstance(o, SimpleNamespace) and self.__dict__ "
                 "== o.__dict__\n"
                 "    def __repr__(self): return 'namespace(' + ', '.join(f'{k}={v!r}' for k, v in "
                 "self.__dict__.items()) + ')'\n",
                 {"<frozen types>", 1, Mode::kExec});
    if (!done.ok()) throw PythonError{done.exception};
    return i.getitem(names, i.str("SimpleNamespace"));
  });
}

void fill_weakref(ModuleBuilder& m) {
  struct RefData : Payload {
    WeakValue weak;
    Value callback;
    void clear_references() noexcept override { callback.reset(); }
  };
  Type* ref = TypeBuilder(m.interp, "ReferenceType", "weakref")
                  .payload<RefData>()
                  .init("object, callback=None, /",
                        [](Call& c) {
                          if (!c[0].is_object())
                            c.interp.raise("TypeError", "cannot create weak reference to '" +
                                                            c.interp.type_name(c[0]) + "' object");
                          auto& data = payload<RefData>(c.interp, c.self);
                          data.weak = WeakValue(c.interp, c[0]);
                          data.callback = c[1];
                          if (!c[1].is_none())
                            c.interp.state().weak_cells[c[0].object()]->callbacks.emplace_back(
                                Value(), c[1]);
                          return Value::none();
                        })
                  .slots([](Slots& s) {
                    s.call = [](Interpreter& i, const Value& self, const Arguments&) {
                      Value v = payload<RefData>(i, self).weak.lock();
                      return v ? v : Value::none();
                    };
                    s.hash = [](Interpreter& i, const Value& self) {
                      return i.hash(payload<RefData>(i, self).weak.lock());
                    };
                  })
                  .build();
  m.value("ref", Value(ref));
  m.value("ReferenceType", Value(ref));
}

void fill_native(ModuleBuilder& m) {
  fill_files(m);
  m.function("format_exception_only", "e, /",
             [](Call& c) { return c.interp.str(c.interp.format_exception_only(c[0])); });
  m.function("write", "is_stderr, text, /", out_write);
  m.function("write_warning", "text, /", [](Call& c) {
    c.interp.write_warning(c.text(0));
    return Value::none();
  });
  m.function("source_line", "file, line, /", [](Call& c) {
    return c.interp.str(
        c.interp.source_line(std::string(c.text(0)), static_cast<int>(c.integer(1))));
  });
  m.function("now", "/", [](Call& c) { return Value::real(c.interp.host().now()); });
  m.function("local_offset", "seconds, /", [](Call& c) {
    const auto t = static_cast<time_t>(c.interp.to_double(c[0]));
    struct tm local {};
    localtime_r(&t, &local);
    return Value::integer(local.tm_gmtoff);
  });
  m.function("caller", "level, /", [](Call& c) {
    const TraceEntry e = c.interp.caller(static_cast<int>(c.integer(0)));
    return c.interp.tuple({c.interp.str(e.file), Value::integer(e.line), c.interp.str(e.function)});
  });
  m.function("caller_module", "level, /", [](Call& c) {
    const Frame* f = c.interp.state().frame;
    for (int64_t n = c.integer(0); f && n > 0; --n) f = f->back;
    Value* name = f ? f->globals->table.find(c.interp.state().n_name) : nullptr;
    return name ? *name : c.interp.str("__main__");
  });
  m.function("move_to_end", "d, key, last, /", [](Call& c) {
    if (!c[0].as<DictObject>()->table.contains(c.interp, c[1])) raise_key_error(c.interp, c[1]);
    c[0].as<DictObject>()->table.move_to_end(c.interp, c[1], c.interp.truth(c[2]));
    return Value::none();
  });
  m.function("format_exception", "e, /",
             [](Call& c) { return c.interp.str(c.interp.format_exception(c[0])); });
  m.function("class_dict_set", "cls, name, value, /", [](Call& c) {
    c.interp.set_class_attr(c[0].as<Type>(), c.interp.intern(c.text(1)), c[2]);
    return Value::none();
  });
  m.function("handled", "/", [](Call& c) {
    const Value e = c.interp.handled_exception();
    return e ? e : Value::none();
  });
}

void fill_sys(ModuleBuilder& m) {
  Interpreter& i = m.interp;
  InterpreterState& s = i.state();
  m.value("modules", s.sys_modules.value());
  m.value("version", i.str("3.11.7 (lessonrun)"));
  m.value("version_info", i.tuple({Value::integer(3), Value::integer(11), Value::integer(7),
                                   i.str("final"), Value::integer(0)}));
  m.value("maxsize", Value::integer(INT64_MAX));
  m.value("platform", i.str("linux"));
  m.value("byteorder", i.str("little"));
  m.value("argv", i.list({i.str("")}));
  m.value("path", i.list());
  m.value("executable", i.str(""));
  const Value names = i.dict();
  const Completion done =
      i.run_in(*names.as<DictObject>(),
               "import _native\n"
               "class _Stream:\n"
               "    encoding = 'utf-8'\n"
               "    def __init__(self, name, err): self.name = name; self._err = err\n"
               "    def write(self, text): return _native.write(self._err, text)\n"
               "    def writelines(self, lines):\n"
               "        for line in lines: self.write(line)\n"
               "    def flush(self): pass\n"
               "    def isatty(self): return False\n"
               "    def __repr__(self): return f\"<_io.TextIOWrapper name={self.name!r} mode='w' "
               "encoding='utf-8'>\"\n"
               "stdout = _Stream('<stdout>', False)\n"
               "stderr = _Stream('<stderr>', True)\n",
               {"<frozen sys>", 1, Mode::kExec});
  if (!done.ok()) throw PythonError{done.exception};
  for (const char* name : {"stdout", "stderr"}) {
    m.value(name, i.getitem(names, i.str(name)));
    m.value(std::string("__") + name + "__", i.getitem(names, i.str(name)));
  }
  s.original_stdout = i.getitem(names, i.str("stdout"));
  s.original_stderr = i.getitem(names, i.str("stderr"));
  s.sys_dict = Ref<DictObject>(i.modules().get("sys").as<ModuleObject>()->dict);
  m.function("exit", "status=None, /", [](Call& c) -> Value {
    c.interp.raise(c.interp.call(Value(c.interp.exception_type("SystemExit")), {c[0]}));
  });
  m.function("getrecursionlimit", "/",
             [](Call& c) { return Value::integer(c.interp.state().recursion_limit); });
  m.function("setrecursionlimit", "limit, /", [](Call& c) {
    c.interp.state().recursion_limit =
        static_cast<int>(std::min<int64_t>(c.integer(0), c.interp.limits().recursion));
    return Value::none();
  });
  m.function("getsizeof", "object, default=?, /", [](Call&) { return Value::integer(56); });
  m.function("getrefcount", "object, /",
             [](Call& c) { return Value::integer(c[0].is_object() ? c[0].object()->refs : 1); });
  m.function("intern", "string, /", [](Call& c) { return Value(c.interp.intern(c.text(0))); });
  m.function("exc_info", "/", [](Call& c) {
    const Value e = c.interp.handled_exception();
    if (!e) return c.interp.tuple({Value::none(), Value::none(), Value::none()});
    return c.interp.tuple({Value(c.interp.type_of(e)), e, c.interp.getattr(e, "__traceback__")});
  });
}

}  // namespace lessonrun::interp
