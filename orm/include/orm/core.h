// All of Core: types, metadata, expressions, statements, engines. What C++ programs write is
// orm::core (core_statement.h); the rest are the nodes behind it.
#pragma once

#include <orm/core_statement.h>
#include <orm/core_values.h>
#include <orm/dialect.h>
#include <orm/dml.h>
#include <orm/engine.h>
#include <orm/error.h>
#include <orm/expression.h>
#include <orm/inspect.h>
#include <orm/profile.h>
#include <orm/result_functions.h>
#include <orm/schema.h>
#include <orm/selectable.h>
#include <orm/typed_core.h>
#include <orm/types.h>
#include <orm/url.h>
#include <orm/value.h>
