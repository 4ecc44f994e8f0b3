// FROM objects as Python objects: tables, aliases, joins, CTEs, VALUES.
#include <algorithm>
#include <cctype>

#include "orm/dml.h"
#include "orm/orm_error.h"
#include "runner/bind/deprecated.h"
#include "runner/bind/refusal.h"
#include "runner/bind/relationships.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

// ---- FROM objects -------------------------------------------------------------------------------

Value from_columns(Call& call) {
  return wrap_columns(context(call.interp), self_as<orm::FromClause>(call).ref());
}

Value from_name(Call& call) { return call.interp.str(self_as<orm::FromClause>(call).name()); }

Value from_description(Call& call) {
  return call.interp.str(self_as<orm::FromClause>(call).description());
}

orm::ColumnRef criterion(Call& call, const Value& given) {
  if (!given || given.is_none()) return nullptr;
  return to_column(context(call.interp), given, "WHERE/HAVING role");
}

Value from_select(Call& call) {
  auto statement = orm::select({self_as<orm::FromClause>(call).ref()});
  if (orm::ColumnRef where = criterion(call, call[0])) statement = statement->where(where);
  return wrapped(call, statement);
}

// The same without parameters, as 2.0 has it; what is given all the same is refused in Python's
// words.
Value plain_select(Call& call) {
  for (auto& [keyword, value] : dict_items(context(call.interp), call[1])) {
    call.interp.raise("TypeError",
                      "FromClause.select() got an unexpected keyword argument '" + keyword + "'");
  }
  if (const size_t count = items(call[0]).size()) {
    call.interp.raise("TypeError", "FromClause.select() takes 1 positional argument but " +
                                       std::to_string(count + 1) + " were given");
  }
  return wrapped(call, orm::select({self_as<orm::FromClause>(call).ref()}));
}

orm::Name given_name(Call& call, size_t i) {
  return call.given(i) ? to_name(context(call.interp), call[i]) : orm::Name();
}

Value from_alias(Call& call) {
  return wrapped(call, self_as<orm::FromClause>(call).alias(given_name(call, 0)));
}

template <bool Outer>
Value from_join(Call& call) {
  Context& owner = context(call.interp);
  orm::ColumnRef onclause;
  bool outer = Outer || call.interp.truth(call.arg("isouter"));
  if (Value joined = join_onto(owner, self_as<orm::FromClause>(call).ref(), call[0], call[1], outer,
                               call.interp.truth(call.arg("full")))) {
    return joined;
  }
  if (!call[1].is_none()) onclause = to_column(owner, call[1], "ON clause role");
  return wrapped(
      call, self_as<orm::FromClause>(call).join(to_joined_from(owner, call[0]), onclause, outer,
                                                call.interp.truth(call.arg("full"))));
}

Value from_lateral(Call& call) {
  return wrapped(call, orm::lateral(self_as<orm::FromClause>(call).ref(), given_name(call, 0)));
}

// `from` sampled as the arguments from `first` on say: sampling, name, seed.
Value sampled(Call& call, const orm::Ref<orm::FromClause>& from, size_t first) {
  Context& owner = context(call.interp);
  orm::ColumnRef seed;
  if (!call[first + 2].is_none()) seed = orm::coerce_column(to_operand(owner, call[first + 2]));
  return wrapped(call, orm::tablesample(from, to_operand(owner, call[first]),
                                        given_name(call, first + 1), seed));
}

Value from_tablesample(Call& call) {
  return sampled(call, self_as<orm::FromClause>(call).ref(), 0);
}

Value from_row(Call& call) {
  return wrapped(call, orm::row_of(self_as<orm::FromClause>(call).ref()));
}

Value from_corresponding(Call& call) {
  orm::ColumnRef column = to_column(context(call.interp), call[0], "column role");
  const bool legacy = context(call.interp).profile.select_list_style;
  const auto& self = self_as<orm::FromClause>(call);
  const bool selects =
      self.kind() >= orm::NodeKind::select && self.kind() <= orm::NodeKind::text_select;
  if (selects && !legacy) {
    // A SELECT by itself has the columns that it selects.
    for (const orm::ColumnRef& one : static_cast<const orm::SelectBase&>(self).selected()) {
      if (one == column || one->shares_lineage(*column)) return wrapped(call, one);
    }
    return Value::none();
  }
  orm::ColumnElement* found = self_as<orm::FromClause>(call).c().corresponding(*column);
  return found == nullptr ? Value::none() : wrapped(call, found->ref());
}

