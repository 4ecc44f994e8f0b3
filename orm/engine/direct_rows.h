// Many rows of parameters as pointers to the values that the program gave.
//
// executemany over plain values needs no copy of them: the driver binds from where they are. What
// cannot be done that way (Python-side defaults, types that convert, lists) goes the long way
// through execute_compiled(), which also has the exact error for a value that does not fit.
#pragma once

#include <orm/compiler.h>

#include <span>
#include <string>
#include <vector>

namespace orm {

struct DirectRows {
  std::vector<const Value*> cells;  ///< row after row, in the order of Compiled::positions
  /// The same where the program's values lie in that order already: `cells` is empty then.
  const Value* laid = nullptr;
  std::vector<Value> converted;  ///< values that only exist here, such as a date's text
};

/// Where the value of one bind is found.
struct DirectSource {
  const CompiledBind* bind;
  const TypeEngine* type;
  const Value* constant = nullptr;  ///< of a parameter that the rows do not name
  size_t place = 0;                 ///< in the row before, or in each
};
using DirectSources = std::vector<DirectSource>;

/// Fills `rows`; false if the statement or a value asks for the long way. `exact`: each value is
/// what its type makes of it, also where the driver would take it as it is; the echo shows that.
bool gather_rows(const Compiled& compiled, const Dialect& dialect,
                 const std::vector<ParameterSet>& parameters, const KeyBuilder* key, bool exact,
                 DirectRows& rows);
/// The same of rows that share their names. `as_laid`: `rows.laid` will do, where it can be.
bool gather_rows(const Compiled& compiled, const Dialect& dialect, const ParameterRows& parameters,
                 const KeyBuilder* key, bool exact, bool as_laid, DirectRows& rows);
/// The same in two steps: what of the first holds for any rows of these names.
bool find_sources(const Compiled& compiled, const Dialect& dialect,
                  const std::vector<std::string>& names, const KeyBuilder* key,
                  DirectSources& sources);
bool gather_rows(DirectSources& sources, const Dialect& dialect, std::span<const Value> cells,
                 size_t width, size_t count, bool exact, DirectRows& rows);

}  // namespace orm
