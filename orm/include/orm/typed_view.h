// How typed statements speak to the compiled part of the library: views of expressions and values.
//
// A view refers to what its caller holds for the length of the call, and needs no destructor. So a
// comparison or a where() in a program is a few stores and one call, which is quick to compile; the
// nodes are made behind it, in orm/mapping/typed_expression.cpp.
#pragma once

#include <orm/clause.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace orm {

class EntityElement;
class FromClause;
class RelationshipElement;
class Select;
class SelectBase;
class StatementOption;
struct TypedClass;

namespace detail {

/// A counted pointer whose copying and destruction are calls. Only for classes that
/// typed_expression.cpp instantiates it for.
template <class T>
class Held {
 public:
  explicit Held(Ref<T> ref) noexcept : ref_(std::move(ref)) {}
  Held(const Held& other) noexcept;
  Held(Held&& other) noexcept : ref_(std::move(other.ref_)) {}
  Held& operator=(const Held& other) noexcept;
  Held& operator=(Held&& other) noexcept;
  ~Held();
  const Ref<T>& ref() const noexcept { return ref_; }

 private:
  Ref<T> ref_;
};
extern template class Held<ColumnElement>;
extern template class Held<Select>;

/// Maps a struct, unless it is mapped already.
using ClassFunction = const TypedClass& (*)();

/// An attribute of a mapped struct, the struct itself, or a node. Those of a struct are constants:
/// its class is only asked for where the view is used.
struct ClauseView {
  static constexpr size_t kNode = static_cast<size_t>(-1);
  static constexpr size_t kEntity = static_cast<size_t>(-2);
  constexpr explicit ClauseView(const ClauseElement* viewed) noexcept
      : node(viewed), place(kNode) {}
  constexpr ClauseView(ClassFunction of, size_t member) noexcept : cls(of), place(member) {}
  union {
    const ClauseElement* node;
    ClassFunction cls;
  };
  size_t place;  ///< kNode, kEntity, or the attribute's among the members
  ClauseRef clause() const;
  ColumnRef column() const;
};
/// A node that has to live as long as its view.
struct KeptClause {
  ClauseRef clause;
  operator ClauseView() const noexcept { return ClauseView(clause.get()); }  // NOLINT: it is viewed
};

/// The other side of a comparison: a plain value, an expression, or whatever is an Operand.
struct OperandView {
  enum class Kind : uint8_t { null, boolean, integer, real, text, clause, operand };
  struct Characters {
    const char* data;
    size_t size;
  };
  OperandView(std::nullptr_t) noexcept : kind(Kind::null), integer(0) {}        // NOLINT
  OperandView(bool value) noexcept : kind(Kind::boolean), boolean(value) {}     // NOLINT
  OperandView(int64_t value) noexcept : kind(Kind::integer), integer(value) {}  // NOLINT
  OperandView(double value) noexcept : kind(Kind::real), real(value) {}         // NOLINT
  OperandView(std::string_view value) noexcept                                  // NOLINT
      : kind(Kind::text), text{value.data(), value.size()} {}
  OperandView(ClauseView value) noexcept : kind(Kind::clause), clause(value) {}        // NOLINT
  OperandView(const Operand* value) noexcept : kind(Kind::operand), operand(value) {}  // NOLINT
  Operand made() const;
  /// The value that is bound; only of plain values.
  Value value() const;
  Kind kind;
  union {
    bool boolean;
    int64_t integer;
    double real;
    Characters text;
    ClauseView clause;
    const Operand* operand;
  };
};
/// An Operand that has to live as long as its view.
struct KeptOperand {
  Operand kept;
  operator OperandView() const noexcept { return OperandView(&kept); }  // NOLINT: it is viewed
};

using ClauseViews = std::initializer_list<ClauseView>;

/// @name What the operators of typed expressions do
/// @{
ColumnRef apply_operator(Operator op, ClauseView left, const OperandView& right);
/// The value stands on the left.
ColumnRef apply_reversed(Operator op, ClauseView right, const OperandView& left);
ColumnRef apply_like(Operator op, ClauseView left, const OperandView& right, bool autoescape);
ColumnRef apply_between(ClauseView value, const OperandView& low, const OperandView& high);
ColumnRef apply_unary(Operator op, ClauseView element);
ColumnRef apply_not(ClauseView element);
/// AND, or else OR.
ColumnRef apply_both(bool conjunction, ClauseView left, ClauseView right);
/// @}

/// `func.NAME(..)`, its type known or null.
ColumnRef call_function(const char* name, std::initializer_list<OperandView> arguments,
                        TypeRef type = nullptr);

/// @name What the methods of typed expressions do
/// @{
/// The column of that member, of an alias.
ColumnRef attribute_of(const Ref<EntityElement>& entity, ClassFunction cls, size_t member);
/// IN and NOT IN a list; IN (SELECT ..).
ColumnRef apply_in(Operator op, ClauseView left, std::vector<Value> values);
ColumnRef apply_in(Operator op, ClauseView left, const ClauseRef& select);
ColumnRef apply_distinct(ClauseView element);
ColumnRef apply_label(ClauseView element, const std::string& name);
/// The SQL, as print() of SQLAlchemy's shows it.
std::string sql_of(ClauseView element);
/// A column or label of that name, in ORDER BY and GROUP BY.
ColumnRef name_in_order(std::string name);
/// @}

/// @name What the methods of a typed select() do
/// @{
Ref<Select> select_of(ClauseViews items);
ClauseRef clause_of(const Ref<Select>& statement);
Ref<SelectBase> select_base_of(const Ref<Select>& statement);
Ref<Select> select_where(const Ref<Select>& statement, ClauseViews criteria);
Ref<Select> select_order_by(const Ref<Select>& statement, ClauseViews clauses);
Ref<Select> select_group_by(const Ref<Select>& statement, ClauseViews clauses);
Ref<Select> select_join(const Ref<Select>& statement, ClauseView target, bool outer);
Ref<Select> select_join(const Ref<Select>& statement, ClauseView target, const ClauseRef& onclause,
                        bool outer);
/// `onclause` may be null.
Ref<Select> select_join_from(const Ref<Select>& statement, const ClauseRef& left,
                             const ClauseRef& target, const ClauseRef& onclause);
Ref<Select> select_limit(const Ref<Select>& statement, const OperandView& count);
Ref<Select> select_offset(const Ref<Select>& statement, const OperandView& count);
Ref<Select> select_filter_by(const Ref<Select>& statement, const ParameterSet& values);
Ref<Select> select_having(const Ref<Select>& statement, ClauseView clause);
Ref<Select> select_distinct(const Ref<Select>& statement);
Ref<Select> select_from_these(const Ref<Select>& statement, std::vector<ClauseRef> froms);
Ref<Select> select_options(const Ref<Select>& statement,
                           const std::vector<Ref<StatementOption>>& options);
Ref<Select> select_add_columns(const Ref<Select>& statement, std::vector<ClauseRef> items);
Ref<Select> select_only_columns(const Ref<Select>& statement, std::vector<ClauseRef> items);
Ref<Select> select_correlate(const Ref<Select>& statement, const std::vector<ClauseRef>& froms);
Ref<Select> select_execution_options(const Ref<Select>& statement,
                                     const std::vector<std::pair<std::string, Value>>& added);
/// Objects of the rows of `rows`.
ClauseRef select_from_statement(const Ref<Select>& statement, const ClauseRef& rows);
ColumnRef select_scalar(const Ref<Select>& statement);
std::string sql_of(const Ref<Select>& statement);
/// @}

}  // namespace detail
}  // namespace orm
