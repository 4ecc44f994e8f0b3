// TypeDecorator and UserDefinedType: types that a lesson writes in Python.
//
// The object of the lesson owns nothing of ours; each time it is used as a type, a new wrapper that
// calls its methods is made. So there is no cycle between the two worlds.
#include <orm/compiler.h>

#include <map>

#include "orm/foreign_error.h"
#include "orm/orm_error.h"
#include "runner/bind/column_types.h"
#include "runner/bind/comparators.h"
#include "runner/bind/custom.h"
#include "runner/bind/dialects.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

struct UserTypeMark : interp::Payload {};

// Where an object keeps what with_variant() gave it.
constexpr const char* kVariants = "_variant_mapping";

bool is_kind_of(const Type* type, std::string_view name) {
  for (const Type* at : type->mro) {
    if (at->name == name && at->module.rfind("sqlalchemy.sql", 0) == 0) return true;
  }
  return false;
}

// A class of the lesson right below TypeEngine.
bool extends_type_engine(const Type* type) {
  if (!type->heap) return false;
  for (const Type* at : type->mro) {
    if (!at->heap && at->module.rfind("sqlalchemy.", 0) == 0) return at->name == "TypeEngine";
  }
  return false;
}

// The method of the lesson's class, undefined where it has none of its own: what TypeEngine has
// asks the type itself, and would come back here.
Value own_method(Context& owner, const Value& object, const char* name) {
  for (Type* at : owner.interp.type_of(object)->mro) {
    if (at->heap && at->dict.find(std::string_view(name)) != nullptr) {
      return owner.interp.getattr(object, name);
    }
  }
  return {};
}

Value dialect_object(Context& owner, const orm::Dialect& dialect) {
  // Dialects outlive every statement that is executed with them.
  return wrap_dialect(owner, std::shared_ptr<const orm::Dialect>(&dialect, [](const auto*) {}));
}

orm::TypeRef compared(Context& owner, const Value& object, orm::Operator op,
                      const orm::Value& value) {
  Value method = own_method(owner, object, "coerce_compared_value");
  if (!method) return find_user_type(owner, object);
  Value type = owner.interp.call(method, {operator_function(owner, op), from_orm(owner, value)});
  return to_type(owner, type);
}

void append_user_key(Context& owner, const Value& object, orm::KeyBuilder& key) {
  Value cache_ok = owner.interp.find_attr(object, "cache_ok");
  bool unset = !cache_ok || cache_ok.is_none();
  if (unset && key.cacheable && owner.profile.stmt_cache) {
    bool decorator = is_kind_of(owner.interp.type_of(object), "TypeDecorator");
    owner.warn(
        "SAWarning",
        std::string(decorator ? "TypeDecorator " : "UserDefinedType ") + owner.interp.repr(object) +
            " will not produce a cache key because the ``cache_ok`` attribute is not set to True. "
            " This can have significant performance implications including some performance "
            "degradations in comparison to prior SQLAlchemy versions.  Set this attribute to True "
            "if this type object's state is safe to use in a cache key, or False to disable this "
            "warning. (Background on this warning at: " +
            owner.profile.error_link + "cprf)");
  }
  if (unset || !owner.interp.truth(cache_ok)) {
    key.cacheable = false;
    return;
  }
  key.number(reinterpret_cast<uintptr_t>(owner.interp.type_of(object)));
  for (auto& [name, value] : owner.interp.instance_items(object)) {
    key.string(name->text);
    key.string(owner.interp.repr(value));
  }
}

