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

void soci_items(int rows) {
  soci::session session(soci::sqlite3, ":memory:");
  session << kCreate;
  long long id = 0;
  std::string name;
  double price = 0;
  measure("insert SOCI", [&] {
    soci::transaction transaction(session);
    soci::statement insert =
        (session.prepare << "INSERT INTO item (id, name, price) VALUES (:id, :name, :price)",
         soci::use(id), soci::use(name), soci::use(price));
    for (int i = 1; i <= rows; ++i) {
      id = i;
      name = "item number " + std::to_string(i);
      price = i * 0.25;
      insert.execute(true);
    }
    transaction.commit();
  });
  std::vector<Item> found;
  measure("select SOCI", [&] {
    const soci::rowset<soci::row> all = (session.prepare << kSelect);
    for (const soci::row& row : all) {
      found.push_back({row.get<int>(0), row.get<std::string>(1), row.get<double>(2)});
    }
  });
  check(found.size() == static_cast<size_t>(rows), "rows");
  measure("update SOCI", [&] {
    soci::transaction transaction(session);
    soci::statement update = (session.prepare << "UPDATE item SET price=:price WHERE item.id = :id",
                              soci::use(price), soci::use(id));
    price = 1.5;
    for (const Item& item : found) {
      id = item.id;
      update.execute(true);
    }
    transaction.commit();
  });
  measure("get SOCI", [&] {
    Item item;
    int read = 0;
    soci::statement get =
        (session.prepare << "SELECT item.id, item.name, item.price FROM item WHERE item.id = :id",
         soci::into(read), soci::into(item.name), soci::into(item.price), soci::use(id));
    for (int i = 1; i <= rows; ++i) {
      id = scattered(i, rows);
      check(get.execute(true) && item.price == 1.5, "get");
    }
  });
}

}  // namespace bench
