// From what stands in Mapped[...] to a column type.
//
// The map is asked first for the annotation as it stands, for a class then also for the classes it
// derives from; of these only an enum takes the type of one above it. Annotated is asked for whole
// and then for what it annotates.
#include "runner/bind/annotation_types.h"

#include <algorithm>

#include "orm/orm_error.h"

namespace lessonrun::bind {

using interp::Arguments;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

Value origin_of(Interpreter& interp, const Value& annotation) {
  if (!annotation.is_object() || annotation.is(Kind::kType)) return {};
  return interp.find_attr(annotation, "__origin__");
}

bool is_annotated(Interpreter& interp, const Value& annotation) {
  return annotation.is_object() && !annotation.is(Kind::kType) &&
         interp.find_attr(annotation, "__metadata__");
}

bool is_literal(Interpreter& interp, const Value& annotation) {
  const Value origin = origin_of(interp, annotation);
  return origin && interp.repr(origin) == "typing.Literal";
}

Value super_type(Interpreter& interp, const Value& annotation) {
  return annotation.is_object() ? interp.find_attr(annotation, "__supertype__") : Value();
}

bool is_none_type(Interpreter& interp, const Value& part) {
  return part.is_none() || (part.is(Kind::kType) && part.as<Type>() == interp.types().none);
}

Value union_of_parts(Interpreter& interp, const std::vector<Value>& parts) {
  if (parts.size() == 1) return parts[0];
  const Value typing = interp.import_module("typing");
  return interp.getitem(interp.getattr(typing, "Union"), interp.tuple(parts));
}

Value text_of_reference(Interpreter& interp, const Value& part) {
  if (part.is(Kind::kStr)) return part;
  return part.is_object() && !part.is(Kind::kType) ? interp.find_attr(part, "__forward_arg__")
                                                   : Value();
}

Value named_by(Context& owner, const Value& text) {
  Interpreter& interp = owner.interp;
  try {
    return interp.eval(interp.text(text), interp.main_namespace());
  } catch (const interp::PythonError& error) {
    interp.raise_from(
        interp.make_exception(interp.exception_type("NameError"),
                              "Could not de-stringify annotation " + interp.repr(text)),
        error.exception);
  }
}

// ---- the map ------------------------------------------------------------------------------------

bool is_enum_class(const Value& annotation) {
  if (!annotation.is(Kind::kType)) return false;
  const auto& mro = annotation.as<Type>()->mro;
  return std::any_of(mro.begin(), mro.end(),
                     [](const Type* at) { return at->module == "enum" && at->name == "Enum"; });
}

// Enum(enum.Enum) stands for whatever enum the annotation names.
bool is_generic_enum(const orm::TypeEngine& type) {
  const auto* held = dynamic_cast<const orm::Enum*>(&type);
  return held != nullptr && held->class_name() == "Enum" && held->members().empty();
}

// An Enum of these words or members, with the options of the one in the map.
orm::TypeRef enum_like(Context& owner, const Value& given, const std::vector<Value>& members,
                       bool as_text) {
  Interpreter& interp = owner.interp;
  std::vector<std::pair<std::string_view, Value>> keywords;
  std::vector<std::pair<std::string, Value>> kept;
  if (const auto* data = interp::try_payload<TypeData>(given)) {
    if (data->keywords) kept = dict_items(owner, data->keywords);
  }
  for (const auto& item : kept) {
    if (as_text && item.first == "native_enum") continue;
    keywords.emplace_back(item.first, item.second);
  }
  if (as_text) keywords.emplace_back("native_enum", Value::boolean(false));
  Type* cls = owner.type("Enum");
  if (given && given.is_object() && !given.is(Kind::kType)) cls = interp.type_of(given);
  return to_type(owner, interp.call(Value(cls), members, keywords));
}

std::vector<Value> words_of(Context& owner, const Value& literal) {
  Interpreter& interp = owner.interp;
  std::vector<Value> words = interp.to_vector(interp.getattr(literal, "__args__"));
  std::string bad;
  for (const Value& word : words) {
    if (!word.is(Kind::kStr)) bad += (bad.empty() ? "" : ", ") + interp.repr(word);
  }
  if (!bad.empty()) {
    raise_error(owner, orm::ArgumentError::cls,
                "Can't create string-based Enum datatype from non-string values: " + bad +
                    ".  Please provide an explicit Enum datatype for this Python type");
  }
  return words;
}

// What the map's entry means for the annotation that led to it; null where it means nothing.
orm::TypeRef apply(Context& owner, const Value& entry, const Value& annotation, bool is_exact) {
  orm::TypeRef type = to_type(owner, entry);
  const auto* words = dynamic_cast<const orm::Enum*>(type.get());
  if (words == nullptr) return is_exact ? type : nullptr;
  if (!is_generic_enum(*type) && is_exact) return type;
  if (is_literal(owner.interp, annotation)) {
    return enum_like(owner, entry, words_of(owner, annotation), true);
  }
  if (is_enum_class(annotation)) return enum_like(owner, entry, {annotation}, false);
  return type;
}

orm::TypeRef find_in_map(Context& owner, const Value& map, const Value& key,
                         const Value& annotation, bool is_exact) {
  if (!map || !owner.interp.contains(map, key)) return nullptr;
  const Value entry = owner.interp.getitem(map, key);
  return entry.is_none() ? nullptr : apply(owner, entry, annotation, is_exact);
}

orm::TypeRef resolve_one(Context& owner, const Value& map, const Value& annotation,
                         bool with_fallbacks) {
  Interpreter& interp = owner.interp;
  if (is_literal(interp, annotation)) {
    if (orm::TypeRef type = find_in_map(owner, map, annotation, annotation, true)) return type;
    const Value literal = interp.getattr(interp.import_module("typing"), "Literal");
    if (orm::TypeRef type = find_in_map(owner, map, literal, annotation, false)) return type;
    return enum_like(owner, Value(), words_of(owner, annotation), true);
  }
  if (annotation.is(Kind::kType)) {
    for (Type* at : annotation.as<Type>()->mro) {
      const bool is_exact = at == annotation.as<Type>();
      if (orm::TypeRef type = find_in_map(owner, map, Value(at), annotation, is_exact)) return type;
    }
    return find_type(owner, annotation) == nullptr ? type_of_annotation(owner, annotation)
                                                   : nullptr;
  }
  if (orm::TypeRef type = find_in_map(owner, map, annotation, annotation, true)) return type;
  Value below = with_fallbacks ? super_type(interp, annotation) : Value();
  if (!below) return nullptr;
  while (Value next = super_type(interp, below)) below = next;
  orm::TypeRef type = resolve_one(owner, map, below, false);
  if (type != nullptr) {
    owner.warn("SADeprecationWarning",
               "Matching the provided NewType '" + interp.str_of(annotation) +
                   "' on its resolved value without matching it in the type_annotation_map is "
                   "deprecated; add this type to the type_annotation_map to allow it to match "
                   "explicitly.");
  }
  return type;
}

[[noreturn]] void raise_unresolved(Context& owner, const std::string& key,
                                   const std::vector<Value>& asked, const Value& our_type,
                                   const Value& argument) {
  Interpreter& interp = owner.interp;
  if (find_type(owner, our_type) != nullptr) {
    raise_error(owner, orm::MappedAnnotationError::cls,
                "The type provided inside the '" + key +
                    "' attribute Mapped annotation is the SQLAlchemy type " +
                    interp.str_of(our_type) + ". Expected a Python type instead");
  }
  const Type* type = asked[0].is_object() ? interp.type_of(asked[0]) : nullptr;
  const bool is_a_type = asked[0].is(Kind::kType) || origin_of(interp, asked[0]) ||
                         is_union(interp, asked[0]) ||
                         (type != nullptr && type->module == "typing");
  if (!is_a_type) {
    raise_error(owner, orm::MappedAnnotationError::cls,
                "The object provided inside the '" + key +
                    "' attribute Mapped annotation is not a Python type, it's the object " +
                    interp.repr(argument) + ". Expected a Python type.");
  }
  const std::string first = interp.str_of(asked[0]);
  raise_error(owner, orm::MappedAnnotationError::cls,
              "Could not locate SQLAlchemy Core type when resolving for Python type indicated by "
              "'" +
                  first + "' inside the Mapped[] annotation for the '" + key + "' attribute; " +
                  (asked.size() == 1 ? "the type object is not resolvable by the registry"
                                     : "neither '" + first + "' nor '" + interp.str_of(asked[1]) +
                                           "' are resolvable by the registry"));
}

}  // namespace

