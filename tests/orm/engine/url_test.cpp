// URLs: every form, the hidden password and the error of each profile.
#include <doctest/doctest.h>
#include <orm/engine.h>
#include <orm/engine_parts.h>
#include <orm/error.h>
#include <orm/profile.h>
#include <orm/url.h>

using namespace orm;

namespace {
std::string error_of(const char* url, const Profile& profile) {
  try {
    EngineOptions options;
    options.profile = &profile;
    create_engine(url, options);
  } catch (const Error& error) {
    return std::string(error.error_class().name) + ": " + error.what();
  }
  return "none";
}
}  // namespace

TEST_CASE("a URL is taken apart and written again") {
  Url url = make_url("postgresql+psycopg2://u:p%40w@[::1]:5432/db?a=b&a=c&d=e%20f", profile_2_0);
  CHECK(url.backend_name() == "postgresql");
  CHECK(url.driver_name() == "psycopg2");
  CHECK(*url.username == "u");
  CHECK(*url.password == "p@w");
  CHECK(*url.host == "::1");
  CHECK(*url.port == 5432);
  CHECK(*url.database == "db");
  CHECK(url.query.size() == 2);
  CHECK(url.render() == "postgresql+psycopg2://u:***@[::1]:5432/db?a=b&a=c&d=e%20f");
  CHECK(url.render(false) == "postgresql+psycopg2://u:p%40w@[::1]:5432/db?a=b&a=c&d=e%20f");
  CHECK(make_url("sqlite://", profile_2_0).render() == "sqlite://");
  CHECK(*make_url("sqlite:////a/b", profile_2_0).database == "/a/b");
}

TEST_CASE("a URL that cannot be used says why") {
  CHECK(error_of("xx", profile_1_3) ==
        "ArgumentError: Could not parse rfc1738 URL from string 'xx'");
  CHECK(error_of("xx", profile_1_4) ==
        "ArgumentError: Could not parse SQLAlchemy URL from string 'xx'");
  CHECK(error_of("xx", profile_2_0) ==
        "ArgumentError: Could not parse SQLAlchemy URL from given URL string");
  CHECK(error_of("foo://x", profile_2_0) ==
        "NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:foo");
  CHECK(error_of("mysql+foo://x", profile_2_0) ==
        "NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:mysql.foo");
  CHECK(error_of("postgresql://x", profile_2_0) ==
        "ModuleNotFoundError: No module named 'psycopg2'");
  CHECK(error_of("postgresql+asyncpg://x", profile_1_3) ==
        "NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:postgresql.asyncpg");
  CHECK(error_of("sqlite://host/x", profile_2_0).rfind("ArgumentError: Invalid SQLite URL: ", 0) ==
        0);
}

TEST_CASE("unknown keywords of create_engine are named with the configuration") {
  EngineOptions options;
  std::vector<std::string> unknown;
  set_engine_option(options, "foo", Value(1), unknown);
  set_engine_option(options, "echo", Value("debug"), unknown);
  CHECK(options.echo == EngineOptions::Echo::debug);
  CHECK(unknown == std::vector<std::string>{"foo"});
  CHECK_THROWS_WITH_AS(
      throw_unknown_engine_options(unknown, make_url("sqlite://", profile_2_0), options),
      "Invalid argument(s) 'foo' sent to create_engine(), using configuration "
      "SQLiteDialect_pysqlite/SingletonThreadPool/Engine.  Please check that the keyword arguments "
      "are appropriate for this combination of components.",
      TypeError);
}
