// The functions that make statements, text(), and the classes of statements.
#include "runner/bind/statements.h"

#include "orm/bundle.h"
#include "orm/dml.h"
#include "orm/orm_error.h"
#include "runner/bind/bound.h"
#include "runner/bind/composite.h"
#include "runner/bind/deprecated.h"
#include "runner/bind/hybrid.h"
#include "runner/bind/legacy.h"
#include "runner/bind/refusal.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

// ---- text ---------------------------------------------------------------------------------------

Value text_bindparams(Call& call) {
  Context& owner = context(call.interp);
  auto& text = self_as<orm::TextClause>(call);
  std::vector<orm::Ref<orm::BindParameter>> params;
  for (const Value& item : items(call[0])) {
    orm::ClauseRef clause = find_clause(owner, item);
    if (clause == nullptr || clause->kind() != orm::NodeKind::bind) {
      raise_error(owner, orm::ArgumentError::cls, "bindparam() objects expected in bindparams()");
    }
    params.push_back(orm::Ref<orm::BindParameter>(static_cast<orm::BindParameter*>(clause.get())));
  }
  return wrapped(call, text.bindparams(to_parameters(owner, call[1]), params));
}

Value text_columns(Call& call) {
  Context& owner = context(call.interp);
  std::vector<orm::ColumnRef> columns;
  for (const Value& item : items(call[0])) {
    columns.push_back(to_column(owner, item, "column role"));
  }
  bool positional = !columns.empty();
  for (auto& [name, type] : dict_items(owner, call[1])) {
    columns.push_back(orm::column(name, to_type(owner, type)));
  }
  auto& text = self_as<orm::TextClause>(call);
  return wrapped(call, orm::make_ref<orm::TextSelect>(orm::Ref<orm::TextClause>(&text),
                                                      std::move(columns), positional));
}

Value text_text(Call& call) { return call.interp.str(self_as<orm::TextClause>(call).text); }

Value text_execution_options(Call& call) {
  auto copy = orm::make_ref<orm::TextClause>(self_as<orm::TextClause>(call));
  for (auto& [name, value] : dict_items(context(call.interp), call[0])) {
    copy->options.emplace_back(name, to_orm(context(call.interp), value));
  }
  return wrapped(call, copy);
}

const Binding kTextRows[] = {
    {"bindparams", "*binds, **names_to_values", guard<text_bindparams>, "{self}.bindparams({set})"},
    {"columns", "*cols, **types", guard<text_columns>, "{self}.columns({args})"},
    {"text", "", guard<text_text>, "{self}.text", BindingKind::property},
    {"execution_options", "**kw", guard<text_execution_options>, "{self}.options"},
};

Type* make_text_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "TextClause", "sqlalchemy.sql.elements");
  builder.base(owner.type("ColumnElement"));
  add_bindings(builder, kTextRows);
  add_bound_execution(owner, builder);
  return builder.build();
}

// ---- functions ----------------------------------------------------------------------------------

void warn_of_legacy_select(Context& owner) {
  warn_removed_in_20(
      owner,
      "The legacy calling style of select() is deprecated and will be removed in SQLAlchemy 2.0.  "
      "Please use the new calling style described at select().");
}

