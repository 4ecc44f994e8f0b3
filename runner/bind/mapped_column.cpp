// Mapped[...], mapped_column() and what annotations say of a column.
//
// mapped_column() makes its Column at once, for expressions of the class body may use it. When the
// class is mapped the Column learns its name and what the annotation says.
#include "runner/bind/mapped_column.h"

#include "runner/bind/expressions.h"

namespace lessonrun::bind {

using interp::Call;
using interp::Interpreter;
using interp::Kind;
using interp::Type;
using interp::Value;

namespace {

Value mapped_class_getitem(Call& call) {
  return context(call.interp).make<MappedAnnotation>("_MappedAnnotation", call[0]);
}

std::string mapped_annotation_repr(Interpreter& interp, const Value& self) {
  Value inner = interp::payload<MappedAnnotation>(interp, self).inner;
  std::string text = inner.is(Kind::kType) ? inner.as<Type>()->name : interp.repr(inner);
  return "sqlalchemy.orm.base.Mapped[" + text + "]";
}

Type* make_mapped_annotation_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "_GenericAlias", "typing")
      .payload<MappedAnnotation>()
      .slots([](interp::Slots& slots) { slots.repr = mapped_annotation_repr; })
      .build();
}

template <orm::Lazy How>
Value lazy_class_getitem(Call& call) {
  return context(call.interp).make<MappedAnnotation>("_MappedAnnotation", call[0], How);
}

template <orm::Lazy How>
Type* make_lazy_mapped_type(Context& owner) {
  const bool dynamic = How == orm::Lazy::dynamic;
  return interp::TypeBuilder(owner.interp, dynamic ? "DynamicMapped" : "WriteOnlyMapped",
                             "sqlalchemy.orm.base")
      .class_method("__class_getitem__", "item", lazy_class_getitem<How>)
      .abstract()
      .build();
}

Type* make_mapped_type(Context& owner) {
  return interp::TypeBuilder(owner.interp, "Mapped", "sqlalchemy.orm.base")
      .class_method("__class_getitem__", "item", mapped_class_getitem)
      .abstract()
      .build();
}

Value mapped_column_function(Call& call) {
  Context& owner = context(call.interp);
  auto data = std::make_unique<MappedColumnData>();
  Value keywords = call.interp.dict();
  Value insert_default;
  for (auto& [name, value] : dict_items(owner, call[1])) {
    if (take_dataclass_option(name, value, data->dataclass)) {
      // The column's default as well, unless there is an insert_default.
      if (name == "default") call.interp.setitem(keywords, call.interp.str(name), value);
    } else if (name == "insert_default") {
      insert_default = value;
    } else if (name == "deferred") {
      data->deferred = call.interp.truth(value);
    } else if (name == "deferred_group") {
      data->deferred_group = std::string(call.interp.text(value));
      data->deferred = true;
    } else if (name == "use_existing_column") {
      data->use_existing = call.interp.truth(value);
    } else if (name == "deferred_raiseload") {
      data->deferred_raises = call.interp.truth(value);
    } else if (name == "sort_order") {
      data->sort_order = call.interp.to_int64(value);
    } else if (name == "active_history") {
      data->active_history = call.interp.truth(value);
    } else {
      if (name == "nullable" && !value.is_none()) data->nullable_given = true;
      call.interp.setitem(keywords, call.interp.str(name), value);
    }
  }
  if (insert_default) {
    data->has_insert_default = true;
    call.interp.setitem(keywords, call.interp.str("default"), insert_default);
  }
  data->spec = read_column(owner, items(call[0]), keywords);
  data->clause = orm::make_ref<orm::Column>(data->spec.name, data->spec.type, data->spec.args);
  return owner.make("MappedColumn", std::move(data));
}

Value mapped_column_column(Call& call) {
  return wrap(context(call.interp),
              interp::payload<MappedColumnData>(call.interp, call.self).clause);
}

Value mapped_column_name(Call& call) {
  const std::string_view name =
      interp::payload<MappedColumnData>(call.interp, call.self).column()->name();
  return name.empty() ? Value::none() : call.interp.str(name);
}

Type* make_mapped_column_type(Context& owner) {
  interp::TypeBuilder builder(owner.interp, "MappedColumn", "sqlalchemy.orm.properties");
  builder.payload<MappedColumnData>();
  add_operators(builder);
  builder.slots([](interp::Slots& slots) { slots.getattr_missing = nullptr; });
  return builder.property("column", guard<mapped_column_column>)
      .property("name", guard<mapped_column_name>)
      .abstract()
      .build();
}

constexpr Binding kMappedColumnRows[] = {
    {"mapped_column", "*args, **kwargs", guard<mapped_column_function>,
     "!a column is a member of the struct", BindingKind::function},
};

}  // namespace

// What mapped_column() says beside Annotated wins over what stands in Annotated.
void overlay(ColumnSpec& base, const ColumnSpec& over) {
  if (over.type != nullptr) base.type = over.type;
  if (!over.name.empty()) base.name = over.name;
  const orm::ColumnArgs& from = over.args;
  orm::ColumnArgs& to = base.args;
  to.primary_key = to.primary_key || from.primary_key;
  to.unique = to.unique || from.unique;
  to.index = to.index || from.index;
  if (from.nullable) to.nullable = from.nullable;
  if (from.autoincrement) to.autoincrement = from.autoincrement;
  if (from.default_) to.default_ = from.default_;
  if (from.onupdate) to.onupdate = from.onupdate;
  if (from.server_default) to.server_default = from.server_default;
  if (!from.foreign_keys.empty()) to.foreign_keys = from.foreign_keys;
  if (!from.comment.empty()) to.comment = from.comment;
}

void add_mapped_column_types(TypeTable& table) {
  table.emplace_back("Mapped", make_mapped_type);
  table.emplace_back("WriteOnlyMapped", make_lazy_mapped_type<orm::Lazy::write_only>);
  table.emplace_back("DynamicMapped", make_lazy_mapped_type<orm::Lazy::dynamic>);
  table.emplace_back("_MappedAnnotation", make_mapped_annotation_type);
  table.emplace_back("MappedColumn", make_mapped_column_type);
}

std::vector<BindingTable> mapped_column_tables() {
  return {{"sqlalchemy.orm", nullptr, kMappedColumnRows, std::size(kMappedColumnRows)}};
}

}  // namespace lessonrun::bind
