// SQLite's memory: small pieces from orm/small_objects.h, and none of them counted.
//
// A statement takes and frees a few pieces each time it runs. SQLite counts them under a lock, and
// malloc is slower than the ORM's own memory of small objects; both together are a tenth of a
// SELECT by key. SQLite takes pieces that know their size.
#include <sqlite3.h>

#include "orm/dialects/sqlite/driver.h"
#include "orm/small_objects.h"

namespace orm::sqlite {

namespace {

int rounded(int size) { return (size + 7) & ~7; }

bool set_memory() {
  static const sqlite3_mem_methods methods{
      take_sized,    give_sized, resize_sized,
      size_of_sized, rounded,    [](void*) { return SQLITE_OK; },
      [](void*) {},  nullptr,
  };
  // Either fails where the program uses SQLite already: then it has its reasons, or it is too late.
  return sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) == SQLITE_OK &&
         sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK;
}

}  // namespace

void use_own_memory() {
  static const bool set = set_memory();
  (void)set;
}

}  // namespace orm::sqlite
