// Events of mapped classes: functions of the lesson that are told of rows before and after they are
// written (before_insert, ..), of objects that come into being, are loaded, refreshed and expired
// (init, load, ..), and of the mapping itself (mapper_configured, ..).
//
// Listeners of all classes are in one list, in the order in which they came. What the ORM has to
// tell of single objects it tells only where the mapper says that somebody watches them. The file
// is above 500 lines because all that tells of something reads that list.
#include "runner/bind/mapper_events.h"

#include <algorithm>
#include <map>
#include <set>

#include "orm/orm_error.h"
#include "orm/session.h"
#include "runner/bind/extensions.h"
#include "runner/bind/session.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

// The names of the arguments, as named=True passes them.
struct EventRow {
  const char* name;
  std::vector<std::string_view> arguments;
};
const std::vector<EventRow>& class_events() {
  static const std::vector<EventRow> kRows = [] {
    const std::vector<std::string_view> row = {"mapper", "connection", "target"};
    const std::vector<std::string_view> construction = {"target", "args", "kwargs"};
    const std::vector<std::string_view> mapping = {"mapper", "class_"};
    return std::vector<EventRow>{{"before_insert", row},
                                 {"before_update", row},
                                 {"before_delete", row},
                                 {"after_insert", row},
                                 {"after_update", row},
                                 {"after_delete", row},
                                 {"init", construction},
                                 {"init_failure", construction},
                                 {"load", {"target", "context"}},
                                 {"refresh", {"target", "context", "attrs"}},
                                 {"expire", {"target", "attrs"}},
                                 {"instrument_class", mapping},
                                 {"after_mapper_constructed", mapping},
                                 {"mapper_configured", mapping},
                                 {"before_configured", {}},
                                 {"after_configured", {}},
                                 {"before_mapper_configured", mapping},
                                 {"class_instrument", {"cls"}},
                                 {"attribute_instrument", {"cls", "key", "inst"}}};
  }();
  return kRows;
}

// Those that SQLAlchemy has besides.
constexpr const char* kRefusedEvents[] = {"first_init", "refresh_flush", "pickle", "unpickle",
                                          "class_uninstrument"};

struct ClassListening {
  ClassEvent event;
  Value cls;  ///< the mapped class, or one above it; the class Mapper stands for all
  Value fn;
  ListenOptions options;
  bool active = true;
};

struct MapperEventsData : interp::Payload {
  std::vector<std::shared_ptr<ClassListening>> all;
  /// Classes whose __init__ tells of itself, and what it was before.
  std::vector<std::pair<const Type*, Value>> constructions;
  std::vector<interp::Object*> initializing;  ///< objects whose __init__ runs
  std::map<const orm::Mapper*, std::set<std::string>> instrumented;  ///< attributes that were told
  uint32_t wanted = 0;  ///< a bit for each event that anybody listens to
  void clear_references() noexcept override {
    all.clear();
    constructions.clear();
  }
};

MapperEventsData& events_of(Context& owner) {
  Type* type = owner.type("_MapperEvents");
  if (type->class_payload == nullptr) type->class_payload = std::make_unique<MapperEventsData>();
  return *static_cast<MapperEventsData*>(type->class_payload.get());
}

constexpr uint32_t bit(ClassEvent event) { return 1U << static_cast<unsigned>(event); }
constexpr uint32_t kRowBits = bit(ClassEvent::init) - 1;
constexpr uint32_t kObjectBits =
    bit(ClassEvent::load) | bit(ClassEvent::refresh) | bit(ClassEvent::expire);
constexpr uint32_t kInitBits = bit(ClassEvent::init) | bit(ClassEvent::init_failure);

bool wanted(Context& owner, ClassEvent event) {
  return (events_of(owner).wanted & bit(event)) != 0;
}

bool is_mapper_class(const Type* type) { return type->name == "Mapper"; }

std::optional<ClassEvent> event_of(const std::string& name) {
  const auto& rows = class_events();
  for (size_t i = 0; i < rows.size(); ++i) {
    if (name == rows[i].name) return static_cast<ClassEvent>(i);
  }
  return std::nullopt;
}

