// Relationships and aliases of mapped structs in queries: `User_.addresses`, `aliased(User_)`.
//
// As columns (typed_expression.h) they are a thin face: what they mean is in RelationshipElement
// and EntityElement.
#pragma once

#include <orm/typed_expression.h>
#include <orm/typed_relationship.h>

#include <concepts>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace orm {

/// A class in a query: `User_` or an alias of it.
template <class E>
concept Entity = requires(const E& e) {
  typename E::mapped_class;
  { e } -> std::convertible_to<ClauseRef>;
};

/// `User_.addresses`, of the class, of an alias, or with of_type() and and_().
template <class E>
concept RelatedExpression = requires(const E& e) {
  typename E::related_class;
  { e.element() } -> std::convertible_to<Ref<RelationshipElement>>;
};

namespace detail {

/// The relationship at that place, of the class or of an alias. Configures it.
Ref<RelationshipElement> related_element(const TypedClass& cls, size_t member,
                                         const EntityElement* entity = nullptr);
/// The entity that a class or an alias is.
Ref<EntityElement> entity_of(const ClauseRef& entity);
/// What criteria have to hold together; null for none.
ColumnRef all_of(const std::vector<ColumnRef>& criteria);

}  // namespace detail

template <class T>
class RelatedStep;

/// The methods of a relationship in a query, by SQLAlchemy's names.
template <class Self, class T, class Bool = Expr<bool>>
class RelatedMethods {
 public:
  using related_class = T;
  /// EXISTS over the objects of a collection. Throws InvalidRequestError for a single one.
  template <Criterion... E>
  Bool any(const E&... criteria) const {
    return Bool(self().element()->any(detail::all_of({detail::column_of(criteria)...})));
  }
  Bool any(const ParameterSet& values) const {
    return Bool(self().element()->any(nullptr, values));
  }
  /// The same of a reference to one object. Throws InvalidRequestError for collections.
  template <Criterion... E>
  Bool has(const E&... criteria) const {
    return Bool(self().element()->has(detail::all_of({detail::column_of(criteria)...})));
  }
  Bool has(const ParameterSet& values) const {
    return Bool(self().element()->has(nullptr, values));
  }
  /// Is the object in the collection? Throws InvalidRequestError for a reference to one object.
  Bool contains(const Ptr<T>& object) const {
    return Bool(self().element()->contains(*object.instance()));
  }
  Bool is_(std::nullptr_t) const { return Bool(self().element()->equals(nullptr)); }
  Bool is_not(std::nullptr_t) const { return Bool(self().element()->not_equals(nullptr)); }
  /// Along the relationship to an alias, or to a struct that inherits from the related one.
  template <Entity E>
  auto of_type(const E& entity) const {
    return RelatedStep<typename E::mapped_class>(
        self().element()->of_type(detail::entity_of(entity)));
  }
  /// With more in the condition of the join.
  template <Criterion... E>
  RelatedStep<T> and_(const E&... criteria) const {
    return RelatedStep<T>(self().element()->and_({detail::column_of(criteria)...}));
  }
  /// `User.addresses`
  std::string str() const { return self().element()->relationship->str(); }
  operator ClauseRef() const { return self().element(); }  // NOLINT: it is a node

 private:
  const Self& self() const { return static_cast<const Self&>(*this); }
};

template <class C, size_t Member, class T>
class RelatedAttr : public RelatedMethods<RelatedAttr<C, Member, T>, T> {
 public:
  Ref<RelationshipElement> element() const {
    return detail::related_element(detail::typed_class<C>(), Member);
  }
};

/// Adds a relationship to the mapping that was declared with added_later; `User_.addresses` names
/// it. Does nothing for others.
template <class C, size_t Member, class T>
void add_relationship(const RelatedAttr<C, Member, T>&) {
  detail::add_late_relationship(detail::typed_class<C>(), Member);
}

template <class C, size_t Member, class T>
class AliasRelatedAttr : public RelatedMethods<AliasRelatedAttr<C, Member, T>, T> {
 public:
  Ref<RelationshipElement> element() const {
    return detail::related_element(detail::typed_class<C>(), Member, entity_.get());
  }
  void set_entity(const Ref<EntityElement>& entity) { entity_ = entity; }

 private:
  Ref<EntityElement> entity_;
};

/// A relationship with of_type() or and_().
template <class T>
class RelatedStep : public RelatedMethods<RelatedStep<T>, T> {
 public:
  explicit RelatedStep(Ref<RelationshipElement> element) : element_(std::move(element)) {}
  const Ref<RelationshipElement>& element() const noexcept { return element_; }

 private:
  Ref<RelationshipElement> element_;
};

