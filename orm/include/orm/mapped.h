// Mapped attributes of C++ structs, the objects that carry them, and what maps a struct.
//
// A Mapped<T> is the value and four bytes: how far the object's InstanceState lies before it, its
// place among the attributes and whether it has a value. So an assignment reaches the session in
// O(1), and reading an expired attribute loads it. Everything that does not depend on T is in
// orm/mapping/typed.cpp.
#pragma once

#include <orm/column_options.h>
#include <orm/mapper.h>
#include <orm/typed_value.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace orm {

class TypedState;

/// What ties an attribute to its object, in four bytes. Zero while it is in no object.
class AttributeLink {
 public:
  bool present() const noexcept { return present_; }
  bool null() const noexcept { return null_; }
  void mark(bool has_value, bool is_null) noexcept {
    present_ = has_value;
    null_ = is_null;
  }
  /// Loads the value if the database has it.
  void load() const;
  /// The attribute is about to be assigned.
  void before_change();
  /// Ties to `state`; throws ArgumentError if the object is too large.
  void bind(TypedState& state, size_t index);

 private:
  TypedState& state() const noexcept;
  uint32_t distance_ : 20 = 0;  // in units of four bytes
  uint32_t index_ : 9 = 0;
  uint32_t present_ : 1 = 0;
  uint32_t null_ : 1 = 0;
};

/// An attribute of a mapped struct: behaves as a T that knows its row.
template <class T, auto... Options>
class Mapped {
  static_assert(ColumnValue<T>,
                "Mapped<T>: T is not a type that a column can hold; specialise orm::ValueTraits");

 public:
  using value_type = T;

  Mapped() = default;
  template <class U>
  requires(std::is_convertible_v<U, T> && !std::is_same_v<std::decay_t<U>, Mapped>)
      Mapped(U&& value)  // NOLINT: values convert
      : value_(std::forward<U>(value)) {
    link_.mark(true, false);
  }
  Mapped(const Mapped& other) : value_(other.value_) {
    link_.mark(other.link_.present(), other.link_.null());
  }
  Mapped& operator=(const Mapped& other) { return *this = other.get(); }
  template <class U>
  requires std::is_convertible_v<U, T> Mapped& operator=(U&& value) {
    T next(std::forward<U>(value));
    link_.before_change();
    value_ = std::move(next);
    link_.mark(true, false);
    return *this;
  }
  Mapped& operator+=(const T& value) { return *this = get() + value; }
  Mapped& operator-=(const T& value) { return *this = get() - value; }
  Mapped& operator*=(const T& value) { return *this = get() * value; }

  /// The value, loaded if it was expired; T{} if the object has none.
  /// Throws DetachedInstanceError, ObjectDeletedError.
  const T& get() const {
    if (!link_.present()) link_.load();
    return value_;
  }
  operator const T&() const { return get(); }  // NOLINT: it stands for the value
  const T& operator*() const { return get(); }
  const T* operator->() const { return &get(); }
  /// Is there no value, or NULL? What Python shows as None.
  bool is_none() const {
    get();
    return !link_.present() || link_.null() || ValueTraits<T>::to_value(value_).is_null();
  }

  template <class U>
  requires(!std::is_same_v<U, Mapped> && std::is_convertible_v<const U&, T>) bool operator==(
      const U& other) const {
    return get() == T(other);
  }
  bool operator==(const Mapped& other) const { return get() == other.get(); }

  /// The column that the type and its options describe.
  static Ref<Column> make_column(const char* name) {
    ColumnDraft draft;
    draft.type = ValueTraits<T>::type();
    (apply_option(draft, Options), ...);
    return finish_column(name, std::move(draft), ValueTraits<T>::nullable);
  }

 private:
  friend struct MemberAccess;
  T value_{};
  AttributeLink link_;
};

/// One attribute of a struct, its type erased.
struct MappedMember {
  const char* name;
  size_t offset;
  Value (*get)(const void* mapped);
  void (*set)(void* mapped, const Value* value);  ///< a null pointer takes the value away
  AttributeLink* (*link)(void* mapped);
  Ref<Column> (*column)(const char* name);
};

/// The way of the library into a Mapped.
struct MemberAccess {
  template <class M>
  static Value get(const void* mapped) {
    const auto& member = *static_cast<const M*>(mapped);
    if (!member.link_.present() || member.link_.null()) return {};
    return ValueTraits<typename M::value_type>::to_value(member.value_);
  }
  template <class M>
  static void set(void* mapped, const Value* value) {
    using T = typename M::value_type;
    auto& member = *static_cast<M*>(mapped);
    bool null = value == nullptr || value->is_null();
    member.value_ = null ? T{} : ValueTraits<T>::from_value(*value);
    member.link_.mark(value != nullptr, null);
  }
  template <class M>
  static AttributeLink* link(void* mapped) {
    return &static_cast<M*>(mapped)->link_;
  }
};

/// A mapped struct: its attributes and its mapper.
struct TypedClass {
  std::string name;
  std::vector<MappedMember> members;
  Mapper* mapper = nullptr;
};

/// The state of an object that is a C++ struct.
class TypedState : public InstanceState {
 public:
  explicit TypedState(const TypedClass& cls)
      : InstanceState(*cls.mapper, references_), class_(&cls) {}
  bool has(size_t attribute) const override;
  Value get(size_t attribute) const override;
  void set(size_t attribute, Value value) override;
  void erase(size_t attribute) override;

 protected:
  /// Ties the attributes of the struct at `object`; those with a value count as assigned.
  void attach(void* object);
  void leave_session() noexcept {
    if (session != nullptr) session->object_dropped(*this);
  }
  void last_reference_gone() noexcept override { delete this; }