bool is_union(Interpreter& interp, const Value& annotation) {
  if (!annotation.is_object() || annotation.is(Kind::kType)) return false;
  if (interp.type_of(annotation) == interp.types().union_type) return true;
  const Value origin = origin_of(interp, annotation);
  return origin && interp.repr(origin) == "typing.Union";
}

bool includes_none(Interpreter& interp, const Value& annotation) {
  if (is_none_type(interp, annotation)) return true;
  if (is_union(interp, annotation)) {
    const std::vector<Value> parts = interp.to_vector(interp.getattr(annotation, "__args__"));
    return std::any_of(parts.begin(), parts.end(),
                       [&](const Value& part) { return includes_none(interp, part); });
  }
  if (is_annotated(interp, annotation)) {
    return includes_none(interp, interp.getattr(annotation, "__origin__"));
  }
  const Value below = super_type(interp, annotation);
  return below && includes_none(interp, below);
}

Value without_none(Interpreter& interp, const Value& annotation) {
  if (!is_union(interp, annotation) || !includes_none(interp, annotation)) return annotation;
  std::vector<Value> parts;
  for (const Value& part : interp.to_vector(interp.getattr(annotation, "__args__"))) {
    if (!is_none_type(interp, part)) parts.push_back(part);
  }
  return parts.empty() ? annotation : union_of_parts(interp, parts);
}

