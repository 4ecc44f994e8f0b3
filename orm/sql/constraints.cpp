// Constraints and indexes, and the naming convention that names them.
#include <orm/dialect.h>
#include <orm/error.h>
#include <orm/profile.h>
#include <orm/schema.h>

#include <algorithm>
#include <set>

namespace orm {

namespace {

std::string table_label(const Table& table) {
  return table.schema.empty() ? table.name_ : table.schema + "_" + table.name_;
}

// One token of a convention, such as `column_0_label` or `referred_table_name`.
std::string convention_token(const std::string& token, const Table& table,
                             const std::string& given_name, const std::vector<Column*>& columns,
                             const Constraint* constraint, const Index* index) {
  for (const NamingToken& own : table.metadata().naming_tokens)
    if (own.name == token) return own.text(constraint, index, table);
  const auto* foreign_key = constraint != nullptr && constraint->kind == Constraint::Kind::foreign
                                ? static_cast<const ForeignKeyConstraint*>(constraint)
                                : nullptr;
  if (token == "table_name") return table.name_;
  if (token == "constraint_name") {
    if (given_name.empty())
      throw InvalidRequestError(
          "Naming convention including %(constraint_name)s token requires that constraint is "
          "explicitly named.");
    return given_name;
  }
  if (token == "referred_table_name" && foreign_key != nullptr) {
    std::string target = foreign_key->targets.at(0);
    target = target.substr(0, target.rfind('.'));
    size_t dot = target.rfind('.');
    return dot == std::string::npos ? target : target.substr(dot + 1);
  }
  bool referred = token.rfind("referred_", 0) == 0;
  std::string rest = referred ? token.substr(9) : token;
  constexpr size_t kNumberAt = 7;
  const bool counted = rest.size() > kNumberAt && rest[kNumberAt] >= '0' && rest[kNumberAt] <= '9';
  if (rest.rfind("column_", 0) == 0 && counted) {
    size_t digits = kNumberAt;
    size_t first = 0;
    for (; digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9'; ++digits) {
      first = std::min<size_t>(first * 10 + static_cast<size_t>(rest[digits] - '0'), 1000000);
    }
    std::string tail = rest.substr(digits);
    std::string separator;
    bool many = false;
    for (const char* mark : {"_N_", "N_"}) {
      std::string_view text = mark;
      if (!many && tail.compare(0, text.size(), text) == 0) {
        many = true;
        separator = text[0] == '_' ? "_" : "";
        tail = tail.substr(text.size() - 1);
      }
    }
    const bool known = tail == "_name" || (!referred && (tail == "_key" || tail == "_label"));
    if (!known || (referred && foreign_key == nullptr)) throw KeyError(token);
    auto one = [&](size_t i) -> std::string {
      if (referred) {
        if (i >= foreign_key->targets.size()) throw IndexError("list index out of range");
        const std::string& target = foreign_key->targets[i];
        return target.substr(target.rfind('.') + 1);
      }
      if (i >= columns.size()) return "";
      Column& column = *columns[i];
      if (tail == "_key") return column.key_;
      if (tail == "_label") return table_label(table) + "_" + column.name_;
      return column.name_;
    };
    if (!many) return one(first);
    std::string out;
    for (size_t i = 0; i < columns.size(); ++i) out += (i > 0 ? separator : "") + one(i);
    return out;
  }
  throw KeyError(token);
}

Name apply_convention(const char* kind, const Table& table, const Name& given_name,
                      const std::vector<Column*>& columns, const Constraint* constraint,
                      const Index* index) {
  const std::string* pattern = nullptr;
  for (const auto& [key, text] : table.metadata().naming_convention())
    if (key == kind) pattern = &text;
  if (pattern == nullptr || given_name.conventional) return given_name;
  if (!given_name.empty() && pattern->find("constraint_name") == std::string::npos)
    return given_name;
  if (given_name.empty() && columns.empty() && pattern->find("column_") != std::string::npos)
    return given_name;
  std::string out;
  for (size_t at = 0; at < pattern->size();) {
    if (pattern->compare(at, 2, "%(") != 0) {
      out += (*pattern)[at++];
      continue;
    }
    size_t end = pattern->find(")s", at);
    if (end == std::string::npos) throw ValueError("incomplete format key");
    out += convention_token(pattern->substr(at + 2, end - at - 2), table, given_name, columns,
                            constraint, index);
    at = end + 2;
  }
  return out;
}

std::string address_repr(const char* name, const void* object) {
  return std::string("<sqlalchemy.sql.elements.") + name + " object at " + repr_address(object) +
         ">";
}

std::string repr_columns(const std::vector<Column*>& columns) {
  std::string out;
  for (const Column* column : columns) out += (out.empty() ? "" : ", ") + column->repr();
  return out;
}

}  // namespace

Name conventional_name(const char* kind, const Table& table, const Name& given,
                       const std::vector<Column*>& columns) {
  return apply_convention(kind, table, given, columns, nullptr, nullptr);
}

void Constraint::attach(Table& to) {
  table = &to;
  on_attach(to);
  join_lifetime_of(to);
}

void Constraint::on_attach(Table& to) {
  columns.clear();
  for (const auto& [place, column] : unnamed_columns) column_names[place] = column->key();
  unnamed_columns.clear();
  for (const auto& column_name : column_names) {
    Column* column = to.column(column_name);
    if (column == nullptr)
      throw ConstraintColumnNotFoundError(
          "Can't create " +
          std::string(kind == Kind::unique_   ? "UniqueConstraint"
                      : kind == Kind::primary ? "PrimaryKeyConstraint"
                                              : "ForeignKeyConstraint") +
          " on table '" + to.name_ + "': no column named '" + column_name + "' is present.");
    columns.push_back(column);
  }
}

Name Constraint::ddl_name() const {
  // No kind of its own is known to conventions.
  if (table == nullptr || name.conventional || kind == Kind::exclude) return name;
  static constexpr const char* kinds[] = {"pk", "fk", "uq", "ck"};
  return apply_convention(kinds[static_cast<size_t>(kind)], *table, name, columns, this, nullptr);
}

std::string Constraint::repr() const {
  std::string out = kind == Kind::unique_ ? "UniqueConstraint(" : "PrimaryKeyConstraint(";
  out += repr_columns(columns);
  return out + ")";
}

PrimaryKeyConstraint::PrimaryKeyConstraint(std::vector<std::string> names, Name constraint_name)
    : Constraint(Kind::primary, std::move(constraint_name)) {
  column_names = std::move(names);
}

Ref<Constraint> PrimaryKeyConstraint::copy() const {
  auto fresh = make_ref<PrimaryKeyConstraint>(column_names, name);
  fresh->implicit = implicit;
  return fresh;
}

void PrimaryKeyConstraint::on_attach(Table& to) {
  Constraint::on_attach(to);
  for (Column* column : columns) {
    column->args.primary_key = true;
    if (!column->args.nullable) column->set_nullable(false);
  }
}

Column* PrimaryKeyConstraint::autoincrement_column() const {
  auto numbered = [](const Column& column) {
    return column.type->impl().kind() == TypeKind::integer;
  };
  Column* marked = nullptr;
  for (Column* column : columns) {
    if (!column->args.autoincrement.value_or(false)) continue;
    const TypeKind family = column->type->impl().kind();
    if (family != TypeKind::integer && family != TypeKind::numeric && family != TypeKind::real &&
        family != TypeKind::null_type && family != TypeKind::user)
      throw ArgumentError(
          "Column type " +
          default_dialect(column->schema_table()->metadata().profile()).type_ddl(*column->type) +
          " on column '" + column->fullname() + "' is not compatible with autoincrement=True");
    if (marked != nullptr)
      throw ArgumentError("Only one Column may be marked autoincrement=True, found both " +
                          column->name_ + " and " + marked->name_ + ".");
    marked = column;
  }
  if (marked != nullptr) return marked;
  if (columns.size() != 1) return nullptr;
  Column* column = columns[0];
  if (column->args.autoincrement.has_value()) return nullptr;  // explicitly off
  if (!numbered(*column) ||
      (column->args.server_default &&
       column->args.server_default.kind != ServerDefault::Kind::identity) ||
      (column->args.default_ && column->args.default_.kind != ColumnDefault::Kind::sequence))
    return nullptr;
  bool refers = !column->foreign_keys().empty();
  return refers && !column->args.autoincrement_ignore_fk ? nullptr : column;
}

UniqueConstraint::UniqueConstraint(std::vector<std::string> names, Name constraint_name)
    : Constraint(Kind::unique_, std::move(constraint_name)) {
  column_names = std::move(names);
}

Ref<Constraint> UniqueConstraint::copy() const {
  auto fresh = make_ref<UniqueConstraint>(column_names, name);
  fresh->deferrable = deferrable;
  fresh->initially = initially;
  fresh->sqlite_on_conflict = sqlite_on_conflict;
  return fresh;
}

CheckConstraint::CheckConstraint(ClauseRef condition, Name constraint_name)
    : Constraint(Kind::check, std::move(constraint_name)), sqltext(std::move(condition)) {}

std::string CheckConstraint::repr() const {
  const char* shown = sqltext->kind() == NodeKind::text ? "TextClause" : "BinaryExpression";
  std::string out = "CheckConstraint(" + address_repr(shown, sqltext.get());
  std::string made = ddl_name();
  if (!made.empty()) out += ", name=" + repr_text(made);
  if (table != nullptr && column_level == nullptr) out += ", table=" + table->repr();
  return out + ")";
}

Ref<Constraint> CheckConstraint::copy() const { return make_ref<CheckConstraint>(sqltext, name); }

void CheckConstraint::on_attach(Table& to) {
  sqltext = to.metadata().absorb(sqltext);
  traverse(*sqltext, [&](ClauseElement& node) {
    if (node.kind() == NodeKind::column && static_cast<ColumnClause&>(node).is_schema_column())
      columns.push_back(static_cast<Column*>(&node));
    return true;
  });
}

ForeignKeyConstraint::ForeignKeyConstraint(std::vector<std::string> names,
                                           std::vector<std::string> target_names,
                                           Name constraint_name)
    : Constraint(Kind::foreign, std::move(constraint_name)), targets(std::move(target_names)) {
  column_names = std::move(names);
  if (column_names.size() != targets.size())
    throw ArgumentError(
        "ForeignKeyConstraint number of constrained columns must match the number of referenced "
        "columns.");
}

std::string ForeignKeyConstraint::repr() const {
  std::string out = std::string("ForeignKeyConstraint(<sqlalchemy.sql.base.") +
                    (table != nullptr && !table->metadata().profile().insertmanyvalues
                         ? "ColumnCollection"
                         : "ReadOnlyColumnCollection") +
                    " object at " + repr_address(this) + ">, None";
  std::string made = ddl_name();
  if (!made.empty()) out += ", name=" + repr_text(made);
  if (!onupdate.empty()) out += ", onupdate=" + repr_text(onupdate);
  if (!ondelete.empty()) out += ", ondelete=" + repr_text(ondelete);
  if (table != nullptr) out += ", table=" + table->repr();
  return out + ")";
}

Ref<Constraint> ForeignKeyConstraint::copy() const {
  auto fresh = make_ref<ForeignKeyConstraint>(column_names, targets, name);
  fresh->ondelete = ondelete;
  fresh->onupdate = onupdate;
  fresh->match = match;
  fresh->use_alter = use_alter;
  fresh->link_to_name = link_to_name;
  fresh->deferrable = deferrable;
  fresh->initially = initially;
  return fresh;
}

void ForeignKeyConstraint::on_attach(Table& to) {
  Constraint::on_attach(to);
  if (!elements.empty()) {
    for (ForeignKey* element : elements) element->constraint = this;
    return;
  }
  // A key refers to one table.
  std::set<std::string> tables;
  for (const std::string& target : targets)
    if (const size_t dot = target.rfind('.'); dot != std::string::npos)
      tables.insert(target.substr(0, dot));
  if (tables.size() > 1) {
    std::string own, other;
    for (const std::string& one : column_names) own += (own.empty() ? "" : ", ") + one;
    auto at = tables.begin();
    other = *at;
    other += " and " + *++at;
    throw ArgumentError("ForeignKeyConstraint on " + to.fullname() + "(" + own +
                        ") refers to multiple remote tables: " + other);
  }
  for (size_t i = 0; i < columns.size(); ++i) {
    auto key = std::make_unique<ForeignKey>(targets[i]);
    key->parent = columns[i];
    key->constraint = this;
    key->ondelete = ondelete;
    key->onupdate = onupdate;
    key->link_to_name = link_to_name;
    if (i < target_columns.size() && target_columns[i]) {
      auto* target = static_cast<Column*>(const_cast<ColumnElement*>(target_columns[i]->bare()));
      const Table* other = target->schema_table();
      // Only a column of another MetaData is held by count; one of this may be told by its name.
      if (other != nullptr && &other->metadata() != &to.metadata())
        key->target_column = target_columns[i];
      else if (other != nullptr)
        key->resolved = target;
    }
    elements.push_back(key.get());
    columns[i]->foreign_keys_.push_back(std::move(key));
  }
  target_columns.clear();
}

Table* ForeignKeyConstraint::referred_table() const {
  Column* column = elements.empty() ? nullptr : elements[0]->column_or_null();
  return column != nullptr ? column->schema_table() : nullptr;
}

// Index

Index::Index(Name index_name, std::vector<Operand> parts, bool is_unique)
    : name(std::move(index_name)), given(std::move(parts)), unique(is_unique) {}

Index::~Index() = default;

void Index::attach(Table& to) {
  if (table != nullptr && table != &to)
    throw ArgumentError("Index '" + name + "' is against table '" + table->description() +
                        "', and cannot be associated with table '" + to.description() + "'.");
  table = &to;
  for (auto& part : given) {
    ColumnRef expression;
    if (part.clause) {
      expression = ColumnRef(as_column(to.metadata().absorb(part.clause).get()));
    } else {
      Column* column = to.column(part.value.as_text());
      if (column == nullptr)
        throw ConstraintColumnNotFoundError("Can't create Index on table '" + to.name_ +
                                            "': no column named '" + part.value.as_string() +
                                            "' is present.");
      expression = ColumnRef(as_column(to.metadata().absorb(column->ref()).get()));
    }
    traverse(*expression, [&](ClauseElement& node) {
      if (node.kind() == NodeKind::column && static_cast<ColumnClause&>(node).is_schema_column())
        columns.push_back(static_cast<Column*>(&node));
      return true;
    });
    expressions.push_back(std::move(expression));
  }
  given.clear();
  for (auto& [option, operand] : dialect_options)
    if (operand.clause) operand.clause = to.metadata().absorb(operand.clause);
  join_lifetime_of(to);
}

Name Index::ddl_name() const {
  return table == nullptr ? name : apply_convention("ix", *table, name, columns, nullptr, this);
}

std::string Index::repr() const {
  std::string out = "Index(" + repr_text(ddl_name());
  for (const auto& expression : expressions) {
    if (expression->kind() == NodeKind::column)
      out += ", " + static_cast<Column&>(*expression).repr();
    else
      out += ", " + (expression->kind() == NodeKind::function
                         ? "<sqlalchemy.sql.functions.Function at 0x7f0000000000; " +
                               std::string(expression->name()) + ">"
                         : address_repr("UnaryExpression", expression.get()));
  }
  if (unique) out += ", unique=True";
  return out + ")";
}

}  // namespace orm
