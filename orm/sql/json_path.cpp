// Taking values out of JSON: indexes, paths, and the types they come out as.
#include <orm/compiler.h>
#include <orm/error.h>
#include <orm/expression.h>

namespace orm {

namespace {

std::string quoted(std::string_view text) {
  std::string result = "\"";
  result.append(text);
  return result + "\"";
}

std::string step(const Value& value) {
  if (value.kind() == ValueKind::integer) return "[" + std::to_string(value.as_int()) + "]";
  return "." + quoted(value.as_text());
}

// An index or path, which SQLite and MySQL want as `$."key"[0]`.
class JsonPathType : public TypeEngine {
 public:
  explicit JsonPathType(const Value& index)
      : TypeEngine(*find_type_class(index.is_list()                      ? "JSONPathType"
                                    : index.kind() == ValueKind::integer ? "JSONIntIndexType"
                                                                         : "JSONStrIndexType")) {}
  bool converts_bind() const override { return true; }
  Value convert_bind(Value value, const Dialect&) const override {
    if (value.is_null()) return value;
    std::string text = "$";
    if (value.is_list()) {
      for (const Value& item : value.as_list()) text += step(item);
    } else {
      text += step(value);
    }
    return Value(text);
  }
  Ref<TypeEngine> clone() const override { return make_ref<JsonPathType>(*this); }
};

bool is_index(Operator op) {
  return op == Operator::json_getitem || op == Operator::json_path_getitem;
}

}  // namespace

ColumnRef getitem(const ColumnRef& element, Operand index) {
  TypeKind kind = element->type->impl().kind();
  if (kind != TypeKind::json && kind != TypeKind::array)
    throw NotImplementedError("Operator 'getitem' is not supported on this expression");
  if (kind == TypeKind::array) {
    const ColumnRef grouped =
        element->kind() == NodeKind::function ? make_ref<Grouping>(element) : element;
    // Of several dimensions one less is left; a slice is an array again.
    const TypeArgs& args = element->type->impl().args();
    Value dimensions = args.get("dimensions");
    const bool one = dimensions.kind() != ValueKind::integer || dimensions.as_int() <= 1;
    const bool slice = index.clause && index.clause->kind() == NodeKind::binary;
    TypeRef type = slice || !one ? element->type : args.item;
    if (index.clause)
      return make_ref<BinaryExpression>(grouped,
                                        coerce_column(index, element.get(), Operator::getitem),
                                        Operator::getitem, type ? type : NullType());
    return make_ref<BinaryExpression>(
        grouped, bind_for(element.get(), std::move(index.value), Integer(), Operator::getitem),
        Operator::getitem, type ? type : NullType());
  }
  if (element->type->impl().type_class().name == std::string_view("HSTORE"))
    return custom_op(element, "->", bind_for(element.get(), index.value, Text()), 15, false,
                     Text());
  bool path = !index.clause && index.value.is_list();
  Operator op = path ? Operator::json_path_getitem : Operator::json_getitem;
  ColumnRef right;
  if (index.clause) {
    right = coerce_column(index, element.get(), op);
  } else {
    auto type = make_ref<JsonPathType>(index.value);
    right = bind_for(element.get(), std::move(index.value), type, op);
  }
  return make_ref<BinaryExpression>(element, right, op, element->type);
}

ColumnRef json_as(const ColumnRef& element, TypeRef type) {
  if (element->kind() != NodeKind::binary ||
      !is_index(static_cast<const BinaryExpression&>(*element).op))
    throw InvalidRequestError(
        "The JSON cast operator JSON." + std::string("as_string") +
        "() only works with a JSON index expression e.g. col['q'].as_string()");
  auto copy = make_ref<BinaryExpression>(static_cast<const BinaryExpression&>(*element));
  copy->type = std::move(type);
  return copy;
}

}  // namespace orm
