// Context, errors, and the registry of the bindings' types.
#include "runner/bind/context.h"

#include "orm/foreign_error.h"
#include "orm/orm_error.h"
#include "runner/bind/binding.h"
#include "runner/bind/column_types.h"
#include "runner/bind/generic_classes.h"
#include "runner/bind/legacy.h"
#include "runner/bind/log.h"
#include "runner/bind/modules.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Type;
using interp::Value;

Context::Context(Interpreter& interpreter, EventSink& event_sink, Options given)
    : interp(interpreter),
      sink(event_sink),
      options(std::move(given)),
      profile(*options.profile),
      log(make_log(*this)) {}

Context::~Context() = default;

Type* Context::type(const char* name) {
  auto found = types_.find(std::string_view(name));
  if (found != types_.end()) return found->second;
  TypeMaker maker = find_type_maker(name);
  Type* made = maker != nullptr ? maker(*this) : make_column_type_class(*this, name);
  if (made == nullptr) throw std::logic_error("no binding type is called " + std::string(name));
  types_.emplace(name, made);
  add_subscript(*this, made, name);
  add_legacy_warnings(*this, made, name);
  return made;
}

Value Context::make(const char* type_name, std::unique_ptr<interp::Payload> payload) {
  Value object = interp.new_instance(type(type_name));
  interp::set_payload(object, std::move(payload));
  return object;
}

Value Context::unique(const void* identity, const std::function<Value()>& make_object) {
  auto found = unique_.find(identity);
  if (found != unique_.end()) {
    if (Value object = found->second.lock()) return object;
  }
  Value object = make_object();
  unique_[identity] = interp::WeakValue(interp, object);
  return object;
}

void Context::warn(const char* category, std::string_view message) {
  // SQLAlchemy names the first line outside of itself.
  int level = 1;
  while (interp.caller(level - 1).file.rfind("<frozen sqlalchemy", 0) == 0) ++level;
  interp.warn(type(category), message, level);
}

orm::Ref<orm::Registry> make_registry(Context& owner, const orm::Ref<orm::MetaData>& metadata) {
  auto registry = orm::make_ref<orm::Registry>(metadata);
  if (owner.profile.failure_stops_all) registry->share_failure(owner.mapper_failure);
  return registry;
}

Context& context(Interpreter& interp) { return *static_cast<Context*>(interp.embedder()); }

void install(Interpreter& interp, EventSink& sink, Options options) {
  options.driver.regexp = [&interp](const std::vector<orm::Value>& given) {
    if (given[1].is_null()) return orm::Value();
    Context& owner = context(interp);
    const Value found = interp.call(interp.getattr(interp.import_module("re"), "search"),
                                    {from_orm(owner, given[0]), from_orm(owner, given[1])});
    return orm::Value(!found.is_none());
  };
  interp.set_embedder(std::make_shared<Context>(interp, sink, std::move(options)));
  add_modules(interp);
}

namespace {

// What SQLAlchemyError derives from; since 1.4 the link in its text is the work of a class between.
Type* error_root(Context& owner) {
  Type* exception = owner.interp.exception_type("Exception");
  if (owner.profile.select_list_style) return exception;
  return owner.interp.make_exception_type("HasDescriptionCode", "sqlalchemy.exc", exception);
}

// A column that is not there is a KeyError as well: before 1.4 in the first place, and shown so.
Type* no_such_column_type(Context& owner, Type* base) {
  Interpreter& interp = owner.interp;
  const bool key_first = owner.profile.select_list_style;
  std::vector<Value> bases = {Value(base), Value(interp.exception_type("KeyError"))};
  if (key_first) std::swap(bases[0], bases[1]);
  Value dict = interp.dict({{"__module__", interp.str("sqlalchemy.exc")}});
  Value made = interp.make_class(orm::NoSuchColumnError::cls.name, bases, dict);
  // Kept as long as the class that it derives from.
  interp.set_class_attr(base, interp.intern("_no_such_column"), made);
  return made.as<Type>();
}

}  // namespace

Type* Context::error_type(const orm::ErrorClass& cls) {
  auto found = errors_.find(&cls);
  if (found != errors_.end()) return found->second;
  Type* type = nullptr;
  if (std::string_view(cls.module) == "builtins") {
    type = interp.exception_type(cls.name);
  } else {
    // orm's own root has no counterpart: SQLAlchemyError derives from Exception.
    Type* base = cls.base == nullptr || std::string_view(cls.base->module).empty() ||
                         &cls == &orm::SQLAlchemyError::cls
                     ? error_root(*this)
                     : error_type(*cls.base);
    const bool of_query =
        &cls == &orm::NoResultFound::cls || &cls == &orm::MultipleResultsFound::cls;
    const bool moved = of_query && profile.query_error_texts;
    type =
        &cls == &orm::NoSuchColumnError::cls
            ? no_such_column_type(*this, base)
            : interp.make_exception_type(cls.name, moved ? "sqlalchemy.orm.exc" : cls.module, base);
  }
  if (cls.name == std::string_view("SQLAlchemyError")) {
    interp.set_class_attr(type, interp.intern("code"), Value::none());
  }
  errors_.emplace(&cls, type);
  return type;
}

