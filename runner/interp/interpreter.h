// Interpreter: one Python world, and every operation on its values.
//
// An interpreter belongs to one thread. It owns its types, modules and interned names, runs source
// text step by step, and tears everything down when it ends. Natives get a reference to it in every
// call and use the members below for whatever Python code could do. All of them may throw
// PythonError; the three uncatchable ends are in host.h.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runner/interp/host.h"
#include "runner/interp/native.h"
#include "runner/interp/object.h"
#include "runner/interp/value.h"

namespace lessonrun::interp {

struct Frame;
class ModuleRegistry;
struct InterpreterState;

enum class Mode { kSingle, kExec, kEval };

struct RunOptions {
  std::string file = "<stdin>";
  int first_line = 1;
  Mode mode = Mode::kSingle;
};

// How a step ended. `exception` is undefined when all went well; `value` is an eval's result.
struct Completion {
  Value exception;
  Value value;
  bool ok() const { return !exception; }
};

// The builtin types, by their C++ names (a trailing underscore where Python's is a C++ word).
struct BuiltinTypes {
  Type *object, *type, *none, *bool_, *int_, *float_, *str, *bytes, *bytearray, *list, *tuple,
      *dict, *set, *frozenset, *range, *slice, *function, *builtin_function, *method,
      *method_descriptor, *property, *staticmethod, *classmethod, *super_, *module, *cell, *code,
      *generator, *base_exception, *exception, *ellipsis, *not_implemented, *dict_keys,
      *dict_values, *dict_items, *weakref, *traceback, *generic_alias, *union_type, *memoryview,
      *file, *getset_descriptor, *slot_wrapper, *member_descriptor, *mappingproxy, *frame,
      *namespace_;
};

class Interpreter {
 public:
  explicit Interpreter(Host& host, const Limits& limits = {}, FileSystem* files = nullptr,
                       ModuleLoader* loader = nullptr);
  ~Interpreter();
  Interpreter(const Interpreter&) = delete;
  Interpreter& operator=(const Interpreter&) = delete;

  // ---- running ----
  // Parses, compiles and runs `source` in the namespace of `__main__`. A SyntaxError is a
  // completion like any other exception. Throws Timeout, OutputLimit, Unsupported.
  Completion run(std::string_view source, const RunOptions& options);
  // The same in another namespace.
  Completion run_in(DictObject& globals, std::string_view source, const RunOptions& options);
  // The value of an expression.
  Value eval(std::string_view source, DictObject& globals);
  // Runs a loader's module as __main__ (python main.py) in a namespace of its own.
  Completion run_module_as_main(const std::string& name);
  // The namespace of the steps.
  DictObject& main_namespace();
  // A shallow copy of the steps' namespace, and its return; for asides.
  Value snapshot_namespace();
  void restore_namespace(const Value& snapshot);
  // A fresh namespace; `_` and everything bound is dropped. Modules from texts are forgotten.
  void reset_namespace();
  // The line of the outermost running step, 0 when nothing runs. Cheap.
  int current_line() const;
  // Begins the time limit anew (one step).
  void begin_deadline();
  // Throws Timeout when time is up. Long natives call it now and then.
  void check_deadline();
  // Seconds left for SQL, or a large number without a limit.
  double seconds_left() const;
  // What the interactive prompt prints for an uncaught exception, traceback included, each line
  // ended; with_suggestion adds "Did you mean: 'x'?", as CPython's default hook does and
  // traceback.format_exception_only in 3.11 also does. `lines` lets the caller show source lines.
  std::string format_exception(const Value& exception, bool with_traceback = true,
                               bool with_suggestion = true);
  // "TypeName: message" alone, as the last line(s).
  std::string format_exception_only(const Value& exception, bool with_suggestion = true);
  // The exception's type name as shown ("ValueError", "sqlalchemy.exc.ArgumentError").
  std::string exception_type_name(const Value& exception);
  std::vector<TraceEntry> traceback(const Value& exception);

  // ---- making values ----
  Value str(std::string_view text);
  Value str(std::string&& text);
  Value str(const char* text) { return str(std::string_view(text)); }
  Value bytes(std::string data);
  Value list(std::vector<Value> items = {});
  Value tuple(std::vector<Value> items = {});
  Value dict();
  Value dict(std::initializer_list<std::pair<std::string_view, Value>> items);
  Value set(const std::vector<Value>& items = {});
  // Any integer in decimal digits with an optional minus.
  Value big_int(std::string_view digits);
  // The same from digits in a base (no prefix); ValueError beyond 4300 decimal digits.
  Value parse_int(std::string_view digits, int base);
  // An interned name: one object per text, alive as long as the interpreter.
  StrObject* intern(std::string_view name);
  // One-character strings and the empty string are shared.

  // ---- reading values (TypeError when the type is not the one asked for) ----
  std::string_view text(const Value& value);
  int64_t to_int64(const Value& value);  // OverflowError beyond 64 bits; takes __index__
  double to_double(const Value& value);
  std::string int_to_decimal(const Value& value);  // any int, digits of any length

