// Modules of SQLAlchemy that are written in Python, as SQLAlchemy's are.
#pragma once

#include <string>

#include "runner/interp/interpreter.h"

namespace lessonrun::bind {

/// lambda_stmt(), create_mock_engine() and quoted_name.
void add_python_modules(interp::Interpreter& interp);
void add_operators_module(interp::Interpreter& interp);
constexpr const char* kObjectKindModule = "sqlalchemy.engine._object_kind";
void add_object_kind_module(interp::Interpreter& interp);
/// engine_from_config().
constexpr const char* kEngineConfigModule = "sqlalchemy.engine._config";
void add_engine_config_module(interp::Interpreter& interp);
/// Helpers of sqlalchemy.util.
constexpr const char* kUtilitiesModule = "sqlalchemy.util._helpers";
void add_utilities_module(interp::Interpreter& interp);
void add_automap_module(interp::Interpreter& interp);
void add_hybrid_comparator_module(interp::Interpreter& interp);
/// Where inspect() has its Python for mapped classes, and where for objects, with
/// sqlalchemy.orm.attributes.
constexpr const char* kMappersModule = "sqlalchemy.orm._mappers";
constexpr const char* kStatesModule = "sqlalchemy.orm._states";

/// Where session.identity_map has its Python.
constexpr const char* kIdentityMapModule = "sqlalchemy.orm.identity";
void add_identity_map_module(interp::Interpreter& interp);
void add_association_proxy_module(interp::Interpreter& interp);
void add_mutable_module(interp::Interpreter& interp);
void add_ordering_list_module(interp::Interpreter& interp);
constexpr const char* kCollectionsModule = "sqlalchemy.orm.collections";
void add_collections_module(interp::Interpreter& interp);
void add_scoping_module(interp::Interpreter& interp);
void add_mapper_inspection_module(interp::Interpreter& interp);
void add_state_inspection_module(interp::Interpreter& interp);
/// An attribute of a Mapper or an InstanceState by the function of one of these modules that knows
/// it; undefined where there is none.
interp::Value attribute_in_python(interp::Interpreter& interp, const char* module,
                                  const char* function, const interp::Value& self,
                                  const std::string& name);

}  // namespace lessonrun::bind
