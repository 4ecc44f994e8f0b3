// The modules sqlalchemy, sqlalchemy.orm, ...: which names they export, and the registry of types.
//
// Nothing is built before a lesson asks for it: a module is a table of names, a name becomes a
// function or a type at its first import. A name that SQLAlchemy has and that is not bound is
// refused by name. The file is above 500 lines because most of it is these tables.
#include "runner/bind/modules.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "orm/orm_error.h"
#include "runner/base/words.h"
#include "runner/bind/bound.h"
#include "runner/bind/column_types.h"
#include "runner/bind/comparators.h"
#include "runner/bind/composite.h"
#include "runner/bind/connection.h"
#include "runner/bind/custom.h"
#include "runner/bind/dbapi.h"
#include "runner/bind/dialects.h"
#include "runner/bind/extensions.h"
#include "runner/bind/hybrid.h"
#include "runner/bind/inheritance.h"
#include "runner/bind/known_names.h"
#include "runner/bind/legacy.h"
#include "runner/bind/mapped_column.h"
#include "runner/bind/mapped_dataclass.h"
#include "runner/bind/mutable.h"
#include "runner/bind/postgresql.h"
#include "runner/bind/properties.h"
#include "runner/bind/reflection_events.h"
#include "runner/bind/relationships.h"
#include "runner/bind/rows.h"
#include "runner/bind/schema.h"
#include "runner/bind/session.h"
#include "runner/bind/statements.h"
#include "runner/bind/urls.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::ModuleBuilder;
using interp::Type;
using interp::Value;

