// Compiling what stands in FROM: tables, joins, aliases, subqueries, and CTEs in front of it.
#include <orm/error.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "orm/sql/compile.h"

namespace orm {

namespace {

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

bool is_select(const ClauseElement& node) {
  return node.kind() >= NodeKind::select && node.kind() <= NodeKind::text_select;
}

// As many values in a row as there are columns.
void check_width(const Values& values, const std::vector<ColumnRef>& row) {
  if (row.size() == values.declared.size()) return;
  std::vector<Value> shown;
  shown.reserve(row.size());
  for (const ColumnRef& item : row)
    shown.push_back(item->kind() == NodeKind::bind ? static_cast<BindParameter&>(*item).value
                                                   : Value());
  throw ArgumentError("Wrong number of elements for " + std::to_string(values.declared.size()) +
                      "-tuple: " + Value::tuple(std::move(shown)).repr() + " ");
}

bool is_alias(const FromClause& from) {
  return from.kind() == NodeKind::alias || from.kind() == NodeKind::subquery ||
         from.kind() == NodeKind::lateral || from.kind() == NodeKind::table_valued;
}

}  // namespace

bool SqlCompiler::applies(const Hint& hint) const {
  return hint.dialect == "*" || hint.dialect == dialect_.name;
}

// The hint with the name of its table where it asks for that.
std::string SqlCompiler::hint_text(const Hint& hint) {
  static constexpr std::string_view kPlace = "%(name)s";
  std::string text = hint.text;
  const size_t at = text.find(kPlace);
  if (at == std::string::npos || hint.table == nullptr) return text;
  return text.replace(at, kPlace.size(), dialect_.quote(from_name(*hint.table)));
}

// `from` is written already, from `start` on.
void SqlCompiler::write_table_hints(const std::vector<Hint>& hints, const FromClause& from,
                                    size_t start) {
  using Where = Dialect::TableHints;
  for (const Hint& hint : hints) {
    if (hint.table.get() != &from || !applies(hint)) continue;
    const std::string text = hint_text(hint);
    switch (dialect_.table_hints) {
      case Where::after_table:
        out_ += " " + text;
        break;
      case Where::in_brackets:
        out_ += " [" + text + "]";
        break;
      case Where::only:
        if (text != "ONLY") throw CompileError("Unrecognized hint: '" + text + "'");
        out_.insert(start, "ONLY ");
        break;
      case Where::none:
      case Where::after_select:
        break;
    }
  }
}

// The table of an INSERT, UPDATE or DELETE.
void SqlCompiler::write_target(const DmlBase& statement, const FromClause& table) {
  const size_t start = out_.size();
  visit_from(table);
  write_table_hints(statement.hints, table, start);
}

// `VALUES (..), (..)` without its name.
void SqlCompiler::write_values(const Values& values) {
  const bool saved = std::exchange(literal_binds_, literal_binds_ || values.literal_binds);
  const size_t start = out_.size();
  const size_t depth = stack_.size() + 1;
  declare_ctes(values.independent_ctes, values.nested_ctes, depth);
  out_ += "VALUES ";
  for (size_t i = 0; i < values.rows.size(); ++i) {
    check_width(values, values.rows[i]);
    out_ += i > 0 ? ", (" : "(";
    visit_list(values.rows[i], ", ");
    out_ += ")";
  }
  if (depth > 1 && !values.nested_ctes.empty()) write_ctes(start, depth);
  literal_binds_ = saved;
}

void SqlCompiler::visit_from(const FromClause& from) {
  if (hinted_ != nullptr && from.kind() != NodeKind::join) {
    const Select* hinted = std::exchange(hinted_, nullptr);
    const size_t start = out_.size();
    visit_from(from);
    hinted_ = hinted;
    return write_table_hints(hinted->hints, from, start);
  }
  switch (from.kind()) {
    case NodeKind::table: {
      const auto& table = static_cast<const TableClause&>(from);
      out_ += dialect_.schema_prefix(table.schema);
      out_ += dialect_.quote(table.name_, table.quote);
      return;
    }
    case NodeKind::join:
      return visit_join(static_cast<const Join&>(from));
    case NodeKind::alias:
    case NodeKind::subquery:
    case NodeKind::lateral:
    case NodeKind::table_valued:
      return visit_alias(static_cast<const Alias&>(from));
    case NodeKind::cte:
      return visit_cte(static_cast<const Alias&>(from));
    case NodeKind::values: {
      const auto& values = static_cast<const Values&>(from);
      if (values.lateral) out_ += "LATERAL ";
      out_ += "(";
      write_values(values);
      out_ += ")";
      if (!values.named()) return;
      out_ += " AS " + dialect_.quote(from_name(values)) + " (";
      for (size_t i = 0; i < values.declared.size(); ++i)
        out_ += (i > 0 ? ", " : "") + dialect_.quote(values.declared[i]->name_);
      out_ += ")";
      return;
    }
    case NodeKind::from_grouping: {
      const ColumnElement& function = *static_cast<const FunctionFrom&>(from).function;
      bool wrapped = dialect_.table_functions && lower_case(function.name()) != "table";
      if (wrapped) out_ += "TABLE (";
      visit(function);
      if (wrapped) out_ += ")";
      return;
    }
    default: {
      out_ += "(";
      SelectContext context;
      context.asfrom = true;
      visit_any_select(from, context);
      out_ += ")";
    }
  }
}

// The ON clauses of joins as criteria; columns of an outer join's right side are marked.
void SqlCompiler::join_criteria(const FromClause& from, std::vector<ColumnRef>& criteria) {
  if (from.kind() != NodeKind::join) return;
  const auto& join = static_cast<const Join&>(from);
  std::vector<FromClause*> right;
  join.right->from_objects(right);
  auto marked = [&](const ColumnRef& side) -> ColumnRef {
    if (side->kind() != NodeKind::column) return nullptr;
    const auto& column = static_cast<const ColumnClause&>(*side);
    if (std::find(right.begin(), right.end(), column.table) == right.end()) return nullptr;
    auto copy = make_ref<ColumnClause>(column);
    copy->outer_joined = true;
    return copy;
  };
  if (join.outer) {
    ClauseRef clause = replacement_traverse(join.onclause, [&](const ClauseRef& node) -> ClauseRef {
      if (node->kind() != NodeKind::binary) return nullptr;
      const auto& binary = static_cast<const BinaryExpression&>(*node);
      auto copy = make_ref<BinaryExpression>(binary);
      if (ColumnRef left = marked(binary.left))
        copy->left = left;
      else if (ColumnRef other = marked(binary.right))
        copy->right = other;
      return copy;
    });
    criteria.emplace_back(as_column(clause.get()));
  } else {
    criteria.push_back(join.onclause);
  }
  join_criteria(*join.left, criteria);
  join_criteria(*join.right, criteria);
}

void SqlCompiler::visit_join(const Join& join) {
  visit_from(*join.left);
  if (!dialect_.ansi_joins) {
    out_ += ", ";
    return visit_from(*join.right);
  }
  out_ += join.full ? " FULL OUTER JOIN " : join.outer ? " LEFT OUTER JOIN " : dialect_.join_word;
  if (join.right->kind() == NodeKind::join) {
    out_ += "(";
    visit_from(*join.right);
    out_ += ")";
  } else {
    visit_from(*join.right);
  }
  out_ += " ON ";
  visit(*join.onclause);
}

void SqlCompiler::visit_alias(const Alias& alias) {
  // Of aliases of aliases the outermost gives the name.
  bool lateral = false;
  bool with_ordinality = false;
  const FromClause* element = &alias;
  while (is_alias(*element)) {
    lateral = lateral || element->kind() == NodeKind::lateral;
    with_ordinality = with_ordinality || static_cast<const Alias*>(element)->with_ordinality;
    element = static_cast<const Alias*>(element)->element.get();
  }
  // Counted before what is named within.
  const Name name = alias.nameless ? Name() : from_name(alias);
  if (lateral) out_ += "LATERAL ";
  if (is_select(*element)) {
    out_ += "(";
    SelectContext context;
    context.asfrom = true;
    context.lateral = lateral;
    visit_any_select(*element, context);
    out_ += ")";
  } else if (element->kind() == NodeKind::join) {
    out_ += "(";
    visit_from(*element);
    out_ += ")";
  } else {
    visit_from(*element);
  }
  if (with_ordinality) out_ += " WITH ORDINALITY";
  if (alias.nameless) return;
  out_ += (dialect_.table_alias_as ? " AS " : " ") + dialect_.quote(name);
  if (alias.sample) {
    out_ += " TABLESAMPLE ";
    visit(*alias.sample);
    if (alias.sample_seed) {
      out_ += " REPEATABLE (";
      visit(*alias.sample_seed);
      out_ += ")";
    }
  }
  if (!alias.derived) return;
  out_ += '(';
  for (size_t i = 0; i < alias.column_names.size(); ++i) {
    out_ += (i > 0 ? ", " : "") + dialect_.quote(alias.column_names[i]);
    if (alias.derived_types) out_ += " " + dialect_.type_ddl(*alias.column_types[i]);
  }
  out_ += ')';
}

void SqlCompiler::declare_ctes(const std::vector<Ref<Alias>>& independent,
                               const std::vector<Ref<Alias>>& nested, size_t level) {
  for (const auto& cte : independent) declare_cte(*cte, level, false);
  for (const auto& cte : nested) declare_cte(*cte, level, true);
}

// Writes the text of a CTE if it is not there yet; `level` is the depth of the statement that names
// it.
void SqlCompiler::declare_cte(const Alias& cte, size_t level, bool nest_here) {
  const Alias& base = cte.cte_alias ? *cte.cte_alias : cte;
  const auto known = std::find_if(ctes_.begin(), ctes_.end(), [&](const WrittenCte& entry) {
    const Alias* extended = entry.base->restates.get();
    return entry.base == &base || extended == &base || extended == &cte;
  });
  if (known != ctes_.end()) {
    if (!nest_here) return;
    if (known->placed) throw CompileError("CTE is stated as 'nest_here' in more than one location");
    known->level = level;
    known->nesting = known->placed = true;
    return;
  }
  // A union that extends a CTE stands for it.
  ctes_.erase(std::remove_if(ctes_.begin(), ctes_.end(),
                             [&](const WrittenCte& entry) {
                               return base.restates && entry.base == base.restates.get();
                             }),
              ctes_.end());
  ctes_.push_back({&base, std::string(), level, base.nesting || nest_here, nest_here});
  std::string saved = std::move(out_);
  out_.clear();
  std::string head = dialect_.quote(from_name(base.restates ? *base.restates : base));
  if (base.recursive || base.element->kind() == NodeKind::values) {
    head += "(";
    bool first = true;
    for (const auto& item : base.c()) {
      if (!first) head += ", ";
      first = false;
      const auto& column = static_cast<const ColumnClause&>(*item.second);
      head += dialect_.quote(column.stem ? complete(*column.stem) : column.name_, column.quote);
    }
    head += ")";
  }
  SelectContext context;
  context.asfrom = true;
  out_ = head + " AS ";
  affixes(cte.prefixes);
  out_ += "\n(";
  if (base.element->kind() == NodeKind::dml_from)
    visit_dml(*static_cast<DmlFrom&>(*base.element).statement);
  else if (base.element->kind() == NodeKind::values &&
           static_cast<const Values&>(*base.element).lateral)
    throw CompileError("Can't use a LATERAL VALUES expression inside of a CTE");
  else if (base.element->kind() == NodeKind::values)
    write_values(static_cast<const Values&>(*base.element));
  else
    visit_any_select(*base.element, context);
  out_ += ")";
  if (!cte.suffixes.empty()) {
    out_ += " ";
    affixes(cte.suffixes);
  }
  // What it refers to has been added meanwhile and comes first.
  const auto own = std::find_if(ctes_.begin(), ctes_.end(),
                                [&](const WrittenCte& entry) { return entry.base == &base; });
  std::string text = std::exchange(out_, std::move(saved));
  if (own == ctes_.end()) return;  // a union that extends it stands there
  const auto namesake = std::find_if(ctes_.begin(), ctes_.end(), [&](const WrittenCte& entry) {
    return entry.base != &base && !base.name_.empty() && entry.base->name_ == base.name_ &&
           (entry.nesting ? entry.level : 0) == (own->nesting ? own->level : 0);
  });
  if (namesake != ctes_.end()) {
    // A copy of one that is there says the same.
    if (namesake->text != text)
      throw CompileError("Multiple, unrelated CTEs found with the same name: " +
                         repr_text(base.name_));
    ctes_.erase(own);
    return;
  }
  own->text = std::move(text);
  std::rotate(own, own + 1, ctes_.end());
}

void SqlCompiler::visit_cte(const Alias& cte) {
  declare_cte(cte, stack_.size(), false);
  const bool whole = std::any_of(ctes_.begin(), ctes_.end(), [&](const WrittenCte& entry) {
    return entry.base->restates.get() == &cte;
  });
  if (whole) {
    out_ += dialect_.quote(from_name(cte));
    return;
  }
  const Alias& base = cte.cte_alias ? *cte.cte_alias : cte;
  const Alias& named = base.restates && (cte.restates || !cte.cte_alias) ? *base.restates : base;
  out_ += dialect_.quote(from_name(named));
  if (cte.cte_alias) out_ += " AS " + dialect_.quote(from_name(cte));
}

// The WITH clause of CTEs that belong to the statement at `level`, which begins at `start`; all
// that are left at level 0.
void SqlCompiler::write_ctes(size_t start, size_t level) {
  std::string text;
  bool recursive = false;
  for (auto entry = ctes_.begin(); entry != ctes_.end();) {
    if (level > 0 && !(entry->nesting && entry->level == level)) {
      ++entry;
      continue;
    }
    recursive = recursive || entry->base->recursive;
    text += (text.empty() ? "" : ", \n") + entry->text;
    entry = ctes_.erase(entry);
  }
  if (text.empty()) return;
  const char* word = recursive && dialect_.with_recursive ? "WITH RECURSIVE " : "WITH ";
  out_.insert(start, word + text + "\n ");
}

}  // namespace orm
