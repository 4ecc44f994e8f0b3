// Objects that are C++ structs: their state, what ties each attribute to it, and Ptr.
//
// An object is a struct with its InstanceState in front of it. An attribute (Mapped,
// Relationship) is its value and four bytes: how far the state lies before it, its place
// among the attributes and whether it has a value. So an assignment reaches the session in O(1),
// and reading an expired attribute loads it. Everything that does not depend on the struct is in
// orm/mapping/typed.cpp.
#pragma once

#include <orm/instance.h>
#include <orm/small_objects.h>
#include <orm/typed_value.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace orm {

class Column;
class TypedState;
struct MappedMember;
struct RelatedDraft;

/// What ties an attribute to its object, in four bytes. Zero while it is in no object.
class AttributeLink {
 public:
  bool present() const noexcept { return present_; }
  bool null() const noexcept { return null_; }
  void mark(bool has_value, bool is_null) noexcept {
    present_ = has_value;
    null_ = is_null;
  }
  /// Has the attribute a validator, which is shown each value before it is assigned?
  bool validated() const noexcept { return validated_; }
  /// Shows a value of the attribute's C++ type to the validators, which may put another one there.
  void validate(void* value) const;
  /// Is it in an object, not in the struct that one is made of?
  bool bound() const noexcept { return distance_ != 0; }
  /// The name of the struct that the object is of; empty outside one.
  std::string class_name() const;
  /// Loads the value if the database has it.
  void load() const;
  /// The attribute is about to be assigned.
  void before_change();
  /// @name For attributes that refer to objects
  /// @{
  /// Loads what the attribute refers to. Throws DetachedInstanceError, InvalidRequestError.
  void load_related() const;
  /// Assigns a reference to one object (or, empty, to none) as the program does.
  void assign_related(const Instance& object);
  /// Puts these objects in the place of those in the collection.
  void replace_related(const std::vector<Instance>& objects);
  /// Tells of an object about to join the collection; returns the one to keep.
  Instance before_append(const Instance& object);
  /// Tells of an object about to leave it.
  void before_remove(const Instance& object);
  /// The same for collections that are never loaded.
  void append_unloaded(const Instance& object);
  void remove_unloaded(const Instance& object);
  /// The relationship, configured.
  const RelationshipProperty& relationship() const;
  /// @}
  /// Becomes what the link at `place` is to be, one that ties an attribute to `state`; throws
  /// ArgumentError if the object is too large.
  void bind(const TypedState& state, const AttributeLink& place, const MappedMember& described,
            size_t attribute);
  /// The object. Throws InvalidRequestError for an attribute of a struct that make() did not make.
  TypedState& owner() const;

 private:
  TypedState& state() const noexcept;
  uint32_t distance_ : 20 = 0;  // in units of four bytes
  uint32_t index_ : 9 = 0;
  uint32_t present_ : 1 = 0;
  uint32_t null_ : 1 = 0;
  uint32_t validated_ : 1 = 0;
};

/// What can be done with an attribute that refers to objects, its type erased.
struct RelatedMember {
  void (*draft)(RelatedDraft& draft);
  void (*map_target)();  ///< maps the class that is referred to
  /// Calls `visit` with each object that is referred to.
  void (*each)(const void* attribute, void (*visit)(void* context, InstanceState& object),
               void* context);
  void (*reset)(void* attribute);  ///< nothing is referred to
  /// Adds to a collection; a single reference is changed.
  void (*put)(void* attribute, InstanceState& object);
  void (*take)(void* attribute, InstanceState& object);
};

/// What an attribute begins with, where a database's value goes there as it is.
enum class StoredAs : uint8_t { other, integer, real, text };

/// One attribute of a struct, its type erased.
struct MappedMember {
  const char* name;
  size_t offset;
  Value (*get)(const void* attribute);
  void (*set)(void* attribute, const Value* value);  ///< a null pointer takes the value away
  size_t link_offset;                                ///< where its AttributeLink is in the struct
  Ref<Column> (*column)(const char* name);           ///< null for attributes that refer to objects
  const RelatedMember* related;                      ///< null for columns
  bool validated;                                    ///< has it validators?
  StoredAs stored = StoredAs::other;                 ///< an int64_t, a double, a std::string?
  ColumnRef (*expression)(FromClause& table) = nullptr;  ///< of attributes that SELECTs compute
};

/// A function of a struct that is shown each value of some attributes before it is assigned; made
/// by validates().
struct Validator {
  /// Shows a value of the attribute's C++ type; of relationships an Instance.
  using Call = void (*)(void* object, std::string_view key, void* value);
  /// Shows the value that the attribute holds.
  using CallOwn = void (*)(void* object, std::string_view key, void* attribute);
  struct Target {
    size_t offset;
    Call call;
    CallOwn call_own;
  };
  std::vector<Target> targets;
};

/// A mapped struct: its attributes, those of the structs above it first, and its mapper.
struct TypedClass {
  std::string name;
  std::vector<MappedMember> members;
  const TypedClass* parent = nullptr;  ///< of the struct that it inherits from
  Mapper* mapper = nullptr;
  std::vector<size_t> attributes;                 ///< the mapper's index of each member
  std::vector<const MappedMember*> by_attribute;  ///< the member of each index, or null
  bool refers = false;                            ///< has it attributes that refer to objects?
  std::vector<size_t> late{};  ///< members whose relationship waits for add_relationship()
  std::vector<Validator::Target> validators{};  ///< those of the structs above it first
  /// What every object asks of each member, in little memory: made with the first one.
  struct Place {
    uint32_t offset;
    uint32_t link_offset;
    AttributeLink link;  ///< what ties it to an object, which is the same for all
    uint16_t attribute;
    StoredAs stored;
  };
  mutable std::vector<Place> places{};
  /// The member of the mapper's index, or null.
  const MappedMember* member_of(size_t attribute) const noexcept {
    return attribute < by_attribute.size() ? by_attribute[attribute] : nullptr;
  }
};

