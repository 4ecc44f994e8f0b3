// Mapped structs beside the floor of orm_bench.cpp: the same rows by the C++ face of the ORM.
//
//   bench_orm 100000; bench_typed 100000
#include <orm/orm.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/bench/core_bench.h"

namespace {

using bench::check;
using bench::timed;

struct Item {
  static constexpr auto __tablename__ = "item";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> name{};
  orm::Mapped<double> price{};
};
ORM_MAP(Item, id, name, price)

struct Part;
struct Box {
  static constexpr auto __tablename__ = "box";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> name{};
  orm::Relationship<std::vector<Part>, orm::back_populates("box")> parts{};
};
ORM_MAP(Box, id, name, parts)

struct Part {
  static constexpr auto __tablename__ = "part";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> name{};
  orm::Mapped<int64_t, orm::foreign_key("box.id")> box_id{};
  orm::Relationship<Box, orm::back_populates("parts")> box{};
};
ORM_MAP(Part, id, name, box_id, box)

template <class Work>
void measure(const char* name, Work&& work) {
  std::printf("%s\t%.9f\n", name, timed(work));
}

void items(const orm::Engine& engine, int rows) {
  measure("insert", [&] {
    orm::Session session(engine);
    for (int i = 1; i <= rows; ++i) {
      session.add(orm::make<Item>(
          {.id = i, .name = "item number " + std::to_string(i), .price = i * 0.25}));
    }
    session.commit();
  });
  {
    orm::Session session(engine);
    std::vector<orm::Ptr<Item>> found;
    measure("select", [&] { found = session.scalars(orm::select(Item_)).all(); });
    check(found.size() == static_cast<size_t>(rows), "rows");
    measure("update", [&] {
      for (const orm::Ptr<Item>& item : found) item->price = 1.5;
      session.commit();
    });
  }
  measure("get", [&] {
    orm::Session session(engine);
    for (int i = 1; i <= rows; ++i) {
      check(session.get<Item>(bench::scattered(i, rows))->price == 1.5, "price");
    }
  });
  measure("get in order", [&] {
    orm::Session session(engine);
    for (int i = 1; i <= rows; ++i) check(session.get<Item>(i)->price == 1.5, "price");
  });
}

void boxes(const orm::Engine& engine, int rows) {
  measure("relationship flush", [&] {
    orm::Session session(engine);
    for (int i = 1; i <= rows / 10; ++i) {
      auto box = orm::make<Box>({.id = i, .name = "box"});
      for (int k = 1; k <= 10; ++k) {
        box->parts.append(orm::make<Part>({.id = (i - 1) * 10 + k, .name = "part"}));
      }
      session.add(box);
    }
    session.commit();
  });
  auto loaded = [&](const char* name, const orm::LoadOption& option) {
    measure(name, [&] {
      orm::Session session(engine);
      auto found = session.scalars(orm::select(Box_).options(option)).unique().all();
      check(found.size() == static_cast<size_t>(rows / 10), "boxes");
      check(found.back()->parts.size() == 10, "parts");
    });
  };
  loaded("joined", orm::joinedload(Box_.parts));
  loaded("selectin", orm::selectinload(Box_.parts));
}

}  // namespace

int main(int argc, char** argv) {
  const int rows = argc > 1 ? std::atoi(argv[1]) : bench::kRows;
  orm::Engine engine = orm::create_engine("sqlite://");
  orm::metadata<Item, Box>().create_all(engine);
  items(engine, rows);
  boxes(engine, rows);
  return 0;
}
