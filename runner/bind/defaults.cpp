// Server-side defaults and sequences as Python objects: Computed, Identity, FetchedValue, Sequence.
#include <orm/compiler.h>

#include "orm/orm_error.h"
#include "runner/bind/schema.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Type;
using interp::Value;

namespace {

// start, increment and the like, which Identity and Sequence share.
orm::IdentityOptions identity_options(Call& call) {
  orm::IdentityOptions options;
  auto number = [&](const char* name) -> std::optional<int64_t> {
    const Value& value = call.arg(name);
    if (!value || value.is_none()) return std::nullopt;
    return call.interp.to_int64(value);
  };
  auto flag = [&](const char* name) -> std::optional<bool> {
    const Value& value = call.arg(name);
    if (!value || value.is_none()) return std::nullopt;
    return call.interp.truth(value);
  };
  options.start = number("start");
  options.increment = number("increment");
  options.minvalue = number("minvalue");
  options.maxvalue = number("maxvalue");
  options.cache = number("cache");
  options.nominvalue = flag("nominvalue");
  options.nomaxvalue = flag("nomaxvalue");
  options.cycle = flag("cycle");
  options.order = flag("order");
  return options;
}

orm::ServerDefault& server_default_of(Call& call) {
  return interp::payload<ServerDefaultData>(call.interp, call.self).value;
}

Value computed_init(Call& call) {
  Context& owner = context(call.interp);
  orm::ServerDefault& value = server_default_of(call);
  value.kind = orm::ServerDefault::Kind::computed;
  value.clause = call[0].is(interp::Kind::kStr)
                     ? orm::ClauseRef(orm::text(std::string(call.text(0))))
                     : orm::ClauseRef(to_column(owner, call[0], "DDL expression role"));
  if (!call[1].is_none()) value.persisted = call.interp.truth(call[1]);
  return Value::none();
}

Value computed_persisted(Call& call) {
  const orm::ServerDefault& value = server_default_of(call);
  return value.persisted ? Value::boolean(*value.persisted) : Value::none();
}

Value computed_sqltext(Call& call) {
  return wrap(context(call.interp), server_default_of(call).clause);
}

Value identity_init(Call& call) {
  orm::ServerDefault& value = server_default_of(call);
  value.kind = orm::ServerDefault::Kind::identity;
  value.always = call.interp.truth(call.arg("always"));
  if (!call.arg("on_null").is_none()) value.on_null = call.interp.truth(call.arg("on_null"));
  value.options = identity_options(call);
  return Value::none();
}

std::string server_default_repr(Interpreter& interp, const Value& self) {
  return interp::payload<ServerDefaultData>(interp, self).value.repr();
}

Value fetched_init(Call& call) {
  server_default_of(call).kind = orm::ServerDefault::Kind::fetched;
  return Value::none();
}

Value default_clause_init(Call& call) {
  Context& owner = context(call.interp);
  orm::ServerDefault& value = server_default_of(call);
  if (call[0].is(interp::Kind::kStr)) {
    value.kind = orm::ServerDefault::Kind::text;
    value.text = std::string(call.text(0));
  } else {
    value.kind = orm::ServerDefault::Kind::clause;
    value.clause = find_clause(owner, call[0]);
  }
  return Value::none();
}

Value server_default_arg(Call& call) {
  const orm::ServerDefault& value = server_default_of(call);
  return value.clause ? wrap(context(call.interp), value.clause) : call.interp.str(value.text);
}

Value sequence_init(Call& call) {
  Context& owner = context(call.interp);
  auto sequence = orm::make_ref<orm::Sequence>(to_name(owner, call[0], call.arg("quote")),
                                               identity_options(call));
  const Value& schema = call.arg("schema");
  sequence->schema = to_name(owner, schema, call.arg("quote_schema"));
  const Value& type = call.arg("data_type");
  if (!type.is_none()) sequence->data_type = to_type(owner, type);
  sequence->optional = call.interp.truth(call.arg("optional"));
  const Value& metadata = call.arg("metadata");
  if (!metadata.is_none()) {
    auto& owning = *interp::payload<MetaDataData>(call.interp, metadata).metadata;
    if (schema.is_none()) sequence->schema = owning.schema();
    owning.add_sequence(sequence);
  }
  interp::payload<SequenceData>(call.interp, call.self).sequence = sequence;
  return Value::none();
}

std::string sequence_repr(Interpreter& interp, const Value& self) {
  return interp::payload<SequenceData>(interp, self).sequence->repr();
}

orm::Sequence& sequence_of(Call& call) {
  return *interp::payload<SequenceData>(call.interp, call.self).sequence;
}
Value sequence_name(Call& call) { return call.interp.str(sequence_of(call).name); }
Value sequence_schema(Call& call) {
  const std::string& schema = sequence_of(call).schema;
  return schema.empty() ? Value::none() : call.interp.str(schema);
}
Value sequence_metadata(Call& call) {
  orm::MetaData* metadata = sequence_of(call).metadata;
  return metadata == nullptr ? Value::none()
                             : wrap_metadata(context(call.interp), metadata->metadata_ref());
}
Value sequence_optional(Call& call) { return Value::boolean(sequence_of(call).optional); }
template <std::optional<int64_t> orm::IdentityOptions::*Member>
Value sequence_number(Call& call) {
  const std::optional<int64_t>& number = sequence_of(call).options.*Member;
  return number ? Value::integer(*number) : Value::none();
}
Value sequence_next_value(Call& call) {
  return wrap(context(call.interp), sequence_of(call).next_value());
}
// CREATE SEQUENCE, on databases that have them.
template <orm::Ref<orm::DDLElement> (*Make)(const orm::Sequence&, bool)>
Value sequence_ddl(Call& call) {
  orm::Bind& bind = bind_argument(call, call[0]);
  orm::Sequence& sequence = sequence_of(call);
  bind.run_ddl([&](orm::Bind& connection) {
    if (connection.dialect().supports_sequences) connection.execute_ddl(Make(sequence, false));
  });
  return Value::none();
}
Value yes(Call&) { return Value::boolean(true); }
Value no(Call&) { return Value::boolean(false); }

Type* make_computed_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "Computed", "sqlalchemy.sql.schema")
      .payload<ServerDefaultData>()
      .init("sqltext, persisted=None", guard<computed_init>)
      .property("persisted", guard<computed_persisted>)
      .property("sqltext", guard<computed_sqltext>)
      .build();
}

