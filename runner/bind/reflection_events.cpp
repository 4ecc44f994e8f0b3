// Listeners of column_reflect: they see how the database describes a column, and may say otherwise.
#include "runner/bind/reflection_events.h"

#include <algorithm>

#include "orm/inspect.h"
#include "runner/bind/schema.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

class PythonColumnListener final : public orm::ColumnReflectListener {
 public:
  PythonColumnListener(Context& owner, Value fn) : owner_(owner), fn_(std::move(fn)) {}
  void reflected(orm::Inspector& inspector, orm::Table& table,
                 orm::ReflectedColumn& column) override {
    Interpreter& interp = owner_.interp;
    Value dict = describe_reflected(owner_, column);
    interp.call(fn_, {wrap_inspector(owner_, inspector), wrap(owner_, table.table_ref()), dict});
    auto said = [&](const char* key) {
      const Value name = interp.str(key);
      return interp.contains(dict, name) ? interp.getitem(dict, name) : Value::none();
    };
    column.name = interp.str_of(said("name"));
    column.type = to_type(owner_, said("type"));
    column.nullable = interp.truth(said("nullable"));
    const Value otherwise = said("default");
    column.default_ = otherwise.is_none() ? std::optional<std::string>()
                                          : std::optional<std::string>(interp.str_of(otherwise));
    if (const Value key = said("key"); !key.is_none()) column.key = interp.str_of(key);
    if (const Value info = said("info"); !info.is_none()) {
      column.info = orm::make_ref<PythonObject>(interp, info);
    }
    if (const Value comment = said("comment"); !comment.is_none()) {
      column.comment = interp.str_of(comment);
    }
  }
  bool is(const Value& fn) const { return same_listener(fn_, fn); }

 private:
  Context& owner_;
  Value fn_;
};

struct ReflectionEventsData : interp::Payload {
  std::vector<Value> everywhere;  ///< functions that listen to all tables
  void clear_references() noexcept override { everywhere.clear(); }
};

ReflectionEventsData& reflection_events(Context& owner) {
  Type* type = owner.type("_ReflectionEvents");
  if (type->class_payload == nullptr) {
    type->class_payload = std::make_unique<ReflectionEventsData>();
  }
  return *static_cast<ReflectionEventsData*>(type->class_payload.get());
}

void listen_to_metadata(Context& owner, orm::MetaData& metadata, const Value& fn) {
  metadata.column_listeners.push_back(orm::make_ref<PythonColumnListener>(owner, fn));
}

}  // namespace

bool is_reflection_event(const Value& target, const std::string& event) {
  if (event != "column_reflect") return false;
  if (interp::try_payload<MetaDataData>(target) != nullptr) return true;
  return target.is(Kind::kType) && target.as<Type>()->name == "Table";
}

void listen_to_columns(Context& owner, const Value& target, const Value& fn) {
  if (const auto* data = interp::try_payload<MetaDataData>(target)) {
    // 1.3 takes such a listener and never calls it.
    if (!owner.profile.stmt_cache) return;
    listen_to_metadata(owner, *data->metadata, fn);
    return;
  }
  reflection_events(owner).everywhere.push_back(fn);
}

void tell_of_columns(Context& owner, orm::MetaData& metadata) {
  auto& listeners = metadata.column_listeners;
  for (const Value& fn : reflection_events(owner).everywhere) {
    const bool known = std::any_of(listeners.begin(), listeners.end(), [&](const auto& one) {
      const auto* listener = dynamic_cast<const PythonColumnListener*>(one.get());
      return listener != nullptr && listener->is(fn);
    });
    if (!known) listen_to_metadata(owner, metadata, fn);
  }
}

void add_reflection_event_types(TypeTable& table) {
  table.emplace_back("_ReflectionEvents", [](Context& owner) {
    return interp::TypeBuilder(owner.interp, "_ReflectionEvents", "sqlalchemy.event")
        .abstract()
        .build();
  });
}

}  // namespace lessonrun::bind
