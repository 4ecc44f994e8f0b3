// Text of the echo: parameters as SQLAlchemy shows them.
#pragma once

#include <orm/profile.h>
#include <orm/value.h>

#include <string>
#include <vector>

namespace orm {

/// One value, cut in the middle when its repr is longer than 300 characters.
std::string echo_value(const Value& value);
/// A statement, cut in the middle when it is longer than 500 characters.
std::string echo_long_statement(const std::string& sql);
/// The positional parameters of one execution: `('ed', 5)`.
std::string echo_parameters(const Value* values, size_t count, const Profile& profile);
/// Those of executemany: `rows` sets of `width` values.
/// `as_list` or the profile shows them as a list.
std::string echo_many(const Value* values, size_t width, size_t rows, const Profile& profile,
                      bool as_list = false);
/// Named parameters: `{'x': 5}`, and sets of them.
std::string echo_named(const ParameterSet& values);
std::string echo_many(const std::vector<ParameterSet>& sets, bool as_list);

/// The sets of an execution that failed before they were bound: `[{'x': 5}, {'x': 6}]`.
std::string echo_sets(const std::vector<ParameterSet>& sets, const Profile& profile);

}  // namespace orm
