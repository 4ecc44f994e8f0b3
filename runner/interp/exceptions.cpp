// Exceptions: the builtin hierarchy, making and raising them, chaining, matching. The file is just
// above 500 lines because of the table of the builtin classes.
#include <algorithm>

#include "runner/interp/state.h"

namespace lessonrun::interp {

namespace {

struct Entry {
  const char* name;
  const char* base;
};

constexpr Entry kHierarchy[] = {
    {"BaseException", nullptr},
    {"Exception", "BaseException"},
    {"SystemExit", "BaseException"},
    {"KeyboardInterrupt", "BaseException"},
    {"GeneratorExit", "BaseException"},
    {"StopIteration", "Exception"},
    {"StopAsyncIteration", "Exception"},
    {"ArithmeticError", "Exception"},
    {"FloatingPointError", "ArithmeticError"},
    {"OverflowError", "ArithmeticError"},
    {"ZeroDivisionError", "ArithmeticError"},
    {"AssertionError", "Exception"},
    {"AttributeError", "Exception"},
    {"BufferError", "Exception"},
    {"EOFError", "Exception"},
    {"ImportError", "Exception"},
    {"ModuleNotFoundError", "ImportError"},
    {"LookupError", "Exception"},
    {"IndexError", "LookupError"},
    {"KeyError", "LookupError"},
    {"MemoryError", "Exception"},
    {"NameError", "Exception"},
    {"UnboundLocalError", "NameError"},
    {"OSError", "Exception"},
    {"BlockingIOError", "OSError"},
    {"ChildProcessError", "OSError"},
    {"ConnectionError", "OSError"},
    {"BrokenPipeError", "ConnectionError"},
    {"ConnectionAbortedError", "ConnectionError"},
    {"ConnectionRefusedError", "ConnectionError"},
    {"ConnectionResetError", "ConnectionError"},
    {"FileExistsError", "OSError"},
    {"FileNotFoundError", "OSError"},
    {"InterruptedError", "OSError"},
    {"IsADirectoryError", "OSError"},
    {"NotADirectoryError", "OSError"},
    {"PermissionError", "OSError"},
    {"ProcessLookupError", "OSError"},
    {"TimeoutError", "OSError"},
    {"ReferenceError", "Exception"},
    {"RuntimeError", "Exception"},
    {"NotImplementedError", "RuntimeError"},
    {"RecursionError", "RuntimeError"},
    {"SyntaxError", "Exception"},
    {"IndentationError", "SyntaxError"},
    {"TabError", "IndentationError"},
    {"SystemError", "Exception"},
    {"TypeError", "Exception"},
    {"ValueError", "Exception"},
    {"UnicodeError", "ValueError"},
    {"UnicodeDecodeError", "UnicodeError"},
    {"UnicodeEncodeError", "UnicodeError"},
    {"UnicodeTranslateError", "UnicodeError"},
    {"Warning", "Exception"},
    {"DeprecationWarning", "Warning"},
    {"PendingDeprecationWarning", "Warning"},
    {"RuntimeWarning", "Warning"},
    {"SyntaxWarning", "Warning"},
    {"UserWarning", "Warning"},
    {"FutureWarning", "Warning"},
    {"ImportWarning", "Warning"},
    {"UnicodeWarning", "Warning"},
    {"BytesWarning", "Warning"},
    {"ResourceWarning", "Warning"},
    {"EncodingWarning", "Warning"},
};

ExceptionObject* self_of(const Value& v) { return v.as<ExceptionObject>(); }

// What a codec could not do, from the five arguments of a UnicodeEncodeError or UnicodeDecodeError.
std::string unicode_error_text(Interpreter& i, const std::vector<Value>& args, bool decoding) {
  const std::string codec = "'" + i.str_of(args[0]) + "' codec can't ";
  const int64_t start = i.to_int64(args[2]), end = i.to_int64(args[3]);
  std::string what = decoding ? "bytes" : "characters";
  if (end == start + 1) {
    char text[24];
    if (decoding) {
      const std::string& data = args[1].as<BytesObject>()->data;
      const auto at = static_cast<size_t>(start);
      std::snprintf(text, sizeof text, "byte 0x%02x",
                    at < data.size() ? static_cast<unsigned char>(data[at]) : 0u);
    } else {
      const std::string& source = args[1].as<StrObject>()->text;
      size_t at = 0;
      uint32_t code = 0;
      for (int64_t k = 0; k <= start && at < source.size(); ++k)
        code = lang::decode_utf8(source, at);
      std::snprintf(text, sizeof text,
                    code < 0x100     ? "character '\\x%02x'"
                    : code < 0x10000 ? "character '\\u%04x'"
                                     : "character '\\U%08x'",
                    code);
    }
    return codec + (decoding ? "decode " : "encode ") + text + " in position " +
           std::to_string(start) + ": " + i.str_of(args[4]);
  }
  return codec + (decoding ? "decode " : "encode ") + what + " in position " +
         std::to_string(start) + "-" + std::to_string(end - 1) + ": " + i.str_of(args[4]);
}

// A KeyError shows its key as repr() does, unless an embedder's exception stands before it among
// the bases: those show their messages.
bool shows_key(Interpreter& i, const Type& type) {
  const Type* key_error = i.exception_type("KeyError");
  for (const Type* at : type.mro) {
    if (at == key_error) return true;
    if (!at->heap && at->module != "builtins") return false;
  }
  return false;
}

std::string exception_str(Interpreter& i, const Value& self) {
  const auto* e = self_of(self);
  const auto& args = e->args.as<TupleObject>()->items;
  if (args.size() == 5 && e->type->is_subtype_of(i.exception_type("UnicodeError"))) {
    if (e->type->is_subtype_of(i.exception_type("UnicodeDecodeError")) && args[1].is(Kind::kBytes))
      return unicode_error_text(i, args, true);
    if (e->type->is_subtype_of(i.exception_type("UnicodeEncodeError")) && args[1].is(Kind::kStr))
      return unicode_error_text(i, args, false);
  }
  if (e->type->is_subtype_of(i.exception_type("OSError")) && !e->value_a.is_undefined() &&
      args.size() >= 2) {
    std::string out = "[Errno " + i.str_of(e->value_a) + "] " + i.str_of(e->value_b);
    if (e->value_c) out += ": " + i.repr(e->value_c);
    return out;
  }
  if (args.empty()) return "";
  if (e->attributes && e->type->is_subtype_of(i.exception_type("SyntaxError"))) {
    const Value file = i.instance_get(self, i.intern("filename")),
                line = i.instance_get(self, i.intern("lineno")),
                message = i.instance_get(self, i.intern("msg"));
    if (file.is(Kind::kStr) && is_int_like(line) && message) {
      const std::string& path = file.as<StrObject>()->text;
      return i.str_of(message) + " (" + path.substr(path.rfind('/') + 1) + ", line " +
             i.str_of(line) + ")";
    }
  }
  if (args.size() == 1 && shows_key(i, *e->type)) return i.repr(args[0]);
  if (args.size() == 1) return i.str_of(args[0]);
  return i.repr(e->args);
}

std::string exception_repr(Interpreter& i, const Value& self) {
  const auto& args = self_of(self)->args.as<TupleObject>()->items;
  std::string out = self_of(self)->type->name + "(";
  for (size_t k = 0; k < args.size(); ++k) out += (k ? ", " : "") + i.repr(args[k]);
  return out + ")";
}

void exception_init(Interpreter& i, const Value& self, const Arguments& a) {
  auto* e = self_of(self);
  const Type* t = e->type;
  const bool import_error = t->is_subtype_of(i.exception_type("ImportError"));
  if (a.keywords > 0) {
    for (size_t k = 0; k < a.keywords; ++k) {
      const std::string& key = a.names[k].as<StrObject>()->text;
      if ((import_error || t->is_subtype_of(i.exception_type("NameError")) ||
           t->is_subtype_of(i.exception_type("AttributeError"))) &&
          key == "name") {
        e->value_a = a.keyword(k);
      } else if (import_error && key == "path") {
        e->value_b = a.keyword(k);
      } else if (t->is_subtype_of(i.exception_type("AttributeError")) && key == "obj") {
        e->suggestion_object = a.keyword(k);
      } else {
        i.raise("TypeError", t->name + "() takes no keyword arguments");
      }
    }
  }
  e->args = i.tuple(std::vector<Value>(a.begin(), a.end()));
  if (t->is_subtype_of(i.exception_type("StopIteration")) ||
      t->is_subtype_of(i.exception_type("SystemExit"))) {
    e->value_a = a.positional ? a.values[0] : Value::none();
  } else if (t->is_subtype_of(i.exception_type("OSError")) && a.positional >= 2) {
    e->value_a = a.values[0];
    e->value_b = a.values[1];
    if (a.positional >= 3) e->value_c = a.values[2];
    if (a.positional >= 3) e->args = i.tuple({a.values[0], a.values[1]});
  }
}

Value get_args(Call& c) { return self_of(c.self)->args; }
Value set_args(Call& c) {
  self_of(c.self)->args = c.interp.tuple(c.interp.to_vector(c[0]));
  return Value::none();
}
Value get_cause(Call& c) { return self_of(c.self)->cause ? self_of(c.self)->cause : Value::none(); }
Value set_cause(Call& c) {
  self_of(c.self)->cause = c[0].is_none() ? Value() : c[0];
  self_of(c.self)->suppress_context = true;
  return Value::none();
}
Value get_context(Call& c) {
  return self_of(c.self)->context ? self_of(c.self)->context : Value::none();
}
Value set_context(Call& c) {
  self_of(c.self)->context = c[0].is_none() ? Value() : c[0];
  return Value::none();
}
Value get_suppress(Call& c) { return Value::boolean(self_of(c.self)->suppress_context); }
Value set_suppress(Call& c) {
  self_of(c.self)->suppress_context = c.interp.truth(c[0]);
  return Value::none();
}
Value get_traceback(Call& c) {
  auto* e = self_of(c.self);
  if (e->trace.empty()) return Value::none();
  if (!e->traceback) e->traceback = c.interp.new_instance(c.interp.types().traceback);
  return e->traceback;
}
Value set_traceback(Call& c) {
  if (c[0].is_none()) self_of(c.self)->trace.clear();
  return Value::none();
}
Value with_traceback(Call& c) { return c.self; }
Value add_note(Call& c) {
  if (!c[0].is(Kind::kStr))
    c.interp.raise("TypeError", "note must be a str, not '" + c.interp.type_name(c[0]) + "'");
  Value notes = c.interp.instance_get(c.self, c.interp.state().n_notes);
  if (!notes) {
    notes = c.interp.list();
    c.interp.instance_set(c.self, c.interp.state().n_notes, notes);
  }
  notes.as<ListObject>()->items.push_back(c[0]);
  return Value::none();
}

const NativeMethod kBaseMethods[] = {
    {"args", "", get_args, NativeMethod::kGetter, set_args},
    {"__cause__", "", get_cause, NativeMethod::kGetter, set_cause},
    {"__context__", "", get_context, NativeMethod::kGetter, set_context},
    {"__suppress_context__", "", get_suppress, NativeMethod::kGetter, set_suppress},
    {"__traceback__", "", get_traceback, NativeMethod::kGetter, set_traceback},
    {"with_traceback", "tb, /", with_traceback},
    {"add_note", "note, /", add_note},
    {nullptr, nullptr, nullptr},
};

template <Value ExceptionObject::*field>
Value get_field(Call& c) {
  const Value& v = self_of(c.self)->*field;
  return v ? v : Value::none();
}
template <Value ExceptionObject::*field>
Value set_field(Call& c) {
  self_of(c.self)->*field = c[0];
  return Value::none();
}
#define FIELD(name, f)                                               \
  {                                                                  \
    name, "", get_field<&ExceptionObject::f>, NativeMethod::kGetter, \
        set_field<&ExceptionObject::f>                               \
  }
const NativeMethod kStopMethods[] = {FIELD("value", value_a), {nullptr, nullptr, nullptr}};
const NativeMethod kExitMethods[] = {FIELD("code", value_a), {nullptr, nullptr, nullptr}};
const NativeMethod kNameMethods[] = {FIELD("name", value_a), {nullptr, nullptr, nullptr}};
const NativeMethod kAttributeMethods[] = {
    FIELD("name", value_a), FIELD("obj", suggestion_object), {nullptr, nullptr, nullptr}};
const NativeMethod kImportMethods[] = {
    FIELD("name", value_a), FIELD("path", value_b), {nullptr, nullptr, nullptr}};
const NativeMethod kOsMethods[] = {FIELD("errno", value_a),
                                   FIELD("strerror", value_b),
                                   FIELD("filename", value_c),
                                   {nullptr, nullptr, nullptr}};
#undef FIELD

}  // namespace

void install_exceptions(Interpreter& interp) {
  // Only the root is made now; the others when they are asked for.
  Type* base = make_builtin_type(interp, "BaseException", interp.types().object, kBaseMethods);
  interp.state().exception_types["BaseException"] = base;
  base->instance_kind = Kind::kException;
  base->is_exception = true;
  base->has_dict = true;
  base->own.new_ = exception_new;
  base->own.init = exception_init;
  base->own.repr = exception_repr;
  base->own.str = exception_str;
  ready_slots(base);
}

Type* Interpreter::exception_type(std::string_view name) {
  std::string key(name);
  if (key == "IOError" || key == "EnvironmentError") key = "OSError";
  const auto it = state_->exception_types.find(key);
  if (it != state_->exception_types.end()) return it->second;
  for (const Entry& e : kHierarchy) {
    if (key != e.name) continue;
    const NativeMethod* methods = key == "StopIteration"    ? kStopMethods
                                  : key == "SystemExit"     ? kExitMethods
                                  : key == "NameError"      ? kNameMethods
                                  : key == "AttributeError" ? kAttributeMethods
                                  : key == "ImportError"    ? kImportMethods
                                  : key == "OSError"        ? kOsMethods
                                                            : nullptr;
    Type* t = make_builtin_type(*this, e.name, exception_type(e.base), methods);
    t->has_dict = true;
    state_->exception_types[key] = t;
    return t;
  }
  return nullptr;
}

void for_each_exception_name(const std::function<void(const char*)>& visit) {
  for (const Entry& e : kHierarchy) visit(e.name);
  visit("IOError");
  visit("EnvironmentError");
}

Type* Interpreter::make_exception_type(std::string_view name, std::string_view module, Type* base) {
  Type* t = make_builtin_type(*this, std::string(name).c_str(), base, nullptr);
  t->module = std::string(module);
  t->has_dict = true;
  t->immutable = false;
  return t;
}

// OSError(errno, text) is an instance of the subclass for that number.
static const char* os_error_for(int64_t number) {
  switch (number) {
    case 1:
    case 13:
      return "PermissionError";
    case 2:
      return "FileNotFoundError";
    case 3:
      return "ProcessLookupError";
    case 4:
      return "InterruptedError";
    case 10:
      return "ChildProcessError";
    case 11:
      return "BlockingIOError";
    case 17:
      return "FileExistsError";
    case 20:
      return "NotADirectoryError";
    case 21:
      return "IsADirectoryError";
    case 32:
      return "BrokenPipeError";
    case 103:
      return "ConnectionAbortedError";
    case 104:
      return "ConnectionResetError";
    case 110:
      return "TimeoutError";
    case 111:
      return "ConnectionRefusedError";
    default:
      return nullptr;
  }
}

Value exception_new(Interpreter& interp, Type* type, const Arguments& a) {
  if (a.positional >= 2 && a.values[0].is_int() && type == interp.exception_type("OSError")) {
    if (const char* name = os_error_for(a.values[0].as_int())) type = interp.exception_type(name);
  }
  auto* e = new ExceptionObject(type);
  Value made(e);
  e->args = interp.tuple(std::vector<Value>(a.begin(), a.end()));
  if (type->make_payload) attributes_of(e).payload = type->make_payload();
  return made;
}

Value Interpreter::make_exception(Type* type, std::string message) {
  auto* e = new ExceptionObject(type);
  Value made(e);
  e->args =
      message.empty() && type->name != "KeyError" ? tuple() : tuple({str(std::move(message))});
  return made;
}

void Interpreter::raise(std::string_view name, std::string message) {
  throw PythonError{make_exception(exception_type(name), std::move(message))};
}
void Interpreter::raise(Type* type, std::string message) {
  throw PythonError{make_exception(type, std::move(message))};
}

void normalize_raise(Interpreter& interp, const Value& raised, const Value* cause, Value& out) {
  out = raised;
  if (raised.is(Kind::kType) && raised.as<Type>()->is_exception) out = interp.call(raised);
  if (!out.is(Kind::kException))
    interp.raise("TypeError", "exceptions must derive from BaseException");
  if (!cause) return;
  Value c = *cause;
  if (c.is(Kind::kType) && c.as<Type>()->is_exception) c = interp.call(c);
  if (!c.is_none() && !c.is(Kind::kException))
    interp.raise("TypeError", "exception causes must derive from BaseException");
  auto* e = out.as<ExceptionObject>();
  e->cause = c.is_none() ? Value() : c;
  e->suppress_context = true;
}

void Interpreter::raise(const Value& exception) {
  Value out;
  normalize_raise(*this, exception, nullptr, out);
  throw PythonError{out};
}
void Interpreter::raise_from(const Value& exception, const Value& cause) {
  Value out;
  normalize_raise(*this, exception, &cause, out);
  // The cause was raised as well, within what is not Python here.
  auto* of = out.as<ExceptionObject>()->cause.as<ExceptionObject>();
  if (of->trace.empty() && state_->frame != nullptr) add_trace(*this, *of, *state_->frame);
  throw PythonError{out};
}

bool Interpreter::matches(const PythonError& e, std::string_view name) {
  return is_instance(e.exception, exception_type(name));
}
bool Interpreter::matches(const PythonError& e, Type* type) {
  return is_instance(e.exception, type);
}
Value Interpreter::handled_exception() const { return state_->handled; }

bool exception_matches(Interpreter& interp, const Value& exception, const Value& type) {
  if (type.is(Kind::kTuple)) {
    for (const Value& one : type.as<TupleObject>()->items) {
      if (exception_matches(interp, exception, one)) return true;
    }
    return false;
  }
  if (!type.is(Kind::kType) || !type.as<Type>()->is_exception) {
    interp.raise("TypeError",
                 "catching classes that do not inherit from BaseException is not allowed");
  }
  return interp.is_instance(exception, type.as<Type>());
}

void raise_key_error(Interpreter& interp, const Value& key) {
  auto* e = new ExceptionObject(interp.exception_type("KeyError"));
  const Value made(e);
  e->args = interp.tuple({key});
  throw PythonError{made};
}

void raise_attribute_error(Interpreter& interp, const Value& object, StrObject* name) {
  std::string text;
  if (object.is(Kind::kType)) {
    text = "type object '" + object.as<Type>()->name + "' has no attribute '" + name->text + "'";
  } else if (object.is(Kind::kModule)) {
    text = "module '" + object.as<ModuleObject>()->name + "' has no attribute '" + name->text + "'";
  } else {
    text = "'" + interp.type_name(object) + "' object has no attribute '" + name->text + "'";
  }
  Value e = interp.make_exception(interp.exception_type("AttributeError"), text);
  e.as<ExceptionObject>()->value_a = Value(name);
  e.as<ExceptionObject>()->suggestion_object = object;
  throw PythonError{e};
}

void add_trace(Interpreter&, ExceptionObject& e, const Frame& f) {
  // Innermost last when printed; collected from the inside out, so it is reversed there.
  if (e.trace.size() < 2000) e.trace.push_back({f.code->file, f.line(), f.code->name});
}

Value syntax_error(Interpreter& interp, const lang::SyntaxError& error, const std::string& file,
                   std::string_view text, int offset) {
  Value e = interp.make_exception(interp.exception_type(error.type), error.message);
  if (error.type == "ValueError") return e;
  std::string line;
  size_t at = 0;
  for (int n = 1; n < error.line && at != std::string_view::npos; ++n) {
    at = text.find('\n', at);
    if (at != std::string_view::npos) ++at;
  }
  if (at != std::string_view::npos) line = std::string(text.substr(at, text.find('\n', at) - at));
  interp.instance_set(e, interp.intern("msg"), interp.str(error.message));
  interp.instance_set(e, interp.intern("filename"), interp.str(file));
  interp.instance_set(e, interp.intern("lineno"), Value::integer(error.line + offset));
  // Columns of the parser are bytes; Python counts characters.
  const auto offset_of = [&](int column) {
    if (column < 0) return Value::none();
    const auto bytes = static_cast<size_t>(column);
    const size_t inside = std::min(bytes, line.size());
    return Value::integer(static_cast<int64_t>(
        utf8_length(std::string_view(line).substr(0, inside)) + bytes - inside + 1));
  };
  interp.instance_set(e, interp.intern("offset"), offset_of(error.column));
  interp.instance_set(e, interp.intern("end_offset"), offset_of(error.end_column));
  interp.instance_set(e, interp.intern("text"), interp.str(line));
  return e;
}

}  // namespace lessonrun::interp