// The keywords of 1.x's select().
Value legacy_keywords(Call& call, orm::Ref<orm::Select> statement, const Value& keywords) {
  Context& owner = context(call.interp);
  Value bind;
  auto list_of = [&](const Value& value) {
    bool many = value.is(Kind::kList) || value.is(Kind::kTuple);
    return many ? call.interp.to_vector(value) : std::vector<Value>{value};
  };
  for (auto& [name, value] : dict_items(owner, keywords)) {
    if (value.is_none() && name != "correlate") continue;
    if (name == "whereclause") {
      statement = statement->where(to_column(owner, value, "WHERE/HAVING role"));
    } else if (name == "from_obj") {
      std::vector<orm::ClauseRef> froms;
      for (const Value& item : list_of(value)) froms.push_back(to_from_element(owner, item));
      statement = statement->select_from(std::move(froms));
    } else if (name == "distinct") {
      if (value.is_bool()) {
        if (value.as_bool()) statement = statement->distinct();
      } else {
        std::vector<orm::ColumnRef> on;
        for (const Value& item : list_of(value)) on.push_back(to_order(owner, item));
        statement = statement->distinct(std::move(on));
      }
    } else if (name == "having") {
      statement = statement->having(to_column(owner, value, "WHERE/HAVING role"));
    } else if (name == "group_by" || name == "order_by") {
      std::vector<orm::ColumnRef> clauses;
      for (const Value& item : list_of(value)) clauses.push_back(to_order(owner, item));
      if (clauses.empty() || value.is_bool()) continue;
      statement = name == "group_by" ? statement->group_by(std::move(clauses))
                                     : statement->order_by(std::move(clauses));
    } else if (name == "limit") {
      statement = statement->limit(to_operand(owner, value));
    } else if (name == "offset") {
      statement = statement->offset(to_operand(owner, value));
    } else if (name == "use_labels") {
      if (call.interp.truth(value))
        statement = statement->with_label_style(orm::LabelStyle::tablename_plus_col);
    } else if (name == "correlate") {
      if (!call.interp.truth(value)) statement = statement->correlate({});
    } else if (name == "prefixes" || name == "suffixes") {
      for (const Value& item : list_of(value)) {
        statement = name == "prefixes" ? statement->prefix_with(to_sql_text(owner, item))
                                       : statement->suffix_with(to_sql_text(owner, item));
      }
    } else if (name == "for_update") {
      if (call.interp.truth(value)) statement = statement->with_for_update();
    } else if (name == "bind") {
      bind = value;
    } else if (name != "autocommit") {
      call.interp.raise(
          "TypeError",
          "GenerativeSelect.__init__() got an unexpected keyword argument '" + name + "'");
    }
  }
  Value made = wrapped(call, statement);
  interp::payload<ClauseData>(call.interp, made).bind = bind;
  return made;
}

// select(a, b) of 2.0; select([a, b], whereclause, ...) of 1.x.
Value select_function(Call& call) {
  Context& owner = context(call.interp);
  const std::vector<Value>& given = items(call[0]);
  bool has_keywords = !dict_items(owner, call[1]).empty();
  bool list = !given.empty() && (given[0].is(Kind::kList) || given[0].is(Kind::kTuple));
  if (owner.profile.future && has_keywords) {
    raise_error(owner, orm::ArgumentError::cls,
                "Additional keyword arguments are not accepted by this function/method.  The "
                "presence of **kw is for pep-484 typing purposes");
  }
  bool legacy = !owner.profile.future && (list || has_keywords || owner.profile.select_list_style);
  if (!legacy) return wrapped(call, orm::select(to_select_elements(owner, given)));
  warn_of_legacy_select(owner);
  std::vector<orm::ClauseRef> columns;
  Value listed = given.empty() ? Value() : given[0];
  for (auto& [name, value] : dict_items(owner, call[1])) {
    if (name == "columns") listed = value;
  }
  if (listed && !listed.is_none()) {
    bool iterable =
        listed.is(Kind::kList) || listed.is(Kind::kTuple) ||
        (find_clause(owner, listed) == nullptr && call.interp.find_attr(listed, "__iter__"));
    if (!iterable) {
      raise_error(owner, orm::ArgumentError::cls,
                  "columns argument to select() must be a Python list or other iterable");
    }
    for (const Value& item : call.interp.to_vector(listed)) {
      const bool star = item.is(Kind::kStr) && call.interp.text(item) == "*";
      for (auto& element : star ? std::vector<orm::ClauseRef>{orm::literal_column("*")}
                                : to_select_elements(owner, {item})) {
        columns.push_back(std::move(element));
      }
    }
  }
  Value keywords = call.interp.dict();
  static constexpr const char* kPositional[] = {"columns", "whereclause", "from_obj", "distinct",
                                                "having",  "correlate",   "prefixes", "suffixes"};
  for (size_t i = 1; i < given.size() && i < std::size(kPositional); ++i) {
    call.interp.setitem(keywords, call.interp.str(kPositional[i]), given[i]);
  }
  for (auto& [name, value] : dict_items(owner, call[1])) {
    if (name != "columns") call.interp.setitem(keywords, call.interp.str(name), value);
  }
  return legacy_keywords(call, orm::select(std::move(columns)), keywords);
}