// Does a FROM object draw from another one?
bool draws_from(const orm::FromClause& from, const orm::FromClause& other,
                const orm::Profile& profile) {
  if (&from == &other) return true;
  if (const auto* alias = dynamic_cast<const orm::Alias*>(&from)) {
    return draws_from(*alias->element, other, profile);
  }
  if (const auto* join = dynamic_cast<const orm::Join*>(&from)) {
    return draws_from(*join->left, other, profile) || draws_from(*join->right, other, profile);
  }
  if (const auto* select = dynamic_cast<const orm::Select*>(&from)) {
    const auto froms = select->froms(profile);
    return std::any_of(froms.begin(), froms.end(),
                       [&](const auto& one) { return draws_from(*one, other, profile); });
  }
  if (const auto* compound = dynamic_cast<const orm::CompoundSelect*>(&from)) {
    return std::any_of(compound->selects.begin(), compound->selects.end(),
                       [&](const auto& one) { return draws_from(*one, other, profile); });
  }
  return false;
}

Value from_is_derived(Call& call) {
  Context& owner = context(call.interp);
  return Value::boolean(
      draws_from(self_as<orm::FromClause>(call), *to_from(owner, call[0]), owner.profile));
}

// Since 1.4: select().select() selects from a subquery of it.
Value select_again(Call& call) {
  return wrapped(call, orm::select({self_as<orm::SelectBase>(call).subquery()}));
}

// What SELECTs have of FROM objects.
const Binding kSelectFromRows[] = {
    {"corresponding_column", "column, require_embedded=False", guard<from_corresponding>,
     "{self}.c().corresponding({column})"},
    {"is_derived_from", "fromclause", guard<from_is_derived>, "{self}.is_derived_from({args})"},
};
const Binding kSelectAgainRows[] = {
    {"select", "*args, **kwargs", guard<select_again>, "{self}.subquery().select()"},
};
// Before 1.4 they are FROM objects.
const Binding kLegacySelectRows[] = {
    {"join", "right, onclause=None, isouter=False, full=False", guard<from_join<false>>,
     "{self}.join({right}, {onclause})"},
    {"outerjoin", "right, onclause=None, isouter=False, full=False", guard<from_join<true>>,
     "{self}.outerjoin({right}, {onclause})"},
};

const Binding kFromRows[] = {
    {"lateral", "name=None", guard<from_lateral>, "orm::lateral({self}, {name})"},
    {"tablesample", "sampling, name=None, seed=None", guard<from_tablesample>,
     "orm::tablesample({self}, {args})"},
    {"table_valued", "", guard<from_row>, "orm::row_of({self})"},
    {"corresponding_column", "column, require_embedded=False", guard<from_corresponding>,
     "{self}.c().corresponding({column})"},
    {"is_derived_from", "fromclause", guard<from_is_derived>, "{self}.is_derived_from({args})"},
    {"exported_columns", "", guard<from_columns>, "{self}.c()", BindingKind::property},
    {"c", "", guard<from_columns>, "{self}.c()", BindingKind::property},
    {"columns", "", guard<from_columns>, "{self}.c()", BindingKind::property},
    {"name", "", guard<from_name>, "{self}.name()", BindingKind::property},
    {"description", "", guard<from_description>, "{self}.description()", BindingKind::property},
    {"select", "whereclause=None, **kw", guard<from_select>, "{self}.select()"},
    {"alias", "name=None, flat=False", guard<from_alias>, "{self}.alias({name})"},
    {"join", "right, onclause=None, isouter=False, full=False", guard<from_join<false>>,
     "{self}.join({right}, {onclause})"},
    {"outerjoin", "right, onclause=None, isouter=False, full=False", guard<from_join<true>>,
     "{self}.outerjoin({right}, {onclause})"},
};

Type* make_from_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "FromClause", "sqlalchemy.sql.selectable");
  builder.base(owner.type("ClauseElement"));
  add_bindings(builder, kFromRows);
  if (owner.profile.dml_takes_no_clauses) {
    builder.method("select", "*args, **kwargs", guard<plain_select>);
  }
  add_dml_methods(builder);
  return builder
      .slots([](interp::Slots& slots) {
        slots.getattr_missing = [](Interpreter& interp, const Value& self,
                                   interp::StrObject* name) {
          for (const Type* type : interp.type_of(self)->mro) {
            refuse_attribute(interp, type->name.c_str(), name);
          }
          return Value();
        };
      })
      .build();
}