namespace {

// ---- types --------------------------------------------------------------------------------------

template <size_t I>
Type* make_warning(Context& owner);

struct WarningClass {
  const char* name;
  const char* base;  // a builtin warning, or one above in this table
};
constexpr WarningClass kWarnings[] = {
    {"SADeprecationWarning", "DeprecationWarning"},
    {"Base20DeprecationWarning", "SADeprecationWarning"},
    {"LegacyAPIWarning", "Base20DeprecationWarning"},
    {"MovedIn20Warning", "RemovedIn20Warning"},
    {"RemovedIn20Warning", "Base20DeprecationWarning"},
    {"SAPendingDeprecationWarning", "PendingDeprecationWarning"},
    {"SAWarning", "RuntimeWarning"},
};

template <size_t I>
Type* make_warning(Context& owner) {
  std::string_view base = kWarnings[I].base;
  // 2.0 has no RemovedIn20Warning.
  if (base == "RemovedIn20Warning" && owner.profile.legacy_orm_removed) {
    base = "Base20DeprecationWarning";
  }
  bool is_ours = false;
  for (const WarningClass& one : kWarnings) is_ours = is_ours || base == one.name;
  return owner.interp.make_exception_type(
      kWarnings[I].name, "sqlalchemy.exc",
      is_ours ? owner.type(std::string(base).c_str()) : owner.interp.exception_type(base));
}

template <size_t... I>
void add_warnings(TypeTable& table, std::index_sequence<I...>) {
  (table.emplace_back(kWarnings[I].name, make_warning<I>), ...);
}

const std::unordered_map<std::string_view, TypeMaker>& type_makers() {
  static const TypeTable kTable = [] {
    TypeTable table;
    table.reserve(512);
    add_expression_types(table);
    add_statement_types(table);
    add_schema_types(table);
    add_constraint_types(table);
    add_column_object_types(table);
    add_column_types(table);
    add_column_type_types(table);
    add_engine_types(table);
    add_connection_types(table);
    add_result_types(table);
    add_row_types(table);
    add_instance_types(table);
    add_identity_set_types(table);
    add_mutable_types(table);
    add_mapping_types(table);
    add_mapped_column_types(table);
    add_relationship_types(table);
    add_declarative_meta_types(table);
    add_registry_types(table);
    add_imperative_types(table);
    add_dataclass_types(table);
    add_dynamic_types(table);
    add_collection_types(table);
    add_aliased_types(table);
    add_bundle_types(table);
    add_composite_types(table);
    add_hybrid_types(table);
    add_hybrid_comparator_types(table);
    add_inheritance_types(table);
    add_property_types(table);
    add_loader_types(table);
    add_session_types(table);
    add_sessionmaker_types(table);
    add_session_event_types(table);
    add_execute_state_types(table);
    add_mapper_event_types(table);
    add_query_types(table);
    add_inspection_types(table);
    add_inspector_types(table);
    add_default_types(table);
    add_dialect_types(table);
    add_user_types(table);
    add_dbapi_types(table);
    add_event_types(table);
    add_reflection_event_types(table);
    add_comparator_types(table);
    add_url_types(table);
    add_pool_types(table);
    add_ddl_types(table);
    add_custom_types(table);
    add_compiler_types(table);
    add_mock_types(table);
    add_warnings(table, std::make_index_sequence<std::size(kWarnings)>());
    add_driver_types(table);
    return table;
  }();
  static const std::unordered_map<std::string_view, TypeMaker> kMakers(kTable.begin(), kTable.end(),
                                                                       kTable.size());
  return kMakers;
}

// ---- modules ------------------------------------------------------------------------------------

// Types that a module exports, under the names that lessons import.
struct TypeExport {
  const char* module;
  const char* names;  // separated by spaces
};
constexpr TypeExport kTypeExports[] = {
    {"sqlalchemy",
     "Column Table MetaData ForeignKey UniqueConstraint PrimaryKeyConstraint CheckConstraint "
     "ForeignKeyConstraint Index Engine Connection URL Select Insert Update Delete Inspector Row "
     "RowMapping Result CursorResult ScalarResult MappingResult ColumnElement TextClause "
     "BinaryExpression TableClause FromClause SelectBase CompoundSelect TextualSelect Lateral "
     "Exists "
     "ScalarSelect TableValuedAlias "
     "Label Subquery CTE Alias Join Values Integer SmallInteger BigInteger String Text Unicode "
     "UnicodeText "
     "Boolean Float Double Numeric Date Time DateTime Interval LargeBinary JSON Uuid Enum VARCHAR "
     "CHAR NVARCHAR NCHAR TEXT CLOB INTEGER INT SMALLINT BIGINT BOOLEAN FLOAT REAL NUMERIC DECIMAL "
     "DATE TIME DATETIME TIMESTAMP BLOB BINARY VARBINARY UUID ARRAY DOUBLE DOUBLE_PRECISION "
     "Sequence Identity Computed FetchedValue DefaultClause ColumnDefault TypeDecorator PickleType "
     "ClauseElement "
     "Executable Function FunctionElement ColumnClause BindParameter UnaryExpression ClauseList "
     "BooleanClauseList Grouping Case Cast Null True_ False_ Over Tuple Extract FunctionFilter "
     "WithinGroup TypeCoerce"},
    {"sqlalchemy.schema",
     "Column Table MetaData ForeignKey UniqueConstraint PrimaryKeyConstraint CheckConstraint "
     "ForeignKeyConstraint Index Sequence Identity Computed FetchedValue DefaultClause DDLElement "
     "ColumnDefault"},
    {"sqlalchemy", "Constraint RootTransaction NestedTransaction Transaction"},
    {"sqlalchemy.schema", "Constraint ColumnCollectionConstraint"},
    {"sqlalchemy.engine", "RootTransaction NestedTransaction Transaction"},
    {"sqlalchemy.engine.base", "RootTransaction NestedTransaction Transaction"},
    {"sqlalchemy.sql.ddl", "DDLElement"},
    {"sqlalchemy.dialects.sqlite", "Dialect.sqlite"},
    {"sqlalchemy.dialects.postgresql", "Dialect.postgresql"},
    {"sqlalchemy.dialects.postgresql", "ExcludeConstraint"},
    {"sqlalchemy.dialects.mysql", "Dialect.mysql"},
    {"sqlalchemy.dialects.oracle", "Dialect.oracle"},
    {"sqlalchemy.dialects.mssql", "Dialect.mssql"},
    {"sqlalchemy.engine.default", "DefaultDialect StrCompileDialect"},
    {"sqlalchemy.types",
     "TypeEngine TypeDecorator UserDefinedType PickleType ARRAY DOUBLE DOUBLE_PRECISION NullType "
     "Integer SmallInteger BigInteger String Text Unicode UnicodeText Boolean Float "
     "Double Numeric Date Time DateTime Interval LargeBinary JSON Uuid Enum VARCHAR CHAR NVARCHAR "
     "NCHAR TEXT CLOB INTEGER INT SMALLINT BIGINT BOOLEAN FLOAT REAL NUMERIC DECIMAL DATE TIME "
     "DATETIME TIMESTAMP BLOB BINARY VARBINARY UUID"},
    {"sqlalchemy.engine",
     "Engine Connection URL Row LegacyRow RowMapping Result CursorResult ScalarResult "
     "MappingResult "
     "Inspector"},
    {"sqlalchemy.engine.url", "URL"},
    {"sqlalchemy.engine.base", "Engine Connection"},
    {"sqlalchemy.engine.reflection", "Inspector"},
    {"sqlalchemy", "AssertionPool NullPool Pool QueuePool SingletonThreadPool StaticPool"},
    {"sqlalchemy.pool", "AssertionPool Pool StaticPool NullPool QueuePool SingletonThreadPool"},
    {"sqlalchemy.sql",
     "Select Insert Update Delete ColumnElement ClauseElement Alias Subquery Join Values"},
    {"sqlalchemy.sql.expression",
     "Select Insert Update Delete ColumnElement ClauseElement Alias Subquery Join TextClause "
     "CTE Lateral Values TableValuedAlias TableClause FromClause SelectBase CompoundSelect "
     "TextualSelect Exists ScalarSelect BinaryExpression Label Executable FunctionElement Function "
     "ColumnClause BindParameter "
     "UnaryExpression ClauseList BooleanClauseList Grouping Case Cast Null True_ False_ Over Tuple "
     "Extract FunctionFilter WithinGroup TypeCoerce"},
    {"sqlalchemy.sql.elements",
     "ColumnElement ClauseElement TextClause BinaryExpression Label ColumnClause BindParameter "
     "UnaryExpression ClauseList BooleanClauseList Grouping Case Cast Null True_ False_ Over Tuple "
     "Extract FunctionFilter WithinGroup TypeCoerce"},
    {"sqlalchemy.sql.selectable",
     "Select Alias Subquery Join CTE Values Lateral TableValuedAlias FromClause SelectBase "
     "CompoundSelect TextualSelect TableClause Exists ScalarSelect"},
    {"sqlalchemy.sql.dml", "Insert Update Delete"},
    {"sqlalchemy.sql.base", "Executable"},
    {"sqlalchemy.sql.functions",
     "FunctionElement Function GenericFunction ReturnTypeFromArgs AnsiFunction"},
    {"sqlalchemy.sql.schema", "Column Table MetaData ForeignKey Index"},
    {"sqlalchemy.orm",
     "Session sessionmaker Query Mapped DeclarativeBase DeclarativeBaseNoMeta SessionTransaction "
     "InstrumentedAttribute "
     "MappedColumn registry Load MappedAsDataclass declared_attr Bundle Composite "
     "CompositeProperty "
     "WriteOnlyMapped DynamicMapped WriteOnlyCollection AppenderQuery Mapper"},
    {"sqlalchemy.orm",
     "ORMExecuteState InstanceState UOWTransaction QueryContext FromStatement DeclarativeMeta "
     "QueryableAttribute LoaderCriteriaOption"},
    {"sqlalchemy.orm.strategy_options", "Load"},
    {"sqlalchemy.orm.session", "Session sessionmaker SessionTransaction"},
    {"sqlalchemy.orm.query", "Query"},
    {"sqlalchemy.orm.properties", "CompositeProperty"},
    {"sqlalchemy.orm.descriptor_props", "CompositeProperty"},
    {"sqlalchemy.orm.decl_api",
     "DeclarativeMeta DeclarativeBase DeclarativeBaseNoMeta declared_attr registry"},
    {"sqlalchemy.ext.declarative",
     "DeclarativeMeta declared_attr ConcreteBase AbstractConcreteBase"},
    {"sqlalchemy.ext.declarative.api", "DeclarativeMeta"},
    {"sqlalchemy.orm.attributes", "InstrumentedAttribute QueryableAttribute"},
    {"sqlalchemy.ext.hybrid", "hybrid_property hybrid_method"},
    {"sqlalchemy.exc",
     "SADeprecationWarning Base20DeprecationWarning LegacyAPIWarning MovedIn20Warning "
     "RemovedIn20Warning SAPendingDeprecationWarning SAWarning"},
};

// Functions a module exports beside those that say it in their table: the same function is found
// under several modules.
struct FunctionExport {
  const char* module;
  const char* names;
};
constexpr FunctionExport kFunctionExports[] = {
    {"sqlalchemy",
     "and_ or_ not_ text null true false literal literal_column column table bindparam cast "
     "type_coerce extract tuple_ distinct asc desc nulls_first nullsfirst nulls_last nullslast "
     "between case select insert update delete union union_all intersect except_ exists any_ all_ "
     "collate over within_group funcfilter alias lateral cte join outerjoin values intersect_all "
     "except_all try_cast subquery label create_engine make_url inspect DDL bitwise_not "
     "tablesample"},
    {"sqlalchemy.sql",
     "and_ or_ not_ text null true false literal literal_column column table bindparam cast "
     "type_coerce extract tuple_ distinct asc desc nulls_first nullsfirst nulls_last nullslast "
     "between case select insert update delete union union_all intersect except_ exists any_ all_ "
     "collate over within_group funcfilter alias lateral cte join outerjoin values intersect_all "
     "except_all subquery label bitwise_not tablesample"},
    {"sqlalchemy.sql.expression",
     "and_ or_ not_ text null true false literal literal_column column table bindparam cast "
     "type_coerce extract tuple_ distinct asc desc nulls_first nullsfirst nulls_last nullslast "
     "between case select insert update delete union union_all intersect except_ exists any_ all_ "
     "collate over within_group funcfilter alias lateral cte join outerjoin values intersect_all "
     "except_all subquery label bitwise_not tablesample"},
    {"sqlalchemy.future", "select create_engine"},
    {"sqlalchemy.dialects.mssql", "try_cast"},
    {"sqlalchemy.dialects.postgresql",
     "CreateEnumType DropEnumType CreateDomainType DropDomainType"},
    {"sqlalchemy.engine", "create_engine make_url"},
    {"sqlalchemy.engine.url", "make_url"},
    {"sqlalchemy.schema",
     "CreateTable CreateColumn DropTable CreateIndex DropIndex AddConstraint DropConstraint "
     "CreateSequence "
     "DropSequence CreateSchema DropSchema SetTableComment DropTableComment SetColumnComment "
     "DropColumnComment DDL"},
    {"sqlalchemy.sql.ddl",
     "CreateTable CreateColumn DropTable CreateIndex DropIndex AddConstraint DropConstraint "
     "CreateSequence DropSequence CreateSchema DropSchema DDL"},
    {"sqlalchemy.inspection", "inspect"},
    {"sqlalchemy.event", "listen listens_for contains remove"},
    {"sqlalchemy.orm",
     "declarative_base mapped_column relationship relation dynamic_loader backref foreign remote "
     "aliased join outerjoin with_parent configure_mappers clear_mappers close_all_sessions "
     "create_session "
     "with_loader_criteria joinedload subqueryload selectinload lazyload immediateload noload "
     "raiseload "
     "contains_eager defaultload load_only defer undefer undefer_group "
     "synonym synonym_for deferred column_property composite query_expression with_expression "
     "validates "
     "reconstructor "
     "declarative_mixin has_inherited_table mapped_as_dataclass "
     "mapper as_declarative with_polymorphic selectin_polymorphic polymorphic_union"},
    {"sqlalchemy.orm.session", "close_all_sessions"},
    {"sqlalchemy.ext.declarative",
     "declarative_base as_declarative has_inherited_table synonym_for"},
};

// Names that modules written in Python have, and where they are also found.
struct PythonExport {
  const char* module;
  const char* names;
  const char* home;
};
constexpr const char* kLambdas = "sqlalchemy.sql.lambdas";
constexpr const char* kMock = "sqlalchemy.engine.mock";
constexpr const char* kQuoted = "sqlalchemy.sql._quoted";
constexpr PythonExport kPythonExports[] = {
    {"sqlalchemy.ext.declarative", "DeferredReflection", "sqlalchemy.ext.automap"},
    {"sqlalchemy.engine.reflection", "ObjectKind ObjectScope", kObjectKindModule},
    {"sqlalchemy.ext.hybrid", "Comparator", "sqlalchemy.ext._hybrid_comparator"},
    {"sqlalchemy.dialects.postgresql", "Range MultiRange", kRangeModule},
    {"sqlalchemy", "lambda_stmt StatementLambdaElement", kLambdas},
    {"sqlalchemy.sql", "lambda_stmt StatementLambdaElement", kLambdas},
    {"sqlalchemy.sql.expression", "lambda_stmt StatementLambdaElement", kLambdas},
    {"sqlalchemy", "create_mock_engine", kMock},
    {"sqlalchemy.engine", "create_mock_engine", kMock},
    {"sqlalchemy", "quoted_name", kQuoted},
    {"sqlalchemy.sql", "quoted_name", kQuoted},
    {"sqlalchemy.sql.expression", "quoted_name", kQuoted},
    {"sqlalchemy.sql.elements", "quoted_name conv", kQuoted},
    {"sqlalchemy.sql.naming", "conv", kQuoted},
    {"sqlalchemy.schema", "conv", kQuoted},
    {"sqlalchemy.orm", "scoped_session", "sqlalchemy.orm.scoping"},
    {"sqlalchemy.util",
     "memoized_property classproperty OrderedSet OrderedDict to_list flatten_iterator",
     kUtilitiesModule},
    {"sqlalchemy", "engine_from_config", kEngineConfigModule},
    {"sqlalchemy.engine", "engine_from_config", kEngineConfigModule},
    {"sqlalchemy.util", "ScopedRegistry ThreadLocalRegistry", "sqlalchemy.orm.scoping"},
    {"sqlalchemy.orm",
     "attribute_keyed_dict attribute_mapped_collection column_keyed_dict column_mapped_collection "
     "keyfunc_mapping mapped_collection KeyFuncDict MappedCollection",
     kCollectionsModule},
    {"sqlalchemy.orm",
     "class_mapper CascadeOptions ColumnProperty MappedSQLExpression RelationshipProperty "
     "Relationship",
     kMappersModule},
    {"sqlalchemy.orm",
     "object_mapper object_session make_transient make_transient_to_detached was_deleted",
     kStatesModule},
    {"sqlalchemy.orm.session", "object_session make_transient make_transient_to_detached",
     kStatesModule},
    {"sqlalchemy.orm.util", "class_mapper CascadeOptions", kMappersModule},
    {"sqlalchemy.orm.util", "identity_key object_mapper was_deleted", kStatesModule},
    {"sqlalchemy.orm.base", "class_mapper ONETOMANY MANYTOONE MANYTOMANY", kMappersModule},
    {"sqlalchemy.orm", "LoaderCallableStatus", kStatesModule},
    {"sqlalchemy.orm.base",
     "LoaderCallableStatus NO_VALUE object_mapper instance_state instance_dict manager_of_class",
     kStatesModule},
    {"sqlalchemy.orm.interfaces", "ONETOMANY MANYTOONE MANYTOMANY", kMappersModule},
    {"sqlalchemy.orm.attributes",
     "LoaderCallableStatus NO_VALUE NEVER_SET PASSIVE_NO_RESULT OP_APPEND OP_REMOVE OP_REPLACE "
     "OP_BULK_REPLACE "
     "OP_MODIFIED History get_history set_attribute get_attribute del_attribute "
     "set_committed_value "
     "flag_modified flag_dirty is_instrumented instance_state instance_dict manager_of_class",
     kStatesModule},
};

// What SQLAlchemy imports of itself.
constexpr std::string_view kParts = "dialects engine event exc inspection pool schema sql types";

// Errors of `sqlalchemy.exc` and `sqlalchemy.orm.exc` by name.
const orm::ErrorClass* find_error(std::string_view module, std::string_view name) {
  for (const auto* classes : {&orm::error_classes(), &orm::mapping_error_classes()}) {
    for (const orm::ErrorClass* cls : *classes) {
      if (name == cls->name && std::strncmp(cls->module, "sqlalchemy", 10) == 0) {
        bool of_orm = std::string_view(cls->module) == "sqlalchemy.orm.exc";
        bool wants_orm = module == "sqlalchemy.orm.exc";
        // orm.exc also lets NoResultFound and its kin through.
        if (of_orm == wants_orm || wants_orm) return cls;
      }
    }
  }
  return nullptr;
}

// Only other releases have it: asking this one for it is an ImportError.
bool is_of_another_release(const orm::Profile& profile, std::string_view module,
                           std::string_view name) {
  const Releases with = releases_with(module, name);
  return with != 0 && (with & release_of(profile)) == 0;
}

Value resolve(Interpreter& interp, const std::string& module, std::string_view name,
              bool elsewhere = true);

bool exports_type(std::string_view module, std::string_view name) {
  return std::any_of(std::begin(kTypeExports), std::end(kTypeExports), [&](const TypeExport& one) {
    return module == one.module && has_word(one.names, name);
  });
}

// What one of SQLAlchemy's inner modules defines is bound where programs mostly import it from: its
// package, or the ones that gather such names.
Value resolve_from_homes(Interpreter& interp, const std::string& module, std::string_view name) {
  if (name.front() == '_') return {};
  const bool known = releases_with(module, name) != 0;
  if (!is_inner(module) && !known) return {};
  std::vector<std::string> homes = {module.substr(0, module.rfind('.'))};
  if (homes[0] == "sqlalchemy.sql") homes.emplace_back("sqlalchemy.sql.expression");
  if (homes[0] == "sqlalchemy.orm") homes.emplace_back("sqlalchemy.orm.exc");
  homes.insert(homes.end(), {"sqlalchemy.types", "sqlalchemy.schema", "sqlalchemy",
                             "sqlalchemy.sql.expression"});
  for (const std::string& home : homes) {
    if (home == module || !interp.modules().has(home)) continue;
    if (releases_with(home, name) == 0 && !exports_type(home, name)) continue;
    if (Value found = resolve(interp, home, name, is_inner(module))) return found;
  }
  interp.unsupported(module + "." + std::string(name),
                     "lessonrun does not have '" + std::string(name) + "' of " + module);
}

// A class by a name that only annotations and isinstance() have for it; null if that is none.
const char* find_other_name(const orm::Profile& profile, std::string_view module,
                            std::string_view name) {
  // A column expression or an attribute of a class.
  if ((name == "SQLColumnExpression" ||
       (name == "ColumnExpressionArgument" && profile.insertmanyvalues)) &&
      has_word("sqlalchemy sqlalchemy.sql sqlalchemy.sql.expression sqlalchemy.sql.elements",
               module)) {
    return "ColumnElement";
  }
  if (module.rfind("sqlalchemy.engine", 0) != 0 && module != "sqlalchemy") return nullptr;
  if (name == "Dialect") return "DefaultDialect";
  if (!profile.select_list_style) return nullptr;
  if (name == "RowProxy") return "Row";
  return name == "ResultProxy" ? "CursorResult" : nullptr;
}

Value resolve(Interpreter& interp, const std::string& module, std::string_view name,
              bool elsewhere) {
  Context& owner = context(interp);
  if (is_of_another_release(owner.profile, module, name)) return {};
  // 2.0 calls the base of DDL by another name, and knows the old one.
  const bool ddl_module = module == "sqlalchemy.schema" || module == "sqlalchemy.sql.ddl";
  if (ddl_module && name == "ExecutableDDLElement" && owner.profile.ddl_conditions) {
    return Value(owner.type("DDLElement"));
  }
  if (const char* type = find_other_name(owner.profile, module, name)) {
    return Value(owner.type(type));
  }
  for (const TypeExport& one : kTypeExports) {
    if (module == one.module && has_word(one.names, name)) {
      return Value(owner.type(std::string(name).c_str()));
    }
  }
  if (Value found = find_postgresql_function(interp, module, name)) return found;
  if (module == "sqlalchemy.sql.functions") {
    if (Value found = find_generic_function(owner, name)) return found;
  }
  if (Value found = find_orm_join(interp, module, name)) return found;
  for (const FunctionExport& one : kFunctionExports) {
    if (module != one.module || !has_word(one.names, name)) continue;
    std::string text(name);
    if (const Binding* row = find_binding(nullptr, text.c_str())) {
      Value function = interp::make_function(interp, row->name, row->signature, row->call);
      function.as<interp::NativeFunctionObject>()->module = module;
      // sqlalchemy.future has functions of those names that make other things.
      if (module == "sqlalchemy.future") {
        function.as<interp::NativeFunctionObject>()->data = const_cast<Binding*>(row);
      }
      add_legacy_warnings(owner, module, name, function);
      return function;
    }
  }
  for (const PythonExport& one : kPythonExports) {
    if (module == one.module && has_word(one.names, name)) {
      return interp.getattr(interp.modules().import(one.home), name);
    }
  }
  if (name == "insert") {
    if (Value function = find_dialect_insert(interp, module)) return function;
  }
  if (name.rfind("LABEL_STYLE_", 0) == 0) {
    if (Value style = find_label_style(owner, name)) return style;
  }
  if (module == "sqlalchemy" || module == "sqlalchemy.schema" ||
      module == "sqlalchemy.sql.schema") {
    if (Value word = find_schema_word(owner, name)) return word;
  }
  if (module == "sqlalchemy.sql.schema" && name == "DEFAULT_NAMING_CONVENTION") {
    Value dict = interp.dict();
    interp.setitem(dict, interp.str("ix"), interp.str("ix_%(column_0_label)s"));
    return make_facade(owner, "immutabledict", dict);
  }
  if (Value found = resolve_dialect_name(owner, module, name)) return found;
  bool has_func = module == "sqlalchemy" || module == "sqlalchemy.sql" ||
                  module == "sqlalchemy.sql.expression" || module == "sqlalchemy.sql.functions";
  if (has_func && name == "func") return make_func(interp);
  if (module == "sqlalchemy" && name == "__version__") return interp.str(owner.profile.version);
  if (module == "sqlalchemy.exc" || module == "sqlalchemy.orm.exc") {
    if (const orm::ErrorClass* cls = find_error(module, name)) return Value(owner.error_type(*cls));
  }
  // SQLAlchemy imports these parts of itself, so that `sqlalchemy.exc` is there at once.
  if (module == "sqlalchemy" && has_word(kParts, name)) {
    std::string part = module + "." + std::string(name);
    if (interp.modules().has(part)) return interp.modules().import(part);
  }
  const std::string part = module + "." + std::string(name);
  if (is_inner(part)) return interp.modules().import(part);
  // The packages of the ORM and of SQL import their modules; others are found by the importer.
  if (interp.modules().has(part)) {
    const bool imports = module == "sqlalchemy.orm" || module == "sqlalchemy.sql";
    return imports ? interp.modules().import(part) : Value();
  }
  if (!elsewhere) return {};
  if (Value found = resolve_from_homes(interp, module, name)) return found;
  if (releases_with(module, name) != 0) {
    interp.unsupported(module + "." + std::string(name),
                       "lessonrun does not have '" + std::string(name) + "' of " + module);
  }
  return {};
}

}  // namespace