template <orm::ClauseRef Make(std::vector<orm::Ref<orm::SelectBase>>)>
Value compound_function(Call& call) {
  std::vector<orm::Ref<orm::SelectBase>> selects;
  for (const Value& item : items(call[0])) selects.push_back(to_select(context(call.interp), item));
  orm::ClauseRef made = Make(std::move(selects));
  // 1.x: union(a, b, order_by=..., limit=...).
  auto compound = orm::Ref<orm::CompoundSelect>(static_cast<orm::CompoundSelect*>(made.get()));
  Context& owner = context(call.interp);
  for (auto& [name, value] : dict_items(owner, call[1])) {
    bool many = value.is(Kind::kList) || value.is(Kind::kTuple);
    std::vector<orm::ColumnRef> clauses;
    if (name == "order_by" || name == "group_by")
      for (const Value& item : many ? call.interp.to_vector(value) : std::vector<Value>{value})
        clauses.push_back(to_order(owner, item));
    if (name == "order_by") {
      compound = compound->order_by(std::move(clauses));
    } else if (name == "group_by") {
      compound = compound->group_by(std::move(clauses));
    } else if (name == "limit") {
      compound = compound->limit(to_operand(owner, value));
    } else if (name == "offset") {
      compound = compound->offset(to_operand(owner, value));
    } else if (name == "use_labels") {
      compound = compound->with_label_style(orm::LabelStyle::tablename_plus_col);
    } else {
      call.interp.raise("TypeError", "got an unexpected keyword argument '" + name + "'");
    }
  }
  return wrapped(call, compound);
}
using Selects = std::vector<orm::Ref<orm::SelectBase>>;
orm::ClauseRef new_union(Selects s) { return orm::union_(std::move(s)); }
orm::ClauseRef new_union_all(Selects s) { return orm::union_(std::move(s), true); }
orm::ClauseRef new_intersect(Selects s) { return orm::intersect(std::move(s)); }
orm::ClauseRef new_intersect_all(Selects s) { return orm::intersect(std::move(s), true); }
orm::ClauseRef new_except(Selects s) { return orm::except_(std::move(s)); }
orm::ClauseRef new_except_all(Selects s) { return orm::except_(std::move(s), true); }

// exists(), exists(select), exists(column, ...), exists([columns]) and 1.x's whereclause.
Value exists_function(Call& call) {
  Context& owner = context(call.interp);
  std::vector<Value> given = items(call[0]);
  const auto keywords = dict_items(owner, call[1]);
  if (owner.profile.future && !keywords.empty()) {
    call.interp.raise("TypeError", "exists() got an unexpected keyword argument '" +
                                       keywords.front().first + "'");
  }
  if (given.empty() && keywords.empty()) return wrapped(call, orm::exists(nullptr));
  if (given.empty()) given.push_back(call.interp.list({wrap(owner, orm::literal_column("*"))}));
  orm::ClauseRef first = find_clause(owner, given[0]);
  if (first != nullptr && first->kind() == orm::NodeKind::scalar_select) {
    first = static_cast<orm::SelectColumn&>(*first).select;
  }
  if (first != nullptr && first->kind() >= orm::NodeKind::select &&
      first->kind() <= orm::NodeKind::text_select) {
    return wrapped(call, static_cast<orm::SelectBase&>(*first).exists());
  }
  Value where;
  if (given[0].is(Kind::kList) && !owner.profile.future) {
    if (given.size() > 1) where = given[1];
    given = call.interp.to_vector(given[0]);
  }
  auto statement = orm::select(to_select_elements(owner, given));
  if (where) statement = statement->where(to_column(owner, where, "WHERE/HAVING role"));
  if (keywords.empty()) return wrapped(call, statement->exists());
  const Value made = legacy_keywords(call, std::move(statement), call[1]);
  return wrapped(call, static_cast<orm::Select&>(*find_clause(owner, made)).exists());
}

