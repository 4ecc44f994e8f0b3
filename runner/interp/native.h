// The embedding API: native functions, types and modules for an interpreter.
//
// A binding writes functions of one shape, Value(Call&), each with a Python signature as text
// ("url, *, echo=False, **kw"). The interpreter parses the signature once, when first called, binds
// arguments by CPython's rules with CPython's error texts, and hands over an indexable frame.
//
//   Value create_engine(Call& call) {
//     std::string url = call.text(0);
//     bool echo = call.interp.truth(call[1]);
//     ...
//   }
//   module.function("create_engine", "url, *, echo=False, **kw", create_engine);
//
// In a signature, a default is a literal (None, True, False, a number, a string, `...`, `()`), or
// `?`: then an argument not given is an undefined Value (test with call.given(i)). `*args` arrives
// as one tuple, `**kw` as one dict, at their index. `/` and lone `*` take no index.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <typeinfo>
#include <vector>

#include "runner/interp/value.h"

namespace lessonrun::interp {

struct StrObject;
struct DictObject;
struct TupleObject;
struct Signature;

// Arguments of a call as the caller wrote them: positional values, then keyword values, whose names
// are `names` (interned strings).
struct Arguments {
  const Value* values = nullptr;
  size_t positional = 0;
  const Value* names = nullptr;  // str objects
  size_t keywords = 0;

  const Value* begin() const { return values; }
  const Value* end() const { return values + positional; }
  const Value& keyword(size_t i) const { return values[positional + i]; }
  // Without the first positional one.
  Arguments rest() const { return {values + 1, positional - 1, names, keywords}; }
};

// One call of a native function, its arguments bound to its signature's parameters.
struct Call {
  Interpreter& interp;
  Value self;  // the receiver of a method, the class of a class method or `new`; else undefined
  std::vector<Value> bound;
  const Signature* signature = nullptr;
  void* data = nullptr;  // what the function was made with

