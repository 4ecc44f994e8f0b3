// The C++ face of the ORM: mapped structs, typed queries, and ORM_MAP, which ties them together.
//
//   struct User {
//     static constexpr auto __tablename__ = "user_account";
//     orm::Mapped<int64_t, orm::primary_key> id{};
//     orm::Mapped<std::string, orm::String(30)> name{};
//   };
//   ORM_MAP(User, id, name)
//
//   auto ed = orm::make<User>({.name = "ed"});
//   session.add(ed);
//   for (auto& user : session.scalars(orm::select(User_).where(User_.name == "ed"))) ...
#pragma once

#include <orm/mapped.h>
#include <orm/typed_expression.h>
#include <orm/typed_select.h>

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
#define ORM_DECLARE_ATTRIBUTE(Class, member)                                 \
  ::orm::Attr<Class, static_cast<::std::size_t>(Class##_attributes::member), \
              typename decltype(Class::member)::value_type>                  \
      member{};
#define ORM_VISIT_ATTRIBUTE(Class, member) visit(#member, &Class::member);
// NOLINTEND(bugprone-macro-parentheses)

/// Maps a struct of the same namespace: names its attributes in the order of their columns, and
/// declares `Class_`, which stands for the class in queries (`select(User_)`, `User_.name`).
#define ORM_MAP(Class, ...)                                                                        \
  enum class Class##_attributes : ::std::size_t{__VA_ARGS__};                                      \
  struct Class##_entity {                                                                          \
    using mapped_class = Class;                                                                    \
    static constexpr const char* class_name = #Class;                                              \
    template <class Visitor>                                                                       \
    static void each_member(Visitor& visit){                                                       \
        ORM_FOR_EACH(ORM_VISIT_ATTRIBUTE, Class, __VA_ARGS__)} ORM_FOR_EACH(ORM_DECLARE_ATTRIBUTE, \
                                                                            Class, __VA_ARGS__)    \
  };                                                                                               \
  [[maybe_unused]] inline constexpr Class##_entity Class##_{};                                     \
  Class##_entity orm_map_of(const Class*);
