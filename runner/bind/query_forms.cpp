// Query's joins in all their forms, what it becomes (subquery, CTE, EXISTS, set operations), and
// its bulk changes. The file is just above 500 lines because the releases differ in each of them.
#include "orm/orm_error.h"
#include "orm/relationship.h"
#include "runner/bind/deprecated.h"
#include "runner/bind/hybrid.h"
#include "runner/bind/inheritance.h"
#include "runner/bind/instances.h"
#include "runner/bind/legacy.h"
#include "runner/bind/orm_events.h"
#include "runner/bind/query.h"
#include "runner/bind/refusal.h"
#include "runner/bind/relationships.h"
#include "runner/bind/session.h"
#include "runner/bind/statements.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

orm::Query& form_of(Call& call) { return query_data(call.interp, call.self).query; }

// ---- joins --------------------------------------------------------------------------------------

// One call of join(): 1.x takes relationship names, tuples, and several steps at once.
class JoinCall {
 public:
  JoinCall(Call& call, bool outer)
      : call_(call),
        owner_(context(call.interp)),
        query_(form_of(call)),
        left_(query_.first_mapper()),
        outer_(outer || flag("isouter")),
        full_(flag("full")),
        aliased_(flag("aliased")) {}

  Value run() {
    const std::vector<Value>& steps = items(call_[0]);
    if (aliased_) {
      warn_removed_in_20(owner_,
                         "The ``aliased`` and ``from_joinpoint`` keyword arguments to Query.join() "
                         "are deprecated and will be removed in SQLAlchemy 2.0.");
    }
    if (steps.size() == 2 && is_target(steps[0]) && !steps[1].is(Kind::kTuple)) {
      step(steps[0], steps[1]);
    } else {
      for (const Value& item : steps) {
        if (item.is(Kind::kTuple) && !owner_.profile.future) {
          warn_removed_in_20(owner_,
                             "Query.join() will no longer accept tuples as arguments in SQLAlchemy "
                             "2.0.");
          std::vector<Value> pair = call_.interp.to_vector(item);
          step(pair[0], pair.size() > 1 ? pair[1] : Value::none());
        } else {
          step(item, Value::none());
        }
      }
    }
    if (steps_ > 1) {
      warn_removed_in_20(
          owner_,
          "Passing a chain of multiple join conditions to Query.join() is deprecated and will be "
          "removed in SQLAlchemy 2.0. Please use individual join() calls per relationship.");
    }
    if (aliased_) query_ = query_.with_joinpoint(alias_);
    return derived_query(call_, std::move(query_));
  }

 private:
  bool flag(const char* name) {
    for (auto& [key, value] : dict_items(owner_, call_[1])) {
      if (key == name) return call_.interp.truth(value);
    }
    return false;
  }

  bool is_target(const Value& value) {
    orm::ClauseRef clause = find_clause(owner_, value);
    return clause != nullptr &&
           (clause->kind() == orm::NodeKind::entity || orm::as_from(clause.get()) != nullptr);
  }

  orm::ClauseRef named(std::string_view name) {
    const orm::RelationshipProperty* found = left_ == nullptr ? nullptr : left_->relationship(name);
    if (found == nullptr && left_ != nullptr) {
      // A synonym of one.
      const orm::ClauseRef entity = left_->entity();
      const orm::ColumnRef attribute = left_->class_manager().class_attribute(
          static_cast<const orm::EntityElement&>(*entity), name);
      const orm::RelationshipElement* element = orm::as_relationship(attribute.get());
      if (element != nullptr) found = element->relationship;
    }
    if (found == nullptr) {
      raise_error(owner_, orm::InvalidRequestError::cls,
                  "Entity '" + (left_ == nullptr ? std::string("None") : left_->str()) +
                      "' has no property '" + std::string(name) + "'");
    }
    return orm::make_ref<orm::RelationshipElement>(*found, alias_);
  }

  orm::ClauseRef element(const Value& value) {
    if (value.is(Kind::kStr) && !owner_.profile.legacy_orm_removed) {
      warn_removed_in_20(
          owner_,
          "Using strings to indicate relationship names in Query.join() is deprecated and will be "
          "removed in SQLAlchemy 2.0.  Please use the class-bound attribute directly.");
      if (left_ != nullptr) left_->registry().configure();
      return named(call_.interp.text(value));
    }
    if (orm::ClauseRef found = find_clause(owner_, value)) return found;
    raise_error(owner_, orm::ArgumentError::cls,
                "Join target, typically a FROM expression, or ORM relationship attribute expected, "
                "got " +
                    call_.interp.repr(value) + ".");
  }

