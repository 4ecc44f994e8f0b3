// A member that is no attribute cannot be named in ORM_MAP.
#include <orm/typed.h>

struct User {
  static constexpr auto __tablename__ = "user_account";
  orm::Mapped<int64_t, orm::primary_key> id{};
#ifdef REJECT
  int64_t age{};
#else
  orm::Mapped<int64_t> age{};
#endif
};
ORM_MAP(User, id, age)

auto make_one() { return orm::make<User>({.id = 1}); }