// ---- aliases, joins, CTEs -----------------------------------------------------------------------

Value alias_element(Call& call) { return wrapped(call, self_as<orm::Alias>(call).element); }

template <bool All>
Value cte_union(Call& call) {
  auto& self = self_as<orm::Alias>(call);
  std::vector<orm::Ref<orm::SelectBase>> others;
  for (const Value& item : items(call[0])) others.push_back(to_select(context(call.interp), item));
  return wrapped(call, self.union_with(std::move(others), All));
}

Value join_side(Call& call, bool left) {
  auto& join = self_as<orm::Join>(call);
  return wrapped(call, left ? join.left : join.right);
}
Value join_left(Call& call) { return join_side(call, true); }
Value join_right(Call& call) { return join_side(call, false); }
Value join_onclause(Call& call) { return wrapped(call, self_as<orm::Join>(call).onclause); }

Value render_derived(Call& call) {
  auto copy = orm::make_ref<orm::Alias>(self_as<orm::Alias>(call));
  copy->name_ = given_name(call, 0);
  copy->derived = true;
  copy->derived_types = call.interp.truth(call[1]);
  return wrapped(call, copy);
}

Value table_valued_column(Call& call) {
  auto& alias = self_as<orm::Alias>(call);
  if (alias.element->kind() != orm::NodeKind::from_grouping) return Value::none();
  return wrapped(call, orm::column_valued(static_cast<orm::FunctionFrom&>(*alias.element).function,
                                          alias.name_));
}

// prefix_with() and suffix_with() of a CTE: text around its statement.
template <std::vector<orm::Affix> orm::Alias::*List>
Value cte_affix(Call& call) {
  auto copy = orm::make_ref<orm::Alias>(self_as<orm::Alias>(call));
  const Value& dialect = call.arg("dialect");
  for (const Value& item : items(call[0])) {
    ((*copy).*List)
        .push_back({to_sql_text(context(call.interp), item),
                    dialect.is_none() ? "" : std::string(call.interp.text(dialect))});
  }
  return wrapped(call, copy);
}

// Alias(t): made by alias() only.
template <const char* Name()>
Value refuse_construction(Call& call) {
  const std::string name = Name();
  std::string function;
  for (char c : name) function += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  call.interp.raise("NotImplementedError",
                    "The " + name +
                        " class is not intended to be constructed directly.  Please use the " +
                        function + "() standalone function or the " + function +
                        "() method available from appropriate selectable objects.");
}

const Binding kAliasRows[] = {
    {"element", "", guard<alias_element>, "{self}.element", BindingKind::property},
    {"original", "", guard<alias_element>, "{self}.element", BindingKind::property},
    {"render_derived", "name=None, with_types=False", guard<render_derived>, "{self}.derived"},
    {"column", "", guard<table_valued_column>, "orm::column_valued({self})", BindingKind::property},
};
const Binding kCteRows[] = {
    {"union", "*other", guard<cte_union<false>>, "{self}.union_({args})"},
    {"union_all", "*other", guard<cte_union<true>>, "{self}.union_all({args})"},
    {"prefix_with", "*prefixes, dialect=None", guard<cte_affix<&orm::Alias::prefixes>>,
     "{self}.prefixes.push_back({args})"},
    {"suffix_with", "*suffixes, dialect=None", guard<cte_affix<&orm::Alias::suffixes>>,
     "{self}.suffixes.push_back({args})"},
};
const Binding kJoinRows[] = {
    {"left", "", guard<join_left>, "{self}.left", BindingKind::property},
    {"right", "", guard<join_right>, "{self}.right", BindingKind::property},
    {"onclause", "", guard<join_onclause>, "{self}.onclause", BindingKind::property},
};

