// Bound metadata and the execute() of statements, which 1.x has; see bound.cpp.
#pragma once

#include "orm/schema.h"
#include "runner/bind/connection.h"

namespace lessonrun::bind {

/// The bind of a MetaData as the program gave it: an engine or a connection; None.
interp::Value metadata_bind(const orm::MetaData& metadata);
/// `MetaData(engine)`, `metadata.bind = "sqlite://"`: a URL becomes an engine.
void set_metadata_bind(Context& context, orm::MetaData& metadata, const interp::Value& bind);
/// The bind of the first table that has one, of those that a clause names; None.
interp::Value tables_bind(const orm::ClauseElement& clause);
/// `Executable.bind`: its own, or that of a table it names; None.
interp::Value statement_bind(Context& context, const interp::Value& statement);
/// The Bind of an argument, or where that is None the one of the metadata. Throws
/// UnboundExecutionError that names `item`, e.g. `Table object 't'`.
orm::Bind& bind_argument(interp::Call& call, const interp::Value& value,
                         const orm::MetaData& metadata, const std::string& item);
/// The rows of those, for each class.
std::vector<BindingTable> bound_tables();
/// `statement.execute()` and `statement.scalar()` for a class of what can be executed.
void add_bound_execution(Context& context, interp::TypeBuilder& builder);
/// Engine.execute() and statement.execute(): the connection goes back when the rows were read.
orm::Result execute_once(Context& context, const orm::Engine& engine,
                         const interp::Value& statement, const std::vector<interp::Value>& given,
                         const interp::Value& keywords);

}  // namespace lessonrun::bind