namespace {

// What `from module import *` binds.
Value exported_names(Interpreter& interp, const std::string& module) {
  const orm::Profile& profile = context(interp).profile;
  std::vector<Value> names;
  auto add_words = [&](std::string_view words) {
    while (!words.empty()) {
      size_t end = std::min(words.find(' '), words.size());
      std::string_view word = words.substr(0, end);
      if (!word.empty() && !is_of_another_release(profile, module, word)) {
        names.push_back(interp.str(word));
      }
      words.remove_prefix(std::min(end + 1, words.size()));
    }
  };
  const std::string_view own = dialect_exports(module);
  for (const TypeExport& one : kTypeExports) {
    if (module == one.module && own.empty()) add_words(one.names);
  }
  for (const FunctionExport& one : kFunctionExports) {
    if (module == one.module) add_words(one.names);
  }
  for (const PythonExport& one : kPythonExports) {
    if (module == one.module && own.empty()) add_words(one.names);
  }
  add_words(own);
  // Before 2.0 the package lists its names, without its parts.
  if (module == "sqlalchemy" && profile.typed_names) add_words(kParts);
  if (module == "sqlalchemy" || module == "sqlalchemy.sql") {
    names.push_back(interp.str("func"));
    if (profile.dedupe_columns) {
      for (const char* style : {"LABEL_STYLE_NONE", "LABEL_STYLE_TABLENAME_PLUS_COL",
                                "LABEL_STYLE_DISAMBIGUATE_ONLY", "LABEL_STYLE_DEFAULT"})
        names.push_back(interp.str(style));
    }
  }
  if (module == "sqlalchemy.exc" || module == "sqlalchemy.orm.exc") {
    for (const auto* classes : {&orm::error_classes(), &orm::mapping_error_classes()}) {
      for (const orm::ErrorClass* cls : *classes) {
        if (find_error(module, cls->name) == cls &&
            !is_of_another_release(profile, module, cls->name))
          names.push_back(interp.str(cls->name));
      }
    }
  }
  return interp.list(std::move(names));
}

}  // namespace