  void step(const Value& first, const Value& second) {
    ++steps_;
    orm::ClauseRef target = element(first);
    orm::ClauseRef onclause;
    if (!second.is_none()) onclause = element(second);
    const orm::RelationshipElement* relationship = orm::as_relationship(target.get());
    if (relationship == nullptr) relationship = orm::as_relationship(onclause.get());
    // The element may go with what it was given as.
    const orm::RelationshipProperty* along =
        relationship == nullptr ? nullptr : relationship->relationship;
    if (aliased_ && relationship != nullptr) {
      alias_ = orm::aliased(along->mapper());
      target = relationship->of_type(alias_);
      onclause = nullptr;
    }
    query_ = query_.join(target, onclause, outer_, full_);
    if (along != nullptr) {
      left_ = &along->mapper();
    } else if (target->kind() == orm::NodeKind::entity) {
      left_ = static_cast<const orm::EntityElement&>(*target).mapper;
    }
  }

  Call& call_;
  Context& owner_;
  orm::Query query_;
  const orm::Mapper* left_;
  orm::Ref<orm::EntityElement> alias_;
  bool outer_, full_, aliased_;
  size_t steps_ = 0;
};

template <bool Outer>
Value query_join(Call& call) {
  for (auto& [name, value] : dict_items(context(call.interp), call[1])) {
    if (name == "isouter" || name == "full" || name == "aliased") continue;
    if (name == "from_joinpoint") {
      if (!call.interp.truth(value)) continue;
      call.interp.unsupported(
          "Query.join(from_joinpoint=)",
          "join(..., from_joinpoint=True) is not supported; name the left side, "
          "as in join(User.addresses)");
    }
    call.interp.raise("TypeError", "join() got an unexpected keyword argument '" + name + "'");
  }
  Value joined = JoinCall(call, Outer).run();
  Context& owner = context(call.interp);
  if (owner.profile.checks_joins_at_once) {
    check_lowering(owner, query_data(call.interp, joined).query);
  }
  return joined;
}

Value query_reset_joinpoint(Call& call) {
  return derived_query(call, form_of(call).with_joinpoint(nullptr));
}

// ---- what a query becomes -----------------------------------------------------------------------

orm::Ref<orm::Select> plain(Call& call) {
  if (form_of(call).full_statement() != nullptr) {
    raise_error(context(call.interp), orm::InvalidRequestError::cls,
                "Can't call this method on a Query that uses from_statement()");
  }
  return form_of(call).plain_statement();
}

orm::Name name_of(Call& call, size_t i) { return to_name(context(call.interp), call[i]); }

Value query_subquery(Call& call) {
  orm::Ref<orm::Select> statement =
      call.interp.truth(call[1]) ? form_of(call).statement() : plain(call);
  if (call.interp.truth(call[2])) statement = statement->reduce_columns();
  return wrap(context(call.interp), statement->subquery(name_of(call, 0)));
}

Value query_cte(Call& call) {
  return wrap(context(call.interp), plain(call)->cte(name_of(call, 0), call.interp.truth(call[1]),
                                                     call.interp.truth(call[2])));
}

Value query_scalar_subquery(Call& call) {
  return wrap(context(call.interp), plain(call)->scalar_subquery());
}

Value query_label(Call& call) {
  return wrap(context(call.interp), plain(call)->scalar_subquery()->label(name_of(call, 0)));
}

Value query_exists(Call& call) {
  orm::Ref<orm::Select> statement = plain(call);
  if (statement->from_list.empty() && statement->from_entities.empty()) {
    for (const orm::ClauseRef& element : statement->raw_columns) {
      if (element->kind() != orm::NodeKind::entity) continue;
      statement = statement->select_from({element});
      break;
    }
  }
  statement = statement->with_only_columns(
      {orm::literal_column("1")}, statement->from_list.empty() && statement->from_entities.empty());
  return wrap(context(call.interp), statement->exists());
}

constexpr char kUnion[] = "UNION";
constexpr char kUnionAll[] = "UNION ALL";
constexpr char kIntersect[] = "INTERSECT";
constexpr char kIntersectAll[] = "INTERSECT ALL";
constexpr char kExcept[] = "EXCEPT";
constexpr char kExceptAll[] = "EXCEPT ALL";

template <const char* Keyword>
Value query_set_operation(Call& call) {
  std::vector<orm::Query> others;
  for (const Value& item : items(call[0])) {
    others.push_back(query_data(call.interp, item).query);
  }
  return derived_query(call, form_of(call).set_operation(Keyword, others));
}