// The class that a target stands for: itself, or that of a Mapper object; undefined for others.
// The function mapper() stands for Mapper, as it was that class once.
Value class_of(Context& owner, const Value& target) {
  if (target.is(Kind::kType)) return target;
  if (owner.interp.type_of(target)->name == "Mapper") {
    return owner.interp.getattr(target, "class_");
  }
  const Value mapper = owner.interp.getattr(owner.interp.import_module("sqlalchemy.orm"), "mapper");
  if (target.same(mapper)) return Value(owner.type("Mapper"));
  return {};
}

bool applies(const ClassListening& one, const Type& type) {
  const Type* cls = one.cls.as<Type>();
  if (cls == &type || is_mapper_class(cls)) return true;
  return one.options.propagate &&
         std::find(type.mro.begin(), type.mro.end(), cls) != type.mro.end();
}

std::vector<std::shared_ptr<ClassListening>> listening(Context& owner, ClassEvent event,
                                                       const Type& type) {
  std::vector<std::shared_ptr<ClassListening>> due;
  for (const auto& one : events_of(owner).all) {
    if (one->event == event && one->active && applies(*one, type)) due.push_back(one);
  }
  return due;
}

std::shared_ptr<ClassListening> find(Context& owner, const Value& target, const std::string& event,
                                     const Value& fn) {
  Value cls = class_of(owner, target);
  for (const auto& one : events_of(owner).all) {
    if (one->active && event == class_events()[static_cast<size_t>(one->event)].name &&
        one->cls.same(cls) && same_listener(one->fn, fn)) {
      return one;
    }
  }
  return nullptr;
}

Value call(Context& owner, ClassListening& one, std::vector<Value> arguments) {
  if (!one.active) return {};
  if (one.options.once) one.active = false;
  const auto& names = class_events()[static_cast<size_t>(one.event)].arguments;
  if (one.options.raw) {
    for (size_t i = 0; i < names.size(); ++i) {
      if (names[i] == "target") arguments[i] = wrap_state(owner, arguments[i]);
    }
  }
  if (!one.options.named) return owner.interp.call(one.fn, arguments, {});
  std::vector<std::pair<std::string_view, Value>> keywords;
  for (size_t i = 0; i < names.size(); ++i) keywords.emplace_back(names[i], arguments[i]);
  return owner.interp.call(one.fn, {}, keywords);
}

void tell(Context& owner, ClassEvent event, const Type& type, const std::vector<Value>& arguments) {
  for (const auto& one : listening(owner, event, type)) call(owner, *one, arguments);
}

void tell_object(Context& owner, ClassEvent event, const orm::InstanceState& state,
                 std::vector<Value> further) {
  Value object = object_of(state);
  const Type& type = *owner.interp.type_of(object);
  further.insert(further.begin(), object);
  tell(owner, event, type, further);
}

// The names of attributes, in an object of that kind; None for all.
Value names_of(Context& owner, const orm::InstanceState& state, const orm::AttributeSet* attributes,
               Type* kind) {
  if (attributes == nullptr) return Value::none();
  std::vector<Value> names;
  attributes->each(
      [&](size_t index) { names.push_back(owner.interp.str(state.mapper().property(index).key)); });
  return owner.interp.call(Value(kind), {owner.interp.list(std::move(names))});
}

// What a load is told with: the QueryContext, of which the session is here.
Value context_of(Context& owner, const orm::InstanceState& state) {
  Value session = session_object(state);
  return owner.make<QueryContextData>("QueryContext", std::move(session));
}

Value query_context_session(Call& call) {
  return interp::payload<QueryContextData>(call.interp, call.self).session;
}

const char* query_context_class() { return "QueryContext"; }

Type* make_query_context_type(Context& owner) {
  return interp::TypeBuilder(
             owner.interp, "QueryContext",
             owner.profile.select_list_style ? "sqlalchemy.orm.query" : "sqlalchemy.orm.context")
      .payload<QueryContextData>()
      .abstract()
      .property("session", query_context_session)
      .slots(
          [](interp::Slots& slots) { slots.getattr_missing = refuse_missing<query_context_class>; })
      .build();
}

Type* make_mapper_events_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "_MapperEvents", "sqlalchemy.event").abstract().build();
}

// ---- __init__ -----------------------------------------------------------------------------------

