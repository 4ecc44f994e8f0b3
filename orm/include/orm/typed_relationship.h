// Relationship: an attribute of a mapped struct that refers to objects of another one.
//
//   struct User {
//     ...
//     orm::Relationship<std::vector<Address>, orm::back_populates("user")> addresses{};
//   };
//   struct Address {
//     ...
//     orm::Mapped<int64_t, orm::foreign_key("user_account.id")> user_id{};
//     orm::Relationship<User, orm::back_populates("addresses")> user{};
//   };
//
// What a change does (the other side, the session, history) and how objects are loaded is the
// business of InstanceState, as for every mapped object: the classes here only keep the references.
// The struct that is referred to may be incomplete where the attribute is declared.
#pragma once

#include <orm/typed_mapping.h>

#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace orm {

template <class C, size_t Member, class T>
class RelatedAttr;
template <class C, size_t Member, class T>
class AliasRelatedAttr;

/// @name Options of a relationship: relationship()'s arguments
/// What names classes and columns is a text, looked up when the mappers are configured:
/// `"Book.year"`, `"Book.year.desc()"`, `"book.year"` (of a table), several with commas between.
/// @{

/// A relationship being described by its options: orm/mapping/related_draft.h.
struct RelatedDraft;

/// @name What the options do
/// @{
/// The arguments that are texts.
enum class RelatedText : uint8_t {
  back_populates,
  cascade,
  lazy,
  overlaps,
  secondary,
  primaryjoin,
  secondaryjoin,
  foreign_keys,
  remote_side,
  order_by,
};
/// Those that are switches.
enum class RelatedFlag : uint8_t {
  added_later,
  viewonly,
  innerjoin,
  post_update,
  single_parent,
  passive_deletes,
  passive_deletes_all,
  no_passive_updates,
  active_history,
};
void set_text(RelatedDraft& draft, RelatedText which, const char* text);
void set_flag(RelatedDraft& draft, RelatedFlag flag);
/// The class that is referred to, and whether by a collection.
void set_target(RelatedDraft& draft, Mapper& (*target)(), bool uselist);
/// The table between both is that of a mapped struct.
void set_secondary(RelatedDraft& draft, Table& (*between)());
/// @}

template <size_t N, RelatedText Which>
struct RelatedTextOption {
  FixedText<N> text;
  void apply(RelatedDraft& draft) const { set_text(draft, Which, text.text); }
};
struct RelatedFlagOption {
  RelatedFlag flag;
  void apply(RelatedDraft& draft) const { set_flag(draft, flag); }
};
namespace detail {

/// Is that an option which leaves a collection to statements?
template <class Option>
constexpr bool leaves_unloaded(const Option&) {
  return false;
}
template <size_t N>
constexpr bool leaves_unloaded(const RelatedTextOption<N, RelatedText::lazy>& option) {
  const std::string_view word(option.text.text);
  return word == "dynamic" || word == "write_only";
}

}  // namespace detail

