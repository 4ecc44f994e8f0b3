// Binding: where each parameter has its value from, and what the type makes of it for the driver.
#include "orm/engine/binder.h"

#include <orm/error.h>
#include <orm/foreign_error.h>
#include <orm/schema.h>

#include <algorithm>

#include "orm/engine/echo.h"
#include "orm/engine/state.h"

namespace orm {

namespace {

Value bind_through(const TypeEngine& type, const Dialect& dialect, Value value) {
  value = type.convert_bind(std::move(value), dialect);
  if (type.kind() == TypeKind::decorator) {
    const auto& inner = *static_cast<const TypeDecorator&>(type).direct_impl();
    if (inner.converts_bind()) return bind_through(inner, dialect, std::move(value));
  }
  return value;
}

Value process_bind(const CompiledBind& bind, const Dialect& dialect, Value value) {
  if (value.is_list() && bind.expanding) {
    std::vector<Value> items = value.as_list();
    CompiledBind one = bind;
    one.expanding = false;
    for (Value& item : items)
      if (!item.is_list()) item = process_bind(one, dialect, std::move(item));
    return Value::list(std::move(items));
  }
  const TypeEngine& type = bind.type->for_dialect(dialect.name);
  if (type.converts_bind()) value = bind_through(type, dialect, std::move(value));
  if (bind.processor != nullptr) value = bind.processor(type.impl(), dialect, std::move(value));
  return value;
}

const ColumnDefault& default_in(const DefaultFill& fill) {
  return fill.onupdate ? fill.column->args.onupdate : fill.column->args.default_;
}

bool is_scalar(const DefaultFill& fill) {
  return default_in(fill).kind == ColumnDefault::Kind::scalar;
}

}  // namespace

Binder::Binder(const Compiled& compiled, const Dialect& dialect, const Profile& profile,
               const KeyBuilder* key, const char* no_parameters)
    : compiled_(compiled),
      dialect_(dialect),
      profile_(profile),
      key_(key),
      no_parameters_(no_parameters) {
  sources_.resize(compiled.binds.size());
}

void Binder::collect(const ParameterSet* set, const std::vector<ParameterSet>& all,
                     std::vector<Value>& out, ParameterSet* filled,
                     std::vector<Value>* given_values) {
  out.clear();
  out.resize(compiled_.binds.size());
  ParameterSet evaluated;
  for (size_t i = 0; i < compiled_.binds.size(); ++i) {
    const CompiledBind& bind = compiled_.binds[i];
    const Value* given = lookup(set, i);
    Value value;
    if (given != nullptr) {
      value = *given;
    } else if (const DefaultFill* fill = default_of(i)) {
      value = evaluate(*fill, set, evaluated);
      if (!is_scalar(*fill)) evaluated.emplace_back(bind.name, value);
      if (filled != nullptr) filled->emplace_back(std::string(fill->column->key()), value);
    } else {
      const BindParameter* source = source_of(bind);
      if (source == nullptr || source->required) missing(bind.name, set, all);
      value = value_of(*source, all);
    }
    if (given_values != nullptr) given_values->push_back(value);
    try {
      out[i] = process_bind(bind, dialect_, std::move(value));
    } catch (const TypeError& error) {
      wrap("builtins.TypeError", error.message(), all);
    } catch (const ValueError& error) {
      wrap("builtins.ValueError", error.message(), all);
    } catch (const LookupError& error) {
      wrap("builtins.LookupError", error.message(), all);
    } catch (const ForeignError& error) {
      wrap(error.name().c_str(), error.message(), all, nullptr, std::make_exception_ptr(error));
    }
  }
}

// What a value that is found out late cannot be found for is a mistake of the statement.
Value Binder::value_of(const BindParameter& source, const std::vector<ParameterSet>& all) const {
  if (!source.callable) return source.value;
  try {
    return source.callable();
  } catch (const InvalidRequestError& error) {
    wrap("sqlalchemy.exc.InvalidRequestError", error.message(), all, nullptr,
         std::make_exception_ptr(error));
  }
}

const BindParameter* Binder::source_of(const CompiledBind& bind) const {
  if (key_ != nullptr && bind.extracted >= 0)
    return key_->binds[static_cast<size_t>(bind.extracted)];
  return bind.bind.get();
}

ParameterSet Binder::current(const ParameterSet* set, const ParameterSet& evaluated) const {
  ParameterSet all;
  for (size_t i = 0; i < compiled_.binds.size(); ++i) {
    const std::string& name = compiled_.binds[i].name;
    auto named = [&](const auto& one) { return one.first == name; };
    Value value;
    if (auto known = std::find_if(evaluated.begin(), evaluated.end(), named);
        known != evaluated.end()) {
      value = known->second;
    } else if (const DefaultFill* fill = default_of(i)) {
      if (is_scalar(*fill)) value = default_in(*fill).value;
    } else {
      const BindParameter* source = source_of(compiled_.binds[i]);
      if (source != nullptr && !source->callable) value = source->value;
    }
    if (set != nullptr) {
      if (auto given = std::find_if(set->begin(), set->end(), named); given != set->end())
        value = given->second;
    }
    all.emplace_back(name, std::move(value));
  }
  return all;
}

const Value* Binder::lookup(const ParameterSet* set, size_t bind) {
  if (set == nullptr) return nullptr;
  const std::string& name = compiled_.binds[bind].name;
  // Sets of one execution have their names in the same places, as a rule.
  size_t guess = sources_[bind];
  if (guess < set->size() && (*set)[guess].first == name) return &(*set)[guess].second;
  for (size_t i = 0; i < set->size(); ++i)
    if ((*set)[i].first == name) {
      sources_[bind] = i;
      return &(*set)[i].second;
    }
  return nullptr;
}

const DefaultFill* Binder::default_of(size_t bind) const {
  for (const auto& fill : compiled_.defaults)
    if (fill.bind == bind) return &fill;
  return nullptr;
}

Value Binder::evaluate(const DefaultFill& fill, const ParameterSet* set,
                       const ParameterSet& evaluated) const {
  const ColumnDefault& value = default_in(fill);
  if (value.kind == ColumnDefault::Kind::scalar) return value.value;
  DefaultContext given;
  given.current_parameters = [&] { return current(set, evaluated); };
  given.column = fill.column;
  return value.callable(given);
}

void Binder::missing(const std::string& name, const ParameterSet* set,
                     const std::vector<ParameterSet>& all) const {
  size_t group = 0;
  for (size_t i = 0; i < all.size(); ++i)
    if (&all[i] == set) group = i;
  std::string message = "A value is required for bind parameter " + repr_text(name);
  if (group > 0) message += ", in parameter group " + std::to_string(group);
  wrap("sqlalchemy.exc.InvalidRequestError", message, all, "cd3x");
}

void Binder::wrap(const char* cls, const std::string& message, const std::vector<ParameterSet>& all,
                  const char* code, std::exception_ptr cause) const {
  StatementInfo info;
  info.has_statement = true;
  info.statement = compiled_.sql;
  info.params_repr = all.empty() ? no_parameters_ : echo_sets(all, profile_);
  if (code != nullptr) info.code = code;
  info.orig_class = cls;
  info.orig_message = message;
  StatementError error("(" + std::string(cls) + ") " + message, std::move(info), profile_);
  error.cause = std::move(cause);
  throw error;
}

}  // namespace orm
