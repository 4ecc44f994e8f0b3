// ATTACH and VACUUM INTO open files as well: they may open those that the engine may open, and no
// others.
#include <doctest/doctest.h>
#include <orm/engine.h>
#include <orm/engine_parts.h>
#include <orm/error.h>
#include <orm/result.h>
#include <orm/selectable.h>

#include <filesystem>
#include <string>
#include <vector>

#include "tests/temporary_folder.h"

namespace fs = std::filesystem;

namespace {

struct Folder : TemporaryFolder {
  Folder() { fs::create_directory(root / "inside"); }

  orm::EngineParts parts() const {
    const std::string inside = (root / "inside/").string();
    orm::EngineParts made;
    made.driver.resolve_path = [inside](const std::string& path) {
      return path.front() == '/' ? path : inside + path;
    };
    made.driver.may_open = [inside](const std::string& path) {
      return path.rfind(inside, 0) == 0 && path.find("..") == std::string::npos;
    };
    return made;
  }
};

}  // namespace

TEST_CASE("a file that ATTACH names lies where the engine's files lie") {
  const Folder folder;
  orm::Engine engine = orm::create_engine("sqlite://", {}, folder.parts());
  orm::Connection connection = engine.connect();
  connection.execute(orm::text("ATTACH 'one.db' AS one"));
  connection.execute(orm::text("ATTACH DATABASE \"two's.db\" AS two"));
  connection.execute(orm::text("CREATE TABLE one.t (x)"));
  connection.execute(orm::text("CREATE TABLE two.t (x)"));
  CHECK(fs::exists(folder.root / "inside/one.db"));
  CHECK(fs::exists(folder.root / "inside/two's.db"));
}

TEST_CASE("ATTACH opens nothing else") {
  const Folder folder;
  orm::Engine engine = orm::create_engine("sqlite://", {}, folder.parts());
  orm::Connection connection = engine.connect();
  const std::string outside = (folder.root / "outside.db").string();
  for (const std::string& sql : std::vector<std::string>{
           "ATTACH '" + outside + "' AS o", "ATTACH \"" + outside + "\" AS o",
           "ATTACH '' || '" + outside + "' AS o", "attach '../outside.db' AS o",
           "VACUUM INTO '" + outside + "'", "VACUUM INTO '' || '" + outside + "'"}) {
    CAPTURE(sql);
    CHECK_THROWS_AS(connection.execute(orm::text(sql)), orm::DatabaseError);
    connection.rollback();
  }
  CHECK_FALSE(fs::exists(outside));
}
