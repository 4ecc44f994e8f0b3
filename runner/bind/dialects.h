// Dialects and compiled statements as Python objects; see dialects.cpp.
#pragma once

#include <memory>
#include <string>

#include "runner/bind/context.h"
#include "runner/bind/expressions.h"

namespace lessonrun::bind {

/// The payload of a dialect, and of what asks one for its text.
struct DialectData : interp::Payload {
  std::shared_ptr<const orm::Dialect> dialect;
};

/// Of a dialect's class: which one it makes.
struct DialectName : interp::Payload {
  std::string name;
};

void add_dialect_types(TypeTable& table);
/// The dialect that a Python object is; null for others.
const DialectData* find_dialect(const interp::Value& value);
interp::Value wrap_dialect(Context& context, std::shared_ptr<const orm::Dialect> dialect);
/// Arguments of a dialect's constructor, and the attributes that a class of the program's own sets.
void set_dialect_arguments(Context& context, orm::Dialect& dialect, interp::Type* cls,
                           const interp::Arguments& given);
/// Attributes that say what a database can do: `supports_native_boolean`.
interp::Value dialect_attribute(interp::Interpreter& interp, const interp::Value& self,
                                interp::StrObject* name);
void set_dialect_attribute(interp::Interpreter& interp, const interp::Value& self,
                           interp::StrObject* name, const interp::Value& value);
/// Are parameters told apart by their place?
bool is_positional(const orm::Dialect& dialect);
const char* paramstyle_name(orm::ParamStyle style);
/// `engine.dialect`
interp::Value engine_dialect_object(Context& context, const orm::Engine& engine);
/// The dialect that compile(bind, dialect) asks for; the default one where neither is given.
std::shared_ptr<const orm::Dialect> dialect_argument(interp::Call& call, const interp::Value& bind,
                                                     const interp::Value& dialect);
/// `clause.compile(bind=None, dialect=None, **kw)`
interp::Value compile_clause(interp::Call& call);
/// A name of `sqlalchemy.dialects.NAME`: its dialect, its types; undefined for others.
interp::Value resolve_dialect_name(Context& context, std::string_view module,
                                   std::string_view name);
/// What the star import of a dialect's module binds, over all releases, separated by spaces; empty
/// for other modules.
std::string_view dialect_exports(std::string_view module);

}  // namespace lessonrun::bind
