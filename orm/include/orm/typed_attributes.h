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
                                         const Ref<EntityElement>& entity = nullptr);
/// The entity that a class or an alias is.
Ref<EntityElement> entity_of(const ClauseRef& entity);
/// @name What the methods of a relationship in a query do
/// @{
enum class RelatedOperator : uint8_t { any, has };
/// Of all criteria together.
ColumnRef apply_related(RelatedOperator op, const Ref<RelationshipElement>& attribute,
                        ClauseViews criteria);
ColumnRef apply_related(RelatedOperator op, const Ref<RelationshipElement>& attribute,
                        const ParameterSet& values);
ColumnRef related_contains(const Ref<RelationshipElement>& attribute, const Instance& object);
/// `equals` or not; an empty object is None.
ColumnRef related_equals(const Ref<RelationshipElement>& attribute, const Instance& object,
                         bool equals);
ColumnRef related_with_parent(const Ref<RelationshipElement>& attribute, const Instance& parent);
Ref<RelationshipElement> related_of_type(const Ref<RelationshipElement>& attribute,
                                         const ClauseRef& entity);
Ref<RelationshipElement> related_and(const Ref<RelationshipElement>& attribute,
                                     ClauseViews criteria);
/// `User.addresses`
std::string related_str(const Ref<RelationshipElement>& attribute);
ClauseRef clause_of(const Ref<RelationshipElement>& attribute);
/// @}

/// @name Entities beside the classes themselves
/// @{
ClauseRef clause_of(const Ref<EntityElement>& entity);
/// `from` may be null.
Ref<EntityElement> alias_of(Mapper& mapper, const Ref<FromClause>& from, const std::string& name);
/// Of all classes below it if none is named.
Ref<EntityElement> polymorphic_of(Mapper& mapper, std::vector<const Mapper*> subclasses);
Ref<EntityElement> subclass_of(const Ref<EntityElement>& entity, const Mapper& mapper);
/// @}

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
    return Bool(detail::apply_related(detail::RelatedOperator::any, self().element(),
                                      {detail::view_of(criteria)...}));
  }
  Bool any(const ParameterSet& values) const {
    return Bool(detail::apply_related(detail::RelatedOperator::any, self().element(), values));
  }
  /// The same of a reference to one object. Throws InvalidRequestError for collections.
  template <Criterion... E>
  Bool has(const E&... criteria) const {
    return Bool(detail::apply_related(detail::RelatedOperator::has, self().element(),
                                      {detail::view_of(criteria)...}));
  }
  Bool has(const ParameterSet& values) const {
    return Bool(detail::apply_related(detail::RelatedOperator::has, self().element(), values));
  }
  /// Is the object in the collection? Throws InvalidRequestError for a reference to one object.
  Bool contains(const Ptr<T>& object) const {
    return Bool(detail::related_contains(self().element(), object.instance()));
  }
  Bool is_(std::nullptr_t) const {
    return Bool(detail::related_equals(self().element(), Instance(), true));
  }
  Bool is_not(std::nullptr_t) const {
    return Bool(detail::related_equals(self().element(), Instance(), false));
  }
  /// Along the relationship to an alias, or to a struct that inherits from the related one.
  template <Entity E>
  auto of_type(const E& entity) const {
    return RelatedStep<typename E::mapped_class>(
        detail::related_of_type(self().element(), ClauseRef(entity)));
  }
  /// With more in the condition of the join.
  template <Criterion... E>
  RelatedStep<T> and_(const E&... criteria) const {
    return RelatedStep<T>(detail::related_and(self().element(), {detail::view_of(criteria)...}));
  }
  /// `User.addresses`
  std::string str() const { return detail::related_str(self().element()); }
  operator ClauseRef() const {
    return detail::clause_of(self().element());
  }  // NOLINT: it is a node

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
    return detail::related_element(detail::typed_class<C>(), Member, entity_);
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
  return Expr<bool>(detail::related_equals(attribute.element(), object.instance(), true));
}
template <RelatedExpression E, class T>
Expr<bool> operator!=(const E& attribute, const Ptr<T>& object) {
  return Expr<bool>(detail::related_equals(attribute.element(), object.instance(), false));
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
  return Expr<bool>(detail::related_with_parent(attribute.element(), parent.instance()));
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
  operator ClauseRef() const { return detail::clause_of(entity_); }  // NOLINT: it is an entity
  const Ref<EntityElement>& element() const noexcept { return entity_; }
  /// The same rows seen as a struct that inherits from C, in with_polymorphic().
  template <class Sub>
  AliasedClass<Sub> as() const {
    static_assert(std::is_base_of_v<C, Sub>, "as<Sub>(): Sub does not inherit from the struct");
    return AliasedClass<Sub>(detail::subclass_of(entity_, map_class<Sub>()));
  }

 private:
  Ref<EntityElement> entity_;
};

/// aliased(User), aliased(User, name="later")
template <Entity E>
auto aliased(const E&, const std::string& name = {}) {
  using C = typename E::mapped_class;
  return AliasedClass<C>(detail::alias_of(map_class<C>(), nullptr, name));
}
/// The struct over the rows of a subquery.
template <Entity E, class From>
requires std::is_convertible_v<const From&, Ref<FromClause>>
auto aliased(const E&, const From& from, const std::string& name = {}) {
  using C = typename E::mapped_class;
  return AliasedClass<C>(detail::alias_of(map_class<C>(), Ref<FromClause>(from), name));
}
/// with_polymorphic(Person, [Engineer, ...]): the columns of these structs are selected as well;
/// none named means all.
template <Entity E, Entity... Subs>
auto with_polymorphic(const E&, const Subs&...) {
  using C = typename E::mapped_class;
  return AliasedClass<C>(
      detail::polymorphic_of(map_class<C>(), {&map_class<typename Subs::mapped_class>()...}));
}

}  // namespace orm
