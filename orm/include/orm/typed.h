// The C++ face of the ORM: mapped structs, typed queries, and ORM_MAP, which ties them together.
//
//   struct User {
//     static constexpr auto __tablename__ = "user_account";
//     orm::Mapped<int64_t, orm::primary_key> id{};
//     orm::Mapped<std::string, orm::String(30)> name{};
//     orm::Relationship<std::vector<Address>, orm::back_populates("user")> addresses{};
//   };
//   ORM_MAP(User, id, name, addresses)
//
//   auto ed = orm::make<User>({.name = "ed"});
//   session.add(ed);
//   for (auto& user : session.scalars(orm::select(User_).where(User_.name == "ed"))) ...
#pragma once

#include <orm/typed_attributes.h>
#include <orm/typed_dynamic.h>
#include <orm/typed_query.h>
#include <orm/typed_validator.h>
#include <orm/typed_values.h>

// Applies a macro to (context, item) for each item.
#define ORM_PARENTHESES ()
#define ORM_EXPAND(...) ORM_EXPAND_3(ORM_EXPAND_3(ORM_EXPAND_3(ORM_EXPAND_3(__VA_ARGS__))))
#define ORM_EXPAND_3(...) ORM_EXPAND_2(ORM_EXPAND_2(ORM_EXPAND_2(ORM_EXPAND_2(__VA_ARGS__))))
#define ORM_EXPAND_2(...) ORM_EXPAND_1(ORM_EXPAND_1(ORM_EXPAND_1(ORM_EXPAND_1(__VA_ARGS__))))
#define ORM_EXPAND_1(...) __VA_ARGS__
#define ORM_FOR_EACH(macro, context, ...) \
  __VA_OPT__(ORM_EXPAND(ORM_FOR_EACH_STEP(macro, context, __VA_ARGS__)))
#define ORM_FOR_EACH_STEP(macro, context, item, ...) \
  macro(context, item) __VA_OPT__(ORM_FOR_EACH_AGAIN ORM_PARENTHESES(macro, context, __VA_ARGS__))
#define ORM_FOR_EACH_AGAIN() ORM_FOR_EACH_STEP

// NOLINTBEGIN(bugprone-macro-parentheses): these arguments are names to declare
#define ORM_DECLARE_ATTRIBUTE(Class, member)                                               \
  typename Of::template attribute<decltype(Class::member),                                 \
                                  ::orm::detail::first_member<Class> +                     \
                                      static_cast<::std::size_t>(Class##_members::member)> \
      member{};
#define ORM_VISIT_MEMBER(Class, member) visit(#member, &Class::member);
#define ORM_VISIT_ATTRIBUTE(Class, member) visit(member);
// NOLINTEND(bugprone-macro-parentheses)

/// Maps a struct of the same namespace: names its attributes in the order of their columns, and
/// declares `Class_`, which stands for the class in queries (`select(User_)`, `User_.name`). A
/// struct that inherits from a mapped one says `using inherits = Parent;` and names only its own.
#define ORM_MAP(Class, ...)                                                   \
  enum class Class##_members : ::std::size_t{__VA_ARGS__, orm_count};         \
  template <class Of>                                                         \
  struct Class##_attributes : ::orm::detail::InheritedAttributes<Class, Of> { \
    ORM_FOR_EACH(ORM_DECLARE_ATTRIBUTE, Class, __VA_ARGS__)                   \
    template <class Visitor>                                                  \
    void each_attribute(const Visitor& visit) {                               \
      ::orm::detail::InheritedAttributes<Class, Of>::each_attribute(visit);   \
      ORM_FOR_EACH(ORM_VISIT_ATTRIBUTE, Class, __VA_ARGS__)                   \
    }                                                                         \
  };                                                                          \
  struct Class##_entity : Class##_attributes<::orm::ClassOf<Class>> {         \
    using mapped_class = Class;                                               \
    template <class Of>                                                       \
    using attributes = Class##_attributes<Of>;                                \
    static constexpr const char* class_name = #Class;                         \
    [[maybe_unused]] static constexpr ::std::size_t own_members =             \
        static_cast<::std::size_t>(Class##_members::orm_count);               \
    template <class Visitor>                                                  \
    static void each_member(Visitor& visit) {                                 \
      ORM_FOR_EACH(ORM_VISIT_MEMBER, Class, __VA_ARGS__)                      \
    }                                                                         \
    operator ::orm::ClauseRef() const {                                       \
      return ::orm::detail::entity_clause(::orm::map_class<Class>());         \
    }                                                                         \
  };                                                                          \
  [[maybe_unused]] inline constexpr Class##_entity Class##_{};                \
  [[maybe_unused]] inline Class##_entity orm_map_of(const Class*) { return {}; }
