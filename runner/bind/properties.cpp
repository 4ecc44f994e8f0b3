// synonym(), deferred(), column_property(), @validates: attributes that are more than one column,
// or a column that is treated in its own way.
#include "runner/bind/properties.h"

#include <algorithm>

#include "orm/orm_error.h"
#include "runner/bind/binding.h"
#include "runner/bind/refusal.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

// ---- synonym() ----------------------------------------------------------------------------------

Value synonym_function(Call& call) {
  auto data = std::make_unique<SynonymData>();
  data->target = std::string(call.text(0));
  data->map_column = call.interp.truth(call[1]);
  if (!call[2].is_none()) data->descriptor = call[2];
  if (!call[3].is_none()) {
    call.interp.unsupported("synonym(comparator_factory=)",
                            "comparators of synonyms are not supported; use hybrid_property");
  }
  for (auto& [name, value] : dict_items(context(call.interp), call[4])) {
    if (!take_dataclass_option(name, value, data->dataclass) && name != "doc" && name != "info") {
      call.interp.raise("TypeError", "synonym() got an unexpected keyword argument '" + name + "'");
    }
  }
  return context(call.interp).make("Synonym", std::move(data));
}

// `@synonym_for("name")` over a property: the synonym that the property answers for objects.
Value synonym_for_function(Call& call) {
  Value name = call[0];
  const bool map_column = call.interp.truth(call[1]);
  return make_guarded(call.interp, "decorate", "fn", [name, map_column](Call& decorating) {
    auto data = std::make_unique<SynonymData>();
    data->map_column = map_column;
    data->target = std::string(decorating.interp.text(name));
    data->descriptor = decorating[0];
    return context(decorating.interp).make("Synonym", std::move(data));
  });
}

Value synonym_get(Interpreter& interp, const Value& self, const Value& instance, Type* type) {
  auto& data = interp::payload<SynonymData>(interp, self);
  if (!instance) return data.on_class(context(interp), Value(type));
  if (data.descriptor) {
    return interp.call_method(data.descriptor, "__get__", {instance, Value(type)});
  }
  return interp.getattr(instance, data.target);
}

void synonym_set(Interpreter& interp, const Value& self, const Value& instance,
                 const Value& value) {
  const auto& data = interp::payload<SynonymData>(interp, self);
  if (!data.descriptor) {
    interp.setattr(instance, data.target, value);
  } else if (value) {
    interp.call_method(data.descriptor, "__set__", {instance, value});
  } else {
    interp.call_method(data.descriptor, "__delete__", {instance});
  }
}

const char* synonym_class() { return "Synonym"; }

Type* make_synonym_type(Context& owner) {
  const char* name = owner.profile.typed_names ? "Synonym" : "SynonymProperty";
  return interp::TypeBuilder(owner.interp, name, "sqlalchemy.orm.descriptor_props")
      .payload<SynonymData>()
      .abstract()
      .slots([](interp::Slots& slots) {
        slots.descr_get = guard<synonym_get>;
        slots.descr_set = guard<synonym_set>;
        slots.getattr_missing = refuse_missing<synonym_class>;
      })
      .build();
}

// ---- deferred(), column_property() --------------------------------------------------------------

Value column_property_of(Call& call, bool deferred) {
  const std::vector<Value>& columns = items(call[0]);
  if (columns.empty()) call.interp.raise("IndexError", "tuple index out of range");
  auto data = std::make_unique<ColumnPropertyData>();
  data->column = columns[0];
  data->more.assign(columns.begin() + 1, columns.end());
  Context& owner = context(call.interp);
  if (const orm::ClauseRef clause = find_clause(owner, columns[0]);
      clause != nullptr && clause->kind() == orm::NodeKind::select) {
    data->column = wrap(owner, to_column(owner, columns[0], "column expression role"));
  }
  data->deferred = deferred;
  for (auto& [name, value] : dict_items(context(call.interp), call[1])) {
    if (take_dataclass_option(name, value, data->dataclass)) {
    } else if (name == "deferred") {
      data->deferred = call.interp.truth(value);
    } else if (name == "raiseload") {
      if (!context(call.interp).profile.columns_raise) {
        call.interp.raise("TypeError",
                          "ColumnProperty received unexpected keyword argument(s): raiseload");
      }
      data->raiseload = call.interp.truth(value);
    } else if (name == "group") {
      if (!value.is_none()) data->group = std::string(call.interp.text(value));
    } else if (name == "active_history") {
      data->active_history = call.interp.truth(value);
    } else if (name != "doc" && name != "info") {
      call.interp.unsupported("column_property(" + name + "=)",
                              "the argument '" + name + "' is not supported");
    }
  }
  return context(call.interp).make("ColumnProperty", std::move(data));
}

Value query_expression_function(Call& call) {
  Context& owner = context(call.interp);
  auto data = std::make_unique<ColumnPropertyData>();
  data->query_expression = true;
  const bool is_default = call[0].is_none();
  orm::ColumnRef expression =
      is_default ? orm::null() : to_column(owner, call[0], "column expression role");
  data->column = wrap(owner, expression->label({}));
  for (auto& [name, value] : dict_items(owner, call[1])) {
    if (!take_dataclass_option(name, value, data->dataclass)) {
      call.interp.raise("TypeError",
                        "query_expression() got an unexpected keyword argument '" + name + "'");
    }
  }
  return owner.make(owner.profile.typed_names ? "MappedSQLExpression" : "ColumnProperty",
                    std::move(data));
}

Value deferred_function(Call& call) { return column_property_of(call, true); }
Value column_property_function(Call& call) { return column_property_of(call, false); }

