// Pools of connections as Python objects: their classes, which create_engine() takes by name, and
// what engine.pool says of itself. The pool itself is the engine's.
#include "orm/engine.h"
#include "runner/bind/binding.h"
#include "runner/bind/refusal.h"
#include "runner/bind/urls.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

const char* pool_class() { return "Pool"; }

const orm::Engine& pool_engine(Call& call) {
  return interp::payload<EngineData>(call.interp, call.self).engine;
}

Value pool_status(Call& call) { return call.interp.str(pool_engine(call).pool_status()); }
Value pool_dispose(Call& call) { return pool_engine(call).dispose(), Value::none(); }
template <int orm::Engine::PoolCounts::*Count>
Value pool_count(Call& call) {
  return Value::integer(pool_engine(call).pool_counts().*Count);
}

const Binding kPoolRows[] = {
    {"status", "", guard<pool_status>, "{self}"},
    {"dispose", "", guard<pool_dispose>, "!the engine disposes of its pool"},
};
using Counts = orm::Engine::PoolCounts;
const Binding kQueuePoolRows[] = {
    {"size", "", guard<pool_count<&Counts::size>>, "!see Engine::pool_counts()"},
    {"checkedin", "", guard<pool_count<&Counts::checkedin>>, "!see Engine::pool_counts()"},
    {"checkedout", "", guard<pool_count<&Counts::checkedout>>, "!see Engine::pool_counts()"},
    {"overflow", "", guard<pool_count<&Counts::overflow>>, "!see Engine::pool_counts()"},
};

void refuse_init(Interpreter& interp, const Value& self, const Arguments&) {
  interp.unsupported("a pool by itself", "a " + interp.type_name(self) +
                                             " is made by create_engine(poolclass=...), not here");
}

Type* make_pool_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "Pool", "sqlalchemy.pool.base");
  builder.payload<EngineData>();
  add_bindings(builder, kPoolRows);
  return builder
      .slots([](interp::Slots& slots) {
        slots.init = refuse_init;
        slots.getattr_missing = refuse_missing<pool_class>;
      })
      .build();
}

constexpr const char* kPools[] = {"QueuePool", "NullPool", "StaticPool", "SingletonThreadPool",
                                  "AssertionPool"};

template <size_t I>
Type* make_kind(Context& owner) {
  interp::TypeBuilder builder(owner.interp, kPools[I], "sqlalchemy.pool.impl");
  builder.base(owner.type("Pool"));
  if (I == 0) add_bindings(builder, kQueuePoolRows);
  return builder.build();
}

template <size_t... I>
void add_kinds(TypeTable& table, std::index_sequence<I...>) {
  (table.emplace_back(kPools[I], make_kind<I>), ...);
}

}  // namespace

Value wrap_pool(Context& owner, const orm::Engine& engine) {
  const std::string kind = engine.pool_repr();
  for (const char* name : kPools) {
    if (kind == name) return owner.make<EngineData>(name, engine);
  }
  return owner.make<EngineData>("Pool", engine);
}

void add_pool_types(TypeTable& table) {
  table.emplace_back("Pool", make_pool_type);
  add_kinds(table, std::make_index_sequence<std::size(kPools)>());
}

std::vector<BindingTable> pool_tables() {
  return {{"sqlalchemy.pool", "Pool", kPoolRows, std::size(kPoolRows)},
          {"sqlalchemy.pool", "QueuePool", kQueuePoolRows, std::size(kQueuePoolRows)}};
}

}  // namespace lessonrun::bind
