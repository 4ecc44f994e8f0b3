// Query: session.query(...), the classic interface.
#pragma once

#include <orm/dml.h>
#include <orm/result.h>
#include <orm/selectable.h>
#include <orm/session.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace orm {

class EntityElement;

/// session.query(...): the classic interface, over the same select().
class Query {
 public:
  Query() = default;  ///< none yet: one has to be assigned
  Query(Session& session, std::vector<ClauseRef> entities);

  Query filter(const std::vector<ColumnRef>& criteria) const;
  Query filter_by(const ParameterSet& values) const;
  Query order_by(std::vector<ColumnRef> clauses) const;
  Query group_by(std::vector<ColumnRef> clauses) const;
  Query having(const ColumnRef& clause) const;
  Query distinct() const;
  Query limit(std::optional<Operand> count) const;
  Query offset(std::optional<Operand> count) const;
  /// query[start:stop]
  Query slice(std::optional<int64_t> start, std::optional<int64_t> stop) const;
  Query select_from(std::vector<ClauseRef> froms) const;
  Query join(const ClauseRef& target, const ClauseRef& onclause = nullptr, bool outer = false,
             bool full = false) const;
  Query with_entities(std::vector<ClauseRef> entities) const;
  Query add_columns(std::vector<ClauseRef> columns) const;
  Query params(const ParameterSet& values) const;
  Query populate_existing() const;
  Query autoflush(bool on) const;
  Query execution_options(Options options) const;
  /// joinedload() and the like.
  Query options(const std::vector<Ref<StatementOption>>& loads) const;
  Query enable_eagerloads(bool on) const;
  /// The same query in another session.
  Query with_session(Session& session) const;
  /// What `statement()` and `subquery()` call their columns: set_label_style(). Not said: their
  /// own names, while rows have Query's labels.
  Query with_label_style(LabelStyle style) const;
  const std::optional<LabelStyle>& label_style() const noexcept { return label_style_; }
  /// Without it methods can be called in any order, also where that makes no sense.
  Query enable_assertions(bool on) const;
  /// Rows come in portions, which eager loading of collections does not allow.
  Query yield_per(size_t rows) const;
  /// Rows also where there is one entity: only_return_tuples().
  Query only_return_tuples(bool on) const;
  bool returns_only_tuples() const noexcept { return only_tuples_; }
  const Options& execution_options() const noexcept { return options_; }
  const ParameterSet& parameters() const noexcept { return params_; }
  /// What from_statement() was given, or null.
  const ClauseRef& full_statement() const noexcept { return full_statement_; }
  /// The same query over another select(), for what select() can and Query only passes on.
  Query changed(Ref<Select> statement) const;
  /// select_entity_from(): entities are taken from `from`, and later criteria too.
  Query select_entity_from(Ref<FromClause> from) const;
  /// SELECT .. FROM (this query) AS anon_1; `entities` replace the query's own.
  Query from_self(const std::vector<ClauseRef>& entities = {}) const;
  /// union(), union_all(), intersect(), except_(): `keyword` is the SQL word.
  Query set_operation(const std::string& keyword, const std::vector<Query>& others) const;
  /// Objects of the rows that `statement` (text or a SELECT) gives.
  Query from_statement(ClauseRef statement) const;
  /// 1.x join(aliased=True): later criteria of the class are about `alias`; null:
  /// reset_joinpoint().
  Query with_joinpoint(Ref<EntityElement> alias) const;
  /// @name Bulk changes of the rows that match; the count. `synchronize` as synchronize_session.
  /// @{
  int64_t update(Assignments values, const std::optional<Value>& synchronize = {},
                 bool ordered = false) const;
  int64_t delete_(const std::optional<Value>& synchronize = {}) const;
  /// @}

  /// The rows, each of them once where they hold objects. Flushes first.
  Result result() const;
  std::vector<Row> all() const;
  std::optional<Row> first() const;
  Row one() const;
  std::optional<Row> one_or_none() const;
  Value scalar() const;
  int64_t count() const;
  /// Throws InvalidRequestError unless the query is of one entity without criteria.
  Instance get(const std::vector<Value>& key) const;

  /// Does a row consist of one mapped object? Then SQLAlchemy gives the object, not a row.
  bool single_entity() const;
  /// The select() with Query's labels.
  Ref<Select> statement() const;
  /// The same for use in another one, its parameters filled in: columns are named as
  /// set_label_style() says, else by themselves.
  Ref<Select> plain_statement() const;
  Ref<Select> selecting() const;
  /// The select() as it was built, without limit and offset.
  const Ref<Select>& select_statement() const noexcept { return select_; }
  std::string str() const;
  Session& session() const noexcept { return *session_; }
  const Mapper* first_mapper() const;

 private:
  ClauseRef adapted(const ClauseRef& node) const;
  ColumnRef adapted_column(const ColumnRef& column) const;
  Query over(Ref<FromClause> from, const std::vector<ClauseRef>& entities) const;
  void refuse_after_limit(const char* method) const;
  void refuse_after_statement(const char* method) const;
  void refuse_after_criterion(const char* method) const;
  void check_bulk() const;
  Session* session_ = nullptr;
  Ref<FromClause> adapt_;         // what entities are taken from: from_self(), union()
  Ref<EntityElement> joinpoint_;  // join(aliased=True)
  bool joinpoint_reset_ = false;
  ClauseRef full_statement_;  // from_statement()
  Ref<Select> select_;
  std::optional<Operand> limit_, offset_;
  ParameterSet params_;
  Options options_;
  std::optional<LabelStyle> label_style_;
  bool populate_existing_ = false;
  bool autoflush_ = true;
  bool eager_ = true;
  bool only_tuples_ = false;
  bool asserts_ = true;
  size_t yield_per_ = 0;
};

}  // namespace orm