const char* column_property_class() { return "ColumnProperty"; }

Value property_expression(Call& call) {
  return interp::payload<ColumnPropertyData>(call.interp, call.self).column;
}

template <bool IsExpression>
Type* make_column_property_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, IsExpression ? "MappedSQLExpression" : "ColumnProperty",
                             "sqlalchemy.orm.properties")
      .payload<ColumnPropertyData>()
      .property("expression", property_expression)
      .abstract()
      .slots([](interp::Slots& slots) {
        slots.getattr_missing = refuse_missing<column_property_class>;
      })
      .build();
}

// ---- @validates ---------------------------------------------------------------------------------

// Marks the function; the mark is read when its class is mapped.
Value validates_function(Call& call) {
  Interpreter& interp = call.interp;
  Value mark = interp.tuple({call[0], call[1], call[2]});
  return make_guarded(interp, "wrap", "fn", [mark](Call& wrapping) {
    wrapping.interp.setattr(wrapping[0], "__sa_validators__", mark);
    return wrapping[0];
  });
}

Value reconstructor_function(Call& call) {
  call.interp.setattr(call[0], "__sa_reconstructor__", Value::boolean(true));
  return call[0];
}

const Binding kPropertyRows[] = {
    {"synonym", "name, map_column=None, descriptor=None, comparator_factory=None, **kwargs",
     guard<synonym_function>, "!a second name of a member is an accessor function",
     BindingKind::function},
    {"synonym_for", "name, map_column=False", guard<synonym_for_function>,
     "!a second name of a member is an accessor function", BindingKind::function},
    {"deferred", "*columns, **kwargs", guard<deferred_function>,
     "!which columns are loaded is said with the select", BindingKind::function},
    {"query_expression", "default_expr=None, **kwargs", guard<query_expression_function>,
     "!a struct has columns alone; select the expression beside it", BindingKind::function},
    {"column_property", "*columns, **kwargs", guard<column_property_function>,
     "!a column is a member of the struct", BindingKind::function},
    {"reconstructor", "fn", guard<reconstructor_function>,
     "!a struct is made by its own constructor", BindingKind::function},
    {"validates", "*names, include_removes=False, include_backrefs=True", guard<validates_function>,
     "!values are checked where they are assigned", BindingKind::function},
};

}  // namespace

Value SynonymData::on_class(Context& owner, const Value& entity) {
  Value attribute = owner.interp.getattr(entity, target);
  orm::ClauseRef clause = find_clause(owner, attribute);
  if (clause == nullptr || !clause->is_column() || clause->kind() == orm::NodeKind::column_plugin) {
    return attribute;
  }
  return wrap_proxy(owner, entity, key, clause);
}

void find_validators(Context& owner, Type& type, MappedClass& mapped) {
  Interpreter& interp = owner.interp;
  for (auto at = type.mro.rbegin(); at != type.mro.rend(); ++at) {
    Type* cls = *at;
    if (!cls->heap) continue;
    for (size_t i = cls->dict.next(0); i < cls->dict.end(); i = cls->dict.next(i + 1)) {
      Value function = cls->dict.at(i).value;
      if (!function.is(interp::Kind::kFunction)) continue;
      Value mark = interp.find_attr(function, "__sa_validators__");
      if (!mark) continue;
      const std::vector<Value>& parts = items(mark);
      for (const Value& name : items(parts[0])) {
        mapped.validators[interp.str_of(name)] = {function, interp.truth(parts[1]),
                                                  interp.truth(parts[2])};
      }
    }
  }
}

void find_reconstructor(Context& owner, Type& type, MappedClass& mapped) {
  Interpreter& interp = owner.interp;
  // Of several methods the last one by name counts.
  std::map<std::string, Value> methods;
  for (Type* cls : type.mro) {
    if (!cls->heap) continue;
    for (size_t i = cls->dict.next(0); i < cls->dict.end(); i = cls->dict.next(i + 1)) {
      methods.emplace(interp.str_of(cls->dict.at(i).key), cls->dict.at(i).value);
    }
  }
  for (const auto& [name, method] : methods) {
    const bool marked = method.is(interp::Kind::kFunction) &&
                        static_cast<bool>(interp.find_attr(method, "__sa_reconstructor__"));
    if (marked) mapped.reconstructor = method;
  }
}

Value checked_by_validator(Interpreter& interp, const MappedClass& mapped, const Value& object,
                           const std::string& key, const Value& value, bool removed,
                           bool from_backref) {
  auto found = mapped.validators.find(key);
  if (found == mapped.validators.end()) return value;
  const Validator& validator = found->second;
  if ((removed && !validator.include_removes) || (from_backref && !validator.include_backrefs)) {
    return value;
  }
  Value name = interp.str(key);
  if (!validator.include_removes) return interp.call(validator.function, {object, name, value});
  return interp.call(validator.function, {object, name, value, Value::boolean(removed)});
}

orm::ColumnRef property_expression(const orm::ClauseRef& clause) {
  orm::ColumnRef expression(orm::as_column(clause.get()));
  return clause->kind() == orm::NodeKind::label ? expression : expression->label({});
}

void add_property_types(TypeTable& table) {
  table.emplace_back("Synonym", make_synonym_type);
  table.emplace_back("ColumnProperty", make_column_property_type<false>);
  table.emplace_back("MappedSQLExpression", make_column_property_type<true>);
}

std::vector<BindingTable> property_tables() {
  return {{"sqlalchemy.orm", nullptr, kPropertyRows, std::size(kPropertyRows)}};
}

}  // namespace lessonrun::bind
