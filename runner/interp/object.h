// The heap objects: types, instances and the builtin containers.
//
// These are plain structs read by the whole interpreter; their behaviour (methods, reprs, errors)
// is in types/*.cpp, one file a type, as slots and static tables of methods.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runner/interp/dict.h"
#include "runner/interp/native.h"
#include "runner/interp/value.h"

namespace lessonrun::interp {

// An object that can be part of a reference cycle. All of them hang on one list per interpreter, so
// that what is left at the end can be taken apart.
struct GcNode {
  GcNode() = default;
  GcNode(const GcNode&) = delete;
  GcNode& operator=(const GcNode&) = delete;
  virtual ~GcNode() { unlink(); }
  // Drop every reference held.
  virtual void clear_references() noexcept = 0;
  virtual Object* gc_object() noexcept = 0;
  void link(GcNode& head) noexcept {
    next = head.next;
    previous = &head;
    if (next) next->previous = this;
    head.next = this;
  }
  void unlink() noexcept {
    if (previous) previous->next = next;
    if (next) next->previous = previous;
    previous = next = nullptr;
  }
  GcNode* previous = nullptr;
  GcNode* next = nullptr;
};

// A heap object on the list of possible cycle members.
struct Container : Object, GcNode {
  Container(Type* object_type, Kind object_kind);
  Object* gc_object() noexcept final { return this; }
};

struct StrObject : Object {
  StrObject(Type* object_type, std::string s);
  ~StrObject() override;
  // Code points; computed when the object is made.
  size_t length = 0;
  bool ascii() const { return length == text.size(); }
  int64_t hash() const {
    if (hash_ == 0) compute_hash();
    return hash_;
  }
  const std::string text;  // UTF-8; lone surrogates as three bytes
  bool interned = false;
  mutable std::shared_ptr<std::vector<uint32_t>> offsets;  // byte of every 64th code point
 private:
  void compute_hash() const;
  mutable int64_t hash_ = 0;
};

struct BytesObject : Object {  // bytes and bytearray
  BytesObject(Type* t, Kind k, std::string bytes) : Object(t, k), data(std::move(bytes)) {}
  std::string data;
};

struct ListObject : Container {
  explicit ListObject(Type* t) : Container(t, Kind::kList) {}
  std::vector<Value> items;
  void clear_references() noexcept override;
};

struct TupleObject : Container {
  explicit TupleObject(Type* t) : Container(t, Kind::kTuple) {}
  std::vector<Value> items;
  void clear_references() noexcept override;
};

struct DictObject : Container {
  explicit DictObject(Type* t) : Container(t, Kind::kDict) {}
  HashTable table;
  void clear_references() noexcept override;
};

struct SetObject : Container {
  SetObject(Type* t, bool is_frozen) : Container(t, Kind::kSet), frozen(is_frozen) {}
  HashTable table;
  bool frozen;
  int64_t cached_hash = 0;
  void clear_references() noexcept override;
};

// Names shared by all instances of a class: attribute i of each has the same name, so reading it
// needs no hashing once i is known. Grows, never shrinks.
struct SharedKeys {
  std::vector<StrObject*> names;  // interned: alive as long as the interpreter
  int find(const StrObject* name) const {
    for (size_t i = 0; i < names.size(); ++i) {
      if (names[i] == name) return static_cast<int>(i);
    }
    return -1;
  }
};

// What an object has beyond its own fields: the values of its attributes and a payload.
// Values lie by index into SharedKeys, and as a rule are set in that order, too; `order` remembers
// another one. Asking for __dict__ turns the whole into a dict object, which from then on is the
// truth.
struct Attributes : GcNode {
  explicit Attributes(Object* owner) : object(owner) {}
  ~Attributes() override;
  void clear_references() noexcept override;
  Object* gc_object() noexcept override { return object; }
  Value* find(const SharedKeys& keys, const StrObject* name) {
    if (dict) return dict->table.find(name);
    const int i = keys.find(name);
    if (i < 0 || static_cast<size_t>(i) >= values.size() || values[i].is_undefined())
      return nullptr;
    return &values[static_cast<size_t>(i)];
  }
  // Value `i`, which is undefined, is about to be set, or, being set, to be deleted.
  void note_set(size_t i);
  void note_deletion(size_t i);
  // Visits the indexes of what is set, in the order of setting.
  template <class F>
  void each_set(F visit) const {
    if (order != nullptr) {
      for (const uint16_t i : *order) visit(i);
      return;
    }
    for (size_t i = 0; i < values.size(); ++i) {
      if (!values[i].is_undefined()) visit(i);
    }
  }

  Object* object;
  std::vector<Value> values;
  std::unique_ptr<std::vector<uint16_t>> order;  // of setting, where it is not that of the indexes
  Ref<DictObject> dict;
  std::unique_ptr<Payload> payload;
};

// A class, builtin or made in Python.
struct Type : Container {
  Type(Interpreter& interpreter, Type* metaclass, std::string type_name);
  ~Type() override;
  void clear_references() noexcept override;

