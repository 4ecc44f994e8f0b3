// Native parts of the standard library: sys, time, types, weakref, and helpers of the modules
// that are written in Python.
#include <cmath>
#include <ctime>

#include "runner/interp/modules/library.h"
#include "runner/interp/state.h"

namespace lessonrun::interp {

namespace {

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
  m.function("time_ns", "/",
             [](Call& c) { return int_from_double(c.interp, c.interp.host().now() * 1e9); });
  m.function("perf_counter_ns", "/",
             [](Call& c) { return int_from_double(c.interp, c.interp.host().now() * 1e9); });
  m.function("monotonic_ns", "/",
             [](Call& c) { return int_from_double(c.interp, c.interp.host().now() * 1e9); });
  for (const char* name : {"struct_time", "gmtime", "localtime", "mktime", "strftime", "strptime",
                           "asctime", "ctime"}) {
    m.lazy(name, [name](Interpreter& i) { return i.getattr(i.import_module("_time"), name); });
  }
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
  m.function("caller_offset", "level, /", [](Call& c) {
    return Value::integer(c.interp.caller_offset(static_cast<int>(c.integer(0))));
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
  m.lazy("version_info", [](Interpreter& in) {
    const Value make = in.getattr(in.import_module("collections"), "namedtuple");
    const Value type =
        in.call(make, {in.str("version_info"), in.str("major minor micro releaselevel serial")},
                {{"module", in.str("sys")}});
    return in.call(type, {Value::integer(3), Value::integer(11), Value::integer(7), in.str("final"),
                          Value::integer(0)});
  });
  m.lazy("implementation", [](Interpreter& in) {
    return in.call(in.getattr(in.import_module("types"), "SimpleNamespace"), {},
                   {{"name", in.str("cpython")}});
  });
  m.lazy("float_info", [](Interpreter& in) {
    return in.call(in.getattr(in.import_module("types"), "SimpleNamespace"), {},
                   {{"max", Value::real(1.7976931348623157e308)},
                    {"min", Value::real(2.2250738585072014e-308)},
                    {"epsilon", Value::real(2.220446049250313e-16)},
                    {"dig", Value::integer(15)},
                    {"mant_dig", Value::integer(53)}});
  });
  m.value("maxunicode", Value::integer(0x10FFFF));
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
    const Value type(c.interp.exception_type("SystemExit"));
    c.interp.raise(c[0].is_none() ? c.interp.call(type, {}) : c.interp.call(type, {c[0]}));
  });
  m.function("getdefaultencoding", "/", [](Call& c) { return c.interp.str("utf-8"); });
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
