// A validator takes and returns what the attribute holds.
#include <orm/typed.h>

struct Book {
  static constexpr auto __tablename__ = "book";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<int64_t> pages{};
#ifdef REJECT
  std::string check(std::string_view, const std::string& value) { return value; }
#else
  int64_t check(std::string_view, int64_t value) { return value; }
#endif
  static std::vector<orm::Validator> validators() {
    return {orm::validates<&Book::check>(&Book::pages)};
  }
};
ORM_MAP(Book, id, pages)

auto make_one() { return orm::make<Book>({.pages = 1}); }
