// The echo of one program in every profile, compared with what SQLAlchemy 1.3.24, 1.4.54 and 2.0.52
// logged for it (tests/orm/engine/echo; times are taken out).
#include <doctest/doctest.h>
#include <orm/core.h>
#include <orm/engine_parts.h>

#include <fstream>
#include <ostream>
#include <regex>
#include <sstream>

using namespace orm;

namespace {

struct Sink : LogSink {
  explicit Sink(std::ostream& stream) : out(stream) {}
  bool enabled(std::string_view, LogLevel) override { return false; }
  void write(const LogRecord& record) override { out << record.message << "\n"; }
  std::ostream& out;
};

// One program, read from top to bottom: cut into parts it would say less.
// NOLINTNEXTLINE(readability-function-size)
void run(const Profile& p, std::ostream& out) {
  EngineOptions o;
  o.profile = &p;
  o.echo = true;
  Engine e = create_engine("sqlite://", o, {.log = std::make_shared<Sink>(out)});
  auto m = make_ref<MetaData>(p);
  ColumnArgs pk;
  pk.primary_key = true;
  ColumnArgs nn;
  nn.nullable = false;
  nn.unique = true;
  auto users =
      m->define("users", {make_ref<Column>("id", Integer(), pk), make_ref<Column>("name", String()),
                          make_ref<Column>("fullname", String(50), nn)});
  ColumnArgs ix;
  ix.index = true;
  ColumnArgs fk;
  fk.foreign_keys.emplace_back("users.id");
  auto addresses = m->define(
      "addresses", {make_ref<Column>("id", Integer(), pk), make_ref<Column>("email", String(), ix),
                    make_ref<Column>("user_id", nullptr, fk)});
  out << users->repr() << "\n";
  m->create_all(e);
  m->create_all(e);
  auto user = [&](const char* n) { return users->col(n); };
  auto address = [&](const char* n) { return addresses->col(n); };
  {
    Transaction t = e.begin();
    auto c = t.connection();
    c.execute(insert(users)->values(
        Assignments{{"name", nullptr, Value("c1")}, {"fullname", nullptr, Value("C1")}}));
    c.execute(insert(users), {{{"name", Value("c2")}, {"fullname", Value("C2")}},
                              {{"name", Value("c3")}, {"fullname", Value("C3")}}});
    c.execute(insert(users)->values(std::vector<Assignments>{
        {{"name", nullptr, Value("c4")}, {"fullname", nullptr, Value("C4")}},
        {{"name", nullptr, Value("c5")}, {"fullname", nullptr, Value("C5")}}}));
    c.execute(insert(users), {{{"name", Value("c6")}, {"fullname", Value("C6")}}});
    c.execute(
        update(users)->where(user("name")->eq("c1"))->values({{"name", nullptr, Value("c1b")}}));
    c.execute(update(users)
                  ->where(user("name")->eq(bindparam("old")))
                  ->values({{"name", nullptr, Operand(bindparam("new"))}}),
              {{{"old", Value("c2")}, {"new", Value("c2b")}},
               {{"old", Value("c3")}, {"new", Value("c3b")}}});
    c.execute(delete_(users)->where(user("name")->eq("c1b")));
    t.commit();
  }
  {
    Transaction t = e.begin();
    auto c = t.connection();
    for (auto v : {"q", "r"}) c.execute(select({users})->where(user("name")->eq(v))).all();
    c.execute(select({users, addresses})->where(user("id")->eq(address("user_id")))).all();
    auto r =
        c.execute(select({func("count", {user("id")}), operate(Operator::add, user("name"), "x"),
                          literal(5), func("max", {user("id")})->label("m")}))
            .all();
    out << r[0].repr() << r[0].mapping_repr() << "\n";
    c.execute(select({user("id")})->select_from({users->join(addresses)})->limit(2)->offset(1))
        .all();
    c.execute(select({user("id")})
                  ->where(user("id")->in_({1, 2, 3}))
                  ->where(user("name")->in_(std::vector<Value>{})))
        .all();
    c.execute(select({user("id")})->where(user("id")->not_in({1, 2, 3}))).all();
    if (p.use_returning)
      c.execute(insert(users)->returning({user("id")}),
                {{{"name", Value("z")}, {"fullname", Value("z")}},
                 {{"name", Value("zz")}, {"fullname", Value("zz")}}})
          .all();
    t.commit();
  }
  {
    auto c = e.connect();
    out << c.execute(text("select :x + 1"), {{{"x", Value(4)}}}).all()[0].repr() << "\n";
    c.execute(text("CREATE TABLE some_table (x int, y int)"));
    c.execute(text("INSERT INTO some_table (x, y) VALUES (:x, :y)"),
              {{{"x", 1}, {"y", 1}}, {{"x", 2}, {"y", 4}}});
    if (p.future) c.commit();
    c.execute(text("UPDATE some_table SET y=:y"), {{{"y", 6}}});
  }
  {
    auto c = e.connect();
    auto t = c.begin();
    auto n = c.begin_nested();
    c.execute(insert(users)->values(
        Assignments{{"name", nullptr, Value("n")}, {"fullname", nullptr, Value("n")}}));
    n.rollback();
    n = c.begin_nested();
    n.commit();
    t.rollback();
  }
  try {
    Transaction t = e.begin();
    try {
      t.connection().execute(insert(users)->values(Assignments{{"id", nullptr, Value(2)},
                                                               {"name", nullptr, Value("d")},
                                                               {"fullname", nullptr, Value("d")}}));
    } catch (...) {
      t.rollback();
      throw;
    }
  } catch (const Error& x) {
    out << x.error_class().name << "\n" << x.what() << "\n";
  }
  auto sub = select({user("id"), func("count", {address("id")})->label("n")})
                 ->join(addresses)
                 ->group_by({user("id")})
                 ->subquery();
  out << select({sub})->where(sub->col("n")->eq(3))->str(p) << "\n";
  out << select({user("name")})
             ->where(select({func("count", {address("id")})})
                         ->where(address("user_id")->eq(user("id")))
                         ->scalar_subquery()
                         ->eq(2))
             ->str(p)
      << "\n";
  auto al = users->alias();
  out << select({al})->where(al->col("name")->eq("x"))->order_by({al->col("id")->desc()})->str(p)
      << "\n";
  m->drop_all(e);
}

std::string without_times(const std::string& text) {
  static const std::regex times(R"([0-9.e+-]*s( ago)?( \(insert[^\]]*\))?\])");
  return std::regex_replace(text, times, "T$1$2]");
}

}  // namespace

TEST_CASE("a Core program echoes what SQLAlchemy echoes") {
  for (const Profile* profile : {&profile_1_3, &profile_1_4, &profile_1_4_future, &profile_2_0}) {
    CAPTURE(profile->name);
    std::ifstream file(std::string(LESSONRUN_SOURCE_DIR) + "/tests/orm/engine/echo/" +
                       profile->name + ".txt");
    std::stringstream expected;
    expected << file.rdbuf();
    std::ostringstream actual;
    run(*profile, actual);
    CHECK(without_times(actual.str()) == expected.str());
  }
}
