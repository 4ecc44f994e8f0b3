// What the annotation of a relationship says: its target, and the collection that leads there.
#include "runner/bind/relationships.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

std::string trimmed(std::string text) {
  auto is_edge = [](char c) { return c == ' ' || c == '"' || c == '\''; };
  while (!text.empty() && is_edge(text.front())) text.erase(0, 1);
  while (!text.empty() && is_edge(text.back())) text.pop_back();
  return text;
}

std::string container_of(const std::string& name) {
  static constexpr struct {
    const char* name;
    const char* container;
  } kContainers[] = {
      {"List", "list"}, {"list", "list"}, {"Sequence", "list"},      {"Collection", "list"},
      {"Set", "set"},   {"set", "set"},   {"MutableSet", "set"},     {"AbstractSet", "set"},
      {"Dict", "dict"}, {"dict", "dict"}, {"MutableMapping", "dict"}};
  for (const auto& one : kContainers) {
    if (name == one.name) return one.container;
  }
  return {};
}

// The same from text: `List[Address]`, `Optional["Address"]`, `"Address | None"`.
TargetAnnotation read_text(Interpreter& interp, std::string text) {
  TargetAnnotation read;
  text = trimmed(std::move(text));
  for (const char* none : {"| None", "|None"}) {
    const size_t length = std::char_traits<char>::length(none);
    if (text.size() > length && text.compare(text.size() - length, length, none) == 0) {
      text = trimmed(text.substr(0, text.size() - length));
    }
  }
  if (text.rfind("None |", 0) == 0) text = trimmed(text.substr(6));
  size_t open = text.find('[');
  if (open != std::string::npos && text.back() == ']') {
    std::string outer = last_part(text.substr(0, open));
    std::string inner = text.substr(open + 1, text.size() - open - 2);
    if (outer == "Mapped" || outer == "Optional") return read_text(interp, inner);
    read.container = container_of(outer);
    if (!read.container.empty()) {
      size_t comma = inner.rfind(',');
      if (read.container == "dict" && comma != std::string::npos) inner = inner.substr(comma + 1);
      read.target = interp.str(trimmed(inner));
      read.known = true;
      return read;
    }
  }
  read.target = interp.str(text);
  read.known = true;
  return read;
}

}  // namespace

TargetAnnotation read_target(Context& owner, const Value& annotation) {
  Interpreter& interp = owner.interp;
  if (annotation.is(Kind::kStr)) return read_text(interp, std::string(interp.text(annotation)));
  if (Value forward = interp.find_attr(annotation, "__forward_arg__")) {
    return read_text(interp, std::string(interp.text(forward)));
  }
  TargetAnnotation read;
  read.known = true;
  Value arguments = annotation.is(Kind::kType) ? Value() : interp.find_attr(annotation, "__args__");
  if (arguments) {
    std::vector<Value> parts = interp.to_vector(arguments);
    Value origin = interp.find_attr(annotation, "__origin__");
    std::string name = origin && origin.is(Kind::kType) ? origin.as<Type>()->name : "";
    read.container = container_of(name);
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
      bool is_none =
          part->is_none() || (part->is(Kind::kType) && part->as<Type>()->name == "NoneType");
      if (is_none) continue;
      TargetAnnotation inner = read_target(owner, *part);
      read.target = inner.target;
      if (read.container.empty()) read.container = inner.container;
      break;
    }
    return read;
  }
  read.target = annotation;
  return read;
}

}  // namespace lessonrun::bind