template <const Binding* Rows(size_t&), const char* Name()>
Type* make_selectable_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, Name(), "sqlalchemy.sql.selectable");
  builder.base(owner.type("FromClause"));
  size_t count = 0;
  const Binding* rows = Rows(count);
  add_bindings(builder, rows, count);
  const std::string_view name = Name();
  if (name == "CTE") add_bindings(builder, kAliasRows);
  if (name == "CTE" || name == "Lateral" || name == "Alias" || name == "Subquery") {
    builder.init("*arg, **kw", refuse_construction<Name>);
  }
  return builder.build();
}
const Binding* alias_rows(size_t& count) { return count = std::size(kAliasRows), kAliasRows; }
const Binding* cte_rows(size_t& count) { return count = std::size(kCteRows), kCteRows; }
const Binding* join_rows(size_t& count) { return count = std::size(kJoinRows), kJoinRows; }
const Binding* no_alias_rows(size_t& count) { return count = 0, kAliasRows; }
const char* alias_name() { return "Alias"; }
const char* subquery_name() { return "Subquery"; }
const char* cte_name() { return "CTE"; }
const char* join_name() { return "Join"; }
const char* lateral_name() { return "Lateral"; }
const char* table_valued_name() { return "TableValuedAlias"; }
const char* table_clause_name() { return "TableClause"; }

// ---- functions ----------------------------------------------------------------------------------

orm::Name name_argument(Call& call) { return to_name(context(call.interp), call.arg("name")); }

Value alias_function(Call& call) {
  if (orm::ClauseRef given = find_clause(context(call.interp), call[0]);
      given != nullptr && given->kind() == orm::NodeKind::values) {
    return wrapped(call, static_cast<orm::Values&>(*given).named_as(name_argument(call)));
  }
  return wrapped(call, to_from(context(call.interp), call[0])->alias(name_argument(call)));
}

Value tablesample_function(Call& call) {
  return sampled(call, to_from(context(call.interp), call[0]), 1);
}

Value lateral_function(Call& call) {
  return wrapped(call, orm::lateral(to_from(context(call.interp), call[0]), name_argument(call)));
}

Value cte_function(Call& call) {
  const std::vector<std::pair<std::string_view, Value>> keywords = {
      {"name", call.arg("name")}, {"recursive", call.arg("recursive")}};
  return call.interp.call(call.interp.getattr(call[0], "cte"), std::vector<Value>{}, keywords);
}

template <bool Outer>
Value join_function(Call& call) {
  Context& owner = context(call.interp);
  orm::ColumnRef onclause;
  if (!call[2].is_none()) onclause = to_column(owner, call[2], "ON clause role");
  bool outer = Outer || call.interp.truth(call.arg("isouter"));
  return wrapped(call, to_from(owner, call[0])
                           ->join(to_from(owner, call[1]), onclause, outer,
                                  call.interp.truth(call.arg("full"))));
}

const Binding kSelectableFunctionRows[] = {
    {"values", "*columns, name=None, literal_binds=False", guard<values_function>,
     "orm::make_ref<orm::Values>({args})", BindingKind::function},
    {"alias", "selectable, name=None, flat=False", guard<alias_function>,
     "{selectable}.alias({name})", BindingKind::function},
    {"subquery", "alias, *args, **kwargs", guard<alias_function>, "{alias}.subquery()",
     BindingKind::function},
    {"tablesample", "selectable, sampling, name=None, seed=None", guard<tablesample_function>,
     "orm::tablesample({args})", BindingKind::function},
    {"lateral", "selectable, name=None", guard<lateral_function>,
     "orm::lateral({selectable}, {name})", BindingKind::function},
    {"cte", "selectable, name=None, recursive=False", guard<cte_function>,
     "{selectable}.cte({name}, {recursive})", BindingKind::function},
    {"join", "left, right, onclause=None, isouter=False, full=False", guard<join_function<false>>,
     "{left}.join({right}, {onclause})", BindingKind::function},
    {"outerjoin", "left, right, onclause=None, full=False, isouter=True",
     guard<join_function<true>>, "{left}.outerjoin({right}, {onclause})", BindingKind::function},
};

// ---- label styles -------------------------------------------------------------------------------

struct LabelStyleData : interp::Payload {
  orm::LabelStyle style = orm::LabelStyle::default_;
};

struct LabelStyleName {
  const char* name;
  orm::LabelStyle style;
  int value;
};
constexpr LabelStyleName kLabelStyles[] = {
    {"LABEL_STYLE_NONE", orm::LabelStyle::none, 0},
    {"LABEL_STYLE_TABLENAME_PLUS_COL", orm::LabelStyle::tablename_plus_col, 1},
    {"LABEL_STYLE_DISAMBIGUATE_ONLY", orm::LabelStyle::disambiguate_only, 2},
    {"LABEL_STYLE_DEFAULT", orm::LabelStyle::disambiguate_only, 2},
};

