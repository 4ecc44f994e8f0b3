// Reading composite() in a class body: its parts become attributes of the class.
#include <algorithm>

#include "orm/orm_error.h"
#include "runner/bind/class_reader.h"

namespace lessonrun::bind {

using interp::DictObject;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

void ClassReader::read_composite(const std::string& name, CompositeData& composite,
                                 const Value& value, const Value& annotation) {
  check_options(name, composite.dataclass, true);
  composite.key = name;
  composite.owner = &type_;
  composite.keys.clear();
  if (!composite.composite_class) composite.composite_class = composite_class_of(name, annotation);
  std::vector<CompositeField> fields;
  if (owner_.profile.annotated_mapping) {
    fields = composite_fields(owner_, composite.composite_class);
    if (!fields.empty() && composite.attributes.size() > fields.size()) {
      raise_error(owner_, orm::ArgumentError::cls,
                  "number of composite attributes " + std::to_string(composite.attributes.size()) +
                      " exceeds that of the number of attributes in class " +
                      composite.composite_class.as<Type>()->name + " " +
                      std::to_string(fields.size()));
    }
  }
  const size_t count = std::max(composite.attributes.size(), fields.size());
  for (size_t i = 0; i < count; ++i) {
    composite.keys.push_back(composite_part(
        composite, i < composite.attributes.size() ? composite.attributes[i] : Value(),
        i < fields.size() ? &fields[i] : nullptr));
  }
  composites_.push_back(value);
  if (Value* own = type_.dict.find(interp_.intern(name)); own == nullptr || !own->same(value)) {
    interp_.set_class_attr(&type_, interp_.intern(name), value);
  }
}

Value ClassReader::composite_class_of(const std::string& name, const Value& annotation) {
  Value found = annotation ? evaluated(annotation) : Value();
  if (found) {
    ReadAnnotation read;
    Value inner = without_mapped(found);
    if (inner.is(Kind::kStr)) inner = interp_.eval(interp_.text(inner), interp_.main_namespace());
    read_annotation(owner_, inner, read);
    if (read.python_type && read.python_type.is(Kind::kType)) return read.python_type;
  }
  raise_error(owner_, orm::ArgumentError::cls,
              "Composite attribute '" + type_.name + "." + name +
                  "' has no class: write it as the first argument of composite()");
}

std::string ClassReader::composite_part(const CompositeData& composite, const Value& part,
                                        const CompositeField* field) {
  if (part && part.is(Kind::kStr)) return std::string(interp_.text(part));
  if (part) {
    std::string known = key_of(part);
    if (!known.empty()) {
      const auto* mapped = interp::try_payload<MappedColumnData>(part);
      if (field != nullptr && mapped != nullptr && !mapped->nullable_given &&
          interp_.find_attr(composite.composite_class, "__dataclass_fields__")) {
        note_nullability(*mapped->column(), field->annotation);
      }
      return known;
    }
  }
  if (const auto* attribute = interp::try_payload<AttributeData>(part)) {
    return attribute->mapper->property(attribute->index).key;
  }
  const auto* column = interp::try_payload<MappedColumnData>(part);
  if (!part || column != nullptr) {
    std::string key = column != nullptr ? column->spec.name : std::string();
    if (key.empty() && field != nullptr) key = field->name;
    Value type;
    if (field != nullptr && field->annotation) {
      type = owner_.make<MappedAnnotation>("_MappedAnnotation", field->annotation);
    }
    add_mapped(key, column, type, part, false);
    set_group(composite, key);
    return key;
  }
  orm::ClauseRef clause = find_clause(owner_, part);
  const orm::ColumnElement* element = orm::as_column(clause.get());
  if (const orm::Column* known = element == nullptr ? nullptr : find_schema_column(*element)) {
    orm::Ref<orm::Column> given(const_cast<orm::Column*>(known));
    if (given->schema_table() == nullptr) {
      std::string key(given->key());
      Declared declared;
      declared.key = key;
      declared.column = given;
      declared.source = part;
      add(std::move(declared));
      set_group(composite, key);
      return key;
    }
    pending_parts_.push_back(given);
    return {};
  }
  raise_error(owner_, orm::ArgumentError::cls,
              "Composite expects Column objects or mapped attributes/attribute names as "
              "arguments, got: " +
                  interp_.repr(part));
}

// What a dataclass says of a part holds for the column that was given for it.
void ClassReader::note_nullability(orm::Column& column, Value annotation) {
  if (!annotation || column.primary_key()) return;
  ReadAnnotation read;
  if (annotation.is(Kind::kStr)) {
    annotation = interp_.eval(interp_.text(annotation), interp_.main_namespace());
  }
  read_annotation(owner_, annotation, read);
  column.set_nullable(read.optional);
}

void ClassReader::set_group(const CompositeData& composite, const std::string& key) {
  for (Declared& one : declared_) {
    if (one.key != key) continue;
    one.deferred = composite.deferred;
    one.deferred_group = composite.group;
  }
}

void ClassReader::defer_parts(orm::Mapper& mapper, const CompositeData& composite) {
  if (!composite.deferred) return;
  for (const std::string& key : composite.keys) {
    const auto index = mapper.find(key);
    if (index && mapper.property(*index).is_column()) {
      mapper.defer_attribute(*index, composite.group);
    }
  }
}

void ClassReader::finish_composites(MappedClass& mapped, orm::Mapper& mapper) {
  if (parent_ != nullptr) {
    if (const MappedClass* above = find_mapped(mapped_type(*parent_))) {
      mapped.composites = above->composites;
    }
  }
  size_t pending = 0;
  for (const Value& value : composites_) {
    for (std::string& key : interp::payload<CompositeData>(interp_, value).keys) {
      if (!key.empty()) continue;
      auto index = mapper.attribute_of(*pending_parts_[pending++]);
      if (index) key = mapper.property(*index).key;
    }
    mapped.composites.push_back(value);
    defer_parts(mapper, interp::payload<CompositeData>(interp_, value));
  }
  if (!mapped.composites.empty()) mapper.watch();
}

}  // namespace lessonrun::bind