Value query_from_self(Call& call) {
  std::vector<orm::ClauseRef> entities;
  if (!items(call[0]).empty()) {
    entities = to_select_elements(context(call.interp), items(call[0]));
  }
  return derived_query(call, form_of(call).from_self(entities));
}

Value query_select_entity_from(Call& call) {
  return derived_query(
      call, form_of(call).select_entity_from(to_queried_from(context(call.interp), call[0])));
}

Value query_from_statement(Call& call) {
  Context& owner = context(call.interp);
  if (call[0].is(Kind::kStr)) raise_textual(owner, "Textual SQL expression", call[0]);
  orm::ClauseRef statement = find_clause(owner, call[0]);
  const bool is_statement = statement != nullptr && (statement->kind() >= orm::NodeKind::select ||
                                                     statement->kind() == orm::NodeKind::text);
  if (!is_statement && owner.profile.select_list_style) {
    raise_error(owner, orm::ArgumentError::cls,
                "from_statement accepts text(), select(), and union() objects only.");
  }
  if (!is_statement) {
    raise_error(owner, orm::ArgumentError::cls,
                "SELECT construct or equivalent text() construct expected, got " +
                    call.interp.repr(call[0]) + ".");
  }
  return derived_query(call, form_of(call).from_statement(statement));
}

Value query_with_parent(Call& call) {
  Context& owner = context(call.interp);
  orm::InstanceState& parent = to_state(owner, call[0]);
  parent.mapper().registry().configure();
  orm::ClauseRef clause;
  if (call[1].is(Kind::kStr)) warn_of_parent_name(owner);
  if (call[1].is_none() || call[1].is(Kind::kStr)) {
    const orm::Mapper* target = form_of(call).first_mapper();
    for (const orm::RelationshipProperty* relationship : parent.mapper().relationships()) {
      bool wanted = call[1].is_none() ? &relationship->mapper() == target
                                      : relationship->key() == call.interp.text(call[1]);
      if (!wanted) continue;
      clause = orm::make_ref<orm::RelationshipElement>(*relationship, nullptr);
      break;
    }
  } else {
    clause = find_clause(owner, call[1]);
  }
  const orm::RelationshipElement* element = orm::as_relationship(clause.get());
  if (element == nullptr) {
    raise_error(
        owner, orm::InvalidRequestError::cls,
        "Could not locate a property which relates instances of class '" +
            (form_of(call).first_mapper() == nullptr ? std::string("None")
                                                     : form_of(call).first_mapper()->class_name()) +
            "' to instances of class '" + parent.mapper().class_name() + "'");
  }
  return derived_query(call, form_of(call).filter({element->with_parent(parent)}));
}

// ---- passed on to the select() ------------------------------------------------------------------

Value query_with_for_update(Call& call) {
  orm::ForUpdate arguments;
  arguments.nowait = call.interp.truth(call[0]);
  arguments.read = call.interp.truth(call[1]);
  arguments.skip_locked = call.interp.truth(call[3]);
  arguments.key_share = call.interp.truth(call[4]);
  if (!call[2].is_none()) {
    call.interp.unsupported("Query.with_for_update(of=)",
                            "use select(...).with_for_update(of=...)");
  }
  return derived_query(
      call, form_of(call).changed(form_of(call).select_statement()->with_for_update(arguments)));
}

Value query_correlate(Call& call) {
  std::vector<orm::Ref<orm::FromClause>> froms;
  for (const Value& item : items(call[0])) {
    if (!item.is_none()) froms.push_back(to_from(context(call.interp), item));
  }
  return derived_query(
      call, form_of(call).changed(form_of(call).select_statement()->correlate(std::move(froms))));
}

Value query_add_entity(Call& call) {
  if (call.given(1) && !call[1].is_none()) {
    call.interp.unsupported("Query.add_entity(alias=)",
                            "add_entity(..., alias=...) is not supported; give it aliased(...)");
  }
  return derived_query(
      call, form_of(call).add_columns(to_select_elements(context(call.interp), {call[0]})));
}

Value query_yield_per(Call& call) {
  return derived_query(call, form_of(call).yield_per(static_cast<size_t>(call.integer(0))));
}

Value query_enable_assertions(Call& call) {
  return derived_query(call, form_of(call).enable_assertions(call.interp.truth(call[0])));
}

