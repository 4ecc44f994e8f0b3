// A collection that is a query has a type of its own.
#include <orm/typed.h>

struct Post;
struct User {
  static constexpr auto __tablename__ = "user_account";
  orm::Mapped<int64_t, orm::primary_key> id{};
#ifdef REJECT
  orm::Relationship<std::vector<Post>, orm::lazy("dynamic")> posts{};
#else
  orm::DynamicRelationship<Post> posts{};
#endif
};
ORM_MAP(User, id, posts)
struct Post {
  static constexpr auto __tablename__ = "post";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<int64_t, orm::foreign_key("user_account.id")> user_id{};
};
ORM_MAP(Post, id, user_id)
