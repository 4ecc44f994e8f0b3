// A relationship is compared with an object of the struct that it refers to.
#include <orm/typed.h>

struct User {
  static constexpr auto __tablename__ = "user_account";
  orm::Mapped<int64_t, orm::primary_key> id{};
};
ORM_MAP(User, id)
struct Address {
  static constexpr auto __tablename__ = "address";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<int64_t, orm::foreign_key("user_account.id")> user_id{};
  orm::Relationship<User> user{};
};
ORM_MAP(Address, id, user_id, user)

#ifdef REJECT
auto criterion(const orm::Ptr<Address>& other) { return Address_.user == other; }
#else
auto criterion(const orm::Ptr<User>& other) { return Address_.user == other; }
#endif
