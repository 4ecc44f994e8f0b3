// Uses the installed library through its public headers alone.
#include <orm/core.h>

#include <iostream>

int main() {
  const orm::Engine engine = orm::create_engine("sqlite://");
  orm::Connection connection = engine.connect();
  connection.execute(orm::text("CREATE TABLE greeting (word VARCHAR)"));
  connection.execute(orm::text("INSERT INTO greeting VALUES ('hello')"));
  const orm::Value word = connection.execute(orm::text("SELECT word FROM greeting")).scalar();
  std::cout << engine.repr() << "\n";
  return word == orm::Value("hello") ? 0 : 1;
}