// Tells of the construction of an object around its __init__, once where that calls others.
Value initialize(Call& outer, const Value& original) {
  Context& owner = context(outer.interp);
  auto& running = events_of(owner).initializing;
  const Value self = outer[0];
  auto arguments = [&](const Value& args) {
    std::vector<Value> all = {self};
    for (const Value& item : items(args)) all.push_back(item);
    return all;
  };
  auto run = [&](const Value& args, const Value& kwargs) {
    auto held = dict_items(owner, kwargs);
    std::vector<std::pair<std::string_view, Value>> keywords(held.begin(), held.end());
    return owner.interp.call(original, arguments(args), keywords);
  };
  if (std::find(running.begin(), running.end(), self.object()) != running.end()) {
    return run(outer[1], outer[2]);
  }
  const Type& type = *owner.interp.type_of(self);
  if (const orm::Mapper* mapper = find_mapper(&type)) mapper->registry().configure();
  struct Running {
    Running(std::vector<interp::Object*>& list, interp::Object* object) : all(list) {
      all.push_back(object);
    }
    ~Running() { all.pop_back(); }
    std::vector<interp::Object*>& all;
  } guard(running, self.object());
  tell(owner, ClassEvent::init, type, {self, outer[1], outer[2]});
  if (listening(owner, ClassEvent::init_failure, type).empty()) return run(outer[1], outer[2]);
  try {
    return run(outer[1], outer[2]);
  } catch (const interp::PythonError&) {
    tell(owner, ClassEvent::init_failure, type, {self, outer[1], outer[2]});
    throw;
  }
}

void watch_construction(Context& owner, Type& type) {
  Interpreter& interp = owner.interp;
  interp::StrObject* name = interp.intern("__init__");
  const Value* found = interp.type_lookup(&type, name);
  auto& watched = events_of(owner).constructions;
  const bool known = std::any_of(watched.begin(), watched.end(),
                                 [&](const auto& one) { return one.first == &type; });
  if (found == nullptr || known) return;
  const Value original = *found;
  watched.emplace_back(&type, type.dict.find(name) != nullptr ? original : Value());
  Value wrapper = make_guarded(interp, "__init__", "self, /, *args, **kwargs",
                               [original](Call& call) { return initialize(call, original); });
  interp.set_class_attr(&type, name, wrapper);
}

void watch(Context& owner, MappedClass& mapped, uint32_t bits) {
  if ((bits & kObjectBits) != 0) {
    for (const orm::Ref<orm::Mapper>& one : mapped.registry->mappers()) {
      if (one.get() == mapped.mapper) one->watch();
    }
  }
  if ((bits & kInitBits) != 0) watch_construction(owner, *mapped.type);
}

void each_mapped(Type& type, const std::function<void(MappedClass&)>& visit) {
  if (auto* mapped = dynamic_cast<MappedClass*>(type.class_payload.get())) visit(*mapped);
  const std::vector<Type*> below = type.subclasses;
  for (Type* one : below) each_mapped(*one, visit);
}

}  // namespace

void stop_telling(Context& owner, Type& type) {
  MapperEventsData& data = events_of(owner);
  for (const auto& one : data.all) {
    if (one->cls.as<Type>() == &type) one->active = false;
  }
  data.all.erase(std::remove_if(data.all.begin(), data.all.end(),
                                [](const auto& one) { return !one->active; }),
                 data.all.end());
  auto& watched = data.constructions;
  auto known = std::find_if(watched.begin(), watched.end(),
                            [&](const auto& one) { return one.first == &type; });
  if (known == watched.end()) return;
  interp::StrObject* name = owner.interp.intern("__init__");
  if (known->second) {
    owner.interp.set_class_attr(&type, name, known->second);
  } else {
    owner.interp.delattr(Value(&type), name);
  }
  watched.erase(known);
}

void each_mapped_class(Context& owner, const std::function<void(MappedClass&)>& visit) {
  each_mapped(*owner.interp.types().object, visit);
}

bool is_class_event(Context& owner, const Value& target, const std::string& event) {
  if (!event_of(event) && std::none_of(std::begin(kRefusedEvents), std::end(kRefusedEvents),
                                       [&](const char* name) { return event == name; })) {
    return false;
  }
  return !class_of(owner, target).is_undefined();
}

