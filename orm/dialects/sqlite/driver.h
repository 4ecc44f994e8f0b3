// The SQLite driver: transactions and errors as Python's sqlite3 module has them.
#pragma once

#include <orm/driver.h>

#include <memory>
#include <string>
#include <vector>

namespace orm::sqlite {

/// Opens a database file, or `:memory:`. Throws DriverError.
std::unique_ptr<DriverConnection> open(const std::string& path, const DriverOptions& options,
                                       bool uri = false);

/// Lets SQLite take its memory where the ORM has its own, and not count it. The first connection
/// of a process does so; nothing happens if the program has used SQLite by then.
void use_own_memory();

/// What `text REGEXP pattern` gives, of the pattern and the text: is it found anywhere in the text?
/// NULL of a NULL text; throws std::regex_error.
Value search_regex(const std::vector<Value>& given);

}  // namespace orm::sqlite
