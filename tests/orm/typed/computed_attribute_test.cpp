// What the database or a SELECT computes: computed(), ColumnProperty, association proxies and
// enumerations. The SQL is what SQLAlchemy 2.0 sends for the same mapping.
#include <doctest/doctest.h>

#include "orm/association_proxy.h"
#include "orm/core.h"
#include "orm/orm.h"
#include "orm/typed_column_property.h"
#include "orm/typed_enum.h"

namespace {

enum class Shape { round, square };
ORM_ENUM(Shape, round, square)

struct Box {
  struct ComputedBase {};
  using declarative_base = ComputedBase;
  static constexpr auto __tablename__ = "box";
  static orm::core::Expr make_label(const orm::core::Columns& c) {
    return c["name"] + "/" + c["kind"];
  }
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> name{};
  orm::Mapped<std::string> kind{};
  orm::Mapped<int64_t> side{};
  orm::Mapped<std::optional<int64_t>, orm::computed("side * side")> area{};
  orm::Mapped<Shape> shape{};
  orm::ColumnProperty<std::string, make_label> label{};
};
ORM_MAP(Box, id, name, kind, side, area, shape, label)

struct Tag;
struct Post {
  struct ProxyBase {};
  using declarative_base = ProxyBase;
  static constexpr auto __tablename__ = "post";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Relationship<std::vector<Tag>, orm::back_populates("post"),
                    orm::cascade("all, delete-orphan")>
      tags{};
  template <class Related = Tag>
  auto tag_names() {
    return orm::association_proxy(tags, &Related::name, [](const std::string& name) {
      return orm::make<Related>({.name = name});
    });
  }
  template <class Related = Tag>
  static auto tag_names(const auto& cls) {
    return orm::association_proxy(cls.tags, orm::entity<Related>().name);
  }
};
ORM_MAP(Post, id, tags)
struct Tag {
  using declarative_base = Post::ProxyBase;
  static constexpr auto __tablename__ = "tag";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> name{};
  orm::Mapped<int64_t, orm::foreign_key("post.id")> post_id{};
  orm::Relationship<Post, orm::back_populates("tags")> post{};
  template <class Related = Post>
  static auto siblings(const auto& cls) {
    return orm::association_proxy(cls.post, orm::entity<Related>().id);
  }
};
ORM_MAP(Tag, id, name, post_id, post)

struct Twice {
  struct TwiceBase {};
  using declarative_base = TwiceBase;
  static constexpr auto __tablename__ = "twice";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<int64_t, orm::computed("1"), orm::server_default("2")> both{};
};
ORM_MAP(Twice, id, both)

std::string flat(std::string sql) {
  std::string made;
  for (char c : sql) {
    if (c == '\n' || c == '\t') c = ' ';
    if (c != ' ' || made.empty() || made.back() != ' ') made += c;
  }
  return made;
}

}  // namespace

