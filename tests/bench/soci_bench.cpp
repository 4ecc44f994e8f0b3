// SOCI beside the Core.
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "tests/bench/core_bench.h"

namespace bench {

void soci_library(const std::vector<Item>& items, Times& times) {
  soci::session session(soci::sqlite3, ":memory:");
  session << kCreate;
  times["insert SOCI"].push_back(timed([&] {
    soci::transaction transaction(session);
    long long id = 0;
    std::string name;
    double price = 0;
    soci::statement statement =
        (session.prepare << "INSERT INTO item (id, name, price) VALUES (:id, :name, :price)",
         soci::use(id), soci::use(name), soci::use(price));
    for (const Item& item : items) {
      id = item.id;
      name = item.name;
      price = item.price;
      statement.execute(true);
    }
    transaction.commit();
  }));
  times["select SOCI"].push_back(timed([&] {
    std::vector<Item> found;
    const soci::rowset<soci::row> rows = (session.prepare << kSelect);
    for (const soci::row& row : rows) {
      // SQLite's INTEGER PRIMARY KEY arrives as the C type that SOCI chooses for INTEGER.
      found.push_back({row.get<int>(0), row.get<std::string>(1), row.get<double>(2)});
    }
    check(found.size() == items.size(), "rows");
  }));
}

}  // namespace bench