// 1.x: the query's first class with columns of the classes below it.
Value query_with_polymorphic(Call& call) {
  Context& owner = context(call.interp);
  const orm::Ref<orm::Select>& statement = form_of(call).select_statement();
  const orm::Mapper* mapper = form_of(call).first_mapper();
  if (mapper == nullptr) {
    raise_error(owner, orm::InvalidRequestError::cls, "No primary mapper set up for this Query.");
  }
  if (!call[2].is_none()) {
    call.interp.unsupported("Query.with_polymorphic(polymorphic_on=)",
                            "use orm.with_polymorphic() and query what it returns");
  }
  auto changed = orm::make_ref<orm::Select>(*statement);
  for (orm::ClauseRef& element : changed->raw_columns) {
    if (element->kind() != orm::NodeKind::entity) continue;
    element = polymorphic_entity(owner, *mapper, call[0], call[1]);
    break;
  }
  return derived_query(call, form_of(call).changed(changed));
}

Value query_execution_options(Call& call) {
  orm::Options options;
  for (auto& [name, value] : dict_items(context(call.interp), call[0])) {
    options.emplace_back(name, to_orm(context(call.interp), value));
  }
  return derived_query(call, form_of(call).execution_options(std::move(options)));
}

// ---- bulk changes -------------------------------------------------------------------------------

// What after_bulk_update and after_bulk_delete see of a bulk change.
Value tell_bulk_change(Call& call, orm::SessionEvent event, const Value& values,
                       const std::optional<orm::Value>& synchronize, int64_t rows) {
  Context& owner = context(call.interp);
  Interpreter& interp = call.interp;
  orm::Session& session = form_of(call).session();
  Value count = Value::integer(rows);
  if (session.listener == nullptr || !session.listener->listens(session, event)) return count;
  const bool fetches = synchronize && *synchronize == orm::Value(std::string("fetch"));
  const bool off = synchronize && *synchronize == orm::Value(false);
  const char* strategy = fetches ? "Fetch" : off ? "" : "Evaluate";
  const bool update = event == orm::SessionEvent::after_bulk_update;
  auto make = [&](const char* name) {
    return interp.call(interp.make_class(name, {}, interp.dict()));
  };
  std::string name = update ? "BulkUpdate" : "BulkDelete";
  if (owner.profile.bulk_names_strategy) name += strategy;
  Value operation = make(name.c_str());
  Value result =
      make(owner.profile.legacy_rows && owner.profile.select_list_style ? "ResultProxy"
                                                                        : "CursorResult");
  Value owner_session = static_cast<const SessionHandle&>(*session.info).object.lock();
  interp.setattr(result, "rowcount", count);
  interp.setattr(operation, "query", call.self);
  interp.setattr(operation, "session", owner_session);
  interp.setattr(operation, "result", result);
  interp.setattr(operation, "rowcount", count);
  if (const orm::Mapper* mapper = form_of(call).first_mapper()) {
    interp.setattr(operation, "mapper", wrap_mapper(owner, *mapper));
  }
  if (update) interp.setattr(operation, "values", values);
  tell_bulk(owner, owner_session, event, operation);
  return count;
}

Value query_update(Call& call) {
  Context& owner = context(call.interp);
  bool ordered = false;
  if (call.given(2) && !call[2].is_none()) {
    for (auto& [name, value] : dict_items(owner, call[2])) {
      if (name != "preserve_parameter_order") {
        call.interp.unsupported("Query.update(update_args=)",
                                "update(..., update_args={'" + name + "': ...}) is not supported");
      }
      ordered = call.interp.truth(value);
    }
  }
  // 1.3 looks the names up before anything else.
  const orm::Mapper* mapper = form_of(call).first_mapper();
  if (owner.profile.class_in_errors && mapper != nullptr && call[0].is(Kind::kDict)) {
    for (const Value& key : call.interp.to_vector(call[0])) {
      if (!key.is(Kind::kStr)) continue;
      const Type* type = mapped_type(*mapper);
      auto* name = key.as<interp::StrObject>();
      if (mapper->find(name->text) ||
          (type != nullptr && call.interp.type_lookup(const_cast<Type*>(type), name) != nullptr)) {
        continue;
      }
      raise_error(owner, orm::InvalidRequestError::cls,
                  "Entity '" + mapper->class_repr() + "' has no property '" + name->text + "'");
    }
  }
  std::optional<orm::Value> synchronize;
  if (call.given(1)) synchronize = to_orm(owner, call[1]);
  orm::ClauseRef target;
  if (mapper != nullptr) target = mapper->entity();
  orm::Assignments values = call[0].is(Kind::kDict)
                                ? to_assignments(owner, with_computed_names(owner, target, call[0]))
                                : to_assignment_pairs(owner, call.interp.to_vector(call[0]));
  const int64_t rows = form_of(call).update(std::move(values), synchronize, ordered);
  return tell_bulk_change(call, orm::SessionEvent::after_bulk_update, call[0], synchronize, rows);
}

