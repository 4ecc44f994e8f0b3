// A text column compared with a number: one sentence of the library's.
#include <orm/typed.h>

struct User {
  static constexpr auto __tablename__ = "user_account";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> name{};
};
ORM_MAP(User, id, name)

#ifdef REJECT
auto criterion() { return User_.name == 5; }
#else
auto criterion() { return User_.name == "5"; }
#endif
