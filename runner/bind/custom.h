// Constructs that a lesson writes itself (sqlalchemy.ext.compiler); see custom.cpp and
// compiles.cpp.
#pragma once

#include "orm/custom.h"
#include "runner/bind/context.h"
#include "runner/bind/expressions.h"

namespace lessonrun::bind {

void add_custom_types(TypeTable& table);
void add_compiler_types(TypeTable& table);
void add_compiler_module(interp::Interpreter& interp);

/// The clause of an object whose class a lesson derived from one of SQLAlchemy's, made when first
/// asked for; null for objects of other classes.
orm::ClauseRef custom_clause(Context& context, const interp::Value& object);
/// The lesson's object behind such a clause; undefined for others.
interp::Value custom_object(Context& context, const orm::ClauseElement& clause);
/// What a lesson's object is given as `name`, by itself or by its class; undefined where only
/// SQLAlchemy's classes know it.
interp::Value lesson_attribute(Context& context, const interp::Value& object,
                               std::string_view name);
/// FunctionElement.__init__(*clauses): the slot of a type.
void init_function(interp::Interpreter& interp, const interp::Value& self,
                   const interp::Arguments& arguments);
/// A function that a lesson's GenericFunction subclass is registered for: `func.geo.buffer`;
/// undefined if there is none.
interp::Value registered_function(Context& context, const std::vector<std::string>& path);
/// The SQL of a lesson's construct, by the function for it or as its base.
std::string compile_custom(Context& context, const orm::CustomElement& element,
                           const interp::Value& object, orm::Compiling& compiling);

/// create_mock_engine(): a Bind that hands DDL to a function of the lesson.
struct MockData : interp::Payload {
  void clear_references() noexcept override { bind = nullptr; }
  std::unique_ptr<orm::Bind> bind;
};
void add_mock_types(TypeTable& table);
/// Calls a lambda of the lesson; plain values that it takes from around it become parameters.
interp::Value run_lambda(Context& context, const interp::Value& fn,
                         const std::vector<interp::Value>& arguments);
/// What a quoted_name says of its quotes; nothing for other strings.
std::optional<bool> quote_of_name(Context& context, const interp::Value& name);

/// What the lesson compiles itself; it belongs to the dialects that the lesson makes.
orm::CompileHooks* compile_hooks(Context& context);
/// The dialect of str(), with these hooks.
std::shared_ptr<const orm::Dialect> str_dialect(Context& context);

}  // namespace lessonrun::bind