/// The attribute of the other side.
template <size_t N>
constexpr RelatedTextOption<N, RelatedText::back_populates> back_populates(const char (&name)[N]) {
  return {name};
}
/// Which operations go along: `cascade("all, delete-orphan")`.
template <size_t N>
constexpr RelatedTextOption<N, RelatedText::cascade> cascade(const char (&words)[N]) {
  return {words};
}
/// The table between both, for many-to-many; it has to be in the MetaData before the first object.
template <size_t N>
constexpr RelatedTextOption<N, RelatedText::secondary> secondary(const char (&table)[N]) {
  return {table};
}
/// The same where the table between both is that of a mapped struct.
template <class Between>
struct SecondaryTableOption {
  void apply(RelatedDraft& draft) const {
    set_secondary(draft, &table_of<Between>);
    map_class<Between>();
  }
};
template <class Between>
inline constexpr SecondaryTableOption<Between> secondary_table{};
/// The conditions, where foreign keys do not tell: `"User.id == Address.user_id"`, with `&&`
/// between several; `remote(...)` and `foreign(...)` around a column.
template <size_t N>
constexpr RelatedTextOption<N, RelatedText::primaryjoin> primaryjoin(const char (&condition)[N]) {
  return {condition};
}
template <size_t N>
constexpr RelatedTextOption<N, RelatedText::secondaryjoin> secondaryjoin(
    const char (&condition)[N]) {
  return {condition};
}
/// The foreign key to go by, where there are several.
template <size_t N>
constexpr RelatedTextOption<N, RelatedText::foreign_keys> foreign_keys(const char (&columns)[N]) {
  return {columns};
}
/// The far end of a relationship between objects of one class.
template <size_t N>
constexpr RelatedTextOption<N, RelatedText::remote_side> remote_side(const char (&columns)[N]) {
  return {columns};
}
/// The order in which a collection is loaded.
template <size_t N>
constexpr RelatedTextOption<N, RelatedText::order_by> order_by(const char (&columns)[N]) {
  return {columns};
}
/// How it is loaded unless a statement says otherwise: "select", "joined", "selectin", "subquery",
/// "immediate", "raise", "raise_on_sql", "noload".
template <size_t N>
constexpr RelatedTextOption<N, RelatedText::lazy> lazy(const char (&word)[N]) {
  return {word};
}
template <size_t N>
constexpr RelatedTextOption<N, RelatedText::overlaps> overlaps(const char (&names)[N]) {
  return {names};
}
/// The struct has the member, the mapping not before add_relationship() says so: for what a program
/// maps in several steps, as `User.addresses = relationship(...)` does.
inline constexpr RelatedFlagOption added_later{RelatedFlag::added_later};
inline constexpr RelatedFlagOption viewonly{RelatedFlag::viewonly};
inline constexpr RelatedFlagOption innerjoin{RelatedFlag::innerjoin};
inline constexpr RelatedFlagOption post_update{RelatedFlag::post_update};
inline constexpr RelatedFlagOption single_parent{RelatedFlag::single_parent};
inline constexpr RelatedFlagOption passive_deletes{RelatedFlag::passive_deletes};
inline constexpr RelatedFlagOption passive_deletes_all{RelatedFlag::passive_deletes_all};
inline constexpr RelatedFlagOption no_passive_updates{RelatedFlag::no_passive_updates};
inline constexpr RelatedFlagOption active_history{RelatedFlag::active_history};
/// @}

namespace detail {

[[noreturn]] void throw_value_error(const char* message);
[[noreturn]] void throw_index_error(const char* message);

/// What is common to both kinds of Relationship.
template <class T, bool Many, auto... Options>
class RelatedBase {
 public:
  using related_class = T;
  template <class C, size_t Member>
  using attribute = RelatedAttr<C, Member, T>;
  template <class C, size_t Member>
  using alias_attribute = AliasRelatedAttr<C, Member, T>;

  static void draft(RelatedDraft& draft) {
    set_target(draft, &map_class<T>, Many);
    (Options.apply(draft), ...);
  }
  static void map_target() { map_class<T>(); }

 protected:
  AttributeLink link_;
};

}  // namespace detail

/// A reference to one object, or to none: many-to-one, and either side of one-to-one. `T` may be
/// written as std::optional<T>, too. SQLAlchemy's `Mapped["T"] = relationship(...)`.
template <class T, auto... Options>
class Relationship : public detail::RelatedBase<T, false, Options...> {
 public:
  Relationship() = default;
  Relationship(Ptr<T> object) : object_(std::move(object)) {  // NOLINT: pointers convert
    this->link_.mark(true, false);
  }
  template <class U>
  requires std::is_convertible_v < const Ptr<U>
  &, Ptr < T >> Relationship(const Ptr<U>& object) : Relationship(Ptr<T>(object)) {}  // NOLINT
  Relationship(const Relationship& other)
      : detail::RelatedBase<T, false, Options...>(), object_(other.object_) {
    this->link_.mark(other.link_.present(), false);
  }
  /// Assigning tells the object on the other side and the session; null takes the reference away.
  Relationship& operator=(const Relationship& other) { return *this = other.get(); }
  Relationship& operator=(const Ptr<T>& object) {
    if (this->link_.bound()) {
      this->link_.assign_related(object.instance());
    } else {
      object_ = object;
      this->link_.mark(true, false);
    }
    return *this;
  }
  Relationship& operator=(std::nullopt_t) { return *this = Ptr<T>(); }

