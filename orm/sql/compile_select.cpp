// Compiling SELECT and set operations; what stands in FROM is in compile_from.cpp.
#include <orm/custom.h>
#include <orm/error.h>

#include <algorithm>
#include <cctype>

#include "orm/sql/compile.h"
#include "orm/sql/from_linter.h"

namespace orm {

namespace {
bool has(const std::vector<const FromClause*>& list, const FromClause* from) {
  return std::find(list.begin(), list.end(), from) != list.end();
}

}  // namespace

// How an error names a select: by its text (1.3) or its address.
std::string SqlCompiler::described(const Select& select) const {
  if (!profile_.dedupe_columns) return select.str(profile_);
  return "<sqlalchemy.sql.selectable.Select object at " + repr_address(&select) + ">";
}

void SqlCompiler::visit_any_select(const ClauseElement& select, SelectContext context) {
  // Each level copies the text of those inside it, and takes a piece of the stack. SQLAlchemy ends
  // at about 75 levels, with the same error.
  constexpr int kDeepest = 250;
  struct Level {
    explicit Level(int& depth) : depth_(depth) { ++depth_; }
    ~Level() { --depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    int& depth_;
  } level(nesting_);
  if (nesting_ > kDeepest) throw RecursionError("maximum recursion depth exceeded");
  // The parts of a set operation are lowered one by one, as each is reached.
  StatementPlugin* plugin = select.kind() == NodeKind::compound ? nullptr : select.plugin();
  if (plugin != nullptr) {
    auto lowered = plugin->lower(ClauseRef(const_cast<ClauseElement*>(&select)), profile_,
                                 /*nested=*/true, outer_options_);
    result_.keep.emplace_back(lowered.statement.get());
    if (lowered.context) result_.keep.emplace_back(lowered.context.get());
    return visit_any_select(*lowered.statement, context);
  }
  if (hooked(select, context)) return;
  switch (select.kind()) {
    case NodeKind::select:
      return visit_select(static_cast<const Select&>(select), context);
    case NodeKind::compound:
      return visit_compound(static_cast<const CompoundSelect&>(select), context);
    case NodeKind::text_select: {
      const auto& text_select = static_cast<const TextSelect&>(select);
      if (context.toplevel) {
        result_.ordered_columns = text_select.positional;
        for (const auto& column : text_select.columns)
          add_result(std::string(column->name()), column);
      }
      if (text_select.independent_ctes.empty() && text_select.nested_ctes.empty())
        return visit_text(*text_select.text);
      const size_t start = out_.size();
      const size_t depth = stack_.size() + 1;
      declare_ctes(text_select.independent_ctes, text_select.nested_ctes, depth);
      visit_text(*text_select.text);
      return depth > 1 ? write_ctes(start, depth) : void();
    }
    default:
      visit(select);
  }
}

namespace {
bool is_integer(const TypeRef& type) { return type->impl().kind() == TypeKind::integer; }

// The type an expression has where the quotient of integers is an integer, which the tree, built
// for 2.0, calls a number.
TypeRef type_before_2_0(const ColumnElement& column) {
  const ColumnElement& bare = *column.bare();
  if (bare.type->impl().kind() != TypeKind::numeric) return column.type;
  switch (bare.kind()) {
    case NodeKind::label:
      return type_before_2_0(*static_cast<const Label&>(bare).element);
    case NodeKind::grouping:
      return type_before_2_0(*static_cast<const Grouping&>(bare).element);
    case NodeKind::over:
    case NodeKind::function_filter:
      return type_before_2_0(*static_cast<const Over&>(bare).element);
    case NodeKind::binary: {
      const auto& node = static_cast<const BinaryExpression&>(bare);
      TypeRef left = type_before_2_0(*node.left);
      return is_integer(left) && is_integer(type_before_2_0(*node.right)) ? left : column.type;
    }
    case NodeKind::function:
      // sum(), max() and their kin have the type of their argument.
      for (const auto& argument : static_cast<const FunctionElement&>(bare).arguments)
        if (argument->type == bare.type) return type_before_2_0(*argument);
      return column.type;
    case NodeKind::column:
      return bare.proxied() != nullptr ? type_before_2_0(*bare.proxied()) : column.type;
    default:
      return column.type;
  }
}
}  // namespace

TypeRef SqlCompiler::result_type(const ColumnElement& column) const {
  return profile_.true_division ? column.type : type_before_2_0(column);
}

void SqlCompiler::add_result(std::string name, const ColumnRef& column) {
  ResultColumn result;
  result.key = name;
  result.name = std::move(name);
  result.expression = column;
  result.type = result_type(*column);
  const TypeEngine& type = result.type->for_dialect(dialect_.name);
  result.processor = dialect_.result_processor(type.impl());
  result_.result_columns.push_back(std::move(result));
}

void SqlCompiler::labelled_column(const SelectBase::NamedColumn& named,
                                  const SelectContext& context) {
  const ColumnElement& column = *named.column;
  const ColumnElement& bare = *column.bare();
  if (context.toplevel && column.type->customized()) {
    ColumnRef inner =
        bare.kind() == NodeKind::label ? static_cast<const Label&>(bare).element : named.column;
    if (ColumnRef around = column.type->column_expression(inner)) {
      result_.keep.emplace_back(around.get());
      Name name = named.required                    ? complete(*named.required)
                  : bare.kind() == NodeKind::column ? std::string(bare.name())
                                                    : complete(named.fallback);
      if (bare.kind() == NodeKind::label && !static_cast<const Label&>(bare).name_.empty())
        name = static_cast<const Label&>(bare).name_;
      visit(*around);
      out_ += " AS " + dialect_.quote(name);
      add_result(name, named.column);
      return;
    }
  }
  if (bare.kind() == NodeKind::tuple && profile_.dedupe_columns && !in_subquery())
    throw CompileError(
        "Most backends don't support SELECTing from a tuple() object.  If this is an ORM query, "
        "consider using the Bundle object.");
  auto labelled = [&](const ColumnElement& element, const Name& name) {
    visit(element);
    out_ += " AS " + dialect_.quote(name);
    if (context.toplevel) add_result(name, named.column);
  };
  if (bare.kind() == NodeKind::label) {
    const auto& label = static_cast<const Label&>(bare);
    return labelled(*label.element,
                    label.name_.empty() ? Name(complete(named.fallback)) : label.name_);
  }
  // A column that is labelled with its own name is quoted there as well.
  auto by = [&](const NameStem& stem) {
    Name name = complete(stem);
    if (bare.kind() == NodeKind::column && name == bare.name())
      name.quote = static_cast<const ColumnClause&>(bare).quote;
    return name;
  };
  if (named.required) return labelled(column, by(*named.required));
  bool with_label = false;
  switch (bare.kind()) {
    case NodeKind::column:
      with_label = context.asfrom && static_cast<const ColumnClause&>(bare).table != nullptr;
      break;
    case NodeKind::literal_column:
    case NodeKind::text:
      break;
    case NodeKind::binary:
      with_label = context.asfrom || !is_row_member(static_cast<const BinaryExpression&>(bare));
      break;
    case NodeKind::unary: {
      // Only NOT and the tests for truth wrap a column; others are labelled in subqueries alone.
      Operator op = static_cast<const UnaryExpression&>(bare).op;
      bool wraps = op == Operator::inv || op == Operator::is_true || op == Operator::is_false;
      with_label = wraps || (context.asfrom && profile_.dedupe_columns);
      break;
    }
    case NodeKind::custom: {
      const auto& custom = static_cast<const CustomElement&>(bare);
      bool function = custom.base && custom.base->kind() == NodeKind::function;
      with_label = function || custom.name().empty() || context.asfrom;
      break;
    }
    default:
      with_label = true;
  }
  if (with_label) return labelled(column, by(named.fallback));
  visit(column);
  if (!context.toplevel) return;
  if (bare.kind() == NodeKind::text) result_.ordered_columns = false;
  std::string name = bare.kind() == NodeKind::column && static_cast<const ColumnClause&>(bare).stem
                         ? complete(*static_cast<const ColumnClause&>(bare).stem)
                         : std::string(bare.name());
  add_result(std::move(name), named.column);
}

void SqlCompiler::column_list(const SelectBase& select,
                              std::vector<SelectBase::NamedColumn>& columns,
                              const SelectContext& context) {
  (void)select;
  bool first = true;
  for (const auto& named : columns) {
    if (!first) out_ += ", ";
    first = false;
    labelled_column(named, context);
  }
}

// The FROM objects of a SELECT without those that it takes from the statements around it.
// `from_context`: it stands in a FROM clause itself, and correlates only where it says so.
std::vector<Ref<FromClause>> SqlCompiler::own_froms(const Select& select, const Frame& outer,
                                                    bool from_context) const {
  std::vector<Ref<FromClause>> all = select.froms(profile_);
  std::vector<Ref<FromClause>> froms;
  std::vector<const FromClause*> implicit;
  if (!from_context) implicit = outer.asfrom_froms;
  std::vector<const FromClause*> explicit_froms;
  for (const FromClause* from : outer.correlate_froms)
    if (!from_context || !has(outer.asfrom_froms, from)) explicit_froms.push_back(from);
  auto listed = [&](const FromClause* from) {
    return std::any_of(select.correlate_list.begin(), select.correlate_list.end(),
                       [&](const auto& item) { return item.get() == from; });
  };
  bool automatic = !select.has_correlate && !select.has_correlate_except;
  for (const auto& from : all) {
    bool drop = false;
    if (select.has_correlate) drop = listed(from.get()) && has(explicit_froms, from.get());
    if (select.has_correlate_except) drop = !listed(from.get()) && has(explicit_froms, from.get());
    if (automatic && all.size() > 1) drop = has(implicit, from.get());
    if (!drop) froms.push_back(from);
  }
  if (automatic && froms.empty() && !all.empty())
    throw InvalidRequestError(
        "Select statement '" + described(select) +
        "' returned no FROM clauses due to auto-correlation; specify correlate(<tables>) to "
        "control correlation manually.");
  return froms;
}

void SqlCompiler::visit_select(const Select& select, SelectContext context) {
  if (select.limit_clause || select.offset_clause)
    if (Ref<Select> other = dialect_.rewrite_select(select)) {
      result_.keep.emplace_back(other.get());
      return visit_select(*other, context);
    }
  static const Frame outermost;
  const Frame outer = stack_.empty() ? outermost : stack_.back();
  const std::vector<Ref<FromClause>> froms =
      own_froms(select, outer, context.asfrom && !context.lateral);
  Frame frame;
  frame.select = &select;
  for (const auto& from : froms) {
    std::vector<FromClause*> objects;
    from->from_objects(objects);
    frame.asfrom_froms.insert(frame.asfrom_froms.end(), objects.begin(), objects.end());
  }
  frame.correlate_froms = frame.asfrom_froms;
  frame.correlate_froms.insert(frame.correlate_froms.end(), outer.correlate_froms.begin(),
                               outer.correlate_froms.end());
  frame.columns = select.named_columns(context.unlabelled ? LabelStyle::none : select.label_style,
                                       profile_.dedupe_columns);
  if (context.asfrom && !context.in_compound && select.label_style == LabelStyle::default_ &&
      !profile_.dedupe_columns)
    frame.columns = select.named_columns(LabelStyle::none, false);
  stack_.push_back(frame);

  const size_t begin = out_.size();
  declare_ctes(select.independent_ctes, select.nested_ctes, stack_.size());
  out_ += "SELECT ";
  if (dialect_.table_hints == Dialect::TableHints::after_select) {
    for (const auto& hint : select.hints) {
      if (hint.table != nullptr && applies(hint)) out_ += "/*+ " + hint_text(hint) + " */ ";
    }
  }
  affixes(select.prefixes);
  if (!dialect_.write_select_head(*this, select) && select.is_distinct) out_ += "DISTINCT ";
  std::vector<SelectBase::NamedColumn> columns = stack_.back().columns;
  column_list(select, columns, context);
  const char* separator = " \nFROM ";
  const Select* outer_hinted = std::exchange(hinted_, select.hints.empty() ? nullptr : &select);
  for (const auto& from : froms) {
    out_ += separator;
    visit_from(*from);
    separator = ", ";
  }
  hinted_ = outer_hinted;
  for (const auto& textual : select.from_entities) {  // select_from(text("t"))
    out_ += separator;
    visit(*textual);
    separator = ", ";
  }
  if (froms.empty() && select.from_entities.empty() && dialect_.dual != nullptr &&
      (select.whereclause || !dialect_.dual_for_where))
    out_ += dialect_.dual;
  ColumnRef whereclause = select.whereclause ? where_of(select) : nullptr;
  if (!dialect_.ansi_joins) {
    std::vector<ColumnRef> criteria;
    if (whereclause) criteria.push_back(whereclause);
    for (const auto& from : froms) join_criteria(*from, criteria);
    if (!criteria.empty()) whereclause = and_(criteria);
    if (whereclause) result_.keep.emplace_back(whereclause.get());
  }
  if (whereclause) {
    size_t before = out_.size();
    out_ += " \nWHERE ";
    size_t start = out_.size();
    visit(*whereclause);
    if (out_.size() == start) out_.resize(before);
  }
  if (!select.group_by_clauses.empty()) {
    out_ += " GROUP BY ";
    for (size_t i = 0; i < select.group_by_clauses.size(); ++i) {
      if (i > 0) out_ += ", ";
      visit_ordering(*select.group_by_clauses[i], /*grouping=*/true);
    }
  }
  if (select.having_clause) {
    out_ += " \nHAVING ";
    visit(*select.having_clause);
  }
  order_by(select.order_by_clauses);
  limit(select);
  if (select.for_update && !dialect_.write_for_update(*this, select)) {
    out_ += " FOR UPDATE";
    if (select.for_update->nowait && dialect_.name != "default") out_ += " NOWAIT";
  }
  for (const auto& hint : select.hints) {
    if (hint.table || !applies(hint)) continue;
    out_ += ' ';
    append_text(hint.text);
  }
  if (std::any_of(select.suffixes.begin(), select.suffixes.end(),
                  [&](const Affix& affix) { return applies(affix); })) {
    out_ += ' ';
    affixes(select.suffixes);
  }
  if (options_.lint_froms && froms.size() > 1) {
    std::vector<FromClause*> points;
    points.reserve(froms.size());
    for (const auto& from : froms) points.push_back(from.get());
    lint_froms(*this, "SELECT", points, select.where_criteria);
  }
  // In a set operation, and in INSERT .. SELECT, they stand at its beginning.
  if (stack_.size() > 1 && !context.in_compound && !context.inserted)
    write_ctes(begin, stack_.size());
  stack_.pop_back();
}

bool SqlCompiler::applies(const Affix& affix) const {
  return affix.dialect.empty() || affix.dialect == "*" || affix.dialect == dialect_.name;
}

void SqlCompiler::affixes(const std::vector<Affix>& list) {
  for (const auto& affix : list) {
    if (!applies(affix)) continue;
    visit(*affix.text);
    out_ += ' ';
  }
}

// Before 1.4 each where() was joined to what there was, so that a constant stays in the text.
ColumnRef SqlCompiler::where_of(const Select& select) {
  auto constant = [](const ColumnRef& criterion) {
    return criterion->kind() == NodeKind::true_ || criterion->kind() == NodeKind::false_;
  };
  const auto& criteria = select.where_criteria;
  bool simple = profile_.dedupe_columns || criteria.size() < 2 ||
                std::none_of(criteria.begin(), criteria.end(), constant);
  if (simple) return select.whereclause;
  ColumnRef clause = true_();
  for (const auto& criterion : criteria) clause = and_({clause, criterion});
  result_.keep.emplace_back(clause.get());
  return clause;
}

void SqlCompiler::order_by(const std::vector<ColumnRef>& clauses) {
  if (clauses.empty()) return;
  out_ += " ORDER BY ";
  for (size_t i = 0; i < clauses.size(); ++i) {
    if (i > 0) out_ += ", ";
    visit_ordering(*clauses[i]);
  }
}

void SqlCompiler::limit(const SelectBase& select) {
  if (!select.limit_clause && !select.offset_clause && !select.fetch_clause) return;
  if (dialect_.write_limit(*this, select)) return;
  if (select.fetch_clause) {
    if (select.offset_clause) {
      out_ += "\n OFFSET ";
      visit(*select.offset_clause);
      out_ += " ROWS";
    }
    out_ += "\n FETCH FIRST ";
    visit(*select.fetch_clause);
    out_ += select.fetch_percent ? " PERCENT ROWS " : " ROWS ";
    out_ += select.fetch_ties ? "WITH TIES" : "ONLY";
    return;
  }
  bool sqlite = dialect_.name == "sqlite";
  auto number = [&](const ColumnElement& clause) { visit(clause); };
  if (select.limit_clause) {
    out_ += "\n LIMIT ";
    number(*select.limit_clause);
  }
  if (select.offset_clause) {
    if (!select.limit_clause) {
      // The database wants a LIMIT: minus one means none.
      out_ += "\n LIMIT ";
      if (sqlite) {
        auto none = make_ref<BindParameter>("param", Value(-1), Integer(), true);
        result_.keep.emplace_back(none.get());
        visit_bind(*none);
      } else {
        out_ += "-1";
      }
    }
    out_ += " OFFSET ";
    number(*select.offset_clause);
  } else if (sqlite) {
    out_ += " OFFSET ";
    auto zero = make_ref<BindParameter>("param", Value(0), Integer(), true);
    result_.keep.emplace_back(zero.get());
    visit_bind(*zero);
  }
}

void SqlCompiler::check_widths(const CompoundSelect& compound) const {
  size_t width = 0;
  for (size_t i = 0; i < compound.selects.size(); ++i) {
    const SelectBase& part = *compound.selects[i];
    if (part.plugin() != nullptr) return;
    size_t own = part.named_columns(part.label_style, profile_.dedupe_columns).size();
    if (i == 0) width = own;
    if (own == width) continue;
    std::string message =
        "All selectables passed to CompoundSelect must have identical numbers of columns; select "
        "#1 has " +
        std::to_string(width) + " columns, select #" + std::to_string(i + 1) + " has " +
        std::to_string(own);
    if (profile_.dedupe_columns) throw CompileError(message);
    throw ArgumentError(message);
  }
}

void SqlCompiler::visit_compound(const CompoundSelect& compound, SelectContext context) {
  static const Frame outermost;
  const Frame outer = stack_.empty() ? outermost : stack_.back();
  check_widths(compound);
  const size_t start = out_.size();
  declare_ctes(compound.independent_ctes, compound.nested_ctes, stack_.size() + 1);
  SelectContext inner;
  inner.asfrom = context.asfrom;
  inner.in_compound = true;
  bool first = true;
  for (const auto& part : compound.selects) {
    if (!first) out_ += " " + compound.keyword + " ";
    bool grouped = part->kind() == NodeKind::compound || !part->order_by_clauses.empty() ||
                   part->limit_clause || part->offset_clause;
    if (grouped) out_ += "(";
    inner.toplevel = first && context.toplevel;
    visit_any_select(*part, inner);
    if (grouped) out_ += ")";
    first = false;
  }
  Frame frame = outer;
  frame.select = &compound;
  frame.columns = compound.selects.front()->named_columns(compound.selects.front()->label_style,
                                                          profile_.dedupe_columns);
  frame.asfrom_froms.clear();
  stack_.push_back(frame);
  // ORDER BY of a set operation names the columns without their tables.
  bool saved = all_bare_;
  all_bare_ = profile_.dedupe_columns;
  if (!compound.group_by_clauses.empty()) {
    out_ += " GROUP BY ";
    visit_list(compound.group_by_clauses, ", ");
  }
  order_by(compound.order_by_clauses);
  all_bare_ = saved;
  limit(compound);
  if (stack_.size() > 1) write_ctes(start, stack_.size());
  stack_.pop_back();
}

}  // namespace orm