/// `Address_.user == ed`. Throw InvalidRequestError for collections.
template <RelatedExpression E, class T>
Expr<bool> operator==(const E& attribute, const Ptr<T>& object) {
  static_assert(std::is_convertible_v<Ptr<T>, Ptr<typename E::related_class>>,
                "a relationship is compared with an object of a struct that it does not refer to");
  return Expr<bool>(attribute.element()->equals(object.instance().get()));
}
template <RelatedExpression E, class T>
Expr<bool> operator!=(const E& attribute, const Ptr<T>& object) {
  return Expr<bool>(attribute.element()->not_equals(object.instance().get()));
}
template <RelatedExpression E>
Expr<bool> operator==(const E& attribute, std::nullptr_t) {
  return attribute.is_(nullptr);
}
template <RelatedExpression E>
Expr<bool> operator!=(const E& attribute, std::nullptr_t) {
  return attribute.is_not(nullptr);
}
template <RelatedExpression E>
Expr<bool> operator==(const E& attribute, std::nullopt_t) {
  return attribute.is_(nullptr);
}
template <RelatedExpression E>
Expr<bool> operator!=(const E& attribute, std::nullopt_t) {
  return attribute.is_not(nullptr);
}
/// The objects that `parent` refers to by the attribute.
template <class T, RelatedExpression E>
Expr<bool> with_parent(const Ptr<T>& parent, const E& attribute) {
  return Expr<bool>(attribute.element()->with_parent(*parent.instance()));
}

namespace detail {

template <class M>
struct AttributeKind {
  static_assert(sizeof(M) == 0,
                "a member named in ORM_MAP is neither an orm::Mapped nor an orm::Relationship");
  template <class C, size_t Member>
  using attribute = AttributeKind;
  template <class C, size_t Member>
  using alias_attribute = AttributeKind;
};
template <class M>
struct KnownAttribute {
  template <class C, size_t Member>
  using attribute = typename M::template attribute<C, Member>;
  template <class C, size_t Member>
  using alias_attribute = typename M::template alias_attribute<C, Member>;
};
template <class T, auto... Options>
struct AttributeKind<Mapped<T, Options...>> : KnownAttribute<Mapped<T, Options...>> {};
template <class T, auto... Options>
struct AttributeKind<Relationship<T, Options...>> : KnownAttribute<Relationship<T, Options...>> {};

}  // namespace detail

/// What the attributes in ORM_MAP are attributes of: the class itself.
template <class C>
struct ClassOf {
  template <class M, size_t Member>
  using attribute = typename detail::AttributeKind<M>::template attribute<C, Member>;
};
/// An alias of it.
template <class C>
struct AliasOf {
  template <class M, size_t Member>
  using attribute = typename detail::AttributeKind<M>::template alias_attribute<C, Member>;
};

/// A mapped struct under another name, or over another FROM object: `later.title`.
template <class C>
class AliasedClass : public detail::EntityOf<C>::template attributes<AliasOf<C>> {
 public:
  using mapped_class = C;
  explicit AliasedClass(Ref<EntityElement> entity) : entity_(std::move(entity)) {
    this->each_attribute([this](auto& attribute) { attribute.set_entity(entity_); });
  }
  operator ClauseRef() const { return entity_; }  // NOLINT: it is an entity
  const Ref<EntityElement>& element() const noexcept { return entity_; }
  /// The same rows seen as a struct that inherits from C, in with_polymorphic().
  template <class Sub>
  AliasedClass<Sub> as() const {
    static_assert(std::is_base_of_v<C, Sub>, "as<Sub>(): Sub does not inherit from the struct");
    return AliasedClass<Sub>(entity_->as_subclass(map_class<Sub>()));
  }

 private:
  Ref<EntityElement> entity_;
};

/// aliased(User), aliased(User, name="later")
template <Entity E>
auto aliased(const E&, std::string name = {}) {
  using C = typename E::mapped_class;
  return AliasedClass<C>(aliased(map_class<C>(), nullptr, std::move(name)));
}
/// The struct over the rows of a subquery.
template <Entity E, class From>
requires std::is_convertible_v<const From&, Ref<FromClause>>
auto aliased(const E&, const From& from, std::string name = {}) {
  using C = typename E::mapped_class;
  return AliasedClass<C>(aliased(map_class<C>(), Ref<FromClause>(from), std::move(name)));
}
/// with_polymorphic(Person, [Engineer, ...]): the columns of these structs are selected as well;
/// none named means all.
template <Entity E, Entity... Subs>
auto with_polymorphic(const E&, const Subs&...) {
  using C = typename E::mapped_class;
  PolymorphicSpec spec;
  spec.all = sizeof...(Subs) == 0;
  spec.mappers = {&map_class<typename Subs::mapped_class>()...};
  map_class<C>().registry().configure();
  return AliasedClass<C>(with_polymorphic(map_class<C>(), std::move(spec)));
}

}  // namespace orm