/// The state of an object that is a C++ struct.
class TypedState : public InstanceState, public SmallObject {
 public:
  /// The struct itself is at `object`.
  TypedState(const TypedClass& cls, void* object) noexcept;
  ~TypedState() override;
  bool has(size_t attribute) const override;
  Value get(size_t attribute) const override;
  void set(size_t attribute, Value value) override;
  void set_from(const std::vector<std::pair<size_t, size_t>>& from, const Value* row) override;
  void fill_from(const std::vector<std::pair<size_t, size_t>>& from, const CellView* row) override;
  void erase(size_t attribute) override;
  void erase_all(const AttributeSet& attributes) override;
  void new_collection(size_t attribute) override;
  std::vector<Instance> members(size_t attribute) const override;
  void put_member(size_t attribute, InstanceState& member) override;
  void take_member(size_t attribute, InstanceState& member) override;
  Instance related(size_t attribute) const override;
  bool validate_backref(const RelationshipProperty& relationship, InstanceState* member,
                        bool removed, const Initiator& initiator) override;
  /// Shows a value of that C++ type to the validators of an attribute.
  void validate(size_t attribute, void* value);
  void set_related(size_t attribute, InstanceState* value) override;
  bool ends_unseen(uint32_t references) const noexcept override {
    return references_ == references;
  }
  /// The struct.
  void* object() const noexcept { return object_; }
  /// Ties the attributes of the struct; those with a value count as assigned. Refers to the object
  /// from before on, since others may come to refer to it, and let go of it again.
  Instance attach();

 protected:
  /// The object is about to be destroyed.
  void leave() noexcept;
  void last_reference_gone() noexcept override;

 private:
  friend class ObjectCycles;
  const MappedMember& description(size_t attribute) const { return *class_->member_of(attribute); }
  void* member(const MappedMember& described) const {
    return static_cast<char*>(object_) + described.offset;
  }
  AttributeLink& link(const MappedMember& described) const {
    return *reinterpret_cast<AttributeLink*>(static_cast<char*>(object_) + described.link_offset);
  }
  /// What an attribute that refers to objects refers to.
  std::vector<Instance> objects_of(const MappedMember& described) const;
  void make_places() const;
  void take_given(size_t place);
  void give_related(size_t place, const MappedMember& described);
  void validate_own(const MappedMember& described);
  void join_cycles() noexcept;
  void leave_cycles() noexcept;
  const TypedClass* class_;
  void* object_;
  uint32_t references_ = 0;
  uint32_t inner_references_ = 0;  // while cycles are looked for
  TypedState* next_ = nullptr;     // among those that may be in cycles
  TypedState* previous_ = nullptr;
};

/// A struct with its state in front of it.
template <class T>
class TypedObject final : public TypedState {
 public:
  /// The members have what the struct gives them by itself.
  explicit TypedObject(const TypedClass& cls) : TypedState(cls, &value), value{} {}
  TypedObject(const TypedClass& cls, T&& initial)
      : TypedState(cls, &value), value(std::move(initial)) {}
  static Instance create(const TypedClass& cls) { return (new TypedObject(cls))->attach(); }
  ~TypedObject() override { leave(); }
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

/// collect_object_cycles(), if enough objects have come since it was last done: make() and queries
/// call it.
void collect_object_cycles_if_due() noexcept;

/// A counted pointer to an object of a mapped struct; may be empty.
template <class T>
class Ptr {
 public:
  using element_type = T;
  Ptr() = default;
  Ptr(std::nullptr_t) {}  // NOLINT: null converts, as for every smart pointer
  explicit Ptr(Instance instance) : instance_(std::move(instance)) {}
  template <class U>
  requires(!std::is_same_v<U, T> && std::is_convertible_v<U*, T*>) Ptr(const Ptr<U>& other)
      : instance_(other.instance()) {}  // NOLINT: derived converts to base
  T* get() const noexcept {
    return instance_ ? static_cast<T*>(static_cast<TypedState*>(instance_.get())->object())
                     : nullptr;
  }
  T* operator->() const noexcept { return get(); }
  T& operator*() const noexcept { return *get(); }
  explicit operator bool() const noexcept { return static_cast<bool>(instance_); }
  template <class U>
  bool operator==(const Ptr<U>& other) const noexcept {
    return instance_ == other.instance();
  }
  const Instance& instance() const noexcept { return instance_; }
  operator const Instance&() const noexcept { return instance_; }  // NOLINT: for add_all({a, b})

 private:
  Instance instance_;
};

/// The object that a Value carries, empty for NULL; throws TypeError for anything else.
Instance instance_of(const Value& value);
/// A Value that carries it; NULL for an empty one.
Value value_of(const Instance& object);

template <class T>
struct ValueTraits<Ptr<T>> {
  static constexpr ValueFamily family = ValueFamily::object;
  static constexpr bool nullable = true;
  static TypeRef type() { return NullType(); }
  static Value to_value(const Ptr<T>& object) { return value_of(object.instance()); }
  static Ptr<T> from_value(const Value& value) { return Ptr<T>(instance_of(value)); }
};

}  // namespace orm
