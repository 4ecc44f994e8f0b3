// Column types as Python objects; see column_types.cpp and user_types.cpp.
#pragma once

#include "runner/bind/context.h"
#include "runner/bind/expressions.h"

namespace lessonrun::bind {

/// The Python class of a type class by its key (`VARCHAR`, `postgresql.JSONB`); null if unknown.
interp::Type* make_column_type_class(Context& context, std::string_view name);
/// Does the class's constructor take that argument?
bool takes_argument(const orm::TypeClass& cls, std::string_view name);
/// The type that a class of that key makes of its arguments. Raises TypeError and what the types
/// raise.
orm::TypeRef construct_type(Context& context, const std::string& name,
                            const interp::Arguments& given);
/// Enum(...): of texts or of an enum class.
orm::TypeRef make_enum(Context& context, const interp::Arguments& given,
                       std::string_view type_class);
void add_user_types(TypeTable& table);
/// The type that an instance of a lesson's TypeDecorator or UserDefinedType is; null for others.
orm::TypeRef find_user_type(Context& context, const interp::Value& value);
/// The lesson's object behind such a type; undefined for others.
interp::Value user_type_object(const orm::TypeEngine& type);
/// A copy of the object of a lesson's type.
interp::Value user_type_copy(Context& context, const interp::Value& object);
/// Is the object JSON.NULL?
bool is_json_null(Context& context, const interp::Value& value);
/// A copy of a lesson's type that is another one on that dialect: with_variant().
interp::Value user_type_variant(Context& context, const interp::Value& object,
                                const std::string& dialect, const interp::Value& variant);
std::vector<BindingTable> column_type_tables();

}  // namespace lessonrun::bind
