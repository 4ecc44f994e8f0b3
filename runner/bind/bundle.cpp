// Bundle: columns that come as one item of a row; a lesson may derive from it and say what the item
// is, by create_row_processor().
#include "orm/bundle.h"

#include "orm/orm_error.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

// A bundle that knows its Python object, or at least its class.
class PythonBundle final : public orm::Bundle {
 public:
  PythonBundle(Context& owner, const Value& object, std::string bundle_name,
               std::vector<orm::ClauseRef> columns, bool single)
      : Bundle(std::move(bundle_name), std::move(columns), single),
        owner_(owner),
        type_(owner.interp.type_of(object)),
        object_(owner.interp, object) {}
  orm::Ref<orm::ClauseElement> shallow_copy() const override {
    return orm::make_ref<PythonBundle>(*this);
  }
  Reader reader(const orm::Ref<const orm::Select>& statement) const override;

  Value object() const {
    if (Value alive = object_.lock()) return alive;
    Value made = owner_.interp.new_instance(type_);
    interp::payload<ClauseData>(owner_.interp, made).clause =
        orm::ClauseRef(const_cast<PythonBundle*>(this));
    return made;
  }

 private:
  Context& owner_;
  Type* type_;
  interp::WeakValue object_;
};

orm::Bundle& bundle_of(Interpreter& interp, const Value& self) {
  return static_cast<orm::Bundle&>(*interp::payload<ClauseData>(interp, self).clause);
}

orm::Bundle::Reader PythonBundle::reader(const orm::Ref<const orm::Select>& statement) const {
  Interpreter& interp = owner_.interp;
  interp::StrObject* method = interp.intern("create_row_processor");
  Value* found = interp.type_lookup(type_, method);
  Value* own = interp.type_lookup(owner_.type("Bundle"), method);
  if (found == nullptr || (own != nullptr && found->same(*own))) return Bundle::reader(statement);
  std::vector<Value> getters;
  std::vector<Value> names;
  for (const std::string& label : labels()) {
    Value index = Value::integer(static_cast<int64_t>(getters.size()));
    getters.push_back(make_guarded(interp, "getter", "row", [index](Call& call) {
      return call.interp.getitem(call[0], index);
    }));
    names.push_back(interp.str(label));
  }
  Value query = statement == nullptr
                    ? Value::none()
                    : wrap(owner_, orm::ClauseRef(const_cast<orm::Select*>(statement.get())));
  Value made =
      interp.call_method(object(), "create_row_processor",
                         {query, interp.list(std::move(getters)), interp.tuple(std::move(names))});
  Context& owner = owner_;
  return [&owner, made](const orm::Row& parts) {
    return to_orm(owner, owner.interp.call(made, {wrap_row(owner, parts)}));
  };
}

Value bundle_init(Call& call) {
  Context& owner = context(call.interp);
  std::vector<orm::ClauseRef> expressions;
  for (orm::ClauseRef& one : to_select_elements(owner, items(call[1]))) {
    if (one->kind() == orm::NodeKind::entity || one->is_from()) {
      call.interp.unsupported("Bundle of a class",
                              "a Bundle holds columns here; name the columns of the class");
    }
    expressions.push_back(std::move(one));
  }
  for (auto& [name, value] : dict_items(owner, call[2])) {
    if (name == "single_entity") continue;
    call.interp.raise("TypeError",
                      "Bundle.__init__() got an unexpected keyword argument '" + name + "'");
  }
  Value single = call.interp.find_attr(Value(call.interp.type_of(call.self)), "single_entity");
  for (auto& [name, value] : dict_items(owner, call[2])) single = value;
  interp::payload<ClauseData>(call.interp, call.self).clause =
      orm::make_ref<PythonBundle>(owner, call.self, std::string(call.text(0)),
                                  std::move(expressions), single && call.interp.truth(single));
  return Value::none();
}

Value bundle_name(Call& call) { return call.interp.str(bundle_of(call.interp, call.self).name); }

Value bundle_columns(Call& call) {
  return wrap_column_list(context(call.interp), bundle_of(call.interp, call.self).columns());
}

Value bundle_expressions(Call& call) {
  std::vector<Value> list;
  for (const orm::ClauseRef& one : bundle_of(call.interp, call.self).expressions) {
    list.push_back(wrap(context(call.interp), one));
  }
  return call.interp.list(std::move(list));
}

Value bundle_label(Call& call) {
  Context& owner = context(call.interp);
  const orm::Bundle& bundle = bundle_of(call.interp, call.self);
  Value made = call.interp.new_instance(call.interp.type_of(call.self));
  interp::payload<ClauseData>(call.interp, made).clause = orm::make_ref<PythonBundle>(
      owner, made, std::string(call.text(0)), bundle.expressions, bundle.single_entity);
  return made;
}

// What the class itself makes of the parts: for subclasses that call it.
Value bundle_processor(Call& call) {
  Value getters = call[1];
  return make_guarded(call.interp, "proc", "row", [getters](Call& inner) {
    std::vector<Value> values;
    for (const Value& getter : inner.interp.to_vector(getters)) {
      values.push_back(inner.interp.call(getter, {inner[0]}));
    }
    return inner.interp.tuple(std::move(values));
  });
}

const Binding kBundleRows[] = {
    {"__init__", "name, *exprs, **kw", guard<bundle_init>, "orm::make_ref<orm::Bundle>({args})",
     BindingKind::constructor},
    {"name", "", guard<bundle_name>, "{self}->name", BindingKind::property},
    {"c", "", guard<bundle_columns>, "{self}->columns()", BindingKind::property},
    {"columns", "", guard<bundle_columns>, "{self}->columns()", BindingKind::property},
    {"exprs", "", guard<bundle_expressions>, "{self}->expressions", BindingKind::property},
    {"clauses", "", guard<bundle_expressions>, "{self}->expressions", BindingKind::property},
    {"label", "name", guard<bundle_label>, "!write the Bundle with its new name"},
    {"create_row_processor", "query, procs, labels", guard<bundle_processor>,
     "{self}->reader({query})"},
};

Type* make_bundle_type(Context& owner) {
  const char* module =
      owner.profile.select_list_style ? "sqlalchemy.orm.query" : "sqlalchemy.orm.util";
  interp::TypeBuilder builder(owner.interp, "Bundle", module);
  builder.payload<ClauseData>().attribute("single_entity", Value::boolean(false));
  add_bindings(builder, kBundleRows);
  return builder.build();
}

}  // namespace

Value wrap_bundle(Context& owner, const orm::ClauseRef& clause) {
  if (const auto* bundle = dynamic_cast<const PythonBundle*>(clause.get())) {
    return bundle->object();
  }
  return owner.make<ClauseData>("Bundle", clause);
}

void add_bundle_types(TypeTable& table) { table.emplace_back("Bundle", make_bundle_type); }

std::vector<BindingTable> bundle_tables() {
  return {{"sqlalchemy.orm", "Bundle", kBundleRows, std::size(kBundleRows)}};
}

}  // namespace lessonrun::bind