  const Value& operator[](size_t i) const { return bound[i]; }
  bool given(size_t i) const { return i < bound.size() && !bound[i].is_undefined(); }
  size_t size() const { return bound.size(); }
  // By parameter name; undefined when the signature has no such parameter.
  const Value& arg(std::string_view name) const;
  // Argument i as a C++ value; TypeError ("argument 'url' must be str, not int") otherwise.
  std::string_view text(size_t i) const;
  int64_t integer(size_t i) const;
};

using NativeFn = Value (*)(Call&);
using NativeClosure = std::function<Value(Call&)>;

enum class BinaryOp : uint8_t {
  kAdd,
  kSub,
  kMul,
  kTrueDiv,
  kFloorDiv,
  kMod,
  kPow,
  kLShift,
  kRShift,
  kAnd,
  kOr,
  kXor,
  kMatMul,
};
enum class UnaryOp : uint8_t { kNeg, kPos, kInvert, kAbs };
enum class CompareOp : uint8_t { kLt, kLe, kEq, kNe, kGt, kGe };

// What a type does for the interpreter. A null slot is inherited from the first base that has it;
// a Python subclass that defines the dunder overrides it. Captureless lambdas convert.
struct Slots {
  Value (*new_)(Interpreter&, Type* type, const Arguments&) = nullptr;
  void (*init)(Interpreter&, const Value& self, const Arguments&) = nullptr;
  Value (*call)(Interpreter&, const Value& self, const Arguments&) = nullptr;
  std::string (*repr)(Interpreter&, const Value& self) = nullptr;
  std::string (*str)(Interpreter&, const Value& self) = nullptr;
  Value (*format)(Interpreter&, const Value& self, std::string_view spec) = nullptr;
  int64_t (*hash)(Interpreter&, const Value& self) = nullptr;
  // Any of the six comparisons; may answer any object (a SQL expression) or NotImplemented.
  Value (*compare)(Interpreter&, CompareOp, const Value& self, const Value& other) = nullptr;
  // self is the operand whose type this is; `reflected` when it stood on the right.
  Value (*binary)(Interpreter&, BinaryOp, const Value& self, const Value& other,
                  bool reflected) = nullptr;
  Value (*inplace)(Interpreter&, BinaryOp, const Value& self, const Value& other) = nullptr;
  Value (*unary)(Interpreter&, UnaryOp, const Value& self) = nullptr;
  bool (*truth)(Interpreter&, const Value& self) = nullptr;
  int64_t (*len)(Interpreter&, const Value& self) = nullptr;
  Value (*index)(Interpreter&, const Value& self) = nullptr;     // __index__
  Value (*to_int)(Interpreter&, const Value& self) = nullptr;    // __int__
  Value (*to_float)(Interpreter&, const Value& self) = nullptr;  // __float__
  Value (*iter)(Interpreter&, const Value& self) = nullptr;
  // Undefined at the end.
  Value (*next)(Interpreter&, const Value& self) = nullptr;
  Value (*getitem)(Interpreter&, const Value& self, const Value& key) = nullptr;
  // A subscript of the class itself; a __class_getitem__ of Python's comes first.
  Value (*class_getitem)(Interpreter&, const Value& cls, const Value& key) = nullptr;
  // An undefined value deletes.
  void (*setitem)(Interpreter&, const Value& self, const Value& key, const Value& value) = nullptr;
  bool (*contains)(Interpreter&, const Value& self, const Value& item) = nullptr;
  // Replaces the whole lookup of `self.name`; fall back on Interpreter::generic_getattr. Undefined
  // means AttributeError with the usual text.
  Value (*getattr)(Interpreter&, const Value& self, StrObject* name) = nullptr;
  // Asked only when the usual lookup found nothing; undefined means AttributeError.
  Value (*getattr_missing)(Interpreter&, const Value& self, StrObject* name) = nullptr;
  // An undefined value deletes.
  void (*setattr)(Interpreter&, const Value& self, StrObject* name, const Value& value) = nullptr;
  // A descriptor: an object in a class's dict that answers `Class.name` (instance is undefined) and
  // `instance.name`. A type with descr_set is a data descriptor and wins over the instance's dict.
  Value (*descr_get)(Interpreter&, const Value& self, const Value& instance, Type* owner) = nullptr;
  void (*descr_set)(Interpreter&, const Value& self, const Value& instance,
                    const Value& value) = nullptr;
  // Called with each new Python subclass when its namespace is complete, before __init_subclass__.
  // Not overridable from Python.
  void (*subclassed)(Interpreter&, Type* new_class, DictObject& class_namespace,
                     const Arguments& class_keywords) = nullptr;
};

// One method, property or the like of a native type.
struct NativeMethod {
  const char* name;
  const char* signature;
  NativeFn function;
  enum Binding : uint8_t { kMethod, kStatic, kClass, kGetter } binding = kMethod;
  NativeFn setter = nullptr;
  const char* owner = nullptr;  // the class that its __qualname__ names, if not the type
};

// A static array that describes methods, of NativeMethod or of an embedder's own rows. A type looks
// a name up in its tables when the name is first asked for, and makes that one function object:
// types have hundreds of methods, a lesson calls a dozen. A later table wins over an earlier one.
struct MethodTable {
  const void* rows = nullptr;
  size_t count = 0;
  NativeMethod (*row)(const void* rows, size_t index) = nullptr;
};

// C++ data of an instance. It lives as long as the instance.
struct Payload {
  virtual ~Payload() = default;
  // Called once, when the last reference is gone, before attributes are cleared.
  virtual void dropped(Interpreter&, Object&) noexcept {}
  // Called once, when `__dict__` is first asked for, before the attributes are put into it.
  virtual void dict_asked(Interpreter&, Object&, DictObject&) {}
  // Drop every Value held: the interpreter ends and breaks the cycles that are left.
  virtual void clear_references() noexcept {}
};

// Builds a type. Everything but name and module is optional.
//
//   Type* engine = TypeBuilder(interp, "Engine", "sqlalchemy.engine.base")
//                      .payload<EngineData>()
//                      .method("connect", "", engine_connect)
//                      .property("url", engine_url)
//                      .slots([](Slots& s) { s.repr = engine_repr; })
//                      .build();
class TypeBuilder {
 public:
  TypeBuilder(Interpreter& interp, std::string_view name, std::string_view module);
  TypeBuilder& base(Type* type);       // in order; `object` when there is none
  TypeBuilder& metaclass(Type* type);  // default: `type`, or the first base's
  TypeBuilder& doc(std::string_view text);
  TypeBuilder& method(std::string_view name, const char* signature, NativeFn fn);
  // Many at once, made when first asked for; those with names like __len__ are made now, because
  // they act as slots.
  TypeBuilder& methods(const MethodTable& table);
  TypeBuilder& static_method(std::string_view name, const char* signature, NativeFn fn);
  TypeBuilder& class_method(std::string_view name, const char* signature, NativeFn fn);
  // call.self is the instance; a setter gets the value as call[0]. Without one: AttributeError.
  TypeBuilder& property(std::string_view name, NativeFn get, NativeFn set = nullptr);
  TypeBuilder& attribute(std::string_view name, Value value);
  // A constructor with a signature: `fn` is __init__, call.self the new instance.
  TypeBuilder& init(const char* signature, NativeFn fn);
  // Every instance, of Python subclasses too, gets a default-constructed T in `new`.
  template <class T>
  TypeBuilder& payload() {
    return payload_factory([]() -> std::unique_ptr<Payload> { return std::make_unique<T>(); });
  }
  TypeBuilder& payload_factory(std::unique_ptr<Payload> (*make)());
  template <class F>
  TypeBuilder& slots(F fill) {
    fill(mutable_slots());
    return *this;
  }
  // Forbids creation from Python: "cannot create 'X' instances".
  TypeBuilder& abstract();
  Type* build();

