#include "runner/lesson/scratch_files.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

#include "tests/temporary_folder.h"

using lessonrun::ScratchFiles;
namespace fs = std::filesystem;

namespace {

// A scratch folder beside a file that is none of a lesson's business.
struct Folder : TemporaryFolder {
  Folder() {
    fs::create_directories(root / "lesson/shop");
    std::ofstream(root / "secret.txt") << "secret";
    std::ofstream(root / "lesson/shop/models.py") << "x = 1\n";
  }
  std::string lesson() const { return (root / "lesson").string(); }
};

}  // namespace

TEST_CASE("files of the folder are found, also in folders below it") {
  const Folder folder;
  ScratchFiles files(folder.lesson());
  CHECK(files.read("shop/models.py") == "x = 1\n");
  CHECK(files.stat("shop")->is_directory);
  CHECK_FALSE(files.stat("shop/none.py"));
  CHECK_FALSE(files.stat("none/models.py"));
  CHECK_FALSE(files.stat("shop/models.py/more"));
  CHECK(files.read(folder.lesson() + "/shop/models.py") == "x = 1\n");
  CHECK_FALSE(files.stat(folder.lesson() + "/shop/none.py"));
  CHECK(files.stat(folder.lesson() + "/")->is_directory);
  CHECK(files.resolve("shop/../shop/models.py") == files.resolve("shop/models.py"));
}

TEST_CASE("nothing leads out of the folder") {
  const Folder folder;
  ScratchFiles files(folder.lesson());
  CHECK_FALSE(files.resolve("../secret.txt"));
  CHECK_FALSE(files.resolve("shop/../../secret.txt"));
  CHECK_FALSE(files.resolve("none/../../secret.txt"));
  CHECK_FALSE(files.resolve((folder.root / "secret.txt").string()));
  CHECK_FALSE(files.resolve(std::string("shop\0/models.py", 15)));
  CHECK_THROWS(files.read("../secret.txt"));
  CHECK_THROWS(files.write("../new.txt", "x", false));
}

TEST_CASE("links lead nowhere but within the folder") {
  const Folder folder;
  fs::create_symlink(folder.root / "secret.txt", folder.root / "lesson/file");
  fs::create_directory_symlink(folder.root, folder.root / "lesson/out");
  fs::create_directory_symlink(folder.root / "lesson/shop", folder.root / "lesson/in");
  fs::create_symlink(folder.root / "nowhere.txt", folder.root / "lesson/dangling");
  ScratchFiles files(folder.lesson());
  CHECK_FALSE(files.resolve("file"));
  CHECK_FALSE(files.resolve("out/secret.txt"));
  CHECK_FALSE(files.resolve("out/none.txt"));
  CHECK_FALSE(files.resolve("dangling"));
  CHECK(files.read("in/models.py") == "x = 1\n");
}
