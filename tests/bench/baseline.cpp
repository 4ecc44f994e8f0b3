// The floor for a lesson's run time: a program that links the same libraries and sends the SQL of
// lessons/02-getting-connected.md through the SQLite C API, and nothing else.
#include <cmark.h>
#include <sqlite3.h>
#include <tommath.h>
#include <yaml.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <cstdio>
#include <cstdlib>

namespace {

void run(sqlite3* database, const char* sql) {
  char* error = nullptr;
  if (sqlite3_exec(database, sql, nullptr, nullptr, &error) != SQLITE_OK) {
    std::fprintf(stderr, "%s: %s\n", sql, error);
    std::exit(1);
  }
}

void one_database(const char* path) {
  sqlite3* database = nullptr;
  if (sqlite3_open(path, &database) != SQLITE_OK) std::exit(1);
  run(database, "SELECT 1 + 1");
  run(database, "SELECT 'ready'");
  sqlite3_close(database);
}

}  // namespace

int main() {
  // Keep the libraries in the program as the real one has them.
  if (cmark_version() == 0 || yaml_get_version_string() == nullptr) return 1;
  if (pcre2_config_8(PCRE2_CONFIG_VERSION, nullptr) == 0) return 1;
  mp_int number;
  if (mp_init(&number) != MP_OKAY) return 1;
  mp_clear(&number);
  one_database(":memory:");
  one_database(":memory:");
  std::puts("ok");
  return 0;
}