  /// The object, loaded at the first use; empty if there is none.
  /// Throws DetachedInstanceError, InvalidRequestError (lazy="raise").
  const Ptr<T>& get() const {
    if (!this->link_.present()) this->link_.load_related();
    return object_;
  }
  operator const Ptr<T>&() const { return get(); }  // NOLINT: it stands for the pointer
  T* operator->() const { return get().get(); }
  T& operator*() const { return *get(); }
  explicit operator bool() const { return static_cast<bool>(get()); }
  /// Is there no object? What Python shows as None.
  bool is_none() const { return !get(); }
  template <class U>
  bool operator==(const Ptr<U>& other) const {
    return get() == other;
  }
  bool operator==(const Relationship& other) const { return get() == other.get(); }

 private:
  friend struct RelatedAccess;
  Ptr<T> object_;
};
template <class T, auto... Options>
class Relationship<std::optional<T>, Options...> : public Relationship<T, Options...> {
 public:
  using Relationship<T, Options...>::Relationship;
  using Relationship<T, Options...>::operator=;
};

/// A collection of objects: one-to-many and many-to-many. Its members are read like those of a
/// vector, and changed by append() and remove() or by assigning another list.
template <class T, auto... Options>
class Relationship<std::vector<T>, Options...> : public detail::RelatedBase<T, true, Options...> {
  static_assert(!(detail::leaves_unloaded(Options) || ...),
                "a collection that is never loaded as a whole is an orm::DynamicRelationship<T> or "
                "an orm::WriteOnlyRelationship<T>");

 public:
  using value_type = Ptr<T>;
  using const_iterator = typename std::vector<Ptr<T>>::const_iterator;
  Relationship() = default;
  Relationship(std::initializer_list<Ptr<T>> objects)
      : Relationship(std::vector<Ptr<T>>(objects)) {}
  Relationship(std::vector<Ptr<T>> objects)
      : objects_(std::move(objects)) {  // NOLINT: lists convert
    this->link_.mark(true, false);
  }
  Relationship(const Relationship& other)
      : detail::RelatedBase<T, true, Options...>(), objects_(other.objects_) {
    this->link_.mark(other.link_.present(), false);
  }
  /// Compares old and new, and tells of each object that comes or goes.
  Relationship& operator=(const Relationship& other) {
    return *this = std::vector<Ptr<T>>(other.get());
  }
  Relationship& operator=(std::initializer_list<Ptr<T>> objects) {
    return *this = std::vector<Ptr<T>>(objects);
  }
  Relationship& operator=(std::vector<Ptr<T>> objects) {
    if (this->link_.bound()) {
      this->link_.replace_related(std::vector<Instance>(objects.begin(), objects.end()));
    } else {
      objects_ = std::move(objects);
      this->link_.mark(true, false);
    }
    return *this;
  }

  /// The objects, loaded at the first use.
  /// Throws DetachedInstanceError, InvalidRequestError (lazy="raise").
  const std::vector<Ptr<T>>& get() const {
    if (!this->link_.present()) this->link_.load_related();
    return objects_;
  }
  operator const std::vector<Ptr<T>>&() const { return get(); }  // NOLINT: it stands for the list
  const_iterator begin() const { return get().begin(); }
  const_iterator end() const { return get().end(); }
  size_t size() const { return get().size(); }
  bool empty() const { return get().empty(); }
  const Ptr<T>& operator[](size_t place) const { return get()[place]; }
  const Ptr<T>& at(size_t place) const { return get().at(place); }
  const Ptr<T>& front() const { return get().front(); }
  const Ptr<T>& back() const { return get().back(); }
  bool contains(const Ptr<T>& object) const {
    for (const Ptr<T>& member : get()) {
      if (member == object) return true;
    }
    return false;
  }

