// Composites where values are named by columns: keys of Session.get(), rows of a bulk INSERT.
#include <algorithm>

#include "runner/bind/composite.h"

namespace lessonrun::bind {

using interp::Interpreter;
using interp::Kind;
using interp::Value;

Value composite_parts(Context& owner, const Value& ident) {
  if (!ident.is_object() || interp::try_payload<InstanceData>(ident) == nullptr) {
    Interpreter& interp = owner.interp;
    if (Value method =
            ident.is_object() ? interp.find_attr(ident, "__composite_values__") : Value()) {
      return interp.tuple(interp.to_vector(interp.call(method)));
    }
    if (ident.is(Kind::kInstance) && owner.profile.annotated_mapping &&
        interp.find_attr(ident, "__dataclass_fields__")) {
      std::vector<Value> parts;
      for (auto& [name, field] : dict_items(owner, interp.getattr(ident, "__dataclass_fields__"))) {
        parts.push_back(interp.getattr(ident, name));
      }
      return interp.tuple(std::move(parts));
    }
  }
  return ident;
}

void expand_composites(Context& context, const orm::Mapper& mapper,
                       std::vector<orm::ParameterSet>& rows) {
  const MappedClass* mapped = find_mapped(mapped_type(mapper));
  if (mapped == nullptr || !context.profile.annotated_mapping) return;
  for (const Value& composite : mapped->composites) {
    const auto& data = interp::payload<CompositeData>(context.interp, composite);
    for (orm::ParameterSet& row : rows) {
      auto at = std::find_if(row.begin(), row.end(),
                             [&](const auto& item) { return item.first == data.key; });
      if (at == row.end()) continue;
      const std::vector<Value> parts = data.parts_of(context, from_orm(context, at->second));
      row.erase(at);
      for (size_t i = 0; i < parts.size() && i < data.keys.size(); ++i) {
        row.emplace_back(data.keys[i], to_orm(context, parts[i]));
      }
    }
  }
}

}  // namespace lessonrun::bind
