// What maps a struct: its table, its mapper, its objects. ORM_MAP (typed.h) names the attributes.
#pragma once

#include <orm/mapped.h>

#include <cstddef>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace orm {

class Bind;
class MetaData;
class Registry;
class Table;
struct Profile;
struct TableItem;
extern const Profile profile_2_0;

/// The base whose MetaData structs share that name no other.
struct Base {};

/// What a struct says of its mapping beside its columns, by SQLAlchemy's names (`__mapper_args__`):
/// `static orm::MapperArgs mapper_args() { return {.polymorphic_on = "kind"}; }`
struct MapperArgs {
  std::string polymorphic_on{};  ///< the attribute that tells the class of a row
  std::optional<Value> polymorphic_identity{};
  bool polymorphic_abstract = false;
  PolymorphicLoad polymorphic_load = PolymorphicLoad::none;
  bool with_polymorphic_all = false;  ///< `"with_polymorphic": "*"`
  bool concrete = false;
  std::string version_id_col{};  ///< the attribute that counts the versions of a row
  std::optional<bool> eager_defaults{};
  /// Attributes whose columns stand before the others in SELECT lists, as a low
  /// `mapped_column(sort_order=)` has it; of a concrete struct.
  std::vector<std::string> columns_first{};
};

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

// The struct that a mapped struct inherits from (`using inherits = Person;`), or void. A struct
// below sees the word of the one above, which names that one's parent and not itself.
template <class T>
struct ParentOf {
  using type = void;
};
template <class T>
requires requires { typename T::inherits; }
struct ParentOf<T> {
  static_assert(std::is_base_of_v<typename T::inherits, T>,
                "`using inherits = Parent` names a struct that this one does not derive from");
  using type = typename T::inherits;
};

/// The place of a struct's first own attribute behind those of the structs above it.
template <class T>
constexpr size_t count_inherited() {
  using Parent = typename ParentOf<T>::type;
  if constexpr (std::is_void_v<Parent>) {
    return 0;
  } else {
    return count_inherited<Parent>() + EntityOf<Parent>::own_members;
  }
}
template <class T>
inline constexpr size_t first_member = count_inherited<T>();

template <class Of>
struct NoAttributes {
  template <class Visitor>
  void each_attribute(const Visitor&) {}
};
// The attributes that a struct has from the one above it, as those of `Of`.
template <class T, class Of, class Parent = typename ParentOf<T>::type>
struct Inherited {
  using type = typename EntityOf<Parent>::template attributes<Of>;
};
template <class T, class Of>
struct Inherited<T, Of, void> {
  using type = NoAttributes<Of>;
};
template <class T, class Of>
using InheritedAttributes = typename Inherited<T, Of>::type;

/// The registry of a base: one for each thread, since objects and statements are not shared. It has
/// the behaviour of SQLAlchemy 2.0 unless the base has a function `profile()` that names another.
Registry& registry_named(Registry*& known, const Profile& profile);
template <class B>
Registry*& registry_slot() {
  static thread_local Registry* registry = nullptr;
  return registry;
}
template <class B>
Registry& registry_of() {
  if constexpr (requires { B::profile(); }) {
    return registry_named(registry_slot<B>(), B::profile());
  } else {
    return registry_named(registry_slot<B>(), profile_2_0);
  }
}
void use_metadata(Registry*& known, const Ref<MetaData>& metadata);
MetaData& metadata_of(const Registry& registry);
Table& local_table(const Mapper& mapper);
/// The class in a statement.
ClauseRef entity_clause(const Mapper& mapper);
/// Is it of that class, or of one below it?
bool is_object_of(const Instance& object, const Mapper& mapper);

/// A Mapped in a comparison stands for its value.
template <class T, auto... Options>
struct LiteralOf<Mapped<T, Options...>> : LiteralOf<T> {};

template <class M>
struct MemberKind {
  static_assert(sizeof(M) == 0,
                "a member named in ORM_MAP is neither an orm::Mapped nor an orm::Relationship");
};
template <class T, auto... Options>
struct MemberKind<Mapped<T, Options...>> {
  using access = MemberAccess;
};

