// The node of a name given as a string to order_by(): resolved against the select it is compiled
// in.
#pragma once

#include <orm/compiler.h>

namespace orm {

class LabelReference : public ColumnElement {
 public:
  explicit LabelReference(std::string label)
      : ColumnElement(NodeKind::label_reference), label_(std::move(label)) {}
  std::string_view name() const override { return label_; }
  Ref<ClauseElement> shallow_copy() const override { return make_ref<LabelReference>(*this); }
  void append_key(KeyBuilder& key) const override {
    key.tag(kind());
    key.string(label_);
  }

 private:
  std::string label_;
};

}  // namespace orm
