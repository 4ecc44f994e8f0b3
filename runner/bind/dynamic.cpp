// Relationships with lazy="dynamic" or "write_only": the attribute is a query, or a small object
// that only adds and removes; the collection itself is never loaded.
#include "orm/dynamic.h"

#include "runner/bind/query.h"
#include "runner/bind/refusal.h"
#include "runner/bind/relationships.h"
#include "runner/bind/session.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

// Whose attribute it is; the object stays as long as this.
struct Parent {
  Value object;
  const orm::RelationshipProperty* relationship = nullptr;
};

struct AppenderData final : QueryData {
  AppenderData(std::shared_ptr<orm::Session> s, orm::Query q, Parent of)
      : QueryData(std::move(s), std::move(q)), parent(std::move(of)) {}
  void clear_references() noexcept override {
    QueryData::clear_references();
    parent.object.reset();
  }
  Parent parent;
};

struct WriteOnlyData final : interp::Payload {
  explicit WriteOnlyData(Parent of = {}) : parent(std::move(of)) {}
  void clear_references() noexcept override { parent.object.reset(); }
  Parent parent;
};

const Parent& parent_of(Call& call) {
  if (const auto* appender = interp::try_payload<AppenderData>(call.self)) return appender->parent;
  return interp::payload<WriteOnlyData>(call.interp, call.self).parent;
}

void append(Call& call, const Value& member) {
  Context& owner = context(call.interp);
  const Parent& parent = parent_of(call);
  orm::InstanceState& state = to_state(owner, member);
  to_state(owner, parent.object).append_related(*parent.relationship, state);
}

Value collection_add(Call& call) { return append(call, call[0]), Value::none(); }

Value collection_add_all(Call& call) {
  for (const Value& member : call.interp.to_vector(call[0])) append(call, member);
  return Value::none();
}

Value collection_remove(Call& call) {
  Context& owner = context(call.interp);
  const Parent& parent = parent_of(call);
  orm::InstanceState& state = to_state(owner, call[0]);
  to_state(owner, parent.object).remove_related(*parent.relationship, state);
  return Value::none();
}

template <auto Make>
Value collection_statement(Call& call) {
  Context& owner = context(call.interp);
  const Parent& parent = parent_of(call);
  return wrap(owner, Make(to_state(owner, parent.object), *parent.relationship));
}

Value write_only_iter(Interpreter& interp, const Value&) {
  interp.raise("TypeError",
               "WriteOnly collections don't support iteration in-place; to query for collection "
               "items, use the select() method to produce a SQL statement and execute it with "
               "session.scalars().");
}

const char* appender_class() { return "AppenderQuery"; }
const char* write_only_class() { return "WriteOnlyCollection"; }

const Binding kAppenderRows[] = {
    {"append", "item", guard<collection_add>, "!collections of structs are vectors"},
    {"add", "item", guard<collection_add>, "!collections of structs are vectors"},
    {"extend", "iterator", guard<collection_add_all>, "!collections of structs are vectors"},
    {"add_all", "iterator", guard<collection_add_all>, "!collections of structs are vectors"},
    {"remove", "item", guard<collection_remove>, "!collections of structs are vectors"},
};
const Binding kWriteOnlyRows[] = {
    {"add", "item", guard<collection_add>, "!collections of structs are vectors"},
    {"add_all", "iterator", guard<collection_add_all>, "!collections of structs are vectors"},
    {"remove", "item", guard<collection_remove>, "!collections of structs are vectors"},
    {"select", "", guard<collection_statement<orm::collection_select>>,
     "!collections of structs are vectors"},
    {"insert", "", guard<collection_statement<orm::collection_insert>>,
     "!collections of structs are vectors"},
    {"update", "", guard<collection_statement<orm::collection_update>>,
     "!collections of structs are vectors"},
    {"delete", "", guard<collection_statement<orm::collection_delete>>,
     "!collections of structs are vectors"},
};

Type* make_appender_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "AppenderQuery", "sqlalchemy.orm.dynamic");
  builder.base(owner.type("Query")).abstract();
  add_bindings(builder, kAppenderRows);
  return builder
      .slots([](interp::Slots& slots) { slots.getattr_missing = refuse_missing<appender_class>; })
      .build();
}

Type* make_write_only_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "WriteOnlyCollection", "sqlalchemy.orm.writeonly");
  builder.abstract();
  add_bindings(builder, kWriteOnlyRows);
  return builder
      .slots([](interp::Slots& slots) {
        slots.iter = guard<write_only_iter>;
        slots.getattr_missing = refuse_missing<write_only_class>;
      })
      .build();
}

}  // namespace

Value wrap_dynamic(Context& owner, const Value& object,
                   const orm::RelationshipProperty& relationship) {
  Parent parent{object, &relationship};
  if (relationship.lazy() == orm::Lazy::write_only) {
    return owner.make<WriteOnlyData>("WriteOnlyCollection", std::move(parent));
  }
  // An object in no session can be added to all the same; its query has no database to ask.
  auto* held = static_cast<orm::Session*>(to_state(owner, object).session);
  std::shared_ptr<orm::Session> session;
  if (held != nullptr) {
    if (const auto* handle = dynamic_cast<const SessionHandle*>(held->info.get())) {
      session = handle->session.lock();
    }
  }
  if (session == nullptr) {
    session = std::make_shared<orm::Session>(orm::SessionOptions(), owner.profile);
  }
  orm::Query query = orm::dynamic_query(*session, to_state(owner, object), relationship);
  return owner.make("AppenderQuery", std::make_unique<AppenderData>(
                                         std::move(session), std::move(query), std::move(parent)));
}

void add_dynamic_types(TypeTable& table) {
  table.emplace_back("AppenderQuery", make_appender_type);
  table.emplace_back("WriteOnlyCollection", make_write_only_type);
}

std::vector<BindingTable> dynamic_tables() {
  return {{"sqlalchemy.orm", "AppenderQuery", kAppenderRows, std::size(kAppenderRows)},
          {"sqlalchemy.orm", "WriteOnlyCollection", kWriteOnlyRows, std::size(kWriteOnlyRows)}};
}

}  // namespace lessonrun::bind
