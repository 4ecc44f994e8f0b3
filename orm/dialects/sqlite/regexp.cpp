// REGEXP for C++ programs: SQLite has the operator and leaves the function to the program.
//
// SQLAlchemy registers Python's re.search(). A lesson gets just that; a program without Python gets
// the standard library's regular expressions (ECMAScript), which agree in all that is common.
#include <regex>

#include "orm/dialects/sqlite/driver.h"

namespace orm::sqlite {

Value search_regex(const std::vector<Value>& given) {
  if (given[1].is_null()) return Value();
  return Value(std::regex_search(given[1].str(), std::regex(given[0].str())));
}

}  // namespace orm::sqlite
