// Modules of SQLAlchemy that are written in Python, as SQLAlchemy's are.
#pragma once

#include "runner/interp/interpreter.h"

namespace lessonrun::bind {

void add_operators_module(interp::Interpreter& interp);
void add_association_proxy_module(interp::Interpreter& interp);

}  // namespace lessonrun::bind