  Interpreter& interp;
  std::string name;  // __name__
  std::string qualname;
  std::string module;        // "builtins" for builtin ones
  std::vector<Type*> bases;  // counted
  std::vector<Type*> mro;    // itself first; counted but for itself
  std::vector<Type*> subclasses;
  Type* base = nullptr;       // the one that decides the layout of instances
  Slots slots;                // with what is inherited
  Slots own;                  // what this type defines itself
  uint32_t binary_ops = ~0u;  // which operators `own.binary` means, for dir() and subclasses
  HashTable dict;
  SharedKeys keys;
  uint32_t version = 0;  // new number whenever a lookup could change; for the method cache
  Kind instance_kind = Kind::kInstance;
  bool heap = false;      // made by a class statement or type()
  bool has_dict = false;  // instances take attributes
  bool abstract = false;
  bool final = false;  // cannot be a base
  bool is_exception = false;
  bool has_del = false;
  bool immutable = true;                   // attributes of the class cannot be set
  std::vector<MethodTable> method_tables;  // put into dict one by one, when looked for
  std::string lazy_doc;
  bool wrapped = false;  // slot wrappers are in dict
  bool ready = false;    // slot wrappers and all methods are in dict
  std::unique_ptr<Payload> (*make_payload)() = nullptr;
  std::vector<Signature*> signatures;
  // Data of the native code behind this class (the ORM keeps its mapper here).
  std::unique_ptr<Payload> class_payload;

  bool is_subtype_of(const Type* other) const {
    if (this == other) return true;
    for (const Type* t : mro) {
      if (t == other) return true;
    }
    return false;
  }
};

// An instance of a class that is no builtin's subclass.
struct Instance : Object {
  explicit Instance(Type* t) : Object(t, Kind::kInstance) {}
};

struct FunctionObject : Container {
  explicit FunctionObject(Type* t) : Container(t, Kind::kFunction) {}
  void clear_references() noexcept override;
  struct CodeObject* code = nullptr;  // kept by code_value
  Value code_value;
  Value globals;               // dict
  std::vector<Value> closure;  // cells
  std::vector<Value> defaults;
  Value kwdefaults;   // dict or undefined
  Value annotations;  // dict, or undefined
  Value name, qualname, module, doc;
};

struct NativeFunctionObject : Container {
  explicit NativeFunctionObject(Type* t) : Container(t, Kind::kNativeFunction) {}
  void clear_references() noexcept override;
  std::string name, qualname, module;
  const char* signature_text = nullptr;
  std::shared_ptr<Signature> signature;
  NativeFn function = nullptr;
  NativeClosure closure;
  void* data = nullptr;
  Type* owner = nullptr;  // the class of a method: its first argument must be one of it
  bool is_method = false;
  Value self;  // bound receiver (class methods)
};

struct BoundMethod : Container {
  BoundMethod(Type* t, Value f, Value s)
      : Container(t, Kind::kBoundMethod), function(std::move(f)), self(std::move(s)) {}
  void clear_references() noexcept override;
  Value function, self;
};

struct PropertyObject : Container {
  explicit PropertyObject(Type* t) : Container(t, Kind::kProperty) {}
  void clear_references() noexcept override;
  Value get, set, del, doc;
  Value name;  // in the class it was first put into; errors say it
};

struct WrappedObject : Container {  // staticmethod, classmethod
  WrappedObject(Type* t, Kind k, Value f) : Container(t, k), function(std::move(f)) {}
  void clear_references() noexcept override;
  Value function;
};

struct CellObject : Container {
  explicit CellObject(Type* t) : Container(t, Kind::kCell) {}
  void clear_references() noexcept override;
  Value value;
};

struct ModuleObject : Container {
  ModuleObject(Type* t, std::string module_name);
  ~ModuleObject() override;
  void clear_references() noexcept override;
  std::string name;
  Ref<DictObject> dict;
  std::unique_ptr<ModuleBuilder> native;  // lazy names of a native module
};

struct RangeObject : Object {
  RangeObject(Type* t, Value a, Value b, Value s)
      : Object(t, Kind::kRange), start(std::move(a)), stop(std::move(b)), step(std::move(s)) {}
  Value start, stop, step;
};

struct SliceObject : Container {
  SliceObject(Type* t, Value a, Value b, Value s)
      : Container(t, Kind::kSlice), start(std::move(a)), stop(std::move(b)), step(std::move(s)) {}
  void clear_references() noexcept override;
  Value start, stop, step;
};

// One line of a traceback.
struct TraceEntry {
  std::string file;
  int line = 0;
  std::string function;
};

struct ExceptionObject : Container {
  explicit ExceptionObject(Type* t) : Container(t, Kind::kException) {}
  void clear_references() noexcept override;
  Value args;  // tuple
  Value cause, context;
  bool suppress_context = false;
  Value traceback;                // a traceback object or undefined (not raised yet)
  std::vector<TraceEntry> trace;  // innermost last
  Value value_a, value_b,
      value_c;              // StopIteration.value, KeyError…, ImportError.name/path, OSError
  Value suggestion_object;  // where a missing attribute or name was looked for
};

// An iterator made in C++: `step` gives the next value, undefined at the end.
struct NativeIterator : Container {
  explicit NativeIterator(Type* t) : Container(t, Kind::kIterator) {}
  void clear_references() noexcept override;
  Value (*step)(Interpreter&, NativeIterator&) = nullptr;
  Value a, b, c;  // what it iterates over
  int64_t i = 0, j = 0;
  std::vector<Value> many;
  bool done = false;
};

struct DictView : Container {
  enum Which : uint8_t { kKeys, kValues, kItems };
  DictView(Type* t, Value d, Which w)
      : Container(t, Kind::kDictView), dict(std::move(d)), which(w) {}
  void clear_references() noexcept override;
  Value dict;
  Which which;
};

}  // namespace lessonrun::interp
