// The SQLite driver: transactions and errors as Python's sqlite3 module has them.
#pragma once

#include <orm/driver.h>

#include <memory>
#include <string>

namespace orm::sqlite {

/// Opens a database file, or `:memory:`. Throws DriverError.
std::unique_ptr<DriverConnection> open(const std::string& path, const DriverOptions& options,
                                       bool uri = false);

}  // namespace orm::sqlite
