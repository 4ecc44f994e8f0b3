// Compiling expressions: columns, parameters, operators; compile_functions.cpp has the rest.
#include <orm/custom.h>
#include <orm/error.h>

#include <cctype>
#include <utility>

#include "orm/excerpt.h"
#include "orm/sql/compile.h"

namespace orm {

void SqlCompiler::visit(const ClauseElement& node) {
  if (hooked(node, {})) return;
  switch (node.kind()) {
    case NodeKind::column:
    case NodeKind::literal_column:
      return visit_column(static_cast<const ColumnClause&>(node));
    case NodeKind::bind:
      return visit_bind(static_cast<const BindParameter&>(node));
    case NodeKind::null_:
      out_ += "NULL";
      return;
    case NodeKind::true_:
      out_ += dialect_.true_text != nullptr      ? dialect_.true_text
              : dialect_.supports_native_boolean ? "true"
                                                 : "1";
      return;
    case NodeKind::false_:
      out_ += dialect_.false_text != nullptr     ? dialect_.false_text
              : dialect_.supports_native_boolean ? "false"
                                                 : "0";
      return;
    case NodeKind::unary:
      return visit_unary(static_cast<const UnaryExpression&>(node));
    case NodeKind::binary:
      return visit_binary(static_cast<const BinaryExpression&>(node));
    case NodeKind::grouping:
      out_ += '(';
      visit(*static_cast<const Grouping&>(node).element);
      out_ += ')';
      return;
    case NodeKind::clause_list:
    case NodeKind::boolean_list: {
      const auto& list = static_cast<const ClauseList&>(node);
      return visit_list(list.clauses, info(list.op).text);
    }
    case NodeKind::tuple:
      out_ += '(';
      visit_list(static_cast<const ClauseList&>(node).clauses, ", ");
      out_ += ')';
      return;
    case NodeKind::label:
      return visit(*static_cast<const Label&>(node).element);
    case NodeKind::function:
      return visit_function(static_cast<const FunctionElement&>(node));
    case NodeKind::case_:
      return visit_case(static_cast<const Case&>(node));
    case NodeKind::cast:
    case NodeKind::extract:
      return visit_cast(static_cast<const Cast&>(node));
    case NodeKind::type_coerce:
      return visit(*static_cast<const Cast&>(node).element);
    case NodeKind::text:
      return visit_text(static_cast<const TextClause&>(node));
    case NodeKind::over:
    case NodeKind::within_group:
    case NodeKind::function_filter:
      return visit_over(static_cast<const Over&>(node));
    case NodeKind::exists:
    case NodeKind::scalar_select:
      return visit_select_column(static_cast<const SelectColumn&>(node));
    case NodeKind::annotated:
      return visit(*static_cast<const AnnotatedColumn&>(node).element);
    case NodeKind::column_plugin:
      return visit(
          *node.plugin()->lower(ClauseRef(const_cast<ClauseElement*>(&node)), profile_).statement);
    case NodeKind::custom:
      return visit_custom(static_cast<const CustomElement&>(node));
    case NodeKind::label_reference:
      return visit_ordering(static_cast<const ColumnElement&>(node));
    default:
      break;
  }
  // By itself, outside a FROM clause, it has no name.
  if (node.kind() == NodeKind::values) return write_values(static_cast<const Values&>(node));
  if (node.is_from()) return visit_from(static_cast<const FromClause&>(node));
  if (StatementPlugin* plugin = node.plugin())
    if (auto from = plugin->selectable(node)) return visit_from(*from);
  throw UnsupportedCompilationError("Compiler can't render element of this kind");
}

void SqlCompiler::visit_list(const std::vector<ColumnRef>& list, std::string_view separator) {
  bool first = true;
  for (const auto& item : list) {
    if (!first) out_ += separator;
    first = false;
    visit(*item);
  }
}

void SqlCompiler::visit_column(const ColumnClause& column) {
  if (column.kind() == NodeKind::literal_column) return append_text(column.name_);
  std::string name = column.stem ? complete(*column.stem) : column.name_;
  const FromClause* table = column.table;
  if (table != nullptr && table == refused_row_) {
    out_ += "VALUES(" + dialect_.quote(name, column.quote) + ")";
    return;
  }
  bool bare = table == nullptr || all_bare_ || table == bare_columns_of_ ||
              (table->kind() == NodeKind::values && !static_cast<const Values&>(*table).named()) ||
              (table->kind() == NodeKind::subquery && static_cast<const Alias&>(*table).nameless);
  if (!bare) {
    if (table->kind() == NodeKind::table) {
      const auto& named = static_cast<const TableClause&>(*table);
      out_ += dialect_.schema_prefix(named.schema);
      out_ += dialect_.quote(named.name_, named.quote);
    } else {
      out_ += dialect_.quote(from_name(*table));
    }
    out_ += '.';
  }
  out_ += dialect_.quote(name.empty() && column.is_schema_column() ? "<name unknown>" : name,
                         column.quote);
  if (column.is_row && dialect_.table_functions) out_ += ".COLUMN_VALUE";
  if (column.outer_joined) out_ += "(+)";
}

void SqlCompiler::literal(const Value& value, const TypeEngine& type) {
  if (!value.is_list()) {
    // Written for this database already, `%` twice where it has to be.
    for (char c : literal_sql(value, type, dialect_))
      if (c != '\1' && c != '\2') out_ += c;
    return;
  }
  bool first = true;
  for (const Value& item : value.as_list()) {
    if (!first) out_ += ", ";
    first = false;
    literal(item, type);
  }
}

// What the type writes around a value, with kItem for the value: of each item of a list for IN.
std::string SqlCompiler::item_form(const BindParameter& bind) {
  if (!bind.type->customized() || wrapped_binds_.count(&bind) != 0) return {};
  const ColumnRef item = make_ref<BindParameter>(bind.key_, Value(), bind.type, true);
  const ColumnRef around = bind.type->bind_expression(item);
  if (!around) return {};
  result_.keep.emplace_back(item.get());
  result_.keep.emplace_back(around.get());
  std::string before = std::move(out_);
  out_.clear();
  const BindParameter* outer = std::exchange(form_item_, static_cast<BindParameter*>(item.get()));
  visit(*around);
  form_item_ = outer;
  std::string form = std::exchange(out_, std::move(before));
  if (form.find(CompiledBind::kItem) == std::string::npos || form.find('\1') != std::string::npos)
    throw CompileError("bind_expression() of " + bind.type->repr() +
                       " has parameters of its own, which a list for IN cannot have here.");
  return form;
}

void SqlCompiler::visit_bind(const BindParameter& bind) {
  if (&bind == form_item_) {
    out_ += CompiledBind::kItem;
    return;
  }
  if (bind.type->customized() && !bind.expanding && wrapped_binds_.insert(&bind).second) {
    if (ColumnRef around = bind.type->bind_expression(bind.ref())) {
      result_.keep.emplace_back(around.get());
      visit(*around);
      return;
    }
  }
  if (literal_binds_) {
    if (bind.required)
      throw CompileError("Bind parameter '" + bind.key_ +
                         "' without a renderable value not allowed here.");
    const Value value = bind.callable ? bind.callable() : bind.value;
    const std::string form = bind.expanding && value.is_list() ? item_form(bind) : std::string();
    if (form.empty()) return literal(value, *bind.type);
    bool first = true;
    for (const Value& item : value.as_list()) {
      const size_t at = form.find(CompiledBind::kItem);
      out_ += (first ? "" : ", ") + form.substr(0, at);
      literal(item, *bind.type);
      out_ += form.substr(at + CompiledBind::kItem.size());
      first = false;
    }
    return;
  }
  const size_t index = bind_index(bind);
  if (bind.expanding) result_.binds[index].item_form = item_form(bind);
  append_mark(index);
}

namespace {
// The comparison made by bool_op() that a NOT in parentheses negates, or null.
const BinaryExpression* negated_comparison(const UnaryExpression& node) {
  if (node.op != Operator::inv || node.element->kind() != NodeKind::grouping) return nullptr;
  const ColumnElement& inner = *static_cast<const Grouping&>(*node.element).element;
  if (inner.kind() != NodeKind::binary) return nullptr;
  const auto& comparison = static_cast<const BinaryExpression&>(inner);
  return comparison.op == Operator::custom && comparison.op_comparison ? &comparison : nullptr;
}
}  // namespace

namespace {
// NOT of a LIKE that has no operator for it; null for others.
const BinaryExpression* negated_like(const UnaryExpression& node) {
  if (node.op != Operator::inv) return nullptr;
  const ColumnElement* inner = node.element.get();
  if (inner->kind() == NodeKind::grouping)
    inner = static_cast<const Grouping*>(inner)->element.get();
  if (inner->kind() != NodeKind::binary) return nullptr;
  const auto& binary = static_cast<const BinaryExpression&>(*inner);
  const bool like = binary.op == Operator::icontains || binary.op == Operator::istartswith ||
                    binary.op == Operator::iendswith;
  return like ? &binary : nullptr;
}
}  // namespace

void SqlCompiler::visit_unary(const UnaryExpression& node) {
  if (dialect_.write_unary(*this, node)) return;
  if (const BinaryExpression* like = negated_like(node)) {
    auto negated = make_ref<BinaryExpression>(*like);
    negated->flags = "NOT";
    result_.keep.emplace_back(negated.get());
    return visit(*negated);
  }
  if (profile_.negates_custom_as_false)
    if (const BinaryExpression* comparison = negated_comparison(node)) {
      // 1.x tests it for being false.
      if (dialect_.supports_native_boolean) out_ += "NOT ";
      visit(*comparison);
      if (!dialect_.supports_native_boolean) out_ += " = 0";
      return;
    }
  if (node.op == Operator::is_true || node.op == Operator::is_false) {
    bool truth = node.op == Operator::is_true;
    if (dialect_.supports_native_boolean) {
      if (!truth) out_ += "NOT ";
      return visit(*node.element);
    }
    visit(*node.element);
    out_ += truth ? " = 1" : " = 0";
    return;
  }
  if (node.op == Operator::any_ || node.op == Operator::all_) {
    NodeKind kind = node.element->kind();
    bool grouped = kind == NodeKind::scalar_select || kind == NodeKind::grouping;
    out_ += info(node.op).text;
    if (!grouped) out_ += '(';
    visit(*node.element);
    if (!grouped) out_ += ')';
    return;
  }
  if (node.op == Operator::custom) {
    if (!node.postfix) append_text(node.op_text + " ");
    visit(*node.element);
    if (node.postfix) append_text(" " + node.op_text);
    return;
  }
  if (node.postfix) {
    visit(*node.element);
    out_ += info(node.op).text;
  } else {
    out_ += info(node.op).text;
    visit(*node.element);
  }
}

void SqlCompiler::visit_binary(const BinaryExpression& node) {
  const bool within = in_operator_;
  within_operator_ = within;
  in_operator_ = true;
  write_binary(node);
  in_operator_ = within;
}

void SqlCompiler::write_regexp_replace(const BinaryExpression& node) {
  out_ += dialect_.name == "default" ? "<regexp replace>(" : "REGEXP_REPLACE(";
  visit(*node.left);
  out_ += ", ";
  visit(*node.right);
  out_ += ")";
}

// Of whole numbers, of others, and `//`: each database divides in its own way.
void SqlCompiler::write_division(const BinaryExpression& node) {
  TypeKind divisor = node.right->type->impl().kind();
  bool floor = node.op == Operator::floordiv;
  bool integers =
      divisor == TypeKind::integer && node.left->type->impl().kind() == TypeKind::integer;
  bool wrap = profile_.true_division && floor && !(integers && dialect_.division_floors);
  if (wrap) out_ += "FLOOR(";
  visit(*node.left);
  out_ += " / ";
  if (profile_.true_division && !floor && dialect_.name == "sqlite") {
    out_ += "(";
    visit(*node.right);
    out_ += " + 0.0)";
  } else if (profile_.true_division && !floor && dialect_.division_floors) {
    bool number = divisor == TypeKind::numeric || divisor == TypeKind::real;
    out_ += "CAST(";
    visit(*node.right);
    out_ += " AS " + dialect_.cast_type_ddl(number ? *node.right->type : *Numeric()) + ")";
  } else {
    visit(*node.right);
  }
  if (wrap) out_ += ")";
}

void SqlCompiler::write_binary(const BinaryExpression& node) {
  if (dialect_.write_binary(*this, node)) return;
  if (node.op == Operator::match && !node.op_text.empty())
    throw UnsupportedCompilationError(
        with_link("Compiler <sqlalchemy." + std::string(dialect_.compiler_name) +
                      "Compiler object at 0x7f0000000000> can't render element of type <class '" +
                      node.op_text + "'>",
                  "l7de", profile_));
  switch (node.op) {
    case Operator::in_:
    case Operator::not_in:
      return visit_in(node);
    case Operator::contains:
    case Operator::not_contains:
    case Operator::startswith:
    case Operator::not_startswith:
    case Operator::endswith:
    case Operator::not_endswith:
    case Operator::icontains:
    case Operator::istartswith:
    case Operator::iendswith:
    case Operator::like:
    case Operator::not_like:
    case Operator::ilike:
    case Operator::not_ilike:
      return visit_like(node);
    case Operator::between:
    case Operator::not_between:
      operand(*node.left, node.op);
      out_ += info(node.op).text;
      if (!node.flags.empty()) out_ += node.flags + " ";
      return visit(*node.right);
    case Operator::custom: {
      const bool grouped = node.op_eager && within_operator_;
      if (grouped) out_ += '(';
      visit(*node.left);
      if (!node.op_tight) out_ += ' ';
      append_text(node.op_text);
      if (!node.op_tight) out_ += ' ';
      visit(*node.right);
      if (grouped) out_ += ')';
      return;
    }
    case Operator::collate:
      visit(*node.left);
      out_ += " COLLATE ";
      out_ += dialect_.quote(static_cast<ColumnClause&>(*node.right).name_,
                             static_cast<ColumnClause&>(*node.right).quote);
      return;
    case Operator::truediv:
    case Operator::floordiv:
      return write_division(node);
    case Operator::bitwise_xor:
      if (dialect_.name == "sqlite") {
        out_ += "(";
        visit(*node.left);
        out_ += " | ";
        visit(*node.right);
        out_ += ") - (";
        visit(*node.left);
        out_ += " & ";
        visit(*node.right);
        out_ += ")";
        return;
      }
      break;
    case Operator::is_distinct_from:
    case Operator::is_not_distinct_from:
      if (dialect_.name == "sqlite") {
        visit(*node.left);
        out_ += node.op == Operator::is_distinct_from ? " IS NOT " : " IS ";
        return visit(*node.right);
      }
      break;
    case Operator::getitem:
    case Operator::json_getitem:
    case Operator::json_path_getitem:
      return visit_getitem(node);
    case Operator::regexp_replace:
      return write_regexp_replace(node);
    case Operator::regexp_match:
    case Operator::not_regexp_match:
      if (dialect_.name != "sqlite") {
        visit(*node.left);
        out_ += node.op == Operator::regexp_match ? " <regexp> " : " <not regexp> ";
        return visit(*node.right);
      }
      break;
    case Operator::not_match:
      out_ += "NOT ";
      visit(*node.left);
      out_ += " MATCH ";
      return visit(*node.right);
    default:
      break;
  }
  operand(*node.left, node.op);
  out_ += node.op == Operator::concat                               ? dialect_.concat_text
          : node.op == Operator::mod && dialect_.doubles_percents() ? " %% "
                                                                    : info(node.op).text;
  operand(*node.right, node.op);
}

void SqlCompiler::visit_select_column(const SelectColumn& node) {
  if (node.kind() == NodeKind::exists) out_ += "EXISTS ";
  out_ += "(";
  bool saved = collect_results_;
  collect_results_ = false;
  SelectContext context;
  context.unlabelled = profile_.dedupe_columns &&
                       (node.kind() == NodeKind::scalar_select || profile_.exists_unlabelled);
  visit_any_select(*node.select, context);
  collect_results_ = saved;
  out_ += ")";
}

// An element of ORDER BY or GROUP BY. Labels of the select are written by name in ORDER BY; GROUP
// BY repeats what they stand for, unless it was given the name as a string.
void SqlCompiler::visit_ordering(const ColumnElement& node, bool grouping) {
  const ColumnElement& bare = *node.bare();
  if (bare.kind() == NodeKind::unary && static_cast<const UnaryExpression&>(bare).postfix) {
    const auto& unary = static_cast<const UnaryExpression&>(bare);
    visit_ordering(*unary.element, grouping);
    out_ += info(unary.op).text;
    return;
  }
  const Frame* frame = stack_.empty() ? nullptr : &stack_.back();
  if (bare.kind() == NodeKind::label && frame != nullptr) {
    const auto& label = static_cast<const Label&>(bare);
    if (grouping) return visit(*label.element);
    for (const auto& column : frame->columns) {
      const ColumnElement* other = column.column->bare();
      if (other->kind() != NodeKind::label) continue;
      const auto& selected = static_cast<const Label&>(*other);
      if (&selected == &label || (!label.name_.empty() && selected.name_ == label.name_ &&
                                  selected.shares_lineage(label))) {
        out_ += dialect_.quote(label.name_.empty() ? Name(complete(column.fallback)) : label.name_);
        return;
      }
    }
    return visit(*label.element);
  }
  if (bare.kind() == NodeKind::label_reference) {
    if (frame != nullptr) {
      // A set operation knows its columns by name alone.
      bool compound = frame->select != nullptr && frame->select->kind() == NodeKind::compound;
      for (const auto& column : frame->columns)
        if (compound && column.key == bare.name()) {
          out_ += dialect_.quote(bare.name());
          return;
        }
      for (const auto& column : frame->columns) {
        const ColumnElement* selected = column.column->bare();
        if (selected->kind() == NodeKind::label && selected->name() == bare.name()) {
          out_ += dialect_.quote(static_cast<const Label*>(selected)->name_);
          return;
        }
      }
      for (const auto& column : frame->columns)
        if (column.key == bare.name() || column.column->key() == bare.name())
          return visit(*column.column);
      for (const FromClause* from : frame->asfrom_froms)
        if (const ColumnElement* column = from->c().find(bare.name())) return visit(*column);
    }
    throw CompileError(
        "Can't resolve label reference for ORDER BY / GROUP BY / DISTINCT etc. Textual SQL "
        "expression " +
        repr_excerpt(bare.name()) + " should be explicitly declared as text(" +
        repr_excerpt(bare.name()) + ")");
  }
  visit(node);
}

}  // namespace orm
