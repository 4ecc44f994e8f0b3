// CREATE, DROP and ALTER as Python objects: CreateTable(t), DropIndex(i), DDL("...").
#include <algorithm>

#include "orm/orm_error.h"
#include "runner/bind/dialects.h"
#include "runner/bind/schema.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Value;

namespace {

using Op = orm::DDLElement::Op;

orm::Ref<orm::Table> table_argument(Call& call) {
  return orm::Ref<orm::Table>(&to_table(context(call.interp), call[0], "columns"));
}

Value create_table(Call& call) {
  Context& owner = context(call.interp);
  auto ddl = orm::CreateTable(*table_argument(call), call.interp.truth(call.arg("if_not_exists")));
  const Value& kept = call.arg("include_foreign_key_constraints");
  if (kept && !kept.is_none()) {
    std::vector<const orm::Constraint*> wanted;
    for (const Value& item : call.interp.to_vector(kept)) {
      wanted.push_back(interp::payload<ConstraintData>(call.interp, item).constraint.get());
    }
    for (const orm::Constraint* key : table_argument(call)->foreign_key_constraints()) {
      if (std::find(wanted.begin(), wanted.end(), key) == wanted.end()) ddl->later.push_back(key);
    }
  }
  return wrap(owner, ddl);
}

Value create_column(Call& call) {
  orm::ClauseRef column = find_clause(context(call.interp), call[0]);
  return wrap(context(call.interp),
              orm::make_ref<orm::DDLElement>(Op::create_column, column.get()));
}

Value drop_table(Call& call) {
  return wrap(context(call.interp),
              orm::DropTable(*table_argument(call), call.interp.truth(call.arg("if_exists"))));
}

Value create_index(Call& call) {
  const auto& index = interp::payload<IndexData>(call.interp, call[0]).index;
  return wrap(context(call.interp),
              orm::CreateIndex(*index, call.interp.truth(call.arg("if_not_exists"))));
}

Value drop_index(Call& call) {
  const auto& index = interp::payload<IndexData>(call.interp, call[0]).index;
  return wrap(context(call.interp),
              orm::DropIndex(*index, call.interp.truth(call.arg("if_exists"))));
}

Value add_constraint(Call& call) {
  const auto& constraint = interp::payload<ConstraintData>(call.interp, call[0]).constraint;
  // From now on it is no part of CREATE TABLE.
  constraint->isolated = true;
  return wrap(context(call.interp), orm::AddConstraint(*constraint));
}

Value drop_constraint(Call& call) {
  const auto& constraint = interp::payload<ConstraintData>(call.interp, call[0]).constraint;
  constraint->isolated = true;
  return wrap(context(call.interp),
              orm::DropConstraint(*constraint, call.interp.truth(call.arg("if_exists")),
                                  call.interp.truth(call.arg("cascade"))));
}

Value create_sequence(Call& call) {
  const auto& sequence = interp::payload<SequenceData>(call.interp, call[0]).sequence;
  return wrap(context(call.interp),
              orm::CreateSequence(*sequence, call.interp.truth(call.arg("if_not_exists"))));
}

Value drop_sequence(Call& call) {
  const auto& sequence = interp::payload<SequenceData>(call.interp, call[0]).sequence;
  return wrap(context(call.interp),
              orm::DropSequence(*sequence, call.interp.truth(call.arg("if_exists"))));
}

Value create_schema(Call& call) {
  return wrap(
      context(call.interp),
      orm::CreateSchema(std::string(call.text(0)), call.interp.truth(call.arg("if_not_exists"))));
}

Value drop_schema(Call& call) {
  return wrap(context(call.interp),
              orm::DropSchema(std::string(call.text(0)), call.interp.truth(call.arg("if_exists")),
                              call.interp.truth(call.arg("cascade"))));
}

template <Op Which>
Value comment(Call& call) {
  orm::ClauseRef clause = find_clause(context(call.interp), call[0]);
  return wrap(context(call.interp), orm::make_ref<orm::DDLElement>(Which, clause.get()));
}

Value ddl_text(Call& call) {
  if (!call[0].is(interp::Kind::kStr)) {
    raise_error(
        context(call.interp), orm::ArgumentError::cls,
        "Expected a string or unicode SQL statement, got '" + call.interp.repr(call[0]) + "'");
  }
  auto ddl = orm::DDL(std::string(call.text(0)));
  const Value& given = call.arg("context");
  if (given && !given.is_none()) {
    for (auto& [name, value] : dict_items(context(call.interp), given)) {
      ddl->context.emplace_back(name, call.interp.str_of(value));
    }
  }
  return wrap(context(call.interp), ddl);
}

// CreateEnumType(type) and its kin, of PostgreSQL.
template <Op Operation>
Value type_statement(Call& call) {
  Context& owner = context(call.interp);
  return wrap(owner, orm::make_ref<orm::DDLElement>(Operation, to_type(owner, call[0]).get()));
}

const Binding kTypeRows[] = {
    {"CreateEnumType", "element", guard<type_statement<Op::create_type>>,
     "!orm::DDLElement is made by create_all()", BindingKind::function},
    {"DropEnumType", "element", guard<type_statement<Op::drop_type>>,
     "!orm::DDLElement is made by create_all()", BindingKind::function},
    {"CreateDomainType", "element", guard<type_statement<Op::create_type>>,
     "!orm::DDLElement is made by create_all()", BindingKind::function},
    {"DropDomainType", "element", guard<type_statement<Op::drop_type>>,
     "!orm::DDLElement is made by create_all()", BindingKind::function},
};

const Binding kDdlRows[] = {
    {"CreateTable", "element, include_foreign_key_constraints=None, if_not_exists=False",
     guard<create_table>, "CreateTable({element}, {if_not_exists})", BindingKind::function},
    {"CreateColumn", "element", guard<create_column>, "orm::column_ddl({element})",
     BindingKind::function},
    {"DropTable", "element, if_exists=False", guard<drop_table>,
     "DropTable({element}, {if_exists})", BindingKind::function},
    {"CreateIndex", "element, if_not_exists=False", guard<create_index>,
     "CreateIndex({element}, {if_not_exists})", BindingKind::function},
    {"DropIndex", "element, if_exists=False", guard<drop_index>,
     "DropIndex({element}, {if_exists})", BindingKind::function},
    {"AddConstraint", "element", guard<add_constraint>, "orm::AddConstraint({element})",
     BindingKind::function},
    {"DropConstraint", "element, cascade=False, if_exists=False", guard<drop_constraint>,
     "orm::DropConstraint({element})", BindingKind::function},
    {"CreateSequence", "element, if_not_exists=False", guard<create_sequence>,
     "orm::CreateSequence({element})", BindingKind::function},
    {"DropSequence", "element, if_exists=False", guard<drop_sequence>,
     "orm::DropSequence({element})", BindingKind::function},
    {"CreateSchema", "name, if_not_exists=False, quote=None", guard<create_schema>,
     "orm::CreateSchema({name})", BindingKind::function},
    {"DropSchema", "name, cascade=False, if_exists=False, quote=None", guard<drop_schema>,
     "orm::DropSchema({name})", BindingKind::function},
    {"SetTableComment", "element", guard<comment<Op::set_table_comment>>,
     "!orm::DDLElement is made by create_all()", BindingKind::function},
    {"DropTableComment", "element", guard<comment<Op::drop_table_comment>>,
     "!orm::DDLElement is made by create_all()", BindingKind::function},
    {"SetColumnComment", "element", guard<comment<Op::set_column_comment>>,
     "!orm::DDLElement is made by create_all()", BindingKind::function},
    {"DropColumnComment", "element", guard<comment<Op::drop_column_comment>>,
     "!orm::DDLElement is made by create_all()", BindingKind::function},
    {"DDL", "statement, context=None", guard<ddl_text>, "orm::DDL({statement})",
     BindingKind::function},
};

// The function of execute_if(callable_=).
class DdlCondition final : public orm::RefCounted {
 public:
  DdlCondition(Context& owner, Value ddl, Value function, Value state)
      : owner_(owner),
        ddl_(std::move(ddl)),
        function_(std::move(function)),
        state_(std::move(state)) {}
  bool holds(const Value& target, const Value& connection, const Value& tables,
             const orm::DdlEvent& event) const {
    const Value none = Value::none();
    // 2.0 has forgotten it by then.
    const Value checkfirst =
        owner_.profile.ddl_conditions ? Value::none() : Value::boolean(event.checkfirst);
    const Value dialect = wrap_dialect(
        owner_,
        std::shared_ptr<const orm::Dialect>(&event.connection.dialect(), [](const auto*) {}));
    std::vector<std::pair<std::string_view, Value>> keywords = {
        {"tables", tables}, {"state", state_}, {"checkfirst", checkfirst}};
    if (owner_.profile.ddl_conditions) {
      keywords.push_back({"dialect", dialect});
      keywords.push_back({"compiler", none});
    }
    const std::vector<Value> arguments = {ddl_, target, connection};
    return owner_.interp.truth(owner_.interp.call(function_, arguments, keywords));
  }

