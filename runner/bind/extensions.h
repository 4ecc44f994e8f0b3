// Modules of SQLAlchemy that are written in Python, as SQLAlchemy's are.
#pragma once

#include <string>

#include "runner/interp/interpreter.h"

namespace lessonrun::bind {

/// lambda_stmt(), create_mock_engine() and quoted_name.
void add_python_modules(interp::Interpreter& interp);
/// One of these by the module a lesson imports it from; undefined for other names.
interp::Value find_python_name(interp::Interpreter& interp, const std::string& module,
                               std::string_view name);
void add_operators_module(interp::Interpreter& interp);
/// Where inspect() and sqlalchemy.orm.attributes have their Python.
constexpr const char* kObjectsModule = "sqlalchemy.orm._objects";

void add_association_proxy_module(interp::Interpreter& interp);
void add_scoping_module(interp::Interpreter& interp);
void add_orm_objects_module(interp::Interpreter& interp);
/// An attribute of a Mapper or an InstanceState by the function of kObjectsModule that knows it;
/// undefined where there is none.
interp::Value object_attribute(interp::Interpreter& interp, const char* function,
                               const interp::Value& self, const std::string& name);

}  // namespace lessonrun::bind
