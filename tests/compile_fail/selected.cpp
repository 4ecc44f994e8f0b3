// select() of something that is no SQL expression.
#include <orm/typed.h>

struct User {
  static constexpr auto __tablename__ = "user_account";
  orm::Mapped<int64_t, orm::primary_key> id{};
};
ORM_MAP(User, id)

#ifdef REJECT
auto statement() { return orm::select(User_, 5); }
#else
auto statement() { return orm::select(User_, User_.id); }
#endif
