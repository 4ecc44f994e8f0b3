// Mapper: which class a row is of. The discriminator, the identities of a hierarchy's classes, and
// the criterion that tells the rows of a class from those of others in its table.
#include <algorithm>
#include <deque>

#include "orm/mapper.h"
#include "orm/mapping/adapt.h"
#include "orm/mapping/mapped_from.h"
#include "orm/orm_error.h"
#include "orm/profile.h"

namespace orm {

namespace {

const ColumnRef kNoCriterion;

}  // namespace

void Mapper::note_identity() {
  if (options_.inherits != nullptr && !options_.polymorphic_identity &&
      !options_.polymorphic_abstract && base_->polymorphic_on_ != nullptr && options_.warn &&
      profile().warns_no_identity) {
    options_.warn(
        str() +
        " does not indicate a 'polymorphic_identity', yet is part of an inheritance hierarchy "
        "that has a 'polymorphic_on' column of '" +
        base_->polymorphic_on_->str(profile()) +
        "'. If this is an intermediary class that should not be instantiated, the class may "
        "either be left unmapped, or may include the 'polymorphic_abstract=True' parameter in its "
        "Mapper arguments. To leave the class unmapped when using Declarative, set the "
        "'__abstract__ = True' attribute on the class.");
  }
  if (!options_.polymorphic_identity) return;
  const Value& identity = *options_.polymorphic_identity;
  for (auto& [known, mapper] : base_->polymorphic_map_) {
    if (!(known == identity)) continue;
    if (options_.warn) {
      options_.warn("Reassigning polymorphic association for identity " + identity.repr() +
                    " from " + mapper->repr() + " to " + repr() + ": Check for duplicate use of " +
                    identity.repr() + " as value for polymorphic_identity.");
    }
    mapper = this;
    return;
  }
  base_->polymorphic_map_.emplace_back(identity, this);
}

std::string Mapper::repr() const {
  char address[32];
  std::snprintf(address, sizeof address, "0x%llx",
                static_cast<unsigned long long>(reinterpret_cast<uintptr_t>(this)));
  return std::string("<Mapper at ") + address + "; " + class_name_ + ">";
}

void Mapper::find_polymorphic_on() {
  if (!options_.polymorphic_on_key.empty()) {
    polymorphic_attribute_ = find(options_.polymorphic_on_key);
    if (!polymorphic_attribute_) {
      throw ArgumentError("Can't determine polymorphic_on value '" + options_.polymorphic_on_key +
                          "' - no attribute is mapped to this name.");
    }
    if (!property(*polymorphic_attribute_).is_column()) {
      throw ArgumentError(
          "Only direct column-mapped property or SQL expression can be passed for polymorphic_on");
    }
    sets_identity_ = true;
  } else if (options_.polymorphic_on != nullptr) {
    const FromClause* given = options_.with_polymorphic.selectable.get();
    if (given == nullptr && is_selected_from()) given = from_.get();
    const ColumnElement* bare = options_.polymorphic_on->bare();
    if (given != nullptr && bare->kind() == NodeKind::column &&
        static_cast<const ColumnClause*>(bare)->table == given) {
      const Column* base = base_column(*bare);
      if (base != nullptr && attribute_of(*base)) {
        polymorphic_attribute_ = attribute_of(*base);
        polymorphic_on_ = property(*polymorphic_attribute_).column;
        sets_identity_ = true;
      } else if (given == from_.get()) {
        const auto known =
            std::find_if(properties_.begin(), properties_.end(),
                         [&](const MappedProperty& one) { return one.expression.get() == bare; });
        if (known != properties_.end()) {
          polymorphic_attribute_ = known->index;
        } else {
          discriminate_by_column();
        }
      } else {
        discriminate_by_column();
      }
    } else if (const Column* column = schema_column(*options_.polymorphic_on)) {
      polymorphic_attribute_ = attribute_of(*column);
      if (!polymorphic_attribute_) {
        throw InvalidRequestError("Could not map polymorphic_on column '" +
                                  std::string(column->name()) +
                                  "' to the mapped table - polymorphic loads will not function "
                                  "properly");
      }
      sets_identity_ = true;
    } else {
      MappedProperty hidden;
      hidden.key = "_sa_polymorphic_on";
      hidden.hidden = true;
      hidden.is_explicit = true;
      hidden.expression = options_.polymorphic_on;
      if (hidden.expression->kind() != NodeKind::label) {
        hidden.expression = hidden.expression->label(hidden.key);
      }
      polymorphic_attribute_ = add_property(std::move(hidden)).index;
    }
  } else if (options_.inherits != nullptr) {
    const Mapper& parent = *options_.inherits;
    if (!options_.concrete && parent.polymorphic_attribute_ &&
        has_attribute(*parent.polymorphic_attribute_)) {
      polymorphic_attribute_ = parent.polymorphic_attribute_;
      polymorphic_on_ = parent.polymorphic_on_;
      sets_identity_ = parent.sets_identity_;
    }
  }
  if (polymorphic_attribute_ && polymorphic_on_ == nullptr) {
    const MappedProperty& discriminator = property(*polymorphic_attribute_);
    polymorphic_on_ = discriminator.column != nullptr ? ColumnRef(discriminator.column)
                                                      : discriminator.expression;
  }
  if (options_.polymorphic_abstract && polymorphic_on_ == nullptr) {
    throw InvalidRequestError(
        "The Mapper.polymorphic_abstract parameter may only be used on a mapper hierarchy which "
        "includes the Mapper.polymorphic_on parameter at the base of the hierarchy.");
  }
}

const Mapper* Mapper::mapper_of_identity(const Value& identity) const {
  for (const auto& [known, mapper] : base_->polymorphic_map_) {
    if (known == identity) return mapper;
  }
  return nullptr;
}

void Mapper::check_instantiable() const {
  const bool is_abstract =
      options_.polymorphic_abstract || (options_.concrete_abstract && profile().annotated_mapping);
  if (!is_abstract || options_.polymorphic_identity) return;
  throw InvalidRequestError("Can't instantiate class for " + str() +
                            "; mapper is marked polymorphic_abstract=True");
}

void Mapper::set_identity(InstanceState& state) const {
  if (!sets_identity_) return;
  state.assign(*polymorphic_attribute_,
               options_.polymorphic_identity ? *options_.polymorphic_identity : Value());
}

std::vector<Value> Mapper::acceptable_identities() const {
  std::vector<Value> identities;
  std::deque<const Mapper*> queue{this};
  while (!queue.empty()) {
    const Mapper* at = queue.front();
    queue.pop_front();
    if (at->mapped_table_ != mapped_table_) continue;
    identities.push_back(at->options_.polymorphic_identity ? *at->options_.polymorphic_identity
                                                           : Value());
    queue.insert(queue.end(), at->children_.begin(), at->children_.end());
  }
  return identities;
}

const ColumnRef& Mapper::single_criterion() const {
  if (!single_ || options_.inherits == nullptr || polymorphic_on_ == nullptr) return kNoCriterion;
  std::vector<const Mapper*> mappers = self_and_descendants();
  if (single_criterion_ != nullptr && hierarchy_size_ == mappers.size()) return single_criterion_;
  std::vector<Value> identities;
  for (const Mapper* mapper : mappers) {
    if (mapper->options_.polymorphic_abstract) continue;
    identities.push_back(
        mapper->options_.polymorphic_identity ? *mapper->options_.polymorphic_identity : Value());
  }
  hierarchy_size_ = mappers.size();
  single_criterion_ = polymorphic_on_->in_(identities);
  return single_criterion_;
}

}  // namespace orm