 private:
  Slots& mutable_slots();
  Interpreter& interp_;
  Type* type_;
  Value keep_;
  std::vector<Type*> bases_;
};

// The payload of an instance, null when it has none of that type.
Payload* find_payload(const Value& value) noexcept;
template <class T>
T* try_payload(const Value& value) noexcept {
  Payload* found = find_payload(value);
  // As a rule it is of the very class, and that is soon seen.
  if (found != nullptr && typeid(*found) == typeid(T)) return static_cast<T*>(found);
  return dynamic_cast<T*>(found);
}
[[noreturn]] void raise_no_payload(Interpreter& interp, const Value& value);
// The payload, or TypeError. Use in methods, where self's type is already checked.
template <class T>
T& payload(Interpreter& interp, const Value& value) {
  T* found = try_payload<T>(value);
  if (!found) raise_no_payload(interp, value);
  return *found;
}
// Gives an instance a payload, or replaces it (imperative mapping of a plain class).
void set_payload(const Value& instance, std::unique_ptr<Payload> data);

// A free function object.
Value make_function(Interpreter& interp, std::string_view name, const char* signature, NativeFn fn,
                    void* data = nullptr);
Value make_closure(Interpreter& interp, std::string_view name, const char* signature,
                   NativeClosure closure);

// A native module. Names come into being when first asked for, so importing costs nothing.
//
//   interp.modules().add("sqlalchemy.orm", orm_module);      // void orm_module(ModuleBuilder&)
struct ModuleEntry {
  const char* name;
  const char* signature;  // null: not a function, `make` builds the value
  NativeFn function = nullptr;
  Value (*make)(Interpreter&) = nullptr;
};
class ModuleBuilder {
 public:
  ModuleBuilder(Interpreter& owner, DictObject& names) : interp(owner), names_(names) {}
  void function(const char* name, const char* signature, NativeFn fn, void* data = nullptr);
  void value(std::string_view name, Value value);
  // Built when first asked for.
  void lazy(std::string_view name, std::function<Value(Interpreter&)> make);
  // Asked for names that are not there otherwise: the module's __getattr__. Undefined: none.
  void fallback(std::function<Value(Interpreter&, std::string_view name)> resolve);

  Interpreter& interp;
  std::vector<std::pair<std::string, std::function<Value(Interpreter&)>>> lazy_entries;
  std::function<Value(Interpreter&, std::string_view)> resolver;

 private:
  DictObject& names_;
};

// A reference that does not keep its object alive.
class WeakValue {
 public:
  WeakValue() = default;
  WeakValue(Interpreter& interp, const Value& target);
  // The object, or undefined when it is gone.
  Value lock() const;
  bool expired() const { return !lock(); }

 private:
  std::shared_ptr<struct WeakCell> cell_;
};

// THE C++ exception of the interpreter: a Python exception on its way.
struct PythonError {
  Value exception;  // an instance of BaseException
};

}  // namespace lessonrun::interp
