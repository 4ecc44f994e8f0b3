// Connections and their options, shared by connection.cpp and engine.cpp.
#pragma once

#include "orm/engine.h"
#include "runner/bind/binding.h"
#include "runner/bind/context.h"
#include "runner/bind/expressions.h"

namespace lessonrun::bind {

/// execution_options(...) as the core has them.
orm::Options to_options(Context& context, const interp::Value& keywords);
/// They as a dict that cannot be changed.
interp::Value wrap_options(Context& context, const orm::Options& options);
/// `{"schema": "other"}` of schema_translate_map.
orm::Value to_schema_map(Context& context, const interp::Value& dict);
/// Runs what a lesson gave to execute(): a construct, or with 1.x a string, and its parameters.
orm::Result execute_on(Context& context, orm::Connection& connection,
                       const interp::Value& statement, const std::vector<interp::Value>& given,
                       const interp::Value& keywords);
/// SQL given as a string: the driver's own parameters, positional or by name.
orm::Result execute_string(Context& context, orm::Connection& connection, const std::string& sql,
                           const std::vector<interp::Value>& given, const interp::Value& keywords);

void add_connection_types(TypeTable& table);
std::vector<BindingTable> connection_tables();

}  // namespace lessonrun::bind