const Binding kStatementFunctionRows[] = {
    {"select", "*entities, **kw", guard<select_function>, "select({args})", BindingKind::function},
    {"union", "*selects, **kw", guard<compound_function<new_union>>, "union_({args})",
     BindingKind::function},
    {"union_all", "*selects, **kw", guard<compound_function<new_union_all>>, "union_all({args})",
     BindingKind::function},
    {"intersect", "*selects, **kw", guard<compound_function<new_intersect>>, "intersect({args})",
     BindingKind::function},
    {"intersect_all", "*selects, **kw", guard<compound_function<new_intersect_all>>,
     "!SQLite has no INTERSECT ALL", BindingKind::function},
    {"except_", "*selects, **kw", guard<compound_function<new_except>>, "except_({args})",
     BindingKind::function},
    {"except_all", "*selects, **kw", guard<compound_function<new_except_all>>,
     "!SQLite has no EXCEPT ALL", BindingKind::function},
    {"exists", "*select, **kw", guard<exists_function>, "exists({args})", BindingKind::function},
};
const char* ddl_name() { return "DDLElement"; }

Type* make_ddl_class(Context& owner) {
  return interp::TypeBuilder(owner.interp, ddl_name(), "sqlalchemy.sql.ddl")
      .base(owner.type("ClauseElement"))
      .build();
}

const char* statement_class(const orm::ClauseElement& clause) {
  switch (clause.kind()) {
    case orm::NodeKind::table:
      return static_cast<const orm::TableClause&>(clause).is_schema_table() ? "Table"
                                                                            : "TableClause";
    case orm::NodeKind::subquery:
      return "Subquery";
    case orm::NodeKind::cte:
      return "CTE";
    case orm::NodeKind::lateral:
      return "Lateral";
    case orm::NodeKind::table_valued:
      return "TableValuedAlias";
    case orm::NodeKind::values:
      return "Values";
    case orm::NodeKind::join:
      return "Join";
    case orm::NodeKind::select:
      return "Select";
    case orm::NodeKind::compound:
      return "CompoundSelect";
    case orm::NodeKind::text_select:
      return "TextualSelect";
    case orm::NodeKind::insert: {
      const std::string& dialect = static_cast<const orm::Insert&>(clause).dialect;
      if (dialect == "sqlite") return "sqlite.Insert";
      if (dialect == "mysql") return "mysql.Insert";
      return dialect == "postgresql" ? "postgresql.Insert" : "Insert";
    }
    case orm::NodeKind::update:
      return "Update";
    case orm::NodeKind::delete_:
      return "Delete";
    case orm::NodeKind::ddl:
      return "DDLElement";
    default:
      return "Alias";
  }
}

}  // namespace

Value wrap_selectable(Context& owner, const orm::ClauseRef& clause) {
  const char* name = statement_class(*clause);
  // 1.3 knew no class of its own for subqueries.
  if (clause->kind() == orm::NodeKind::subquery && owner.profile.select_list_style) name = "Alias";
  return owner.make<ClauseData>(name, clause);
}

orm::Ref<orm::SelectBase> to_select(Context& owner, const Value& value) {
  orm::ClauseRef clause = find_clause(owner, value);
  if (clause != nullptr && clause->kind() == orm::NodeKind::scalar_select) {
    clause = static_cast<orm::SelectColumn&>(*clause).select;
  }
  if (clause != nullptr && clause->kind() >= orm::NodeKind::select &&
      clause->kind() <= orm::NodeKind::text_select) {
    return orm::Ref<orm::SelectBase>(static_cast<orm::SelectBase*>(clause.get()));
  }
  const bool from = clause != nullptr && clause->is_from();
  if (from && !owner.profile.stmt_cache) {
    return static_cast<orm::FromClause&>(*clause).select();
  }
  const bool subquery = from && clause->kind() == orm::NodeKind::subquery;
  raise_error(owner, orm::ArgumentError::cls,
              "SELECT construct for inclusion in a UNION or other set construct expected, got " +
                  owner.interp.repr(value) + "." +
                  (subquery ? " Use the plain select() object without calling .subquery() or "
                              ".alias()."
                   : from   ? " To SELECT from any FROM clause, use the .select() method."
                            : ""));
}