 private:
  void* member(size_t attribute) const {
    return static_cast<char*>(object_) + class_->members[attribute].offset;
  }
  const TypedClass* class_;
  void* object_ = nullptr;
  uint32_t references_ = 0;
};

/// A struct with its state in front of it.
template <class T>
class TypedObject final : public TypedState {
 public:
  TypedObject(const TypedClass& cls, T&& initial) : TypedState(cls), value(std::move(initial)) {
    attach(&value);
  }
  ~TypedObject() override { leave_session(); }
  std::string object_repr() const override {
    if constexpr (requires { value.repr(); }) {
      return value.repr();
    } else {
      return default_repr(*this);
    }
  }
  T value;

 private:
  static std::string default_repr(const TypedState& state);
};

/// `<__main__.User object at 0x7f…>`
std::string typed_repr(const TypedState& state);
template <class T>
std::string TypedObject<T>::default_repr(const TypedState& state) {
  return typed_repr(state);
}

/// A counted pointer to an object of a mapped struct; may be empty.
template <class T>
class Ptr {
 public:
  using element_type = T;
  Ptr() = default;
  explicit Ptr(Instance instance) : instance_(std::move(instance)) {}
  T* get() const noexcept {
    return instance_ ? &static_cast<TypedObject<T>*>(instance_.get())->value : nullptr;
  }
  T* operator->() const noexcept { return get(); }
  T& operator*() const noexcept { return *get(); }
  explicit operator bool() const noexcept { return static_cast<bool>(instance_); }
  bool operator==(const Ptr& other) const noexcept { return instance_ == other.instance_; }
  const Instance& instance() const noexcept { return instance_; }
  operator const Instance&() const noexcept { return instance_; }  // NOLINT: for add_all({a, b})

 private:
  Instance instance_;
};

/// The object that a Value carries, empty for NULL; throws TypeError for anything else.
Instance instance_of(const Value& value);

template <class T>
struct ValueTraits<Ptr<T>> {
  static constexpr ValueFamily family = ValueFamily::object;
  static constexpr bool nullable = true;
  static TypeRef type() { return NullType(); }
  static Value to_value(const Ptr<T>& object) {
    return object ? object.instance()->as_value() : Value();
  }
  static Ptr<T> from_value(const Value& value) { return Ptr<T>(instance_of(value)); }
};

/// The base whose MetaData structs share that name no other.
struct Base {};

namespace detail {

// ORM_MAP declares orm_map_of() beside the struct; argument-dependent lookup finds it.
template <class T>
concept MappedStruct = requires {
  orm_map_of(static_cast<const T*>(nullptr));
};
template <class T>
using EntityOf = decltype(orm_map_of(static_cast<const T*>(nullptr)));

template <class T>
struct BaseOf {
  using type = Base;
};
template <class T>
requires requires { typename T::declarative_base; }
struct BaseOf<T> {
  using type = typename T::declarative_base;
};

/// The registry of a base: one for each thread, since objects and statements are not shared.
template <class B>
Registry& registry_of() {
  static thread_local Ref<Registry> registry = make_ref<Registry>(make_ref<MetaData>());
  return *registry;
}

template <class T>
struct MemberCollector {
  TypedClass& cls;
  T prototype{};
  template <class M>
  void operator()(const char* name, M T::*member) {
    auto offset = reinterpret_cast<const char*>(&(prototype.*member)) -
                  reinterpret_cast<const char*>(&prototype);
    cls.members.push_back({name, static_cast<size_t>(offset), &MemberAccess::get<M>,
                           &MemberAccess::set<M>, &MemberAccess::link<M>, &M::make_column});
  }
};

using Creator = Instance (*)(const TypedClass& cls);
/// Makes the table and the mapper of a class whose members are known.
void map_typed_class(TypedClass& cls, Registry& registry, const char* table,
                     std::vector<TableItem> table_args, Creator create);

template <class T>
const TypedClass& typed_class() {
  static_assert(MappedStruct<T>,
                "this struct is not mapped: write ORM_MAP(Struct, members...) after it");
  static thread_local std::unique_ptr<TypedClass> cls;
  if (cls == nullptr) {
    auto made = std::make_unique<TypedClass>();
    made->name = EntityOf<T>::class_name;
    MemberCollector<T> collector{*made};
    EntityOf<T>::each_member(collector);
    std::vector<TableItem> items;
    if constexpr (requires { T::table_args(); }) items = T::table_args();
    map_typed_class(*made, registry_of<typename BaseOf<T>::type>(), T::__tablename__,
                    std::move(items),
                    [](const TypedClass& of) { return Instance(new TypedObject<T>(of, T{})); });
    cls = std::move(made);
  }
  return *cls;
}

}  // namespace detail

/// Maps a struct, unless it is mapped already; everything that uses it does so by itself.
/// Throws ArgumentError if it has no primary key, InvalidRequestError if its table is taken.
template <class T>
Mapper& map_class() {
  return *detail::typed_class<T>().mapper;
}

/// `T.__table__`
template <class T>
Table& table_of() {
  return map_class<T>().local_table();
}

/// A new object: `make<User>({.name = "ed"})`. The members that are given count as assigned.
template <class T>
Ptr<T> make(T initial = {}) {
  return Ptr<T>(Instance(new TypedObject<T>(detail::typed_class<T>(), std::move(initial))));
}

/// The MetaData of mapped structs of one base, after mapping them; `metadata<Base>()` is that of a
/// base with what has been mapped so far.
template <class First, class... Rest>
MetaData& metadata() {
  if constexpr (detail::MappedStruct<First>) {
    (map_class<First>(), ..., map_class<Rest>());
    return detail::registry_of<typename detail::BaseOf<First>::type>().metadata();
  } else {
    return detail::registry_of<First>().metadata();
  }
}

}  // namespace orm