  // ---- operations ----
  Type* type_of(const Value& value) const;
  std::string type_name(const Value& value) { return type_of(value)->name; }
  std::string repr(const Value& value);
  std::string str_of(const Value& value);  // Python's str()
  std::string ascii(const Value& value);
  std::string format(const Value& value, std::string_view spec);
  bool truth(const Value& value);
  int64_t hash(const Value& value);
  bool equal(const Value& a, const Value& b);                   // truth of a == b, identity first
  Value compare(CompareOp op, const Value& a, const Value& b);  // whatever a < b gives
  bool less(const Value& a, const Value& b) { return truth(compare(CompareOp::kLt, a, b)); }
  Value binary(BinaryOp op, const Value& a, const Value& b);
  Value inplace(BinaryOp op, const Value& a, const Value& b);
  Value unary(UnaryOp op, const Value& a);
  int64_t len(const Value& value);
  // len() if it is known, else length_hint or 0.
  size_t length_hint(const Value& value);
  bool contains(const Value& container, const Value& item);
  Value getitem(const Value& container, const Value& key);
  void setitem(const Value& container, const Value& key, const Value& value);
  void delitem(const Value& container, const Value& key);
  Value iter(const Value& iterable);
  Value next(const Value& iterator);  // undefined at the end
  void iterate(const Value& iterable, const std::function<void(const Value&)>& each);
  std::vector<Value> to_vector(const Value& iterable);
  bool is_callable(const Value& value);
  bool is_instance(const Value& value, const Type* type) const {
    return type_of(value)->is_subtype_of(type);
  }
  // isinstance()/issubclass() with tuples, unions and __instancecheck__.
  bool is_instance_of(const Value& value, const Value& class_info);
  bool is_subclass_of(const Value& type, const Value& class_info);

  // ---- attributes ----
  Value getattr(const Value& value, StrObject* name);
  Value getattr(const Value& value, std::string_view name) { return getattr(value, intern(name)); }
  // Undefined instead of AttributeError.
  Value find_attr(const Value& value, StrObject* name);
  Value find_attr(const Value& value, std::string_view name) {
    return find_attr(value, intern(name));
  }
  void setattr(const Value& value, StrObject* name, const Value& new_value);
  void setattr(const Value& value, std::string_view name, const Value& new_value) {
    setattr(value, intern(name), new_value);
  }
  void delattr(const Value& value, StrObject* name);
  // object.__getattribute__ / __setattr__: what the getattr and setattr slots fall back on.
  // generic_getattr gives undefined when there is no such attribute.
  Value generic_getattr(const Value& value, StrObject* name);
  void generic_setattr(const Value& value, StrObject* name, const Value& new_value);
  // The raw entry along the MRO, no descriptor called; null when there is none.
  Value* type_lookup(Type* type, StrObject* name);
  // Sets an attribute of a class, whatever its metaclass says.
  void set_class_attr(Type* type, StrObject* name, Value value);
  void delete_class_attr(Type* type, StrObject* name);

  // Attributes of instances without hashing: key_index once per class and name, then O(1).
  int key_index(Type* type, StrObject* name);
  // The value in the instance's own storage (no descriptor), undefined when not set.
  Value instance_get(const Value& instance, Type* type, int index);
  void instance_set(const Value& instance, Type* type, int index, Value value);
  bool instance_delete(const Value& instance, Type* type, int index);
  // By name; for objects without attributes: undefined, false.
  Value instance_get(const Value& instance, StrObject* name);
  void instance_set(const Value& instance, StrObject* name, Value value);
  bool instance_delete(const Value& instance, StrObject* name);
  // The names set on an instance, in order.
  std::vector<std::pair<StrObject*, Value>> instance_items(const Value& instance);
  // The live __dict__ of an instance (slower storage from then on).
  Value instance_dict(const Value& instance);
  // A new instance of a class, payload made, __init__ not called (__new__ of object).
  Value new_instance(Type* type);

  // ---- calls ----
  Value call(const Value& callable, const Arguments& arguments);
  Value call(const Value& callable, std::initializer_list<Value> arguments = {});
  Value call(const Value& callable, const std::vector<Value>& arguments,
             const std::vector<std::pair<std::string_view, Value>>& keywords);
  Value call_method(const Value& object, std::string_view name,
                    std::initializer_list<Value> arguments = {});

  // ---- classes ----
  // class NAME(bases): namespace, as type(name, bases, dict) does, through the right metaclass.
  Value make_class(std::string_view name, const std::vector<Value>& bases,
                   const Value& class_namespace, const Arguments& keywords = {});
  const BuiltinTypes& types() const { return types_; }
  // A builtin exception class by name ("ValueError"); made when first asked for.
  Type* exception_type(std::string_view name);
  // A new exception class; attributes may be set on its instances.
  Type* make_exception_type(std::string_view name, std::string_view module, Type* base);

