// A struct that ORM_MAP was not told of.
#include <orm/typed.h>

struct User {
  static constexpr auto __tablename__ = "user_account";
  orm::Mapped<int64_t, orm::primary_key> id{};
};
#ifndef REJECT
ORM_MAP(User, id)
#endif

auto make_one() { return orm::make<User>({.id = 1}); }
