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

/// A row of 1.4's LegacyCursorResult, which is a mapping as well.
interp::Value wrap_legacy_row(Context& context, const orm::Row& row);

/// What a name or a column reads in a row, where the release reads them so; else undefined.
interp::Value find_in_row(Context& context, const interp::Value& self, const orm::Row& row,
                          const interp::Value& key);
/// Is it a name or a column of the row?
bool is_row_key(Context& context, const orm::Row& row, const interp::Value& key);
/// The same for `in`. Nothing where `in` does not ask for keys.
std::optional<bool> has_row_key(Context& context, const interp::Value& self, const orm::Row& row,
                                const interp::Value& key);

/// Throws NoSuchColumnError.
[[noreturn]] void no_such_column(Context& context, const std::string& name);

void add_row_types(TypeTable& table);

}  // namespace lessonrun::bind
