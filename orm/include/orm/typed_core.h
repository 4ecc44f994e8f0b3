// Where mapped structs meet orm::core: SELECTs of structs inside other statements, and INSERT,
// UPDATE and DELETE of a struct. <orm/core.h> includes it.
#pragma once

#include <orm/core_statement.h>
#include <orm/query.h>
#include <orm/result.h>
#include <orm/typed_dynamic.h>

#include <optional>
#include <string>
#include <utility>

namespace orm {

template <class... Items>
core::Select TypedSelect<Items...>::core() const {
  return core::Select(statement());
}
template <class... Items>
TypedSelect<Items...>::operator core::Select() const {
  return core();
}
template <class... Items>
core::Alias TypedSelect<Items...>::subquery(std::string name) const {
  return core().subquery(std::move(name));
}
template <class... Items>
core::CTE TypedSelect<Items...>::cte(std::string name, bool recursive) const {
  return core().cte(std::move(name), recursive);
}
template <class... Items>
core::Exists TypedSelect<Items...>::exists() const {
  return core().exists();
}

template <class R>
Result TypedResult<R>::result() const {
  return result_.result();
}
template <class T>
Result TypedResult<Ptr<T>>::result() const {
  return rows_.result.result();
}

template <class R>
int64_t TypedQuery<R>::update(const core::Values& values,
                              const std::optional<Value>& synchronize) const {
  return query().update(values.assignments(), synchronize);
}
template <class R>
core::Select TypedQuery<R>::core() const {
  return core::Select(query().plain_statement());
}
template <class R>
core::Alias TypedQuery<R>::subquery(std::string name) const {
  return core().subquery(std::move(name));
}
template <class R>
core::ScalarSelect TypedQuery<R>::scalar_subquery() const {
  return core().scalar_subquery();
}
template <class R>
core::Exists TypedQuery<R>::exists() const {
  return core().exists();
}

template <class T, auto... Options>
core::Insert WriteOnlyRelationship<T, Options...>::insert() const {
  return core::Insert(detail::insert_of(this->link_));
}
template <class T, auto... Options>
core::Update WriteOnlyRelationship<T, Options...>::update() const {
  return core::Update(detail::update_of(this->link_));
}
template <class T, auto... Options>
core::Delete WriteOnlyRelationship<T, Options...>::delete_() const {
  return core::Delete(detail::delete_of(this->link_));
}

/// @name INSERT, UPDATE and DELETE of a mapped struct: `update(User_).where(..).values({..})`
/// The statements are those of orm::core; a Session keeps its objects in step.
/// @{
template <Entity E>
core::Insert insert(const E& entity) {
  return core::Insert(insert(ClauseRef(entity)));
}
template <Entity E>
core::Update update(const E& entity) {
  return core::Update(update(ClauseRef(entity)));
}
template <Entity E>
core::Delete delete_(const E& entity) {
  return core::Delete(delete_(ClauseRef(entity)));
}
/// @}

/// The same with what only one database has: `core::sqlite::insert(User_).on_conflict_..`.
namespace core::sqlite {
template <Entity E>
Insert insert(const E& entity) {
  return insert_into(ClauseRef(entity));
}
}  // namespace core::sqlite
namespace core::postgresql {
template <Entity E>
Insert insert(const E& entity) {
  return insert_into(ClauseRef(entity));
}
}  // namespace core::postgresql

}  // namespace orm
