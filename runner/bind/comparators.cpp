// Types of a lesson with operators of their own: comparator_factory, bind_expression and
// column_expression of classes that derive from SQLAlchemy's types.
//
// A comparator is an expression that knows its type's operators no more: what its methods do
// through `self.expr` or super() are the common ones.
#include "runner/bind/comparators.h"

#include <orm/compiler.h>

#include "orm/orm_error.h"
#include "runner/bind/column_types.h"
#include "runner/bind/operators.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

// class MyInt(Integer): what SQLAlchemy's type is, and the lesson's class beside it.
class DerivedType final : public orm::TypeEngine {
 public:
  DerivedType(Context& owner, const orm::TypeEngine& base, Value held)
      : TypeEngine(base.type_class(), base.args()), owner_(owner), cls(std::move(held)) {}
  std::string repr() const override {
    std::string text = TypeEngine::repr();
    return cls.as<Type>()->name + text.substr(std::min(text.find('('), text.size()));
  }
  void append_key(orm::KeyBuilder& key) const override {
    key.number(reinterpret_cast<uintptr_t>(cls.object()));
    TypeEngine::append_key(key);
  }
  bool customized() const override { return true; }
  orm::ColumnRef bind_expression(const orm::ColumnRef& bind) const override {
    return type_expression(owner_, object(), "bind_expression", bind);
  }
  orm::ColumnRef column_expression(const orm::ColumnRef& column) const override {
    return type_expression(owner_, object(), "column_expression", column);
  }
  orm::Ref<orm::TypeEngine> clone() const override { return orm::make_ref<DerivedType>(*this); }
  Value object() const { return wrap_type(owner_, orm::TypeRef(const_cast<DerivedType*>(this))); }

 private:
  Context& owner_;

 public:
  Value cls;
};

Type* comparator_type(Context& owner) { return owner.type("Comparator"); }

Value comparator_init(Call& call) {
  interp::payload<ClauseData>(call.interp, call.self).clause =
      find_clause(context(call.interp), call[0]);
  return Value::none();
}

Value comparator_expr(Call& call) {
  return wrap(context(call.interp), interp::payload<ClauseData>(call.interp, call.self).clause);
}

Value comparator_type_of(Call& call) {
  orm::ClauseRef clause = interp::payload<ClauseData>(call.interp, call.self).clause;
  return wrap_type(context(call.interp), orm::as_column(clause.get())->type);
}

Type* make_comparator_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Comparator", "sqlalchemy.sql.type_api");
  builder.payload<ClauseData>();
  add_operators(builder);
  return builder.init("expr", guard<comparator_init>)
      .property("expr", guard<comparator_expr>)
      .property("type", guard<comparator_type_of>)
      .build();
}

// The comparator_factory that a lesson gave the type of a column; null for SQLAlchemy's, and for
// comparators themselves, which know the common operators only.
Type* own_factory(Interpreter& interp, const Value& column) {
  const auto* data = interp::try_payload<ClauseData>(column);
  if (data == nullptr || !data->clause) return nullptr;
  const orm::ColumnElement* element = orm::as_column(data->clause.get());
  if (element == nullptr || !element->type->customized()) return nullptr;
  Type* base = comparator_type(context(interp));
  for (const Type* at : interp.type_of(column)->mro) {
    if (at == base) return nullptr;
  }
  Value type = lesson_type(*element->type);
  Value factory = type ? interp.find_attr(type, "comparator_factory") : Value();
  if (!factory || !factory.is(interp::Kind::kType) || factory.as<Type>() == base) return nullptr;
  return factory.as<Type>();
}

}  // namespace

orm::TypeRef derived_type(Context& owner, const orm::TypeRef& type, const Value& cls) {
  return orm::make_ref<DerivedType>(owner, *type, cls);
}

Value lesson_type(const orm::TypeEngine& type) {
  if (!type.customized()) return {};
  if (const auto* derived = dynamic_cast<const DerivedType*>(&type)) return derived->cls;
  return user_type_object(type);
}

std::string comparator_name(Interpreter& interp, const Value& column) {
  Type* own = own_factory(interp, column);
  if (own != nullptr) return own->name;
  // The class of ranges is called as what holds it.
  const bool range = self_column(interp, column)->type->kind() == orm::TypeKind::range;
  return range ? "comparator_factory" : "Comparator";
}

Value own_operator(Interpreter& interp, const Value& column, std::string_view name) {
  Type* factory = own_factory(interp, column);
  if (factory == nullptr) return {};
  Type* base = comparator_type(context(interp));
  interp::StrObject* wanted = interp.intern(name);
  Value* own = interp.type_lookup(factory, wanted);
  if (own == nullptr || own == interp.type_lookup(base, wanted)) return {};
  return interp.getattr(interp.call(Value(factory), {column}), name);
}

orm::ColumnRef type_expression(Context& owner, const Value& object, const char* method,
                               const orm::ColumnRef& element) {
  Interpreter& interp = owner.interp;
  if (interp.type_lookup(interp.type_of(object), interp.intern(method)) == nullptr) return nullptr;
  Value made = interp.call(interp.getattr(object, method), {wrap(owner, element)});
  if (made.is_none()) return nullptr;
  return to_column(owner, made, "column expression role");
}

void add_comparator_types(TypeTable& table) {
  table.emplace_back("Comparator", make_comparator_type);
}

}  // namespace lessonrun::bind