// `MyType(precision=3)`: the arguments of the class's __init__ as the object's attributes have
// them, those at their default left out.
std::string generic_repr(Context& owner, const Value& object) {
  Interpreter& interp = owner.interp;
  std::string out = interp.type_name(object) + "(";
  Value init = interp.find_attr(Value(interp.type_of(object)), "__init__");
  Value code = init ? interp.find_attr(init, "__code__") : Value();
  if (!code) return out + ")";
  std::vector<Value> names = interp.to_vector(interp.getattr(code, "co_varnames"));
  auto count = static_cast<size_t>(interp.to_int64(interp.getattr(code, "co_argcount")));
  std::vector<Value> defaults;
  if (Value given = interp.find_attr(init, "__defaults__"); given && !given.is_none()) {
    defaults = interp.to_vector(given);
  }
  bool first = true;
  for (size_t i = 1; i < count && i < names.size(); ++i) {
    Value value = interp.find_attr(object, interp.text(names[i]));
    if (!value) continue;
    bool has_default = i + defaults.size() >= count;
    if (has_default && interp.equal(value, defaults[i + defaults.size() - count])) continue;
    if (!first) out += ", ";
    first = false;
    if (has_default) out += interp.str_of(names[i]) + "=";
    out += interp.repr(value);
  }
  return out + ")";
}

// Set in the class or by evaluates_none().
bool says_evaluates_none(Context& owner, const Value& object) {
  Value given = lesson_attribute(owner, object, "should_evaluate_none");
  return given && owner.interp.truth(given);
}

// What the lesson's type raises on the way to the database is told of with the statement.
template <class F>
auto as_foreign(Interpreter& interp, F convert) {
  try {
    return convert();
  } catch (const interp::PythonError& error) {
    const Type* type = interp.type_of(error.exception);
    if (!type->is_subtype_of(interp.exception_type("Exception"))) throw;
    throw orm::ForeignError(type->module + "." + type->name, interp.str_of(error.exception),
                            std::make_shared<Value>(error.exception));
  }
}

class PythonDecorator final : public orm::TypeDecorator {
 public:
  PythonDecorator(Context& owner, Value held, orm::TypeRef impl)
      : TypeDecorator(owner.interp.type_name(held), std::move(impl)),
        owner_(owner),
        object(std::move(held)) {}

  orm::Value process_bind_param(orm::Value value, const orm::Dialect& dialect) const override {
    return as_foreign(owner_.interp,
                      [&] { return process("process_bind_param", std::move(value), dialect); });
  }
  orm::Value process_result_value(orm::Value value, const orm::Dialect& dialect) const override {
    return process("process_result_value", std::move(value), dialect);
  }
  void append_key(orm::KeyBuilder& key) const override {
    append_user_key(owner_, object, key);
    direct_impl()->append_key(key);
    append_variants(key);
  }
  orm::TypeRef coerce_compared_value(orm::Operator op, const orm::Value& value) const override {
    return compared(owner_, object, op, value);
  }
  const orm::TypeEngine& dialect_impl(const orm::Dialect& dialect) const override {
    const orm::TypeEngine& variant = for_dialect(dialect.name);
    if (&variant != this) return variant.dialect_impl(dialect);
    Value load = own_method(owner_, object, "load_dialect_impl");
    if (!load) return TypeDecorator::dialect_impl(dialect);
    auto found = impls_.find(dialect.name);
    if (found == impls_.end()) {
      Value type = owner_.interp.call(load, {dialect_object(owner_, dialect)});
      found = impls_.emplace(dialect.name, to_type(owner_, type)).first;
    }
    return found->second->dialect_impl(dialect);
  }
  bool evaluates_none() const override { return says_evaluates_none(owner_, object); }
  bool customized() const override { return true; }
  orm::ColumnRef bind_expression(const orm::ColumnRef& bind) const override {
    return type_expression(owner_, object, "bind_expression", bind);
  }
  orm::ColumnRef column_expression(const orm::ColumnRef& column) const override {
    return type_expression(owner_, object, "column_expression", column);
  }
  std::optional<orm::Value> literal_param(const orm::Value& value,
                                          const orm::Dialect& dialect) const override {
    if (!own_method(owner_, object, "process_literal_param")) return std::nullopt;
    return process("process_literal_param", value, dialect);
  }
  orm::Ref<orm::TypeEngine> clone() const override { return orm::make_ref<PythonDecorator>(*this); }

 private:
  orm::Value process(const char* name, orm::Value value, const orm::Dialect& dialect) const {
    Value method = own_method(owner_, object, name);
    if (!method) return value;
    return to_orm(owner_, owner_.interp.call(
                              method, {from_orm(owner_, value), dialect_object(owner_, dialect)}));
  }
  Context& owner_;
  mutable std::map<std::string, orm::TypeRef> impls_;