const LabelStyleName& name_of(orm::LabelStyle style) {
  for (const LabelStyleName& one : kLabelStyles)
    if (one.style == style) return one;
  return kLabelStyles[2];
}

std::string label_style_repr(Interpreter& interp, const Value& self) {
  const LabelStyleName& known = name_of(interp::payload<LabelStyleData>(interp, self).style);
  if (context(interp).profile.future && context(interp).profile.typed_names)
    return std::string("<SelectLabelStyle.") + known.name + ": " + std::to_string(known.value) +
           ">";
  return std::string("symbol('") + known.name + "')";
}

Type* make_label_style_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "SelectLabelStyle", "sqlalchemy.sql.selectable")
      .payload<LabelStyleData>()
      .slots([](interp::Slots& slots) {
        slots.repr = label_style_repr;
        slots.str = [](Interpreter& interp, const Value& self) {
          const auto& known = name_of(interp::payload<LabelStyleData>(interp, self).style);
          return std::string("SelectLabelStyle.") + known.name;
        };
      })
      .build();
}

}  // namespace

Value wrap_label_style(Context& owner, orm::LabelStyle style) {
  return owner.unique(&name_of(style), [&] {
    auto data = std::make_unique<LabelStyleData>();
    data->style = style;
    return owner.make("SelectLabelStyle", std::move(data));
  });
}

orm::LabelStyle to_label_style(Context& owner, const Value& value) {
  if (const auto* data = interp::try_payload<LabelStyleData>(value)) return data->style;
  raise_error(owner, orm::ArgumentError::cls,
              "label style expected, got " + owner.interp.repr(value) + ".");
}

Value find_label_style(Context& owner, std::string_view name) {
  for (const LabelStyleName& one : kLabelStyles)
    if (name == one.name) return wrap_label_style(owner, one.style);
  return {};
}

void add_from_methods_of_select(Context& owner, interp::TypeBuilder& builder) {
  add_bindings(builder, kSelectFromRows);
  if (owner.profile.select_list_style) {
    add_bindings(builder, kLegacySelectRows);
  } else {
    add_bindings(builder, kSelectAgainRows);
  }
}

void add_selectable_types(TypeTable& table) {
  table.emplace_back("FromClause", make_from_type);
  add_column_collection_types(table);
  table.emplace_back("Alias", make_selectable_type<alias_rows, alias_name>);
  table.emplace_back("Subquery", make_selectable_type<alias_rows, subquery_name>);
  table.emplace_back("Lateral", make_selectable_type<alias_rows, lateral_name>);
  table.emplace_back("TableValuedAlias", make_selectable_type<alias_rows, table_valued_name>);
  table.emplace_back("CTE", make_selectable_type<cte_rows, cte_name>);
  table.emplace_back("Join", make_selectable_type<join_rows, join_name>);
  table.emplace_back("Values", make_values_type);
  table.emplace_back("TableClause", make_selectable_type<no_alias_rows, table_clause_name>);
  table.emplace_back("SelectLabelStyle", make_label_style_type);
}

std::vector<BindingTable> selectable_tables() {
  return {{"sqlalchemy", "SelectBase", kSelectFromRows, std::size(kSelectFromRows)},
          {"sqlalchemy", "SelectBase", kSelectAgainRows, std::size(kSelectAgainRows)},
          {"sqlalchemy", "SelectBase", kLegacySelectRows, std::size(kLegacySelectRows)},
          {"sqlalchemy", "FromClause", kFromRows, std::size(kFromRows)},
          {"sqlalchemy", "Alias", kAliasRows, std::size(kAliasRows)},
          {"sqlalchemy", "Subquery", kAliasRows, std::size(kAliasRows)},
          {"sqlalchemy", "CTE", kCteRows, std::size(kCteRows)},
          {"sqlalchemy", "Join", kJoinRows, std::size(kJoinRows)},
          values_table(),
          {"sqlalchemy", nullptr, kSelectableFunctionRows, std::size(kSelectableFunctionRows)}};
}

}  // namespace lessonrun::bind
