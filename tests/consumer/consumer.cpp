// Uses the installed library through its public headers alone: Core, and mapped structs.
#include <orm/core.h>
#include <orm/orm.h>

#include <iostream>

struct Word;
struct Language {
  static constexpr auto __tablename__ = "language";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string, orm::String(30)> name{};
  orm::Relationship<std::vector<Word>, orm::back_populates("language")> words{};
};
ORM_MAP(Language, id, name, words)

struct Word {
  static constexpr auto __tablename__ = "word";
  orm::Mapped<int64_t, orm::primary_key> id{};
  orm::Mapped<std::string> text{};
  orm::Mapped<int64_t, orm::foreign_key("language.id")> language_id{};
  orm::Relationship<Language, orm::back_populates("words")> language{};
};
ORM_MAP(Word, id, text, language_id, language)

int main() {
  orm::Engine engine = orm::create_engine("sqlite://");
  orm::Connection connection = engine.connect();
  connection.execute(orm::text("CREATE TABLE greeting (word VARCHAR)"));
  connection.execute(orm::text("INSERT INTO greeting VALUES ('hello')"));
  const orm::Value word = connection.execute(orm::text("SELECT word FROM greeting")).scalar();
  connection.close();

  orm::metadata<Language, Word>().create_all(engine);
  orm::Session session(engine);
  session.add(orm::make<Language>({.name = "Welsh", .words = {orm::make<Word>({.text = "helo"})}}));
  session.commit();
  std::string found;
  for (const auto& [language, text] : session.execute(
           orm::select(Language_, Word_.text).join(Language_.words).where(Word_.text == "helo"))) {
    found += text + " (" + language->name.get() + ")";
  }
  std::cout << engine.repr() << " " << found << "\n";
  return word == orm::Value("hello") && found == "helo (Welsh)" ? 0 : 1;
}