 public:
  Value object;
};

class PythonUserType final : public orm::TypeEngine {
 public:
  PythonUserType(Context& owner, Value held)
      : TypeEngine(*orm::find_type_class("UserDefinedType")),
        owner_(owner),
        object(std::move(held)) {}

  std::string repr() const override { return generic_repr(owner_, object); }
  std::string col_spec(const orm::Dialect& dialect) const override {
    Value method = own_method(owner_, object, "get_col_spec");
    if (!method) return no_col_spec(dialect);
    return owner_.interp.str_of(owner_.interp.call(method));
  }
  void append_key(orm::KeyBuilder& key) const override { append_user_key(owner_, object, key); }
  bool converts_bind() const override { return true; }
  bool converts_result() const override { return true; }
  orm::Value convert_bind(orm::Value value, const orm::Dialect& dialect) const override {
    Value maker = own_method(owner_, object, "bind_processor");
    return as_foreign(owner_.interp, [&] {
      return run(maker ? owner_.interp.call(maker, {dialect_object(owner_, dialect)}) : Value(),
                 std::move(value));
    });
  }
  orm::Value convert_result(orm::Value value, const orm::Dialect& dialect) const override {
    Value maker = own_method(owner_, object, "result_processor");
    return run(maker ? owner_.interp.call(maker, {dialect_object(owner_, dialect), Value::none()})
                     : Value(),
               std::move(value));
  }
  orm::TypeRef coerce_compared_value(orm::Operator op, const orm::Value& value) const override {
    return compared(owner_, object, op, value);
  }
  bool evaluates_none() const override { return says_evaluates_none(owner_, object); }
  bool customized() const override { return true; }
  orm::ColumnRef bind_expression(const orm::ColumnRef& bind) const override {
    return type_expression(owner_, object, "bind_expression", bind);
  }
  orm::ColumnRef column_expression(const orm::ColumnRef& column) const override {
    return type_expression(owner_, object, "column_expression", column);
  }
  orm::Ref<orm::TypeEngine> clone() const override { return orm::make_ref<PythonUserType>(*this); }

  std::optional<orm::Value> literal_param(const orm::Value& value,
                                          const orm::Dialect& dialect) const override {
    Value maker = own_method(owner_, object, "literal_processor");
    if (!maker) return std::nullopt;
    return run(owner_.interp.call(maker, {dialect_object(owner_, dialect)}), value);
  }

 private:
  // A type that says nothing of its words.
  std::string no_col_spec(const orm::Dialect& dialect) const {
    const bool shown = dialect.name == "default" && owner_.profile.stmt_cache;
    const Type* type = owner_.interp.type_of(object);
    if (shown || own_method(owner_, object, "__visit_name__")) return {};
    const char* missing =
        is_kind_of(type, "UserDefinedType") ? "get_col_spec" : "_compiler_dispatch";
    owner_.interp.raise("AttributeError", "'" + owner_.interp.type_name(object) +
                                              "' object has no attribute '" + missing + "'");
  }
  orm::Value run(const Value& process, orm::Value value) const {
    if (!process || process.is_none()) return value;
    return to_orm(owner_, owner_.interp.call(process, {from_orm(owner_, value)}));
  }
  Context& owner_;

 public:
  Value object;
};

// TypeDecorator.__init__: the impl is made with the arguments given.
void init_decorator(Interpreter& interp, const Value& self, const Arguments& given) {
  Value impl = interp.find_attr(Value(interp.type_of(self)), "impl");
  if (!impl) {
    raise_error(context(interp), orm::AssertionError::cls,
                "TypeDecorator implementations require a class-level variable 'impl' which refers "
                "to the class of type being decorated");
  }
  if (impl.is(Kind::kType)) impl = interp.call(impl, given);
  interp.instance_set(self, interp.intern("impl"), impl);
}

std::string decorator_repr(Interpreter& interp, const Value& self) {
  orm::TypeRef type = find_user_type(context(interp), self);
  return type == nullptr ? "TypeDecorator()" : type->repr();
}