  // ---- exceptions ----
  [[noreturn]] void raise(std::string_view builtin_exception, std::string message);
  [[noreturn]] void raise(Type* type, std::string message);
  [[noreturn]] void raise(const Value& exception);  // an instance or a class
  [[noreturn]] void raise_from(const Value& exception, const Value& cause);
  Value make_exception(Type* type, std::string message);
  bool matches(const PythonError& error, std::string_view builtin_exception);
  bool matches(const PythonError& error, Type* type);
  // The exception being handled (sys.exc_info), or undefined.
  Value handled_exception() const;
  [[noreturn]] void unsupported(std::string thing, const std::string& sentence);
  // Runs f where an exception cannot go on (destructors, callbacks): shown as "Exception ignored
  // in".
  void guard(const std::function<void()>& f, std::string_view where);

  // ---- modules ----
  ModuleRegistry& modules() { return *modules_; }
  Value import_module(const std::string& dotted_name);

  // ---- output, warnings ----
  // To sys.stdout as print would (redirections honoured); OutputLimit beyond the limit.
  void write_stdout(std::string_view text);
  void write_stderr(std::string_view text);
  // What warnings.showwarning prints: to sys.stderr, which the host is told apart.
  void write_warning(std::string_view text);
  // A line of a source file as linecache has it, stripped; empty when there is no such file.
  std::string source_line(const std::string& file, int line);
  // warnings.warn: category is a Warning class; stack_level 1 is the running Python line.
  void warn(Type* category, std::string_view message, int stack_level = 1);
  // File and line of the Python code that is `level` calls up (0: the running one).
  TraceEntry caller(int level = 0) const;
  // Lines of the page before the text that this frame's code was compiled from.
  int caller_offset(int level = 0) const;

  // ---- limits ----
  // Accounts for a coming allocation; MemoryError when it would pass the limit.
  void check_allocation(size_t bytes);
  // Guards recursion through C++: construct where natives call back into Python objects.
  class Recursion {
   public:
    explicit Recursion(Interpreter& interp, const char* where = "");
    ~Recursion();
    Recursion(const Recursion&) = delete;
    Recursion& operator=(const Recursion&) = delete;

   private:
    Interpreter& interp_;
  };

  // Whatever the embedder of the interpreter keeps with it (the ORM bindings: their types).
  void set_embedder(std::shared_ptr<void> data) { embedder_ = std::move(data); }
  void* embedder() const { return embedder_.get(); }

  Host& host() { return host_; }
  FileSystem* files() { return files_; }
  ModuleLoader* loader() { return loader_; }
  const Limits& limits() const { return limits_; }
  // The interpreter's inner state, for its own source files only.
  InterpreterState& state() { return *state_; }
  const InterpreterState& state() const { return *state_; }

 private:
  friend class Recursion;
  Host& host_;
  Limits limits_;
  FileSystem* files_;
  ModuleLoader* loader_;
  BuiltinTypes types_{};
  std::shared_ptr<void> embedder_;
  std::unique_ptr<InterpreterState> state_;
  std::unique_ptr<ModuleRegistry> modules_;
};

// Native modules by dotted name, and sys.modules.
class ModuleRegistry {
 public:
  explicit ModuleRegistry(Interpreter& interp) : interp_(interp) {}
  // Registers; parents ("sqlalchemy" of "sqlalchemy.orm") come into being by themselves. `fill`
  // runs at the first import and should itself be cheap: use ModuleBuilder::lazy for costly names.
  // `text`, Python, runs after it: a module that is written on top of native functions.
  void add(std::string name, std::function<void(ModuleBuilder&)> fill, const char* text = nullptr);
  bool has(const std::string& name) const { return fills_.count(name) != 0; }
  // Is asked for modules that were not added, before they are missing: it may add them.
  void find_with(std::function<void(const std::string& name)> finder) {
    finder_ = std::move(finder);
  }
  // Forgets imported modules whose text came from the loader, when its text was replaced.
  void forget(const std::string& name);
  Value import(const std::string& dotted_name);  // the module itself, parents imported first
  Value get(const std::string& dotted_name);     // from sys.modules, undefined if absent
  DictObject& table();                           // sys.modules
  // `from module import name`.
  Value import_from(const Value& module, StrObject* name);

 private:
  Value load(const std::string& name, const Value& parent);
  struct Native {
    std::function<void(ModuleBuilder&)> fill;
    const char* text = nullptr;
  };
  Interpreter& interp_;
  std::unordered_map<std::string, Native> fills_;
  std::function<void(const std::string&)> finder_;
};

// Logging from native code, as the logging module sees it.
namespace logging {
constexpr int kDebug = 10, kInfo = 20, kWarning = 30, kError = 40;
// logging.getLogger(name).isEnabledFor(level). Cheap, and false, while logging was never imported
// and the level is below WARNING.
bool is_enabled_for(Interpreter& interp, std::string_view logger, int level);
// The explicit level of a logger (0: not set).
int level_of(Interpreter& interp, std::string_view logger);
void set_level(Interpreter& interp, std::string_view logger, int level);
// Logs a finished message through the logger's handlers and its parents'.
void log(Interpreter& interp, std::string_view logger, int level, std::string_view message);
// The logger object, made if absent.
Value get_logger(Interpreter& interp, std::string_view name);
}  // namespace logging

}  // namespace lessonrun::interp
