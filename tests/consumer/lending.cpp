// A lending library: three mapped structs, their relationships, and what a program does with them.
// It prints what it finds, and fails if that is not what it should be.
#include <orm/orm.h>

#include <iostream>
#include <string>
#include <vector>

//! [model]
struct Loan;

struct Reader {
  static constexpr auto __tablename__ = "reader";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string, orm::String(60)> name{};
  orm::Mapped<std::optional<std::string>> email{};
  orm::Relationship<std::vector<Loan>, orm::back_populates("reader"),
                    orm::cascade("all, delete-orphan")>
      loans{};
};
ORM_MAP(Reader, id, name, email, loans)

struct Book {
  static constexpr auto __tablename__ = "book";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string, orm::String(120), orm::unique> title{};
  orm::Mapped<int64_t> pages{};
};
ORM_MAP(Book, id, title, pages)

struct Loan {
  static constexpr auto __tablename__ = "loan";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<int64_t, orm::foreign_key("reader.id")> reader_id{};
  orm::Mapped<int64_t, orm::foreign_key("book.id")> book_id{};
  orm::Mapped<orm::Date> due{};
  orm::Relationship<Reader, orm::back_populates("loans")> reader{};
  orm::Relationship<Book> book{};
};
ORM_MAP(Loan, id, reader_id, book_id, due, reader, book)
//! [model]

namespace {

//! [lend]
// Both are written, or neither: the scope rolls back what is not committed.
void lend(orm::Session& session, const orm::Ptr<Reader>& reader, const orm::Ptr<Book>& book,
          orm::Date due) {
  orm::SessionScope savepoint(session.begin_nested());
  reader->loans.append(orm::make<Loan>({.due = due, .book = book}));
  savepoint.commit();
}
//! [lend]

//! [overdue]
// One SELECT for the loans, with reader and book joined: no further one in the loop.
std::vector<std::string> overdue(orm::Session& session, orm::Date today) {
  std::vector<std::string> lines;
  auto loans = orm::select(Loan_)
                   .where(Loan_.due < today)
                   .order_by(Loan_.due)
                   .options(orm::joinedload(Loan_.reader), orm::joinedload(Loan_.book));
  for (const auto& loan : session.scalars(loans)) {
    lines.push_back(*loan->reader->name + " has " + *loan->book->title);
  }
  return lines;
}
//! [overdue]

//! [counts]
// Columns of a row come out by their C++ types.
std::vector<std::string> loans_per_reader(orm::Session& session, bool only_busy) {
  auto counts = orm::select(Reader_.name, orm::fn::count(Loan_.id))
                    .join(Reader_.loans)
                    .group_by(Reader_.name)
                    .order_by(Reader_.name);
  if (only_busy) counts = counts.having(orm::fn::count(Loan_.id) > 1);
  std::vector<std::string> lines;
  for (const auto& [name, count] : session.execute(counts)) {
    lines.push_back(name + ": " + std::to_string(count));
  }
  return lines;
}
//! [counts]

bool same(const std::vector<std::string>& found, const std::vector<std::string>& wanted) {
  for (const std::string& line : found) std::cout << line << "\n";
  return found == wanted;
}

}  // namespace

int main() {
  //! [use]
  orm::Engine engine = orm::create_engine("sqlite://");
  orm::metadata<Reader, Book, Loan>().create_all(engine);
  orm::Session session(engine);

  auto ada = orm::make<Reader>({.name = "Ada", .email = "ada@example.org"});
  auto ben = orm::make<Reader>({.name = "Ben"});
  auto atlas = orm::make<Book>({.title = "Atlas", .pages = 320});
  auto poems = orm::make<Book>({.title = "Poems", .pages = 96});
  session.add_all({ada, ben, atlas, poems});

  lend(session, ada, atlas, {2026, 3, 1});
  lend(session, ada, poems, {2026, 5, 1});
  lend(session, ben, atlas, {2026, 6, 1});
  session.commit();
  //! [use]

  bool right = same(overdue(session, {2026, 4, 1}), {"Ada has Atlas"});
  right = same(loans_per_reader(session, false), {"Ada: 2", "Ben: 1"}) && right;
  right = same(loans_per_reader(session, true), {"Ada: 2"}) && right;

  //! [errors]
  // The database refuses a second book of that title; the session goes on after a rollback.
  session.add(orm::make<Book>({.title = "Atlas", .pages = 8}));
  try {
    session.commit();
    right = false;
  } catch (const orm::IntegrityError& error) {
    std::cout << error.what() << "\n";
    session.rollback();
  }
  //! [errors]

  //! [delete]
  // The loans of a reader go with the reader: cascade("all, delete-orphan") says so.
  session.delete_(ada);
  session.commit();
  right = session.query<Loan>().count() == 1 && right;
  //! [delete]
  return right ? 0 : 1;
}
