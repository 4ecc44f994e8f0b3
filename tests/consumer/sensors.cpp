// The Core alone, without mapped structs: tables, rows by the thousand, and a query of them.
#include <orm/core.h>

#include <iostream>
#include <string>
#include <vector>

int main() {
  using namespace orm::core;
  //! [tables]
  MetaData metadata;
  Table sensor("sensor", metadata, Column("id", Integer(), primary_key),
               Column("place", String(40), not_nullable));
  Table reading("reading", metadata, Column("id", Integer(), primary_key),
                Column("sensor_id", Integer(), ForeignKey("sensor.id")),
                Column("celsius", Float()));
  orm::Engine engine = orm::create_engine("sqlite://");
  metadata.create_all(engine);
  //! [tables]

  //! [insert]
  orm::Connection connection = engine.connect();
  connection.execute(insert(sensor),
                     {{{"id", 1}, {"place", "cellar"}}, {{"id", 2}, {"place", "roof"}}});
  std::vector<orm::ParameterSet> rows;
  for (int i = 0; i < 1000; ++i) {
    rows.push_back({{"sensor_id", 1 + i % 2}, {"celsius", i % 2 == 0 ? 8.5 : i * 0.01}});
  }
  connection.execute(insert(reading), rows);  // one prepared statement for all of them
  connection.commit();
  //! [insert]

  //! [select]
  auto warmest = select(sensor.c["place"], func::max(reading.c["celsius"]).label("warmest"))
                     .join(reading)
                     .group_by(sensor.c["place"])
                     .order_by(desc("warmest"));
  std::string found;
  for (const auto& row : connection.execute(warmest).all()) {
    found += row["place"].str() + " " + row["warmest"].str() + "; ";
  }
  //! [select]
  std::cout << found << "\n";
  return found == "roof 9.99; cellar 8.5; " ? 0 : 1;
}
