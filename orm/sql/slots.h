// Helpers for each_child(): passing typed slots to a function that sees ClauseElements.
#pragma once

#include <orm/expression.h>

namespace orm {

/// Lets `slot` look at or replace a child of static type T; null children are passed over.
template <class T>
void visit_slot(Ref<T>& child, SlotFunction slot) {
  if (!child) return;
  ClauseRef node(child.get());
  slot(node);
  if (node.get() != child.get()) child = Ref<T>(static_cast<T*>(node.get()));
}

template <class T>
void visit_slots(std::vector<Ref<T>>& children, SlotFunction slot) {
  for (auto& child : children) visit_slot(child, slot);
}

}  // namespace orm
