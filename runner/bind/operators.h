// What the operators of Python and the methods of ColumnElement share.
#pragma once

#include "runner/bind/context.h"

namespace lessonrun::bind {

/// The column that an object is; raises ArgumentError for others.
orm::ColumnRef self_column(interp::Interpreter& interp, const interp::Value& self);
/// `self op other` as an object of the program.
interp::Value operate_wrapped(interp::Interpreter& interp, orm::Operator op,
                              const interp::Value& self, const interp::Value& other);
void add_operator_slots(interp::TypeBuilder& builder);

}  // namespace lessonrun::bind
