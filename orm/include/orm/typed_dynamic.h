// Collections of a mapped struct that are never loaded as a whole.
//
//   orm::DynamicRelationship<Post, orm::back_populates("author")> posts{};
//   for (auto& post : ed->posts.filter(Post_.headline == "dynamic")) ...
//
//   orm::WriteOnlyRelationship<Post, orm::back_populates("author")> posts{};
//   session.scalars(ed->posts.select().limit(10))
#pragma once

#include <orm/typed_query.h>

#include <optional>
#include <utility>
#include <vector>

namespace orm {

class Delete;
namespace core {
class Delete;
class Insert;
class Update;
}  // namespace core

namespace detail {

/// @name What AttributeLink's collection is asked
/// @{
HeldQuery dynamic_query_of(const AttributeLink& link);
Ref<Select> select_of(const AttributeLink& link);
Ref<Insert> insert_of(const AttributeLink& link);
Ref<Update> update_of(const AttributeLink& link);
Ref<Delete> delete_of(const AttributeLink& link);
/// @}

/// What both kinds have in common: objects come and go one by one.
template <class T, auto... Options>
class UnloadedRelated : public RelatedBase<T, true, Options...> {
 public:
  UnloadedRelated() = default;
  UnloadedRelated(const UnloadedRelated&) : RelatedBase<T, true, Options...>() {}
  UnloadedRelated& operator=(const UnloadedRelated&) = delete;
  void add(const Ptr<T>& object) { this->link_.append_unloaded(object.instance()); }
  void add_all(const std::vector<Ptr<T>>& objects) {
    for (const Ptr<T>& object : objects) add(object);
  }
  void remove(const Ptr<T>& object) { this->link_.remove_unloaded(object.instance()); }
};

}  // namespace detail

/// A collection that is a query: `lazy="dynamic"`, SQLAlchemy's DynamicMapped and AppenderQuery.
/// Everything that reads it throws DetachedInstanceError for an object in no session.
template <class T, auto... Options>
class DynamicRelationship : public detail::UnloadedRelated<T, Options..., lazy("dynamic")> {
 public:
  /// The whole collection as a query.
  TypedQuery<Ptr<T>> query() const {
    return TypedQuery<Ptr<T>>(detail::dynamic_query_of(this->link_));
  }
  template <Criterion... E>
  TypedQuery<Ptr<T>> filter(const E&... criteria) const {
    return query().filter(criteria...);
  }
  TypedQuery<Ptr<T>> filter_by(const ParameterSet& values) const {
    return query().filter_by(values);
  }
  template <class... O>
  TypedQuery<Ptr<T>> order_by(const O&... clauses) const {
    return query().order_by(clauses...);
  }
  TypedQuery<Ptr<T>> limit(std::optional<int64_t> count) const { return query().limit(count); }
  TypedQuery<Ptr<T>> offset(std::optional<int64_t> count) const { return query().offset(count); }
  std::vector<Ptr<T>> all() const { return query().all(); }
  std::optional<Ptr<T>> first() const { return query().first(); }
  Ptr<T> one() const { return query().one(); }
  std::optional<Ptr<T>> one_or_none() const { return query().one_or_none(); }
  int64_t count() const { return query().count(); }
  void append(const Ptr<T>& object) { this->add(object); }
  void extend(const std::vector<Ptr<T>>& objects) { this->add_all(objects); }

 private:
  friend struct UnloadedAccess;
};

/// A collection that gives statements: `lazy="write_only"`, SQLAlchemy's WriteOnlyMapped.
template <class T, auto... Options>
class WriteOnlyRelationship : public detail::UnloadedRelated<T, Options..., lazy("write_only")> {
 public:
  TypedSelect<Ptr<T>> select() const { return TypedSelect<Ptr<T>>(detail::select_of(this->link_)); }
  /// Of rows that belong to the object. Throws InvalidRequestError for many-to-many.
  /// Defined in typed_core.h, which <orm/core.h> includes.
  core::Insert insert() const;
  core::Update update() const;
  core::Delete delete_() const;

 private:
  friend struct UnloadedAccess;
};

/// The way of the library into them: there is nothing to keep.
struct UnloadedAccess {
  static Value get(const void*) { return {}; }
  static void set(void*, const Value*) {}
  template <class M>
  static AttributeLink* link(M* attribute) {
    return &attribute->link_;
  }
  static void each(const void*, void (*)(void*, InstanceState&), void*) {}
  static void reset(void*) {}
  static void put(void*, InstanceState&) {}
  static void take(void*, InstanceState&) {}
  template <class M>
  static constexpr RelatedMember related{&M::draft, &M::map_target, &each, &reset, &put, &take};
  template <class M>
  static constexpr MappedMember pattern{nullptr, 0, &get, &set, 0, nullptr, &related<M>, false};
};

namespace detail {

template <class T, auto... Options>
struct MemberKind<DynamicRelationship<T, Options...>> {
  using access = UnloadedAccess;
};
template <class T, auto... Options>
struct MemberKind<WriteOnlyRelationship<T, Options...>> {
  using access = UnloadedAccess;
};
template <class T, auto... Options>
struct AttributeKind<DynamicRelationship<T, Options...>>
    : KnownAttribute<DynamicRelationship<T, Options...>> {};
template <class T, auto... Options>
struct AttributeKind<WriteOnlyRelationship<T, Options...>>
    : KnownAttribute<WriteOnlyRelationship<T, Options...>> {};

}  // namespace detail

}  // namespace orm
