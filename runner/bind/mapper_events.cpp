// Events of mapped classes: functions of the lesson that are told of rows before and after they are
// written (before_insert, after_update, ...).
#include <algorithm>

#include "orm/orm_error.h"
#include "runner/bind/instances.h"
#include "runner/bind/orm_events.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Type;
using interp::Value;

namespace {

constexpr const char* kRowEvents[] = {"before_insert", "before_update", "before_delete",
                                      "after_insert",  "after_update",  "after_delete"};

struct RowListening {
  orm::RowEvent event;
  Value cls;  ///< the mapped class, or one above it; the class Mapper stands for all
  Value fn;
  ListenOptions options;
  bool active = true;
};

struct MapperEventsData : interp::Payload {
  std::vector<std::shared_ptr<RowListening>> all;
  void clear_references() noexcept override { all.clear(); }
};

MapperEventsData& data_of(Context& owner) {
  Type* type = owner.type("_MapperEvents");
  if (type->class_payload == nullptr) type->class_payload = std::make_unique<MapperEventsData>();
  return *static_cast<MapperEventsData*>(type->class_payload.get());
}

bool is_mapper_class(const Type* type) { return type->name == "Mapper"; }

// The class that a target stands for: itself, or that of a Mapper object; undefined for others.
Value class_of(Context& owner, const Value& target) {
  if (target.is(interp::Kind::kType)) return target;
  if (owner.interp.type_of(target)->name == "Mapper") {
    return owner.interp.getattr(target, "class_");
  }
  return {};
}

bool applies(const RowListening& one, const Type& type) {
  const Type* cls = one.cls.as<Type>();
  if (cls == &type || is_mapper_class(cls)) return true;
  return one.options.propagate &&
         std::find(type.mro.begin(), type.mro.end(), cls) != type.mro.end();
}

std::shared_ptr<RowListening> find(Context& owner, const Value& target, const std::string& event,
                                   const Value& fn) {
  Value cls = class_of(owner, target);
  for (const auto& one : data_of(owner).all) {
    if (one->active && kRowEvents[static_cast<size_t>(one->event)] == event && one->cls.same(cls) &&
        one->fn.same(fn)) {
      return one;
    }
  }
  return nullptr;
}

Type* make_mapper_events_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "_MapperEvents", "sqlalchemy.event").abstract().build();
}

}  // namespace

bool is_row_event(Context& owner, const Value& target, const std::string& event) {
  return class_of(owner, target) && std::any_of(std::begin(kRowEvents), std::end(kRowEvents),
                                                [&](const char* name) { return event == name; });
}

void listen_to_rows(Context& owner, const Value& target, const std::string& event, const Value& fn,
                    const ListenOptions& options) {
  Value cls = class_of(owner, target);
  if (options.raw || options.named || options.retval) {
    owner.interp.unsupported("event.listen() options",
                             "raw=, named= and retval= are not supported for events of mapped "
                             "classes; take mapper, connection and target as arguments");
  }
  bool mapped = find_mapper(cls) != nullptr || is_mapper_class(cls.as<Type>());
  if (!mapped && !options.propagate) {
    owner.interp.unsupported("events of a class that is not mapped",
                             "event.listen() takes a mapped class here, or propagate=True for "
                             "those below a class");
  }
  auto one = std::make_shared<RowListening>();
  const auto* place = std::find_if(std::begin(kRowEvents), std::end(kRowEvents),
                                   [&](const char* name) { return event == name; });
  one->event = static_cast<orm::RowEvent>(place - std::begin(kRowEvents));
  one->cls = cls;
  one->fn = fn;
  one->options = options;
  auto& all = data_of(owner).all;
  all.insert(options.insert ? all.begin() : all.end(), std::move(one));
}

bool unlisten_rows(Context& owner, const Value& target, const std::string& event, const Value& fn) {
  std::shared_ptr<RowListening> one = find(owner, target, event, fn);
  if (one == nullptr) return false;
  one->active = false;
  auto& all = data_of(owner).all;
  all.erase(std::remove(all.begin(), all.end(), one), all.end());
  return true;
}

bool rows_contain(Context& owner, const Value& target, const std::string& event, const Value& fn) {
  return find(owner, target, event, fn) != nullptr;
}

bool has_row_listeners(Context& owner) { return !data_of(owner).all.empty(); }

void tell_row_listeners(Context& owner, orm::RowEvent event, orm::Connection& connection,
                        orm::InstanceState& state) {
  orm::Instance keep(&state);
  Value object = object_of(state);
  const Type& type = *owner.interp.type_of(object);
  const std::vector<std::shared_ptr<RowListening>> all = data_of(owner).all;
  for (const auto& one : all) {
    if (one->event != event || !one->active || !applies(*one, type)) continue;
    if (one->options.once) one->active = false;
    owner.interp.call(
        one->fn, {wrap_mapper(owner, state.mapper()), wrap_connection(owner, connection), object},
        {});
  }
}

void add_mapper_event_types(TypeTable& table) {
  table.emplace_back("_MapperEvents", make_mapper_events_type);
}

}  // namespace lessonrun::bind
