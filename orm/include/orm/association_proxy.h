// Attributes of the objects behind a relationship as a collection of their own: SQLAlchemy's
// association_proxy().
//
//     struct Post {
//       orm::Relationship<std::vector<Tag>, orm::secondary("post_tag")> tags{};
//       template <class Related = Tag>  // the class may be declared later
//       auto tag_names() {
//         return orm::association_proxy(tags, &Related::name, [](const std::string& name) {
//           return orm::make<Related>({.name = name});
//         });
//       }
//       template <class Related = Tag>
//       static auto tag_names(const auto& cls) {
//         return orm::association_proxy(cls.tags, orm::entity<Related>().name);
//       }
//     };
//     post->tag_names().append("orm");
//     select(Post_).where(Post::tag_names(Post_) == "orm");
#pragma once

#include <orm/typed_attributes.h>

#include <type_traits>
#include <utility>
#include <vector>

namespace orm {

/// `Post_` by its type, for templates.
template <class T>
detail::EntityOf<T> entity() {
  return {};
}

namespace detail {

/// any() of a collection, has() of a reference to one object.
ColumnRef any_or_has(const Ref<RelationshipElement>& attribute, ClauseViews criteria);

/// Stands where a proxy makes no objects: what is behind the relationship cannot be added by value.
struct NoCreator {};

// The value of an attribute, not the attribute.
template <class M>
const auto& held(const M& attribute) {
  if constexpr (requires { attribute.get(); }) {
    return attribute.get();
  } else {
    return attribute;
  }
}

}  // namespace detail

/// The values of one attribute of the objects in a collection. It refers to the collection, and
/// lives no longer than its object.
template <class Collection, class Pointer, class Creator>
class AssociationProxy {
 public:
  using value_type = std::decay_t<decltype(detail::held(
      std::declval<typename Collection::value_type>().get()->*std::declval<Pointer>()))>;
  AssociationProxy(Collection& collection, Pointer member, Creator creator)
      : collection_(&collection), member_(member), creator_(std::move(creator)) {}
  /// The values, in the order of the collection.
  std::vector<value_type> get() const {
    std::vector<value_type> values;
    for (const auto& object : collection_->get()) values.push_back(value_of(object));
    return values;
  }
  operator std::vector<value_type>() const { return get(); }  // NOLINT: it stands for the list
  size_t size() const { return collection_->size(); }
  bool empty() const { return collection_->empty(); }
  /// Throws std::out_of_range.
  value_type at(size_t place) const { return value_of(collection_->at(place)); }
  value_type operator[](size_t place) const { return value_of((*collection_)[place]); }
  bool contains(const value_type& value) const {
    for (const auto& object : collection_->get()) {
      if (value_of(object) == value) return true;
    }
    return false;
  }
  /// Adds an object that the creator makes of the value.
  void append(const value_type& value) const {
    static_assert(!std::is_same_v<Creator, detail::NoCreator>,
                  "an association proxy without a creator cannot add values");
    collection_->append(creator_(value));
  }
  void extend(const std::vector<value_type>& values) const {
    for (const value_type& value : values) append(value);
  }
  /// Takes the first object with that value out. Throws ValueError if there is none.
  void remove(const value_type& value) const {
    for (const auto& object : collection_->get()) {
      if (!(value_of(object) == value)) continue;
      const auto keep = object;
      return collection_->remove(keep);
    }
    detail::throw_value_error("value not in list");
  }
  void clear() const { collection_->clear(); }

 private:
  template <class Object>
  value_type value_of(const Object& object) const {
    return detail::held((*object).*member_);
  }
  Collection* collection_;
  Pointer member_;
  Creator creator_;
};

/// association_proxy("tags", "name", creator=...) of an object.
template <class Collection, class Pointer, class Creator = detail::NoCreator>
requires std::is_member_object_pointer_v<Pointer>
auto association_proxy(Collection& collection, Pointer member, Creator creator = {}) {
  return AssociationProxy<Collection, Pointer, Creator>(collection, member, std::move(creator));
}

/// The same of the class, in queries: what is asked of the attribute is asked of any object behind
/// the relationship, with EXISTS.
template <class Related, class Attribute>
class AssociationExpression {
 public:
  AssociationExpression(Related related, Attribute attribute)
      : related_(std::move(related)), attribute_(std::move(attribute)) {}
  template <class U>
  Expr<bool> operator==(const U& value) const {
    return exists(attribute_ == value);
  }
  template <class U>
  Expr<bool> operator!=(const U& value) const {
    return exists(attribute_ != value);
  }
  /// Of a text it is LIKE, of objects: is this one behind the relationship?
  template <class U>
  Expr<bool> contains(const U& value) const {
    if constexpr (RelatedExpression<Attribute>) {
      return exists(attribute_ == value);
    } else {
      return exists(attribute_.contains(value));
    }
  }
  template <class U>
  Expr<bool> like(const U& pattern) const {
    return exists(attribute_.like(pattern));
  }
  template <class U>
  Expr<bool> startswith(const U& text) const {
    return exists(attribute_.startswith(text));
  }
  template <class U>
  Expr<bool> endswith(const U& text) const {
    return exists(attribute_.endswith(text));
  }
  template <class U>
  Expr<bool> in_(const std::vector<U>& values) const {
    return exists(attribute_.in_(values));
  }
  /// Criteria of the objects behind the relationship.
  template <Criterion... E>
  Expr<bool> any(const E&... criteria) const {
    return exists(criteria...);
  }

 private:
  template <class... E>
  Expr<bool> exists(const E&... criteria) const {
    return Expr<bool>(detail::any_or_has(related_.element(), {detail::view_of(criteria)...}));
  }
  Related related_;
  Attribute attribute_;
};

template <RelatedExpression Related, class Attribute>
auto association_proxy(const Related& related, const Attribute& attribute) {
  return AssociationExpression<Related, Attribute>(related, attribute);
}

}  // namespace orm
