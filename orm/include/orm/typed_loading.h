// Loader options for mapped structs: `selectinload(User_.addresses).joinedload(Address_.city)`.
//
// Options chain along a path; the settings are those of loading.h.
#pragma once

#include <orm/typed_attributes.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace orm {

class Load;

/// A loader option, to be given to options(); each method goes one attribute further or says how
/// to load columns of the struct that the path has come to. SQLAlchemy's Load.
class LoadOption {
 public:
  LoadOption(Ref<Load> load) : load_(std::move(load)) {}  // NOLINT: Load's functions return it
  operator Ref<StatementOption>() const;                  // NOLINT: options() takes it
  LoadOption joinedload(const ClauseRef& attribute, bool inner = false) const;
  LoadOption selectinload(const ClauseRef& attribute, int64_t recursion_depth = 0) const;
  LoadOption subqueryload(const ClauseRef& attribute) const;
  LoadOption lazyload(const ClauseRef& attribute) const;
  LoadOption immediateload(const ClauseRef& attribute) const;
  LoadOption raiseload(const ClauseRef& attribute, bool sql_only = false) const;
  LoadOption noload(const ClauseRef& attribute) const;
  LoadOption contains_eager(const ClauseRef& attribute) const;
  LoadOption defaultload(const ClauseRef& attribute) const;
  template <SqlExpression... A>
  LoadOption load_only(const A&... attributes) const {
    return only({detail::column_of(attributes)...});
  }
  template <SqlExpression A>
  LoadOption defer(const A& attribute, bool raiseload = false) const {
    return deferred(detail::column_of(attribute), raiseload);
  }
  template <SqlExpression A>
  LoadOption undefer(const A& attribute) const {
    return undeferred(detail::column_of(attribute));
  }
  /// Others that go on from where this one is: `.options(load_only(...), selectinload(...))`.
  template <class... O>
  LoadOption options(const O&... others) const {
    return with({others.load()...});
  }
  const Ref<Load>& load() const noexcept { return load_; }

 private:
  LoadOption only(const std::vector<ColumnRef>& attributes) const;
  LoadOption deferred(const ColumnRef& attribute, bool raiseload) const;
  LoadOption undeferred(const ColumnRef& attribute) const;
  LoadOption with(const std::vector<Ref<Load>>& others) const;
  LoadOption columns(const Ref<Load>& said) const;
  LoadOption along(const Ref<Load>& said) const;
  Ref<Load> load_;
};

namespace detail {

/// @name The first step of a path, by loading.h's functions
/// @{
enum class LoadKind : uint8_t {
  joined,
  joined_inner,
  selectin,
  subquery,
  lazy,
  immediate,
  raise,
  raise_on_sql,
  none,
  contains_eager,
  default_,
};
/// `depth`: of selectinload().
LoadOption first_load(LoadKind kind, const ClauseRef& attribute, int64_t depth = 0);
LoadOption first_load_only(const std::vector<ColumnRef>& attributes);
LoadOption first_defer(const ColumnRef& attribute, bool raiseload);
LoadOption first_undefer(const ColumnRef& attribute);
LoadOption first_selectin_polymorphic(const ClauseRef& base, std::vector<const Mapper*> subclasses);
/// @}

}  // namespace detail

/// @name The first step of a path
/// @{
template <RelatedExpression A>
LoadOption joinedload(const A& attribute, bool inner = false) {
  return detail::first_load(inner ? detail::LoadKind::joined_inner : detail::LoadKind::joined,
                            ClauseRef(attribute));
}
template <RelatedExpression A>
LoadOption selectinload(const A& attribute, int64_t recursion_depth = 0) {
  return detail::first_load(detail::LoadKind::selectin, ClauseRef(attribute), recursion_depth);
}
template <RelatedExpression A>
LoadOption subqueryload(const A& attribute) {
  return detail::first_load(detail::LoadKind::subquery, ClauseRef(attribute));
}
template <RelatedExpression A>
LoadOption lazyload(const A& attribute) {
  return detail::first_load(detail::LoadKind::lazy, ClauseRef(attribute));
}
template <RelatedExpression A>
LoadOption immediateload(const A& attribute) {
  return detail::first_load(detail::LoadKind::immediate, ClauseRef(attribute));
}
template <RelatedExpression A>
LoadOption raiseload(const A& attribute, bool sql_only = false) {
  return detail::first_load(sql_only ? detail::LoadKind::raise_on_sql : detail::LoadKind::raise,
                            ClauseRef(attribute));
}
template <RelatedExpression A>
LoadOption noload(const A& attribute) {
  return detail::first_load(detail::LoadKind::none, ClauseRef(attribute));
}
/// The statement joins the attribute itself.
template <RelatedExpression A>
LoadOption contains_eager(const A& attribute) {
  return detail::first_load(detail::LoadKind::contains_eager, ClauseRef(attribute));
}
template <RelatedExpression A>
LoadOption defaultload(const A& attribute) {
  return detail::first_load(detail::LoadKind::default_, ClauseRef(attribute));
}
template <SqlExpression... A>
requires(sizeof...(A) > 0) LoadOption load_only(const A&... attributes) {
  return detail::first_load_only({detail::column_of(attributes)...});
}
template <SqlExpression A>
LoadOption defer(const A& attribute, bool raiseload = false) {
  return detail::first_defer(detail::column_of(attribute), raiseload);
}
template <SqlExpression A>
LoadOption undefer(const A& attribute) {
  return detail::first_undefer(detail::column_of(attribute));
}
/// selectin_polymorphic(Person, [Engineer, ...])
template <Entity E, Entity... Subs>
requires(sizeof...(Subs) > 0) LoadOption selectin_polymorphic(const E& base, const Subs&...) {
  return detail::first_selectin_polymorphic(ClauseRef(base),
                                            {&map_class<typename Subs::mapped_class>()...});
}
/// @}

}  // namespace orm