// What stands behind it on a database, as process_bind_param() and the like are given it.
Value decorator_impl(Call& call) {
  Context& owner = context(call.interp);
  return wrap_type(owner, to_type(owner, call.interp.getattr(call.self, "impl")));
}

Value decorator_compare(Call& call) { return Value::boolean(call.interp.equal(call[0], call[1])); }

Value decorator_python_type(Call& call) { call.interp.raise("NotImplementedError", ""); }

Value decorator_missing(Interpreter& interp, const Value& self, interp::StrObject* name) {
  if (name->text == "impl" || name->text.rfind("__", 0) == 0) return {};
  Value impl = interp.find_attr(self, "impl");
  if (!impl || impl.is(Kind::kType)) return {};
  return interp.find_attr(impl, name);
}

Type* make_decorator_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "TypeDecorator", "sqlalchemy.sql.type_api")
      .base(owner.type("TypeEngine"))
      .method("load_dialect_impl", "dialect", guard<decorator_impl>)
      .method("type_engine", "dialect", guard<decorator_impl>)
      .method("compare_values", "x, y", guard<decorator_compare>)
      .property("impl_instance", guard<decorator_impl>)
      .property("python_type", decorator_python_type)
      .slots([](interp::Slots& slots) {
        slots.init = guard<init_decorator>;
        slots.repr = guard<decorator_repr>;
        slots.getattr_missing = guard<decorator_missing>;
      })
      .build();
}

Type* make_user_defined_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "UserDefinedType", "sqlalchemy.sql.type_api")
      .base(owner.type("TypeEngine"))
      .slots([](interp::Slots& slots) {
        slots.init = [](Interpreter&, const Value&, const Arguments&) {};
        slots.repr = guard<decorator_repr>;
      })
      .build();
}

}  // namespace

orm::TypeRef find_user_type(Context& owner, const Value& value) {
  if (!value.is_object()) return nullptr;
  Type* type = value.is(Kind::kType) ? value.as<Type>() : owner.interp.type_of(value);
  bool decorator = is_kind_of(type, "TypeDecorator");
  if (!decorator && !is_kind_of(type, "UserDefinedType") && !extends_type_engine(type))
    return nullptr;
  Value object = value.is(Kind::kType) ? owner.interp.call(value) : value;
  orm::TypeRef made;
  if (decorator) {
    Value impl = owner.interp.getattr(object, "impl");
    made = orm::make_ref<PythonDecorator>(owner, object, to_type(owner, impl));
  } else {
    made = orm::make_ref<PythonUserType>(owner, object);
  }
  if (Value variants = owner.interp.instance_get(object, owner.interp.intern(kVariants)))
    for (auto& [name, variant] : dict_items(owner, variants))
      made = made->with_variant(to_type(owner, variant), name);
  return made;
}

Value user_type_copy(Context& owner, const Value& object) {
  Value copy = owner.interp.new_instance(owner.interp.type_of(object));
  for (auto& [name, value] : owner.interp.instance_items(object)) {
    owner.interp.instance_set(copy, name, value);
  }
  return copy;
}

Value user_type_variant(Context& owner, const Value& object, const std::string& dialect,
                        const Value& variant) {
  Interpreter& interp = owner.interp;
  Value copy = user_type_copy(owner, object);
  interp::StrObject* slot = interp.intern(kVariants);
  Value before = interp.instance_get(object, slot);
  Value variants = interp.dict();
  if (before)
    for (auto& [name, value] : dict_items(owner, before))
      interp.setitem(variants, interp.str(name), value);
  interp.setitem(variants, interp.str(dialect), variant);
  interp.instance_set(copy, slot, variants);
  return copy;
}

Value user_type_object(const orm::TypeEngine& type) {
  if (const auto* decorator = dynamic_cast<const PythonDecorator*>(&type)) return decorator->object;
  if (const auto* user = dynamic_cast<const PythonUserType*>(&type)) return user->object;
  return {};
}

void add_user_types(TypeTable& table) {
  table.emplace_back("TypeDecorator", make_decorator_type);
  table.emplace_back("UserDefinedType", make_user_defined_type);
}

}  // namespace lessonrun::bind
