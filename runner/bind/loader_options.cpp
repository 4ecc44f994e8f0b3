// joinedload(), selectinload(), load_only() and the other loader options, as functions and as
// methods of Load.
//
// All of them are one operation: go along attributes, and say something of the last one. Before 2.0
// an attribute may be a name, also a dotted one.
#include <algorithm>

#include "orm/bundle.h"
#include "orm/loading.h"
#include "orm/orm_error.h"
#include "runner/bind/composite.h"
#include "runner/bind/custom.h"
#include "runner/bind/instances.h"
#include "runner/bind/legacy.h"
#include "runner/bind/refusal.h"
#include "runner/bind/relationships.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;
using Setting = orm::LoadSetting;

namespace {

const char* load_class() { return "Load"; }

struct LoadData : interp::Payload {
  explicit LoadData(orm::Ref<orm::Load> held = nullptr) : load(std::move(held)) {}
  void clear_references() noexcept override { load = nullptr; }
  orm::Ref<orm::Load> load;
};

Value wrap_load(Context& owner, orm::Ref<orm::Load> load) {
  // An option that no class begins has a class of its own before 2.0.
  bool unbound = !owner.profile.strict_load_options && load->root() == nullptr;
  return owner.make<LoadData>(unbound ? "_UnboundLoad" : "Load", std::move(load));
}

// The option that a method continues; a new one for a function.
orm::Ref<orm::Load> continued(Call& call) {
  if (const auto* data = interp::try_payload<LoadData>(call.self)) return data->load;
  return orm::make_ref<orm::Load>();
}

void add_steps(Context& owner, const Value& given, std::vector<orm::LoadStep>& steps) {
  if (given.is(Kind::kStr)) {
    std::string text(owner.interp.text(given));
    if (owner.profile.strict_load_options && text != "*") {
      raise_error(owner, orm::ArgumentError::cls,
                  "Strings are not accepted for attribute names in loader options; please use "
                  "class-bound attributes directly.");
    }
    if (text != "*") {
      warn_removed_in_20(
          owner,
          "Using strings to indicate column or relationship paths in loader options is deprecated "
          "and will be removed in SQLAlchemy 2.0.  Please use the class-bound attribute directly.");
    }
    for (size_t at = 0; at <= text.size();) {
      size_t dot = std::min(text.find('.', at), text.size());
      orm::LoadStep step;
      step.name = text.substr(at, dot - at);
      steps.push_back(std::move(step));
      at = dot + 1;
    }
    return;
  }
  orm::ClauseRef clause = find_clause(owner, given);
  if (clause == nullptr) {
    raise_error(owner, orm::ArgumentError::cls,
                owner.profile.strict_load_options
                    ? "expected ORM mapped attribute for loader strategy argument"
                    : "mapper option expects string key or list of attributes");
  }
  // A composite stands for its columns.
  if (owner.profile.strict_load_options && find_composite(given) != nullptr) {
    for (const orm::ClauseRef& part : static_cast<const orm::Bundle&>(*clause).expressions) {
      steps.push_back(orm::load_step(*part));
    }
    return;
  }
  // 2.0 looks at the related class at once.
  if (owner.profile.strict_load_options) {
    if (const auto* related = orm::as_relationship(clause.get())) related->relationship->mapper();
  }
  steps.push_back(orm::load_step(*clause));
}

std::vector<orm::LoadStep> steps_of(Call& call) {
  std::vector<orm::LoadStep> steps;
  for (const Value& item : items(call[0])) add_steps(context(call.interp), item, steps);
  if (steps.empty()) call.interp.raise("IndexError", "list index out of range");
  return steps;
}

Value relationship_option(Call& call, Setting setting) {
  setting.kind = Setting::Kind::relationship;
  return wrap_load(context(call.interp), continued(call)->along(steps_of(call), setting));
}

template <orm::Lazy How>
Value load_along(Call& call) {
  Setting setting;
  setting.lazy = How;
  return relationship_option(call, setting);
}

Value joinedload_option(Call& call) {
  Setting setting;
  setting.lazy = orm::Lazy::joined;
  Value inner = call.arg("innerjoin");
  // innerjoin="unnested" only differs where inner joins are nested in outer ones.
  if (inner.is(Kind::kStr)) {
    call.interp.unsupported("joinedload(innerjoin='unnested')",
                            "joinedload(innerjoin='unnested') is not supported; use True");
  }
  if (!inner.is_none()) setting.innerjoin = call.interp.truth(inner);
  return relationship_option(call, setting);
}

Value selectinload_option(Call& call) {
  Setting setting;
  if (Value depth = call.arg("recursion_depth"); !depth.is_none()) {
    if (!context(call.interp).profile.strict_load_options) {
      call.interp.raise("TypeError",
                        "selectinload() got an unexpected keyword argument 'recursion_depth'");
    }
    setting.recursion = call.interp.to_int64(depth);
  }
  setting.lazy = orm::Lazy::selectin;
  return relationship_option(call, setting);
}

Value raiseload_option(Call& call) {
  Setting setting;
  setting.lazy =
      call.interp.truth(call.arg("sql_only")) ? orm::Lazy::raise_on_sql : orm::Lazy::raise;
  return relationship_option(call, setting);
}

Value contains_eager_option(Call& call) {
  Context& owner = context(call.interp);
  Setting setting;
  setting.kind = Setting::Kind::relationship;
  setting.lazy = orm::Lazy::joined;
  setting.contains_eager = true;
  std::vector<orm::LoadStep> steps = steps_of(call);
  Value alias = call.arg("alias");
  if (!alias.is_none()) {
    orm::ClauseRef clause = find_clause(owner, alias);
    const orm::LoadStep& last = steps.back();
    if (clause != nullptr && clause->kind() == orm::NodeKind::entity) {
      steps.back().target =
          orm::Ref<orm::EntityElement>(static_cast<orm::EntityElement*>(clause.get()));
    } else if (orm::FromClause* from = orm::as_from(clause.get());
               from != nullptr && last.parent != nullptr &&
               last.parent->property(last.index).relationship != nullptr) {
      const orm::Mapper& target = last.parent->property(last.index).relationship->mapper();
      steps.back().target = orm::make_ref<orm::EntityElement>(target, from->ref());
    } else {
      call.interp.unsupported("contains_eager(alias=)",
                              "contains_eager(alias=) with a name is not supported; give the "
                              "alias itself");
    }
  }
  return wrap_load(owner, continued(call)->along(std::move(steps), setting));
}

Value defaultload_option(Call& call) {
  return wrap_load(context(call.interp), continued(call)->along(steps_of(call), Setting{}));
}

Value with_expression_option(Call& call) {
  Context& owner = context(call.interp);
  orm::ColumnRef expression = to_column(owner, call[1], "labeled column expression role");
  orm::NodeKind kind = expression->bare()->kind();
  bool has_name = kind == orm::NodeKind::column || kind == orm::NodeKind::label;
  Setting setting;
  setting.kind = Setting::Kind::expression;
  setting.expression = has_name ? expression : expression->label({});
  std::vector<orm::LoadStep> steps;
  add_steps(owner, call[0], steps);
  return wrap_load(owner, continued(call)->columns(std::move(steps), setting));
}

// Before 1.4 columns did not know raiseload.
bool raises(Call& call, const char* function) {
  Value given = call.arg("raiseload");
  if (!given) return false;
  if (!context(call.interp).profile.columns_raise) {
    call.interp.raise("TypeError",
                      std::string(function) + "() got an unexpected keyword argument 'raiseload'");
  }
  return call.interp.truth(given);
}

Value load_only_option(Call& call) {
  Setting setting;
  setting.raises = raises(call, "load_only");
  setting.kind = Setting::Kind::load_only;
  return wrap_load(context(call.interp), continued(call)->columns(steps_of(call), setting));
}

// The attributes before the last lead to the class that has it.
template <Setting::Kind Kind>
Value column_option(Call& call) {
  Setting setting;
  setting.kind = Kind;
  if (Kind == Setting::Kind::defer) setting.raises = raises(call, "defer");
  std::vector<orm::LoadStep> steps = steps_of(call);
  const bool of_composite = find_composite(items(call[0]).back()) != nullptr;
  std::vector<orm::LoadStep> last;
  if (of_composite) add_steps(context(call.interp), items(call[0]).back(), last);
  const size_t columns = of_composite ? last.size() : 1;
  if (!of_composite) last.push_back(std::move(steps.back()));
  steps.resize(steps.size() - columns);
  orm::Ref<orm::Load> load = continued(call);
  if (!steps.empty()) load = load->along(std::move(steps), Setting{});
  return wrap_load(context(call.interp), load->columns(std::move(last), setting));
}

Value undefer_group_option(Call& call) {
  Setting setting;
  setting.kind = Setting::Kind::undefer_group;
  setting.group = std::string(call.text(0));
  return wrap_load(context(call.interp), continued(call)->columns({orm::LoadStep{}}, setting));
}

const orm::EntityElement& entity_argument(Call& call, const Value& value) {
  orm::ClauseRef clause = find_clause(context(call.interp), value);
  if (clause == nullptr || clause->kind() != orm::NodeKind::entity) {
    raise_error(context(call.interp), orm::ArgumentError::cls,
                "Expected mapped class or mapper, got: " + call.interp.repr(value));
  }
  return static_cast<const orm::EntityElement&>(*clause);
}

std::vector<const orm::Mapper*> subclasses_of(Call& call, const Value& classes) {
  std::vector<const orm::Mapper*> subclasses;
  for (const Value& item : call.interp.to_vector(classes)) {
    subclasses.push_back(entity_argument(call, item).mapper);
  }
  return subclasses;
}

Value selectin_polymorphic_function(Call& call) {
  return wrap_load(context(call.interp),
                   orm::selectin_polymorphic(entity_argument(call, call[0]).ref(),
                                             subclasses_of(call, call[1])));
}

Value selectin_polymorphic_method(Call& call) {
  Setting setting;
  setting.kind = Setting::Kind::selectin_polymorphic;
  setting.mappers = subclasses_of(call, call[0]);
  return wrap_load(context(call.interp), continued(call)->columns({orm::LoadStep{}}, setting));
}

Value load_options(Call& call) {
  Context& owner = context(call.interp);
  std::vector<orm::Ref<orm::Load>> others;
  for (const Value& item : items(call[0])) {
    const auto* data = interp::try_payload<LoadData>(item);
    if (data == nullptr) {
      raise_error(
          owner, orm::ArgumentError::cls,
          "ExecutionOption Core or ORM object expected, got " + call.interp.repr(item) + ".");
    }
    others.push_back(data->load);
  }
  return wrap_load(owner, continued(call)->options(others));
}

Value load_init(Call& call) {
  Context& owner = context(call.interp);
  orm::ClauseRef clause = find_clause(owner, call[0]);
  if (clause == nullptr || clause->kind() != orm::NodeKind::entity) {
    raise_error(owner, orm::ArgumentError::cls,
                "Expected mapped class or mapper, got: " + call.interp.repr(call[0]));
  }
  interp::payload<LoadData>(call.interp, call.self).load = orm::make_ref<orm::Load>(
      orm::Ref<orm::EntityElement>(static_cast<orm::EntityElement*>(clause.get())));
  return Value::none();
}

template <BindingKind As>
constexpr Binding kOptions[] = {
    {"joinedload", "*keys, innerjoin=None", guard<joinedload_option>, "orm::joinedload({args})",
     As},
    {"subqueryload", "*keys", guard<load_along<orm::Lazy::subquery>>, "orm::subqueryload({args})",
     As},
    {"selectinload", "*keys, recursion_depth=None", guard<selectinload_option>,
     "orm::selectinload({args})", As},
    {"lazyload", "*keys", guard<load_along<orm::Lazy::select>>, "orm::lazyload({args})", As},
    {"immediateload", "*keys", guard<load_along<orm::Lazy::immediate>>,
     "orm::immediateload({args})", As},
    {"noload", "*keys", guard<load_along<orm::Lazy::noload>>, "orm::noload({args})", As},
    {"raiseload", "*keys, sql_only=False", guard<raiseload_option>, "orm::raiseload({args})", As},
    {"contains_eager", "*keys, alias=None", guard<contains_eager_option>,
     "orm::contains_eager({args})", As},
    {"defaultload", "*keys", guard<defaultload_option>, "orm::defaultload({args})", As},
    {"load_only", "*attrs, raiseload=?", guard<load_only_option>, "orm::load_only({{args}})", As},
    {"defer", "*key, raiseload=?", guard<column_option<Setting::Kind::defer>>, "orm::defer({args})",
     As},
    {"undefer", "*key", guard<column_option<Setting::Kind::undefer>>, "orm::undefer({args})", As},
    {"with_expression", "key, expression", guard<with_expression_option>,
     "orm::with_expression({args})", As},
    {"undefer_group", "name", guard<undefer_group_option>, "orm::undefer_group({name})", As},
};

const Binding kLoadRows[] = {
    {"__init__", "entity", guard<load_init>, "orm::Load({entity})", BindingKind::constructor},
    {"options", "*opts", guard<load_options>, "{self}->options({{args}})"},
    {"selectin_polymorphic", "classes", guard<selectin_polymorphic_method>,
     "{self}->selectin_polymorphic({args})"},
};

const Binding kPolymorphicRows[] = {
    {"selectin_polymorphic", "base_cls, classes", guard<selectin_polymorphic_function>,
     "orm::selectin_polymorphic({args})", BindingKind::function},
};

struct CriteriaData : interp::Payload {
  explicit CriteriaData(orm::Ref<orm::LoaderCriteria> held = nullptr) : option(std::move(held)) {}
  void clear_references() noexcept override { option = nullptr; }
  orm::Ref<orm::LoaderCriteria> option;
};

// Keeps what tells one function from another.
struct FunctionToken final : orm::RefCounted {
  explicit FunctionToken(Value held) : code(std::move(held)) {}
  Value code;
};

// Functions made of the same code, a lambda that is met again, have the same token.
struct TokensData : interp::Payload {
  std::vector<orm::Ref<FunctionToken>> tokens;
  void clear_references() noexcept override { tokens.clear(); }
};

orm::Ref<FunctionToken> token_of(Context& owner, const Value& code) {
  Type* type = owner.type("LoaderCriteriaOption");
  if (type->class_payload == nullptr) type->class_payload = std::make_unique<TokensData>();
  auto& tokens = static_cast<TokensData*>(type->class_payload.get())->tokens;
  for (const auto& known : tokens) {
    if (known->code.same(code)) return known;
  }
  tokens.push_back(orm::make_ref<FunctionToken>(code));
  return tokens.back();
}

Value with_loader_criteria(Call& call) {
  Context& owner = context(call.interp);
  const Value target = call[0], given = call[1];
  auto option = orm::make_ref<orm::LoaderCriteria>();
  if (!target.is(Kind::kType)) {
    call.interp.unsupported("with_loader_criteria() of an alias",
                            "with_loader_criteria() takes a class here; use include_aliases=True "
                            "for its aliases");
  }
  const orm::Mapper* mapper = find_mapper(target);
  option->applies = [target, mapper](const orm::Mapper& one) {
    if (mapper != nullptr) return one.is_a(*mapper);
    const Type* type = mapped_type(one);
    return type != nullptr &&
           std::find(type->mro.begin(), type->mro.end(), target.as<Type>()) != type->mro.end();
  };
  if (given.is(Kind::kFunction)) {
    Value code = call.interp.find_attr(given, "__code__");
    option->token = token_of(owner, code ? code : given);
    option->criterion = [&owner, given](const orm::Mapper& one) {
      const Value cls(mapped_type(one));
      return to_column(owner, run_lambda(owner, given, {cls}), "WHERE/HAVING role");
    };
  } else {
    option->expression = to_column(owner, given, "WHERE/HAVING role");
    option->criterion = [expression = option->expression](const orm::Mapper&) {
      return expression;
    };
  }
  option->include_aliases = call.interp.truth(call.arg("include_aliases"));
  option->propagates = call.interp.truth(call.arg("propagate_to_loaders"));
  return owner.make<CriteriaData>("LoaderCriteriaOption", std::move(option));
}

const Binding kCriteriaRows[] = {
    {"with_loader_criteria",
     "entity_or_base, where_criteria, loader_only=False, include_aliases=False, "
     "propagate_to_loaders=True, track_closure_variables=True",
     guard<with_loader_criteria>, "!say where() in each statement", BindingKind::function},
};

Type* make_criteria_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "LoaderCriteriaOption", "sqlalchemy.orm.util")
      .payload<CriteriaData>()
      .abstract()
      .build();
}