TypeMaker find_type_maker(std::string_view name) {
  auto found = type_makers().find(name);
  return found == type_makers().end() ? nullptr : found->second;
}

const std::vector<BindingTable>& binding_tables() {
  static const std::vector<BindingTable> kTables = [] {
    std::vector<BindingTable> tables = {clause_methods(), expression_methods(),
                                        expression_functions()};
    for (auto part : {function_tables,
                      statement_tables,
                      schema_tables,
                      engine_tables,
                      connection_tables,
                      result_tables,
                      mapping_tables,
                      mapped_column_tables,
                      relationship_tables,
                      property_tables,
                      aliased_tables,
                      bundle_tables,
                      composite_tables,
                      registry_tables,
                      imperative_tables,
                      dynamic_tables,
                      loader_tables,
                      session_tables,
                      sessionmaker_tables,
                      bulk_tables,
                      session_event_tables,
                      session_bind_tables,
                      session_closing_tables,
                      session_transaction_tables,
                      query_tables,
                      inspection_tables,
                      inspector_tables,
                      bound_tables,
                      ddl_tables,
                      column_type_tables,
                      event_tables,
                      url_tables,
                      pool_tables,
                      inheritance_tables}) {
      for (const BindingTable& table : part()) tables.push_back(table);
    }
    return tables;
  }();
  return kTables;
}

