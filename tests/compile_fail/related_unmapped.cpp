// A relationship to a struct that ORM_MAP was not told of.
#include <orm/typed.h>

struct Address {
  static constexpr auto __tablename__ = "address";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<int64_t, orm::foreign_key("user_account.id")> user_id{};
};
#ifndef REJECT
ORM_MAP(Address, id, user_id)
#endif

struct User {
  static constexpr auto __tablename__ = "user_account";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Relationship<std::vector<Address>> addresses{};
};
ORM_MAP(User, id, addresses)

auto make_one() { return orm::make<User>({.id = 1}); }