template <bool Unbound>
Type* make_load_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, Unbound ? "_UnboundLoad" : "Load",
                              "sqlalchemy.orm.strategy_options");
  builder.payload<LoadData>();
  if (Unbound) builder.abstract();
  add_bindings(builder, kOptions<BindingKind::method>);
  add_bindings(builder, kLoadRows);
  return builder
      .slots([](interp::Slots& slots) { slots.getattr_missing = refuse_missing<load_class>; })
      .build();
}

}  // namespace

std::vector<orm::Ref<orm::StatementOption>> to_loads(Context& owner,
                                                     const std::vector<Value>& values) {
  std::vector<orm::Ref<orm::StatementOption>> loads;
  for (const Value& value : values) {
    // 1.x also takes a list of options.
    if (value.is(Kind::kList) || value.is(Kind::kTuple)) {
      for (auto& one : to_loads(owner, owner.interp.to_vector(value))) loads.push_back(one);
      continue;
    }
    if (const auto* criteria = interp::try_payload<CriteriaData>(value)) {
      loads.emplace_back(criteria->option);
      continue;
    }
    const auto* data = interp::try_payload<LoadData>(value);
    if (data == nullptr) {
      raise_error(
          owner, orm::ArgumentError::cls,
          "ExecutionOption Core or ORM object expected, got " + owner.interp.repr(value) + ".");
    }
    loads.emplace_back(data->load);
  }
  return loads;
}

void add_loader_types(TypeTable& table) {
  table.emplace_back("Load", make_load_type<false>);
  table.emplace_back("_UnboundLoad", make_load_type<true>);
  table.emplace_back("LoaderCriteriaOption", make_criteria_type);
}

std::vector<BindingTable> loader_tables() {
  return {{"sqlalchemy.orm", nullptr, kOptions<BindingKind::function>,
           std::size(kOptions<BindingKind::function>)},
          {"sqlalchemy.orm", nullptr, kPolymorphicRows, std::size(kPolymorphicRows)},
          {"sqlalchemy.orm", nullptr, kCriteriaRows, std::size(kCriteriaRows)},
          {"sqlalchemy.orm", "Load", kLoadRows, std::size(kLoadRows)}};
}

}  // namespace lessonrun::bind
