// Modules of SQLAlchemy that are written in Python, as SQLAlchemy's are.
#pragma once

#include "runner/interp/interpreter.h"

namespace lessonrun::bind {

/// lambda_stmt(), create_mock_engine() and quoted_name.
void add_python_modules(interp::Interpreter& interp);
/// One of these by the module a lesson imports it from; undefined for other names.
interp::Value find_python_name(interp::Interpreter& interp, const std::string& module,
                               std::string_view name);
void add_operators_module(interp::Interpreter& interp);
void add_association_proxy_module(interp::Interpreter& interp);

}  // namespace lessonrun::bind
