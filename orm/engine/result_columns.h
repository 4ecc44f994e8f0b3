// How the values of a result's columns are made of what the driver gives.
#pragma once

#include <orm/compiler.h>

#include <utility>

namespace orm {

/// One column of a result.
struct ColumnReader {
  const TypeEngine* type = nullptr;
  Processor processor = nullptr;
  bool converts = false;  ///< the type has a hook of its own

  ColumnReader() = default;
  ColumnReader(const ResultColumn& column, const Dialect& dialect)
      : type(&column.type->for_dialect(dialect.name)),
        processor(column.processor),
        converts(type->converts_result()) {}
  /// Does the driver's value count as it is?
  bool plain() const noexcept { return processor == nullptr && !converts; }
  /// Makes the program's value of the driver's.
  void convert(Value& value, const Dialect& dialect) const {
    if (processor != nullptr) value = processor(type->impl(), dialect, std::move(value));
    if (converts) value = convert_result(*type, dialect, std::move(value));
  }

 private:
  static Value convert_result(const TypeEngine& type, const Dialect& dialect, Value value);
};

}  // namespace orm
