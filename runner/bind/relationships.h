// relationship() as Python declares it, and the attributes and collections it leads to.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "orm/relationship.h"
#include "runner/bind/context.h"
#include "runner/bind/instances.h"
#include "runner/bind/mapped_dataclass.h"

namespace lessonrun::bind {

/// Which collection holds the members of a relationship: what `collection_class` says, made ready
/// when the mappers are configured. Without it, a list or a set.
struct CollectionClass final : orm::RefCounted {
  enum class Kind : uint8_t { list, set };
  Kind kind = Kind::list;
  interp::Value given;    ///< a class, or what makes collections; undefined: by `kind`
  interp::Value factory;  ///< what makes them, once it is known to
};

/// The keywords of relationship() and backref(): what is known at once, and what is looked up when
/// the mappers are configured.
struct RelationshipArguments {
  orm::RelationshipArgs args;
  std::map<std::string, interp::Value> late;
  bool lazy_given = false;
  DataclassOptions dataclass;
  std::shared_ptr<RelationshipArguments> backref;
};

/// The payload of relationship(...).
struct RelationshipData : interp::Payload {
  void clear_references() noexcept override {
    target.reset();
    arguments = {};
  }
  interp::Value target;  ///< the argument: class, string, callable; undefined: the annotation's
  RelationshipArguments arguments;
};

/// The arguments for a class: what they name as strings is looked up in `registry`. `annotation` is
/// what stands in Mapped[...], undefined without one.
orm::RelationshipArgs relationship_args(Context& context, const RelationshipData& data,
                                        const orm::Registry& registry, interp::Type& owner,
                                        const std::string& key, const interp::Value& annotation);

/// Makes the class of the collections tell of changes. ArgumentError where it cannot be one.
void prepare_collection(Context& context, CollectionClass& cls);
/// A new empty collection for an attribute of an object.
interp::Value make_collection(Context& context, const orm::RelationshipProperty& relationship,
                              PythonState& owner);
/// The members of a collection object, and as states: None is an empty one.
std::vector<interp::Value> collection_values(interp::Interpreter& interp,
                                             const interp::Value& collection);
std::vector<orm::Instance> collection_members(Context& context, const interp::Value& collection);
/// Changes without telling anybody.
void put_into_collection(Context& context, const interp::Value& collection,
                         const interp::Value& member);
void put_into_collection(Context& context, const interp::Value& collection,
                         const std::vector<orm::Instance>& members);
void take_from_collection(Context& context, const interp::Value& collection,
                          const interp::Value& member);
/// Changes by the collection's own methods, which tell. False for the ORM's lists, and where
/// something is taken out, its sets: they are changed from outside.
bool append_by_role(Context& context, const interp::Value& collection, const interp::Value& member,
                    const orm::Initiator& initiator);
bool remove_by_role(Context& context, const interp::Value& collection, const interp::Value& member,
                    const orm::Initiator& initiator);
/// What may be assigned to a collection attribute: its members. TypeError for other objects.
/// `made`: the new collection, still empty.
std::vector<interp::Value> assigned_members(Context& context,
                                            const orm::RelationshipProperty& relationship,
                                            PythonState& owner, const interp::Value& value,
                                            interp::Value& made);
/// An expression, as SQLAlchemy's ColumnArgumentRole takes it. ArgumentError for other objects.
orm::ColumnRef column_argument(Context& context, const interp::Value& value, const char* argument);

/// The class attribute of a relationship.
interp::Value wrap_relationship(Context& context, orm::Ref<orm::RelationshipElement> element);

/// A mapped class, or an alias of one, as a Python object.
interp::Value wrap_entity(Context& context, const orm::ClauseRef& clause);

void add_relationship_types(std::vector<std::pair<std::string, TypeMaker>>& table);
/// What an attribute with lazy="dynamic" or "write_only" gives.
interp::Value wrap_dynamic(Context& context, const interp::Value& object,
                           const orm::RelationshipProperty& relationship);

void add_dynamic_types(std::vector<std::pair<std::string, TypeMaker>>& table);
/// What registry has for classes without a declarative base.
/// join() and outerjoin() of sqlalchemy.orm; undefined for other names and modules.
interp::Value find_orm_join(interp::Interpreter& interp, std::string_view module,
                            std::string_view name);
/// `left.join(User)`, `left.join(Address, User.addresses)`; undefined where nothing mapped is in
/// it.
interp::Value join_onto(Context& context, const orm::Ref<orm::FromClause>& left,
                        const interp::Value& right, const interp::Value& onclause, bool outer,
                        bool full);
void add_imperative_methods(interp::TypeBuilder& registry);
void add_imperative_types(std::vector<std::pair<std::string, TypeMaker>>& table);
void add_registry_types(std::vector<std::pair<std::string, TypeMaker>>& table);
void add_declarative_meta_types(std::vector<std::pair<std::string, TypeMaker>>& table);
void add_collection_types(std::vector<std::pair<std::string, TypeMaker>>& table);
void add_aliased_types(std::vector<std::pair<std::string, TypeMaker>>& table);

/// What Mapped["Address"], Mapped[List["Address"]] and their like say.
struct TargetAnnotation {
  interp::Value target;
  std::string container;  ///< list, set, dict; empty for a scalar
  bool known = false;
};
TargetAnnotation read_target(Context& context, const interp::Value& annotation);
/// `models.Address` -> `Address`.
std::string last_part(const std::string& text);

}  // namespace lessonrun::bind
