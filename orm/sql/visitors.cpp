// Walking and rewriting trees of expressions.
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

}  // namespace orm
