// Walking and rewriting trees of expressions.
#include <orm/compiler.h>
#include <orm/expression.h>

#include <unordered_map>

namespace orm {

void traverse(const ClauseElement& root, const std::function<bool(ClauseElement&)>& visit) {
  auto& node = const_cast<ClauseElement&>(root);
  if (!visit(node)) return;
  node.each_child([&](ClauseRef& child) {
    if (child) traverse(*child, visit);
  });
}

namespace {
// Copies on the way up, and only where a child changed; a node met twice is copied once.
struct Replacer {
  const std::function<ClauseRef(const ClauseRef&)>& replace;
  std::unordered_map<const ClauseElement*, ClauseRef> done;

  ClauseRef apply(const ClauseRef& node) {
    auto found = done.find(node.get());
    if (found != done.end()) return found->second;
    ClauseRef result = replace(node);
    if (!result) result = rebuild(node);
    done.emplace(node.get(), result);
    return result;
  }

  ClauseRef rebuild(const ClauseRef& node) {
    bool changed = false;
    node->each_child([&](ClauseRef& child) {
      if (child && apply(child) != child) changed = true;
    });
    if (!changed) return node;
    ClauseRef copy = node->shallow_copy();
    copy->each_child([&](ClauseRef& child) {
      if (child) child = apply(child);
    });
    return copy;
  }
};
}  // namespace

ClauseRef replacement_traverse(const ClauseRef& root,
                               const std::function<ClauseRef(const ClauseRef&)>& replace) {
  Replacer replacer{replace, {}};
  return replacer.apply(root);
}

ClauseRef with_params(const ClauseRef& root, const ParameterSet& values, bool unique_names) {
  return replacement_traverse(root, [&](const ClauseRef& node) -> ClauseRef {
    if (node->kind() != NodeKind::bind) return nullptr;
    const auto& bind = static_cast<const BindParameter&>(*node);
    for (const auto& [name, value] : values)
      if (name == bind.key_) {
        auto changed = make_ref<BindParameter>(bind);
        changed->value = value;
        changed->required = false;
        changed->unique = changed->unique || unique_names;
        return changed;
      }
    return nullptr;
  });
}

bool same_structure(const ClauseElement& a, const ClauseElement& b) {
  KeyBuilder left, right;
  a.append_key(left);
  b.append_key(right);
  if (left.bytes != right.bytes || left.binds.size() != right.binds.size()) return false;
  for (size_t i = 0; i < left.binds.size(); ++i)
    if (!(left.binds[i]->value == right.binds[i]->value)) return false;
  return true;
}

}  // namespace orm
