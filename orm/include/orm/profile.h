// Profile: how one release line of SQLAlchemy behaves, as a table of named behaviours.
//
// Compiler, engine and session ask for the behaviour by its name; nothing else compares versions.
#pragma once

#include <string_view>

namespace orm {

/// One row of the table. All members are what the name says; see the design notes on the echo.
struct Profile {
  const char* name;        ///< "1.3", "1.4", "1.4-future", "2.0"
  const char* version;     ///< `sqlalchemy.__version__`: "2.0.52"
  const char* error_link;  ///< prefix of links in error texts

  // Engine and echo
  bool future;          ///< 2.0 connections: autobegin, no autocommit, no implicit execution
  bool connectionless;  ///< Engine.execute and bound metadata exist
  bool stmt_cache;      ///< `[generated in ...]` prefixes before parameters
  bool many_as_list;    ///< executemany parameters print as a list, not a tuple
  bool truncate_many_parameters;   ///< more than 100 parameters are cut in the middle
  bool variants_are_types;         ///< with_variant() gives the type itself, no Variant
  bool lints_froms;                ///< warns of FROM objects that nothing joins
  bool deprecates_1_x;             ///< warns of what 1.3 did with SELECTs in FROM, and more
  bool empty_and_hints_constants;  ///< the warning of and_() names true()
  bool dml_takes_no_clauses;       ///< table.insert() and its kin have no parameters
  bool labels_show_names;          ///< the repr of a Label says its name
  bool unicode_probe;              ///< `test plain returns` statements at the first connect
  const char* engine_logger;       ///< `sqlalchemy.engine.Engine`
  const char* option_engine_logger;
  bool autocommit_text;             ///< 1.x: DML and DDL commit after themselves
  bool isolation_lists_autocommit;  ///< an invalid isolation level names AUTOCOMMIT as well
  bool isolation_quotes_name;       ///< .. and the dialect in quotes
  bool query_passes_immutabledict;  ///< errors show it where a Query has no parameters
  bool closed_is_statement_error;   ///< a closed connection is told of within a StatementError
  const char* autocommit_note;      ///< tail of COMMIT in AUTOCOMMIT mode
  const char* autocommit_rollback_note;
  bool savepoint_without_begin;  ///< begin_nested() without a transaction is a plain BEGIN
  bool file_queue_pool;          ///< QueuePool for SQLite files, else NullPool
  bool legacy_rows;              ///< rows answer to string and column keys
  bool insertmanyvalues;
  bool use_returning;           ///< SQLite INSERT .. RETURNING fetches defaults
  bool translates_to_default;   ///< schema_translate_map: None is the database's own schema
  bool translates_late;         ///< .. and text of compile() shows `__[SCHEMA_x]`
  bool lists_schemas;           ///< has_table() in a schema asks for it first
  bool pragma_schema_prefix;    ///< `PRAGMA main.table_info`
  bool reset_note_transaction;  ///< pool debug: `reset, transaction already reset`

  // Compiler
  bool dedupe_columns;               ///< `addresses.id AS id_1` for a repeated name
  bool exists_unlabelled;            ///< .. but not within EXISTS
  bool parenthesize_not_in;          ///< `(x NOT IN (?))`
  bool expanding_in;                 ///< IN lists are expanded when executed
  bool concat_as_comparison;         ///< || binds as = does: `(a || b) = c`
  bool from_list_first;              ///< select_from() and joins come before the columns' tables
  bool update_from;                  ///< SQLite has UPDATE .. FROM
  bool sets_other_tables;            ///< UPDATE .. FROM may set columns of the other tables
  bool aggregate_strings;            ///< func.aggregate_strings() is known
  bool numbers_by_name;              ///< numeric parameters: one number for each name
  bool collates_casts;               ///< CAST(x AS VARCHAR) COLLATE c, not within the type
  bool empty_rows_in_values;         ///< INSERT of several empty rows: VALUES (), ()
  bool negates_custom_as_false;      ///< ~(x op y) of bool_op() renders `x op y = 0`
  bool identity_columns;             ///< Identity() is known
  bool literal_when_executed;        ///< ON CONFLICT's WHERE: literals at execution, not before
  bool null_in_lists;                ///< None in a list for IN is written NULL
  bool empty_in_subquery;            ///< `IN (SELECT 1 FROM (SELECT 1) WHERE 1!=1)`
  bool in_alias_is_select;           ///< `x IN` an alias of a SELECT is `x IN` that SELECT
  bool boolean_check_constraint;     ///< CHECK (b IN (0, 1)) for Boolean and Enum
  bool parenthesize_column_default;  ///< SQLite: DEFAULT (1) for true(), whatever its words
  bool metadata_bind_repr;           ///< MetaData(bind=None)
  bool create_all_transaction;       ///< one BEGIN .. COMMIT around create_all
  bool ddl_conditions;               ///< ddl_if() and ExecutableDDLElement
  bool true_division;                ///< `/` of integers renders `/ (x + 0.0)`
  bool limit_as_bind;                ///< rendered as post-compile parameters
  bool select_list_style;            ///< select([a, b]) is the only style