struct TypedDraft;
void add_member(TypedDraft& draft, const char* name, size_t offset, size_t link_offset,
                const MappedMember& pattern);
void set_parent(TypedDraft& draft, const TypedClass& parent, size_t offset);

// Room for a T that is never made: only the places of its parts are asked for.
template <class T>
union StructRoom {
  StructRoom() {}   // NOLINT: nothing to be made
  ~StructRoom() {}  // NOLINT
  T object;
};

template <class T>
struct MemberCollector {
  TypedDraft& draft;
  T& room;
  template <class M>
  void operator()(const char* name, M T::*member) {
    using Access = typename MemberKind<M>::access;
    add_member(draft, name, offset(&(room.*member)), offset(Access::link(&(room.*member))),
               Access::template pattern<M>);
  }
  size_t offset(const void* part) const {
    return static_cast<size_t>(static_cast<const char*>(part) -
                               reinterpret_cast<const char*>(&room));
  }
};

/// What the library asks of a struct that is to be mapped. Plain pointers, so that a program has
/// little to compile for each struct.
struct StructMapping {
  const char* name;
  const char* (*table)();
  Registry& (*registry)();
  void (*describe)(TypedDraft& draft);  ///< its attributes and the struct above it
  std::vector<TableItem> (*table_args)();
  MapperArgs (*mapper_args)();
  std::vector<Validator> (*validators)();
  bool reflected;  ///< is the table in the base's MetaData already?
  Instance (*create)(const TypedClass& cls);
};
/// Makes the table and the mapper of a struct, and then those of the structs that it refers to.
/// `known` is set as soon as its own are there.
void map_typed_class(const StructMapping& mapping, const TypedClass*& known);

template <class T>
void describe_struct(TypedDraft& draft);

// Tells functions apart in constant expressions, where g++ with UBSan does not compare addresses.
template <auto Function>
struct FunctionTag {};

// What the struct only inherits from its parent is not its own.
template <class T, class Parent = typename ParentOf<T>::type>
constexpr bool has_table_args() {
  if constexpr (!requires { T::table_args(); }) {
    return false;
  } else if constexpr (requires { Parent::table_args(); }) {
    return !std::is_same_v<FunctionTag<&T::table_args>, FunctionTag<&Parent::table_args>>;
  } else {
    return true;
  }
}
template <class T, class Parent = typename ParentOf<T>::type>
constexpr bool has_mapper_args() {
  if constexpr (!requires { T::mapper_args(); }) {
    return false;
  } else if constexpr (requires { Parent::mapper_args(); }) {
    return !std::is_same_v<FunctionTag<&T::mapper_args>, FunctionTag<&Parent::mapper_args>>;
  } else {
    return true;
  }
}

template <class T, class Parent = typename ParentOf<T>::type>
constexpr bool has_validators() {
  if constexpr (!requires { T::validators(); }) {
    return false;
  } else if constexpr (requires { Parent::validators(); }) {
    return !std::is_same_v<FunctionTag<&T::validators>, FunctionTag<&Parent::validators>>;
  } else {
    return true;
  }
}

template <class T>
concept reflected_struct = requires {
  T::__reflected__;
};

template <class T>
constexpr StructMapping make_mapping() {
  StructMapping mapping{EntityOf<T>::class_name,
                        [] { return static_cast<const char*>(T::__tablename__); },
                        &registry_of<typename BaseOf<T>::type>,
                        &describe_struct<T>,
                        nullptr,
                        nullptr,
                        nullptr,
                        reflected_struct<T>,
                        &TypedObject<T>::create};
  if constexpr (has_table_args<T>()) {
    mapping.table_args = [] { return std::vector<TableItem>(T::table_args()); };
  }
  if constexpr (has_mapper_args<T>()) {
    mapping.mapper_args = [] { return MapperArgs(T::mapper_args()); };
  }
  if constexpr (has_validators<T>()) {
    mapping.validators = [] { return std::vector<Validator>(T::validators()); };
  }
  return mapping;
}
template <class T>
inline constexpr StructMapping mapping_of = make_mapping<T>();

