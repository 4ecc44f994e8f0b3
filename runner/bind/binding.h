// The binding table: one row for each name of SQLAlchemy that a lesson can use.
//
// A row says how the interpreter calls it (a Python signature and a function) and how the same call
// is written in C++. The interpreter builds its types and modules from the rows, `lessonrun cpp`
// and the site read the spelling. In a spelling `{self}` is the receiver, `{name}` the argument of
// that name (left out at the end of the call if it was not given), `{args}` all positional
// arguments, separated by commas, `{set}` the keyword arguments or the dict given, as pairs. A
// function without a namespace is one of orm::core. A spelling that begins with `!` is the reason
// why there is no equivalent.
#pragma once

#include <vector>

#include "runner/interp/native.h"

namespace lessonrun::bind {

enum class BindingKind : unsigned char { function, method, class_method, property, constructor };

struct Binding {
  const char* name;       ///< the last part: `create_engine`, `add`
  const char* signature;  ///< in Python; empty for properties
  interp::NativeFn call;
  const char* cpp;
  BindingKind kind = BindingKind::method;
  interp::NativeFn set = nullptr;  ///< of a property that can be assigned
};

/// The rows of one class, or of one module's functions (`owner` is null).
struct BindingTable {
  const char* module;  ///< where the lesson imports it from: `sqlalchemy.orm`
  const char* owner;   ///< `Session`
  const Binding* rows;
  size_t count;
};

/// Every table, for readers of the spelling.
const std::vector<BindingTable>& binding_tables();

/// The row of `owner.name` (owner null: a function), or null.
const Binding* find_binding(const char* owner, const char* name);

/// The row of a table as the interpreter takes it.
interp::NativeMethod native_method(const void* rows, size_t index);
/// Adds a class's rows to its type.
void add_bindings(interp::TypeBuilder& builder, const Binding* rows, size_t count);
template <size_t N>
void add_bindings(interp::TypeBuilder& builder, const Binding (&rows)[N]) {
  add_bindings(builder, rows, N);
}

}  // namespace lessonrun::bind
