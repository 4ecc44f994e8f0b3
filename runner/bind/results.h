// The payload of results, which results.cpp and cursor_results.cpp share.
#pragma once

#include "orm/result.h"
#include "runner/bind/binding.h"
#include "runner/bind/context.h"

namespace lessonrun::bind {

/// What a result hands out for each row.
enum class Shape : unsigned char { rows, scalars, mappings };

struct ResultData : interp::Payload {
  explicit ResultData(orm::Result held = {}, Shape held_shape = Shape::rows)
      : result(std::move(held)), shape(held_shape) {}
  void clear_references() noexcept override { result = {}; }
  orm::Result result;
  Shape shape;
};

/// The result that a method was called on.
inline orm::Result& result_of(interp::Call& call) {
  return interp::payload<ResultData>(call.interp, call.self).result;
}

/// What CursorResult has and other results have not.
BindingTable cursor_result_table();

}  // namespace lessonrun::bind
