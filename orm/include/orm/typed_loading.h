// Loader options for mapped structs: `selectinload(User_.addresses).joinedload(Address_.city)`.
//
// Options chain along a path; the settings are those of loading.h.
#pragma once

#include <orm/loading.h>
#include <orm/typed_attributes.h>

#include <string>
#include <utility>

namespace orm {

/// A loader option, to be given to options(); each method goes one attribute further or says how
/// to load columns of the struct that the path has come to. SQLAlchemy's Load.
class LoadOption {
 public:
  LoadOption(Ref<Load> load) : load_(std::move(load)) {}   // NOLINT: Load's functions return it
  operator Ref<StatementOption>() const { return load_; }  // NOLINT: options() takes it
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
    return columns(orm::load_only({ClauseRef(attributes.column())...}));
  }
  template <SqlExpression A>
  LoadOption defer(const A& attribute, bool raiseload = false) const {
    return columns(orm::defer(attribute.column(), raiseload));
  }
  template <SqlExpression A>
  LoadOption undefer(const A& attribute) const {
    return columns(orm::undefer(attribute.column()));
  }
  /// Others that go on from where this one is: `.options(load_only(...), selectinload(...))`.
  template <class... O>
  LoadOption options(const O&... others) const {
    return LoadOption(load_->options({others.load()...}));
  }
  const Ref<Load>& load() const noexcept { return load_; }

 private:
  LoadOption columns(const Ref<Load>& said) const;
  LoadOption along(const Ref<Load>& said) const;
  Ref<Load> load_;
};

/// @name The first step of a path
/// @{
template <RelatedExpression A>
LoadOption joinedload(const A& attribute, bool inner = false) {
  return joinedload(ClauseRef(attribute), inner ? std::optional<bool>(true) : std::nullopt);
}
template <RelatedExpression A>
LoadOption selectinload(const A& attribute, int64_t recursion_depth = 0) {
  return selectinload(ClauseRef(attribute), recursion_depth);
}
template <RelatedExpression A>
LoadOption subqueryload(const A& attribute) {
  return subqueryload(ClauseRef(attribute));
}
template <RelatedExpression A>
LoadOption lazyload(const A& attribute) {
  return lazyload(ClauseRef(attribute));
}
template <RelatedExpression A>
LoadOption immediateload(const A& attribute) {
  return immediateload(ClauseRef(attribute));
}
template <RelatedExpression A>
LoadOption raiseload(const A& attribute, bool sql_only = false) {
  return raiseload(ClauseRef(attribute), sql_only);
}
template <RelatedExpression A>
LoadOption noload(const A& attribute) {
  return noload(ClauseRef(attribute));
}
/// The statement joins the attribute itself.
template <RelatedExpression A>
LoadOption contains_eager(const A& attribute) {
  return contains_eager(ClauseRef(attribute));
}
template <RelatedExpression A>
LoadOption defaultload(const A& attribute) {
  return defaultload(ClauseRef(attribute));
}
template <SqlExpression... A>
requires(sizeof...(A) > 0) LoadOption load_only(const A&... attributes) {
  return load_only({ClauseRef(attributes.column())...});
}
template <SqlExpression A>
LoadOption defer(const A& attribute, bool raiseload = false) {
  return defer(ClauseRef(attribute.column()), raiseload);
}
template <SqlExpression A>
LoadOption undefer(const A& attribute) {
  return undefer(ClauseRef(attribute.column()));
}
/// selectin_polymorphic(Person, [Engineer, ...])
template <Entity E, Entity... Subs>
requires(sizeof...(Subs) > 0) LoadOption selectin_polymorphic(const E& base, const Subs&...) {
  return selectin_polymorphic(detail::entity_of(base),
                              {&map_class<typename Subs::mapped_class>()...});
}
/// @}

}  // namespace orm