void listen_to_class(Context& owner, const Value& target, const std::string& event, const Value& fn,
                     const ListenOptions& options) {
  Value cls = class_of(owner, target);
  std::optional<ClassEvent> known = event_of(event);
  if (!known) {
    owner.interp.unsupported("event '" + event + "'",
                             "the event '" + event +
                                 "' of mapped classes is not supported; listen to init, load, "
                                 "refresh or expire");
  }
  if (options.retval) {
    owner.interp.unsupported("event.listen(retval=True)",
                             "retval=True is not supported for events of mapped classes; the "
                             "listener's return value is not used");
  }
  const bool of_all = is_mapper_class(cls.as<Type>());
  if ((*known == ClassEvent::before_configured || *known == ClassEvent::after_configured) &&
      !of_all) {
    owner.warn("SAWarning",
               "'before_configured' and 'after_configured' ORM events only invoke with the "
               "mapper() function or Mapper class as the target.");
  }
  if (owner.profile.legacy_orm_removed && target.is_object() && !target.is(Kind::kType) && of_all) {
    owner.warn("SADeprecationWarning",
               "The `sqlalchemy.orm.mapper()` symbol is deprecated and will be removed in a future "
               "release. For the mapper-wide event target, use the 'sqlalchemy.orm.Mapper' class.");
  }
  auto one = std::make_shared<ClassListening>();
  const bool of_instrumentation =
      *known == ClassEvent::class_instrument || *known == ClassEvent::attribute_instrument;
  one->event = *known;
  one->cls = cls;
  one->fn = fn;
  one->options = options;
  one->options.propagate = options.propagate || of_instrumentation;
  MapperEventsData& data = events_of(owner);
  data.wanted |= bit(*known);
  const ClassListening& kept = *one;
  data.all.insert(options.insert ? data.all.begin() : data.all.end(), std::move(one));
  const uint32_t bits = bit(*known) & (kObjectBits | kInitBits);
  if (bits == 0) return;
  Type& from = of_all ? *owner.interp.types().object : *cls.as<Type>();
  each_mapped(from, [&](MappedClass& mapped) {
    if (applies(kept, *mapped.type)) watch(owner, mapped, bits);
  });
}

bool unlisten_class(Context& owner, const Value& target, const std::string& event,
                    const Value& fn) {
  std::shared_ptr<ClassListening> one = find(owner, target, event, fn);
  if (one == nullptr) return false;
  one->active = false;
  auto& all = events_of(owner).all;
  all.erase(std::remove(all.begin(), all.end(), one), all.end());
  return true;
}

bool class_contains(Context& owner, const Value& target, const std::string& event,
                    const Value& fn) {
  return find(owner, target, event, fn) != nullptr;
}

bool has_row_listeners(Context& owner) { return (events_of(owner).wanted & kRowBits) != 0; }

void tell_row_listeners(Context& owner, orm::RowEvent event, orm::Connection& connection,
                        orm::InstanceState& state) {
  const auto which = static_cast<ClassEvent>(event);
  if (!wanted(owner, which)) return;
  orm::Instance keep(&state);
  Value object = object_of(state);
  const Type& type = *owner.interp.type_of(object);
  for (const auto& one : listening(owner, which, type)) {
    call(owner, *one,
         {wrap_mapper(owner, state.mapper()), wrap_connection(owner, connection), object});
  }
}