Value query_delete(Call& call) {
  std::optional<orm::Value> synchronize;
  if (call.given(0)) synchronize = to_orm(context(call.interp), call[0]);
  const int64_t rows = form_of(call).delete_(synchronize);
  return tell_bulk_change(call, orm::SessionEvent::after_bulk_delete, Value(), synchronize, rows);
}

const Binding kFormRows[] = {
    {"join", "*props, **kwargs", guard<query_join<false>>, "{self}.join({args})"},
    {"outerjoin", "*props, **kwargs", guard<query_join<true>>, "{self}.outerjoin({args})"},
    {"reset_joinpoint", "", guard<query_reset_joinpoint>, "{self}.with_joinpoint(nullptr)"},
    {"subquery", "name=None, with_labels=False, reduce_columns=False", guard<query_subquery>,
     "{self}.statement()->subquery({name})"},
    {"cte", "name=None, recursive=False, nesting=False", guard<query_cte>,
     "{self}.statement()->cte({name})"},
    {"scalar_subquery", "", guard<query_scalar_subquery>, "{self}.statement()->scalar_subquery()"},
    {"as_scalar", "", guard<query_scalar_subquery>, "{self}.statement()->scalar_subquery()"},
    {"label", "name", guard<query_label>, "{self}.statement()->scalar_subquery()->label({name})"},
    {"exists", "", guard<query_exists>, "{self}.statement()->exists()"},
    {"union", "*q", guard<query_set_operation<kUnion>>,
     "{self}.set_operation(\"UNION\", {{args}})"},
    {"union_all", "*q", guard<query_set_operation<kUnionAll>>,
     "{self}.set_operation(\"UNION ALL\", {{args}})"},
    {"intersect", "*q", guard<query_set_operation<kIntersect>>,
     "{self}.set_operation(\"INTERSECT\", {{args}})"},
    {"intersect_all", "*q", guard<query_set_operation<kIntersectAll>>,
     "{self}.set_operation(\"INTERSECT ALL\", {{args}})"},
    {"except_", "*q", guard<query_set_operation<kExcept>>,
     "{self}.set_operation(\"EXCEPT\", {{args}})"},
    {"except_all", "*q", guard<query_set_operation<kExceptAll>>,
     "{self}.set_operation(\"EXCEPT ALL\", {{args}})"},
    {"from_statement", "statement", guard<query_from_statement>,
     "{self}.from_statement({statement})"},
    {"with_parent", "instance, property=None, from_entity=None", guard<query_with_parent>,
     "{self}.filter({args})"},
    {"with_for_update", "nowait=False, read=False, of=None, skip_locked=False, key_share=False",
     guard<query_with_for_update>, "{self}.with_for_update({args})"},
    {"correlate", "*fromclauses", guard<query_correlate>, "{self}.correlate({args})"},
    {"add_entity", "entity, alias=None", guard<query_add_entity>, "{self}.add_columns({entity})"},
    {"add_column", "column", guard<query_add_entity>, "{self}.add_columns({column})"},
    {"enable_assertions", "value", guard<query_enable_assertions>,
     "{self}.enable_assertions({value})"},
    {"yield_per", "count", guard<query_yield_per>, "{self}.yield_per({count})"},
    {"execution_options", "**kwargs", guard<query_execution_options>,
     "{self}.execution_options({args})"},
    {"update", "values, synchronize_session=?, update_args=None", guard<query_update>,
     "{self}.update({args})"},
    {"delete", "synchronize_session=?, delete_args=None", guard<query_delete>,
     "{self}.delete_({args})"},
};

const Binding kLegacyFormRows[] = {
    {"with_polymorphic", "cls_or_mappers, selectable=None, polymorphic_on=None",
     guard<query_with_polymorphic>, "!select with_polymorphic() of the class"},
    {"from_self", "*entities", guard<query_from_self>, "{self}.from_self({args})"},
    {"select_entity_from", "from_obj", guard<query_select_entity_from>,
     "{self}.select_entity_from({from_obj})"},
};

}  // namespace

void check_lowering(Context& owner, const orm::Query& query) {
  if (query.select_statement()->raw_columns.empty()) return;
  orm::orm_plugin().lower(query.statement(), owner.profile);
}

void add_query_forms(interp::TypeBuilder& builder, Context& owner) {
  add_bindings(builder, kFormRows);
  if (!owner.profile.legacy_orm_removed) add_bindings(builder, kLegacyFormRows);
}

std::vector<BindingTable> query_form_tables() {
  return {{"sqlalchemy.orm", "Query", kFormRows, std::size(kFormRows)},
          {"sqlalchemy.orm", "Query", kLegacyFormRows, std::size(kLegacyFormRows)}};
}

}  // namespace lessonrun::bind
