// The table of profiles. Rows are built with small functions since most members agree.
#include <orm/profile.h>

namespace orm {

namespace {

constexpr Profile make_1_3() {
  Profile p{};
  p.name = "1.3";
  p.version = "1.3.24";
  p.error_link = "http://sqlalche.me/e/13/";
  p.connectionless = true;
  p.in_alias_is_select = true;
  p.aliases_statements = true;
  p.unicode_probe = true;
  p.query_passes_immutabledict = true;
  p.closed_is_statement_error = true;
  p.engine_logger = "sqlalchemy.engine.base.Engine";
  p.option_engine_logger = "sqlalchemy.engine.base.OptionEngine";
  p.autocommit_text = true;
  p.autocommit_note = "";
  p.autocommit_rollback_note = "";
  p.savepoint_without_begin = true;
  p.legacy_rows = true;
  p.pragma_schema_prefix = true;
  p.boolean_check_constraint = true;
  p.parenthesize_column_default = true;
  p.decimal_warning = true;
  p.metadata_bind_repr = true;
  p.select_list_style = true;
  p.null_in_lists = true;
  p.refresh_labels = true;
  p.defers_in_subqueries = true;
  p.expires_deferred = true;
  p.query_expression_null = true;
  p.legacy_query_get = true;
  p.query_error_texts = true;
  p.class_in_errors = true;
  p.negative_query_index = true;
  p.overlaps_warn = false;
  p.conflict_is_flush_error = true;
  p.session_begins_itself = true;
  p.has_error_two_blanks = true;
  p.empty_rows_in_values = true;
  p.sets_other_tables = true;
  p.negates_custom_as_false = true;
  p.direction_symbols = true;
  p.never_set_symbol = true;
  p.failure_stops_all = true;
  p.cascade_backrefs = true;
  p.plain_role_errors = true;
  p.checks_joins_at_once = true;
  p.misspells_explicit = true;
  p.bulk_names_strategy = true;
  return p;
}

constexpr Profile make_1_4() {
  Profile p = make_1_3();
  p.name = "1.4";
  p.version = "1.4.54";
  p.error_link = "https://sqlalche.me/e/14/";
  p.exclude_says_dialect = true;
  p.unicode_probe = false;
  p.query_passes_immutabledict = false;
  p.closed_is_statement_error = false;
  p.stmt_cache = true;
  p.in_alias_is_select = false;
  p.aliases_statements = false;
  p.lints_froms = true;
  p.deprecates_1_x = true;
  p.isolation_lists_autocommit = true;
  p.engine_logger = "sqlalchemy.engine.Engine";
  p.option_engine_logger = "sqlalchemy.engine.Engine";
  p.autocommit_note = "DBAPI should ignore due to autocommit mode";
  p.autocommit_rollback_note = ", DBAPI should ignore due to autocommit mode";
  p.query_error_texts = false;
  p.class_in_errors = false;
  p.overlaps_warn = true;
  p.conflict_is_flush_error = false;
  p.session_begins_itself = false;
  p.dedupe_columns = true;
  p.translates_to_default = true;
  p.translates_late = true;
  p.sequences_start_at_one = true;
  p.parenthesize_not_in = true;
  p.expanding_in = true;
  p.sqlite_regexp = true;
  p.empty_in_subquery = true;
  p.boolean_check_constraint = false;
  p.metadata_bind_repr = false;
  p.create_all_transaction = true;
  p.limit_as_bind = true;
  p.select_list_style = false;
  p.default_constructor = true;
  p.hybrid_names_subquery = true;
  p.refresh_labels = false;
  p.lazy_continues_path = true;
  p.refresh_eager = true;
  p.checks_row_classes = true;
  p.plain_role_errors = false;
  p.checks_joins_at_once = false;
  p.misspells_explicit = false;
  p.bulk_names_strategy = false;
  p.frozen_refresh_names = true;
  p.unbound_ends_in_stop = true;
  p.legacy_query_get = false;
  p.oracle_long_names = true;
  p.oracle_table_functions = true;
  p.implicit_returning = true;
  p.mssql_plain_identity = true;
  p.refresh_autoflush = true;
  p.columns_raise = true;
  p.defers_in_subqueries = false;
  p.expires_deferred = false;
  p.query_expression_null = false;
  p.forgets_read_collections = true;
  p.pending_rollback_error = true;
  p.orm_dml = true;
  p.identity_columns = true;
  p.never_set_symbol = false;
  p.failure_stops_all = false;
  p.empties_apart = true;
  p.tells_of_known_members = true;
  p.says_since = true;
  p.viewonly_merges = true;
  return p;
}

constexpr Profile make_1_4_future() {
  Profile p = make_1_4();
  p.name = "1.4-future";
  p.future = true;
  p.connectionless = false;
  p.autocommit_text = false;
  p.savepoint_without_begin = false;
  p.legacy_rows = false;
  p.reset_note_transaction = true;
  p.cascade_backrefs = false;
  return p;
}

constexpr Profile make_2_0() {
  Profile p = make_1_4_future();
  p.name = "2.0";
  p.version = "2.0.52";
  p.error_link = "https://sqlalche.me/e/20/";
  p.many_as_list = true;
  p.exists_unlabelled = true;
  p.lists_schemas = true;
  p.sequences_start_at_one = false;
  p.isolation_quotes_name = true;
  p.truncate_many_parameters = true;
  p.labels_show_names = true;
  p.dml_takes_no_clauses = true;
  p.empty_and_hints_constants = true;
  p.variants_are_types = true;
  p.autocommit_note = "has no effect due to autocommit mode";
  p.autocommit_rollback_note = "; set skip_autocommit_rollback to prevent fully";
  p.file_queue_pool = true;
  p.insertmanyvalues = true;
  p.use_returning = true;
  p.null_in_lists = false;
  p.update_from = true;
  p.from_list_first = true;
  p.empty_rows_in_values = false;
  p.aggregate_strings = true;
  p.collates_casts = true;
  p.numbers_by_name = true;
  p.sets_other_tables = false;
  p.negates_custom_as_false = false;
  p.literal_when_executed = true;
  p.concat_as_comparison = true;
  p.parenthesize_column_default = false;
  p.true_division = true;
  p.postgresql_plain_tsquery = true;
  p.flat_concat = true;
  p.oracle_fetch_first = true;
  p.oracle_returning = true;
  p.decimal_warning = false;
  p.literal_dates = true;
  p.marks_every_schema = true;
  p.double_types = true;
  p.mapper_str_brackets = true;
  p.aliases_statements = true;
  p.annotated_mapping = true;
  p.typed_names = true;
  p.legacy_orm_removed = true;
  p.ddl_conditions = true;
  p.postgresql_typed_binds = true;
  p.postgresql_ranges = true;
  p.exclude_checks_columns = true;
  p.composite_operators = true;
  p.hybrid_names_subquery = false;
  p.explicit_in_table_order = true;
  p.warns_no_identity = true;
  p.strict_load_options = true;
  p.refresh_column_options = true;
  p.wildcard_keeps_key = true;
  p.eager_defaults_automatic = true;
  p.direction_symbols = false;
  p.negative_query_index = false;
  p.has_error_two_blanks = false;
  p.bulk_dml = true;
  p.joins_by_savepoint = true;
  p.iso_parse_errors = true;
  p.nests_ctes_here = true;
  p.update_from_values = true;
  p.keys_must_be_set = true;
  return p;
}

}  // namespace

const Profile profile_1_3 = make_1_3();
const Profile profile_1_4 = make_1_4();
const Profile profile_1_4_future = make_1_4_future();
const Profile profile_2_0 = make_2_0();

const Profile* find_profile(std::string_view name) {
  for (const Profile* profile : {&profile_1_3, &profile_1_4, &profile_1_4_future, &profile_2_0})
    if (name == profile->name) return profile;
  return nullptr;
}

}  // namespace orm