namespace {

// __declare_first__() and __declare_last__() of a class or of a mixin: listeners of their own.
void listen_to_declared(Context& owner, MappedClass& mapped) {
  struct Row {
    const char* method;
    ClassEvent event;
  };
  for (const Row& row : {Row{"__declare_last__", ClassEvent::after_configured},
                         Row{"__declare_first__", ClassEvent::before_configured}}) {
    interp::StrObject* name = owner.interp.intern(row.method);
    const auto& mro = mapped.type->mro;
    const bool has_it = std::any_of(mro.begin(), mro.end(), [&](Type* type) {
      const bool above =
          type != mapped.type && dynamic_cast<MappedClass*>(type->class_payload.get()) != nullptr;
      return !above && type->dict.find(name) != nullptr;
    });
    if (!has_it) continue;
    auto one = std::make_shared<ClassListening>();
    one->event = row.event;
    one->cls = Value(owner.type("Mapper"));
    const Value of(mapped.type);
    const std::string method = row.method;
    one->fn = make_guarded(owner.interp, row.method, "", [of, method](Call& call) {
      return call.interp.call(call.interp.getattr(of, method));
    });
    MapperEventsData& data = events_of(owner);
    data.wanted |= bit(row.event);
    data.all.push_back(std::move(one));
  }
}

// Attributes are told of when their mapper is configured; those that come later, with the next.
void tell_attributes(Context& owner, const orm::Mapper& configured) {
  if (!wanted(owner, ClassEvent::attribute_instrument)) return;
  auto& all = events_of(owner).instrumented;
  all.try_emplace(&configured);
  for (const orm::Ref<orm::Mapper>& mapper : configured.registry().mappers()) {
    const auto told = all.find(mapper.get());
    if (told == all.end()) continue;
    Type* type = mapped_type(*mapper);
    std::vector<std::string> keys;
    for (const orm::MappedProperty& property : mapper->properties()) {
      if (!property.hidden) keys.push_back(property.key);
    }
    for (const std::string& key : keys) {
      const Value attribute = owner.interp.find_attr(Value(type), key);
      if (!attribute || !told->second.insert(key).second) continue;
      tell(owner, ClassEvent::attribute_instrument, *type,
           {Value(type), owner.interp.str(key), attribute});
    }
  }
}

}  // namespace

void tell_class_mapped(Context& owner, MappedClass& mapped) {
  listen_to_declared(owner, mapped);
  MapperEventsData& data = events_of(owner);
  if (data.wanted == 0) return;
  if (wanted(owner, ClassEvent::class_instrument))
    tell(owner, ClassEvent::class_instrument, *mapped.type, {Value(mapped.type)});
  for (const auto& one : data.all) {
    if (applies(*one, *mapped.type)) watch(owner, mapped, bit(one->event));
  }
  if (wanted(owner, ClassEvent::instrument_class)) {
    tell(owner, ClassEvent::instrument_class, *mapped.type,
         {wrap_mapper(owner, *mapped.mapper), Value(mapped.type)});
  }
}

void tell_mapper_constructed(Context& owner, MappedClass& mapped) {
  if (!wanted(owner, ClassEvent::after_mapper_constructed)) return;
  tell(owner, ClassEvent::after_mapper_constructed, *mapped.type,
       {wrap_mapper(owner, *mapped.mapper), Value(mapped.type)});
}

void tell_configuring(Context& owner, orm::ClassManager::Configuring when,
                      const orm::Mapper& mapper) {
  using When = orm::ClassManager::Configuring;
  if (when == When::mapper_done) tell_attributes(owner, mapper);
  const ClassEvent event = when == When::begins          ? ClassEvent::before_configured
                           : when == When::mapper_begins ? ClassEvent::before_mapper_configured
                           : when == When::mapper_done   ? ClassEvent::mapper_configured
                                                         : ClassEvent::after_configured;
  if (!wanted(owner, event)) return;
  Type* type = mapped_type(mapper);
  if (when == When::mapper_done || when == When::mapper_begins) {
    tell(owner, event, *type, {wrap_mapper(owner, mapper), Value(type)});
  } else {
    tell(owner, event, *owner.type("Mapper"), {});
  }
}

void tell_loaded(Context& owner, orm::InstanceState& state, const orm::AttributeSet* attributes,
                 orm::Reading how) {
  const ClassEvent event = how == orm::Reading::created ? ClassEvent::load : ClassEvent::refresh;
  if (!wanted(owner, event)) return;
  std::vector<Value> further = {context_of(owner, state)};
  if (how != orm::Reading::created) {
    const bool frozen = how == orm::Reading::refreshed && owner.profile.frozen_refresh_names;
    const auto& types = owner.interp.types();
    Type* kind = frozen ? types.frozenset : types.set;
    further.push_back(names_of(owner, state, attributes, kind));
  }
  tell_object(owner, event, state, std::move(further));
}

void tell_expired(Context& owner, orm::InstanceState& state, const orm::AttributeSet* attributes) {
  if (!wanted(owner, ClassEvent::expire)) return;
  tell_object(owner, ClassEvent::expire, state,
              {names_of(owner, state, attributes, owner.interp.types().list)});
}

void add_mapper_event_types(TypeTable& table) {
  table.emplace_back("_MapperEvents", make_mapper_events_type);
  table.emplace_back("QueryContext", make_query_context_type);
}

}  // namespace lessonrun::bind