namespace {

// The driver's own exception, which SQLAlchemy keeps as `orig`.
Value driver_exception(Context& context, const orm::StatementInfo& info) {
  Interpreter& interp = context.interp;
  if (find_type_maker(info.orig_class) != nullptr) {
    return interp.make_exception(context.type(info.orig_class.c_str()), info.orig_message);
  }
  // Not the driver but a conversion of Python failed: `builtins.TypeError`.
  size_t dot = info.orig_class.rfind('.');
  Type* type =
      interp.exception_type(info.orig_class.substr(dot == std::string::npos ? 0 : dot + 1));
  return type == nullptr ? Value::none() : interp.make_exception(type, info.orig_message);
}

// The code that the link at an error's end leads to, `gkpj`; empty if it has none.
std::string_view code_of(const orm::Profile& profile, std::string_view message) {
  const std::string begin = std::string("(Background on this error at: ") + profile.error_link;
  const size_t at = message.rfind(begin);
  if (at == std::string_view::npos || message.back() != ')') return {};
  message.remove_prefix(at + begin.size());
  message.remove_suffix(1);
  return message;
}

}  // namespace

Value exception_of(Interpreter& interp, const orm::Error& error) {
  Context& owner = context(interp);
  Value exception = interp.make_exception(owner.error_type(error.error_class()), error.what());
  if (const std::string_view code = code_of(owner.profile, error.what()); !code.empty()) {
    interp.setattr(exception, "code", interp.str(std::string(code)));
  }
  if (const auto* statement = dynamic_cast<const orm::StatementError*>(&error)) {
    const orm::StatementInfo& info = statement->info();
    if (info.has_statement) {
      interp.setattr(exception, "statement", interp.str(info.statement));
      std::vector<Value> params;
      for (const orm::Value& value : info.params) params.push_back(from_orm(owner, value));
      interp.setattr(exception, "params", interp.tuple(std::move(params)));
    }
    if (dynamic_cast<const orm::DBAPIError*>(&error) != nullptr) {
      interp.setattr(exception, "connection_invalidated", Value::boolean(false));
    }
    if (!info.orig_class.empty()) {
      const auto* foreign = dynamic_cast<const orm::ForeignError*>(error.cause_error());
      Value orig = foreign != nullptr ? *static_cast<const Value*>(foreign->object().get())
                                      : driver_exception(owner, info);
      interp.setattr(exception, "orig", orig);
    }
  }
  return exception;
}

void raise_error(Interpreter& interp, const orm::Error& error) {
  if (dynamic_cast<const orm::UnsupportedError*>(&error) != nullptr) {
    interp.unsupported("this use of SQLAlchemy", error.what());
  }
  if (const auto* foreign = dynamic_cast<const orm::ForeignError*>(&error)) {
    interp.raise(*static_cast<const Value*>(foreign->object().get()));
  }
  Value exception = exception_of(interp, error);
  if (dynamic_cast<const orm::StatementError*>(&error) != nullptr) {
    Value orig = interp.find_attr(exception, "orig");
    if (orig && !orig.is_none()) interp.raise_from(exception, orig);
  }
  if (const orm::Error* cause = error.cause_error()) {
    interp.raise_from(exception, exception_of(interp, *cause));
  }
  interp.raise(exception);
}

void raise_error(Context& context, const orm::ErrorClass& cls, std::string message) {
  context.interp.raise(context.error_type(cls), std::move(message));
}

interp::NativeMethod native_method(const void* rows, size_t index) {
  using interp::NativeMethod;
  const Binding& row = static_cast<const Binding*>(rows)[index];
  NativeMethod::Binding how = NativeMethod::kMethod;
  if (row.kind == BindingKind::property) how = NativeMethod::kGetter;
  if (row.kind == BindingKind::class_method) how = NativeMethod::kClass;
  return {row.name, row.signature, row.call, how, row.set};
}

void add_bindings(interp::TypeBuilder& builder, const Binding* rows, size_t count) {
  builder.methods({rows, count, native_method});
  for (size_t i = 0; i < count; ++i) {
    if (rows[i].kind == BindingKind::constructor) builder.init(rows[i].signature, rows[i].call);
  }
}

}  // namespace lessonrun::bind
