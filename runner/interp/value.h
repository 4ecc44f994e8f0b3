// Value: a Python value in 16 bytes.
//
// None, booleans, small integers and floats are stored in place; everything else is an intrusively
// counted Object. Counting is part of the language here: an object dies with its last reference, as
// in CPython, so that weak references and the ORM's identity map see the same moments.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

namespace lessonrun::interp {

class Interpreter;
struct Type;
struct Object;

// What a heap object is, for cheap tests; subclasses made in Python keep the kind of their base.
enum class Kind : uint8_t {
  kInstance,
  kBigInt,
  kStr,
  kBytes,
  kByteArray,
  kList,
  kTuple,
  kDict,
  kSet,
  kRange,
  kSlice,
  kFunction,
  kNativeFunction,
  kBoundMethod,
  kProperty,
  kStaticMethod,
  kClassMethod,
  kSuper,
  kType,
  kModule,
  kCell,
  kCode,
  kGenerator,
  kIterator,
  kException,
  kDictView,
  kWeakRef,
  kTraceback,
  kGenericAlias,
  kMemoryView,
  kFile,
  kIntSubclass,
  kFloatSubclass,
  kSlotWrapper,
  kMember,
  kOther,
};

// The head of every heap object.
struct Object {
  explicit Object(Type* object_type, Kind object_kind);
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;
  virtual ~Object();

  void retain() noexcept { ++refs; }
  void release() noexcept {
    if (--refs == 0) destroy();
  }
  // For who counts `refs` himself: it has become zero.
  void end() noexcept { destroy(); }

  uint32_t refs = 0;
  Kind kind;
  uint8_t flags = 0;  // see ObjectFlag
  Type* type;         // counted
  // Attributes, payload: present when the type's instances have a __dict__ and something was set.
  struct Attributes* attributes = nullptr;

 private:
  void destroy() noexcept;
};

enum ObjectFlag : uint8_t { kHasWeakRefs = 1, kFinalized = 2, kInDestroy = 4 };

enum class Tag : uint8_t {
  kUndefined,
  kNone,
  kBool,
  kInt,
  kFloat,
  kEllipsis,
  kNotImplemented,
  kObject
};

// A Python value, or "undefined" (default constructed), which no Python program ever sees.
class Value {
 public:
  Value() noexcept : tag_(Tag::kUndefined) { u_.i = 0; }
  Value(const Value& other) noexcept : tag_(other.tag_), u_(other.u_) {
    if (tag_ == Tag::kObject) u_.o->retain();
  }
  Value(Value&& other) noexcept : tag_(other.tag_), u_(other.u_) { other.tag_ = Tag::kUndefined; }
  // A new reference to an object; null gives undefined.
  Value(Object* object) noexcept
      : tag_(object ? Tag::kObject : Tag::kUndefined) {  // NOLINT: implicit
    u_.o = object;
    if (object) object->retain();
  }
  Value& operator=(const Value& other) noexcept {
    Value copy(other);
    swap(copy);
    return *this;
  }
  // The old value is released last, when this one already holds the new: releasing may run code.
  Value& operator=(Value&& other) noexcept {
    Value moved(std::move(other));
    swap(moved);
    return *this;
  }
  ~Value() {
    if (tag_ == Tag::kObject) u_.o->release();
  }

  static Value none() noexcept { return Value(Tag::kNone, 0); }
  static Value boolean(bool b) noexcept { return Value(Tag::kBool, b ? 1 : 0); }
  static Value integer(int64_t i) noexcept { return Value(Tag::kInt, i); }
  static Value real(double d) noexcept {
    Value v(Tag::kFloat, 0);
    v.u_.d = d;
    return v;
  }
  static Value ellipsis() noexcept { return Value(Tag::kEllipsis, 0); }
  static Value not_implemented() noexcept { return Value(Tag::kNotImplemented, 0); }

  Tag tag() const noexcept { return tag_; }
  bool is_undefined() const noexcept { return tag_ == Tag::kUndefined; }
  // True when there is a value at all (Python's truth is Interpreter::truth).
  explicit operator bool() const noexcept { return tag_ != Tag::kUndefined; }
  bool is_none() const noexcept { return tag_ == Tag::kNone; }
  bool is_bool() const noexcept { return tag_ == Tag::kBool; }
  bool is_int() const noexcept { return tag_ == Tag::kInt; }  // a small int, not bool
  bool is_float() const noexcept { return tag_ == Tag::kFloat; }
  bool is_not_implemented() const noexcept { return tag_ == Tag::kNotImplemented; }
  bool is_object() const noexcept { return tag_ == Tag::kObject; }
  bool is(Kind kind) const noexcept { return tag_ == Tag::kObject && u_.o->kind == kind; }

  bool as_bool() const noexcept { return u_.i != 0; }
  int64_t as_int() const noexcept { return u_.i; }  // for kInt and kBool
  double as_float() const noexcept { return u_.d; }
  Object* object() const noexcept { return tag_ == Tag::kObject ? u_.o : nullptr; }
  // The object as T, unchecked: test is(Kind) first.
  template <class T>
  T* as() const noexcept {
    return static_cast<T*>(u_.o);
  }

  // Python's `is`.
  bool same(const Value& other) const noexcept {
    if (tag_ != other.tag_) return false;
    return tag_ <= Tag::kNone || tag_ == Tag::kEllipsis || tag_ == Tag::kNotImplemented ||
           u_.i == other.u_.i;
  }
  void swap(Value& other) noexcept {
    std::swap(tag_, other.tag_);
    std::swap(u_, other.u_);
  }
  void reset() noexcept { Value gone(std::move(*this)); }

 private:
  Value(Tag tag, int64_t i) noexcept : tag_(tag) { u_.i = i; }

  Tag tag_;
  union {
    int64_t i;
    double d;
    Object* o;
  } u_;
};

static_assert(sizeof(Value) == 16);

// A counted pointer to a known kind of object.
template <class T>
class Ref {
 public:
  Ref() noexcept = default;
  Ref(T* object) noexcept : object_(object) {  // NOLINT: implicit
    if (object_) object_->retain();
  }
  Ref(const Ref& other) noexcept : Ref(other.object_) {}
  Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  Ref& operator=(Ref other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~Ref() {
    if (object_) object_->release();
  }
  T* get() const noexcept { return object_; }
  T* operator->() const noexcept { return object_; }
  T& operator*() const noexcept { return *object_; }
  explicit operator bool() const noexcept { return object_ != nullptr; }
  Value value() const noexcept { return Value(object_); }

 private:
  T* object_ = nullptr;
};

}  // namespace lessonrun::interp