TEST_SUITE("computed attributes") {
  TEST_CASE("a computed column is left out by a flush and read afterwards") {
    auto engine = orm::create_engine("sqlite://");
    orm::metadata<Box>().create_all(engine);
    orm::Session session(engine);
    auto box = orm::make<Box>({.name = "b", .kind = "k", .side = 3, .shape = Shape::square});
    CHECK(box->area.is_none());
    session.add(box);
    session.flush();
    CHECK(box->area.get() == 9);
    box->side = 4;
    session.flush();
    CHECK(box->area.get() == 16);
    CHECK(flat(orm::CreateTable(orm::table_of<Box>())->str(orm::profile_2_0))
              .find("area INTEGER GENERATED ALWAYS AS (side * side)") != std::string::npos);
    CHECK_THROWS_WITH_AS(
        orm::map_class<Twice>(),
        "A generated column cannot specify a server_default or a server_onupdate argument",
        orm::ArgumentError);
  }

  TEST_CASE("a copy of a struct has the values that are there, and loads none") {
    auto engine = orm::create_engine("sqlite://");
    orm::metadata<Box>().create_all(engine);
    orm::Session session(engine);
    auto box = orm::make<Box>({.name = "b", .kind = "k", .side = 3, .shape = Shape::square});
    session.add(box);
    session.flush();
    CHECK(box->label.get() != "");
    const Box full(*box);
    CHECK(full.label.get() == box->label.get());
    session.expire(box);
    const Box empty(*box);
    CHECK(empty.label.get().empty());
    CHECK(empty.name.get().empty());
  }

  TEST_CASE("a column property is selected first, and a flush makes it stale") {
    auto engine = orm::create_engine("sqlite://");
    orm::metadata<Box>().create_all(engine);
    orm::Session session(engine);
    CHECK(flat(orm::select(Box_).str()) ==
          "SELECT box.name || :name_1 || box.kind AS anon_1, box.id, box.name, box.kind, box.side, "
          "box.area, box.shape FROM box");
    CHECK(flat(orm::select(Box_.label).where(Box_.label == "b/k").str()) ==
          "SELECT box.name || :name_1 || box.kind AS anon_1 FROM box "
          "WHERE (box.name || :name_1 || box.kind) = :param_1");
    auto box = orm::make<Box>({.name = "b", .kind = "k", .side = 1, .shape = Shape::round});
    CHECK(box->label.is_none());
    session.add(box);
    session.flush();
    CHECK(box->label.get() == "b/k");
    box->kind = "other";
    session.flush();
    CHECK(box->label.get() == "b/other");
    CHECK(session.scalars(orm::select(Box_.label)).all() == std::vector<std::string>{"b/other"});
  }

  TEST_CASE("an enumeration is stored by the names of its members") {
    auto engine = orm::create_engine("sqlite://");
    orm::metadata<Box>().create_all(engine);
    orm::Session session(engine);
    session.add(orm::make<Box>({.name = "b", .kind = "k", .side = 1, .shape = Shape::square}));
    session.commit();
    auto found = session.scalars(orm::select(Box_).where(Box_.shape == Shape::square)).one();
    CHECK(found->shape.get() == Shape::square);
    CHECK(session.connection().execute(orm::text("SELECT shape FROM box")).scalar_one() ==
          orm::Value("square"));
    CHECK(orm::table_of<Box>().column("shape")->type->repr() ==
          "Enum('round', 'square', name='shape')");
    CHECK(orm::repr(Shape::round) == "<Shape.round: 'round'>");
    CHECK(orm::str(Shape::round) == "Shape.round");
    CHECK(orm::enum_named<Shape>("square") == Shape::square);
    CHECK_THROWS_WITH_AS(orm::enum_named<Shape>("oval"), "'oval'", orm::KeyError);
    CHECK_THROWS_WITH_AS(orm::enum_of<Shape>("oval"), "'oval' is not a valid Shape",
                         orm::ValueError);
    session.connection().execute(orm::text("UPDATE box SET shape = 'oval'"));
    session.expire_all();
    CHECK_THROWS_AS((void)found->shape.get(), orm::LookupError);
  }
}

TEST_SUITE("association proxies") {
  TEST_CASE("values behind a collection are read and changed like a list") {
    auto engine = orm::create_engine("sqlite://");
    orm::metadata<Post>().create_all(engine);
    orm::Session session(engine);
    auto post = orm::make<Post>();
    post->tag_names().append("a");
    post->tag_names().extend({"b", "c"});
    session.add(post);
    session.commit();
    CHECK(post->tag_names().get() == std::vector<std::string>{"a", "b", "c"});
    CHECK(post->tag_names().size() == 3);
    CHECK(post->tag_names()[1] == "b");
    CHECK(post->tag_names().contains("c"));
    post->tag_names().remove("b");
    CHECK_THROWS_WITH_AS(post->tag_names().remove("z"), "value not in list", orm::ValueError);
    session.commit();
    CHECK(session.scalar(orm::select(orm::fn::count(Tag_.id))) == 2);
    post->tag_names().clear();
    session.commit();
    CHECK(session.scalar(orm::select(orm::fn::count(Tag_.id))) == 0);
  }

  TEST_CASE("in queries they ask with EXISTS") {
    const auto where = [](const auto& criterion) {
      const std::string sql = flat(orm::select(Post_.id).where(criterion).str());
      return sql.substr(sql.find("WHERE "));
    };
    const std::string exists = "WHERE EXISTS (SELECT 1 FROM tag WHERE post.id = tag.post_id AND ";
    CHECK(where(Post::tag_names(Post_) == "a") == exists + "tag.name = :name_1)");
    CHECK(where(Post::tag_names(Post_).contains("a")) ==
          exists + "(tag.name LIKE '%' || :name_1 || '%'))");
    CHECK(where(Post::tag_names(Post_).in_(std::vector<std::string>{"a"})) ==
          exists + "tag.name IN (__[POSTCOMPILE_name_1]))");
    CHECK(flat(orm::select(Tag_.id).where(Tag::siblings(Tag_) == 1).str()) ==
          "SELECT tag.id FROM tag WHERE EXISTS (SELECT 1 FROM post WHERE post.id = tag.post_id AND "
          "post.id = :id_1)");
  }
}
