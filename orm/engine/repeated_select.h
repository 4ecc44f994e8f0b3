// RepeatedSelect: a SELECT that is sent again and again, as those that load objects by their key.
//
// Finding a compiled statement costs more than running a short one: the statement is walked to make
// its key, its parameters are named, its rows get keys. Here all of that is done once. What is sent
// and logged is the same as Connection::execute() sends.
#pragma once

#include <orm/compiler.h>
#include <orm/engine.h>

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "orm/driver.h"
#include "orm/engine/direct_rows.h"
#include "orm/engine/result_columns.h"

namespace orm {

class RepeatedSelect {
 public:
  /// `statement` is Core; `names` are those of its parameters.
  RepeatedSelect(ClauseRef statement, std::vector<std::string> names);
  const ClauseRef& statement() const noexcept { return statement_; }
  const std::vector<std::string>& names() const noexcept { return names_; }
  static constexpr size_t kNotSent = static_cast<size_t>(-1);
  /// Runs it with a value for each name, puts the values of its rows into `cells`, and tells how
  /// many a row has. kNotSent: Connection::execute() must do it, because nothing compiled is kept
  /// yet, or because listeners or types want a say. Throws what that throws.
  size_t read(const Connection& connection, std::span<const Value> values,
              std::vector<Value>& cells);
  /// The same with one value, which each row is shown to `taker` for. False: read() must do it, as
  /// it must the first time, where rows are to be converted, and where somebody reads the echo.
  bool show(const Connection& connection, const Value& value, RowTaker& taker);

 private:
  void make_key();
  /// False: its values cannot be sent as they are.
  bool prepare(ConnectionState& connection, std::shared_ptr<const Compiled> compiled);

  ClauseRef statement_;
  std::vector<std::string> names_;
  KeyBuilder key_;
  std::shared_ptr<const Compiled> compiled_;  // what `columns_` and `sources_` are of
  std::vector<ColumnReader> columns_;
  bool converts_ = false;  // does any of them make another value?
  bool shows_ = false;     // is what show() sends and gets just what is there?
  DirectSources sources_;
  DirectRows direct_;  // kept for its memory
};

}  // namespace orm
