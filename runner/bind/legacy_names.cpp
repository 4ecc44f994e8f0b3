// The names that 1.4 and 2.0 warn of. Advice that several share stands above the table.
#include "runner/bind/legacy.h"

namespace lessonrun::bind {

namespace {

using Word = LegacyWord;

constexpr Releases k14 = 2;
constexpr Releases k20 = 4;
constexpr Releases kBoth = k14 | k20;

constexpr const char* kOrm = "sqlalchemy.orm";
constexpr const char* kDeclarative = "sqlalchemy.ext.declarative";
constexpr const char* kExpressions = "sqlalchemy sqlalchemy.sql sqlalchemy.sql.expression";
constexpr const char* kStatements =
    "Select CompoundSelect TextualSelect Insert Update Delete TextClause";
constexpr const char* kSetFunctions =
    "Set functions such as union(), union_all(), extract(), etc. in SQLAlchemy 2.0 will accept a "
    "series of SELECT statements only. Please use generative methods such as order_by() for "
    "additional modifications to this CompoundSelect.";

constexpr const char* kBindArguments =
    "Passing bind arguments to Session.execute() as keyword arguments is deprecated and will be "
    "removed SQLAlchemy 2.0. Please use the bind_arguments parameter.";

constexpr const char* kRowKeys =
    "Use the namedtuple standard accessor Row._fields, or for full mapping behavior use  "
    "row._mapping.keys() ";

constexpr const char* kByConnection =
    "All statement execution in SQLAlchemy 2.0 is performed by the Connection.execute() method of "
    "Connection, or in the ORM by the Session.execute() method of Session.";
constexpr const char* kScalarByConnection =
    "Scalar execution in SQLAlchemy 2.0 is performed by the Connection.scalar() method of "
    "Connection, or in the ORM by the Session.scalar() method of Session.";
constexpr const char* kImplicitColumns =
    "The SelectBase.c and SelectBase.columns attributes are deprecated and will be removed in a "
    "future release; these attributes implicitly create a subquery that should be explicit.  "
    "Please "
    "call SelectBase.subquery() first in order to create a subquery, which then contains this "
    "attribute.  To access the columns that this SELECT object SELECTs from, use the "
    "SelectBase.selected_columns attribute.";
constexpr const char* kLabelStyle = "Use set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL) instead.";

constexpr LegacyRule kRules[] = {
    // Executing without a connection.
    {k14, "Engine", "scalar", nullptr, Word::gone, "Engine.scalar() method",
     "All statement execution in SQLAlchemy 2.0 is performed by the Connection.execute() method "
     "of Connection, or in the ORM by the Session.execute() method of Session; the "
     "Result.scalar() method can then be used to return a scalar result."},
    {k14, "Engine", "scalar", nullptr, Word::gone, "Engine.execute() method", kByConnection},
    {k14, "Engine", "execute", nullptr, Word::gone, "Engine.execute() method", kByConnection},
    {k14, "Engine", "transaction", nullptr, Word::ending, "The Engine.transaction() method",
     "Use the Engine.begin() context manager instead."},
    {k14, "Engine", "run_callable", nullptr, Word::ending, "The Engine.run_callable() method",
     "Use the Engine.begin() context manager instead."},
    {k14, kStatements, "scalar", nullptr, Word::gone, "Executable.scalar() method",
     kScalarByConnection},
    {k14, kStatements, "scalar", nullptr, Word::gone, "Executable.execute() method", kByConnection},
    {k14, kStatements, "execute", nullptr, Word::gone, "Executable.execute() method",
     kByConnection},
    {k14, "FunctionElement", "scalar", nullptr, Word::gone, "FunctionElement.scalar() method",
     kScalarByConnection},
    {k14, "FunctionElement", "scalar", nullptr, Word::gone, "Executable.execute() method",
     kByConnection},
    {k14, "FunctionElement", "execute", nullptr, Word::gone, "FunctionElement.execute() method",
     kByConnection},
    {k14, "FunctionElement", "execute", nullptr, Word::gone, "Executable.execute() method",
     kByConnection},
    {k14, "DDLElement", "execute", nullptr, Word::gone, "DDLElement.execute() method",
     kByConnection},

    {kBoth, "Engine", "table_names", nullptr, Word::ending, "The Engine.table_names() method",
     "Please refer to Inspector.get_table_names()."},
    {kBoth, "Engine", "has_table", nullptr, Word::ending, "The Engine.has_table() method",
     "Please refer to Inspector.has_table()."},

    // Bound metadata.
    {k14, kExpressions, "text", "bind", Word::removed,
     "The text.bind argument is deprecated and will be removed in SQLAlchemy 2.0."},
    {k14, "DDL", "__init__", "bind", Word::removed,
     "The DDL.bind argument is deprecated and will be removed in SQLAlchemy 2.0."},

    // Statements.
    {k14, "FromClause", "select", "whereclause@0", Word::removed,
     "The FromClause.select().whereclause parameter is deprecated and will be removed in version "
     "2.0.  Please make use of the Select.where() method to add WHERE criteria to the SELECT "
     "statement."},
    {k14, "Join", "select", "whereclause@0", Word::removed,
     "The Join.select().whereclause parameter is deprecated and will be removed in version 2.0. "
     " Please make use of the Select.where() method to add WHERE criteria to the SELECT "
     "statement."},
    {k14, "Exists", "select", "whereclause@0", Word::removed,
     "The Exists.select().whereclause parameter is deprecated and will be removed in version "
     "2.0.  Please make use of the Select.where() method to add WHERE criteria to the SELECT "
     "statement."},
    {k14, "FromClause Join Exists", "select", "whereclause@0", Word::removed,
     "The legacy calling style of select() is deprecated and will be removed in SQLAlchemy 2.0.  "
     "Please use the new calling style described at select()."},
    {k14, "Join", "alias", nullptr, Word::gone, "Join.alias() method",
     "Create a select + subquery, or alias the individual tables inside the join, instead."},
    {k14, "Select CompoundSelect", "apply_labels", nullptr, Word::gone,
     "GenerativeSelect.apply_labels() method", kLabelStyle},
    {k14, "Select", "with_only_columns", "[]", Word::removed,
     "The \"columns\" argument to Select.with_only_columns(), when referring to a sequence of "
     "items, is now passed as a series of positional elements, rather than as a list. "},
    {k14, kExpressions, "case", "[]", Word::removed,
     "The \"whens\" argument to case(), when referring to a sequence of items, is now passed as "
     "a series of positional elements, rather than as a list. "},
    {k14, kExpressions, "subquery", nullptr, Word::ending, "The standalone subquery() function",
     "Use select().subquery()."},
    {k14, kExpressions, "union", "**", Word::listed, kSetFunctions},
    {k14, kExpressions, "union_all", "**", Word::listed, kSetFunctions},
    {k14, kExpressions, "intersect", "**", Word::listed, kSetFunctions},
    {k14, kExpressions, "intersect_all", "**", Word::listed, kSetFunctions},
    {k14, kExpressions, "except_", "**", Word::listed, kSetFunctions},
    {k14, kExpressions, "except_all", "**", Word::listed, kSetFunctions},
    {kBoth, "SelectBase", "c", nullptr, Word::deprecated, kImplicitColumns, "", "1.4"},
    {kBoth, "SelectBase", "columns", nullptr, Word::deprecated, kImplicitColumns, "", "1.4"},
    {kBoth, "SelectBase", "as_scalar", nullptr, Word::ending, "The SelectBase.as_scalar() method",
     "Please refer to SelectBase.scalar_subquery()."},
    {kBoth, "SelectBase", "select", nullptr, Word::deprecated,
     "The SelectBase.select() method is deprecated and will be removed in a future release; this "
     "method implicitly creates a subquery that should be explicit.  Please call "
     "SelectBase.subquery() first in order to create a subquery, which then can be selected.",
     "", "1.4"},
    {kBoth, "Select", "column", nullptr, Word::ending, "The Select.column() method",
     "Please use Select.add_columns()"},
    {kBoth, "Select", "froms", nullptr, Word::deprecated,
     "The Select.froms attribute is moved to the Select.get_final_froms() method.", "", "1.4.23"},
    {kBoth, "Table", "tometadata", nullptr, Word::deprecated,
     "Table.tometadata() is renamed to Table.to_metadata()", "", "1.4"},
    {k14, "Table", "exists", nullptr, Word::ending, "The Table.exists() method",
     "Please refer to Inspector.has_table()."},

    // Rows and results.
    {k14, "Row", "keys", nullptr, Word::gone, "Row.keys() method", kRowKeys},
    {k14, "LegacyRow", "values", nullptr, Word::ending, "The LegacyRow.values() method",
     "Use the Row._mapping attribute, i.e., 'row._mapping.values()'."},
    {k14, "LegacyRow", "items", nullptr, Word::ending, "The LegacyRow.items() method",
     "Use the Row._mapping attribute, i.e., 'row._mapping.items()'."},
    {k14, "LegacyRow", "items", nullptr, Word::gone, "Row.keys() method", kRowKeys},
    {k14, "LegacyRow", "has_key", nullptr, Word::ending, "The LegacyRow.has_key() method",
     "To test for key membership, use the Row._mapping attribute, i.e. 'key in row._mapping`."},
    {k20, "Row", "tuple", nullptr, Word::deprecated,
     "The Row.tuple() method is deprecated in favor of Row._tuple(); all Row methods and "
     "library-level attributes are intended to be underscored to avoid name conflicts.  Please "
     "use Row._tuple().",
     "", "2.0.19"},
    {k20, "Row", "t", nullptr, Word::deprecated,
     "The Row.t attribute is deprecated in favor of Row._t; all Row methods and library-level "
     "attributes are intended to be underscored to avoid name conflicts.  Please use Row._t.",
     "", "2.0.19"},
    {k14, "Inspector", "reflecttable", nullptr, Word::gone, "Inspector.reflecttable() method",
     "The Inspector.reflecttable() method was renamed to Inspector.reflect_table(). This "
     "deprecated alias will be removed in a future release."},
    {kBoth, "Inspector", "from_engine", nullptr, Word::ending,
     "The from_engine() method on Inspector",
     "Please use the sqlalchemy.inspect() function on an Engine or Connection in order to acquire "
     "an Inspector."},

    // Declaring and mapping.
    {kBoth, kDeclarative, "declarative_base", nullptr, Word::moved,
     "The ``declarative_base()`` function is now available as "
     "sqlalchemy.orm.declarative_base()."},
    {kBoth, kDeclarative, "as_declarative", nullptr, Word::moved,
     "The ``as_declarative()`` function is now available as sqlalchemy.orm.as_declarative()"},
    {kBoth, kDeclarative, "has_inherited_table", nullptr, Word::moved,
     "The ``has_inherited_table()`` function is now available as "
     "sqlalchemy.orm.has_inherited_table()."},
    {kBoth, kDeclarative, "synonym_for", nullptr, Word::moved,
     "The ``synonym_for()`` function is now available as sqlalchemy.orm.synonym_for()"},
    {k14, "sqlalchemy.orm sqlalchemy.ext.declarative", "declarative_base", "bind", Word::removed,
     "The ``bind`` argument to declarative_base is deprecated and will be removed in SQLAlchemy "
     "2.0."},
    {k14, "sqlalchemy.orm sqlalchemy.ext.declarative", "as_declarative", "bind", Word::removed,
     "The ``bind`` argument to as_declarative is deprecated and will be removed in SQLAlchemy "
     "2.0."},
    {k14, kOrm, "mapper", nullptr, Word::removed,
     "Calling the mapper() function directly outside of a declarative registry is deprecated. "
     "Please use the sqlalchemy.orm.registry.map_imperatively() function for a classical "
     "mapping."},
    {k14, kOrm, "relation", nullptr, Word::gone, "relation construct",
     "Please use relationship()."},
    {k14, kOrm, "eagerload", nullptr, Word::gone, "eagerload construct",
     "Please use joinedload()."},

    // Sessions.
    {k14, "Session", "__init__", "autocommit", Word::removed,
     "The Session.autocommit parameter is deprecated and will be removed in SQLAlchemy version "
     "2.0.  The Session now features \"autobegin\" behavior such that the Session.begin() method "
     "may be called if a transaction has not yet been started yet.  See the section "
     "session_explicit_begin for background."},
    {k14, "Session", "execute", "mapper", Word::removed, kBindArguments},
    {k14, "Session", "execute", "bind", Word::removed, kBindArguments},
    {k14, "Session", "scalar", "mapper", Word::removed, kBindArguments},
    {k14, "Session", "scalar", "bind", Word::removed, kBindArguments},
    {k14, "Session", "begin", "subtransactions", Word::removed,
     "The Session.begin.subtransactions flag is deprecated and will be removed in SQLAlchemy "
     "version 2.0.  See the documentation at session_subtransactions for background on a "
     "compatible alternative pattern."},
    {k14, "Session", "transaction", nullptr, Word::gone, "Session.transaction attribute",
     "For context manager use, use Session.begin().  To access the current root transaction, use "
     "Session.get_transaction()."},

    // Query.
    {k14, "Query", "with_labels", nullptr, Word::gone,
     "Query.with_labels() and Query.apply_labels() method", kLabelStyle},
    {k14, "Query", "apply_labels", nullptr, Word::gone,
     "Query.with_labels() and Query.apply_labels() method", kLabelStyle},
    {k20, "Query", "with_labels", nullptr, Word::legacy,
     "Query.with_labels() and Query.apply_labels() method", kLabelStyle},
    {k20, "Query", "apply_labels", nullptr, Word::legacy,
     "Query.with_labels() and Query.apply_labels() method", kLabelStyle},
    {kBoth, "Query", "get", nullptr, Word::legacy, "Query.get() method",
     "The method is now available as Session.get()"},
    {kBoth, "Query", "with_parent", nullptr, Word::legacy, "Query.with_parent() method",
     "Use the with_parent() standalone construct."},
    {k14, "Query", "with_polymorphic", nullptr, Word::gone, "Query.with_polymorphic() method",
     "Use the orm.with_polymorphic() standalone function"},
    {k14, "Query", "from_self", nullptr, Word::gone, "Query.from_self() method",
     "The new approach is to use the orm.aliased() construct in conjunction with a subquery.  "
     "See "
     "the section \"Selecting from the query itself as a subquery\" in the 2.0 migration notes "
     "for an example."},
    {k14, "Query", "select_entity_from", nullptr, Word::gone, "Query.select_entity_from() method",
     "Use the aliased() construct instead"},
    {kBoth, "Query", "value", nullptr, Word::ending, "Query.value()",
     "Please use Query.with_entities() in combination with Query.scalar()"},
    {k14, "Query", "value", nullptr, Word::ending, "Query.values()",
     "Please use Query.with_entities()"},
    {kBoth, "Query", "values", nullptr, Word::ending, "Query.values()",
     "Please use Query.with_entities()"},
    {kBoth, "Query", "as_scalar", nullptr, Word::ending, "The Query.as_scalar() method",
     "Please refer to Query.scalar_subquery()."},
    {kBoth, "Query", "add_column", nullptr, Word::ending, "Query.add_column()",
     "Please use Query.add_columns()"},
};

}  // namespace

std::span<const LegacyRule> legacy_rules() { return kRules; }

}  // namespace lessonrun::bind