orm::ClauseRef to_from_element(Context& owner, const Value& value, const char* role) {
  const bool plain_from = std::string_view(role).rfind("FROM", 0) == 0;
  if (orm::ClauseRef clause = find_clause(owner, value)) {
    if (clause->kind() == orm::NodeKind::function) {
      return orm::make_ref<orm::FunctionFrom>(orm::ColumnRef(orm::as_column(clause.get())));
    }
    orm::Ref<orm::FromClause> implicit = implicit_from(owner, value);
    if (implicit && plain_from) return implicit;
    if (!implicit) return clause;
  }
  if (value.is(Kind::kStr) && plain_from) raise_textual(owner, "Textual SQL expression", value);
  if (owner.profile.plain_role_errors) {
    raise_error(owner, orm::ArgumentError::cls, "FROM expression expected");
  }
  raise_error(owner, orm::ArgumentError::cls,
              std::string(role) + " expected, got " + owner.interp.repr(value) + ".");
}

orm::ColumnRef to_sql_text(Context& owner, const Value& value) {
  if (value.is(Kind::kStr)) return orm::text(std::string(owner.interp.text(value)));
  return to_column(owner, value, "column role");
}

orm::Assignments to_assignments(Context& owner, const Value& dict) {
  if (!dict || dict.is_none()) return {};
  return to_assignment_pairs(owner,
                             owner.interp.to_vector(owner.interp.call_method(dict, "items")));
}

orm::Assignments to_assignment_pairs(Context& owner, const std::vector<Value>& pairs) {
  orm::Assignments row;
  for (const Value& pair : pairs) {
    std::vector<Value> both = owner.interp.to_vector(pair);
    if (both.size() != 2) {
      raise_error(owner, orm::ArgumentError::cls, "values are given as pairs of column and value");
    }
    const Value& key = both[0];
    if (const CompositeData* composite = find_composite(key)) {
      // Each of its columns gets a part of the value.
      orm::ClauseRef bundle = find_clause(owner, key);
      std::vector<Value> parts = composite->parts_of(owner, both[1]);
      const auto& columns = static_cast<const orm::Bundle&>(*bundle).expressions;
      for (size_t i = 0; i < columns.size() && i < parts.size(); ++i) {
        row.push_back(
            {{}, orm::ColumnRef(orm::as_column(columns[i].get())), to_operand(owner, parts[i])});
      }
      continue;
    }
    if (Value pairs_of_hybrid = update_of_hybrid(owner, key, both[1])) {
      orm::Assignments more = to_assignment_pairs(owner, owner.interp.to_vector(pairs_of_hybrid));
      row.insert(row.end(), more.begin(), more.end());
      continue;
    }
    orm::Operand value = to_operand(owner, both[1]);
    if (key.is(Kind::kStr)) {
      row.push_back({std::string(owner.interp.text(key)), nullptr, std::move(value)});
    } else {
      row.push_back({{}, to_column(owner, key, "SET/VALUES column role"), std::move(value)});
    }
  }
  return row;
}

void add_statement_types(TypeTable& table) {
  add_selectable_types(table);
  add_select_types(table);
  add_dml_types(table);
  table.emplace_back("TextClause", make_text_type);
  table.emplace_back("DDLElement", make_ddl_class);
}

std::vector<BindingTable> statement_tables() {
  std::vector<BindingTable> tables = {
      {"sqlalchemy", nullptr, kStatementFunctionRows, std::size(kStatementFunctionRows)},
      {"sqlalchemy", "TextClause", kTextRows, std::size(kTextRows)}};
  for (auto part :
       {selectable_tables, select_tables, subselect_tables, dml_tables, dml_function_tables})
    for (const BindingTable& table : part()) tables.push_back(table);
  return tables;
}

}  // namespace lessonrun::bind
