// An attribute that ORM_MAP does not name is none in queries.
#include <orm/typed.h>

struct User {
  static constexpr auto __tablename__ = "user_account";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> name{};
};
#ifdef REJECT
ORM_MAP(User, id)
#else
ORM_MAP(User, id, name)
#endif

auto statement() { return orm::select(User_.name); }
