// INSERTs of many rows in one statement, and the primary keys that rows turn out to have.
#pragma once

#include <orm/compiler.h>
#include <orm/result.h>

#include <string>
#include <vector>

namespace orm {

/// The text of an INSERT of one row with `count` rows in its VALUES.
std::string with_rows(const Compiled& compiled, size_t count);

/// The primary key of a row as far as defaults and RETURNING tell; null values where they do not.
std::vector<Value> known_primary_key(const Compiled& compiled, const ParameterSet* filled,
                                     const Row* returned);

/// The primary key of a row that was inserted by itself: what was given, or the last row's id.
std::vector<Value> new_primary_key(const Compiled& compiled, const ParameterSet& given,
                                   const std::vector<Value>& bind_values, int64_t lastrowid);

}  // namespace orm