  /// Adds an object at the end.
  void append(const Ptr<T>& object) {
    get();
    const Ptr<T> kept(this->link_.before_append(object.instance()));
    objects_.push_back(kept);
    this->link_.mark(true, false);
  }
  void push_back(const Ptr<T>& object) { append(object); }
  void insert(size_t place, const Ptr<T>& object) {
    get();
    const Ptr<T> kept(this->link_.before_append(object.instance()));
    const size_t at = place < size() ? place : size();
    objects_.insert(objects_.begin() + static_cast<std::ptrdiff_t>(at), kept);
  }
  void extend(const std::vector<Ptr<T>>& objects) {
    for (const Ptr<T>& object : objects) append(object);
  }
  /// Takes an object out. Throws ValueError if it is not there.
  void remove(const Ptr<T>& object) {
    if (!contains(object)) detail::throw_value_error("list.remove(x): x not in list");
    const Ptr<T> keep = object;
    this->link_.before_remove(keep.instance());
    auto at = objects_.begin();
    while (at != objects_.end() && !(*at == keep)) ++at;
    if (at != objects_.end()) objects_.erase(at);
  }
  /// Takes the one at that place out: Python's `del`. Throws IndexError if there is none.
  void erase(size_t place) {
    if (place >= size()) detail::throw_index_error("list assignment index out of range");
    const Ptr<T> gone = at(place);
    this->link_.before_remove(gone.instance());
    if (place < objects_.size() && objects_[place] == gone) {
      objects_.erase(objects_.begin() + static_cast<std::ptrdiff_t>(place));
    }
  }
  /// Takes the last one out, and returns it. Throws IndexError if there is none.
  Ptr<T> pop() {
    if (empty()) detail::throw_index_error("pop from empty list");
    Ptr<T> last = back();
    remove(last);
    return last;
  }
  void clear() {
    for (const Ptr<T>& object : std::vector<Ptr<T>>(get())) this->link_.before_remove(object);
    objects_.clear();
  }

 private:
  friend struct RelatedAccess;
  std::vector<Ptr<T>> objects_;
};

/// The way of the library into a Relationship.
struct RelatedAccess {
  template <class M>
  static Value get(const void* attribute) {
    const auto& member = *static_cast<const M*>(attribute);
    if constexpr (requires { member.object_; }) {
      return ValueTraits<std::decay_t<decltype(member.object_)>>::to_value(member.object_);
    } else {
      return {};
    }
  }
  template <class M>
  static void set(void* attribute, const Value* value) {
    auto& member = *static_cast<M*>(attribute);
    if constexpr (requires { member.object_; }) {
      using P = std::decay_t<decltype(member.object_)>;
      // What the old reference kept alive may ask for this attribute as it goes.
      P next = value == nullptr ? P() : ValueTraits<P>::from_value(*value);
      std::swap(member.object_, next);
    } else {
      auto gone = std::move(member.objects_);
      member.objects_.clear();
    }
    member.link_.mark(value != nullptr, false);
  }
  template <class M>
  static AttributeLink* link(M* attribute) {
    return &attribute->link_;
  }
  template <class M>
  static void each(const void* attribute, void (*visit)(void* context, InstanceState& object),
                   void* context) {
    const auto& member = *static_cast<const M*>(attribute);
    if constexpr (requires { member.object_; }) {
      if (member.object_) visit(context, *member.object_.instance());
    } else {
      for (const auto& object : member.objects_) {
        if (object) visit(context, *object.instance());
      }
    }
  }
  template <class M>
  static void reset(void* attribute) {
    const Value none;
    set<M>(attribute, &none);
  }
  template <class M>
  static void put(void* attribute, InstanceState& object) {
    auto& member = *static_cast<M*>(attribute);
    if constexpr (requires { member.objects_; }) {
      member.objects_.emplace_back(Instance(&object));
    } else {
      // What the old reference kept alive may ask for this attribute as it goes.
      std::decay_t<decltype(member.object_)> next{Instance(&object)};
      std::swap(member.object_, next);
      member.link_.mark(true, false);
    }
  }
  template <class M>
  static void take(void* attribute, InstanceState& object) {
    auto& member = *static_cast<M*>(attribute);
    if constexpr (requires { member.objects_; }) {
      for (auto at = member.objects_.begin(); at != member.objects_.end(); ++at) {
        if (at->instance().get() != &object) continue;
        auto gone = std::move(*at);
        member.objects_.erase(at);
        return;
      }
    }
  }
  template <class M>
  static constexpr RelatedMember related{&M::draft, &M::map_target, &each<M>,
                                         &reset<M>, &put<M>,        &take<M>};
  /// What all members of type M have in common.
  template <class M>
  static constexpr MappedMember pattern{nullptr, 0,       &get<M>,     &set<M>,
                                        0,       nullptr, &related<M>, false};
};

namespace detail {
template <class T, auto... Options>
struct MemberKind<Relationship<T, Options...>> {
  using access = RelatedAccess;
};
}  // namespace detail

}  // namespace orm