 private:
  Context& owner_;
  Value ddl_, function_, state_;
};

// DDL(..).execute_if(dialect="postgresql"): a copy that only runs there.
Value execute_if(Call& call) {
  orm::ClauseRef clause = find_clause(context(call.interp), call.self);
  auto copy = orm::make_ref<orm::DDLElement>(static_cast<const orm::DDLElement&>(*clause));
  if (!call[1].is_none()) {
    copy->condition =
        orm::make_ref<DdlCondition>(context(call.interp), call.self, call[1], call[2]);
  }
  if (call[0].is(interp::Kind::kStr)) {
    copy->dialects.emplace_back(call.text(0));
  } else if (!call[0].is_none()) {
    for (const Value& name : call.interp.to_vector(call[0])) {
      copy->dialects.push_back(call.interp.str_of(name));
    }
  }
  return wrap(context(call.interp), copy);
}

Value ddl_statement(Call& call) {
  orm::ClauseRef clause = find_clause(context(call.interp), call.self);
  return call.interp.str(static_cast<const orm::DDLElement&>(*clause).sql);
}

// The base of what a lesson derives its own DDL from.
interp::Type* make_ddl_element_type(Context& owner) {
  const char* name = owner.profile.ddl_conditions ? "ExecutableDDLElement" : "DDLElement";
  return interp::TypeBuilder(owner.interp, name, "sqlalchemy.sql.ddl")
      .base(owner.type("ClauseElement"))
      .build();
}

Value ddl_context(Call& call) {
  orm::ClauseRef clause = find_clause(context(call.interp), call.self);
  Value dict = call.interp.dict();
  for (const auto& [name, value] : static_cast<const orm::DDLElement&>(*clause).context) {
    call.interp.setitem(dict, call.interp.str(name), call.interp.str(value));
  }
  return dict;
}

// `<DDL@140215337102352; 'CREATE ..'>`
std::string ddl_repr(interp::Interpreter& interp, const Value& self) {
  orm::ClauseRef clause = find_clause(context(interp), self);
  const auto& ddl = static_cast<const orm::DDLElement&>(*clause);
  char address[40];
  std::snprintf(address, sizeof address, "%p", static_cast<const void*>(clause.get()));
  if (ddl.op != Op::text) {
    return std::string("<sqlalchemy.sql.ddl.DDL object at ") + address + ">";
  }
  return "<DDL@" + std::to_string(reinterpret_cast<uintptr_t>(clause.get())) + "; " +
         interp.repr(interp.str(ddl.sql)) + ">";
}

interp::Type* make_ddl_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "DDL", "sqlalchemy.sql.ddl")
      .base(owner.type("DDLElement"))
      .method("execute_if", "dialect=None, callable_=None, state=None", guard<execute_if>)
      .property("statement", guard<ddl_statement>)
      .property("context", guard<ddl_context>)
      .slots([](interp::Slots& slots) { slots.repr = guard<ddl_repr>; })
      .abstract()
      .build();
}

}  // namespace

bool ddl_condition_holds(const orm::DDLElement& ddl, const Value& target, const Value& connection,
                         const Value& tables, const orm::DdlEvent& event) {
  const auto* condition = dynamic_cast<const DdlCondition*>(ddl.condition.get());
  return condition == nullptr || condition->holds(target, connection, tables, event);
}

void add_ddl_types(TypeTable& table) {
  table.emplace_back("DDLElement", make_ddl_element_type);
  table.emplace_back("DDL", make_ddl_type);
}

std::vector<BindingTable> ddl_tables() {
  return {{"sqlalchemy.schema", nullptr, kDdlRows, std::size(kDdlRows)},
          {"sqlalchemy.dialects.postgresql", nullptr, kTypeRows, std::size(kTypeRows)}};
}

}  // namespace lessonrun::bind
