// Bundle: columns of a SELECT that come as one item of the row.
//
//   select({make_ref<Bundle>("user", ClauseRefs{User.attribute(name), User.attribute(fullname)})})
//
// Rows hold a RowValue for it, a row within the row, unless a subclass makes something else of the
// parts.
#pragma once

#include <orm/result.h>
#include <orm/selectable.h>

#include <functional>
#include <string>
#include <vector>

namespace orm {

/// A row inside a Value.
class RowValue : public Opaque {
 public:
  explicit RowValue(Row held) : row(std::move(held)) {}
  std::string repr() const override { return row.repr(); }
  bool equals(const Opaque& other) const override;
  size_t hash() const override;
  Row row;
};

/// SQLAlchemy's Bundle.
class Bundle : public ClauseElement {
 public:
  Bundle(std::string bundle_name, std::vector<ClauseRef> columns, bool single = false)
      : ClauseElement(NodeKind::bundle),
        name(std::move(bundle_name)),
        expressions(std::move(columns)),
        single_entity(single) {}
  Ref<ClauseElement> shallow_copy() const override;
  void each_child(SlotFunction slot) override;
  void append_key(KeyBuilder& key) const override;
  StatementPlugin* plugin() const override;
  void from_objects(std::vector<FromClause*>& out) const override;
  /// The expressions by their names: `bundle.c`.
  ColumnCollection columns() const;
  /// What the parts are called, in their order.
  std::vector<std::string> labels() const;
  /// Makes the item of one row out of its parts.
  using Reader = std::function<Value(const Row& parts)>;
  /// SQLAlchemy's create_row_processor(): called once for each result. `statement` may be null.
  virtual Reader reader(const Ref<const Select>& statement) const;

  std::string name;
  std::vector<ClauseRef> expressions;  ///< columns, or further bundles
  bool single_entity;                  ///< a Query of it alone gives the items, not rows
};

}  // namespace orm