const Binding* find_binding(const char* owner, const char* name) {
  for (const BindingTable& table : binding_tables()) {
    bool same = owner == nullptr ? table.owner == nullptr
                                 : table.owner != nullptr && std::strcmp(owner, table.owner) == 0;
    if (!same) continue;
    for (size_t i = 0; i < table.count; ++i) {
      if (std::strcmp(table.rows[i].name, name) == 0) return &table.rows[i];
    }
  }
  return nullptr;
}

void add_modules(Interpreter& interp) {
  auto add_new = [&interp](const std::string& module) {
    interp.modules().add(module, [module](ModuleBuilder& builder) {
      if (module == "sqlalchemy") read_warning_environment(builder.interp);
      builder.lazy("__all__",
                   [module](Interpreter& asking) { return exported_names(asking, module); });
      builder.fallback([module](Interpreter& asking, std::string_view wanted) {
        return resolve(asking, module, wanted);
      });
    });
  };
  const Releases release = release_of(context(interp).profile);
  auto add = [&](std::string_view name) {
    const std::string module(name);
    if (interp.modules().has(module)) return;
    const Releases with = releases_with(module);
    if (with == 0 || (with & release) != 0) add_new(module);
  };
  interp.modules().find_with([release, add_new](const std::string& name) {
    if (is_inner(name) && (releases_with(name) & release) != 0) add_new(name);
  });
  add_deprecations_module(interp);
  add_identity_map_module(interp);
  add_association_proxy_module(interp);
  add_mutable_module(interp);
  add_ordering_list_module(interp);
  add_collections_module(interp);
  add_operators_module(interp);
  add_object_kind_module(interp);
  add_engine_config_module(interp);
  add_utilities_module(interp);
  add_automap_module(interp);
  add_hybrid_comparator_module(interp);
  add_compiler_module(interp);
  add_python_modules(interp);
  add_range_module(interp);
  add_scoping_module(interp);
  add_mapper_inspection_module(interp);
  add_state_inspection_module(interp);
  for (std::string_view module : known_modules(release)) {
    if (!interp.modules().has(std::string(module))) add_new(std::string(module));
  }
  for (const TypeExport& one : kTypeExports) add(one.module);
  for (const FunctionExport& one : kFunctionExports) add(one.module);
  for (const PythonExport& one : kPythonExports) add(one.module);
  add_driver_module(interp);
}

}  // namespace lessonrun::bind
