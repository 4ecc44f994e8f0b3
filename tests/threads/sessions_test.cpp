// Threads that share an engine: sixteen sessions on one pool and one file database, half of them
// writing, half reading. No row is lost, none is seen half written. The preset tsan sees whether
// they share anything without a lock.
#include <doctest/doctest.h>
#include <orm/orm.h>

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

struct Entry {
  static constexpr auto __tablename__ = "entry";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<int64_t> writer{};
  orm::Mapped<int64_t> number{};
  orm::Mapped<std::string> text{};
};
ORM_MAP(Entry, id, writer, number, text)

constexpr int kThreads = 16;
constexpr int kWriters = kThreads / 2;
constexpr int kTransactions = 5;
constexpr int kRows = 4;  // of each transaction

std::string text_of(int64_t writer, int64_t number) {
  return "writer " + std::to_string(writer) + ", number " + std::to_string(number);
}

// What went wrong, told by any thread.
class Complaints {
 public:
  void add(const std::string& text) {
    std::lock_guard<std::mutex> lock(mutex_);
    texts_.push_back(text);
  }
  std::string all() const {
    std::string joined;
    for (const std::string& text : texts_) joined += text + "\n";
    return joined;
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> texts_;
};

// A file that is gone afterwards.
class DatabaseFile {
 public:
  DatabaseFile() { remove(); }
  ~DatabaseFile() { remove(); }
  DatabaseFile(const DatabaseFile&) = delete;
  DatabaseFile& operator=(const DatabaseFile&) = delete;
  std::string url() const { return "sqlite:///" + path_.string(); }

 private:
  void remove() const {
    for (const char* suffix : {"", "-journal"}) std::filesystem::remove(path_.string() + suffix);
  }
  std::filesystem::path path_ = std::filesystem::path(LESSONRUN_BINARY_DIR) / "threads_test.db";
};

// Adds the rows of one transaction. False if another writer kept the database too long: SQLite lets
// one write at a time.
bool write_once(const orm::Engine& engine, int writer, int transaction) {
  orm::Session session(engine);
  try {
    for (int row = 0; row < kRows; ++row) {
      const int number = transaction * kRows + row;
      session.add(
          orm::make<Entry>({.writer = writer, .number = number, .text = text_of(writer, number)}));
      if (row % 2 == 1) session.flush();
    }
    session.commit();
    return true;
  } catch (const orm::OperationalError&) {
    session.rollback();
    return false;
  }
}

void write(const orm::Engine& engine, int writer) {
  for (int transaction = 0; transaction < kTransactions; ++transaction) {
    while (!write_once(engine, writer, transaction)) std::this_thread::yield();
  }
}

// Reads all rows; returns how many there are. The rows of a transaction come together.
size_t read(const orm::Engine& engine, Complaints& complaints) {
  orm::Session session(engine);
  const auto entries = session.scalars(orm::select(Entry_).order_by(Entry_.id)).all();
  for (const orm::Ptr<Entry>& entry : entries) {
    if (*entry->text != text_of(entry->writer, entry->number)) {
      complaints.add("a row is mixed up: " + *entry->text);
    }
    if (session.get<Entry>(*entry->id) != entry) complaints.add("a row is two objects");
  }
  if (entries.size() % kRows != 0) complaints.add("a transaction is seen in part");
  return entries.size();
}

}  // namespace

TEST_CASE("sixteen sessions write and read one file through one pool") {
  DatabaseFile file;
  Complaints complaints;
  {
    orm::Engine engine = orm::create_engine(file.url(), {.pool_size = kThreads});
    orm::metadata<Entry>().create_all(engine);
    std::atomic<int> writing{kWriters};
    std::atomic<int> waiting{kThreads};
    std::vector<std::thread> threads;
    for (int number = 0; number < kThreads; ++number) {
      threads.emplace_back([&, number] {
        --waiting;  // all begin together
        while (waiting.load() > 0) std::this_thread::yield();
        try {
          if (number < kWriters) {
            write(engine, number);
            --writing;
            return;
          }
          size_t before = 0;
          for (bool last = false; !last;) {
            last = writing.load() <= 0;
            const size_t now = read(engine, complaints);
            if (now < before) complaints.add("rows are lost");
            before = now;
          }
        } catch (const std::exception& error) {
          complaints.add(error.what());
          if (number < kWriters) --writing;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(read(engine, complaints) == size_t{kWriters} * kTransactions * kRows);
    orm::Session session(engine);
    for (auto& [writer, rows] : session.execute(
             orm::select(Entry_.writer, orm::fn::count(Entry_.id)).group_by(Entry_.writer))) {
      CAPTURE(writer);
      CHECK(rows == kTransactions * kRows);
    }
  }
  CHECK(complaints.all() == "");
}