template <class T>
const TypedClass& typed_class() {
  static_assert(MappedStruct<T>,
                "this struct is not mapped: write ORM_MAP(Struct, members...) after it");
  static thread_local const TypedClass* known = nullptr;
  if (known == nullptr) map_typed_class(mapping_of<T>, known);
  return *known;
}

template <class T>
void describe_struct(TypedDraft& draft) {
  using Parent = typename ParentOf<T>::type;
  StructRoom<T> room;
  MemberCollector<T> collector{draft, room.object};
  EntityOf<T>::each_member(collector);
  if constexpr (!std::is_void_v<Parent>) {
    set_parent(draft, typed_class<Parent>(), collector.offset(static_cast<Parent*>(&room.object)));
  }
}

/// Maps the structs that mapped ones refer to, as far as that waits; the first use of a
/// relationship does it as well.
void map_related_structs();
/// Maps a relationship that waits for it.
void add_late_relationship(const TypedClass& cls, size_t member);

/// What make() does before the object is there: relationships are configured, cycles of objects
/// freed when many have come.
void before_make(const TypedClass& cls);
/// What make() does with the object: ties its attributes, and gives it the identity of its struct
/// among those that inherit from each other, unless it was made with one.
Instance new_object(TypedState* made);

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
  return detail::local_table(map_class<T>());
}

/// A new object: `make<User>({.name = "ed"})`. The members that are given count as assigned.
/// Throws InvalidRequestError and ArgumentError for relationships that make no sense.
template <class T>
Ptr<T> make(T initial = {}) {
  const TypedClass& cls = detail::typed_class<T>();
  detail::before_make(cls);
  return Ptr<T>(detail::new_object(new TypedObject<T>(cls, std::move(initial))));
}

/// The object as one of a struct that inherits from T; empty if it is none: Python's isinstance().
template <class Sub, class T>
Ptr<Sub> as(const Ptr<T>& object) {
  static_assert(std::is_base_of_v<T, Sub>, "as<Sub>(): Sub does not inherit from the struct");
  bool is = object && detail::is_object_of(object.instance(), map_class<Sub>());
  return is ? Ptr<Sub>(object.instance()) : Ptr<Sub>();
}

/// Lets the structs of a base belong to that MetaData, which may have tables that were read from
/// the database: a struct with `static constexpr bool __reflected__ = true;` is mapped to one of
/// them. Takes `metadata.node()` of orm::core. Throws InvalidRequestError if the base has one
/// already.
template <class B>
void use_metadata(const Ref<MetaData>& metadata) {
  detail::use_metadata(detail::registry_slot<B>(), metadata);
}

/// A reference to a MetaData (schema.h), which can do what most programs want of it.
class MetaDataRef {
 public:
  MetaDataRef(MetaData& metadata) noexcept : metadata_(&metadata) {}  // NOLINT: references convert
  /// Creates the tables that are missing, in order of dependency.
  void create_all(Bind& bind) const;
  void drop_all(Bind& bind) const;
  operator MetaData&() const noexcept { return *metadata_; }  // NOLINT: it stands for the object
  MetaData& operator*() const noexcept { return *metadata_; }
  MetaData* operator->() const noexcept { return metadata_; }

 private:
  MetaData* metadata_;
};

/// The MetaData of mapped structs of one base, after mapping them; `metadata<Base>()` is that of a
/// base with what has been mapped so far.
template <class First, class... Rest>
MetaDataRef metadata() {
  if constexpr (detail::MappedStruct<First>) {
    (map_class<First>(), ..., map_class<Rest>());
    detail::map_related_structs();
    return detail::metadata_of(detail::registry_of<typename detail::BaseOf<First>::type>());
  } else {
    return detail::metadata_of(detail::registry_of<First>());
  }
}

}  // namespace orm