Type* make_identity_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "Identity", "sqlalchemy.sql.schema")
      .payload<ServerDefaultData>()
      .init(
          "always=False, on_null=None, start=None, increment=None, minvalue=None, maxvalue=None, "
          "nominvalue=None, nomaxvalue=None, cycle=None, cache=None, order=None",
          guard<identity_init>)
      .slots([](interp::Slots& slots) { slots.repr = guard<server_default_repr>; })
      .build();
}

Type* make_fetched_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "FetchedValue", "sqlalchemy.sql.schema")
      .payload<ServerDefaultData>()
      .init("for_update=False", guard<fetched_init>)
      .build();
}

Type* make_default_clause_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "DefaultClause", "sqlalchemy.sql.schema")
      .payload<ServerDefaultData>()
      .init("arg, for_update=False, _reflected=False", guard<default_clause_init>)
      .property("arg", guard<server_default_arg>)
      .slots([](interp::Slots& slots) { slots.repr = guard<server_default_repr>; })
      .build();
}

Type* make_sequence_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "Sequence", "sqlalchemy.sql.schema")
      .payload<SequenceData>()
      .init(
          "name, start=None, increment=None, minvalue=None, maxvalue=None, nominvalue=None, "
          "nomaxvalue=None, cycle=None, schema=None, cache=None, order=None, data_type=None, "
          "optional=False, quote=None, metadata=None, quote_schema=None, for_update=False",
          guard<sequence_init>)
      .property("name", guard<sequence_name>)
      .property("schema", guard<sequence_schema>)
      .property("metadata", guard<sequence_metadata>)
      .property("optional", guard<sequence_optional>)
      .property("start", guard<sequence_number<&orm::IdentityOptions::start>>)
      .property("increment", guard<sequence_number<&orm::IdentityOptions::increment>>)
      .property("minvalue", guard<sequence_number<&orm::IdentityOptions::minvalue>>)
      .property("maxvalue", guard<sequence_number<&orm::IdentityOptions::maxvalue>>)
      .property("cache", guard<sequence_number<&orm::IdentityOptions::cache>>)
      .property("is_sequence", yes)
      .property("is_callable", no)
      .property("is_clause_element", no)
      .property("is_scalar", no)
      .method("next_value", "", guard<sequence_next_value>)
      .method("create", "bind=None, checkfirst=True", guard<sequence_ddl<orm::CreateSequence>>)
      .method("drop", "bind=None, checkfirst=True", guard<sequence_ddl<orm::DropSequence>>)
      .slots([](interp::Slots& slots) { slots.repr = guard<sequence_repr>; })
      .build();
}

}  // namespace

void add_default_types(TypeTable& table) {
  table.emplace_back("Computed", make_computed_type);
  table.emplace_back("Identity", make_identity_type);
  table.emplace_back("FetchedValue", make_fetched_type);
  table.emplace_back("DefaultClause", make_default_clause_type);
  table.emplace_back("Sequence", make_sequence_type);
}

}  // namespace lessonrun::bind
