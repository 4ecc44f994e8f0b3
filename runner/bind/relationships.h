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

/// Which collection holds the members of a relationship: a builtin kind, or a class of the lesson.
struct CollectionClass final : orm::RefCounted {
  enum class Kind : uint8_t { list, set, dict };
  Kind kind = Kind::list;
  interp::Value factory;             ///< a subclass of the lesson; undefined for the builtin kinds
  interp::Value keyfunc;             ///< of a dict: what gives a member's key
  bool ignores_unpopulated = false;  ///< members without a key stay out
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

/// attribute_keyed_dict(..) and its kin, as a collection_class.
struct KeyedCollection : interp::Payload {
  void clear_references() noexcept override { keyfunc.reset(); }
  interp::Value keyfunc;
  bool ignores_unpopulated = false;
};

/// The arguments for a class: what they name as strings is looked up in `registry`. `annotation` is
/// what stands in Mapped[...], undefined without one.
orm::RelationshipArgs relationship_args(Context& context, const RelationshipData& data,
                                        const orm::Registry& registry, interp::Type& owner,
                                        const std::string& key, const interp::Value& annotation);

/// May objects of that class, below list, be collections? Not if it overrides what changes a list
/// and does not say, as SQLAlchemy's own do, that it calls the methods of list for it.
bool tells_changes(Context& context, const interp::Type& type);
/// A new empty collection for an attribute of an object.
interp::Value make_collection(Context& context, const orm::RelationshipProperty& relationship,
                              PythonState& owner);
/// The members of a collection object, as states.
std::vector<orm::Instance> collection_members(Context& context, const interp::Value& collection);
/// May the member come into the collection, or leave it? One whose key in a keyed dict is not set
/// may not: InvalidRequestError in 2.0, or false where such members are to be ignored.
/// `initiator`: the attribute where the change began, or null.
bool fits_collection(Context& context, const interp::Value& collection, const interp::Value& member,
                     const orm::RelationshipProperty* initiator);
/// Changes without telling anybody.
void put_into_collection(Context& context, const interp::Value& collection,
                         const interp::Value& member);
void put_into_collection(Context& context, const interp::Value& collection,
                         const std::vector<orm::Instance>& members);
void take_from_collection(Context& context, const interp::Value& collection,
                          const interp::Value& member);
/// What may be assigned to a collection attribute: its members. TypeError for other objects.
std::vector<interp::Value> assigned_members(Context& context,
                                            const orm::RelationshipProperty& relationship,
                                            const interp::Value& value);

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