void update_type_map(Context& owner, Value& map, const Value& entries) {
  Interpreter& interp = owner.interp;
  if (!map) map = interp.dict();
  for (const Value& key : interp.to_vector(entries)) {
    interp.setitem(map, without_none(interp, key), interp.getitem(entries, key));
  }
}

Value with_names_resolved(Context& owner, const Value& annotation) {
  Interpreter& interp = owner.interp;
  if (const Value text = text_of_reference(interp, annotation)) return named_by(owner, text);
  if (!is_union(interp, annotation)) return annotation;
  std::vector<Value> parts = interp.to_vector(interp.getattr(annotation, "__args__"));
  const bool has_text = std::any_of(parts.begin(), parts.end(), [&](const Value& part) {
    return static_cast<bool>(text_of_reference(interp, part));
  });
  if (!has_text) return annotation;
  for (Value& part : parts) part = with_names_resolved(owner, part);
  return union_of_parts(interp, parts);
}

void check_parts_of_annotation(Context& owner, const Value& annotation) {
  Interpreter& interp = owner.interp;
  if (!is_annotated(interp, annotation)) return;
  for (const Value& part : interp.to_vector(interp.getattr(annotation, "__metadata__"))) {
    if (part.is(Kind::kStr)) named_by(owner, part);
  }
}

orm::TypeRef resolve_annotation(Context& owner, const Value& type_map, const std::string& key,
                                const ReadAnnotation& read, bool has_foreign_keys) {
  if (!read.python_type || has_foreign_keys) return nullptr;
  std::vector<Value> asked;
  if (read.annotated) asked.push_back(read.annotated);
  asked.push_back(read.python_type);
  for (const Value& one : asked) {
    const bool is_ours = !read.annotated || one.same(read.annotated);
    if (orm::TypeRef type = resolve_one(owner, type_map, one, is_ours)) return type;
  }
  raise_unresolved(owner, key, asked, read.annotated ? read.annotated : read.python_type,
                   read.given);
}

void read_annotation(Context& owner, const Value& annotation, ReadAnnotation& out) {
  Interpreter& interp = owner.interp;
  out.given = with_names_resolved(owner, annotation);
  out.optional = includes_none(interp, out.given);
  out.python_type = without_none(interp, out.given);
  if (!is_annotated(interp, out.python_type)) return;
  out.annotated = out.python_type;
  out.python_type = interp.getattr(out.annotated, "__origin__");
  if (out.optional) out.python_type = without_none(interp, out.python_type);
  for (const Value& extra : interp.to_vector(interp.getattr(out.annotated, "__metadata__"))) {
    out.column = interp::try_payload<MappedColumnData>(extra);
    if (out.column != nullptr) break;
  }
}

}  // namespace lessonrun::bind
