// The modules sqlalchemy, sqlalchemy.orm, ...: which names they export.
#pragma once

#include "runner/interp/interpreter.h"

namespace lessonrun::bind {

void add_modules(interp::Interpreter& interp);

}  // namespace lessonrun::bind