  // Text for other databases
  bool postgresql_plain_tsquery;  ///< match() is plainto_tsquery(), not to_tsquery()
  bool postgresql_typed_binds;    ///< parameters of more types carry a cast; JSONB has subscripts
  bool postgresql_ranges;         ///< Range objects; operators of ranges bind as = does
  bool exclude_says_dialect;      ///< str() of DDL for an ExcludeConstraint is PostgreSQL's
  bool exclude_checks_columns;    ///< an ExcludeConstraint's columns are missed as others' are
  bool flat_concat;               ///< MySQL's concat(a, b, c), not concat(concat(a, b), c)
  bool oracle_fetch_first;        ///< OFFSET .. FETCH FIRST, not ROWNUM in subqueries
  bool oracle_table_functions;    ///< TABLE (f()) in FROM
  bool oracle_long_names;         ///< 128 characters, not 30
  bool sequences_start_at_one;    ///< CREATE SEQUENCE always says where it starts
  bool implicit_returning;        ///< PostgreSQL's INSERT returns its key, not fetches it before
  bool oracle_returning;          ///< Oracle's does
  bool mssql_plain_identity;      ///< IDENTITY without (1,1)
  bool decimal_warning;           ///< a Decimal from SQLite's floats gives a warning
  bool literal_dates;             ///< dates, times and the like can be literals
  bool marks_every_schema;        ///< compile() also marks schemas that have no translation
  bool double_types;              ///< Double and the DOUBLE word of each database

  // Mapper and session
  bool default_constructor;       ///< a class mapped imperatively gets one that takes keywords
  bool hybrid_names_subquery;     ///< a hybrid's name is that of its scalar subquery in a row
  bool mapper_str_brackets;       ///< `Mapper[User(users)]`, not `mapped class User->users`
  bool aliases_statements;        ///< aliased(select) makes a subquery of it
  bool annotated_mapping;         ///< classes are read by annotations: Mapped[..], dataclasses
  bool typed_names;               ///< 2.0's names of classes and symbols: Synonym, enums
  bool legacy_orm_removed;        ///< mapper() and strings in join() are gone, get() warns
  bool explicit_in_table_order;   ///< properties stand where their columns stand in the table
  bool warns_no_identity;         ///< of a subclass without polymorphic_identity
  bool refresh_autoflush;         ///< loading expired attributes flushes first
  bool strict_load_options;       ///< loader options take no names, and check their path at once
  bool lazy_continues_path;       ///< what a lazy many-to-one brings along does not lead back
  bool unbound_ends_in_stop;      ///< errors of a session without a bind end in a full stop
  bool joins_by_savepoint;        ///< a session within a connection's savepoint sets its own
  bool checks_row_classes;        ///< a row whose discriminator names no subclass is an error
  bool plain_role_errors;         ///< what is no SQL expression is told of by its type
  bool checks_joins_at_once;      ///< Query.join() and options() say at once what cannot be
  bool misspells_explicit;        ///< advice on joins speaks of an `explcit` ON clause
  bool bulk_names_strategy;       ///< BulkUpdateEvaluate, ..Fetch in after_bulk_update
  bool iso_parse_errors;          ///< a date that makes no sense is an `Invalid isoformat string`
  bool sqlite_regexp;             ///< connections to SQLite have a function for REGEXP
  bool nests_ctes_here;           ///< add_cte() takes nest_here
  bool update_from_values;        ///< UPDATE names the tables of its values in FROM
  bool frozen_refresh_names;      ///< `refresh` events are told of a frozenset
  bool refresh_eager;             ///< reloading an object loads its eager relationships anew
  bool refresh_column_options;    ///< .. and its columns as options loaded them
  bool wildcard_keeps_key;        ///< defer("*") leaves out all but the primary key
  bool composite_operators;       ///< composites also know < and >, and != part by part
  bool columns_raise;             ///< deferred columns know raiseload=True
  bool defers_in_subqueries;      ///< subqueries leave out deferred columns, too
  bool expires_deferred;          ///< loaded deferred columns come back with other expired ones
  bool query_expression_null;     ///< query_expression() that nothing is said of renders NULL
  bool refresh_labels;            ///< Session.refresh() labels its columns as Query does
  bool query_error_texts;         ///< `No row was found for one()`, of sqlalchemy.orm.exc
  bool class_in_errors;           ///< errors about entities show the class, not its mapper
  bool negative_query_index;      ///< query[-1] takes from the list of all rows
  bool overlaps_warn;             ///< of any two relationships that write one column
  bool conflict_is_flush_error;   ///< a new object with a persistent one's key, not a warning
  bool has_error_two_blanks;      ///< `collections.  Use any()`
  bool session_begins_itself;     ///< Session.begin() without subtransactions is an error
  bool legacy_query_get;          ///< Session.get() does not exist
  bool viewonly_merges;           ///< the cascade of viewonly relationships is "merge", not none
  bool keys_must_be_set;          ///< keyed collections refuse members whose key is not set
  bool failure_stops_all;         ///< a mapper that fails stops every other, of other bases too
  bool empties_apart;             ///< an empty collection that was only read is not in the dict
  bool tells_of_known_members;    ///< the cascade is told of members that are there already
  bool says_since;                ///< deprecations say since when
  bool never_set_symbol;          ///< what never had a value held NEVER_SET, not NO_VALUE
  bool direction_symbols;         ///< errors show symbol('ONETOMANY'), not an enum's member
  bool cascade_backrefs;          ///< save-update also cascades from the other side of a backref
  bool forgets_read_collections;  ///< an empty collection that was only read is not in the dict
  bool pending_rollback_error;    ///< PendingRollbackError, not InvalidRequestError, after a flush
  bool eager_defaults_automatic;  ///< eager_defaults="auto" is the default
  bool orm_dml;                   ///< update() and delete() of a class tell the session's objects
  bool bulk_dml;  ///< insert() and update() of a class take many rows by attribute names

  bool operator==(const Profile& other) const { return this == &other; }
};

extern const Profile profile_1_3;
extern const Profile profile_1_4;
extern const Profile profile_1_4_future;  ///< create_engine(..., future=True)
extern const Profile profile_2_0;

/// The profile of that name ("1.3", "1.4", "1.4-future", "2.0"), or null.
const Profile* find_profile(std::string_view name);

}  // namespace orm
