// Rows of results, as Python objects.
#pragma once

#include "orm/engine.h"
#include "runner/bind/context.h"
#include "runner/bind/expressions.h"

namespace lessonrun::bind {

/// The payload of Row, of RowMapping and of the rows of 1.3's Query.
struct RowData : interp::Payload {
  explicit RowData(orm::Row held = {}) : row(std::move(held)) {}
  orm::Row row;
};

/// Keys as each release shows them: a list, or a view.
interp::Value keys_view(Context& context, interp::Value keys);

/// Throws NoSuchColumnError.
[[noreturn]] void no_such_column(Context& context, const std::string& name);

void add_row_types(TypeTable& table);

}  // namespace lessonrun::bind
